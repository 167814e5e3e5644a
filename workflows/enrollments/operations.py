"""What happens to an enrollment before its proposal: commitment, confirmation, coach, start of the training."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.enrollments.answers import AffiliateProfile, WayOut, digest_of
from workflows.enrollments.models import Commitment, Enrollment, Participant
from workflows.enrollments.queries import (
    find_participant,
    has_attended,
    is_reviewer_of,
    list_in_stage,
    list_required_sessions,
)
from workflows.enrollments.waiting_list import give_back_seat, hold_seats, leave_line
from workflows.errors import DomainError, Reason
from workflows.lifecycle import why_not
from workflows.outbox import announce
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.stages import Stage


def sign_commitment(
    enrollment: Enrollment,
    *,
    typed_name: str,
    data_lead_id: int,
    profile: AffiliateProfile | None = None,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Commitment:
    """The director's signature, with the text as it is today, and the data lead; moves the stage to committed.

    `profile` is what the director confirms about the affiliate; None leaves it as it is. An affiliate that comes
    back after a deferral signs afresh. Raises Refused when the stage or the person is wrong.
    """
    assert actor.id is not None
    enrollment.committed_at = now
    enrollment.data_lead_id = data_lead_id
    advance(enrollment, "commit", session=session, actor=actor, now=now)
    commitment = enrollment.commitment or Commitment(enrollment_id=enrollment.id)
    commitment.signed_by_id = actor.id
    commitment.typed_name = typed_name
    commitment.text = enrollment.cohort.commitment_text
    commitment.text_sha256 = digest_of(commitment.text)
    commitment.signed_at = now
    commitment.data_lead_name = session.get_one(User, data_lead_id).name
    commitment.profile = asdict(profile) if profile is not None else {}
    session.add(commitment)
    for name, value in commitment.profile.items():
        setattr(enrollment.affiliate, name, value)
        enrollment.affiliate.profile_confirmed_at = now
        enrollment.affiliate.profile_confirmed_by = actor.name
    return commitment


def confirm_enrollment(
    enrollment: Enrollment, *, note: str = "", session: Session, actor: Actor, now: datetime
) -> None:
    """Give the affiliate its seat. Seats are counted one after another; a full cohort refuses with the reason."""
    hold_seats(enrollment, session=session)
    enrollment.confirmed_at = now
    advance(enrollment, "confirm", session=session, actor=actor, now=now, note=note)
    leave_line(enrollment)
    enrollment.cohort.seats_taken += 1


def decline_invitation(
    enrollment: Enrollment,
    *,
    note: str,
    reason: WayOut = WayOut.OTHER,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Not this time, with the reason."""
    advance(enrollment, "decline_invitation", session=session, actor=actor, now=now, note=note)
    enrollment.way_out = reason


