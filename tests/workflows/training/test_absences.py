"""Excuses and make-ups: who may ask and answer, when, what counts, and what is taken back."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_training import SAMPLE_STARTS_AT, Scene, a_training, a_user_of, marked_but
from workflows.errors import DomainError, Forbidden
from workflows.events import EVENTS
from workflows.machine import Machine, Refused
from workflows.outbox import JobRun, OutboxEvent, expand_events
from workflows.people.models import User
from workflows.permissions import GRANTS, Role
from workflows.stages import Stage
from workflows.training.evidence.absences import (
    answer_excuse,
    answer_make_up,
    ask_for_make_up,
    ask_to_be_excused,
    hand_in_make_up,
    withdraw,
)
from workflows.training.evidence.lifecycle import EXCUSE, MAKE_UP, REFLECTION
from workflows.training.evidence.models import Excuse, ExcuseState, MakeUp, MakeUpState, Reflection, ReflectionState
from workflows.training.evidence.queries import Place, list_sent_back, list_waiting_for_staff
from workflows.training.models import AttendanceMode
from workflows.training.operations import mark_by_hand, remove_marks
from workflows.training.queries import find_attendance

BEFORE, AFTER = SAMPLE_STARTS_AT - timedelta(minutes=1), SAMPLE_STARTS_AT + timedelta(minutes=1)
WHY = "A hearing at the court that day"
DONE = "An hour with Daniel on data-sharing agreements; our sketch is attached to the plan."


def waiting(session: Session) -> tuple[Scene, Place, User]:
    """Prairie's only person has every session but the eighth."""
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene, 8)
    return scene, Place(scene.sample_session, cy), a_user_of(session, cy)


def excused(session: Session, place: Place, user: User, *, now=BEFORE) -> Excuse:  # type: ignore[no-untyped-def]
    return ask_to_be_excused(place, WHY, user=user, session=session, actor=user.as_actor(NOW), now=now)


def made_up(session: Session, place: Place, user: User, *, now=AFTER) -> MakeUp:  # type: ignore[no-untyped-def]
    return ask_for_make_up(place, WHY, user=user, session=session, actor=user.as_actor(NOW), now=now)


def mode_of(session: Session, place: Place) -> AttendanceMode | None:
    mark = find_attendance(session, place.participant.id, place.training_session.id)
    return None if mark is None else mark.mode


def test_an_excuse_counts_only_when_it_is_accepted_and_not_any_more_when_it_is_returned(session: Session) -> None:
    scene, place, cy = waiting(session)
    prairie = scene.enrollments["Prairie"]
    excuse = excused(session, place, cy)
    assert (mode_of(session, place), prairie.stage) == (None, Stage.TRAINING)
    told = {"session": session, "actor": scene.actor, "now": AFTER}  # staff may answer after the start
    answer_excuse(excuse, "accept", comment="", **told)
    assert (mode_of(session, place), prairie.stage) == (AttendanceMode.EXCUSED, Stage.PROPOSING)
    answer_excuse(excuse, "return", comment="It was another day.", **told)
    assert (mode_of(session, place), prairie.stage) == (None, Stage.TRAINING)
    assert (excuse.comment, excuse.decided_by_id) == ("It was another day.", scene.manager.id)


def test_after_the_start_it_is_no_longer_an_excuse_but_can_be_asked_as_make_up(session: Session) -> None:
    _scene, place, cy = waiting(session)
    with pytest.raises(DomainError, match="Session 8 has begun, so it is too late for an excuse in advance"):
        excused(session, place, cy, now=SAMPLE_STARTS_AT)
    with pytest.raises(DomainError, match="Session 8 is still ahead"):
        made_up(session, place, cy, now=BEFORE)
    assert made_up(session, place, cy, now=SAMPLE_STARTS_AT).state is MakeUpState.ASKED


def test_an_excuse_returned_before_the_start_can_be_asked_again_and_not_after_it(session: Session) -> None:
    scene, place, cy = waiting(session)
    answer_excuse(excused(session, place, cy), "return", comment="Why?", session=session, actor=scene.actor, now=BEFORE)
    assert excused(session, place, cy).state is ExcuseState.ASKED
    again = session.scalars(select(Excuse)).one()
    answer_excuse(again, "return", comment="Why?", session=session, actor=scene.actor, now=BEFORE)
    with pytest.raises(DomainError, match="too late for an excuse"):
        excused(session, place, cy, now=AFTER)


def test_a_make_up_is_agreed_done_and_verified(session: Session) -> None:
    scene, place, cy = waiting(session)
    make_up = made_up(session, place, cy)
    staff = {"session": session, "actor": scene.actor, "now": AFTER}
    own = {"user": cy, "session": session, "actor": cy.as_actor(NOW), "now": AFTER}
    answer_make_up(make_up, "arrange", comment="An hour with your coach, please.", **staff)
    assert [row[:2] for row in list_sent_back(session, place.participant.enrollment_id)] == [("make_up", 8)]
    hand_in_make_up(make_up, DONE, **own)
    assert mode_of(session, place) is None
    assert [line.state for line in list_waiting_for_staff(session, actor=scene.actor)] == ["handed_in"]
    answer_make_up(make_up, "return", comment="With whom?", **staff)
    hand_in_make_up(make_up, DONE, **own)
    answer_make_up(make_up, "verify", comment="", **staff)
    assert (mode_of(session, place), scene.enrollments["Prairie"].stage) == (AttendanceMode.MAKE_UP, Stage.PROPOSING)
    names = session.scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)).all()
    assert names == [
        "make_up_asked", "make_up_arranged", "make_up_handed_in", "make_up_returned", "make_up_handed_in",
        "make_up_verified", "training_completed", "certificate_earned",
    ]  # fmt: skip


