"""Answering together: one page for each dimension that saves on its own, then checked and submitted once."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.assessments import DimensionForm, dimension_form, dimension_values, field_name
from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.assessments.blueprint import bp
from webapp.assessments.chart import score_text
from webapp.assessments.loaders import load_with_dimension
from webapp.assessments.rows import dimension_url, first_open_url
from webapp.context import zone_here
from webapp.enrollments.tabs import list_tabs
from webapp.filters import clock_time, short_date_time
from webapp.proposals.saving import Draft, save_draft
from workflows.assessments.completeness import gaps_of, list_gaps
from workflows.assessments.instrument import Dimension
from workflows.assessments.models import Assessment
from workflows.assessments.operations import save_section, submit_assessment, why_not_answer
from workflows.assessments.queries import get_assessment
from workflows.assessments.results import Scores, mean_of
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.errors import Reason
from workflows.machine import Refused
from workflows.permissions import Permission


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One dimension: how far it is, as word, tone and amount."""

    code: str
    title: str
    url: str
    word: str
    tone: str
    amount: str
    current: bool


@bp.route("/<int:assessment_id>/dimensions/<dimension>", methods=["GET", "POST"])
@guarded(Permission.ANSWER_ASSESSMENT, load_with_dimension)
def dimension(assessment: Assessment) -> ResponseReturnValue:
    if request.method == "GET" and assessment.is_submitted:
        return redirect(url_for(".show", assessment_id=assessment.id))
    part = assessment.instrument.dimension(str((request.view_args or {})["dimension"]))
    assert part is not None
    form = _form(assessment, part)

    def page() -> str:
        return _dimension_page(assessment, part, form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_section(
            assessment,
            part,
            answers=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    here = dimension_url(assessment, part.code)
    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _form(get_assessment(db.session(), assessment.id, fresh=True), part, posted=False),
            onward_url=lambda: here if "stay" in request.form else _onward(assessment, part)[1],
        )
    )


@bp.get("/<int:assessment_id>/submit")
@guarded(Permission.ANSWER_ASSESSMENT, get_assessment)
def submit(assessment: Assessment) -> ResponseReturnValue:
    if assessment.is_submitted:
        return redirect(url_for(".show", assessment_id=assessment.id))
    return _check_page(assessment)


@bp.post("/<int:assessment_id>/submit")
@guarded(Permission.ANSWER_ASSESSMENT, get_assessment)
def hand_in(assessment: Assessment) -> ResponseReturnValue:
    try:
        with transaction() as session:
            submit_assessment(assessment, session=session, actor=actor(), now=utc_now())
    except Refused:  # the page lists the same reasons, each with its place
        return _check_page(get_assessment(db.session(), assessment.id, fresh=True)), 422
    flash("Thank you. Your self-assessment is submitted; here is what it says.", "good")
    return redirect(url_for(".of_enrollment", enrollment_id=assessment.enrollment_id), 303)


@bp.get("/<int:assessment_id>")
@guarded(Permission.SEE_ASSESSMENT, get_assessment)
def show(assessment: Assessment) -> ResponseReturnValue:
    """What was submitted; a draft is only read by those who write it."""
    if not assessment.is_submitted:
        if allows(Permission.ANSWER_ASSESSMENT, assessment):
            return redirect(first_open_url(assessment))
        return redirect(url_for(".of_enrollment", enrollment_id=assessment.enrollment_id))
    return render_template(
        "assessments/show.html",
        assessment=assessment,
        means=_means(assessment),
        tabs=list_tabs(assessment.enrollment, "Self-assessment"),
    )


def _form(assessment: Assessment, part: Dimension, *, posted: bool = True) -> DimensionForm:
    row = assessment.section(part.code)
    answers = {item.code: assessment.answer(item.code) for item in part.items}
    values = {**dimension_values(answers), "version": row.version if row else 1}
    form = dimension_form(assessment.edition, part.code)
    return form(data=values) if posted else form(formdata=None, data=values)


def _dimension_page(assessment: Assessment, part: Dimension, form: DimensionForm) -> str:
    label, url = _onward(assessment, part)
    return render_template(
        "assessments/dimension.html",
        assessment=assessment,
        part=part,
        form=form,
        field_name=field_name,
        outline=_outline(assessment, part.code),
        onward=label,
        onward_url=url,
        saved=_saved_words(assessment, part),
        reasons=_reasons(assessment),
    )


def _check_page(assessment: Assessment) -> str:
    gaps = list_gaps(assessment)
    return render_template(
        "assessments/submit.html",
        assessment=assessment,
        gaps=[(gap.sentence, _place_url(assessment, gap)) for gap in gaps],
        reasons=_reasons(assessment),
        means=_means(assessment),
        outline=_outline(assessment),
        form=Confirmation(),
    )


def _reasons(assessment: Assessment) -> tuple[Reason, ...]:
    return why_not_answer(assessment.enrollment, assessment.moment, actor=actor(), now=utc_now())


def _place_url(assessment: Assessment, gap: Reason) -> str:
    """The statement on its page: at its scale, or at its example where only that is missing."""
    part = "example" if assessment.answer(gap.where).score is not None else "score-0"
    return f"{dimension_url(assessment, gap.where.partition('.')[0])}#{field_name(gap.where, part)}"


def _outline(assessment: Assessment, current: str = "") -> list[OutlineRow]:
    return [_outline_row(assessment, part, current) for part in assessment.instrument.dimensions]


def _outline_row(assessment: Assessment, part: Dimension, current: str) -> OutlineRow:
    rated = sum(assessment.answer(item.code).score is not None for item in part.items)
    begun = ("Begun", "wait") if rated else ("Open", "open")
    word, tone = begun if gaps_of(assessment, part) else ("Done", "good")
    amount = f"{rated} of {len(part.items)}"
    url = dimension_url(assessment, part.code)
    return OutlineRow(part.code, part.name, url, word, tone, amount, part.code == current)


def _onward(assessment: Assessment, part: Dimension) -> tuple[str, str]:
    """The dimension after this one, or the last page."""
    parts = assessment.instrument.dimensions
    following = parts.index(part) + 1
    if following == len(parts):
        return "Next: Check and submit", url_for(".submit", assessment_id=assessment.id)
    return f"Next: {parts[following].name}", dimension_url(assessment, parts[following].code)


def _saved_words(assessment: Assessment, part: Dimension) -> str:
    """`Saved 10:42 am EST`, with the day when it was not today; empty before the first save."""
    row, zone = assessment.section(part.code), zone_here()
    if row is None or row.saved_by_id is None:
        return ""
    is_today = local_date(row.saved_at, zone) == local_date(utc_now(), zone)
    return f"Saved {clock_time(row.saved_at, zone) if is_today else short_date_time(row.saved_at, zone)}"


def _means(assessment: Assessment) -> dict[str, str | None]:
    """Mean by dimension as text, of drafts too: empty while a statement is open, None while all four are."""
    given = {item.code: assessment.answer(item.code).score for item in assessment.instrument.items}
    scores = {code: score for code, score in given.items() if score is not None}
    return {part.code: _mean_text(part, scores) for part in assessment.instrument.dimensions}


def _mean_text(part: Dimension, scores: Scores) -> str | None:
    if not any(item.code in scores for item in part.items):
        return None
    mean = mean_of(part, scores)
    return "" if mean is None else score_text(mean)
