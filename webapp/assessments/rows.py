"""What the pages of the self-assessment show: moments with their one action, results in words, and files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from webapp.assessments.chart import change_text, trend_chart
from webapp.filters import plural, short_date
from workflows.assessments.answers import FOR_ONESELF, Moment
from workflows.assessments.completeness import list_gaps
from workflows.assessments.instrument import CULTURE, Instrument, current_instrument, get_instrument
from workflows.assessments.models import Assessment, PersonalAssessment
from workflows.assessments.moments import why_not_open
from workflows.assessments.queries import answered_of
from workflows.assessments.results import (
    Answered,
    ItemView,
    Trend,
    examples_of,
    fallen,
    gaps_of,
    items_to_look_at,
    list_trends,
    strengths_of,
    whole_trend,
)
from workflows.enrollments.models import Enrollment
from workflows.training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class MomentRow:
    """One moment: how far it is, and what this person can do there. A row that `begins` posts to its address."""

    moment: Moment
    word: str
    tone: str
    detail: str
    label: str = ""
    url: str = ""
    begins: bool = False


def list_moments(
    enrollment: Enrollment, begun: Sequence[Assessment], *, answers: bool, now: datetime, zone: str
) -> list[MomentRow]:
    """Every moment in the order of a year; `answers` says whether this person answers with the others."""
    by_moment = {one.moment: one for one in begun}
    return [
        _moment(enrollment, moment, by_moment.get(moment), answers=answers, now=now, zone=zone) for moment in Moment
    ]


def _moment(
    enrollment: Enrollment, moment: Moment, kept: Assessment | None, *, answers: bool, now: datetime, zone: str
) -> MomentRow:
    if kept is not None and kept.is_submitted:
        late = ", after its time" if kept.is_late else ""
        url = url_for("assessments.show", assessment_id=kept.id)
        return MomentRow(moment, "Submitted", "good", f"on {short_date(kept.submitted_at, zone)}{late}", "Read it", url)
    reason = why_not_open(enrollment, moment, now=now)
    if reason is not None:
        return MomentRow(moment, "Not open yet" if kept is None else "Closed", "open", reason.sentence)
    if kept is not None:
        count = len(list_gaps(kept))
        left = f"{plural(count, 'thing is', 'things are')} still missing" if count else "nothing is missing"
        return MomentRow(moment, "Begun", "wait", left, *(("Go on", first_open_url(kept)) if answers else ()))
    if not answers:
        return MomentRow(moment, "Open", "open", "The affiliate has not begun it.")
    url = url_for("assessments.start", enrollment_id=enrollment.id, moment=moment.value)
    return MomentRow(moment, "Open", "open", moment.asks, "Begin", url, begins=True)


def first_open_url(assessment: Assessment) -> str:
    """Where answering goes on: the first dimension with a gap, or the last page when there is none."""
    gaps = list_gaps(assessment)
    if not gaps:
        return url_for("assessments.submit", assessment_id=assessment.id)
    return dimension_url(assessment, gaps[0].where.partition(".")[0])


def dimension_url(assessment: Assessment, dimension: str) -> str:
    return url_for("assessments.dimension", assessment_id=assessment.id, dimension=dimension)


def main_moment(rows: Sequence[MomentRow]) -> Moment | None:
    """The one moment whose button is the page's accent: the newest that waits for an answer."""
    first = (Moment.TWELVE_MONTHS, Moment.AFTER, Moment.BEFORE)
    waiting = {row.moment for row in rows if row.label in ("Begin", "Go on")}
    return next((moment for moment in first if moment in waiting), None)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One moment of a person's own view."""

    moment: Moment
    word: str
    tone: str
    label: str
    url: str


