"""What an affiliate is asked about itself: the profile's sections, barriers, data roles, handover steps, and limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from workflows.enrollments.answers import PEOPLE_MAX
from workflows.people.answers import BARRIER_NOTE_MAX, LIST_MAX, DataRoleKind, ServiceMode
from workflows.people.legal import (
    ADDRESS_MAX,
    EIN_HINT,
    LEGAL_NAME_MAX,
    UEI_HINT,
    tidy_ein,
    tidy_uei,
    why_not_ein,
    why_not_uei,
)

NOTE_MAX = 1000
FUNDING_MAX = 200
HOURS_MAX = 80  # a week
FULL_TIME = 40  # hours a week
QUESTION_MAX = 300
ENTRY_MAX = 1000
EIN_TYPED_MAX = UEI_TYPED_MAX = 30  # with spaces and hyphens, before it is tidied
CONFIRM_AFTER = timedelta(days=365)  # a profile older than this asks to be looked over
FUNDING_ENDS_WITHIN = timedelta(days=90)
NAME_WITHIN = timedelta(days=14)  # after a role became vacant


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing that keeps people away: its word in the database, and what people read."""

    key: str
    label: str


ACCESS_BARRIERS: tuple[Barrier, ...] = (
    Barrier("digital", "Digital access: no device, no connection, no practice"),
    Barrier("childcare", "Childcare"),
    Barrier("transport", "Transport and distance"),
    Barrier("language", "Language and interpretation"),
    Barrier("hours", "Working hours that leave no time for an appointment"),
    Barrier("trust", "Trust: worry about being counted or written down"),
)
PARTICIPATION_BARRIERS: tuple[Barrier, ...] = (
    Barrier("time_zone", "Time zone: sessions fall into a bad hour"),
    Barrier("care", "Care duties at home"),
    Barrier("connection", "A weak connection, or an old computer"),
    Barrier("workload", "Nobody stands in while we train"),
    Barrier("language", "The language of the sessions"),
    Barrier("turnover", "People change often"),
)


