"""What the page of one person in one session shows, for the person, their affiliate, and staff."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from forms.training_evidence import AnswerForm, EvidenceForm, ReasonForm
from webapp.access import allows
from webapp.actors import actor, signed_in_user
from webapp.refusals import status_of
from workflows.clock import utc_now
from workflows.db import db
from workflows.errors import NotFound, Reason
from workflows.people.queries import find_person
from workflows.permissions import Permission
from workflows.training.evidence.absences import (
    answer_excuse,
    answer_make_up,
    excuse_of,
    is_own,
    make_up_of,
    speaks_for,
)
from workflows.training.evidence.lifecycle import EXCUSE, MAKE_UP, REFLECTION
from workflows.training.evidence.models import Reflection, ReflectionState
from workflows.training.evidence.queries import Place, count_tries, find_of_place, get_place
from workflows.training.evidence.recordings import answer_reflection
from workflows.training.grid import AHEAD, MODE_STANDINGS, OPEN
from workflows.training.queries import find_attendance, has_opened_recording

MACHINES: dict[str, Any] = {"excuse": EXCUSE, "make_up": MAKE_UP, "reflection": REFLECTION}
NOUNS = {"excuse": "excuse", "make_up": "make-up", "reflection": "reflection"}
ANSWERS: dict[str, Callable[..., None]] = {
    "excuse": answer_excuse,
    "make_up": answer_make_up,
    "reflection": answer_reflection,
}
"""How staff answer each kind of record."""


def load_with_kind(session: Session, *, session_id: int, participant_id: int, kind: str) -> Place:
    """The place, once the kind of record is known to exist; raises NotFound."""
    if kind not in NOUNS:
        raise NotFound()
    return get_place(session, session_id, participant_id)


def find_record(place: Place, kind: str) -> Any:
    """The record of this kind if staff have something to say to it, else None."""
    session = db.session()
    if kind == "reflection":
        written = find_of_place(session, Reflection, place.participant.id, place.training_session.id)
        return written if written is not None and written.state is not ReflectionState.DRAFT else None
    of = {"excuse": excuse_of, "make_up": make_up_of}.get(kind)
    record = of(place, session=session) if of is not None else None
    return record if record is not None and record.id is not None else None


def answer_form(kind: str, record: Any) -> AnswerForm:
    """The steps that staff can take from where the record stands."""
    machine = MACHINES[kind]
    rows = [row for row in machine.open_to(record.state) if row.who is Permission.MANAGE_TRAINING]
    return AnswerForm.offering(rows, about=kind)


def place_page(
    place: Place,
    *,
    excuse_form: ReasonForm | None = None,
    make_up_form: ReasonForm | None = None,
    evidence_form: EvidenceForm | None = None,
    answered: tuple[str, AnswerForm] | None = None,
    follows: Sequence[str] = (),
) -> ResponseReturnValue:
    """The page, with the form that came back with errors in the place of its empty one."""
    returned = [f for f in (excuse_form, make_up_form, evidence_form, answered and answered[1]) if f is not None]
    session, now = db.session(), utc_now()
    excuse, make_up = excuse_of(place, session=session), make_up_of(place, session=session)
    mark = find_attendance(session, place.participant.id, place.training_session.id)
    page = render_template(
        "training/place.html",
        place=place,
        **_standing(place, mark),
        excuse=excuse,
        make_up=make_up,
        **_who_reads(place),
        excuse_form=excuse_form or ReasonForm(formdata=None),
        excuse_reasons=_but(EXCUSE.why_not(excuse, "ask", actor=actor(), now=now), "reason"),
        make_up_form=make_up_form or ReasonForm(formdata=None),
        make_up_reasons=_but(MAKE_UP.why_not(make_up, "ask", actor=actor(), now=now), "reason"),
        evidence_form=evidence_form or EvidenceForm(formdata=None, data={"evidence": make_up.evidence or ""}),
        may_hand_in=MAKE_UP.row("hand_in") in MAKE_UP.open_to(make_up.state),
        may_withdraw={"excuse": _can_withdraw(EXCUSE, excuse), "make_up": _can_withdraw(MAKE_UP, make_up)},
        answer_forms=_answer_forms(place, answered),
        returned=returned[0] if returned else None,
        follows=follows,
        confirm=Confirmation(),
        nouns=NOUNS,
    )
    return page, 422 if follows else status_of(returned[0]) if returned else 200


def _standing(place: Place, mark: Any) -> dict[str, Any]:
    if mark is None:
        standing = AHEAD if place.training_session.ends_at > utc_now() else OPEN
        return {"standing": standing, "mark": None, "marked_by": None}
    who = find_person(db.session(), mark.marked_by_id) if mark.marked_by_id else None
    return {"standing": MODE_STANDINGS[mark.mode], "mark": mark, "marked_by": who}


def _who_reads(place: Place) -> dict[str, Any]:
    """Reasons and words are shown to the person, to those who speak for them, and to those who decide."""
    user, session = signed_in_user(), db.session()
    assert user is not None
    manages = allows(Permission.MANAGE_TRAINING, place)
    speaks = speaks_for(place.participant, user=user, actor=actor())
    ids = place.participant.id, place.training_session.id
    reflection = find_of_place(session, Reflection, *ids) if manages else None
    return {
        "speaks": speaks,
        "manages": manages,
        "is_me": is_own(place.participant, user),
        "reflection": reflection,
        "tries": count_tries(session, *ids) if manages else 0,
        "has_opened": manages and has_opened_recording(session, *ids),
    }


def _answer_forms(place: Place, answered: tuple[str, AnswerForm] | None) -> dict[str, AnswerForm]:
    """By kind, only where staff have a step to take."""
    if not allows(Permission.MANAGE_TRAINING, place):
        return {}
    forms = {kind: answer_form(kind, record) for kind in MACHINES if (record := find_record(place, kind)) is not None}
    if answered is not None:
        forms[answered[0]] = answered[1]
    return {kind: form for kind, form in forms.items() if form.step.choices}


def _can_withdraw(machine: Any, record: Any) -> bool:
    return machine.row("withdraw") in machine.open_to(record.state)


def _but(reasons: Sequence[Reason], where: str) -> list[Reason]:
    """Without what the form itself asks for."""
    return [reason for reason in reasons if reason.where != where]
