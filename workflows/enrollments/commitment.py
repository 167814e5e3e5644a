"""Around the signature: whose name it is, who the data lead is, the words that were shown, and the deadline."""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.clock import moment_in_words
from workflows.enrollments.answers import AffiliateProfile, NewPerson, digest_of
from workflows.enrollments.invitations import add_leads
from workflows.enrollments.models import Commitment, Enrollment
from workflows.enrollments.operations import sign_commitment
from workflows.errors import DomainError, Reason, Stale
from workflows.outbox import announce
from workflows.people.models import User
from workflows.people.operations import invite_person
from workflows.people.queries import find_person
from workflows.permissions import PROGRAM, Actor, Permission, Role, require
from workflows.stages import Stage

REMIND_EVERY = timedelta(days=7)


class TextChanged(Stale):
    """The words were changed between reading and signing; nothing was signed."""

    def __str__(self) -> str:
        return "The text of the commitment was changed while you read it. Please read it again; your answers are kept."


def sign_what_was_shown(
    enrollment: Enrollment,
    *,
    shown_sha256: str,
    typed_name: str,
    data_lead: NewPerson | int,
    profile: AffiliateProfile,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Commitment:
    """Sign the text whose digest the page carried, and name the data lead: a person's id, or somebody to invite.

    Raises TextChanged when the text was changed since it was shown, DomainError for a name that is not the signer's,
    and Refused as `sign_commitment` does.
    """
    if digest_of(enrollment.cohort.commitment_text) != shown_sha256:
        raise TextChanged()
    _require_own_name(typed_name, actor)
    lead = _name_data_lead(enrollment, data_lead, session=session, actor=actor, now=now)
    return sign_commitment(
        enrollment,
        typed_name=typed_name,
        data_lead_id=lead.id,
        profile=profile,
        session=session,
        actor=actor,
        now=now,
    )


def _require_own_name(typed_name: str, actor: Actor) -> None:
    """At least one part of the name that was typed is the signer's own, whatever its accents and capitals."""
    if not _parts(typed_name) & _parts(actor.name):
        raise DomainError(
            Reason(
                f"You are signed in as {actor.name}. Type your own name, or correct it in your account first.",
                "typed_name",
            )
        )


def _parts(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return set(plain.replace("-", " ").replace(".", " ").split())


def _name_data_lead(
    enrollment: Enrollment, named: NewPerson | int, *, session: Session, actor: Actor, now: datetime
) -> User:
    """Whoever is named holds the data lead's role and takes part in the training; somebody new is invited by mail."""
    require(actor, Permission.COMMIT, enrollment)
    chosen = find_person(session, named) if isinstance(named, int) else None
    if isinstance(named, NewPerson):
        email, name = named.email, named.name
    else:
        assert chosen is not None  # the form offers the affiliate's own people only
        email, name = chosen.email, chosen.name
    lead = invite_person(
        email=email,
        name=name,
        role=Role.AFFILIATE_DATA_LEAD,
        affiliate_id=enrollment.affiliate_id,
        session=session,
        actor=PROGRAM,  # inviting is the program's; naming was the director's, and the audit trail says so
        now=now,
    )
    session.flush()  # the list of participants is read from the roles
    add_leads(enrollment, session=session)
    return lead


def extend_commitment(
    enrollment: Enrollment, *, until: datetime, reason: str, session: Session, actor: Actor, now: datetime
) -> None:
    """A later deadline for this affiliate alone; raises DomainError for one that is over or no later."""
    reasons = why_not_extend(enrollment)
    due = enrollment.commitment_due_at
    if until <= now:
        reasons = (*reasons, Reason("This moment is over. Choose a later one.", "until_on"))
    elif due is not None and until <= due:
        zone = enrollment.cohort.time_zone
        reasons = (
            *reasons,
            Reason(f"It is due on {moment_in_words(due, zone)} already. Choose a later day.", "until_on"),
        )
    if reasons:
        raise DomainError(*reasons)
    enrollment.commitment_extended_to = until
    announce(
        session, "commitment_extended", now=now, actor_id=actor.id, enrollment_id=enrollment.id, note=reason,
        until=moment_in_words(until, enrollment.cohort.time_zone),
    )  # fmt: skip  # one announcement reads best as one


def why_not_extend(enrollment: Enrollment) -> tuple[Reason, ...]:
    if enrollment.stage is not Stage.INVITED:
        return (Reason(f"{enrollment.affiliate.name} has answered the invitation already."),)
    if enrollment.cohort.commitments_due_at is None:
        return (Reason(f"{enrollment.cohort.name} has no deadline for commitments, so nothing needs extending."),)
    return ()


def why_not_remind(enrollment: Enrollment, *, now: datetime) -> tuple[Reason, ...]:
    """At most one message a week about the same invitation, the invitation itself included."""
    if enrollment.stage is not Stage.INVITED:
        return (Reason(f"{enrollment.affiliate.name} has answered the invitation already."),)
    last = max(enrollment.invited_at, enrollment.reminded_at or enrollment.invited_at)
    if now - last >= REMIND_EVERY:
        return ()
    next_at = moment_in_words(last + REMIND_EVERY, enrollment.cohort.time_zone)
    return (Reason(f"{enrollment.affiliate.name} was written to less than a week ago. Remind again from {next_at}."),)


def remind(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> None:
    """Owe the director one more message with the signed link; raises DomainError within a week of the last one."""
    reasons = why_not_remind(enrollment, now=now)
    if reasons:
        raise DomainError(*reasons)
    enrollment.reminded_at = now
    announce(session, "invitation_reminded", now=now, actor_id=actor.id, enrollment_id=enrollment.id)
