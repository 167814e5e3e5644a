"""What a funder may read of a year: the figures of accepted reports, with the groups hidden that readers outside the
network may not see."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import Figure
from workflows.measurement.suppression import Profile, moved_by_few, profile_for, suppress
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal, ProposalState
from workflows.reporting.models import Report, ReportState

SITE = "own"
HIDDEN = "Not shown"
NOT_MEASURED = "Not measured yet"
_COUNT = re.compile(r"[\d,]+")


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One goal as a funder reads it: display text, empty where there is nothing; `source` names the report.

    The sentence of the goal is not here, as it names the figure that it begins with.
    """

    indicator: str
    about: str
    baseline: str
    actual: str
    target: str
    people: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A goal's figure as an accepted report keeps it, with the counts behind it; None where they are not told."""

    words: Mapping[str, Any]
    counts: Figure | None
    source: str


@dataclass(frozen=True, slots=True)
class FunderPage:
    """The figures of one year; `until` is when its newest report was accepted, None before the first one."""

    figures: Sequence[ShownFigure]
    reports: Sequence[str]
    until: datetime | None
    profiles: Sequence[Profile]


def get_funder_page(session: Session, enrollment: Enrollment) -> FunderPage:
    """The same for every reader, as it leaves the network; two queries."""
    reports = session.scalars(
        select(Report)
        .where(Report.enrollment_id == enrollment.id, Report.state == ReportState.ACCEPTED)
        .order_by(Report.accepted_at, Report.id)
    ).all()
    goals = session.scalars(
        select(Goal)
        .join(Proposal, Proposal.id == Goal.proposal_id)
        .where(
            Proposal.enrollment_id == enrollment.id,
            Proposal.state == ProposalState.APPROVED,
            Goal.indicator_id.is_not(None),
        )
        .options(joinedload(Goal.indicator))
        .order_by(Goal.position)
    ).all()
    figures = [_shown(goal, _sealed_of(goal, reports)) for goal in goals] if reports else []
    profiles = {profile.min_denominator: profile for goal in goals for profile in (_profile_of(goal),)}
    return FunderPage(
        figures,
        [report.title for report in reports],
        reports[-1].accepted_at if reports else None,
        [profiles[size] for size in sorted(profiles)],
    )


def _indicator(goal: Goal) -> Indicator:
    assert goal.indicator is not None
    return goal.indicator


def _profile_of(goal: Goal) -> Profile:
    topics = [topic.strip() for topic in _indicator(goal).topics.split(";")]
    return profile_for("external_default", topics=topics)


def _sealed_of(goal: Goal, reports: Sequence[Report]) -> list[_Sealed]:
    """The figures of this goal's indicator, oldest first; where two goals share it, with this goal's own target."""
    found = []
    for report in reports:
        same = [words for words in report.figures if words["indicator"] == _indicator(goal).code]
        words = next((words for words in same if words["goal"] == goal.statement), same[0] if same else None)
        if words is not None:
            found.append(_Sealed(words, _counts_of(words), report.title))
    return found


def _counts_of(words: Mapping[str, Any]) -> Figure | None:
    """The counts behind a sealed figure; without a numerator it stands like a mean, which hides at least as much."""
    n = _number(words["n"])
    if n is None:
        return None
    numerator, denominator = _number(words["numerator"]), _number(words["denominator"])
    if numerator is None or denominator is None:
        return Figure(words["indicator"], SITE, None, None, Decimal(0), n)
    return Figure(words["indicator"], SITE, numerator, denominator, None, n)


def _number(text: str) -> int | None:
    return int(text.replace(",", "")) if _COUNT.fullmatch(text) else None


def _newest(sealed: Sequence[_Sealed], profile: Profile) -> _Sealed | None:
    """The newest figure that may leave the network: one that moved by few people since the last one that left it
    would tell on them, so the last one stays."""
    last: _Sealed | None = None
    for one in sealed:
        if one.counts is None or _is_hidden(one.counts, profile):
            continue
        if last is None or last.counts is None or not moved_by_few([one.counts], [last.counts], profile):
            last = one
    return last


def _is_hidden(figure: Figure, profile: Profile) -> bool:
    return suppress([figure], profile)[0].hidden is not None


def _baseline(goal: Goal, words: Mapping[str, Any], newest: _Sealed | None, profile: Profile) -> str:
    """Where it began, once it is known how many people stand behind it, and neither it nor the way from it tells."""
    indicator, value = _indicator(goal), goal.baseline_value
    if value is None or goal.baseline_n is None:
        return ""
    if indicator.calculation == "percent":
        numerator = round(value * goal.baseline_n / 100)
        began = Figure(indicator.code, SITE, numerator, goal.baseline_n, None, goal.baseline_n)
    else:
        began = Figure(indicator.code, SITE, None, None, Decimal(0), goal.baseline_n)
    tells = newest is not None and newest.counts is not None and moved_by_few([newest.counts], [began], profile)
    return HIDDEN if _is_hidden(began, profile) or tells else str(words["baseline"])


def _shown(goal: Goal, sealed: Sequence[_Sealed]) -> ShownFigure:
    profile, indicator = _profile_of(goal), _indicator(goal)
    about = f"{indicator.code} · {indicator.domain}"
    if not sealed:
        return ShownFigure(indicator.name, about, "", NOT_MEASURED, "", "", "", "")
    words, newest = sealed[-1].words, _newest(sealed, profile)
    baseline, target = _baseline(goal, words, newest, profile), str(words["target"])
    if newest is None or newest.counts is None:
        actual = HIDDEN if any(one.words["as_of"] for one in sealed) else NOT_MEASURED
        return ShownFigure(indicator.name, about, baseline, actual, target, "", "", "")
    return ShownFigure(
        indicator.name,
        about,
        baseline,
        str(newest.words["actual"]),
        target,
        f"{newest.counts.n:,}",
        str(newest.words["as_of"]),
        newest.source,
    )
