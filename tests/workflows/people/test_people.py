"""Inviting people, giving and ending roles, deactivating: what happens and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_people import somebody
from workflows.errors import DomainError, Forbidden
from workflows.outbox import OutboxEvent
from workflows.people import operations
from workflows.people.models import RoleAssignment, User
from workflows.people.operations import LAST_ADMINISTRATOR
from workflows.permissions import PROGRAM, Actor, Holding, Role


def invite(session: Session, role: Role = Role.COACH, *, actor: Actor = PROGRAM, **values: object) -> User:
    given = {"email": "amara@national.example.org", "name": "Amara Diallo", "affiliate_id": None, **values}
    return operations.invite_person(role=role, session=session, actor=actor, now=NOW, **given)


def invitations(session: Session) -> list[int | None]:
    session.flush()  # the announcements of this test are read back
    return list(session.scalars(select(OutboxEvent.subject_id).where(OutboxEvent.name == "person_invited")))


def test_inviting_makes_the_person_and_owes_one_invitation(session: Session) -> None:
    person = invite(session, email=" Amara@national.example.org ")
    assert (person.email, person.name, person.invited_at, person.joined_at, person.password_hash) == (
        "amara@national.example.org",
        "Amara Diallo",
        NOW,
        None,
        None,
    )
    assert [(r.role, r.affiliate_id) for r in person.roles] == [(Role.COACH, None)]
    assert invitations(session) == [person.id]


def test_inviting_twice_changes_nothing_more(session: Session) -> None:
    first = invite(session)
    again = invite(session, email="AMARA@national.example.org", name="Somebody Else")
    assert (again.id, again.name, len(again.roles)) == (first.id, "Amara Diallo", 1)
    assert invitations(session) == [first.id]


def test_somebody_who_has_an_account_only_gets_the_role(session: Session) -> None:
    harbor = an_affiliate(session)
    person = a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor)
    invite(session, Role.AFFILIATE_DATA_LEAD, email=person.email, affiliate_id=harbor.id)
    assert {r.role for r in person.roles} == {Role.AFFILIATE_STAFF, Role.AFFILIATE_DATA_LEAD}
    assert invitations(session) == []


def test_a_deactivated_person_is_not_invited_behind_the_administrator_s_back(session: Session) -> None:
    person = a_person(session, Role.COACH, name="Zoe", is_active=False)
    with pytest.raises(DomainError, match="Zoe has an account that is deactivated"):
        invite(session, email=person.email)


def test_a_program_manager_invites_into_affiliates_but_not_into_the_national_office(session: Session) -> None:
    manager = Actor(id=a_person(session, Role.PROGRAM_MANAGER).id, name="M", holdings=(Holding(Role.PROGRAM_MANAGER),))
    harbor = an_affiliate(session)
    invited = invite(session, Role.AFFILIATE_DIRECTOR, actor=manager, affiliate_id=harbor.id)
    assert [r.granted_by_id for r in invited.roles] == [manager.id]
    with pytest.raises(Forbidden, match="You may not manage people and roles"):
        invite(session, Role.COACH, actor=manager, email="other@national.example.org")


def test_a_coach_invites_nobody(session: Session) -> None:
    coach = Actor(id=1, name="C", holdings=(Holding(Role.COACH),))
    with pytest.raises(Forbidden, match="You may not manage people and roles"):
        invite(session, Role.AFFILIATE_STAFF, actor=coach, affiliate_id=an_affiliate(session).id)


@pytest.mark.parametrize(
    ("role", "values", "sentence"),
    [
        (Role.AFFILIATE_STAFF, {}, "Choose the affiliate that this affiliate staff works for."),
        (Role.AUDITOR, {}, "An auditor reads for a limited time: say until which day."),
        (Role.AUDITOR, {"expires_at": NOW}, "This day is over. Choose a later one."),
    ],
)
def test_a_role_that_does_not_fit_is_refused(
    session: Session, role: Role, values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        invite(session, role, **values)
    assert refusal.value.sentences == (sentence,)


def test_a_national_role_inside_an_affiliate_is_refused(session: Session) -> None:
    with pytest.raises(DomainError, match="A coach works for the national office: leave the affiliate empty"):
        invite(session, Role.COACH, affiliate_id=an_affiliate(session).id)


def test_a_role_that_is_held_is_not_given_again(session: Session) -> None:
    person = a_person(session, Role.COACH, name="Amara")
    with pytest.raises(DomainError, match="Amara has this role already"):
        operations.give_role(person, role=Role.COACH, affiliate_id=None, session=session, actor=PROGRAM, now=NOW)


def test_an_expired_role_can_be_given_again(session: Session) -> None:
    auditor = a_person(session, Role.AUDITOR)
    auditor.roles[0].expires_at = NOW - timedelta(days=1)
    session.flush()  # the expired role is in the database before it is given again
    operations.give_role(
        auditor,
        role=Role.AUDITOR,
        affiliate_id=None,
        expires_at=NOW + timedelta(days=9),
        session=session,
        actor=PROGRAM,
        now=NOW,
    )
    session.flush()  # both rows meet the index that lets a role be held once
    rows = session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == auditor.id)).all()
    assert [(r.ended_at, r.expires_at) for r in rows] == [
        (NOW - timedelta(days=1), NOW - timedelta(days=1)),
        (None, NOW + timedelta(days=9)),
    ]


def test_an_ended_role_grants_nothing_from_that_moment(session: Session) -> None:
    person = a_person(session, Role.COACH)
    operations.end_role(person.roles[0], session=session, actor=PROGRAM, now=NOW)
    assert person.as_actor(NOW).holdings == ()


Removal = Callable[[User, Session], None]
REMOVALS: dict[str, Removal] = {
    "end the role": lambda person, session: operations.end_role(
        person.roles[0], session=session, actor=PROGRAM, now=NOW
    ),
    "deactivate": lambda person, session: operations.deactivate(person, session=session, actor=PROGRAM, now=NOW),
}


@pytest.mark.parametrize("remove", REMOVALS.values(), ids=REMOVALS)
def test_the_last_administrator_cannot_be_removed(session: Session, remove: Removal) -> None:
    administrator = somebody(session)
    a_person(session, Role.NETWORK_ADMINISTRATOR).joined_at = None  # invited, and not yet there
    with pytest.raises(DomainError) as refusal:
        remove(administrator, session)
    assert refusal.value.sentences == (LAST_ADMINISTRATOR,)
    assert (administrator.is_active, administrator.roles[0].ended_at) == (True, None)


@pytest.mark.parametrize("remove", REMOVALS.values(), ids=REMOVALS)
def test_one_of_two_administrators_can_be_removed(session: Session, remove: Removal) -> None:
    administrator = somebody(session)
    somebody(session)
    remove(administrator, session)
    assert administrator.as_actor(NOW).holdings == ()


def test_nobody_deactivates_themselves(session: Session) -> None:
    person = somebody(session)
    somebody(session)
    with pytest.raises(DomainError, match="This is your own account"):
        operations.deactivate(person, session=session, actor=person.as_actor(NOW), now=NOW)


def test_deactivating_ends_every_session_and_reactivating_gives_the_roles_back(session: Session) -> None:
    person = somebody(session, Role.COACH)
    epoch = person.session_epoch
    operations.deactivate(person, session=session, actor=PROGRAM, now=NOW)
    assert (person.session_epoch, person.as_actor(NOW).holdings) == (epoch + 1, ())
    operations.reactivate(person)
    assert [h.role for h in person.as_actor(NOW).holdings] == [Role.COACH]


def test_an_invitation_is_sent_again_until_the_person_has_joined(session: Session) -> None:
    person = invite(session)
    operations.invite_again(person, session=session, actor=PROGRAM, now=NOW + timedelta(days=1))
    assert person.invited_at == NOW + timedelta(days=1)
    assert invitations(session) == [person.id, person.id]
    person.joined_at = NOW
    with pytest.raises(DomainError, match="has joined already"):
        operations.invite_again(person, session=session, actor=PROGRAM, now=NOW)


def test_a_deactivated_person_gets_no_invitation(session: Session) -> None:
    person = a_person(session, Role.COACH, is_active=False, name="Zoe")
    with pytest.raises(DomainError, match="Zoe’s account is deactivated"):
        operations.invite_again(person, session=session, actor=PROGRAM, now=NOW)


def test_resetting_two_steps_needs_some(session: Session) -> None:
    with pytest.raises(DomainError, match="has no two-step sign-in to reset"):
        operations.reset_two_steps(somebody(session), session=session)
