"""Who on the roster a join belongs to: by address, by what a person once said, by the same name; never by a guess."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.training.attendance.minutes import Join
from workflows.training.attendance.names import both_ways, names_of, normal_email, normal_name


class How(StrEnum):
    """By what somebody was recognized."""

    EMAIL = "email"
    REMEMBERED = "remembered"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person expected in the session. `key` is whatever the caller knows the person by."""

    name: str
    email: str
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """Whose join it is and how that was seen, or None with the sentence that says why a person has to look.

    Somebody remembered as nobody of ours has no entry and is remembered.
    """

    entry: RosterEntry | None
    how: How | None = None
    warning: str = ""


NO_MATCH = RosterMatch(None)
Remembered = Mapping[str, RosterEntry | None]
"""A normalised shown name or address → who that is; None for nobody of ours."""


def alias_key(shown_name: str, email: str | None) -> str:
    """By what somebody whom the roster does not know is remembered: the address, or without one the shown name."""
    return normal_email(email) if email else normal_name(shown_name)


def match_joins(
    joins: Sequence[Join], *, roster: Sequence[RosterEntry], remembered: Remembered
) -> tuple[RosterMatch, ...]:
    """One match for each join, in the same order.

    A name decides only if one person on the roster has it and the report shows it with one address at most.
    """
    by_email = {normal_email(entry.email): entry for entry in roster if entry.email}
    by_name = _roster_by_name(roster)
    addresses = _addresses_by_name(joins)
    return tuple(
        _match_by_address(join, by_email=by_email, remembered=remembered)
        or _match_by_name(join, by_name=by_name, addresses=addresses, remembered=remembered)
        for join in joins
    )


def _match_by_address(join: Join, *, by_email: Mapping[str, RosterEntry], remembered: Remembered) -> RosterMatch | None:
    addresses = [normal_email(address) for address in (join.email, join.account) if address]
    for address in addresses:
        if address in by_email:
            return RosterMatch(by_email[address], How.EMAIL)
    for address in addresses:
        if address in remembered:
            return RosterMatch(remembered[address], How.REMEMBERED)
    return None


def _match_by_name(
    join: Join,
    *,
    by_name: Mapping[str, set[RosterEntry]],
    addresses: Mapping[str, set[str]],
    remembered: Remembered,
) -> RosterMatch:
    names = names_of(join.shown_name)
    said = normal_name(join.shown_name)
    meant = {remembered[said]} if said in remembered else {e for name in names for e in by_name.get(name, ())}
    if not meant:
        return NO_MATCH
    if len(meant) > 1:
        return RosterMatch(
            None, warning=f"“{join.shown_name}” can be more than one person on the roster: choose who it is."
        )
    if len(set[str]().union(*(addresses.get(name, set()) for name in names))) > 1:
        return RosterMatch(
            None, warning=f"“{join.shown_name}” appears with more than one e-mail address: choose who each is."
        )
    return RosterMatch(meant.pop(), How.REMEMBERED if said in remembered else How.NAME)


def _roster_by_name(roster: Iterable[RosterEntry]) -> dict[str, set[RosterEntry]]:
    by_name: defaultdict[str, set[RosterEntry]] = defaultdict(set)
    for entry in roster:
        for name in both_ways(entry.name):
            by_name[name].add(entry)
    return dict(by_name)


def _addresses_by_name(joins: Iterable[Join]) -> dict[str, set[str]]:
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for join in joins:
        if join.email:
            for name in names_of(join.shown_name):
                addresses[name].add(normal_email(join.email))
    return dict(addresses)
