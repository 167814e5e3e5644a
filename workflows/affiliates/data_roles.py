"""Who holds a data role: named, changed, ended; what follows for the year, the handover and the tier."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from workflows.affiliates.answers import NOTE_MAX
from workflows.affiliates.handovers import find_successor_for, open_handover
from workflows.affiliates.models import DataRole
from workflows.affiliates.operations import refresh_tier, tell
from workflows.affiliates.queries import (
    find_current_role,
    find_person_of,
    list_open_enrollments,
    list_roles_held_by,
)
from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.people.answers import DataRoleKind
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Role

ACCOUNT_ENDED = "The account was deactivated."
ACCESS_ENDED = "The access as data lead ended."


@dataclass(frozen=True, slots=True)
class DataRoleAnswers:
    """Who takes the role, from when, with how much time and money. `user_id` None: somebody without an account."""

    user_id: int | None
    name: str
    email: str
    since: date
    hours_a_week: int | None = None
    backup_name: str = ""
    funding_source: str = ""
    funded_until: date | None = None


Edition = tuple[int, int]
"""Which holding somebody saw: its id and version; zeros when nobody held the role."""


def edition_of(role: DataRole | None) -> Edition:
    return (0, 0) if role is None else (role.id, role.version)


def name_data_role(
    affiliate: Affiliate,
    kind: DataRoleKind,
    given: DataRoleAnswers,
    *,
    seen: Edition,
    session: Session,
    actor: Actor,
    now: datetime,
) -> DataRole:
    """Keep who holds the role. The same person: the details change; another one: the former holding ends today.

    A change of the data lead begins one handover, and the running years follow. The same answers arriving twice
    change nothing. Raises Stale when the role is not as the writer saw it, DomainError with what does not fit.
    """
    lock(session, affiliate)
    held = find_current_role(session, affiliate.id, kind)
    given = _completed(affiliate, given, session=session)
    if held is not None and _answers_of(held) == given:
        return held
    if edition_of(held) != seen:
        raise _stale(held, given)
    _require_sense(affiliate, held, given, now=now)
    if held is not None and _is_same_person(held, given):
        _fill(held, given)
        refresh_tier(affiliate, session=session)
        return held
    if held is not None:
        _end(held, on=given.since, because="")
        session.flush()  # the database lets a role be held once: the former one ends before the next begins
    role = DataRole(affiliate_id=affiliate.id, affiliate=affiliate, kind=kind, named_by_id=actor.id)
    _fill(role, given)
    session.add(role)
    session.flush()  # years, handover and announcement name it by number
    _follow(affiliate, role, former=held, session=session, actor=actor, now=now)
    return role


def end_data_role(role: DataRole, *, because: str, session: Session, actor: Actor, now: datetime) -> None:
    """The person no longer holds it, from today; who ends it a second time changes nothing.

    A data lead who leaves without a successor begins the handover, and the coach and the director are told.
    Raises DomainError without a reason.
    """
    if not because.strip() or len(because) > NOTE_MAX:
        raise DomainError(Reason(f"Say why in a sentence, at most {NOTE_MAX:,} characters.", "note"))
    affiliate = role.affiliate
    lock(session, affiliate)
    session.refresh(role)
    if role.until is not None:
        return
    _end(role, on=max(role.since, local_date(now, affiliate.time_zone)), because=because.strip())
    if role.kind is DataRoleKind.DATA_LEAD:
        open_handover(affiliate, role, successor=None, session=session, now=now)
        _hand_to(affiliate, None, session=session)
    event = "data_lead_left" if role.kind is DataRoleKind.DATA_LEAD else "data_role_ended"
    refresh_tier(affiliate, session=session)
    tell(affiliate, event, session=session, actor=actor, now=now, subject_id=role.id, note=role.ended_because,
         name=role.name, role=role.kind.label.lower())  # fmt: skip


def follow_commitment(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> None:
    """Whom the commitment names is the affiliate's data lead, with everything that a change brings; safe to repeat."""
    affiliate = enrollment.affiliate
    lock(session, affiliate)
    person = session.get(User, enrollment.data_lead_id) if enrollment.data_lead_id is not None else None
    held = find_current_role(session, affiliate.id, DataRoleKind.DATA_LEAD)
    if person is None or (held is not None and held.user_id == person.id):
        refresh_tier(affiliate, session=session)
        return
    given = DataRoleAnswers(person.id, person.name, person.email, since=local_date(now, affiliate.time_zone))
    name_data_role(
        affiliate, DataRoleKind.DATA_LEAD, given, seen=edition_of(held), session=session, actor=actor, now=now
    )  # fmt: skip


def follow_account(user: User, *, session: Session, actor: Actor, now: datetime) -> None:
    """End the data roles of somebody who can no longer hold them; safe to repeat.

    All of them when the account is deactivated or nothing is left to them in the affiliate; the data lead's also when
    their access as data lead ended.
    """
    for role in list_roles_held_by(session, user.id):
        because = _why_left(user, role, now=now)
        if because:
            end_data_role(role, because=because, session=session, actor=actor, now=now)


