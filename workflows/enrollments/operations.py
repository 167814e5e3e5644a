"""What happens to an enrollment before the training: invitation, commitment, confirmation."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.enrollments.answers import COMMITMENT_TEXT
from workflows.enrollments.models import Commitment, Enrollment
from workflows.permissions import Actor


def sign_commitment(
    enrollment: Enrollment, *, typed_name: str, data_lead_id: int, session: Session, actor: Actor, now: datetime
) -> Commitment:
    """The director's signature, with the text as it is today, and the data lead; moves the stage to committed.

    Raises Refused when the stage or the person is wrong.
    """
    assert actor.id is not None
    commitment = Commitment(
        enrollment_id=enrollment.id,
        signed_by_id=actor.id,
        typed_name=typed_name,
        text=COMMITMENT_TEXT,
        signed_at=now,
    )
    enrollment.committed_at = now
    enrollment.data_lead_id = data_lead_id
    advance(enrollment, "commit", session=session, actor=actor, now=now)
    session.add(commitment)
    return commitment
