"""One person in one session: how it counts, and what stands in for being there; and the queue of what waits."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.training_evidence import EvidenceForm, ReasonForm
from webapp.access import guarded
from webapp.actors import actor, signed_in_user
from webapp.refusals import refusals_into
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from webapp.training.blueprint import bp
from webapp.training.place_page import ANSWERS, NOUNS, answer_form, find_record, load_with_kind, place_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.permissions import Permission
from workflows.training.consequences import follows_from_losing
from workflows.training.evidence.absences import (
    ask_for_make_up,
    ask_to_be_excused,
    excuse_of,
    hand_in_make_up,
    make_up_of,
    withdraw,
)
from workflows.training.evidence.models import Excuse, MakeUp
from workflows.training.evidence.queries import (
    Place,
    count_waiting_for_staff,
    get_of_kind,
    get_place,
    list_waiting_for_staff,
)

_PLACE = "/sessions/<int:session_id>/people/<int:participant_id>"


@bp.get(_PLACE)
@guarded(Permission.SEE_TRAINING, get_place)
def place(found: Place) -> ResponseReturnValue:
    return place_page(found)


@bp.post(f"{_PLACE}/excuse")
@guarded(Permission.ATTEND_TRAINING, get_place)
def ask_excuse(found: Place) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                ask_to_be_excused(found, form.reason.data, **_told(session))
            flash("Thank you for telling us. The national office answers next.", "good")
            return _back_to(found)
    return place_page(found, excuse_form=form)


@bp.post(f"{_PLACE}/make-up")
@guarded(Permission.ATTEND_TRAINING, get_place)
def ask_make_up(found: Place) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                ask_for_make_up(found, form.reason.data, **_told(session))
            flash("Asked. The national office agrees on something with you next.", "good")
            return _back_to(found)
    return place_page(found, make_up_form=form)


@bp.post(f"{_PLACE}/make-up/done")
@guarded(Permission.ATTEND_TRAINING, get_place)
def hand_in(found: Place) -> ResponseReturnValue:
    form = EvidenceForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                hand_in_make_up(make_up_of(found, session=session), form.evidence.data, **_told(session))
            flash("Handed in. The session counts as soon as the national office has verified it.", "good")
            return _back_to(found)
    return place_page(found, evidence_form=form)


@bp.post(f"{_PLACE}/withdraw/<kind>")
@guarded(Permission.ATTEND_TRAINING, load_with_kind)
def withdraw_it(found: Place) -> ResponseReturnValue:
    of = {"excuse": excuse_of, "make_up": make_up_of}.get(_kind())
    if of is None:
        raise NotFound()
    with transaction() as session:
        withdraw(of(found, session=session), user=_user(), actor=actor(), now=utc_now())
    flash("Withdrawn.", "good")
    return _back_to(found)


@bp.post(f"{_PLACE}/answer/<kind>")
@guarded(Permission.MANAGE_TRAINING, load_with_kind)
def answer(found: Place) -> ResponseReturnValue:
    """Staff answer an excuse, a make-up or a reflection; what would follow from a return is said first."""
    kind = _kind()
    record = find_record(found, kind)
    if record is None:
        raise NotFound()
    form = answer_form(kind, record)
    follows: list[str] = []
    if form.validate_on_submit():
        if form.step.data == "return":
            follows = follows_from_losing(found.training_session, [found.participant], session=db.session())
        if not follows or form.knows.data:
            with refusals_into(form):
                with transaction() as session:
                    ANSWERS[kind](
                        record,
                        form.step.data,
                        comment=form.comment.data or "",
                        session=session,
                        actor=actor(),
                        now=utc_now(),
                    )
                flash(f"Answered. {found.participant.name} sees it on this page.", "good")
                return _back_to(found)
    return place_page(found, answered=(kind, form), follows=follows)


@bp.get("/excuses/<int:excuse_id>")
@guarded(Permission.MANAGE_TRAINING, lambda session, excuse_id: get_of_kind(session, Excuse, excuse_id))
def excuse(found: Excuse) -> ResponseReturnValue:
    return _to_place(found)


@bp.get("/make-ups/<int:make_up_id>")
@guarded(Permission.MANAGE_TRAINING, lambda session, make_up_id: get_of_kind(session, MakeUp, make_up_id))
def make_up(found: MakeUp) -> ResponseReturnValue:
    return _to_place(found)


@bp.get("/waiting")
@guarded(Permission.MANAGE_TRAINING)
def waiting() -> ResponseReturnValue:
    """What waits for the national office, oldest first."""
    session, kind = db.session(), request.args.get("kind", "")
    kind = kind if kind in NOUNS else ""
    total = count_waiting_for_staff(session, actor=actor(), kind=kind)
    number = asked_page(total)
    lines = list_waiting_for_staff(session, actor=actor(), kind=kind, offset=(number - 1) * PAGE_SIZE)
    page = TablePage(request.path, number, total, filters={"kind": kind})
    choices = [("", "Everything"), *((name, noun.capitalize()) for name, noun in NOUNS.items())]
    return render_template(
        "training/waiting.html",
        lines=lines,
        page=page,
        nouns=NOUNS,
        filters=(TableFilter("kind", "What", kind, choices),),
        now=utc_now(),
    )


def _to_place(record: Excuse | MakeUp) -> ResponseReturnValue:
    return redirect(url_for(".place", session_id=record.session_id, participant_id=record.participant_id), 303)


def _back_to(found: Place) -> ResponseReturnValue:
    where = {"session_id": found.training_session.id, "participant_id": found.participant.id}
    return redirect(url_for(".place", **where), 303)


def _kind() -> str:
    return str((request.view_args or {})["kind"])


def _told(session: Any) -> dict[str, Any]:
    return {"user": _user(), "session": session, "actor": actor(), "now": utc_now()}


def _user() -> User:
    user = signed_in_user()
    assert user is not None
    return user