def _why_left(user: User, role: DataRole, *, now: datetime) -> str:
    if not user.is_active:
        return ACCOUNT_ENDED
    there = [r for r in user.roles if r.affiliate_id == role.affiliate_id]
    left = [r for r in there if r.ended_at is None and (r.expires_at is None or r.expires_at > now)]
    if not left:
        return ACCESS_ENDED
    leading = [r for r in there if r.role is Role.AFFILIATE_DATA_LEAD]
    ended_since = any(r.ended_at is not None and r.ended_at.date() >= role.since for r in leading)
    if role.kind is DataRoleKind.DATA_LEAD and ended_since and not any(r in left for r in leading):
        return ACCESS_ENDED
    return ""


def _follow(
    affiliate: Affiliate, role: DataRole, *, former: DataRole | None, session: Session, actor: Actor, now: datetime
) -> None:
    """What a new holder brings with it."""
    word = role.kind.label.lower()
    if role.kind is not DataRoleKind.DATA_LEAD:
        refresh_tier(affiliate, session=session)
        tell(affiliate, "data_role_named", session=session, actor=actor, now=now, name=role.name, role=word)
        return
    _hand_to(affiliate, role.user_id, session=session)
    find_successor_for(affiliate, role, session=session)
    refresh_tier(affiliate, session=session)
    if former is None:
        tell(affiliate, "data_role_named", session=session, actor=actor, now=now, name=role.name, role=word)
        return
    open_handover(affiliate, former, successor=role, session=session, now=now)
    tell(affiliate, "data_lead_changed", session=session, actor=actor, now=now, subject_id=former.id, name=role.name,
         before=former.name)  # fmt: skip


def _hand_to(affiliate: Affiliate, user_id: int | None, *, session: Session) -> None:
    """Every year that has not ended has this data lead now; None while nobody with an account holds the role."""
    for enrollment in sorted(list_open_enrollments(session, affiliate.id), key=lambda e: e.id):
        lock(session, enrollment)
        enrollment.data_lead_id = user_id


def _completed(affiliate: Affiliate, given: DataRoleAnswers, *, session: Session) -> DataRoleAnswers:
    """With the name and address of the account; raises DomainError where there is neither account nor name."""
    texts = {"backup_name": given.backup_name.strip(), "funding_source": given.funding_source.strip()}
    details = {"hours_a_week": given.hours_a_week, "funded_until": given.funded_until}
    if given.user_id is None:
        name, email = given.name.strip(), given.email.strip().lower()
        if not name or not email:
            raise DomainError(Reason("Write the name and the e-mail of the person who takes this role.", "name"))
        return DataRoleAnswers(None, name, email, given.since, **details, **texts)  # type: ignore[arg-type]
    person = find_person_of(session, affiliate.id, given.user_id)
    if person is None:
        raise DomainError(Reason(f"Choose somebody of {affiliate.name} who has an account here.", "person"))
    return DataRoleAnswers(person.id, person.name, person.email, given.since, **details, **texts)  # type: ignore[arg-type]


def _require_sense(affiliate: Affiliate, held: DataRole | None, given: DataRoleAnswers, *, now: datetime) -> None:
    reasons = []
    if given.since > local_date(now, affiliate.time_zone):
        reasons.append(
            Reason("Name the person on the day the role begins; until then the one before holds it.", "since")
        )
    if held is not None and not _is_same_person(held, given) and given.since < held.since:
        reasons.append(
            Reason(
                f"{held.name} holds the role since {held.since.day} {held.since:%B %Y}. Choose that day or later.",
                "since",
            )
        )
    if given.backup_name and given.backup_name.lower() == given.name.lower():
        reasons.append(Reason("A backup is somebody else.", "backup_name"))
    if reasons:
        raise DomainError(*reasons)


def _is_same_person(held: DataRole, given: DataRoleAnswers) -> bool:
    if held.user_id is not None or given.user_id is not None:
        return held.user_id == given.user_id
    return held.email == given.email


def _fill(role: DataRole, given: DataRoleAnswers) -> None:
    role.user_id, role.name, role.email = given.user_id, given.name, given.email
    role.hours_a_week, role.backup_name = given.hours_a_week, given.backup_name
    role.funding_source, role.funded_until, role.since = given.funding_source, given.funded_until, given.since


def _end(role: DataRole, *, on: date, because: str) -> None:
    role.until, role.ended_because = on, because


def _answers_of(role: DataRole) -> DataRoleAnswers:
    return DataRoleAnswers(
        role.user_id, role.name, role.email, role.since, role.hours_a_week, role.backup_name, role.funding_source,
        role.funded_until,
    )  # fmt: skip


def _stale(held: DataRole | None, given: DataRoleAnswers) -> Stale:
    theirs = held.name if held is not None else "Nobody"
    return Stale(mine={"Who": given.name}, theirs={"Who": theirs})
