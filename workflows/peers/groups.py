"""What happens to peer groups: formed by hand or as suggested, changed, dissolved; and the log of their sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_uppercase

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.peers.answers import GROUP_LEAST, GROUP_MOST, MINUTES_LEAST, MINUTES_MOST
from workflows.peers.models import GroupPlace, LogEntry, PeerGroup
from workflows.peers.queries import Circle, find_group_named, list_candidates, list_group_names
from workflows.peers.suggestion import Candidate, suggest_groups
from workflows.permissions import Actor, Permission, require
from workflows.personal_data import require_no_personal_data


@dataclass(frozen=True, slots=True)
class LogLine:
    """What a group writes down about one of its sessions. `present` are ids of its affiliates."""

    held_on: date
    minutes: int
    present: tuple[int, ...]
    topic: str
    takeaway: str


def form_group(
    circle: Circle, *, name: str, enrollment_ids: Sequence[int], session: Session, actor: Actor, now: datetime
) -> PeerGroup:
    """A new group of three to six affiliates of the cohort that have none yet. Raises DomainError."""
    require(actor, Permission.MANAGE_PEERS)
    lock(session, circle.cohort)  # two people who form groups at once wait for each other
    group = PeerGroup(cohort_id=circle.cohort.id, name=_free_name(circle, name, session=session), formed_at=now)
    chosen = _chosen(enrollment_ids, list_candidates(session, circle))
    group.places = [GroupPlace(enrollment_id=candidate.enrollment_id) for candidate in chosen]
    session.add(group)
    session.flush()  # the caller's next page is named by the key
    return group


def change_group(
    group: PeerGroup,
    circle: Circle,
    *,
    name: str,
    enrollment_ids: Sequence[int],
    expected_version: int,
    session: Session,
    actor: Actor,
) -> None:
    """Another name or other members. Raises DomainError, Stale. What was shared with the group follows its members."""
    require(actor, Permission.MANAGE_PEERS)
    lock(session, circle.cohort)
    lock(session, group)
    if group.version != expected_version:
        raise Stale(theirs={"Name": group.name, "Members": ", ".join(e.affiliate.name for e in group.enrollments)})
    if name.lower() != group.name.lower():
        group.name = _free_name(circle, name, session=session)
    chosen = {c.enrollment_id for c in _chosen(enrollment_ids, list_candidates(session, circle, besides=group))}
    kept = [place for place in group.places if place.enrollment_id in chosen]
    new = sorted(chosen - {place.enrollment_id for place in kept})
    group.places = [*kept, *(GroupPlace(enrollment_id=key) for key in new)]


def dissolve_group(group: PeerGroup, *, session: Session, actor: Actor, now: datetime) -> None:
    """Its affiliates are free for other groups; its log stays for staff to read. Asking again changes nothing."""
    require(actor, Permission.MANAGE_PEERS)
    lock(session, group)
    if group.dissolved_at is None:
        group.places.clear()
        group.dissolved_at = now


def form_suggested(circle: Circle, *, seen: str, session: Session, actor: Actor, now: datetime) -> list[PeerGroup]:
    """Every group of the suggestion that the person saw. Raises DomainError when it would be another one by now."""
    require(actor, Permission.MANAGE_PEERS)
    lock(session, circle.cohort)
    suggested = suggest_groups(list_candidates(session, circle))
    if not suggested:
        raise DomainError(f"There are fewer than {GROUP_LEAST} affiliates without a group.")
    if mark_of(suggested) != seen:
        raise DomainError("The affiliates changed since you saw this suggestion. Look at the new one first.")
    groups = []
    for members in suggested:
        name = next_name(list_group_names(session, circle.cohort.id))
        ids = [candidate.enrollment_id for candidate in members]
        groups.append(form_group(circle, name=name, enrollment_ids=ids, session=session, actor=actor, now=now))
    return groups


def mark_of(suggested: Sequence[Sequence[Candidate]]) -> str:
    """The suggestion as one word, to see whether it is still the same."""
    return "/".join("-".join(str(candidate.enrollment_id) for candidate in members) for members in suggested)


def next_name(taken: set[str]) -> str:
    """“Group A”, “Group B” …, the first that is free."""
    letters = (*ascii_uppercase, *(f"{a}{b}" for a in ascii_uppercase for b in ascii_uppercase))
    lower = {name.lower() for name in taken}
    return next(name for letter in letters if (name := f"Group {letter}").lower() not in lower)


def write_log(
    group: PeerGroup, line: LogLine, *, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> LogEntry:
    """One more session of the group. Raises Forbidden, DomainError."""
    require(actor, Permission.JOIN_PEERS, group)
    _check(group, line, is_checked=is_checked, now=now)
    assert actor.id is not None
    entry = LogEntry(group=group, written_by_id=actor.id, written_at=now)
    _fill(entry, line)
    session.add(entry)
    return entry


def edit_log(
    entry: LogEntry,
    line: LogLine,
    *,
    expected_version: int,
    is_checked: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Write it anew; any member of the group may. Raises Forbidden, DomainError, Stale with both texts."""
    require(actor, Permission.JOIN_PEERS, entry)
    lock(session, entry)
    if entry.version != expected_version:
        raise Stale(mine=_labelled(line), theirs=_labelled(entry))
    _check(entry.group, line, is_checked=is_checked, now=now)
    _fill(entry, line)
    assert actor.id is not None
    entry.written_by_id, entry.written_at = actor.id, now


