"""Word files that were made, known by the digest of their template and context."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime
from workflows.enrollments.models import Enrollment
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
