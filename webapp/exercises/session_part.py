"""What the page of a training session shows of practice: the affiliate's product and the lab."""

from typing import Any

from webapp.access import allows
from webapp.actors import actor
from webapp.exercises.words import STATE_TONES, STATE_WORDS
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_enrollment
from workflows.exercises.answers import sheet_for
from workflows.exercises.lab_queries import lab_of, list_standings
from workflows.exercises.queries import find_product
from workflows.permissions import Permission
from workflows.training.models import TrainingSession


def practice_of_session(training_session: TrainingSession) -> dict[str, Any]:
    """For somebody of an affiliate of the cohort: its own product, or the way to begin it; for staff the lab alone."""
    own, lab = _own_enrollment(training_session.cohort_id), lab_of(training_session)
    return {"lab": lab, "practice_sheet": None} | (_of_affiliate(training_session, own) if own is not None else {})


def _of_affiliate(training_session: TrainingSession, own: Enrollment) -> dict[str, Any]:
    session = db.session()
    return {
        "practice_sheet": sheet_for(training_session.practice_product),
        "practice_enrollment": own,
        "practice_product": find_product(session, enrollment_id=own.id, session_id=training_session.id),
        "practice_writes": allows(Permission.WRITE_PRACTICE, own),
        "practice_words": STATE_WORDS,
        "practice_tones": STATE_TONES,
        "lab_standing": list_standings(session, own, [training_session]).get(training_session.id),
    }


def _own_enrollment(cohort_id: int) -> Enrollment | None:
    for affiliate_id in sorted(actor().affiliate_ids):
        found = find_enrollment(db.session(), cohort_id=cohort_id, affiliate_id=affiliate_id)
        if found is not None:
            return found
    return None
