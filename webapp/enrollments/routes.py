"""The record everyone shares: the affiliates, one enrollment, its people and its changes of stage."""

from collections.abc import Iterator

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.enrollments import CoachForm, ParticipantForm, StageForm, WayOutForm
from webapp.access import allows, guarded
from webapp.actors import actor, signed_in_user
from webapp.csv_export import stream_csv
from webapp.enrollments import commitment_routes
from webapp.enrollments.blueprint import bp
from webapp.enrollments.listing import EXPORT_HEADER, build_table, days_in_stage, export_rows, read_filter
from webapp.enrollments.loaders import load_with_change, load_with_participant
from webapp.enrollments.tabs import list_tabs
from webapp.enrollments.track import list_track
from webapp.refusals import refusals_into, status_of
from workflows.by_hand import ByHand, get_by_hand, list_by_hand
from workflows.clock import utc_now
from workflows.cohorts.models import CompletionRule
from workflows.db import Session, db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.next_step import NextStep, next_step
from workflows.enrollments.operations import (
    add_participant,
    assign_coach,
    bring_back,
    end_participation,
    remove_participant,
)
from workflows.enrollments.queries import (
    EnrollmentFilter,
    find_own_enrollment,
    get_enrollment,
    get_participant,
    iterate_enrollments,
    list_coaches,
    list_timeline,
    place_in_line,
)
from workflows.enrollments.timeline import KINDS
from workflows.lifecycle import why_not
from workflows.permissions import Actor, Permission, can, require
from workflows.training.completion import recompute_completion, sessions_named
from workflows.training.queries import list_past_required

__all__ = ["bp", "commitment_routes"]


@bp.get("/")
@guarded(Permission.SEE_ENROLLMENT)
def index() -> ResponseReturnValue:
    if not actor().is_national:
        own = find_own_enrollment(db.session(), actor())
        if own is not None:
            return redirect(url_for(".show", enrollment_id=own.id))
    table = build_table(db.session(), actor=actor())
    return render_template("enrollments/index.html", table=table, days_in_stage=days_in_stage)


@bp.get("/export.csv")
@guarded(Permission.SEE_ENROLLMENT)
def export() -> ResponseReturnValue:
    return stream_csv("affiliates.csv", EXPORT_HEADER, _export_rows(read_filter(), actor()))


def _export_rows(wanted: EnrollmentFilter, who: Actor) -> Iterator[tuple[object, ...]]:
    """Reads in the session of the moment of sending: that of the request is closed by then."""
    session = db.session()
    rows = iterate_enrollments(session, wanted, actor=who)
    yield from export_rows(rows, session=session, now=utc_now(), zone=_zone())


@bp.get("/<int:enrollment_id>")
@guarded(Permission.SEE_ENROLLMENT, get_enrollment)
def show(enrollment: Enrollment) -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    kind = kind if kind in dict(KINDS) else ""
    step = next_step(enrollment, actor=actor(), now=utc_now())
    return render_template(
        "enrollments/show.html",
        enrollment=enrollment,
        entries=list_timeline(db.session(), enrollment, actor=actor(), kind=kind),
        kinds=KINDS,
        kind=kind,
        step=step,
        step_url=step_url(step, enrollment),
        track=list_track(enrollment, zone=_zone()),
        tabs_here=list_tabs(enrollment, "Overview"),
        changes=[row for row in list_by_hand(enrollment, actor=actor()) if row.row.label != step.label],
        coach_form=_coach_form(enrollment),
        place=place_in_line(db.session(), enrollment),
    )


@bp.route("/<int:enrollment_id>/stage/<name>", methods=["GET", "POST"])
@guarded(Permission.SEE_ENROLLMENT, load_with_change)
def change_stage(enrollment: Enrollment) -> ResponseReturnValue:
    change = get_by_hand((request.view_args or {})["name"])
    require(actor(), change.row.who or Permission.MOVE_ENROLLMENT, enrollment)
    kind = WayOutForm if change.change_because is not None else StageForm
    form = kind.asking(change.question, needs_note=change.row.needs_note)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                _change(change, enrollment, form, session)
            flash(change.done, "good")
            return redirect(url_for(".show", enrollment_id=enrollment.id), 303)
    reasons = why_not(enrollment, change.name, actor=actor(), now=utc_now())
    page = render_template(
        "enrollments/stage.html",
        enrollment=enrollment,
        change=change,
        form=form,
        reasons=reasons,
        offers_waiting=change.name == "confirm" and not why_not(enrollment, "wait", actor=actor(), now=utc_now()),
    )
    return page, status_of(form)


def _change(change: ByHand, enrollment: Enrollment, form: StageForm, session: Session) -> None:
    if change.change_because is not None and isinstance(form, WayOutForm):
        change.change_because(
            enrollment, note=form.answer, reason=form.way_out, session=session, actor=actor(), now=utc_now()
        )
        return
    change.change(enrollment, note=form.answer, session=session, actor=actor(), now=utc_now())


