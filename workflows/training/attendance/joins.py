"""The joins that the sections of a report hold: first as written, then as moments of the session's day."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.training.attendance.durations import read_duration
from workflows.training.attendance.minutes import NOTHING, Join, SessionWindow, Stay, merged_time
from workflows.training.attendance.names import normal_email, normal_name, shown_name
from workflows.training.attendance.shapes import Section, Tells
from workflows.training.attendance.text import FileRow
from workflows.training.attendance.times import DateOrder, WrittenTime, decide_date_order, read_written_time
from workflows.training.attendance.vocabulary import JOINING, LEAVING, ORGANIZERS, Column, plain, says_no, says_yes

UTC_ZONE = ZoneInfo("UTC")
ADDRESS_MAX = 254  # characters


@dataclass(frozen=True, slots=True)
class WrittenJoin:
    """One row as written, before the order of its dates is decided. `meeting` tells apart the meetings of a file."""

    join: Join
    joined: WrittenTime | None
    left: WrittenTime | None
    meeting: tuple[str, str]

    @property
    def person(self) -> frozenset[str]:
        """By what this person can be known again in another section."""
        known = (normal_name(self.join.shown_name), normal_email(self.join.email), normal_email(self.join.account))
        return frozenset(filter(None, known))


def sections_to_read(sections: Sequence[Section]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The sections that tell most exactly who was there when, and those that tell the same less exactly."""
    filled = [section for section in sections if section.rows] or list(sections)
    most = max(section.shape.tells for section in filled)
    return (
        tuple(section for section in filled if section.shape.tells is most),
        tuple(section for section in filled if section.shape.tells is not most),
    )


def written_joins(main: Iterable[Section], others: Iterable[Section] = ()) -> tuple[WrittenJoin, ...]:
    """What each sound row says; a row without a name and an address is nobody's.

    Another section only adds the addresses of people whom the main ones show by name alone, and people of its own.
    """
    rows = _rows_of(main)
    other_rows = _rows_of(others)
    addresses = _only_addresses(other_rows)
    rows = [_with_address(row, addresses.get(normal_name(row.join.shown_name))) for row in rows]
    known = frozenset[str]().union(*(row.person for row in rows))
    return (*rows, *(row for row in other_rows if row.person.isdisjoint(known)))


def date_order_of(
    written: Sequence[WrittenJoin], *, section: Section, session: SessionWindow, chosen: DateOrder | None
) -> DateOrder:
    """Raises DomainError when nothing tells; see `decide_date_order`."""
    days = session.days_in(zone_of(section, session))
    return decide_date_order(times_of(written), usual=section.shape.usual_order, session_days=days, chosen=chosen)


def zone_of(section: Section, session: SessionWindow) -> ZoneInfo:
    """The zone whose clock the section's times show."""
    return UTC_ZONE if section.shape.in_utc else ZoneInfo(session.timezone)


def times_of(written: Sequence[WrittenJoin]) -> tuple[WrittenTime, ...]:
    return tuple(at for row in written for at in (row.joined, row.left) if at)


def read_joins(
    written: Sequence[WrittenJoin], *, section: Section, order: DateOrder, session: SessionWindow
) -> tuple[Join, ...]:
    """The same rows with their local times as UTC moments; comings and goings are put together to stays."""
    zone = zone_of(section, session)
    joins = [_read_join(row, order=order, zone=zone, session=session) for row in written]
    if section.shape.tells is Tells.ACTIONS:
        return tuple(_paired(joins, session=session))
    return tuple(joins)


def of_this_meeting(
    written: Sequence[WrittenJoin], joins: Sequence[Join], *, session: SessionWindow
) -> tuple[tuple[Join, ...], int]:
    """The joins of the meetings that touch the session, and how many other meetings the file lists.

    Where none does, or the file does not tell meetings apart, all of them.
    """
    meetings = {row.meeting for row in written}
    if len(meetings) < 2 or len(written) != len(joins):
        return tuple(joins), 0
    here = {
        row.meeting
        for row, join in zip(written, joins, strict=True)
        if join.stay and merged_time([join.stay], session=session)
    }
    if not here:
        return tuple(joins), 0
    kept = (join for row, join in zip(written, joins, strict=True) if row.meeting in here)
    return tuple(kept), len(meetings - here)


def _rows_of(sections: Iterable[Section]) -> list[WrittenJoin]:
    return [
        _written_join(section, row)
        for section in sections
        for row in section.rows
        if not section.is_broken(row) and not section.is_nameless(row)
    ]


