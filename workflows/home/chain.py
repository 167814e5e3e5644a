"""What waits for whom over the whole chain, from the proposal to the last report, oldest first and a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, false, func, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.db import MONEY, UtcDateTime
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.home.waiting import KINDS, OWED, Kind, may_end, rows_of
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Permission, scopes_of
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review, ReviewState

BATCH = 500  # rows that an export reads at a time


class Who(StrEnum):
    """Whose turn it is."""

    MANAGER = "manager"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    COACH = "coach"
    AFFILIATE = "affiliate"

    @property
    def label(self) -> str:
        return {"manager": "Program manager", "finance": "Finance officer"}.get(self.value, self.value.capitalize())


class Part(StrEnum):
    """The parts of the chain, in its order."""

    REVIEWS = "reviews"
    DECISIONS = "decisions"
    AGREEMENTS = "agreements"
    PAYMENTS = "payments"
    AMENDMENTS = "amendments"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of waiting in the chain: its kind · part · who sees that it waits · whose turn · the person, if one."""

    kind: str
    part: Part
    seen_with: Permission
    who: Who
    person: Any = None


P = Permission
LINKS: tuple[Link, ...] = (
    Link("assign", Part.REVIEWS, P.SEE_REVIEWS, Who.MANAGER),
    Link("freed", Part.REVIEWS, P.SEE_REVIEWS, Who.MANAGER),
    Link("third", Part.REVIEWS, P.SEE_REVIEWS, Who.MANAGER),
    Link("score", Part.REVIEWS, P.SEE_REVIEWS, Who.REVIEWER, Review.reviewer_id),
    Link("decide", Part.DECISIONS, P.SEE_REVIEWS, Who.MANAGER),
    Link("second", Part.DECISIONS, P.SEE_REVIEWS, Who.MANAGER),
    Link("announce", Part.DECISIONS, P.SEE_REVIEWS, Who.MANAGER),
    Link("offer_data", Part.AGREEMENTS, P.SEE_DATA_AGREEMENT, Who.MANAGER),
    Link("sign_data_own", Part.AGREEMENTS, P.SEE_DATA_AGREEMENT, Who.AFFILIATE),
    Link("sign_data", Part.AGREEMENTS, P.SEE_DATA_AGREEMENT, Who.MANAGER),
    Link("renew_data", Part.AGREEMENTS, P.SEE_DATA_AGREEMENT, Who.MANAGER),
    Link("federal", Part.AGREEMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("condition", Part.AGREEMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("sign_own", Part.AGREEMENTS, P.SEE_FUNDING, Who.AFFILIATE),
    Link("sign", Part.AGREEMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("schedule", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("request", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("approve", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("pay", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("held", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("reversal", Part.PAYMENTS, P.SEE_FUNDING, Who.FINANCE),
    Link("recommend", Part.AMENDMENTS, P.SEE_FUNDING, Who.COACH, Enrollment.coach_id),
    Link("amend", Part.AMENDMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("amend_late", Part.AMENDMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("sign_amendment_own", Part.AMENDMENTS, P.SEE_FUNDING, Who.AFFILIATE),
    Link("sign_amendment", Part.AMENDMENTS, P.SEE_FUNDING, Who.MANAGER),
    Link("report", Part.REPORTS, P.SEE_REPORTS, Who.AFFILIATE),
    Link("accept", Part.REPORTS, P.SEE_REPORTS, Who.COACH, Enrollment.coach_id),
    Link("complete", Part.REPORTS, P.SEE_REPORTS, Who.MANAGER),
)
_KINDS = {kind.name: kind for kind in (*KINDS, *OWED)}
_LINKS = {link.kind: link for link in LINKS}
_BEFORE_OWN_REVIEW = (ReviewState.ASSIGNED, ReviewState.SCORING)


@dataclass(frozen=True, slots=True)
class ChainFilter:
    """Which rows are wanted; empty values leave a column open. `mine` keeps to what the actor may end."""

    cohort_id: int | None = None
    part: Part | None = None
    who: Who | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One thing that waits; `person` is empty where anybody in the role may do it. `amount` is US dollars.

    It leads to the page where it is done, or to the year for who may only look.
    """

    affiliate: str
    cohort: str
    what: str
    who: Who
    person: str
    since: datetime
    amount: Decimal | None
    endpoint: str
    argument: str
    key: int


def list_chain(
    session: Session, actor: Actor, wanted: ChainFilter, *, now: datetime, offset: int = 0, at_most: int = 25
) -> Sequence[ChainRow]:
    """A page of what waits and this person may know of, oldest first; one query."""
    found = _found(actor, wanted, now=now)
    if found is None:
        return []
    rows = (
        select(
            found.c.kind,
            found.c.key,
            found.c.enrollment_id,
            type_coerce(found.c.since, UtcDateTime),
            type_coerce(found.c.amount, MONEY),
            Affiliate.name,
            Cohort.name,
            User.name,
        )
        .join(Enrollment, Enrollment.id == found.c.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(User, User.id == found.c.person)
        .order_by(found.c.since, found.c.kind, found.c.key)
        .offset(offset)
        .limit(at_most)
    )
    return [
        ChainRow(
            affiliate=affiliate,
            cohort=cohort,
            what=kind.what,
            who=_LINKS[name].who,
            person=person or "",
            since=since,
            amount=amount,
            endpoint=kind.endpoint if may_act else "enrollments.show",
            argument=kind.argument if may_act else "enrollment_id",
            key=key if may_act else enrollment_id,
        )
        for name, key, enrollment_id, since, amount, affiliate, cohort, person in session.execute(rows)
        for kind in (_KINDS[name],)
        for may_act in (bool(scopes_of(actor, kind.who)),)
    ]


def count_chain(session: Session, actor: Actor, wanted: ChainFilter, *, now: datetime) -> int:
    found = _found(actor, wanted, now=now)
    return 0 if found is None else session.scalar(select(func.count()).select_from(found)) or 0


def iterate_chain(session: Session, actor: Actor, wanted: ChainFilter, *, now: datetime) -> Iterator[ChainRow]:
    """Everything the list has, a few hundred rows at a time, for an export."""
    offset = 0
    while rows := list_chain(session, actor, wanted, now=now, offset=offset, at_most=BATCH):
        yield from rows
        offset += BATCH


def _found(actor: Actor, wanted: ChainFilter, *, now: datetime) -> Any:
    """Every row that is wanted and may be seen, as one subquery; None where there can be none."""
    links = [link for link in LINKS if _is_wanted(link, wanted) and _may_be_seen(link, actor, wanted)]
    parts = [_rows(link, actor, wanted, now=now) for link in links]
    return union_all(*parts).subquery("chain") if parts else None


def _is_wanted(link: Link, wanted: ChainFilter) -> bool:
    return wanted.part in (None, link.part) and wanted.who in (None, link.who)


def _may_be_seen(link: Link, actor: Actor, wanted: ChainFilter) -> bool:
    needed = (link.seen_with, _KINDS[link.kind].who) if wanted.mine else (link.seen_with,)
    return all(scopes_of(actor, permission) for permission in needed)


def _rows(link: Link, actor: Actor, wanted: ChainFilter, *, now: datetime) -> Select[Any]:
    kind = _KINDS[link.kind]
    person = cast(null(), BigInteger) if link.person is None else link.person
    rows = rows_of(kind, actor, now=now).add_columns(person.label("person"))
    rows = rows.where(visible_to(actor, link.seen_with))
    if link.seen_with is P.SEE_REVIEWS:
        rows = rows.where(_is_open_to(actor, kind))
    if wanted.cohort_id is not None:
        rows = rows.where(Enrollment.cohort_id == wanted.cohort_id)
    return rows.where(*may_end(kind, actor)) if wanted.mine else rows


def _is_open_to(actor: Actor, kind: Kind) -> ColumnElement[bool]:
    """How far the others are is hidden from whoever has not filed a review of the same proposal yet."""
    own = select(Proposal.enrollment_id).join(Review, Review.proposal_id == Proposal.id)
    unfiled = own.where(Review.reviewer_id == actor.id, Review.state.in_(_BEFORE_OWN_REVIEW))
    is_own = false() if kind.only_for is None else kind.only_for == actor.id
    return Enrollment.id.not_in(unfiled) | is_own
