"""Check-ins from plan to notes, and every way they are refused."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_year import LATER, YearScene, a_check_in, a_year, acting, an_appointment
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInState, PrivateNote
from workflows.coaching.operations import (
    Appointment,
    CheckInNotes,
    WrittenAction,
    cancel_check_in,
    finish_action,
    hold_check_in,
    move_check_in,
    save_notes,
    schedule_check_in,
    why_not_schedule,
)
from workflows.coaching.queries import count_dosage, find_private_note, list_caseload, list_check_ins, list_open_actions
from workflows.errors import DomainError, Forbidden, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.stages import Stage

ROOM = WrittenAction("Ask the library for a room", ActionSide.AFFILIATE, date(2026, 7, 15))
LIST = WrittenAction("Send the checklist", ActionSide.COACH, date(2026, 8, 1))


def some_notes(**values: Any) -> CheckInNotes:
    return CheckInNotes(
        **{
            "focus": "The evening class",
            "wins": "Two people found work.",
            "shared_note": "The class runs full.",
            "early_signal": "Buses are late.",
            "minutes": 50,
            "private_text": "The director sounds tired.",
            "actions": (ROOM, LIST),
            **values,
        }
    )


def write(session: Session, scene: YearScene, check_in: CheckIn, notes: CheckInNotes, *, version: int = 0) -> None:
    save_notes(
        check_in,
        notes,
        expected_version=version or check_in.version,
        session=session,
        actor=acting(scene.coach),
        now=LATER,
    )
    session.flush()


def a_held_one(session: Session, scene: YearScene) -> CheckIn:
    check_in = a_check_in(session, scene, at=datetime(2026, 7, 8, 14, 0))  # noqa: DTZ001  a wall clock
    session.flush()
    write(session, scene, check_in, some_notes())
    hold_check_in(check_in, session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    return check_in


def announced(session: Session) -> Sequence[str]:
    names = select(OutboxEvent.name).where(OutboxEvent.name.like("check_in_%") | (OutboxEvent.name == "action_done"))
    return session.scalars(names.order_by(OutboxEvent.id)).all()


def test_the_coach_plans_moves_and_holds_and_each_step_is_announced(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    move_check_in(
        check_in,
        an_appointment(datetime(2026, 7, 9, 9, 30)),  # noqa: DTZ001  a wall clock
        expected_version=check_in.version,
        session=session,
        actor=acting(scene.coach),
        now=LATER,
    )
    session.flush()
    write(session, scene, check_in, some_notes())
    hold_check_in(check_in, session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    assert announced(session) == ["check_in_scheduled", "check_in_moved", "check_in_held"]
    assert (check_in.state, check_in.minutes) == (CheckInState.HELD, 50)
    assert check_in.held_at == datetime(2026, 7, 9, 14, 20, tzinfo=UTC)
    assert [(a.text, a.side, a.due_on) for a in check_in.actions] == [(a.text, a.side, a.due_on) for a in (ROOM, LIST)]
    assert [n.text for n in session.scalars(select(PrivateNote))] == ["The director sounds tired."]


def test_the_affiliate_may_plan_a_check_in_with_its_coach(session: Session) -> None:
    scene = a_year(session)
    check_in = schedule_check_in(
        scene.enrollment, an_appointment(), session=session, actor=acting(scene.staff), now=LATER
    )
    assert (check_in.coach_id, check_in.starts_at) == (scene.coach.id, datetime(2026, 7, 20, 18, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("appointment", "sentence"),
    [
        (an_appointment(datetime(2026, 4, 1, 9, 0)), "That day is more than two months ago. Check the year."),  # noqa: DTZ001
        (an_appointment(datetime(2028, 4, 1, 9, 0)), "That day is more than a year ahead. Check the year."),  # noqa: DTZ001
        (
            an_appointment(datetime(2027, 3, 14, 2, 30)),  # noqa: DTZ001
            "The clocks go forward in that hour, so it does not exist. Choose another.",
        ),
    ],
)
def test_an_impossible_time_is_refused(session: Session, appointment: Appointment, sentence: str) -> None:
    scene = a_year(session)
    with pytest.raises(DomainError) as refusal:
        schedule_check_in(scene.enrollment, appointment, session=session, actor=acting(scene.coach), now=LATER)
    assert refusal.value.sentences == (sentence,)


def test_without_a_coach_or_after_the_year_nothing_is_planned(session: Session) -> None:
    scene = a_year(session, "Harbor")
    scene.enrollment.coach_id = None
    assert [str(r) for r in why_not_schedule(scene.enrollment)] == [
        "There is no coach yet. The program manager assigns one."
    ]
    with pytest.raises(DomainError):
        schedule_check_in(scene.enrollment, an_appointment(), session=session, actor=acting(scene.director), now=LATER)
    over = a_year(session, "Mesa", stage=Stage.COMPLETED).enrollment
    assert [str(r) for r in why_not_schedule(over)] == ["The year of Mesa is over. Its check-ins stay here to read."]


def test_the_manager_and_another_coach_may_not_plan_or_write(session: Session) -> None:
    scene, other = a_year(session), a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    for person in (scene.manager, other.coach):
        with pytest.raises(Forbidden):
            schedule_check_in(scene.enrollment, an_appointment(), session=session, actor=acting(person), now=LATER)
    for person in (scene.manager, other.coach, scene.director):
        with pytest.raises(Forbidden):
            save_notes(
                check_in,
                some_notes(),
                expected_version=check_in.version,
                session=session,
                actor=acting(person),
                now=LATER,
            )


def test_cancelling_needs_a_reason_and_happens_once(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    actor = acting(scene.coach)
    with pytest.raises(Refused) as refusal:
        cancel_check_in(check_in, reason=" ", session=session, actor=actor, now=LATER)
    assert refusal.value.sentences == ("Say why in a sentence; it stays with the record.",)
    cancel_check_in(check_in, reason="Ill", session=session, actor=actor, now=LATER)
    assert (check_in.state, check_in.cancelled_because) == (CheckInState.CANCELLED, "Ill")
    with pytest.raises(Refused):
        cancel_check_in(check_in, reason="Ill", session=session, actor=actor, now=LATER)
    with pytest.raises(DomainError) as closed:
        write(session, scene, check_in, some_notes())
    assert closed.value.sentences == ("This check-in was cancelled. Plan another one to write notes.",)


def test_it_is_held_only_with_a_shared_note(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    write(session, scene, check_in, some_notes(shared_note=""))
    with pytest.raises(Refused) as refusal:
        hold_check_in(check_in, session=session, actor=acting(scene.coach), now=LATER)
    assert refusal.value.sentences == (
        "Write a shared note first: a sentence or two that both of you can come back to.",
    )


def test_the_slower_of_two_writers_sees_both_texts(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    first = check_in.version
    write(session, scene, check_in, some_notes(shared_note="Theirs"), version=first)
    with pytest.raises(Stale) as stale:
        write(session, scene, check_in, some_notes(shared_note="Mine"), version=first)
    assert (stale.value.mine["Shared note"], stale.value.theirs["Shared note"]) == ("Mine", "Theirs")


def test_saving_again_follows_the_rows_and_makes_no_second_action(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    write(session, scene, check_in, some_notes())
    write(session, scene, check_in, some_notes())
    assert [a.text for a in check_in.actions] == [ROOM.text, LIST.text]
    write(session, scene, check_in, some_notes(actions=(LIST,), private_text="Calmer now."))
    assert [a.text for a in session.scalars(select(ActionItem))] == [LIST.text]
    assert [n.text for n in session.scalars(select(PrivateNote))] == ["Calmer now."]


def test_more_than_a_dozen_actions_are_refused(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    with pytest.raises(DomainError) as refusal:
        write(session, scene, check_in, some_notes(actions=(ROOM,) * 13))
    assert refusal.value.sentences == ("One check-in keeps up to 12 actions. Fewer get done sooner.",)


def test_actions_count_once_the_check_in_was_held(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    write(session, scene, check_in, some_notes())
    assert list_open_actions(session, scene.enrollment.id) == []
    hold_check_in(check_in, session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    assert [a.text for a in list_open_actions(session, scene.enrollment.id)] == [ROOM.text, LIST.text]


def test_either_side_marks_an_action_as_done_once(session: Session) -> None:
    scene = a_year(session)
    action = a_held_one(session, scene).actions[0]
    finish_action(action, session=session, actor=acting(scene.staff), now=LATER)
    assert (action.done_at, action.done_by_id) == (LATER, scene.staff.id)
    assert announced(session)[-1] == "action_done"
    with pytest.raises(DomainError) as refusal:
        finish_action(action, session=session, actor=acting(scene.coach), now=LATER)
    assert refusal.value.sentences == ("This action is done already.",)
    with pytest.raises(Forbidden):
        finish_action(action, session=session, actor=acting(scene.manager), now=LATER)


def test_a_done_action_stays_when_the_notes_change(session: Session) -> None:
    scene = a_year(session)
    check_in = a_held_one(session, scene)
    finish_action(check_in.actions[0], session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    write(session, scene, check_in, some_notes(actions=()))
    assert [(a.text, a.done_at) for a in check_in.actions] == [(ROOM.text, LATER)]


def test_the_private_note_is_for_the_coach_of_the_affiliate_alone(session: Session) -> None:
    scene, other = a_year(session), a_year(session)
    check_in = a_held_one(session, scene)
    mine = find_private_note(session, check_in, actor=acting(scene.coach))
    assert mine is not None
    assert mine.text == "The director sounds tired."
    for person in (scene.director, scene.staff, scene.manager, other.coach):
        with pytest.raises(Forbidden):
            find_private_note(session, check_in, actor=acting(person))


def test_the_caseload_counts_contact_overdue_actions_and_what_waits(session: Session) -> None:
    scene = a_year(session, "Harbor")
    a_held_one(session, scene)
    ahead = a_check_in(session, scene, at=datetime(2026, 7, 28, 9, 0))  # noqa: DTZ001  a wall clock
    session.flush()
    now = datetime(2026, 7, 24, 15, 0, tzinfo=UTC)
    [line] = list_caseload(session, acting(scene.coach), now=now)
    assert (line.days_since_contact, line.open_actions, line.overdue_actions) == (16, 2, 1)
    assert (line.next_check_in_id, line.unwritten_id) == (ahead.id, None)
    assert (line.dosage.sessions, line.dosage.minutes) == (1, 50)
    [later] = list_caseload(session, acting(scene.coach), now=now + timedelta(days=10))
    assert (later.next_check_in_id, later.unwritten_id) == (None, ahead.id)
    assert count_dosage(list_check_ins(session, scene.enrollment.id)).minutes == 50


def test_a_caseload_is_one_s_own(session: Session) -> None:
    scene, other = a_year(session, "Harbor"), a_year(session, "Mesa")
    names = [
        [line.enrollment.affiliate.name for line in list_caseload(session, acting(person), now=NOW)]
        for person in (scene.coach, other.coach, scene.director, scene.manager)
    ]
    assert names == [["Harbor"], ["Mesa"], ["Harbor"], ["Harbor", "Mesa"]]
