"""What happens to funders and prospects: listed and described, written down, changed, and moved along their way."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.money import dollars
from workflows.outbox import announce
from workflows.people.queries import list_people_of
from workflows.permissions import Actor, Permission, require
from workflows.prospects.answers import (
    AMOUNT_MAX,
    Basis,
    BasisKind,
    FunderAnswers,
    ProspectAnswers,
    ProspectKind,
    StepAnswers,
)
from workflows.prospects.lifecycle import PROSPECT, READY_TO_ASK
from workflows.prospects.models import Funder, Prospect
from workflows.prospects.queries import find_funder_named, get_funder, list_bases

NAME_IS_TAKEN = Reason("A funder of this name is in the list already.", "name")
NO_AMOUNT = "Write an amount in dollars that is not below zero, and at most a hundred million."
NO_YEAR_YET = "Prospects are written down once the enrollment is confirmed."


def list_funder(given: FunderAnswers, *, session: Session, actor: Actor, now: datetime) -> Funder:
    """One more funder in the network's list. Raises DomainError."""
    require(actor, Permission.MANAGE_FUNDERS)
    _require_free_name(given.name, session=session)
    funder = Funder(listed_at=now)
    _describe(funder, given)
    session.add(funder)
    _keep(session)
    return funder


def change_funder(
    funder: Funder, given: FunderAnswers, *, expected_version: int, session: Session, actor: Actor
) -> None:
    """Other words for it, or off the list. Raises DomainError, and Stale with both texts."""
    require(actor, Permission.MANAGE_FUNDERS)
    lock(session, funder)
    if funder.version != expected_version:
        raise _stale(_funder_texts(given), _funder_texts(funder))
    if given.name.strip().lower() != funder.name.lower():
        _require_free_name(given.name, session=session)
    _describe(funder, given)
    _keep(session)


def _require_free_name(name: str, *, session: Session) -> None:
    if find_funder_named(session, name) is not None:
        raise DomainError(NAME_IS_TAKEN)


def _keep(session: Session) -> None:
    try:
        session.flush()  # a name that somebody else took in this moment is refused here
    except IntegrityError as error:
        raise DomainError(NAME_IS_TAKEN) from error


def _describe(funder: Funder, given: FunderAnswers) -> None:
    funder.name, funder.kind, funder.link = given.name.strip(), given.kind, given.link
    funder.funds, funder.notes = given.funds, given.notes
    funder.next_deadline_on, funder.is_retired = given.next_deadline_on, given.is_retired


def why_not_write(enrollment: Enrollment) -> tuple[Reason, ...]:
    """Every reason why this year has no log of prospects yet."""
    return () if enrollment.confirmed_at is not None else (Reason(NO_YEAR_YET),)


def write_prospect(
    enrollment: Enrollment, given: ProspectAnswers, *, session: Session, actor: Actor, now: datetime
) -> Prospect:
    """One more idea in the log of the year. Raises Forbidden, DomainError."""
    require(actor, Permission.WRITE_PROSPECTS, enrollment)
    if reasons := why_not_write(enrollment):
        raise DomainError(*reasons)
    prospect = Prospect(enrollment=enrollment, state=PROSPECT.initial, written_at=now)
    with session.no_autoflush:  # it is whole only once it is filled
        _check(enrollment, given, session=session)
        _fill(prospect, given, session=session, actor=actor)
    session.add(prospect)
    session.flush()  # the caller's next page is named by the key
    return prospect


def why_not_change(prospect: Prospect) -> tuple[Reason, ...]:
    """Every reason why what it says stays as it is."""
    if prospect.state.is_open:
        return ()
    return (Reason(f"It is {prospect.state.value}. Take it back with a note before you change what it says."),)


def change_prospect(
    prospect: Prospect, given: ProspectAnswers, *, expected_version: int, session: Session, actor: Actor, now: datetime
) -> None:
    """Say it anew. Raises Forbidden, DomainError, and Stale with both texts."""
    require(actor, Permission.WRITE_PROSPECTS, prospect)
    lock(session, prospect)
    if prospect.version != expected_version:
        raise _stale(_prospect_texts(given, session=session), _texts_kept(prospect))
    if reasons := why_not_change(prospect):
        raise DomainError(*reasons)
    with session.no_autoflush:  # half of it would break what the table asks for
        _check(prospect.enrollment, given, session=session, before=prospect)
        _fill(prospect, given, session=session, actor=actor)
        still = [guard(prospect, now) for guard in READY_TO_ASK] if prospect.state is not PROSPECT.initial else []
    if any(still):
        raise DomainError(*(reason for reason in still if isinstance(reason, Reason)))


