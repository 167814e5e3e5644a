"""Invite one affiliate: one of the network, or a new one with the director who signs for it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.enrollments.answers import NewAffiliate, NewPerson
from workflows.enrollments.invitations import invite_affiliate
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import is_affiliate_named, list_directors
from workflows.errors import DomainError, Reason
from workflows.people.models import Affiliate
from workflows.people.operations import invite_person
from workflows.people.queries import find_affiliate_by_code
from workflows.permissions import Actor, Role


@dataclass(frozen=True, slots=True)
class OneInvitation:
    """`affiliate` is an id of the network or a new one; `director` is needed where nobody could sign yet."""

    affiliate: int | NewAffiliate
    director: NewPerson | None
    selection_reason: str


def invite_one(cohort: Cohort, given: OneInvitation, *, session: Session, actor: Actor, now: datetime) -> Enrollment:
    """The affiliate, invited, and its director with the account's link in the same message.

    Raises DomainError at the fields `code`, `name` and `director_name`, or for an affiliate that is in the cohort.
    """
    affiliate = _affiliate_of(given.affiliate, session=session)
    if given.director is not None:
        invite_person(
            email=given.director.email,
            name=given.director.name,
            role=Role.AFFILIATE_DIRECTOR,
            affiliate_id=affiliate.id,
            session=session,
            actor=actor,
            now=now,
            is_told=False,  # the cohort's invitation brings the link
        )
        session.flush()  # the directors are read from the roles
    if not list_directors(session, affiliate.id):
        raise DomainError(Reason(f"{affiliate.name} has no director who could sign. Write who it is.", "director_name"))
    return invite_affiliate(
        cohort, affiliate, session=session, actor=actor, now=now, selection_reason=given.selection_reason
    )


def _affiliate_of(wanted: int | NewAffiliate, *, session: Session) -> Affiliate:
    if isinstance(wanted, int):
        return session.get_one(Affiliate, wanted)
    reasons = []
    if find_affiliate_by_code(session, wanted.code) is not None:
        reasons.append(
            Reason(f"The code {wanted.code} belongs to another affiliate. Choose it in the list above.", "code")
        )
    if is_affiliate_named(session, wanted.name):
        reasons.append(Reason(f"{wanted.name} is in the network already. Choose it in the list above.", "name"))
    if reasons:
        raise DomainError(*reasons)
    affiliate = Affiliate(**asdict(wanted))
    session.add(affiliate)
    session.flush()  # the director and the enrollment point at its key
    return affiliate
