"""The decisions log: what an affiliate decided from data, how its leaders took part, and what it is proud of."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from workflows.affiliates.answers import EntryKind
from workflows.affiliates.models import LogEntry
from workflows.affiliates.operations import tell
from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.people.models import Affiliate
from workflows.permissions import Actor


@dataclass(frozen=True, slots=True)
class EntryAnswers:
    """One entry as it was typed: the question asked of the data, what was decided or happened, what was changed."""

    kind: EntryKind
    happened_on: date
    question: str
    told: str
    changed: str


def write_entry(
    affiliate: Affiliate, given: EntryAnswers, *, session: Session, actor: Actor, now: datetime
) -> LogEntry:
    """One more entry; raises DomainError with what is missing."""
    _require_whole(affiliate, given, now=now)
    entry = LogEntry(affiliate_id=affiliate.id, written_by_id=actor.id, written_at=now)
    _fill(entry, given)
    session.add(entry)
    return entry


def edit_entry(
    entry: LogEntry, given: EntryAnswers, *, expected_version: int, session: Session, now: datetime
) -> LogEntry:
    """Other words for it. What others have read in the network is taken back first: it stays as it was shared.

    Raises Stale when somebody saved since, DomainError with what is missing.
    """
    lock(session, entry)
    if _answers_of(entry) == given:
        return entry
    if entry.version != expected_version:
        raise Stale(mine={"What was told": given.told}, theirs={"What was told": entry.told})
    reasons = why_not_change(entry)
    if reasons:
        raise DomainError(*reasons)
    _require_whole(entry.affiliate, given, now=now)
    _fill(entry, given)
    entry.recognized_at, entry.recognized_by_id = None, None  # other words are read again before they are recognized
    session.flush()  # the page is told the version that was written
    return entry


def why_not_change(entry: LogEntry) -> tuple[Reason, ...]:
    """Every reason against editing or removing it."""
    if entry.shared_at is not None:
        return (Reason("The network reads this win as it is. Stop sharing it first."),)
    return ()


def remove_entry(entry: LogEntry, *, session: Session) -> None:
    """Out of the log; the audit trail keeps it. Raises DomainError while it is shared."""
    lock(session, entry)
    reasons = why_not_change(entry)
    if reasons:
        raise DomainError(*reasons)
    session.delete(entry)


def recognize_win(entry: LogEntry, *, session: Session, actor: Actor, now: datetime) -> None:
    """The national office or the coach read it and is glad with the affiliate; a second time changes nothing."""
    lock(session, entry)
    if entry.kind is not EntryKind.WIN:
        raise DomainError("Only a data win is recognized. Decisions count by themselves.")
    if entry.recognized_at is None:
        entry.recognized_at, entry.recognized_by_id = now, actor.id
        tell(entry.affiliate, "win_recognized", session=session, actor=actor, now=now)


def why_not_share(entry: LogEntry) -> tuple[Reason, ...]:
    """Every reason against showing it to the network."""
    if entry.kind is not EntryKind.WIN:
        return (Reason("Only a data win is shared; decisions stay with you and the national office."),)
    if entry.recognized_at is None:
        return (Reason("Your coach or the national office recognizes the win first: a second pair of eyes looks that "
                       "nobody can be recognized in it."),)  # fmt: skip
    return ()


def share_win(entry: LogEntry, *, session: Session, actor: Actor, now: datetime) -> None:
    """The affiliate lets the network read it; raises DomainError before somebody recognized it."""
    lock(session, entry)
    reasons = why_not_share(entry)
    if reasons:
        raise DomainError(*reasons)
    if entry.shared_at is None:
        entry.shared_at, entry.shared_by_id = now, actor.id
        tell(entry.affiliate, "win_shared", session=session, actor=actor, now=now)


def stop_sharing(entry: LogEntry, *, session: Session) -> None:
    """The network no longer reads it."""
    lock(session, entry)
    entry.shared_at, entry.shared_by_id = None, None


def _require_whole(affiliate: Affiliate, given: EntryAnswers, *, now: datetime) -> None:
    reasons = []
    if not given.told:
        reasons.append(Reason("Tell in a sentence or two what was decided or what happened.", "told"))
    if given.kind is EntryKind.DECISION and not given.question:
        reasons.append(Reason("Which question did you ask of your data?", "question"))
    if given.kind is EntryKind.DECISION and not given.changed:
        reasons.append(Reason("What was changed? A decision that changed nothing yet can wait.", "changed"))
    if given.happened_on > local_date(now, affiliate.time_zone):
        reasons.append(Reason("This day is still ahead. Write it down once it has happened.", "happened_on"))
    if reasons:
        raise DomainError(*reasons)


def _fill(entry: LogEntry, given: EntryAnswers) -> None:
    entry.kind, entry.happened_on = given.kind, given.happened_on
    entry.question, entry.told, entry.changed = given.question, given.told, given.changed


def _answers_of(entry: LogEntry) -> EntryAnswers:
    return EntryAnswers(entry.kind, entry.happened_on, entry.question, entry.told, entry.changed)
