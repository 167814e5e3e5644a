"""Commitment, seats, coach, start of the training, and ways out."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_cohorts import a_planned_cohort
from workflows.by_hand import get_by_hand
from workflows.enrollments.answers import AffiliateProfile
from workflows.enrollments.models import Commitment, Enrollment
from workflows.enrollments.operations import (
    add_participant,
    assign_coach,
    confirm_enrollment,
    remove_participant,
    sign_commitment,
    start_training,
)
from workflows.enrollments.queries import list_in_stage
from workflows.errors import DomainError, NotFound
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Actor, Role
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode
from workflows.training.series import list_series


@pytest.fixture
def manager(session: Session) -> Actor:
    return a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)


def change(enrollment: Enrollment, name: str, *, session: Session, actor: Actor, note: str = "Because.") -> None:
    get_by_hand(name).change(enrollment, note=note, session=session, actor=actor, now=NOW)
    session.flush()


def a_committed(session: Session, **values: object) -> Enrollment:
    enrollment = an_enrollment(session, Stage.COMMITTED, **values)  # type: ignore[arg-type]
    enrollment.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).id
    return enrollment


def test_commitment_keeps_the_confirmed_profile(session: Session) -> None:
    enrollment = an_enrollment(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate)
    profile = AffiliateProfile(staff_count=14, people_served=600, is_rural=True, languages="Dari", programs="Jobs")
    sign_commitment(
        enrollment, typed_name="Dana Ortiz", data_lead_id=director.id, profile=profile,
        session=session, actor=director.as_actor(NOW), now=NOW,
    )  # fmt: skip
    harbor = enrollment.affiliate
    assert (harbor.staff_count, harbor.people_served, harbor.is_rural, harbor.languages) == (14, 600, True, "Dari")


def test_confirming_takes_one_seat(session: Session, manager: Actor) -> None:
    enrollment = a_committed(session)
    confirm_enrollment(enrollment, session=session, actor=manager, now=NOW)
    assert (enrollment.stage, enrollment.confirmed_at, enrollment.cohort.seats_taken) == (Stage.ENROLLED, NOW, 1)


def test_full_cohort_refuses_and_no_seat_is_counted(session: Session, manager: Actor) -> None:
    cohort = a_cohort(session, name="Pilot", seats=1)
    an_enrollment(session, Stage.ENROLLED, cohort=cohort)
    enrollment = a_committed(session, cohort=cohort)
    with pytest.raises(Refused) as refusal:
        confirm_enrollment(enrollment, session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == (
        "All 1 seats of Pilot are taken. Raise the seats, or ask the affiliate to defer.",
    )
    assert cohort.seats_taken == 1


@pytest.mark.parametrize("stage", [Stage.ENROLLED, Stage.TRAINING, Stage.AWARDED])
def test_withdrawing_frees_the_seat(session: Session, manager: Actor, stage: Stage) -> None:
    enrollment = an_enrollment(session, stage)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate)
    change(enrollment, "withdraw", session=session, actor=director.as_actor(NOW))
    assert (enrollment.stage, enrollment.cohort.seats_taken) == (Stage.WITHDRAWN, 0)


def test_withdrawing_before_the_confirmation_frees_nothing(session: Session) -> None:
    enrollment = a_committed(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate)
    change(enrollment, "withdraw", session=session, actor=director.as_actor(NOW))
    assert enrollment.cohort.seats_taken == 0


def test_terminating_frees_the_seat_and_suspending_keeps_it(session: Session, manager: Actor) -> None:
    enrollment = an_enrollment(session, Stage.IMPLEMENTING)
    change(enrollment, "suspend", session=session, actor=manager)
    assert enrollment.cohort.seats_taken == 1
    change(enrollment, "resume", session=session, actor=manager)
    assert enrollment.stage is Stage.IMPLEMENTING
    change(enrollment, "terminate", session=session, actor=manager)
    assert (enrollment.stage, enrollment.cohort.seats_taken) == (Stage.TERMINATED, 0)


def test_deferred_affiliate_is_invited_again_and_signs_afresh(session: Session, manager: Actor) -> None:
    enrollment = an_enrollment(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate)
    actor = director.as_actor(NOW)
    for typed_name in ("Dana Ortiz", "Dana M. Ortiz"):
        sign_commitment(
            enrollment, typed_name=typed_name, data_lead_id=director.id, session=session, actor=actor, now=NOW
        )
        session.flush()
        session.expire(enrollment, ["commitment"])
        if typed_name == "Dana Ortiz":
            change(enrollment, "defer", session=session, actor=actor)
            assert enrollment.committed_at is None
            change(enrollment, "invite_again", session=session, actor=manager, note="")
    assert enrollment.stage is Stage.COMMITTED
    assert [c.typed_name for c in session.scalars(select(Commitment))] == ["Dana M. Ortiz"]


def test_waiving_needs_a_reason_and_opens_the_proposal(session: Session, manager: Actor) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING, sessions_required=12, open_sessions=[5, 9])
    with pytest.raises(Refused) as refusal:
        change(enrollment, "waive_training", session=session, actor=manager, note=" ")
    assert refusal.value.sentences == ("Say why in a sentence; it stays with the record.",)
    change(enrollment, "waive_training", session=session, actor=manager)
    assert (enrollment.stage, enrollment.training_completed_at) == (Stage.PROPOSING, NOW)


def test_administrator_may_not_waive_the_training(session: Session) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR).as_actor(NOW)
    enrollment = an_enrollment(session, Stage.TRAINING)
    with pytest.raises(Refused) as refusal:
        change(enrollment, "waive_training", session=session, actor=administrator)
    assert refusal.value.sentences == ("You may not waive the training. The program manager can.",)


def test_change_that_is_not_made_by_hand_does_not_exist() -> None:
    with pytest.raises(NotFound):
        get_by_hand("approve")


def test_training_starts_for_everyone_confirmed_at_once(session: Session, manager: Actor) -> None:
    cohort = a_planned_cohort(session)
    for stage in (Stage.ENROLLED, Stage.ENROLLED, Stage.COMMITTED):
        an_enrollment(session, stage, cohort=cohort)
    assert start_training(cohort, session=session, actor=manager, now=NOW) == 2
    session.flush()
    assert cohort.training_started_at == NOW
    assert len(list_in_stage(session, cohort.id, Stage.TRAINING)) == 2
    assert len(list_in_stage(session, cohort.id, Stage.COMMITTED)) == 1
    started = session.scalars(select(Enrollment).where(Enrollment.stage == Stage.TRAINING)).first()
    assert started is not None
    assert (started.sessions_required, started.open_sessions) == (12, list(range(1, 13)))


def test_training_does_not_start_without_anybody_or_without_sessions(session: Session, manager: Actor) -> None:
    cohort = a_cohort(session)
    with pytest.raises(DomainError) as refusal:
        start_training(cohort, session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == ("No affiliate is waiting to start. Confirm an enrollment first.",)
    an_enrollment(session, Stage.ENROLLED, cohort=cohort)
    with pytest.raises(Refused) as refusal_of_plan:
        start_training(cohort, session=session, actor=manager, now=NOW)
    assert refusal_of_plan.value.sentences == ("The cohort has no required sessions yet. Plan the series first.",)


def test_coach_is_announced_once(session: Session, manager: Actor) -> None:
    enrollment, coach = an_enrollment(session, Stage.TRAINING), a_person(session, Role.COACH, name="Robin Vale")
    for _ in range(2):
        assign_coach(enrollment, coach, session=session, actor=manager, now=NOW)
    session.flush()
    assert enrollment.coach_id == coach.id
    events = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "coach_assigned")).all()
    assert [event.details for event in events] == [{"coach": "Robin Vale"}]


def test_reviewer_of_the_proposal_does_not_coach_the_affiliate(session: Session, manager: Actor) -> None:
    enrollment, reviewer = an_enrollment(session, Stage.IN_REVIEW), a_person(session, Role.COACH, name="Robin Vale")
    proposal = Proposal(enrollment_id=enrollment.id, framework_id=enrollment.cohort.framework_id, started_at=NOW)
    session.add(proposal)
    session.flush()
    assert manager.id is not None
    session.add(
        Review(proposal_id=proposal.id, reviewer_id=reviewer.id, assigned_by_id=manager.id, assigned_at=NOW, rubric="1")
    )
    session.flush()
    with pytest.raises(DomainError) as refusal:
        assign_coach(enrollment, reviewer, session=session, actor=manager, now=NOW)
    assert refusal.value.sentences == ("Robin Vale reviews this proposal, so someone else coaches.",)


def test_participant_is_on_the_list_once(session: Session) -> None:
    enrollment = an_enrollment(session)
    add_participant(enrollment, name="Lee", email="lee@harbor.example.org", session=session)
    session.flush()
    with pytest.raises(DomainError) as refusal:
        add_participant(enrollment, name="Lee", email="LEE@harbor.example.org", session=session)
    assert refusal.value.sentences == ("LEE@harbor.example.org is on your list already.",)


def test_whoever_attended_stays_on_the_list(session: Session) -> None:
    cohort = a_planned_cohort(session, award_budget=Decimal(1), award_ceiling=Decimal(1))
    enrollment = an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session))
    lee = a_participant(session, enrollment, "Lee", "lee@harbor.example.org")
    kim = a_participant(session, enrollment, "Kim", "kim@harbor.example.org")
    first = list_series(session, cohort.id)[0]
    moment = datetime(2026, 2, 24, 19, tzinfo=UTC)
    session.add(Attendance(participant_id=lee.id, session_id=first.id, mode=AttendanceMode.LIVE, marked_at=moment))
    session.flush()
    with pytest.raises(DomainError) as refusal:
        remove_participant(lee, session=session)
    assert refusal.value.sentences == (
        "Lee has attended a session or asked about one, so the record stays. Say that they have left instead.",
    )
    remove_participant(kim, session=session)
    session.expire(enrollment, ["participants"])
    assert [p.name for p in enrollment.participants] == ["Lee"]