def test_nothing_private_is_announced(session: Session) -> None:
    scene, place, cy = waiting(session)
    excuse = excused(session, place, cy)
    answer_excuse(excuse, "return", comment="About the hearing", session=session, actor=scene.actor, now=BEFORE)
    told = [(e.details, e.note) for e in session.scalars(select(OutboxEvent))]
    assert told == [({"name": "Cy Otoo", "number": 8}, "")] * 2
    session.flush()
    expand_events(session, now=NOW)
    session.flush()
    assert session.scalars(select(JobRun.arguments)).all() == [{"kind": "excuse_answered"}]


def test_the_director_speaks_for_a_person_and_a_colleague_does_not(session: Session) -> None:
    scene, place, _cy = waiting(session)
    affiliate = scene.enrollments["Prairie"].affiliate
    colleague = a_person(session, Role.AFFILIATE_STAFF, affiliate=affiliate)
    with pytest.raises(Forbidden, match="You may not speak for Cy Otoo"):
        excused(session, place, colleague)
    with pytest.raises(Forbidden, match="so can the director and the data lead"):
        excused(session, place, scene.manager)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=affiliate)
    excuse = excused(session, place, director)
    assert (excuse.state, excuse.asked_by_id) == (ExcuseState.ASKED, director.id)
    withdraw(excuse, user=director, actor=director.as_actor(NOW), now=BEFORE)
    assert excuse.state is ExcuseState.NOT_ASKED


def test_who_met_the_session_has_nothing_to_ask(session: Session) -> None:
    scene, place, cy = waiting(session)
    mark_by_hand(place.training_session, [place.participant], AttendanceMode.WAIVED, note="They ran it",
                 session=session, actor=scene.actor, now=NOW)  # fmt: skip
    with pytest.raises(DomainError, match="Session 8 counts for Cy Otoo already"):
        made_up(session, place, cy)


@pytest.mark.parametrize("undo", ["missed", "take_back"])
def test_a_mark_taken_back_by_hand_returns_what_it_rested_on(session: Session, undo: str) -> None:
    scene, place, cy = waiting(session)
    excuse = excused(session, place, cy)
    told = {"session": session, "actor": scene.actor, "now": AFTER}
    answer_excuse(excuse, "accept", comment="", **told)
    session.flush()
    if undo == "missed":
        people = [place.participant]
        mark_by_hand(place.training_session, people, AttendanceMode.MISSED, note="They told us later", **told)
    else:
        remove_marks(place.training_session, [place.participant], **told)
    assert excuse.state is ExcuseState.RETURNED
    assert excuse.comment != ""
    assert scene.enrollments["Prairie"].stage is Stage.TRAINING


WORDS = {Reflection: {"text": ""}, Excuse: {"reason": ""}, MakeUp: {"reason": "", "evidence": ""}}
MACHINES = ((REFLECTION, Reflection, ReflectionState), (EXCUSE, Excuse, ExcuseState), (MAKE_UP, MakeUp, MakeUpState))


@pytest.mark.parametrize(("machine", "kind", "states"), MACHINES, ids=lambda m: getattr(m, "name", ""))
def test_wrong_state_and_wrong_role_are_refused_and_change_nothing(session, machine, kind, states) -> None:  # type: ignore[no-untyped-def]
    """The matrix state × transition × role; what the guards say is tested above."""
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    affiliate = cy.enrollment.affiliate
    roles = {r: a_person(session, r, affiliate=None if r.is_national else affiliate).as_actor(NOW) for r in Role}
    cy.enrollment.coach_id = roles[Role.COACH].id
    for state, row, (role, actor) in product(states, machine.rows, roles.items()):
        record = kind(participant=cy, session=scene.sample_session, state=state, **WORDS[kind])
        granted = {grant.role for grant in GRANTS if row.who in grant.permissions}
        if state in row.sources and role in granted:
            continue
        with pytest.raises(Refused) as refusal:
            machine.move(record, row.name, actor=actor, now=NOW, note="Because.")
        assert all(sentence.endswith(".") for sentence in refusal.value.sentences)
        assert record.state is state


@pytest.mark.parametrize(("machine", "_kind", "states"), MACHINES, ids=lambda m: getattr(m, "name", ""))
def test_every_state_is_reached_and_announced_events_are_known(machine: Machine, _kind: type, states: type) -> None:  # type: ignore[type-arg]
    assert {row.target for row in machine.rows} | {machine.initial} == set(states)
    assert {state for state in states if not machine.open_to(state)} == machine.terminal
    assert {name for row in machine.rows for name in row.announces} - set(EVENTS) == set()
    assert [row.name for row in machine.rows if not row.label] == []
