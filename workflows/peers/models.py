"""Peer groups with the log of their sessions, the board of questions and answers, and shared examples."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from workflows.audit import Audited
from workflows.cohorts.models import Cohort
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.exercises.models import Product, ProductVersion
from workflows.peers import answers
from workflows.people.models import Affiliate, User
from workflows.permissions import Reach
from workflows.stages import Stage
from workflows.training.models import reach_of_all

LEFT = frozenset({Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.WITHDRAWN, Stage.TERMINATED})


def takes_part(enrollment: Enrollment) -> bool:
    """Whether the affiliate belongs to the cohort's peers: confirmed, and not gone."""
    return enrollment.confirmed_at is not None and enrollment.stage not in LEFT


def reach_of_peers(enrollments: Iterable[Enrollment]) -> Reach:
    """What all these affiliates share, and their coaches read."""
    return reach_of_all(e for e in enrollments if takes_part(e))


class PeerGroup(Audited, Versioned, Row):
    """Three to six affiliates of one cohort that learn from each other."""

    __tablename__ = "peer_groups"
    __table_args__ = (UniqueConstraint("cohort_id", "name"),)
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    name: Mapped[str] = mapped_column(String(answers.GROUP_NAME_MAX))
    formed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dissolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cohort: Mapped[Cohort] = relationship()
    places: Mapped[list["GroupPlace"]] = relationship(
        back_populates="group", order_by="GroupPlace.id", cascade="all, delete-orphan"
    )

    @property
    def enrollments(self) -> list[Enrollment]:
        """Who belongs to it now, by name."""
        return sorted((p.enrollment for p in self.places if takes_part(p.enrollment)), key=lambda e: e.affiliate.name)

    @property
    def affiliate_ids(self) -> frozenset[int]:
        return frozenset(enrollment.affiliate_id for enrollment in self.enrollments)

    @property
    def reach(self) -> Reach:
        return reach_of_peers(place.enrollment for place in self.places)


class GroupPlace(Audited, Row):
    """An affiliate's place in a group; one place an enrollment, so at most one group a cohort."""

    __tablename__ = "group_places"
    group_id: Mapped[int] = mapped_column(Key, ForeignKey("peer_groups.id"), index=True)
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), unique=True)
    group: Mapped[PeerGroup] = relationship(back_populates="places")
    enrollment: Mapped[Enrollment] = relationship()


class LogEntry(Audited, Versioned, Row):
    """One peer session as the group remembers it. `present` are the affiliates' ids."""

    __tablename__ = "peer_log_entries"
    __table_args__ = (
        Index("ix_peer_log_entries_group", "group_id", "held_on"),
        CheckConstraint(f"minutes BETWEEN {answers.MINUTES_LEAST} AND {answers.MINUTES_MOST}", name="takes_time"),
    )
    group_id: Mapped[int] = mapped_column(Key, ForeignKey("peer_groups.id"))
    held_on: Mapped[date]
    minutes: Mapped[int]
    present: Mapped[list[int]] = mapped_column(JSON)
    topic: Mapped[str] = mapped_column(String(answers.TOPIC_MAX))
    takeaway: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    group: Mapped[PeerGroup] = relationship()

    @property
    def reach(self) -> Reach:
        return self.group.reach


class Moderated:
    """A text on the board that staff, or whoever wrote it, can take away; it stays for the audit trail."""

    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_because: Mapped[str] = mapped_column(String(answers.REASON_MAX), default="")

    @declared_attr
    def hidden_by_id(cls) -> Mapped[int | None]:  # noqa: N805  SQLAlchemy passes the class
        return mapped_column(Key, ForeignKey("users.id"))


class Question(Moderated, Audited, Versioned, Row):
    """What somebody asks the cohort."""

    __tablename__ = "peer_questions"
    __table_args__ = (Index("ix_peer_questions_board", "cohort_id", "asked_at"),)
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"))  # None for coaches and staff
    title: Mapped[str] = mapped_column(String(answers.TITLE_MAX))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cohort: Mapped[Cohort] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    affiliate: Mapped[Affiliate | None] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="question", order_by="Answer.id")
    enrollments: Mapped[list[Enrollment]] = relationship(
        primaryjoin=lambda: Question.cohort_id == foreign(Enrollment.cohort_id), viewonly=True
    )

    @property
    def author_id(self) -> int:
        return self.asked_by_id

    @property
    def reach(self) -> Reach:
        """The cohort's peers and their coaches; once it is hidden, the affiliate that asked."""
        if self.hidden_at is not None:
            return Reach(affiliate_id=self.affiliate_id)
        return reach_of_peers(self.enrollments)


class Answer(Moderated, Audited, Versioned, Row):
    """What a peer, a coach or staff answers."""

    __tablename__ = "peer_answers"
    question_id: Mapped[int] = mapped_column(Key, ForeignKey("peer_questions.id"), index=True)
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"))  # None for coaches and staff
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    helped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    question: Mapped[Question] = relationship(back_populates="answers")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    affiliate: Mapped[Affiliate | None] = relationship()

    @property
    def reach(self) -> Reach:
        if self.hidden_at is not None and self.question.hidden_at is None:
            return Reach(affiliate_id=self.affiliate_id)
        return self.question.reach


class ExampleState(StrEnum):
    ASKED = "asked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ExampleAudience(StrEnum):
    COHORT = "cohort"
    NETWORK = "network"

    @property
    def words(self) -> str:
        return {"cohort": "Our cohort", "network": "The whole network"}[self.value]


class Example(Audited, Versioned, Row):
    """One version of a practice product that its affiliate agreed to show as an example."""

    __tablename__ = "shared_examples"
    __table_args__ = (
        Index("ix_shared_examples_shown", "state", "cohort_id"),
        CheckConstraint("state != 'published' OR consented_at IS NOT NULL", name="consented_first"),
    )
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("practice_products.id"), index=True)
    version_id: Mapped[int] = mapped_column(Key, ForeignKey("practice_product_versions.id"))
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    audience: Mapped[ExampleAudience] = mapped_column(enum_of(ExampleAudience))
    why: Mapped[str] = mapped_column(String(answers.WHY_MAX))
    state: Mapped[ExampleState] = mapped_column(enum_of(ExampleState), default=ExampleState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consented_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    product: Mapped[Product] = relationship()
    shown: Mapped[ProductVersion] = relationship()
    enrollments: Mapped[list[Enrollment]] = relationship(
        primaryjoin=lambda: Example.cohort_id == foreign(Enrollment.cohort_id), viewonly=True
    )

    @property
    def reach(self) -> Reach:
        """Its own affiliate and coach; once it is published, the peers of the cohort or everyone."""
        whose = self.product.enrollment.reach
        if self.state is not ExampleState.PUBLISHED:
            return Reach(affiliate_id=whose.affiliate_id, coach_id=whose.coach_id)
        peers = reach_of_peers(self.enrollments)
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            coach_ids=peers.coach_ids,
            peer_ids=peers.affiliate_ids,
            is_for_network=self.audience is ExampleAudience.NETWORK,
        )
