"""A year that ends early gives back its seat and what was not paid, once."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import Scene, a_scene, as_actor, awarded, funded, reviewed
from workflows.by_hand import get_by_hand
from workflows.funding.models import Award, PaymentState
from workflows.funding.payments import (
    approve_payment,
    record_paid,
    request_payment,
)
from workflows.funding.queries import line_of
from workflows.funding.schedules.answers import WaitsFor
from workflows.funding.schedules.operations import schedule_suggested, why_not_schedule
from workflows.funding.waits import find_wait
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.reviews.decisions import decline_proposal
from workflows.stages import Stage

WHY = "The office in this town closes."


def end(name: str, award: Award, who: User, session: Session) -> None:
    get_by_hand(name).change(award.enrollment, note=WHY, session=session, actor=as_actor(who), now=NOW)
    session.flush()


def an_award_in_use(session: Session, scene: Scene) -> Award:
    """Of $24,000: $12,000 paid, $9,600 approved and $2,400 scheduled."""
    award = funded(session, scene)
    asks, approves = (as_actor(person) for person in scene.finance)
    first, second, _third = schedule_suggested(award, session=session, actor=asks, now=NOW)
    second.waits_for, second.report_number = WaitsFor.AGREEMENT, None
    for payment in (first, second):
        request_payment(payment, session=session, actor=asks, now=NOW)
        approve_payment(payment, session=session, actor=approves, now=NOW)
    record_paid(first, paid_on=NOW.date(), reference=f"B-{award.id}", session=session, actor=asks, now=NOW)
    return award


def test_terminating_cancels_open_payments_and_frees_what_was_not_paid(session: Session) -> None:
    scene = a_scene(session)
    award = an_award_in_use(session, scene)
    cohort = award.enrollment.cohort
    assert (cohort.committed_amount, cohort.seats_taken) == (Decimal(24_000), 1)
    end("terminate", award, scene.managers[0], session)
    assert [p.state for p in award.payments] == [PaymentState.PAID, PaymentState.CANCELLED, PaymentState.CANCELLED]
    assert (award.amount, award.scheduled_amount, award.returned_amount) == (24_000, 12_000, 12_000)
    assert (award.free_amount, cohort.committed_amount, cohort.seats_taken) == (0, Decimal(12_000), 0)
    events = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "payment_cancelled"))
    assert [(e.details["label"], e.note) for e in events] == [("Second payment", WHY), ("Final payment", WHY)]


def test_withdrawing_after_the_award_frees_all_of_it(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    end("withdraw", award, scene.director, session)
    assert (award.enrollment.stage, award.returned_amount) == (Stage.WITHDRAWN, Decimal(24_000))
    assert (award.enrollment.cohort.committed_amount, award.enrollment.cohort.seats_taken) == (0, 0)


def test_a_second_termination_is_refused_and_gives_nothing_back_twice(session: Session) -> None:
    scene = a_scene(session)
    award = an_award_in_use(session, scene)
    end("terminate", award, scene.managers[0], session)
    with pytest.raises(Refused):
        end("terminate", award, scene.managers[1], session)
    assert award.enrollment.cohort.committed_amount == Decimal(12_000)


def test_an_award_that_ended_waits_for_nothing_and_takes_no_new_payment(session: Session) -> None:
    scene = a_scene(session)
    award = an_award_in_use(session, scene)
    end("terminate", award, scene.managers[0], session)
    line = line_of(award, waits_for=find_wait(session, award))
    assert (line.paid, line.free, line.next_payment, line.waits_for) == (Decimal(12_000), 0, None, "")
    reasons = why_not_schedule(award, actor=as_actor(scene.finance[0]))
    assert [str(reason) for reason in reasons] == ["The year is terminated, so nothing more is scheduled."]


def test_declining_a_proposal_frees_the_seat(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    decline_proposal(
        scene.proposal, feedback="Not this year.", session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    assert (scene.enrollment.stage, scene.enrollment.cohort.seats_taken) == (Stage.NOT_FUNDED, 0)