def move_prospect(
    prospect: Prospect,
    name: str,
    told: StepAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Take the step `name` of the table. Raises Refused with every reason, and Stale when somebody was first."""
    lock(session, prospect)
    if prospect.version != expected_version:
        raise _stale({"Where it stands": PROSPECT.row(name).target.words}, {"Where it stands": prospect.state.words})
    reasons = PROSPECT.why_not(prospect, name, actor=actor, now=now, note=told.note)
    if reasons or (reasons := _why_not_told(prospect, name, told, now=now)):
        raise Refused(*reasons)
    with session.no_autoflush:  # the state and what it asks for are written together
        row = PROSPECT.move(prospect, name, actor=actor, now=now, note=told.note)
        _tell(prospect, name, told)
    prospect.state_note = told.note.strip()
    for event in row.announces:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id,
            enrollment_id=prospect.enrollment_id,
            subject_id=prospect.id,
            note=prospect.state_note,
            title=prospect.title,
            whom=prospect.whom or "nobody yet",
        )


def _tell(prospect: Prospect, name: str, told: StepAnswers) -> None:
    match name:
        case "ask":
            prospect.asked_on = told.on
        case "win":
            prospect.answered_on, prospect.amount_won = told.on, told.amount_won or Decimal(0)
        case "decline":
            prospect.answered_on = told.on
        case "reopen":
            prospect.answered_on, prospect.amount_won = None, None
        case "rethink":
            prospect.asked_on = None


def _why_not_told(prospect: Prospect, name: str, told: StepAnswers, *, now: datetime) -> tuple[Reason, ...]:
    """What is wrong with what the step tells, whatever the table says."""
    reasons = []
    if told.on > local_date(now, prospect.enrollment.affiliate.time_zone):
        reasons.append(Reason("This day is still ahead. Come back once it has happened.", "on"))
    if name in ("win", "decline") and prospect.asked_on is not None and told.on < prospect.asked_on:
        reasons.append(Reason(f"You asked on {_day(prospect.asked_on)}; the answer cannot come before that.", "on"))
    if name == "win" and not _is_amount(told.amount_won):
        reasons.append(Reason(NO_AMOUNT, "amount_won"))
    elif name == "win" and prospect.kind is ProspectKind.FUNDING and not told.amount_won:
        reasons.append(Reason("Say how much you won.", "amount_won"))
    return tuple(reasons)


def _check(enrollment: Enrollment, given: ProspectAnswers, *, session: Session, before: Prospect | None = None) -> None:
    """Raise DomainError with everything that cannot be so."""
    reasons = []
    if not given.title.strip():
        reasons.append(Reason("Say in a few words what you seek.", "title"))
    if given.funder_id is not None and given.funder_name.strip():
        reasons.append(Reason("Choose a funder from the list or write another name, not both.", "funder_name"))
    if given.funder_id is not None and not _may_choose(given.funder_id, before, session=session):
        reasons.append(Reason("This funder is no longer in the list. Choose another one.", "funder_id"))
    if not _is_amount(given.amount_sought):
        reasons.append(Reason(NO_AMOUNT, "amount_sought"))
    if given.basis is not None and not _is_of_the_year(given.basis, enrollment, before, session=session):
        reasons.append(Reason("This does not belong to the year. Choose what the ask rests on again.", "basis"))
    if given.owner_id is not None and not _may_own(given.owner_id, enrollment, before, session=session):
        reasons.append(Reason("Choose somebody of your affiliate.", "owner_id"))
    if reasons:
        raise DomainError(*reasons)


def _is_amount(amount: Decimal | None) -> bool:
    return amount is None or 0 <= amount <= AMOUNT_MAX


def _may_choose(funder_id: int, before: Prospect | None, *, session: Session) -> bool:
    is_kept = before is not None and before.funder_id == funder_id
    return is_kept or not get_funder(session, funder_id).is_retired


def _is_of_the_year(basis: Basis, enrollment: Enrollment, before: Prospect | None, *, session: Session) -> bool:
    is_kept = before is not None and before.basis == basis
    return is_kept or basis in {choice.basis for choice in list_bases(session, enrollment.id)}


def _may_own(owner_id: int, enrollment: Enrollment, before: Prospect | None, *, session: Session) -> bool:
    is_kept = before is not None and before.owner_id == owner_id
    return is_kept or owner_id in {person.id for person in list_people_of(session, enrollment.affiliate_id)}


def _fill(prospect: Prospect, given: ProspectAnswers, *, session: Session, actor: Actor) -> None:
    name = given.funder_name.strip()
    prospect.kind, prospect.title = given.kind, given.title.strip()
    prospect.funder = None if given.funder_id is None else get_funder(session, given.funder_id)
    prospect.funder_name, prospect.funder_kind = name, given.funder_kind if name else None
    prospect.amount_sought, prospect.deadline_on = given.amount_sought, given.deadline_on
    keys = {kind: given.basis.key if given.basis and given.basis.kind is kind else None for kind in BasisKind}
    prospect.goal_id, prospect.indicator_id = keys[BasisKind.GOAL], keys[BasisKind.INDICATOR]
    prospect.report_id = keys[BasisKind.REPORT]
    prospect.evidence, prospect.sustains = given.evidence.strip(), given.sustains.strip()
    owner_id = given.owner_id or prospect.owner_id or actor.id
    assert owner_id is not None
    prospect.owner_id = owner_id


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _stale(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Stale:
    """Both texts of what differs, by label."""
    labels = [label for label in mine if mine[label] != theirs[label]]
    return Stale(mine={name: mine[name] for name in labels}, theirs={name: theirs[name] for name in labels})


def _funder_texts(given: FunderAnswers | Funder) -> dict[str, str]:
    return {
        "Name": given.name,
        "Kind": given.kind.words,
        "What they fund": given.funds,
        "Link": given.link,
        "Next deadline": _day(given.next_deadline_on) if given.next_deadline_on else "",
        "Notes": given.notes,
        "In the list": "No" if given.is_retired else "Yes",
    }


def _prospect_texts(given: ProspectAnswers, *, session: Session) -> dict[str, str]:
    listed = get_funder(session, given.funder_id).name if given.funder_id is not None else ""
    return _texts(given, whom=listed or given.funder_name)


def _texts_kept(prospect: Prospect) -> dict[str, str]:
    return _texts(prospect, whom=prospect.whom)


def _texts(given: Any, *, whom: str) -> dict[str, str]:
    return {
        "What you seek": given.title,
        "Type": given.kind.words,
        "From whom": whom,
        "Amount": dollars(given.amount_sought) if given.amount_sought is not None else "",
        "Next deadline": _day(given.deadline_on) if given.deadline_on else "",
        "What it rests on": given.evidence,
        "What it sustains": given.sustains,
    }
