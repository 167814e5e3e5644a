"""Work of the queue for documents: make one, withdraw one, and sweep away files that nothing needs."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.db import db
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.draft import Draft, NoLongerWanted, Wanted
from workflows.documents.kept_files import list_files_to_keep
from workflows.documents.models import Document, TemplatePreview
from workflows.documents.queries import find_document
from workflows.documents.render import document_digest, render
from workflows.documents.template_queries import PREVIEW_FOR, read_template_in_use
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.files import StoredFile
from workflows.outbox import Effect, JobContext, JobRun, OutboxEvent

OLD = timedelta(days=1)  # a younger file may belong to a transaction that is still to commit


def make_document(context: JobContext) -> Effect:
    """The Word file of the run's kind and record, kept as a `Document`: once for the same template and facts.

    A signed document is never made again. Raises DomainError in sentences when a fact or the template is missing.
    """
    kind = str(context.run.arguments["kind"])
    context.report(10, "Collecting the figures")
    session = db.session()
    try:
        draft = DOCUMENTS[kind].build(session, _wanted(session, context.run))
    except NoLongerWanted:
        return _nothing
    sealed = find_document(session, kind=kind, subject_id=draft.subject_id)
    if sealed is not None and sealed.sealed_at is not None:
        return _nothing
    context.report(50, "Writing the Word file")
    template = read_template_in_use(session, draft.template, files=context.files)
    content = render(template, draft.context)
    digest = document_digest(template, draft.context)
    stored = context.files.put(content)
    enrollment_id = context.run.enrollment_id

    def keep(session: Session) -> None:
        # The row is held, so that two workers with the same wish come one after the other.
        session.execute(select(Enrollment.id).where(Enrollment.id == enrollment_id).with_for_update())
        if draft.is_wanted(session) and _is_wanted(session, kind, draft.subject_id, digest):
            session.add(_document(context, kind, draft, digest=digest, stored=stored))

    return keep


def withdraw_document(context: JobContext) -> Effect:
    """Forget the documents of the run's kind and record when their fact no longer stands; a signed one stays.

    The fact is asked under the enrollment's lock, so that a certificate that was earned anew is kept.
    """
    kind, run = str(context.run.arguments["kind"]), context.run

    def forget(session: Session) -> None:
        session.execute(select(Enrollment.id).where(Enrollment.id == run.enrollment_id).with_for_update())
        try:
            DOCUMENTS[kind].build(session, _wanted(session, run))
        except NoLongerWanted:
            _forget(session, kind, run)

    return forget


def _forget(session: Session, kind: str, run: JobRun) -> None:
    made = select(Document).where(
        Document.kind == kind, Document.subject_id == run.subject_id, Document.sealed_at.is_(None)
    )
    for document in session.scalars(made):
        session.delete(document)


def _wanted(session: Session, run: JobRun) -> Wanted:
    if run.enrollment_id is None:
        raise NotFound("This document belongs to no enrollment.")
    happened = None if run.event_id is None else session.get(OutboxEvent, run.event_id)
    return Wanted(
        enrollment_id=run.enrollment_id,
        subject_id=run.subject_id,
        details=happened.details if happened is not None else {},
    )


def _nothing(_session: Session) -> None:
    """What is there stays as it is."""


def _is_wanted(session: Session, kind: str, subject_id: int, digest: str) -> bool:
    same = select(Document.id).where(
        Document.kind == kind,
        Document.subject_id == subject_id,
        (Document.digest == digest) | Document.sealed_at.is_not(None),
    )
    return session.scalar(same.limit(1)) is None


def _document(context: JobContext, kind: str, draft: Draft, *, digest: str, stored: StoredFile) -> Document:
    return Document(
        kind=kind,
        enrollment_id=context.run.enrollment_id,
        subject_id=draft.subject_id,
        title=draft.title,
        file_name=draft.file_name,
        digest=digest,
        file_sha256=stored.sha256,
        size=stored.size,
        made_at=context.now,
    )


def sweep_files(context: JobContext) -> Effect:
    """Remove files older than a day that nobody keeps, and forget previews of templates after theirs."""
    context.files.sweep(keep=list_files_to_keep(db.session()), older_than=OLD, now=context.now)

    def forget_previews(session: Session) -> None:
        session.execute(delete(TemplatePreview).where(TemplatePreview.asked_at < context.now - PREVIEW_FOR))

    return forget_previews
