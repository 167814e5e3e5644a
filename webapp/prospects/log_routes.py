"""Pages of one prospect: written down, read, changed, and moved along its way."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.prospects import ProspectForm, StepForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.prospects.blueprint import bp
from webapp.prospects.loaders import load_with_step
from webapp.prospects.words import TONES, step_words, steps_of
from webapp.refusals import refusals_into, status_of
from webapp.tables import asked_number
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.errors import Reason
from workflows.people.queries import list_people_of
from workflows.permissions import Permission
from workflows.prospects.answers import FunderKind
from workflows.prospects.lifecycle import PROSPECT
from workflows.prospects.models import Prospect
from workflows.prospects.operations import change_prospect, move_prospect, why_not_change, why_not_write, write_prospect
from workflows.prospects.queries import get_prospect, list_bases, list_funders

WRITE = Permission.WRITE_PROSPECTS


@bp.route("/of/<int:enrollment_id>/add", methods=["GET", "POST"])
@guarded(WRITE, get_enrollment)
def add(enrollment: Enrollment) -> ResponseReturnValue:
    given = {"owner_id": actor().id, "funder_id": asked_number("funder") or 0}
    form = _offered(ProspectForm(data=given), enrollment)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                prospect = write_prospect(enrollment, form.answers, session=session, actor=actor(), now=utc_now())
            flash("Written down as an idea.", "good")
            return redirect(url_for(".show", prospect_id=prospect.id), 303)
    page = render_template(
        "prospects/write.html", enrollment=enrollment, prospect=None, form=form, reasons=why_not_write(enrollment)
    )
    return page, status_of(form)


@bp.get("/<int:prospect_id>")
@guarded(Permission.SEE_PROSPECTS, get_prospect)
def show(prospect: Prospect) -> ResponseReturnValue:
    now = utc_now()
    steps = [(words, _why_not(prospect, words.name)) for words in steps_of(prospect)]
    return render_template(
        "prospects/show.html",
        prospect=prospect,
        enrollment=prospect.enrollment,
        tabs=list_tabs(prospect.enrollment, "Prospects"),
        steps=steps,
        tones=TONES,
        change_reasons=why_not_change(prospect),
        now=now,
    )


def _why_not(prospect: Prospect, name: str) -> tuple[Reason, ...]:
    """What is missing before the step, apart from what its own page asks for."""
    return PROSPECT.why_not(prospect, name, actor=actor(), now=utc_now(), note=None)


@bp.route("/<int:prospect_id>/edit", methods=["GET", "POST"])
@guarded(WRITE, get_prospect)
def edit(prospect: Prospect) -> ResponseReturnValue:
    form = _offered(ProspectForm(data=_values(prospect)), prospect.enrollment, prospect)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_prospect(
                    prospect,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".show", prospect_id=prospect.id), 303)
    page = render_template(
        "prospects/write.html",
        enrollment=prospect.enrollment,
        prospect=prospect,
        form=form,
        reasons=why_not_change(prospect),
    )
    return page, status_of(form)


@bp.route("/<int:prospect_id>/step/<step>", methods=["GET", "POST"])
@guarded(WRITE, load_with_step)
def move(prospect: Prospect) -> ResponseReturnValue:
    words = step_words(prospect, (request.view_args or {})["step"])
    today = local_date(utc_now(), prospect.enrollment.affiliate.time_zone)
    form = StepForm(data={"version": str(prospect.version), "on": today, "amount_won": prospect.amount_sought})
    form.ask_for(day=words.day, amount=words.amount, note=words.note, today=today)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                move_prospect(
                    prospect,
                    words.name,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"It stands as {prospect.state.words.lower()} now.", "good")
            return redirect(url_for(".show", prospect_id=prospect.id), 303)
    page = render_template(
        "prospects/step.html", prospect=prospect, words=words, form=form, reasons=_why_not(prospect, words.name)
    )
    return page, status_of(form)


def _values(prospect: Prospect) -> dict[str, Any]:
    return {
        "version": str(prospect.version),
        "kind": prospect.kind.value,
        "title": prospect.title,
        "funder_id": prospect.funder_id or 0,
        "funder_name": prospect.funder_name,
        "funder_kind": (prospect.funder_kind or FunderKind.OTHER).value,
        "amount_sought": prospect.amount_sought,
        "deadline_on": prospect.deadline_on,
        "basis": prospect.basis.value if prospect.basis else "",
        "evidence": prospect.evidence,
        "sustains": prospect.sustains,
        "owner_id": prospect.owner_id,
    }


def _offered(form: ProspectForm, enrollment: Enrollment, prospect: Prospect | None = None) -> ProspectForm:
    """The form with what can be chosen now, and what was chosen before."""
    session = db.session()
    funders = {row.id: row.name for row in list_funders(session)}
    people = {row.id: row.name for row in list_people_of(session, enrollment.affiliate_id)}
    bases = {choice.basis: choice.words for choice in list_bases(session, enrollment.id)}
    if prospect is not None:
        people.setdefault(prospect.owner_id, prospect.owner.name)
        if prospect.funder is not None:
            funders.setdefault(prospect.funder.id, prospect.funder.name)
        if prospect.basis is not None:
            bases.setdefault(prospect.basis, prospect.basis_words.partition(": ")[2])
    return form.offer(funders=[*funders.items()], bases=[*bases.items()], people=[*people.items()])
