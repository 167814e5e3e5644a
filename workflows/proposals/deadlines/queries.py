"""More time, asked for and given, as pages need it, each with its loading stated."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.proposals.deadlines.models import DeadlineExtension, ExtensionRequest, RequestState


def get_extension_request(session: Session, request_id: int) -> ExtensionRequest:
    """With its enrollment and who asked; raises NotFound."""
    loading = (joinedload(ExtensionRequest.enrollment, innerjoin=True), joinedload(ExtensionRequest.asked_by))
    found = session.scalar(select(ExtensionRequest).where(ExtensionRequest.id == request_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_open_request(session: Session, enrollment_id: int) -> ExtensionRequest | None:
    """The one that waits for an answer."""
    waiting = select(ExtensionRequest).where(
        ExtensionRequest.enrollment_id == enrollment_id, ExtensionRequest.state == RequestState.ASKED
    )
    return session.scalar(waiting.options(joinedload(ExtensionRequest.asked_by)).limit(1))


def find_latest_extension(session: Session, enrollment: Enrollment) -> DeadlineExtension | None:
    """The one that counts, with who gave it; not asked where no time was given."""
    if enrollment.proposals_extended_to is None:
        return None
    rows = select(DeadlineExtension).where(DeadlineExtension.enrollment_id == enrollment.id)
    return session.scalar(
        rows.options(joinedload(DeadlineExtension.given_by)).order_by(DeadlineExtension.id.desc()).limit(1)
    )


def list_requests(session: Session, enrollment_id: int) -> Sequence[ExtensionRequest]:
    """Newest first, with who asked."""
    rows = select(ExtensionRequest).where(ExtensionRequest.enrollment_id == enrollment_id)
    return session.scalars(
        rows.options(joinedload(ExtensionRequest.asked_by)).order_by(ExtensionRequest.id.desc())
    ).all()


def list_extensions(session: Session, enrollment_id: int) -> Sequence[DeadlineExtension]:
    """Newest first, with who gave it."""
    rows = select(DeadlineExtension).where(DeadlineExtension.enrollment_id == enrollment_id)
    return session.scalars(
        rows.options(joinedload(DeadlineExtension.given_by)).order_by(DeadlineExtension.id.desc())
    ).all()
