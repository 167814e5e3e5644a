"""What waits for whom."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_reviews import a_scene
from tests.scenes_year import a_year
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award, Payment, PaymentState
from workflows.home.waiting import list_waiting
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.proposals.models import Proposal, ProposalState
from workflows.reporting.models import ReportState
from workflows.reviews.models import Review, ReviewState
from workflows.stages import Stage


def _as(session: Session, role: Role, **values: object) -> tuple[User, Actor]:
    person = a_person(session, role, **values)  # type: ignore[arg-type]
    return person, person.as_actor(NOW)


def _award(session: Session, enrollment: Enrollment, manager: User) -> Award:
    award = Award(
        enrollment=enrollment,
        number=f"ACC-{enrollment.id}",
        amount=Decimal("24000.00"),
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 6, 30),
        awarded_at=NOW,
        awarded_by_id=manager.id,
    )
    session.add(award)
    session.flush()
    return award


def test_a_signed_commitment_waits_for_those_who_confirm(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.COMMITTED)
    _, administrator = _as(session, Role.NETWORK_ADMINISTRATOR)
    _, coach = _as(session, Role.COACH)
    assert [(row.affiliate, row.what) for row in list_waiting(session, administrator)] == [
        (enrollment.affiliate.name, "Confirm the enrollment")
    ]
    assert list_waiting(session, coach) == []


def test_the_oldest_comes_first(session: Session) -> None:
    late = an_enrollment(session, Stage.COMMITTED)
    early = an_enrollment(session, Stage.COMMITTED)
    early.stage_since = NOW - timedelta(days=3)
    session.flush()
    _, administrator = _as(session, Role.NETWORK_ADMINISTRATOR)
    assert [row.key for row in list_waiting(session, administrator)] == [early.id, late.id]


def test_a_review_waits_only_for_its_reviewer(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.IN_REVIEW)
    proposal = Proposal(
        enrollment=enrollment,
        framework_id=enrollment.cohort.framework_id,
        started_at=NOW,
        submitted_at=NOW,
        state=ProposalState.SUBMITTED,
    )
    session.add(proposal)
    session.flush()
    manager, manager_actor = _as(session, Role.PROGRAM_MANAGER)
    reviewer, reviewer_actor = _as(session, Role.REVIEWER)
    _, other = _as(session, Role.REVIEWER)
    session.add(
        Review(
            proposal_id=proposal.id,
            reviewer_id=reviewer.id,
            assigned_by_id=manager.id,
            assigned_at=NOW,
            rubric="2026-1",
        )
    )
    session.flush()
    assert [row.what for row in list_waiting(session, reviewer_actor)] == ["Review a proposal"]
    assert list_waiting(session, other) == []
    assert [row.what for row in list_waiting(session, manager_actor)] == ["Assign reviewers"]


def test_a_review_does_not_wait_while_the_affiliate_makes_changes(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.PROPOSING)
    proposal = Proposal(
        enrollment=enrollment,
        framework_id=enrollment.cohort.framework_id,
        started_at=NOW,
        submitted_at=NOW,
        state=ProposalState.CHANGES_REQUESTED,
    )
    session.add(proposal)
    session.flush()
    reviewer, reviewer_actor = _as(session, Role.REVIEWER)
    session.add(
        Review(
            proposal_id=proposal.id,
            reviewer_id=reviewer.id,
            assigned_by_id=reviewer.id,
            assigned_at=NOW,
            declared_at=NOW,
            state=ReviewState.SCORING,
            rubric="2026-1",
        )
    )
    session.flush()
    assert list_waiting(session, reviewer_actor) == []


def test_a_requested_payment_waits_for_another_person_than_its_requester(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.FUNDED)
    manager, manager_actor = _as(session, Role.PROGRAM_MANAGER)
    finance, finance_actor = _as(session, Role.FINANCE_OFFICER)
    award = _award(session, enrollment, manager)
    session.add(
        Payment(
            award_id=award.id,
            number=1,
            label="First instalment",
            amount=Decimal("12000.00"),
            due_on=date(2026, 7, 1),
            state=PaymentState.REQUESTED,
            requested_by_id=finance.id,
            requested_at=NOW,
        )
    )
    session.flush()
    assert [(row.what, row.amount) for row in list_waiting(session, manager_actor)] == [
        ("Approve a payment", Decimal("12000.00"))
    ]
    assert [row.what for row in list_waiting(session, finance_actor)] == []


def test_an_agreement_waits_for_each_side_once_it_is_made(session: Session) -> None:
    harbor = an_affiliate(session)
    enrollment = an_enrollment(session, Stage.AWARDED, affiliate=harbor)
    manager, manager_actor = _as(session, Role.PROGRAM_MANAGER)
    _, director = _as(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor)
    _, stranger = _as(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    award = _award(session, enrollment, manager)
    assert list_waiting(session, director) == []
    session.add(
        Document(
            kind="grant_agreement",
            enrollment_id=enrollment.id,
            subject_id=award.id,
            title="Grant agreement",
            file_name="agreement.docx",
            digest="d",
            file_sha256="f",
            size=1,
            made_at=NOW,
        )
    )
    session.flush()
    assert [row.what for row in list_waiting(session, director)] == ["Sign the agreement"]
    assert [row.what for row in list_waiting(session, manager_actor)] == ["Sign the agreement"]
    assert list_waiting(session, stranger) == []


def test_nothing_waits_that_cannot_be_done(session: Session) -> None:
    """A review after the decision, a payment of a suspended award, a report of a year that ended."""
    manager, manager_actor = _as(session, Role.PROGRAM_MANAGER)
    reviewer, reviewer_actor = _as(session, Role.REVIEWER)
    scene = a_scene(session)
    seat = Review(
        proposal=scene.proposal, reviewer_id=reviewer.id, assigned_by_id=manager.id, assigned_at=NOW, rubric="2026-1"
    )
    session.add(seat)
    session.flush()
    assert [row.key for row in list_waiting(session, reviewer_actor)] == [seat.id]
    year = a_year(session)
    year.award.payments[1].state = PaymentState.REQUESTED
    year.award.payments[1].requested_by_id, year.award.payments[1].requested_at = year.staff.id, NOW
    year.first.state, year.first.submitted_at = ReportState.SUBMITTED, NOW
    session.flush()
    assert {row.what for row in list_waiting(session, manager_actor)} == {
        "Approve a payment",
        "Read a report",
        "Assign reviewers",
    }
    scene.enrollment.stage, scene.enrollment.decided_at = Stage.NOT_FUNDED, NOW
    year.enrollment.stage = Stage.SUSPENDED
    session.flush()
    assert list_waiting(session, manager_actor) == []
    assert list_waiting(session, reviewer_actor) == []
