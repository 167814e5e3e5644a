"""What the shared summary of a check-in shows; a coach's private note has no place here."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Paper


@dataclass(frozen=True, slots=True)
class PastAction:
    """An action agreed earlier, and how it stands."""

    action: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class DataLook:
    """A number looked at together."""

    indicator: str
    value: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Who does what by when."""

    action: str
    owner: str
    due_on: str


@dataclass(frozen=True, slots=True)
class CheckInSummary:
    """What coach and affiliate talked about and agreed, as both may see it."""

    paper: Paper
    coach: str
    held_at: str
    length: str
    mode: str
    attendees: tuple[str, ...]
    focus: str
    summary: str
    since_last: tuple[PastAction, ...]
    data_looked_at: tuple[DataLook, ...]
    suggests: str
    early_signal: str
    confidence: str  # "4 of 5"
    goal: str
    reality: str
    options: tuple[str, ...]
    will: str
    decision: str
    voice: str
    barriers: str
    help_requested: str
    actions: tuple[ActionItem, ...]
    next_at: str