def defer_enrollment(
    enrollment: Enrollment,
    *,
    note: str,
    reason: WayOut = WayOut.OTHER,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Step aside until a later cohort; a signed commitment lapses, and the waiting list moves up."""
    hold_seats(enrollment, session=session)
    advance(enrollment, "defer", session=session, actor=actor, now=now, note=note)
    enrollment.committed_at, enrollment.way_out = None, reason
    give_back_seat(enrollment, session=session, now=now)


def invite_again(enrollment: Enrollment, *, note: str = "", session: Session, actor: Actor, now: datetime) -> None:
    """The invitation stands again, and is sent again."""
    name = enrollment.cohort.name
    advance(enrollment, "invite_again", session=session, actor=actor, now=now, note=note, cohort=name)
    enrollment.invited_at = now
    enrollment.way_out = enrollment.reminded_at = enrollment.commitment_extended_to = None


def waive_training(enrollment: Enrollment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Open the proposal without the training; the reason stays with the record."""
    enrollment.training_completed_at = now
    advance(enrollment, "waive_training", session=session, actor=actor, now=now, note=note)


def leave_program(
    enrollment: Enrollment, name: str, *, note: str, session: Session, actor: Actor, now: datetime
) -> None:
    """Withdraw or terminate (`name` is the transition): the seat becomes free, and the waiting list moves up.

    An award's money is `end_year`'s to free.
    """
    hold_seats(enrollment, session=session)
    advance(enrollment, name, session=session, actor=actor, now=now, note=note)
    give_back_seat(enrollment, session=session, now=now)


def assign_coach(enrollment: Enrollment, coach: User, *, session: Session, actor: Actor, now: datetime) -> None:
    """Name who accompanies the affiliate; raises DomainError for somebody who reviews its proposal."""
    lock(session, enrollment)  # whoever asks reviewers holds it too: nobody becomes both in the same moment
    if enrollment.coach_id == coach.id:
        return
    if is_reviewer_of(session, enrollment, coach.id):
        raise DomainError(Reason(f"{coach.name} reviews this proposal, so someone else coaches.", "coach"))
    enrollment.coach_id = coach.id
    announce(
        session, "coach_assigned", now=now, actor_id=actor.id, enrollment_id=enrollment.id,
        subject_id=coach.id, coach=coach.name,
    )  # fmt: skip  # one announcement reads best as one


def why_not_start_training(enrolled: Sequence[Enrollment], *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against starting; `enrolled` are the cohort's confirmed affiliates."""
    if not enrolled:
        return (Reason("No affiliate is waiting to start. Confirm an enrollment first."),)
    return why_not(enrolled[0], "start_training", actor=actor, now=now)


def start_training(cohort: Cohort, *, session: Session, actor: Actor, now: datetime) -> int:
    """Begin the training of every confirmed affiliate at once; returns how many.

    Raises DomainError when nobody is confirmed, Refused when the series is not planned.
    """
    enrolled = list_in_stage(session, cohort.id, Stage.ENROLLED)
    if not enrolled:
        raise DomainError(*why_not_start_training(enrolled, actor=actor, now=now))
    required = list_required_sessions(session, cohort.id)
    for enrollment in enrolled:
        enrollment.sessions_required = len(required)
        enrollment.open_sessions = list(required)
        advance(enrollment, "start_training", session=session, actor=actor, now=now)
    cohort.training_started_at = cohort.training_started_at or now
    return len(enrolled)


def add_participant(enrollment: Enrollment, *, name: str, email: str, session: Session) -> Participant:
    """Send one more person to the training; raises DomainError when the address is on the list already."""
    if find_participant(session, enrollment, email) is not None:
        raise DomainError(Reason(f"{email} is on your list already.", "email"))
    participant = Participant(enrollment_id=enrollment.id, name=name, email=email)
    session.add(participant)
    return participant


def remove_participant(participant: Participant, *, session: Session) -> None:
    """Take a person off the list; whoever did anything about a session stays, because it counts."""
    if has_attended(session, participant):
        raise DomainError(
            f"{participant.name} has attended a session or asked about one, so the record stays. "
            "Say that they have left instead."
        )
    session.delete(participant)


def end_participation(participant: Participant, *, because: str, session: Session, actor: Actor, now: datetime) -> None:
    """Somebody left the affiliate: their marks stay, and completion no longer waits for them.

    Raises DomainError without a reason, and where they have left already.
    """
    if participant.ended_at is not None:
        raise DomainError(f"{participant.name} no longer takes part already.")
    if not because.strip():
        raise DomainError(Reason("Say why in a sentence; it stays with the record.", "note"))
    participant.ended_at, participant.ended_because = now, because.strip()
    _tell_of(participant, "participant_ended", note=because.strip(), session=session, actor=actor, now=now)


def bring_back(participant: Participant, *, session: Session, actor: Actor, now: datetime) -> None:
    """Somebody who had left takes part again; raises DomainError where they never left."""
    if participant.ended_at is None:
        raise DomainError(f"{participant.name} takes part already.")
    participant.ended_at, participant.ended_because = None, ""
    _tell_of(participant, "participant_back", note="", session=session, actor=actor, now=now)


def _tell_of(participant: Participant, event: str, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    announce(
        session, event, now=now, actor_id=actor.id, enrollment_id=participant.enrollment_id,
        subject_id=participant.id, note=note, name=participant.name,
    )  # fmt: skip  # one announcement reads best as one
