"""A message that is owed reaches each person once, and only while it is true."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.workflows.notifications.owed import Postbox, context_of, owed
from workflows.coaching.models import CheckIn, CheckInMode, CheckInState
from workflows.enrollments.models import Enrollment
from workflows.notifications.jobs import send_message
from workflows.notifications.mail import AddressRefused, MailProblem
from workflows.notifications.models import Delivery
from workflows.people.models import RoleAssignment
from workflows.permissions import Role
from workflows.stages import Stage


def three_directors(session: Session) -> tuple[Enrollment, list[str]]:
    harbor = an_affiliate(session)
    people = [a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor) for _ in range(3)]
    return an_enrollment(session, affiliate=harbor), [person.email for person in people]


def served(session: Session) -> int:
    return len(session.scalars(select(Delivery)).all())


def test_directors_of_the_invited_affiliate_get_the_invitation(session: Session) -> None:
    enrollment, directors = three_directors(session)
    a_person(session, Role.AFFILIATE_STAFF, affiliate=enrollment.affiliate)
    a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    postbox = Postbox()
    send_message(context_of(owed(session, "affiliate_invited", enrollment_id=enrollment.id, cohort="x"), postbox))
    assert postbox.addresses == directors
    assert "https://accompany.example.org/enrollments/invitation/cohort-invitation." in postbox.sent[0][2]
    assert served(session) == 3


def test_a_run_that_fails_at_the_third_person_does_not_mail_the_first_two_again(session: Session) -> None:
    enrollment, directors = three_directors(session)
    run = owed(session, "affiliate_invited", enrollment_id=enrollment.id, cohort="x")
    postbox = Postbox(fails_for={directors[2]})
    with pytest.raises(MailProblem):
        send_message(context_of(run, postbox))
    assert (postbox.addresses, served(session)) == (directors[:2], 2)
    postbox.fails_for.clear()
    send_message(context_of(run, postbox))
    assert (postbox.addresses, served(session)) == (directors, 3)
    send_message(context_of(run, postbox))
    assert postbox.addresses == directors


def test_a_refused_address_holds_up_nobody_else(session: Session) -> None:
    enrollment, directors = three_directors(session)
    run = owed(session, "affiliate_invited", enrollment_id=enrollment.id, cohort="x")
    postbox = Postbox(fails_for={directors[0]}, problem=AddressRefused)
    with pytest.raises(AddressRefused):
        send_message(context_of(run, postbox))
    assert postbox.addresses == directors[1:]


def test_an_invitation_that_was_answered_meanwhile_is_not_sent(session: Session) -> None:
    harbor = an_affiliate(session)
    a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor)
    enrollment = an_enrollment(session, Stage.COMMITTED, affiliate=harbor)
    postbox = Postbox()
    send_message(context_of(owed(session, "affiliate_invited", enrollment_id=enrollment.id, cohort="x"), postbox))
    assert (postbox.sent, served(session)) == ([], 0)


def test_people_whose_role_ended_or_who_left_get_nothing(session: Session) -> None:
    enrollment, directors = three_directors(session)
    first, second, _ = session.scalars(select(RoleAssignment).order_by(RoleAssignment.id))
    first.ended_at = NOW
    second.user.is_active = False
    postbox = Postbox()
    send_message(context_of(owed(session, "affiliate_invited", enrollment_id=enrollment.id, cohort="x"), postbox))
    assert postbox.addresses == directors[2:]


def a_check_in(session: Session, state: CheckInState, **values: object) -> CheckIn:
    harbor = an_affiliate(session, "Harbor")
    a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=harbor, email="data@harbor.example.org")
    coach = a_person(session, Role.COACH, name="Rosa Lind", email="coach@national.example.org")
    enrollment = an_enrollment(session, Stage.IMPLEMENTING, affiliate=harbor, coach_id=coach.id)
    check_in = CheckIn(
        enrollment_id=enrollment.id,
        coach_id=coach.id,
        minutes=45,
        time_zone="America/New_York",
        mode=CheckInMode.VIDEO,
        calendar_uid="one",
        state=state,
        **{"starts_at": NOW + timedelta(days=4), **values},
    )
    session.add(check_in)
    session.flush()
    return check_in


def test_a_check_in_is_told_to_the_other_side_in_its_own_time_zone(session: Session) -> None:
    check_in = a_check_in(session, CheckInState.SCHEDULED)
    run = owed(
        session,
        "check_in_scheduled",
        enrollment_id=check_in.enrollment_id,
        subject_id=check_in.id,
        actor_id=check_in.coach_id,
    )
    postbox = Postbox()
    send_message(context_of(run, postbox))
    assert postbox.addresses == ["data@harbor.example.org"]
    assert postbox.sent[0][1] == "Check-in on Friday 6 March 2026, 10:00 am EST"


@pytest.mark.parametrize(
    ("state", "starts_at"), [(CheckInState.CANCELLED, NOW + timedelta(days=4)), (CheckInState.SCHEDULED, NOW)]
)
def test_a_cancelled_or_past_check_in_is_not_announced(
    session: Session, state: CheckInState, starts_at: object
) -> None:
    check_in = a_check_in(session, state, starts_at=starts_at)
    run = owed(session, "check_in_scheduled", enrollment_id=check_in.enrollment_id, subject_id=check_in.id)
    postbox = Postbox()
    send_message(context_of(run, postbox))
    assert postbox.sent == []


def test_an_account_invitation_carries_the_persons_own_link(session: Session) -> None:
    person = a_person(session, Role.COACH, email="new@national.example.org")
    person.joined_at = None
    postbox = Postbox()
    send_message(context_of(owed(session, "person_invited", subject_id=person.id), postbox))
    assert f"\nhttps://accompany.example.org/join/join.{person.id}.1\n" in postbox.sent[0][2]


def test_a_person_who_joined_meanwhile_is_not_invited_again(session: Session) -> None:
    person = a_person(session, Role.COACH)
    postbox = Postbox()
    send_message(context_of(owed(session, "person_invited", subject_id=person.id), postbox))
    assert postbox.sent == []


def test_a_new_password_goes_to_the_one_who_asked(session: Session) -> None:
    person = a_person(session, Role.COACH, email="coach@national.example.org")
    postbox = Postbox()
    send_message(context_of(owed(session, "password_reset_asked", subject_id=person.id), postbox))
    assert postbox.addresses == ["coach@national.example.org"]
    assert f"/reset-password/reset-password.{person.id}.1\n" in postbox.sent[0][2]
