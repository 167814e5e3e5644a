"""The signature: its deadline, its words, whose name it is, and the data lead that it names."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from workflows.enrollments.answers import AffiliateProfile, NewPerson, digest_of
from workflows.enrollments.commitment import (
    REMIND_EVERY,
    TextChanged,
    extend_commitment,
    remind,
    sign_what_was_shown,
)
from workflows.enrollments.models import Commitment, Enrollment, Participant
from workflows.errors import DomainError
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage

PROFILE = AffiliateProfile(staff_count=14, people_served=600, is_rural=True, languages="Dari", programs="Jobs")
LATE = "Commitments closed on Friday 6 March 2026, 11:59 pm EST. " + (
    "Ask the program manager or an administrator at the national office: they can extend it for you."
)


def an_invited(session: Session, **values: object) -> tuple[Enrollment, Actor]:
    """An invitation with its director, Dana Ortiz; commitments are due on Friday 6 March."""
    due = NOW.replace(day=7, hour=4, minute=59)
    cohort = a_cohort(session, **{"commitments_due_at": due, **values})
    enrollment = an_enrollment(session, cohort=cohort)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate, name="Dana Ortiz-Peña")
    return enrollment, director.as_actor(NOW)


def sign(session: Session, enrollment: Enrollment, actor: Actor, *, now: object = NOW, **values: object) -> Commitment:
    given = {
        "shown_sha256": digest_of(enrollment.cohort.commitment_text),
        "typed_name": "Dana Ortiz-Peña",
        "data_lead": actor.id,
        "profile": PROFILE,
        **values,
    }
    commitment = sign_what_was_shown(enrollment, session=session, actor=actor, now=now, **given)  # type: ignore[arg-type]
    session.flush()
    return commitment


def test_what_was_shown_is_kept_word_for_word_with_what_was_confirmed(session: Session) -> None:
    enrollment, actor = an_invited(session, commitment_text="We come to each session.\nWe send our data lead.")
    commitment = sign(session, enrollment, actor)
    enrollment.cohort.commitment_text = "Other words, for those who sign later."
    session.flush()
    assert commitment.text == "We come to each session.\nWe send our data lead."
    assert commitment.text_sha256 == digest_of(commitment.text)
    assert (commitment.data_lead_name, commitment.profile["people_served"]) == ("Dana Ortiz-Peña", 600)


def test_words_that_were_changed_while_they_were_read_are_not_signed(session: Session) -> None:
    enrollment, actor = an_invited(session)
    with pytest.raises(TextChanged, match="Please read it again"):
        sign(session, enrollment, actor, shown_sha256=digest_of("What stood there yesterday."))
    assert (enrollment.stage, session.scalars(select(Commitment)).all()) == (Stage.INVITED, [])


@pytest.mark.parametrize(("typed", "fits"), [("dana ortiz pena", True), ("D. Ortiz", True), ("Pat Smith", False)])
def test_the_typed_name_is_the_signers_own(session: Session, typed: str, fits: bool) -> None:
    enrollment, actor = an_invited(session)
    if fits:
        assert sign(session, enrollment, actor, typed_name=typed).typed_name == typed
        return
    with pytest.raises(DomainError) as refusal:
        sign(session, enrollment, actor, typed_name=typed)
    assert [reason.where for reason in refusal.value.reasons] == ["typed_name"]


def test_late_commitment_is_refused_with_who_can_extend_it(session: Session) -> None:
    enrollment, actor = an_invited(session)
    late = enrollment.cohort.commitments_due_at + timedelta(minutes=1)  # type: ignore[operator]
    with pytest.raises(Refused) as refusal:
        sign(session, enrollment, actor, now=late)
    assert refusal.value.sentences == (LATE,)


def test_staff_extend_for_one_affiliate_alone(session: Session) -> None:
    enrollment, actor = an_invited(session)
    other = an_enrollment(session, cohort=enrollment.cohort)
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    late = NOW + timedelta(days=10)
    extend_commitment(
        enrollment, until=late + timedelta(days=1), reason="Their board meets on the 11th.",
        session=session, actor=manager, now=NOW,
    )  # fmt: skip
    assert sign(session, enrollment, actor, now=late).signed_at == late
    assert other.commitment_due_at == other.cohort.commitments_due_at


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-1, "This moment is over. Choose a later one."),
        (1, "It is due on Friday 6 March 2026, 11:59 pm EST already. Choose a later day."),
    ],
)
def test_an_extension_leads_to_a_later_moment(session: Session, days: int, sentence: str) -> None:
    enrollment, _ = an_invited(session)
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    with pytest.raises(DomainError) as refusal:
        extend_commitment(
            enrollment, until=NOW + timedelta(days=days), reason="x", session=session, actor=manager, now=NOW
        )
    assert refusal.value.sentences == (sentence,)


def test_somebody_new_is_invited_as_data_lead_and_takes_part(session: Session) -> None:
    enrollment, actor = an_invited(session)
    sign(session, enrollment, actor, data_lead=NewPerson("Sam Bell", "sam@harbor.example.org"))
    sam = session.scalars(select(User).where(User.email == "sam@harbor.example.org")).one()
    assert enrollment.data_lead_id == sam.id
    assert [(r.role, r.affiliate_id) for r in sam.roles] == [(Role.AFFILIATE_DATA_LEAD, enrollment.affiliate_id)]
    assert session.scalars(select(OutboxEvent.subject_id).where(OutboxEvent.name == "person_invited")).all() == [sam.id]
    emails = session.scalars(select(Participant.email).where(Participant.enrollment_id == enrollment.id)).all()
    assert "sam@harbor.example.org" in emails


def test_nobody_names_the_data_lead_of_another_affiliate(session: Session) -> None:
    enrollment, _ = an_invited(session)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session), name="Dana Ortiz-Peña")
    with pytest.raises(DomainError, match="You may not sign the commitment"):
        sign(session, enrollment, stranger.as_actor(NOW), data_lead=NewPerson("Sam Bell", "sam@harbor.example.org"))
    assert session.scalars(select(User.email).where(User.email == "sam@harbor.example.org")).all() == []


def test_a_reminder_goes_out_at_most_once_a_week(session: Session) -> None:
    enrollment, _ = an_invited(session)
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    moments = [NOW + timedelta(days=6), NOW + REMIND_EVERY, NOW + timedelta(days=13), NOW + 2 * REMIND_EVERY]
    sent = []
    for moment in moments:
        try:
            remind(enrollment, session=session, actor=manager, now=moment)
            sent.append(moment)
        except DomainError as refusal:
            assert "was written to less than a week ago. Remind again from" in str(refusal)
    assert sent == [moments[1], moments[3]]
    reminded = select(OutboxEvent.at).where(OutboxEvent.name == "invitation_reminded")
    assert list(session.scalars(reminded.order_by(OutboxEvent.id))) == sent
