"""Refusals: a sentence for a person, never a bug."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not happen, and what would make it possible.

    `where` names the field or section the sentence is about, so that a page can link to it.
    """

    sentence: str
    where: str = ""

    def __str__(self) -> str:
        return self.sentence


class DomainError(Exception):
    """The program says no, in sentences that a person can act on."""

    def __init__(self, *reasons: str | Reason) -> None:
        self.reasons = tuple(r if isinstance(r, Reason) else Reason(r) for r in reasons)
        super().__init__(" ".join(self.sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(reason.sentence for reason in self.reasons)


class NotFound(DomainError):
    """Nothing is there, or this person may not know that it is."""

    def __init__(self, sentence: str = "There is no page here, or it is not yours to see.") -> None:
        super().__init__(sentence)


class Forbidden(DomainError):
    """This person may see the record but may not do this to it."""


class Stale(DomainError):
    """Somebody saved first. `theirs` and `mine` hold the fields that differ, by label.

    `by` and `at` say who was first and when; `page` is the (endpoint, argument, key) of what stands now.
    """

    def __init__(
        self,
        sentence: str = "Someone saved this while you were writing. Nothing of yours is lost: choose which to keep.",
        *,
        mine: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
        by: str = "",
        at: datetime | None = None,
        page: tuple[str, str, int] | None = None,
    ) -> None:
        super().__init__(f"{by} was first. What you sent changed nothing; both versions are here." if by else sentence)
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})
        self.by = by
        self.at = at
        self.page = page


class AlreadyDone(DomainError):
    """The same form arrived a second time; the first one counted."""

    def __init__(self) -> None:
        super().__init__("That was already saved. Nothing was done twice.")
