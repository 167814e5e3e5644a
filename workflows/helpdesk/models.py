"""Help tickets with their messages and internal notes, covers for absence, hours by function and their rates."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.attached import HoldsFile
from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.helpdesk import answers
from workflows.library.models import Resource
from workflows.people.models import Affiliate, User
from workflows.permissions import Reach


class TicketState(StrEnum):
    NEW = "new"
    ANSWERED = "answered"
    WAITING = "waiting"
    SOLVED = "solved"

    @property
    def words(self) -> str:
        return _STATE_WORDS[self]


_STATE_WORDS = {
    TicketState.NEW: "Waits for an answer",
    TicketState.ANSWERED: "Answered",
    TicketState.WAITING: "Waits for the asker",
    TicketState.SOLVED: "Solved",
}
OPEN_STATES = (TicketState.NEW, TicketState.ANSWERED, TicketState.WAITING)


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def words(self) -> str:
        return {"normal": "It can wait a few days", "urgent": "It stops my work"}[self.value]

    @property
    def business_days(self) -> int:
        return {"normal": 3, "urgent": 1}[self.value]


class Ticket(Audited, Versioned, Row):
    """One question. It belongs to the affiliate of whoever asked; a question of the national office to nobody.

    `first_due_at` never changes; `due_at` is when the answer that is awaited now is due. `page…`, `enrollment` and
    `asker_role` are where it was asked from: an address without its query, never what stood in a form.
    """

    __tablename__ = "help_tickets"
    __table_args__ = (
        Index("ix_help_tickets_due", "state", "due_at"),
        Index("ix_help_tickets_owner", "owner_id", "state"),
        Index("ix_help_tickets_affiliate", "affiliate_id", "asked_at"),
        CheckConstraint("(state = 'solved') = (solved_at IS NOT NULL)", name="solved_at_a_moment"),
        CheckConstraint(
            "state NOT IN ('answered', 'waiting') OR first_answered_at IS NOT NULL", name="answered_at_a_moment"
        ),
    )
    audit_hides = frozenset({"subject"})
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"))
    enrollment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    subject: Mapped[str] = mapped_column(String(answers.SUBJECT_MAX))
    urgency: Mapped[Urgency] = mapped_column(enum_of(Urgency))
    state: Mapped[TicketState] = mapped_column(enum_of(TicketState), default=TicketState.NEW)
    owner_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    covered_for_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    time_zone: Mapped[str] = mapped_column(String(64))
    first_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    page: Mapped[str] = mapped_column(String(answers.PAGE_MAX), default="")
    page_title: Mapped[str] = mapped_column(String(answers.TITLE_MAX), default="")
    asker_role: Mapped[str] = mapped_column(String(40), default="")
    resource_id: Mapped[int | None] = mapped_column(Key, ForeignKey("resources.id"))
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    covered_for: Mapped[User | None] = relationship(foreign_keys=[covered_for_id])
    affiliate: Mapped[Affiliate | None] = relationship()
    enrollment: Mapped[Enrollment | None] = relationship()
    resource: Mapped[Resource | None] = relationship()
    messages: Mapped[list["TicketMessage"]] = relationship(back_populates="ticket", order_by="TicketMessage.id")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def reach(self) -> Reach:
        """Its affiliate's people and coach, its owner, and whoever asked. The page it is about opens it to nobody."""
        of_affiliate = self.affiliate_id is not None and self.enrollment is not None
        coach_id = self.enrollment.coach_id if of_affiliate and self.enrollment is not None else None
        owners = frozenset({self.owner_id} if self.owner_id is not None else ())
        return Reach(affiliate_id=self.affiliate_id, coach_id=coach_id, coach_ids=owners, person_id=self.asked_by_id)


class TicketMessage(HoldsFile, Row):
    """What one side wrote to the other; never changed. With one small file at most."""

    __tablename__ = "help_messages"
    __table_args__ = (Index("ix_help_messages_ticket", "ticket_id", "id"),)
    ticket_id: Mapped[int] = mapped_column(Key, ForeignKey("help_tickets.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    is_answer: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[User] = relationship()
    ticket: Mapped[Ticket] = relationship(back_populates="messages")

    @property
    def reach(self) -> Reach:
        return self.ticket.reach


class TicketNote(Row):
    """What staff tell each other about a ticket, in a table of its own so that no page or file meets it by accident.

    With `handed_to` it is the note of a handing on.
    """

    __tablename__ = "help_notes"
    __table_args__ = (Index("ix_help_notes_ticket", "ticket_id", "id"),)
    ticket_id: Mapped[int] = mapped_column(Key, ForeignKey("help_tickets.id"))
    author_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_to_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    handed_to: Mapped[User | None] = relationship(foreign_keys=[handed_to_id])


class Cover(Audited, Row):
    """Somebody is away for some days and a colleague answers for them. `begun_at` and `ended_at` are when it was done.

    Days are those of the absent person's own calendar, the last one included.
    """

    __tablename__ = "help_covers"
    __table_args__ = (
        CheckConstraint("person_id <> covered_by_id", name="by_another"),
        CheckConstraint("starts_on <= ends_on", name="has_days"),
        Index("ix_help_covers_person", "person_id", "ended_at"),
    )
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    covered_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    covered_by: Mapped[User] = relationship(foreign_keys=[covered_by_id])

    @property
    def reach(self) -> Reach:
        return Reach(coach_ids=frozenset({self.person_id}))


class WorkFunction(StrEnum):
    RESEARCH = "research"
    METHODOLOGY = "methodology"
    INQUIRIES = "inquiries"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    MANAGEMENT = "management"
    TRAINING = "training"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


class TimeEntry(Audited, Versioned, Row):
    """Minutes that one person spent on one function, for one affiliate or (None) for the network as a whole."""

    __tablename__ = "time_entries"
    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN 1 AND {answers.MINUTES_MAX}", name="takes_time"),
        Index("ix_time_entries_person", "person_id", "worked_on"),
        Index("ix_time_entries_day", "worked_on"),
    )
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    worked_on: Mapped[date]
    function: Mapped[WorkFunction] = mapped_column(enum_of(WorkFunction))
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(String(answers.HOURS_NOTE_MAX), default="")
    ticket_id: Mapped[int | None] = mapped_column(Key, ForeignKey("help_tickets.id"), index=True)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[User] = relationship()
    affiliate: Mapped[Affiliate | None] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach(person_id=self.person_id)


class HourlyRate(Audited, Versioned, Row):
    """What an hour of a function costs from the first day of a month on, in US dollars."""

    __tablename__ = "hourly_rates"
    __table_args__ = (
        UniqueConstraint("function", "starts_on"),
        CheckConstraint("amount >= 0", name="not_below_zero"),
    )
    function: Mapped[WorkFunction] = mapped_column(enum_of(WorkFunction))
    starts_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(MONEY)
