"""What an address of the self-assessment names besides the record itself."""

from sqlalchemy.orm import Session

from workflows.assessments.answers import FOR_ONESELF, Moment
from workflows.assessments.models import Assessment
from workflows.assessments.queries import get_assessment
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.errors import NotFound


def load_with_moment(session: Session, *, enrollment_id: int, moment: str) -> Enrollment:
    """The enrollment, once the moment is known to be one; raises NotFound."""
    if moment not in set(Moment):
        raise NotFound()
    return get_enrollment(session, enrollment_id)


def load_with_own_moment(session: Session, *, enrollment_id: int, moment: str) -> Enrollment:
    """The enrollment, once the moment is known to be one for single people; raises NotFound."""
    if moment not in {one.value for one in FOR_ONESELF}:
        raise NotFound()
    return get_enrollment(session, enrollment_id)


def load_with_dimension(session: Session, *, assessment_id: int, dimension: str) -> Assessment:
    """The assessment, once the dimension is known to be one of its edition; raises NotFound."""
    assessment = get_assessment(session, assessment_id)
    if assessment.instrument.dimension(dimension) is None:
        raise NotFound()
    return assessment
