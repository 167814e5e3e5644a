"""Who on the roster a join belongs to: by e-mail, then by exactly the same name, never by a guess."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflows.training.attendance.minutes import Join

_WITH_PARENTHESES = re.compile(r"(?P<shown>.*\S)\s*\((?P<original>[^()]*)\)")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person expected in the session. `key` is whatever the caller knows the person by."""

    name: str
    email: str
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """Whose join it is, or None with the sentence that says why a person has to look."""

    entry: RosterEntry | None
    warning: str = ""


def normal_email(email: str) -> str:
    return email.strip().casefold()


def normal_name(name: str) -> str:
    """A name without differences that only a computer sees: case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def names_of(shown_name: str) -> tuple[str, ...]:
    """The names a shown name may stand for, normalised: all of it, and both parts of `Shown (Original)`."""
    found = _WITH_PARENTHESES.fullmatch(shown_name.strip())
    parts = (shown_name, found["shown"], found["original"]) if found else (shown_name,)
    return tuple(dict.fromkeys(name for part in parts if (name := normal_name(part))))


def match_joins(joins: Sequence[Join], *, roster: Sequence[RosterEntry]) -> tuple[RosterMatch, ...]:
    """One match for each join, in the same order.

    A name decides only if one person on the roster has it and the report shows it with one address at most.
    """
    by_email = {normal_email(entry.email): entry for entry in roster if entry.email}
    by_name = _roster_by_name(roster)
    addresses = _addresses_by_name(joins)
    return tuple(
        RosterMatch(entry)
        if (entry := by_email.get(normal_email(join.email)))
        else _match_by_name(join, by_name=by_name, addresses=addresses)
        for join in joins
    )


def _match_by_name(
    join: Join, *, by_name: Mapping[str, set[RosterEntry]], addresses: Mapping[str, set[str]]
) -> RosterMatch:
    names = [name for name in names_of(join.shown_name) if name in by_name]
    entries = {entry for name in names for entry in by_name[name]}
    if not entries:
        return RosterMatch(None)
    if len(entries) > 1:
        return RosterMatch(None, f"“{join.shown_name}” can be more than one person on the roster: choose who it is.")
    if len(set[str]().union(*(addresses.get(name, set()) for name in names))) > 1:
        return RosterMatch(
            None,
            f"“{join.shown_name}” appears with more than one e-mail address: choose who each is.",
        )
    return RosterMatch(entries.pop())


def _roster_by_name(roster: Iterable[RosterEntry]) -> dict[str, set[RosterEntry]]:
    by_name: defaultdict[str, set[RosterEntry]] = defaultdict(set)
    for entry in roster:
        by_name[normal_name(entry.name)].add(entry)
    return dict(by_name)


def _addresses_by_name(joins: Iterable[Join]) -> dict[str, set[str]]:
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for join in joins:
        if join.email:
            for name in names_of(join.shown_name):
                addresses[name].add(normal_email(join.email))
    return dict(addresses)
