"""The line of a full cohort: who waits, who moves up, and that no seat is ever promised twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_enrollment
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import confirm_enrollment, defer_enrollment, leave_program
from workflows.enrollments.queries import place_in_line
from workflows.enrollments.waiting_list import join_waiting_list, move_up
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import PROGRAM, Actor, Role
from workflows.stages import Stage


@pytest.fixture
def manager(session: Session) -> Actor:
    return a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)


def signed(session: Session, cohort: Cohort) -> Enrollment:
    enrollment = an_enrollment(session, Stage.COMMITTED, cohort=cohort)
    enrollment.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).id
    return enrollment


def a_full_cohort(session: Session, *, places: int = 2, **values: object) -> tuple[Cohort, Enrollment]:
    """One seat, and who has it."""
    cohort = a_cohort(session, name="Pilot", seats=1, waiting_places=places, **values)
    return cohort, an_enrollment(session, Stage.TRAINING, cohort=cohort)


def leave(enrollment: Enrollment, *, session: Session) -> None:
    leave_program(enrollment, "withdraw", note="We move.", session=session, actor=PROGRAM, now=NOW)
    session.flush()


def test_a_full_cohort_offers_the_waiting_list_and_keeps_the_stage(session: Session, manager: Actor) -> None:
    cohort, _ = a_full_cohort(session)
    enrollment = signed(session, cohort)
    with pytest.raises(Refused) as refusal:
        confirm_enrollment(enrollment, session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == (
        "All 1 seats of Pilot are taken. Put this affiliate on the waiting list, or raise the seats.",
    )
    session.expire(enrollment, ["confirmed_at"])
    since = enrollment.stage_since
    join_waiting_list(enrollment, session=session, actor=manager, now=NOW + timedelta(hours=1))
    assert (enrollment.stage, enrollment.stage_since, cohort.waiting) == (Stage.COMMITTED, since, 1)
    assert place_in_line(session, enrollment) == 1


def test_nobody_waits_while_a_seat_is_free(session: Session, manager: Actor) -> None:
    enrollment = signed(session, a_cohort(session, seats=1, waiting_places=2))
    with pytest.raises(Refused) as refusal:
        join_waiting_list(enrollment, session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == ("1 seat is free, so nobody has to wait. Confirm the enrollment instead.",)


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (0, "Pilot keeps no waiting list. Give it places in the cohort’s rules."),
        (1, "All 1 places of the waiting list are taken. Lengthen it in the cohort’s rules, or ask the affiliate to "
            "defer."),
    ],
)  # fmt: skip
def test_a_full_waiting_list_refuses_too(session: Session, manager: Actor, places: int, sentence: str) -> None:
    cohort, _ = a_full_cohort(session, places=places)
    for enrollment in [signed(session, cohort) for _ in range(places)]:
        join_waiting_list(enrollment, session=session, actor=manager, now=NOW)
    with pytest.raises(Refused) as refusal:
        join_waiting_list(signed(session, cohort), session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == (sentence,)
    assert cohort.waiting == places


def test_the_first_in_line_moves_up_and_the_seat_is_held_for_it_alone(session: Session, manager: Actor) -> None:
    cohort, holder = a_full_cohort(session)
    second, first, newcomer = (signed(session, cohort) for _ in range(3))
    join_waiting_list(first, session=session, actor=manager, now=NOW)
    join_waiting_list(second, session=session, actor=manager, now=NOW + timedelta(minutes=1))
    leave(holder, session=session)

    assert (first.offered_at, second.offered_at, place_in_line(session, second)) == (NOW, None, 1)
    offered = session.scalars(select(OutboxEvent.enrollment_id).where(OutboxEvent.name == "seat_offered")).all()
    assert list(offered) == [first.id]
    for other in (second, newcomer):
        with pytest.raises(Refused, match="promised to the waiting list"):
            confirm_enrollment(other, session=session, actor=manager, now=NOW)
        session.expire(other, ["confirmed_at"])
    confirm_enrollment(first, session=session, actor=manager, now=NOW)
    session.flush()
    assert (cohort.seats_taken, cohort.seats_offered, cohort.waiting) == (1, 0, 1)
    assert (first.stage, first.waitlisted_at, first.offered_at) == (Stage.ENROLLED, None, None)


def test_a_seat_that_was_held_goes_to_the_next_when_its_affiliate_defers(session: Session, manager: Actor) -> None:
    cohort, holder = a_full_cohort(session)
    first, second = signed(session, cohort), signed(session, cohort)
    for enrollment in (first, second):
        join_waiting_list(enrollment, session=session, actor=manager, now=NOW)
    leave(holder, session=session)
    defer_enrollment(first, note="Next year.", session=session, actor=PROGRAM, now=NOW)
    session.flush()
    assert (first.stage, first.waitlisted_at, second.offered_at) == (Stage.DEFERRED, None, NOW)
    assert (cohort.seats_taken, cohort.seats_offered, cohort.waiting) == (0, 1, 0)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign"), st.just(0)),
        st.tuples(st.sampled_from(("confirm", "leave", "defer")), st.integers(0, 9)),
        st.tuples(st.just("raise"), st.integers(1, 2)),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_happens_the_line_keeps_its_order_and_no_seat_is_promised_twice(
    session: Session, steps: list[tuple[str, int]]
) -> None:
    """Against a plain list: who signs takes a free seat or waits, and every free seat goes to the head of the line."""
    cohort = a_cohort(session, seats=1, waiting_places=20)
    held: list[int] = []  # confirmed or held for somebody who moved up
    line: list[int] = []
    rows: dict[int, Enrollment] = {}
    for number, (what, which) in enumerate(steps):
        now = NOW + timedelta(minutes=number)
        pick = sorted(rows)[which] if which < len(rows) else None
        if what == "sign":
            row = signed(session, cohort)
            rows[row.id] = row
            if cohort.seats_free > 0:
                confirm_enrollment(row, session=session, actor=PROGRAM, now=now)
                held.append(row.id)
            else:
                join_waiting_list(row, session=session, actor=PROGRAM, now=now)
                line.append(row.id)
        elif what == "raise":
            cohort.seats += which
            move_up(cohort, session=session, now=now)
        elif pick is not None and rows[pick].stage is Stage.COMMITTED and what == "confirm" and pick in held:
            confirm_enrollment(rows[pick], session=session, actor=PROGRAM, now=now)
        elif pick is not None and what in ("leave", "defer"):
            row = rows.pop(pick)
            if what == "defer" and row.stage is Stage.COMMITTED:
                defer_enrollment(row, note="Later.", session=session, actor=PROGRAM, now=now)
            else:
                leave_program(row, "withdraw", note="We move.", session=session, actor=PROGRAM, now=now)
            held, line = [i for i in held if i != pick], [i for i in line if i != pick]
        session.flush()
        while line and len(held) < cohort.seats:
            held.append(line.pop(0))
        assert cohort.seats_taken + cohort.seats_offered == len(held) <= cohort.seats
        assert [i for i in sorted(rows) if rows[i].is_waiting] == sorted(line)
        assert [place_in_line(session, rows[i]) for i in line] == list(range(1, len(line) + 1))
        assert cohort.waiting == len(line)
