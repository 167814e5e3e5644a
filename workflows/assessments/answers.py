"""When one answers, for whom, and the limits of what people type about their own skills."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EXAMPLE_MAX = 400  # a sentence or two, not a wall
NOTE_MAX = 400
TITLE_MAX = 120
TOPIC_TEXT_MAX = 800
LINE_MAX = 200


class Moment(StrEnum):
    """When an affiliate looks at itself; the order is the order of a year."""

    BEFORE = "before"
    LOOKING_BACK = "looking_back"
    AFTER = "after"
    TWELVE_MONTHS = "twelve_months"

    @property
    def words(self) -> str:
        return _WORDS[self][0]

    @property
    def short(self) -> str:
        return _WORDS[self][1]

    @property
    def asks(self) -> str:
        return _WORDS[self][2]


_WORDS: dict[Moment, tuple[str, str, str]] = {
    Moment.BEFORE: ("Before the training", "Before", "Where are you today, before anything begins?"),
    Moment.LOOKING_BACK: (
        "Looking back at the start",
        "Looking back",
        "With what you know now: where were you really, before the training?",
    ),
    Moment.AFTER: ("After the training", "After", "Where are you now, with the training behind you?"),
    Moment.TWELVE_MONTHS: ("At twelve months", "12 months", "A year later: what has become habit, and what has not?"),
}
FOR_ONESELF = (Moment.BEFORE, Moment.AFTER, Moment.TWELVE_MONTHS)


class Position(StrEnum):
    """From where in the organization a person answers for themselves."""

    FRONTLINE = "frontline"
    SUPERVISOR = "supervisor"
    LEADER = "leader"

    @property
    def words(self) -> str:
        return {"frontline": "Frontline staff", "supervisor": "Supervisors", "leader": "Leaders"}[self.value]

    @property
    def choice(self) -> str:
        return {
            "frontline": "Frontline: I work with clients most of the day",
            "supervisor": "Supervisor: I lead a team or a program",
            "leader": "Leader: I direct the organization or sit in its leadership",
        }[self.value]


class Offer(StrEnum):
    """What the network offers on a topic of its learning agenda."""

    OFFICE_HOUR = "office_hour"
    TEMPLATE = "template"
    SESSION = "session"
    PEER_VISIT = "peer_visit"

    @property
    def words(self) -> str:
        return {
            "office_hour": "Office hour across sites",
            "template": "Shared template",
            "session": "Extra session",
            "peer_visit": "Visit at a peer",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What is agreed on one statement; `score` is None while it is open."""

    score: int | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class NoteAnswers:
    """One line of the development log."""

    dimension: str
    learned_on: date
    text: str


@dataclass(frozen=True, slots=True)
class TopicAnswers:
    """One topic of the learning agenda; `happens_on` is None until a day is found."""

    title: str
    dimension: str
    offer: Offer
    text: str
    happens_on: date | None
    place: str
    led_by: str
