"""The engine behind every state table: one setter, and every refusal with its reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from workflows.errors import DomainError, Reason
from workflows.permissions import Actor, Permission, why_cannot

S = TypeVar("S", bound=StrEnum)
Guard = Callable[[Any, datetime], Reason | tuple[Reason, ...] | None]
"""A pure function of the loaded record and the moment: why not (one reason or several), or None."""


class Refused(DomainError):
    """A transition that may not happen now; its reasons say what would make it possible."""


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """One row: name · from · to · who · only if · announces."""

    name: str
    sources: tuple[S, ...]
    target: S
    who: Permission | None  # None: only the program itself
    only_if: tuple[Guard, ...] = ()
    announces: tuple[str, ...] = ()
    label: str = ""
    needs_note: bool = False


@dataclass(frozen=True)
class Machine(Generic[S]):
    """A table of transitions over one attribute of one kind of record."""

    name: str
    attribute: str
    initial: S
    terminal: frozenset[S]
    rows: tuple[Transition[S], ...]

    def __post_init__(self) -> None:
        if len({row.name for row in self.rows}) != len(self.rows):
            raise ValueError(f"{self.name}: two transitions share a name")

    def row(self, name: str) -> Transition[S]:
        return next(row for row in self.rows if row.name == name)

    def state(self, subject: Any) -> S:
        state: S = getattr(subject, self.attribute)
        return state

    def why_not(
        self, subject: Any, name: str, *, actor: Actor, now: datetime, note: str | None = ""
    ) -> tuple[Reason, ...]:
        """Every reason against it; empty when it may happen. `note=None` leaves the note out of the question."""
        row = self.row(name)
        state = self.state(subject)
        if state not in row.sources:
            return (Reason(_wrong_state(row, state)),)
        answers = [_who_not(row, actor, subject), *(guard(subject, now) for guard in row.only_if)]
        if row.needs_note and note is not None and not note.strip():
            answers.append(Reason("Say why in a sentence; it stays with the record.", "note"))
        return tuple(reason for answer in answers for reason in _reasons_of(answer))

    def move(self, subject: Any, name: str, *, actor: Actor, now: datetime, note: str = "") -> Transition[S]:
        """Set the new state and return the row that was taken; raises `Refused`, and changes nothing else."""
        reasons = self.why_not(subject, name, actor=actor, now=now, note=note)
        if reasons:
            raise Refused(*reasons)
        row = self.row(name)
        setattr(subject, self.attribute, row.target)
        return row

    def open_to(self, state: S) -> tuple[Transition[S], ...]:
        return tuple(row for row in self.rows if state in row.sources)


def _reasons_of(answer: Reason | tuple[Reason, ...] | None) -> tuple[Reason, ...]:
    if answer is None:
        return ()
    return answer if isinstance(answer, tuple) else (answer,)


def _who_not(row: Transition[Any], actor: Actor, subject: Any) -> Reason | None:
    if row.who is not None:
        return why_cannot(actor, row.who, subject)
    return None if actor.is_program else Reason("This happens by itself as soon as everything it needs is there.")


def _wrong_state(row: Transition[Any], state: StrEnum) -> str:
    wanted = in_words(row.sources)
    return f"This is possible in the stage {wanted}; now it is {words_of(state)}."


def words_of(state: StrEnum) -> str:
    return state.value.replace("_", " ")


def in_words(states: Iterable[StrEnum]) -> str:
    *first, last = [words_of(s) for s in states]
    return f"{', '.join(first)} or {last}" if first else last
