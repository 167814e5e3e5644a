"""Hours by function: entries that people write down, rates by month, and a report whose totals add up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from workflows.clock import local_date
from workflows.errors import DomainError, NotFound, Reason, Stale
from workflows.helpdesk.answers import CHANGE_WITHIN, ENTER_WITHIN
from workflows.helpdesk.models import HourlyRate, TimeEntry, WorkFunction
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, require, why_cannot

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """What somebody writes down; `affiliate_id` None is the network as a whole."""

    worked_on: date
    function: WorkFunction
    affiliate_id: int | None
    minutes: int
    note: str


def log_time(
    written: WrittenTime,
    *,
    time_zone: str,
    session: Session,
    actor: Actor,
    now: datetime,
    ticket_id: int | None = None,
) -> TimeEntry:
    """The actor's own entry; `time_zone` is theirs. Raises DomainError, Forbidden."""
    require(actor, Permission.LOG_HOURS)
    assert actor.id is not None
    _check_day(written.worked_on, today=local_date(now, time_zone))
    entry = TimeEntry(person_id=actor.id, ticket_id=ticket_id, entered_at=now)
    _write(entry, written)
    session.add(entry)
    return entry


def why_not_change(entry: TimeEntry, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against changing or removing it; empty when it may happen."""
    denied = why_cannot(actor, Permission.LOG_HOURS, entry)
    if denied is not None:
        return (denied,)
    if now.date() > entry.worked_on + CHANGE_WITHIN:
        return (Reason(f"Hours can be changed for {CHANGE_WITHIN.days} days; then they count as they are."),)
    return ()


def change_time(
    entry: TimeEntry,
    written: WrittenTime,
    *,
    expected_version: int,
    time_zone: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Raises DomainError and Stale."""
    _refuse_change(entry, expected_version, actor=actor, now=now)
    _check_day(written.worked_on, today=local_date(now, time_zone))
    _write(entry, written)


def remove_time(entry: TimeEntry, *, expected_version: int, session: Session, actor: Actor, now: datetime) -> None:
    """Take an entry out; the audit trail keeps that it was there. Raises DomainError and Stale."""
    _refuse_change(entry, expected_version, actor=actor, now=now)
    session.delete(entry)


def set_rate(
    function: WorkFunction, *, amount: Decimal, from_month: date, session: Session, actor: Actor
) -> HourlyRate:
    """What an hour of the function costs from that month on; the rate of the same month is replaced."""
    require(actor, Permission.SET_RATES)
    starts_on = from_month.replace(day=1)
    same = select(HourlyRate).where(HourlyRate.function == function, HourlyRate.starts_on == starts_on)
    rate = session.scalar(same) or HourlyRate(function=function, starts_on=starts_on)
    rate.amount = amount
    session.add(rate)
    return rate


def list_rates(session: Session) -> Sequence[HourlyRate]:
    """Every rate, the newest of each function first."""
    return session.scalars(select(HourlyRate).order_by(HourlyRate.function, HourlyRate.starts_on.desc())).all()


def get_time_entry(session: Session, entry_id: int) -> TimeEntry:
    """With person and affiliate; raises NotFound."""
    loading = (joinedload(TimeEntry.person, innerjoin=True), joinedload(TimeEntry.affiliate))
    found = session.scalar(select(TimeEntry).where(TimeEntry.id == entry_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_own_time(session: Session, actor: Actor, *, offset: int, at_most: int) -> Sequence[TimeEntry]:
    """One page of the actor's own entries, newest first."""
    rows = select(TimeEntry).where(TimeEntry.person_id == actor.id).options(joinedload(TimeEntry.affiliate))
    page = rows.order_by(TimeEntry.worked_on.desc(), TimeEntry.id.desc()).offset(offset).limit(at_most)
    return session.scalars(page).all()


def count_own_time(session: Session, actor: Actor) -> int:
    return session.scalar(select(func.count(TimeEntry.id)).where(TimeEntry.person_id == actor.id)) or 0


def find_last_on_ticket(session: Session, actor: Actor) -> TimeEntry | None:
    """What this person wrote down with their last answer: the next answer begins with the same."""
    rows = select(TimeEntry).where(TimeEntry.person_id == actor.id, TimeEntry.ticket_id.is_not(None))
    return session.scalar(rows.order_by(TimeEntry.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Cell:
    """One function in one month for one affiliate. `cost` is to the cent, and None while there is no rate."""

    month: date
    affiliate_id: int | None
    affiliate: str
    function: WorkFunction
    minutes: int
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Minutes and cost of some cells; `has_gaps` when a cell among them has no rate."""

    minutes: int
    cost: Decimal
    has_gaps: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of hours: its key, minutes by function, and the sum of the row."""

    key: str
    minutes: Mapping[WorkFunction, int]
    total: Sum


NETWORK = "The network as a whole"


def list_cells(session: Session, *, since: date, until: date) -> Sequence[Cell]:
    """Every cell with hours from `since` up to, but not at, `until`; by month, affiliate and function."""
    rows = session.execute(_entries(since, until)).all()
    rates = list_rates(session)
    minutes: dict[tuple[date, str, int | None, WorkFunction], int] = {}
    for worked_on, affiliate_id, name, function, spent in rows:
        key = (worked_on.replace(day=1), name or "", affiliate_id, function)
        minutes[key] = minutes.get(key, 0) + spent
    order = list(WorkFunction)
    return [
        Cell(month, affiliate_id, name or NETWORK, function, spent, cost_of(spent, function, month, rates))
        for (month, name, affiliate_id, function), spent in sorted(
            minutes.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or 0, order.index(item[0][3]))
        )
    ]


def _entries(since: date, until: date) -> Select[date, int | None, str, WorkFunction, int]:
    """Minutes by day, affiliate and function: a few rows a day, however many entries there are."""
    return (
        select(
            TimeEntry.worked_on,
            TimeEntry.affiliate_id,
            Affiliate.name,
            TimeEntry.function,
            func.sum(TimeEntry.minutes),
        )
        .outerjoin(Affiliate, Affiliate.id == TimeEntry.affiliate_id)
        .where(TimeEntry.worked_on >= since, TimeEntry.worked_on < until)
        .group_by(TimeEntry.worked_on, TimeEntry.affiliate_id, Affiliate.name, TimeEntry.function)
    )


def rate_in(function: WorkFunction, month: date, rates: Iterable[HourlyRate]) -> Decimal | None:
    """The rate that holds in that month: the newest one that began by then."""
    begun = [rate for rate in rates if rate.function is function and rate.starts_on <= month]
    return max(begun, key=lambda rate: rate.starts_on).amount if begun else None


def cost_of(minutes: int, function: WorkFunction, month: date, rates: Iterable[HourlyRate]) -> Decimal | None:
    """To the cent, half a cent up. Rounded once for each cell, so that every total is the sum of what is shown."""
    rate = rate_in(function, month, rates)
    return None if rate is None else (rate * minutes / 60).quantize(CENT, ROUND_HALF_UP)


def sum_of(cells: Iterable[Cell]) -> Sum:
    kept = list(cells)
    return Sum(
        minutes=sum(cell.minutes for cell in kept),
        cost=sum((cell.cost for cell in kept if cell.cost is not None), Decimal(0)),
        has_gaps=any(cell.cost is None for cell in kept),
    )


def lines_by(cells: Sequence[Cell], key: Callable[[Cell], str]) -> list[Line]:
    """One line for each key, in the order in which the cells first have it."""
    return [
        Line(
            name,
            {f: sum(c.minutes for c in cells if key(c) == name and c.function is f) for f in WorkFunction},
            sum_of(cell for cell in cells if key(cell) == name),
        )
        for name in dict.fromkeys(map(key, cells))
    ]


def total_line(cells: Sequence[Cell]) -> Line:
    by_function = {f: sum(cell.minutes for cell in cells if cell.function is f) for f in WorkFunction}
    return Line("Total", by_function, sum_of(cells))


def _write(entry: TimeEntry, written: WrittenTime) -> None:
    entry.worked_on, entry.function = written.worked_on, written.function
    entry.affiliate_id, entry.minutes, entry.note = written.affiliate_id, written.minutes, written.note


def _check_day(day: date, *, today: date) -> None:
    if day > today:
        raise DomainError(Reason("This day has not come yet.", "worked_on"))
    if day < today - ENTER_WITHIN:
        raise DomainError(
            Reason(f"Hours are written down within {ENTER_WITHIN.days} days. Check the year.", "worked_on")
        )


def _refuse_change(entry: TimeEntry, expected_version: int, *, actor: Actor, now: datetime) -> None:
    reasons = why_not_change(entry, actor=actor, now=now)
    if reasons:
        raise DomainError(*reasons)
    if entry.version != expected_version:
        raise Stale()