@bp.route("/<int:enrollment_id>/participants", methods=["GET", "POST"])
@guarded(Permission.NAME_PARTICIPANTS, get_enrollment)
def participants(enrollment: Enrollment) -> ResponseReturnValue:
    form = ParticipantForm()
    if form.validate_on_submit():
        with refusals_into(form):
            name, email = form.answers
            with transaction() as session:
                add_participant(enrollment, name=name, email=email, session=session)
                recompute_completion(enrollment, session=session, now=utc_now())
            flash(f"{name} is on your list for the training. {_what_they_need(enrollment)}".strip(), "good")
            return redirect(url_for(".participants", enrollment_id=enrollment.id), 303)
    page = render_template("enrollments/participants.html", enrollment=enrollment, form=form, button=Confirmation())
    return page, status_of(form)


@bp.post("/<int:enrollment_id>/participants/<int:participant_id>/remove")
@guarded(Permission.NAME_PARTICIPANTS, load_with_participant)
def remove(enrollment: Enrollment) -> ResponseReturnValue:
    participant_id = (request.view_args or {})["participant_id"]
    with transaction() as session:
        participant = get_participant(session, participant_id, enrollment=enrollment)
        remove_participant(participant, session=session)
        recompute_completion(enrollment, session=session, now=utc_now())
    flash(f"{participant.name} is no longer on the list.", "good")
    return redirect(url_for(".participants", enrollment_id=enrollment.id), 303)


@bp.route("/<int:enrollment_id>/participants/<int:participant_id>/end", methods=["GET", "POST"])
@guarded(Permission.NAME_PARTICIPANTS, load_with_participant)
def end(enrollment: Enrollment) -> ResponseReturnValue:
    """Somebody left the affiliate: asked for with the reason, as it stays with the record."""
    participant = get_participant(db.session(), (request.view_args or {})["participant_id"], enrollment=enrollment)
    form = StageForm.asking(f"Why does {participant.name} no longer take part?", needs_note=True)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                end_participation(participant, because=form.answer, session=session, actor=actor(), now=utc_now())
                recompute_completion(enrollment, session=session, now=utc_now())
            flash(f"Nobody waits for {participant.name} any more. Their marks stay.", "good")
            return redirect(url_for(".participants", enrollment_id=enrollment.id), 303)
    page = render_template("enrollments/end.html", enrollment=enrollment, participant=participant, form=form)
    return page, status_of(form)


@bp.post("/<int:enrollment_id>/participants/<int:participant_id>/back")
@guarded(Permission.NAME_PARTICIPANTS, load_with_participant)
def back(enrollment: Enrollment) -> ResponseReturnValue:
    with transaction() as session:
        participant = get_participant(session, (request.view_args or {})["participant_id"], enrollment=enrollment)
        bring_back(participant, session=session, actor=actor(), now=utc_now())
        recompute_completion(enrollment, session=session, now=utc_now())
    flash(f"{participant.name} takes part again.", "good")
    return redirect(url_for(".participants", enrollment_id=enrollment.id), 303)


@bp.post("/<int:enrollment_id>/coach")
@guarded(Permission.ASSIGN_COACH, get_enrollment)
def coach(enrollment: Enrollment) -> ResponseReturnValue:
    coaches = {person.id: person for person in list_coaches(db.session())}
    form = CoachForm.among([(key, person.name) for key, person in coaches.items()], current=enrollment.coach_id)
    if not form.validate_on_submit():
        flash("Choose a coach from the list.", "watch")
    else:
        chosen = coaches[form.coach.data]
        with transaction() as session:
            assign_coach(enrollment, chosen, session=session, actor=actor(), now=utc_now())
        flash(f"{chosen.name} accompanies {enrollment.affiliate.name}.", "good")
    return redirect(url_for(".show", enrollment_id=enrollment.id), 303)


def step_url(step: NextStep, enrollment: Enrollment) -> str:
    """Where the step's button leads; empty while there is nothing to open, or nothing that this person may open."""
    view = current_app.view_functions.get(step.endpoint)
    if view is None or not allows(view.access.permission, enrollment):  # type: ignore[attr-defined]
        return ""
    return url_for(step.endpoint, **(step.values or {}))


def _coach_form(enrollment: Enrollment) -> CoachForm | None:
    if not can(actor(), Permission.ASSIGN_COACH, enrollment):
        return None
    coaches = [(person.id, person.name) for person in list_coaches(db.session())]
    return CoachForm.among(coaches, current=enrollment.coach_id) if coaches else None


def _what_they_need(enrollment: Enrollment) -> str:
    """What somebody who joins late has to catch up with, in a sentence; empty before anything was missed."""
    past, rule = (
        list_past_required(db.session(), enrollment.cohort_id, now=utc_now()),
        enrollment.cohort.completion_rule,
    )
    if not past:
        return ""
    if rule is CompletionRule.ONE_PER_SESSION:
        return f"For a certificate of their own they need {sessions_named(past)}, by the recordings."
    if enrollment.training_completed_at is not None:
        return f"The training stays complete; for a certificate they need {sessions_named(past)}, by the recordings."
    return (
        f"They need {sessions_named(past)} too: watch the recordings, as every participant has to meet every session."
    )


def _zone() -> str:
    user = signed_in_user()
    return user.time_zone if user is not None else "America/New_York"
