"""What an address below an enrollment names besides the enrollment itself."""

from sqlalchemy.orm import Session

from workflows.by_hand import get_by_hand
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment, get_participant


def load_with_change(session: Session, *, enrollment_id: int, name: str) -> Enrollment:
    """The enrollment, once the change of stage is known to exist; raises NotFound."""
    get_by_hand(name)
    return get_enrollment(session, enrollment_id)


def load_with_participant(session: Session, *, enrollment_id: int, participant_id: int) -> Enrollment:
    """The enrollment, once the participant is known to be on its list; raises NotFound."""
    enrollment = get_enrollment(session, enrollment_id)
    get_participant(session, participant_id, enrollment=enrollment)
    return enrollment
