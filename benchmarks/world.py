"""A network of the asked size: invented affiliates in every stage, and fresh records for requests that write."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import cycle, islice

from sqlalchemy.orm import Session

from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_proposals import WritingScene, a_complete_proposal, handed_over
from tests.scenes_reviews import a_submitted_proposal
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award, FundingSource, Payment, PaymentState
from workflows.outbox import announce
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

STAGES = (Stage.TRAINING, Stage.PROPOSING, Stage.IN_REVIEW, Stage.AWARDED, Stage.IMPLEMENTING, Stage.COMPLETED)
_WITH_AWARD = frozenset({Stage.AWARDED, Stage.IMPLEMENTING, Stage.COMPLETED})
COHORT_SEATS = 500
COHORT_BUDGET = Decimal(24_000) * COHORT_SEATS
EVENTS_EACH = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """What the measured requests are about."""

    size: int
    manager: User
    director: User
    enrollment_id: int
    directors: list[User]
    proposal_ids: list[int]
    committed_ids: list[int]


def build_world(session: Session, *, size: int, fresh: int) -> Scene:
    """`size` enrollments in all, of which `fresh` wait for their submission and `fresh` for their confirmation."""
    cohorts = cycle(_cohorts(session, size))
    manager, finance = a_person(session, Role.PROGRAM_MANAGER), a_person(session, Role.FINANCE_OFFICER)
    for stage in islice(cycle(STAGES), size - 2 * fresh):
        enrollment = an_enrollment(session, stage, cohort=next(cohorts), sessions_required=12)
        _announce_some(session, enrollment.id)
        if stage in _WITH_AWARD:
            _fund(session, enrollment, manager, finance)
        elif stage is Stage.IN_REVIEW:
            a_submitted_proposal(session, enrollment)
    open_cohort = a_cohort(session, seats=COHORT_SEATS, proposals_due_at=utc_now() + timedelta(days=60))
    writing = [_a_writing_affiliate(session, open_cohort) for _ in range(fresh)]
    proposals = [handed_over(session, scene, a_complete_proposal(session, scene), now=utc_now()) for scene in writing]
    committed = [_a_committed(session, open_cohort) for _ in range(fresh)]
    harbor = an_affiliate(session, name="Harbor Resettlement")
    home = an_enrollment(session, Stage.TRAINING, affiliate=harbor, cohort=open_cohort, sessions_required=12)
    _announce_some(session, home.id)
    return Scene(
        size=size,
        manager=manager,
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor),
        enrollment_id=home.id,
        directors=[scene.director for scene in writing],
        proposal_ids=[proposal.id for proposal in proposals],
        committed_ids=committed,
    )


def _cohorts(session: Session, size: int) -> list[Cohort]:
    return [a_cohort(session, seats=COHORT_SEATS, award_budget=COHORT_BUDGET) for _ in range(-(-size // COHORT_SEATS))]


def _fund(session: Session, enrollment: Enrollment, manager: User, finance: User) -> None:
    """An award of $24,000 with one payment made and one that waits for its approval."""
    now = utc_now()
    award = Award(
        enrollment=enrollment,
        number=f"ACC-B-{enrollment.id}",
        amount=Decimal(24_000),
        scheduled_amount=Decimal(21_600),
        source=FundingSource.FEDERAL if enrollment.id % 3 else FundingSource.PRIVATE,
        starts_on=now.date(),
        ends_on=now.date() + timedelta(days=364),
        awarded_at=now,
        awarded_by_id=manager.id,
    )
    asked = {"due_on": now.date(), "requested_by_id": finance.id, "requested_at": now}
    approved = {"approved_by_id": manager.id, "approved_at": now, "paid_on": now.date(), "state": PaymentState.PAID}
    award.payments = [
        Payment(number=1, label="First payment", amount=Decimal(12_000), **asked, **approved),
        Payment(number=2, label="Second payment", amount=Decimal(9_600), **asked, state=PaymentState.REQUESTED),
    ]
    session.add(award)
    enrollment.cohort.committed_amount += award.amount


def _announce_some(session: Session, enrollment_id: int) -> None:
    now = utc_now()
    for number in range(EVENTS_EACH):
        happened = announce(
            session,
            "attendance_imported",
            now=now - timedelta(days=number),
            enrollment_id=enrollment_id,
            number=number + 1,
        )
        happened.expanded_at = now


def _a_writing_affiliate(session: Session, cohort: Cohort) -> WritingScene:
    affiliate = an_affiliate(session)
    return WritingScene(
        affiliate=affiliate,
        enrollment=an_enrollment(session, Stage.PROPOSING, affiliate=affiliate, cohort=cohort, sessions_required=12),
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=affiliate),
        data_lead=a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=affiliate),
    )


def _a_committed(session: Session, cohort: Cohort) -> int:
    affiliate = an_affiliate(session)
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=affiliate)
    return an_enrollment(session, Stage.COMMITTED, affiliate=affiliate, cohort=cohort, data_lead_id=lead.id).id