def _free_name(circle: Circle, name: str, *, session: Session) -> str:
    if not name.strip():
        raise DomainError(Reason("Give the group a name, such as “Group A”.", "name"))
    if find_group_named(session, circle.cohort.id, name.strip()) is not None:
        raise DomainError(Reason(f"There is a “{name.strip()}” in this cohort already. Choose another name.", "name"))
    return name.strip()


def _chosen(enrollment_ids: Sequence[int], candidates: Sequence[Candidate]) -> list[Candidate]:
    by_id = {candidate.enrollment_id: candidate for candidate in candidates}
    wanted = dict.fromkeys(enrollment_ids)
    if wanted.keys() - by_id.keys():
        raise DomainError(Reason("One of these affiliates has joined another group, or left. Choose again.", "members"))
    if not GROUP_LEAST <= len(wanted) <= GROUP_MOST:
        raise DomainError(
            Reason(f"A group has {GROUP_LEAST} to {GROUP_MOST} affiliates; you chose {len(wanted)}.", "members")
        )
    return [by_id[key] for key in wanted]


def _check(group: PeerGroup, line: LogLine, *, is_checked: bool, now: datetime) -> None:
    today = local_date(now, group.cohort.time_zone)
    if line.held_on > today:
        raise DomainError(Reason("Write down a session once it was held: this day lies ahead.", "held_on"))
    if not MINUTES_LEAST <= line.minutes <= MINUTES_MOST:
        raise DomainError(Reason(f"Between {MINUTES_LEAST} and {MINUTES_MOST} minutes.", "minutes"))
    if not set(line.present) <= group.affiliate_ids or len(line.present) < 2:
        raise DomainError(Reason("Tick at least two affiliates of the group that were there.", "present"))
    require_no_personal_data((line.topic, line.takeaway), is_checked=is_checked, today=today)


def _fill(entry: LogEntry, line: LogLine) -> None:
    entry.held_on, entry.minutes, entry.present = line.held_on, line.minutes, sorted(line.present)
    entry.topic, entry.takeaway = line.topic, line.takeaway


def _labelled(line: LogLine | LogEntry) -> dict[str, str]:
    return {
        "Day and minutes": f"{line.held_on.isoformat()}, {line.minutes} minutes",
        "What about": line.topic,
        "What you take away": line.takeaway,
    }