class Kind(StrEnum):
    """How an answer of the profile is given."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"
    BARRIERS = "barriers"


@dataclass(frozen=True, slots=True)
class Question:
    """One answer of the profile; `name` is the affiliate's column.

    A line is kept as `tidy` makes it; `why_not` says what is wrong with it, or nothing.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    most: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    barriers: tuple[Barrier, ...] = ()
    tidy: Callable[[str], str] = str.strip
    why_not: Callable[[str], str] = lambda _line: ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the profile, saved on its own."""

    name: str
    title: str
    intro: str
    questions: tuple[Question, ...]


_COMMAS = "Separated by commas."
SECTIONS: tuple[Section, ...] = (
    Section("size", "Size and place", "How many you are, and whom you reach. Round figures are fine.", (
        Question("staff_count", Kind.NUMBER, "How many people work with you?", most=PEOPLE_MAX),
        Question("people_served", Kind.NUMBER, "How many people did you serve in the last year?", most=PEOPLE_MAX),
        Question("is_rural", Kind.TICK, "Most of the people we serve live in a rural area"),
    )),
    Section("services", "Services", "What you do, for whom, and in which languages.", (
        Question("languages", Kind.LINE, "Languages your team speaks", _COMMAS, LIST_MAX),
        Question("programs", Kind.LINE, "Programs you run", _COMMAS, LIST_MAX),
        Question("populations", Kind.LINE, "Populations you serve",
                 "Groups, never single people. Separated by commas.", LIST_MAX),
        Question("service_mode", Kind.CHOICE, "How you meet the people you serve",
                 choices=tuple((mode.value, mode.words) for mode in ServiceMode)),
    )),
    Section("legal", "Legal name and numbers", "Letters and agreements name you as you are registered. Federal awards "
            "cannot be signed without a Unique Entity Identifier.", (
        Question("legal_name", Kind.LINE, "Full legal name", "As in your articles of incorporation.", LEGAL_NAME_MAX),
        Question("postal_address", Kind.LINE, "Postal address",
                 "Street, town, state and ZIP code in one line.", ADDRESS_MAX),
        Question("ein", Kind.LINE, "Employer Identification Number (EIN)", EIN_HINT, EIN_TYPED_MAX,
                 tidy=tidy_ein, why_not=why_not_ein),
        Question("uei", Kind.LINE, "Unique Entity Identifier (UEI)", UEI_HINT, UEI_TYPED_MAX,
                 tidy=tidy_uei, why_not=why_not_uei),
    )),
    Section("barriers", "Barriers", "What makes it hard to reach you, and for you to take part. The national office "
            "plans sessions and reads figures with it; it never counts against you.", (
        Question("access_barriers", Kind.BARRIERS, "For the people you serve", barriers=ACCESS_BARRIERS),
        Question("access_note", Kind.TEXT, "In your own words: the people you serve",
                 "What a reader of your figures should know. No names, no single stories.", BARRIER_NOTE_MAX),
        Question("participation_barriers", Kind.BARRIERS, "For you, in the training", barriers=PARTICIPATION_BARRIERS),
        Question("participation_note", Kind.TEXT, "In your own words: taking part",
                 "For example: Fridays are impossible, or we share one laptop.", BARRIER_NOTE_MAX),
    )),
)  # fmt: skip  # one section a paragraph
SECTION_BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """One data role: what it is for, its duties in plain words, and whether an affiliate needs it from the start."""

    kind: DataRoleKind
    purpose: str
    duties: tuple[str, ...]
    is_needed: bool = False


ROLE_PROFILES: tuple[RoleProfile, ...] = (
    RoleProfile(DataRoleKind.DATA_LEAD, "Does the data: the person everybody asks.", (
        "takes the extract out of the case database and uploads it",
        "reads the data-quality report and has mistakes corrected where they arise",
        "keeps the calendar of reports and drafts them",
        "takes part in the training and in the check-ins",
    ), is_needed=True),
    RoleProfile(DataRoleKind.EXECUTIVE_SPONSOR, "Stands behind the work and frees time for it.", (
        "gives the data lead hours, and defends them",
        "asks for figures in meetings and decides with them",
        "signs for the affiliate, or speaks with who does",
    ), is_needed=True),
    RoleProfile(DataRoleKind.DATA_STEWARD, "Watches over the data: that it is right, safe and no more than needed.", (
        "knows who may see what, and takes access away when somebody leaves",
        "answers questions about consent and small groups",
        "keeps the words and codes of the case database consistent",
    )),
    RoleProfile(DataRoleKind.ANALYST, "Turns figures into something that can be discussed.", (
        "compares figures over time and between groups",
        "draws the charts and writes what they show, and what they do not",
        "helps colleagues ask a question that data can answer",
    )),
)  # fmt: skip  # one role a paragraph
ROLE_PROFILE: dict[DataRoleKind, RoleProfile] = {row.kind: row for row in ROLE_PROFILES}


class StepOwner(StrEnum):
    """Who does a handover step."""

    FORMER = "former"
    NEW = "new"
    DIRECTOR = "director"
    COACH = "coach"
    NATIONAL = "national"

    @property
    def words(self) -> str:
        return {
            "former": "The former data lead, or the director",
            "new": "The new data lead",
            "director": "The director",
            "coach": "The coach",
            "national": "The national office",
        }[self.value]

    @property
    def is_affiliate(self) -> bool:
        return self in (StepOwner.FORMER, StepOwner.NEW, StepOwner.DIRECTOR)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One handover step: by whom, and how many days after the change."""

    text: str
    owner: StepOwner
    days: int


HANDOVER_STEPS: tuple[StepRow, ...] = (
    StepRow("Take the former data lead’s access away: case database, shared folders, this program",
            StepOwner.DIRECTOR, 2),
    StepRow("Give the new data lead an account here with the data lead’s role", StepOwner.NATIONAL, 5),
    StepRow("Pass on access to the case database, and show how the extract is taken out", StepOwner.FORMER, 7),
    StepRow("Walk through the column mapping and what the data-quality report usually says", StepOwner.FORMER, 10),
    StepRow("Pass on the calendar: reports, check-ins, open actions, drafts that are begun", StepOwner.FORMER, 10),
    StepRow("Show where the guides, the glossary and your own notes are kept", StepOwner.FORMER, 14),
    StepRow("Introduce the new data lead in a check-in", StepOwner.COACH, 14),
    StepRow("Agree which sessions or recordings to catch up on", StepOwner.NEW, 21),
    StepRow("Name a backup, so that the next change finds somebody", StepOwner.DIRECTOR, 30),
)  # fmt: skip  # what · who · when


class EntryKind(StrEnum):
    """What an entry of the decisions log tells."""

    DECISION = "decision"
    LEADERSHIP = "leadership"
    WIN = "win"

    @property
    def words(self) -> str:
        return {"decision": "Decision from data", "leadership": "Leadership engagement", "win": "Data win"}[self.value]