def _written_join(section: Section, row: FileRow) -> WrittenJoin:
    def cell(column: Column) -> str:
        return section.cell(row, column)

    addresses = [address[:ADDRESS_MAX] for address in (cell(Column.EMAIL), cell(Column.ACCOUNT)) if "@" in address]
    shape = section.shape
    joined, left = read_written_time(cell(Column.JOINED)), read_written_time(cell(Column.LEFT))
    if shape.tells is Tells.SPANS:
        joined, left = read_written_time(cell(Column.FIRST_JOINED)), read_written_time(cell(Column.LAST_LEFT))
    elif shape.tells is Tells.ACTIONS:
        joined, left = _coming_or_going(section, row)
    join = Join(
        line=row.line,
        shown_name=shown_name(cell(Column.NAME)),
        email=addresses[0] if addresses else "",
        account=addresses[1] if len(addresses) > 1 and addresses[1] != addresses[0] else "",
        joined_at=None,
        left_at=None,
        counted=read_duration(cell(Column.MINUTES)),
        is_span=shape.tells is Tells.SPANS,
        was_there=not says_yes(cell(Column.WAITING)) and not says_no(cell(Column.ATTENDED)),
        is_host=section.lists_hosts or plain(cell(Column.ROLE)) in ORGANIZERS,
        is_hosts_side=says_no(cell(Column.GUEST)),
    )
    return WrittenJoin(join, joined, left, (cell(Column.MEETING), cell(Column.MEETING_START)))


def _coming_or_going(section: Section, row: FileRow) -> tuple[WrittenTime | None, WrittenTime | None]:
    """The row's one time, as a join or as a leave; an action with another word is neither."""
    at = read_written_time(section.cell(row, Column.AT_UTC) or section.cell(row, Column.AT))
    action = plain(section.cell(row, Column.ACTION))
    return (at if action in JOINING else None), (at if action in LEAVING else None)


def _only_addresses(rows: Iterable[WrittenJoin]) -> dict[str, tuple[str, str]]:
    """The e-mail and account of each name that stands with one address alone."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        found[normal_name(row.join.shown_name)].add((row.join.email, row.join.account))
    return {name: next(iter(pairs)) for name, pairs in found.items() if name and len(pairs) == 1}


def _with_address(row: WrittenJoin, address: tuple[str, str] | None) -> WrittenJoin:
    if row.join.email or address is None:
        return row
    return replace(row, join=replace(row.join, email=address[0], account=address[1]))


def _read_join(row: WrittenJoin, *, order: DateOrder, zone: ZoneInfo, session: SessionWindow) -> Join:
    joined = row.joined.moments(order, zone) if row.joined else ()
    left = row.left.moments(order, zone) if row.left else ()
    joined_at, left_at = _likeliest_stay(joined, left, counted=row.join.counted, session=session)
    return replace(row.join, joined_at=joined_at, left_at=left_at)


def _likeliest_stay(
    joined: Sequence[datetime], left: Sequence[datetime], *, counted: timedelta | None, session: SessionWindow
) -> tuple[datetime | None, datetime | None]:
    """One moment for each time. Only in the hour that autumn repeats is there a choice: the stay that agrees
    with the counted minutes, or the shortest where none were counted; then the one within the session."""
    stays = [(start, end) for start in joined for end in left if start <= end]
    if not stays:
        return _nearest(joined, session), _nearest(left, session)

    def unlikely(stay: tuple[datetime, datetime]) -> tuple[int, timedelta]:
        length = (stay[1] - stay[0] - (counted or NOTHING)) / timedelta(minutes=1)
        return round(abs(length)), -merged_time([Stay(*stay)], session=session)

    return min(stays, key=unlikely)


def _nearest(moments: Sequence[datetime], session: SessionWindow) -> datetime | None:
    """The moment closest to the session."""

    def distance(at: datetime) -> timedelta:
        return max(session.starts_at - at, at - session.ends_at, NOTHING)

    return min(moments, key=distance, default=None)


def _paired(events: Sequence[Join], *, session: SessionWindow) -> Iterable[Join]:
    """One join for each coming with the next going of the same person; who never went stayed to the end."""
    open_ones: defaultdict[str, deque[Join]] = defaultdict(deque)
    for event in sorted(events, key=_when):
        person = normal_email(event.email) or normal_name(event.shown_name)
        if event.joined_at is not None:
            open_ones[person].append(event)
        elif event.left_at is not None and open_ones[person]:
            yield replace(open_ones[person].popleft(), left_at=event.left_at)
        else:
            yield event
    ends_at = session.ends_at.astimezone(UTC)
    for coming in (join for joins in open_ones.values() for join in joins):
        assert coming.joined_at is not None
        yield replace(coming, left_at=max(ends_at, coming.joined_at), is_open=True)


def _when(event: Join) -> tuple[datetime, bool]:
    """In the order of time; of one moment, comings before goings."""
    at = event.joined_at or event.left_at or datetime.max.replace(tzinfo=UTC)
    return at, event.joined_at is None
