"""The signatures under sealed documents."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, enum_of
from workflows.documents.models import Document
from workflows.people.models import User


class Side(StrEnum):
    AFFILIATE = "affiliate"
    NETWORK = "network"

    @property
    def words(self) -> str:
        return "affiliate" if self is Side.AFFILIATE else "national office"

    @property
    def other(self) -> "Side":
        return Side.NETWORK if self is Side.AFFILIATE else Side.AFFILIATE


class Signature(Audited, Row):
    """One side's signature under one sealed file, named by its digest. `role` and `office` are those of the day."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("document_id", "side"),
        UniqueConstraint("document_id", "signer_id"),  # nobody signs for both sides
    )
    document_id: Mapped[int] = mapped_column(Key, ForeignKey("documents.id"))
    document_sha256: Mapped[str] = mapped_column(String(64))
    side: Mapped[Side] = mapped_column(enum_of(Side))
    signer_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(String(60))
    office: Mapped[str] = mapped_column(String(200))
    typed_name: Mapped[str] = mapped_column(String(120))
    statement: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(64))
    document: Mapped[Document] = relationship()
    signer: Mapped[User] = relationship()
