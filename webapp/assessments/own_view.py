"""A person's own view of their skills: saved by itself, submitted once, and read by nobody else."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.assessments import OwnForm, field_name, own_form, own_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.assessments.blueprint import bp
from webapp.assessments.loaders import load_with_own_moment
from webapp.enrollments.tabs import list_tabs
from webapp.proposals.saving import Draft, save_draft
from workflows.assessments.answers import Moment
from workflows.assessments.instrument import current_instrument, get_instrument
from workflows.assessments.learning import (
    POSITION_MISSING,
    list_open,
    save_own,
    submit_own,
    why_not_answer_oneself,
)
from workflows.assessments.models import PersonalAssessment
from workflows.assessments.network import LEAST_PEOPLE
from workflows.assessments.queries import find_own
from workflows.clock import utc_now
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.permissions import Permission

NAMED = 6  # open statements that are named after an early submission


@bp.route("/of/<int:enrollment_id>/own/<moment>", methods=["GET", "POST"])
@guarded(Permission.KEEP_LEARNING, load_with_own_moment)
def own(enrollment: Enrollment) -> ResponseReturnValue:
    moment = Moment((request.view_args or {})["moment"])
    row = _find(enrollment, moment)
    form = _form(row)

    def page() -> str:
        return _page(enrollment, moment, row, form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        now = utc_now()
        kept = save_own(
            enrollment,
            moment,
            position=form.place,
            scores=form.scores,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=now,
        )
        if "hand_in" in request.form and not list_open(kept):
            submit_own(kept, session=session, now=now)
            flash("Thank you. Your view counts in the means of your role; nobody reads it by name.", "good")
        return kept

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _form(_find(enrollment, moment), posted=False),
            onward_url=lambda: _onward(enrollment, moment),
        )
    )


def _find(enrollment: Enrollment, moment: Moment) -> PersonalAssessment | None:
    user_id = actor().id
    assert user_id is not None
    return find_own(db.session(), enrollment_id=enrollment.id, user_id=user_id, moment=moment)


def _form(row: PersonalAssessment | None, *, posted: bool = True) -> OwnForm:
    edition = current_instrument().edition if row is None else row.edition
    values = {"version": 0} if row is None else {**own_values(row.position, row.scores), "version": row.version}
    form = own_form(edition)
    return form(data=values) if posted else form(formdata=None, data=values)


def _onward(enrollment: Enrollment, moment: Moment) -> str:
    """After saving, here again; after submitting, the results, or here with what is missing."""
    here = {"enrollment_id": enrollment.id, "moment": moment.value}
    if "hand_in" not in request.form:
        return url_for(".own", **here)
    row = _find(enrollment, moment)
    if row is not None and row.submitted_at is None:
        return url_for(".own", **here, missing=1)
    return url_for(".of_enrollment", enrollment_id=enrollment.id)


def _missing(row: PersonalAssessment | None) -> list[Reason]:
    """What is open, as links to its place; the first few, for nobody reads thirty."""
    if row is None or row.submitted_at is not None or not request.args.get("missing"):
        return []
    found = list_open(row)
    links = [Reason(gap.sentence, _place(gap.where)) for gap in found[:NAMED]]
    more = len(found) - NAMED
    return [*links, Reason(f"And {more} more.")] if more > 0 else links


def _place(where: str) -> str:
    return "position-0" if where == POSITION_MISSING.where else f"{field_name(where, 'score')}-0"


def _page(enrollment: Enrollment, moment: Moment, row: PersonalAssessment | None, form: OwnForm) -> str:
    submitted = row is not None and row.submitted_at is not None
    return render_template(
        "assessments/own.html",
        enrollment=enrollment,
        moment=moment,
        row=row,
        form=form,
        submitted=submitted,
        instrument=get_instrument(row.edition) if row else current_instrument(),
        field_name=field_name,
        least=LEAST_PEOPLE,
        missing=_missing(row),
        reasons=() if submitted else why_not_answer_oneself(enrollment, moment, actor=actor(), now=utc_now()),
        tabs=list_tabs(enrollment, "Self-assessment"),
    )