def list_own_rows(enrollment: Enrollment, own: Mapping[Moment, PersonalAssessment], *, now: datetime) -> list[OwnRow]:
    """The moments that are open to this person, or that they answered."""
    rows = []
    for moment in FOR_ONESELF:
        kept = own.get(moment)
        url = url_for("assessments.own", enrollment_id=enrollment.id, moment=moment.value)
        if kept is not None and kept.submitted_at is not None:
            rows.append(OwnRow(moment, "Submitted", "good", "Read yours", url))
        elif why_not_open(enrollment, moment, now=now) is None:
            word, tone, label = ("Open", "open", "Answer") if kept is None else ("Begun", "wait", "Go on")
            rows.append(OwnRow(moment, word, tone, label, url))
    return rows


@dataclass(frozen=True, slots=True)
class DimensionCard:
    """One dimension with its drawing and its change in words."""

    trend: Trend
    drawing: Markup
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class GapCard:
    """One gap: where it stands, and the session that feeds it."""

    trend: Trend
    about: str
    session: TrainingSession | None


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the results page says, computed from what was submitted."""

    moments: Sequence[Moment]
    whole: Trend
    trends: Sequence[Trend]
    cards: Sequence[DimensionCard]
    culture: Trend
    strengths: Sequence[Trend]
    examples: Sequence[ItemView]
    gaps: Sequence[GapCard]
    items: Sequence[ItemView]
    fallen: Sequence[Trend]


def results_of(begun: Sequence[Assessment], sessions: Mapping[str, TrainingSession]) -> Results | None:
    """None before the first submission; read with the newest edition that was answered."""
    answered = answered_of(begun)
    newest = _newest(answered)
    if newest is None:
        return None
    instrument = _instrument_of(begun)
    trends = list_trends(instrument, answered)
    strengths = strengths_of(trends)
    return Results(
        moments=[one.moment for one in answered],
        whole=whole_trend(instrument, answered),
        trends=trends,
        cards=[_card(trend) for trend in trends],
        culture=next(trend for trend in trends if trend.code == CULTURE),
        strengths=strengths,
        examples=examples_of(instrument, newest, strengths),
        gaps=[_gap(trend, instrument, sessions) for trend in gaps_of(trends)],
        items=items_to_look_at(instrument, newest),
        fallen=fallen(trends),
    )


def _newest(answered: Sequence[Answered]) -> Answered | None:
    """The newest view of the present; looking back alone says nothing about it."""
    return next((one for one in reversed(answered) if one.moment is not Moment.LOOKING_BACK), None)


def _instrument_of(begun: Sequence[Assessment]) -> Instrument:
    editions = [one.edition for one in begun if one.is_submitted]
    return get_instrument(max(editions, key=int)) if editions else current_instrument()


def _card(trend: Trend) -> DimensionCard:
    change = trend.change
    tone = "open" if not change else "good" if change > 0 else "watch"
    words = "" if change is None else f"{change_text(change)} since before"
    return DimensionCard(trend, trend_chart(trend, name=f"trend-{trend.code.lower()}"), words, tone)


def _gap(trend: Trend, instrument: Instrument, sessions: Mapping[str, TrainingSession]) -> GapCard:
    dimension = instrument.dimension(trend.code)
    assert dimension is not None
    feeding = (sessions[code] for code in dimension.competencies if code in sessions)
    return GapCard(trend, dimension.about, next(feeding, None))


EXPORT_HEADER = (
    "Code", "Dimension or statement", *(moment.short for moment in Moment), "Change", "Example",
)  # fmt: skip  # one row of a file


def export_rows(begun: Sequence[Assessment]) -> Iterator[Sequence[object]]:
    """Each dimension's means and below it the scores of its statements, with the newest example."""
    answered = answered_of(begun)
    instrument = _instrument_of(begun)
    newest = _newest(answered)
    for trend in list_trends(instrument, answered):
        means = [trend.means.get(moment, "") for moment in Moment]
        yield (trend.code, trend.name, *means, "" if trend.change is None else trend.change, "")
        dimension = instrument.dimension(trend.code)
        for item in dimension.items if dimension else ():
            scores = {one.moment: one.scores.get(item.code) for one in answered}
            told = [scores.get(moment) or "" for moment in Moment]
            example = newest.examples.get(item.code, "") if newest else ""
            yield (item.code, item.text, *told, "", example)
