"""Who acts, and whose a record is: what grants and separations of duties compare."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflows.permissions.words import Role


@dataclass(frozen=True, slots=True)
class Holding:
    """One role that a person holds; `affiliate_id` only for roles inside an affiliate."""

    role: Role
    affiliate_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, as the rules see them. `id` is None for the program itself and for a visitor."""

    id: int | None
    name: str
    holdings: tuple[Holding, ...] = ()
    is_program: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    def holds(self, *roles: Role) -> bool:
        return any(h.role in roles for h in self.holdings)

    @property
    def affiliate_ids(self) -> frozenset[int]:
        return frozenset(h.affiliate_id for h in self.holdings if h.affiliate_id is not None)

    @property
    def is_national(self) -> bool:
        return any(h.role.is_national for h in self.holdings)


PROGRAM = Actor(id=None, name="Accompany", is_program=True)
VISITOR = Actor(id=None, name="")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose record this is: what a scope and a separation of duties compare with the actor."""

    affiliate_id: int | None = None
    coach_id: int | None = None
    affiliate_ids: frozenset[int] = frozenset()  # of a record that several affiliates share, as a session
    coach_ids: frozenset[int] = frozenset()
    peer_ids: frozenset[int] = frozenset()  # affiliates that the owner shares it with
    partner_ids: frozenset[int] = frozenset()  # affiliates that confirmed to go along
    is_for_network: bool = False  # shared with every affiliate and coach
    reviewer_ids: frozenset[int] = frozenset()
    recused_ids: frozenset[int] = frozenset()  # who stepped aside for a conflict of interest
    scorer_ids: frozenset[int] = frozenset()
    requester_id: int | None = None
    decider_id: int | None = None  # who took the decision that waits for a second person
    person_id: int | None = None  # who asked or wrote it
    is_open: bool = False
    author_ids: frozenset[int] = frozenset()


class Subject(Protocol):
    """A record that knows whose it is and which permission its existence asks for."""

    @property
    def reach(self) -> Reach: ...
