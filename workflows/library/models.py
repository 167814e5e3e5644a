"""Resources with their labels and votes, extraction guides with steps, and the words of the glossary."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.attached import HoldsFile
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.library import answers
from workflows.people.models import User
from workflows.permissions import Reach


class ResourceKind(StrEnum):
    GUIDE = "guide"
    TEMPLATE = "template"
    EXAMPLE = "example"
    RECORDING = "recording"
    READING = "reading"

    @property
    def words(self) -> str:
        return self.value.capitalize()


class Publication(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"

    @property
    def words(self) -> str:
        return self.value.capitalize()


class ReadBy(StrEnum):
    NETWORK = "network"
    NATIONAL = "national"

    @property
    def words(self) -> str:
        return {"network": "Everyone in the network", "national": "The national office only"}[self.value]


class Shelf(StrEnum):
    """What a label of a resource says about it."""

    TAG = "tag"
    COMPETENCY = "competency"
    SESSION = "session"
    DOMAIN = "domain"


class Published:
    """What resources and guides share: a state, an audience, and who may therefore know of them.

    What is retired can still be opened by an old link; it only leaves the shelves.
    """

    state: Mapped[Publication] = mapped_column(enum_of(Publication), default=Publication.DRAFT)
    audience: Mapped[ReadBy] = mapped_column(enum_of(ReadBy), default=ReadBy.NETWORK)

    @property
    def reach(self) -> Reach:
        return Reach(is_open=self.audience is ReadBy.NETWORK and self.state is not Publication.DRAFT)


class Resource(Published, HoldsFile, Audited, Versioned, Row):
    """Something that helps: words, a link or a file. `folded_…` are what searches compare (see `folding`)."""

    __tablename__ = "resources"
    __table_args__ = (
        Index("ix_resources_shelf", "state", "folded_title"),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_once"),
    )
    audit_hides = frozenset({"body", "folded_text"})
    title: Mapped[str] = mapped_column(String(answers.TITLE_MAX))
    summary: Mapped[str] = mapped_column(String(answers.SUMMARY_MAX))
    body: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(answers.LINK_MAX), default="")
    kind: Mapped[ResourceKind] = mapped_column(enum_of(ResourceKind))
    language: Mapped[str] = mapped_column(String(8), default="en")
    written_by: Mapped[str] = mapped_column(String(answers.WRITTEN_BY_MAX))
    folded_title: Mapped[str] = mapped_column(String(answers.TITLE_MAX * 2), default="")
    folded_text: Mapped[str] = mapped_column(Text, default="")
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    labels: Mapped[list["ResourceLabel"]] = relationship(order_by="ResourceLabel.id", cascade="all, delete-orphan")

    def words_on(self, shelf: Shelf) -> Sequence[str]:
        """The labels of one shelf, in the order in which they were given."""
        return [label.word for label in self.labels if label.shelf == shelf]


class ResourceLabel(Row):
    """One tag, competency, session or domain of a resource."""

    __tablename__ = "resource_labels"
    __table_args__ = (
        UniqueConstraint("resource_id", "shelf", "word"),
        Index("ix_resource_labels_word", "shelf", "word"),
    )
    resource_id: Mapped[int] = mapped_column(Key, ForeignKey("resources.id"))
    shelf: Mapped[Shelf] = mapped_column(enum_of(Shelf))
    word: Mapped[str] = mapped_column(String(80))


class ResourceVote(Row):
    """Whether a resource helped a person: one answer each, which they may change."""

    __tablename__ = "resource_votes"
    __table_args__ = (UniqueConstraint("resource_id", "user_id"),)
    resource_id: Mapped[int] = mapped_column(Key, ForeignKey("resources.id"))
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    has_helped: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExtractionGuide(Published, Audited, Versioned, Row):
    """How to get one report out of a case database, step by step."""

    __tablename__ = "extraction_guides"
    __table_args__ = (CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_once"),)
    title: Mapped[str] = mapped_column(String(answers.TITLE_MAX))
    report: Mapped[str] = mapped_column(String(answers.REPORT_MAX))
    summary: Mapped[str] = mapped_column(String(answers.SUMMARY_MAX))
    before: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[str] = mapped_column(String(answers.WRITTEN_BY_MAX))
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    steps: Mapped[list["GuideStep"]] = relationship(order_by="GuideStep.position", cascade="all, delete-orphan")
    faults: Mapped[list["GuideFault"]] = relationship(order_by="GuideFault.position", cascade="all, delete-orphan")


class GuideStep(Row):
    """One step: what to do, and what you should see then."""

    __tablename__ = "guide_steps"
    __table_args__ = (Index("ix_guide_steps_guide", "guide_id", "position"),)
    guide_id: Mapped[int] = mapped_column(Key, ForeignKey("extraction_guides.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    expect: Mapped[str] = mapped_column(Text, default="")


class GuideFault(Row):
    """A common error on the way, and its fix."""

    __tablename__ = "guide_faults"
    __table_args__ = (Index("ix_guide_faults_guide", "guide_id", "position"),)
    guide_id: Mapped[int] = mapped_column(Key, ForeignKey("extraction_guides.id"))
    position: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
    fix: Mapped[str] = mapped_column(Text)


class GlossaryTerm(Audited, Versioned, Row):
    """A word with the meaning that the network agreed on; `edition` counts the adopted meanings."""

    __tablename__ = "glossary_terms"
    word: Mapped[str] = mapped_column(String(answers.WORD_MAX))
    folded_word: Mapped[str] = mapped_column(String(answers.WORD_MAX * 2), unique=True)
    meaning: Mapped[str] = mapped_column(Text)
    instead_of: Mapped[str] = mapped_column(String(answers.SOURCE_MAX), default="")
    source: Mapped[str] = mapped_column(String(answers.SOURCE_MAX), default="")
    edition: Mapped[int] = mapped_column(default=1)
    adopted_on: Mapped[date]
    editions: Mapped[list["GlossaryEdition"]] = relationship(order_by="GlossaryEdition.edition.desc()")

    @property
    def reach(self) -> Reach:
        return Reach(is_open=True)


class GlossaryEdition(Row):
    """One meaning as it was adopted; never changed."""

    __tablename__ = "glossary_editions"
    __table_args__ = (UniqueConstraint("term_id", "edition"),)
    term_id: Mapped[int] = mapped_column(Key, ForeignKey("glossary_terms.id"))
    edition: Mapped[int]
    meaning: Mapped[str] = mapped_column(Text)
    adopted_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    recorded_by: Mapped[User | None] = relationship()
