"""Threads with their messages; and, apart from all people, what they say about the support."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.conversation import answers
from workflows.conversation.answers import Topic
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Payment
from workflows.people.models import User
from workflows.permissions import Reach
from workflows.reporting.models import Report
from workflows.signing.models import Side


class ThreadState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Thread(Audited, Versioned, Row):
    """One subject between an affiliate and the national office.

    `awaits` is the side whose answer is awaited, since `awaited_since`. `told_…_at` is the moment of the side's
    newest notice, which may lie ahead. `first_answered_at` is when the side that did not begin wrote first.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_enrollment", "enrollment_id", "changed_at"),
        Index("ix_threads_awaits", "awaits", "awaited_since"),
        Index("ix_threads_begun", "begun_at"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_a_moment"),
        CheckConstraint("(awaits IS NULL) = (awaited_since IS NULL)", name="awaited_since_a_moment"),
        CheckConstraint("state = 'open' OR awaits IS NULL", name="closed_awaits_nobody"),
        CheckConstraint("(topic = 'payment') = (payment_id IS NOT NULL)", name="payment_is_named"),
        CheckConstraint("(topic = 'report') = (report_id IS NOT NULL)", name="report_is_named"),
    )
    audit_hides = frozenset({"subject"})
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    subject: Mapped[str] = mapped_column(String(answers.SUBJECT_MAX))
    topic: Mapped[Topic] = mapped_column(enum_of(Topic), default=Topic.YEAR)
    payment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("payments.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(Key, ForeignKey("reports.id"), index=True)
    begun_side: Mapped[Side] = mapped_column(enum_of(Side))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ThreadState] = mapped_column(enum_of(ThreadState), default=ThreadState.OPEN)
    awaits: Mapped[Side | None] = mapped_column(enum_of(Side))
    awaited_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_affiliate_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_network_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()
    payment: Mapped[Payment | None] = relationship()
    report: Mapped[Report | None] = relationship()
    messages: Mapped[list["ThreadMessage"]] = relationship(back_populates="thread", order_by="ThreadMessage.id")

    @property
    def is_open(self) -> bool:
        return self.state is ThreadState.OPEN

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class ThreadMessage(Row):
    """What one person wrote for their side; never changed."""

    __tablename__ = "thread_messages"
    __table_args__ = (Index("ix_thread_messages_thread", "thread_id", "id"),)
    thread_id: Mapped[int] = mapped_column(Key, ForeignKey("threads.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_of(Side))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[User] = relationship()
    thread: Mapped[Thread] = relationship(back_populates="messages")


class SupportMark(Row):
    """That a person was asked about the support of a quarter: answered, or set aside. Nothing of what they said.

    Neither this nor `SupportRating` is audited, and neither has a time: see docs/decisions.
    """

    __tablename__ = "support_marks"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id", "quarter"),)
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"), index=True)
    quarter: Mapped[date]  # its first day
    has_answered: Mapped[bool]


def _score(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} BETWEEN {answers.SCORE_LEAST} AND {answers.SCORE_MOST}", name=f"{name}_in_range")


class SupportRating(Row):
    """What somebody of a cohort said about the support of a quarter. Nothing says who, of which affiliate, or when.

    All rows of a quarter are written anew with each answer, in the order of their content.
    """

    __tablename__ = "support_ratings"
    __table_args__ = (
        *(_score(name) for name in ("helpful", "timely", "respectful")),
        Index("ix_support_ratings_quarter", "cohort_id", "quarter"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    quarter: Mapped[date]  # its first day
    helpful: Mapped[int]
    timely: Mapped[int]
    respectful: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
