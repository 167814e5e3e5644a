"""Word files that were made, known by the digest of their template and context; and the templates staff upload."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, inspect, text
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.documents.answers import FILE_NAME_MAX
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Reach


class Document(Audited, Row):
    """One made file. `digest` names template and context: asking twice makes one file. A sealed one stays as it is."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "digest"),
        Index("ix_documents_enrollment", "enrollment_id", "made_at"),
    )
    kind: Mapped[str] = mapped_column(String(40))
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    subject_id: Mapped[int] = mapped_column(Key)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class SealedForever(RuntimeError):
    """A bug: something tried to change or forget a document that carries a signature."""


@event.listens_for(Document, "before_update")
@event.listens_for(Document, "before_delete")
def _keep_what_is_sealed(_mapper: Any, _connection: Any, document: Document) -> None:
    sealed = inspect(document).attrs.sealed_at.history
    was_sealed = any(sealed.unchanged) or any(sealed.deleted)
    if was_sealed and (document in _session_of(document).deleted or _session_of(document).is_modified(document)):
        raise SealedForever(f"document {document.id} is signed")


def _session_of(document: Document) -> Session:
    session = object_session(document)
    assert session is not None
    return session


class TemplateState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


_IN_USE = text("state = 'active'")


class DocumentTemplate(Audited, Versioned, Row):
    """One version of the Word file that a kind of document is made from. Of a kind, one is active or none.

    None: the documents are made from the file of `document_templates/`. `warnings` are sentences of the check.
    """

    __tablename__ = "document_templates"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        Index("uq_document_templates_in_use", "kind", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
    )
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    state: Mapped[TemplateState] = mapped_column(enum_of(TemplateState), default=TemplateState.DRAFT)
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_MAX))
    size: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[str]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    uploaded_by: Mapped[User] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach()


class TemplateChange(Audited, Row):
    """From this moment on a kind's documents are made from this version, or from the built-in file where it is None.

    `number` counts the changes of a kind, so that two people who change it at once cannot both be next.
    """

    __tablename__ = "document_template_changes"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("number > 0", name="counted_from_one"),
    )
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    template_id: Mapped[int | None] = mapped_column(Key, ForeignKey("document_templates.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    template: Mapped[DocumentTemplate | None] = relationship()
    by: Mapped[User] = relationship()


class TemplatePreview(Row):
    """A trial of one version with a real record: for its maker, for a day, and no document of the enrollment.

    `values` are rows of [variable, line of a list or empty, value]; no file before it is made.
    """

    __tablename__ = "document_template_previews"
    __table_args__ = (Index("ix_document_template_previews_asked", "asked_at"),)
    kind: Mapped[str] = mapped_column(String(40))
    template_id: Mapped[int | None] = mapped_column(Key, ForeignKey("document_templates.id"))
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    subject_id: Mapped[int] = mapped_column(Key)
    made_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int] = mapped_column(default=0)
    values: Mapped[list[Any]] = mapped_column(JSON)
    template: Mapped[DocumentTemplate | None] = relationship()
    enrollment: Mapped[Enrollment] = relationship()

    @property
    def reach(self) -> Reach:
        """Its maker's alone: the facts of a record stand in it."""
        return Reach(person_id=self.made_by_id)
