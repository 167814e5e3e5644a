"""What an amendment asks: its types with the fields each may change, and limits of what people type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

REASON_MAX = 2_000
EVIDENCE_MAX = 2_000
EFFECTS_MAX = 2_000
CONDITIONS_MAX = 2_000
NOTE_MAX = 2_000
LINE_MAX = 300
NAME_MAX = 120
TEXT_MAX = 800
ROWS_MAX = 12  # activities of a goal, and partners
NEW_LINES = 3  # budget lines that one amendment can add

Value = Any
"""A term as plain JSON: text, a number or an amount as text, a day in ISO form, a list, or None."""


class AmendmentType(StrEnum):
    GOAL = "goal"
    INDICATOR = "indicator"
    TARGET = "target"
    ACTIVITY = "activity"
    BUDGET = "budget"
    KEY_PERSON = "key_person"
    PERIOD = "period"
    SCOPE = "scope"
    PARTNER = "partner"


class Track(StrEnum):
    """How much an amendment has to pass before it is in effect, lightest first."""

    NOTIFY = "notify"
    FAST = "fast"
    FULL = "full"

    @property
    def weight(self) -> int:
        return list(Track).index(self)

    @property
    def label(self) -> str:
        return {"notify": "Notice", "fast": "Fast track", "full": "Full track"}[self.value]

    @property
    def meaning(self) -> str:
        return {
            "notify": "It takes effect when it is sent; nobody has to decide.",
            "fast": "The national office decides within five working days.",
            "full": "The national office decides within thirty days, and both sides sign the letter.",
        }[self.value]


class About(StrEnum):
    """What an amendment of a type is about; a goal and a person are chosen first."""

    GOAL = "goal"
    PERSON = "person"
    AWARD = "award"


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # a list of texts
    NUMBER = "number"
    DAY = "day"
    MONEY = "money"
    INDICATOR = "indicator"
    PERSON = "person"
    BUDGET = "budget"  # [{"key", "category", "description", "amount", "kind"}]


class KeyRole(StrEnum):
    """Whom the award names by their part in it."""

    DIRECTOR = "director"
    DATA_LEAD = "data_lead"
    PROJECT_LEAD = "project_lead"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One term that a type may change: `most` is characters for text, rows for lists."""

    name: str
    label: str
    kind: Kind
    most: int = 0
    hint: str = ""
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type: what it is called, what it is for, what it is about, and which fields it may change."""

    type: AmendmentType
    label: str
    meaning: str
    about: About
    fields: tuple[FieldRow, ...]
    place: str = ""  # where the fields belong among the terms, for what is not chosen first

    def field(self, name: str) -> FieldRow:
        return next(row for row in self.fields if row.name == name)


T, A, F, K = AmendmentType, About, FieldRow, Kind

TYPES: tuple[TypeRow, ...] = (
    TypeRow(T.GOAL, "A goal", "Who a goal is about, how it is worded, or when it is due.", A.GOAL,
            (F("wording", "The goal in one sentence", K.TEXT, 600),
             F("population", "Whom it is about", K.LINE, LINE_MAX),
             F("due_on", "Due on", K.DAY))),
    TypeRow(T.INDICATOR, "An indicator", "Which figure shows whether a goal is met.", A.GOAL,
            (F("indicator_id", "Indicator", K.INDICATOR),
             F("baseline_value", "Baseline", K.NUMBER),
             F("target_value", "Target", K.NUMBER),
             F("wording", "The goal in one sentence", K.TEXT, 600))),
    TypeRow(T.TARGET, "A target", "How far a goal shall go. The first target stays visible beside the new one.", A.GOAL,
            (F("target_value", "Target", K.NUMBER),
             F("wording", "The goal in one sentence", K.TEXT, 600))),
    TypeRow(T.ACTIVITY, "Activities", "What you do for a goal.", A.GOAL,
            (F("activities", "Activities", K.LINES, ROWS_MAX, "One on each line."),)),
    TypeRow(T.BUDGET, "The budget", "Money that moves between lines or categories; the award stays the same.", A.AWARD,
            (F("lines", "Budget lines", K.BUDGET),
             F("amount", "Amount of the award", K.MONEY, hint="Only the national office changes it.", staff_only=True)),
            "budget"),
    TypeRow(T.KEY_PERSON, "A key person", "Who fills a part that the award names.", A.PERSON,
            (F("name", "Who it is from now on", K.PERSON, NAME_MAX),)),
    TypeRow(T.PERIOD, "More time", "A later end of the project year without more money.", A.AWARD,
            (F("ends_on", "Last day of the project year", K.DAY),), "period"),
    TypeRow(T.SCOPE, "The scope", "What the project is, and for whom, as a whole.", A.AWARD,
            (F("title", "Title", K.LINE, NAME_MAX),
             F("summary", "Summary", K.TEXT, TEXT_MAX),
             F("population", "Who it is for", K.LINE, LINE_MAX)),
            "scope"),
    TypeRow(T.PARTNER, "Partners", "Who goes along, and what each brings.", A.AWARD,
            (F("partners", "Partners", K.LINES, ROWS_MAX, "One on each line: the name, a colon, what it brings."),),
            "partners"),
)  # fmt: skip  # the columns of the table

TYPE_ROWS: dict[AmendmentType, TypeRow] = {row.type: row for row in TYPES}


def place_of(row: TypeRow, about: str) -> str:
    """The place of the terms: `goal-12`, `person-director`, `budget`."""
    return row.place or f"{row.about.value}-{about}"


@dataclass(frozen=True, slots=True)
class AmendmentAnswers:
    """What the form gives: the new value of each field by name, and why; without a day, it counts as soon as it can."""

    values: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    evidence: str = ""
    effects: str = ""
    effective_on: date | None = None


class Choice(StrEnum):
    """What the national office can say about a request."""

    APPROVE = "approve"
    RETURN = "return"
    DECLINE = "decline"

    @property
    def label(self) -> str:
        return {"approve": "Approve", "return": "Return with a question", "decline": "Decline"}[self.value]


@dataclass(frozen=True, slots=True)
class DecisionAnswers:
    """A decision with its words; `effective_on` and `conditions` are of an approval."""

    choice: Choice
    note: str = ""
    effective_on: date | None = None
    conditions: str = ""


class Advice(StrEnum):
    """What the coach says of a request on the fast track."""

    APPROVE = "approve"
    TALK = "talk"
    DECLINE = "decline"

    @property
    def label(self) -> str:
        return {"approve": "Approve it", "talk": "Talk about it first", "decline": "Do not approve it"}[self.value]


@dataclass(frozen=True, slots=True)
class SuspensionAnswers:
    """Why a year is suspended, from which day, and what lifts it."""

    begins_on: date
    reason: str
    lifts_when: str
