"""A network of the asked size: invented affiliates in every stage, and fresh records for requests that write."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from sqlalchemy.orm import Session

from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_proposals import WritingScene, a_complete_proposal, handed_over
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.outbox import announce
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

STAGES = (Stage.TRAINING, Stage.PROPOSING, Stage.IN_REVIEW, Stage.AWARDED, Stage.IMPLEMENTING, Stage.COMPLETED)
COHORT_SEATS = 500
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
    for stage in islice(cycle(STAGES), size - 2 * fresh):
        enrollment = an_enrollment(session, stage, cohort=next(cohorts), sessions_required=12)
        _announce_some(session, enrollment.id)
    open_cohort = a_cohort(session, seats=COHORT_SEATS, proposals_due_at=utc_now() + timedelta(days=60))
    writing = [_a_writing_affiliate(session, open_cohort) for _ in range(fresh)]
    proposals = [handed_over(session, scene, a_complete_proposal(session, scene), now=utc_now()) for scene in writing]
    committed = [_a_committed(session, open_cohort) for _ in range(fresh)]
    harbor = an_affiliate(session, name="Harbor Resettlement")
    home = an_enrollment(session, Stage.TRAINING, affiliate=harbor, cohort=open_cohort, sessions_required=12)
    _announce_some(session, home.id)
    return Scene(
        size=size,
        manager=a_person(session, Role.PROGRAM_MANAGER),
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor),
        enrollment_id=home.id,
        directors=[scene.director for scene in writing],
        proposal_ids=[proposal.id for proposal in proposals],
        committed_ids=committed,
    )


def _cohorts(session: Session, size: int) -> list[Cohort]:
    return [a_cohort(session, seats=COHORT_SEATS) for _ in range(-(-size // COHORT_SEATS))]


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
