"""Documents to sign and signed ones, with their signatures."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.outbox import JobRun
from workflows.signing.models import Signature


def find_document_to_sign(
    session: Session, *, kind: str, subject_id: int, made_since: datetime | None = None
) -> Document | None:
    """The sealed one, else the newest that was made since then; None while it is made. With its enrollment."""
    wanted = select(Document).where(Document.kind == kind, Document.subject_id == subject_id)
    if made_since is not None:
        wanted = wanted.where((Document.made_at >= made_since) | Document.sealed_at.is_not(None))
    newest = wanted.order_by(Document.sealed_at.is_not(None).desc(), Document.made_at.desc(), Document.id.desc())
    return session.scalar(newest.options(joinedload(Document.enrollment, innerjoin=True)).limit(1))


def find_run_of(session: Session, *, kind: str, enrollment_id: int) -> JobRun | None:
    """The newest piece of work that makes a document of this kind, for its progress."""
    runs = select(JobRun).where(
        JobRun.enrollment_id == enrollment_id,
        JobRun.job == "make_document",
        JobRun.arguments["kind"].as_string() == kind,
    )
    return session.scalar(runs.order_by(JobRun.id.desc()).limit(1))


def list_signatures(session: Session, document_id: int) -> Sequence[Signature]:
    """Who signed this document, in the order of signing, with the person."""
    signed = select(Signature).where(Signature.document_id == document_id).options(joinedload(Signature.signer))
    return session.scalars(signed.order_by(Signature.signed_at, Signature.id)).all()


def get_sealed(session: Session, document_id: int) -> Document:
    """A document that at least one side signed, with its enrollment; raises NotFound for any other."""
    found = _sealed(session, Document.id == document_id)
    if found is None:
        raise NotFound()
    return found


def find_sealed(session: Session, sha256: str) -> Document | None:
    """The sealed document whose file has this digest, with its enrollment."""
    return _sealed(session, Document.file_sha256 == sha256)


def _sealed(session: Session, which: object) -> Document | None:
    wanted = select(Document).where(which, Document.sealed_at.is_not(None))  # type: ignore[arg-type]
    loading = joinedload(Document.enrollment, innerjoin=True).joinedload(Enrollment.affiliate, innerjoin=True)
    return session.scalar(wanted.options(loading).order_by(Document.id).limit(1))
