"""Administrators see everybody, invite, give and end roles, and help; nobody else may."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_people import somebody
from workflows.audit import AuditEntry
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.people.queries import find_by_email
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def administrator(session: Session) -> User:
    return somebody(session, name="Ruth Okafor", totp_confirmed_at=NOW)


def test_the_list_takes_the_same_queries_for_one_and_for_thirty_people(
    session: Session, sign_in: SignIn, administrator: User, count_queries: Statements
) -> None:
    client = sign_in(administrator)

    def queries() -> int:
        session.expunge_all()
        count_queries.clear()
        assert client.get("/people").status_code == 200
        return len(count_queries)

    with_one = queries()
    for _ in range(30):
        a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    session.commit()
    assert (queries(), with_one <= 12) == (with_one, True)


def test_the_list_finds_by_name_address_and_role(session: Session, sign_in: SignIn, administrator: User) -> None:
    harbor = an_affiliate(session, "Harbor")
    a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Dana Ortiz", email="dana@harbor.example.org")
    a_person(session, Role.COACH, name="Amara 100% Diallo", email="amara@national.example.org")
    a_person(session, Role.COACH, name="Zoe Gone").roles[0].ended_at = NOW
    a_person(session, Role.COACH, name="Ivo Away", is_active=False)
    client = sign_in(administrator)
    everybody = {"Dana Ortiz", "Amara 100% Diallo", "Zoe Gone", "Ivo Away"}
    for query, expected in {
        "": everybody,
        "text=ORTIZ": {"Dana Ortiz"},
        "text=amara@": {"Amara 100% Diallo"},
        "text=100%25": {"Amara 100% Diallo"},
        "role=affiliate_director": {"Dana Ortiz"},
        "role=without_role": {"Zoe Gone"},
        "role=inactive": {"Ivo Away"},
        "role=made-up": everybody,
    }.items():
        page = client.get(f"/people?{query}").text
        assert {name for name in everybody if f">{name}</a>" in page} == expected, query


def test_the_second_page_goes_on_where_the_first_ended(session: Session, sign_in: SignIn, administrator: User) -> None:
    for number in range(30):
        a_person(session, Role.COACH, name=f"Coach {number:02}")
    client = sign_in(administrator)
    first, second = client.get("/people?role=coach").text, client.get("/people?role=coach&page=2").text
    assert ("Coach 24" in first, "Coach 25" in first) == (True, False)
    assert ("Coach 24" in second, "Coach 29" in second, "26–30 of 30" in second) == (False, True, True)


def test_an_administrator_invites_a_person(session: Session, sign_in: SignIn, administrator: User) -> None:
    harbor = an_affiliate(session, "Harbor")
    client = sign_in(administrator)
    typed = {"email": "Dana@harbor.example.org", "name": "Dana Ortiz", "role": "affiliate_director"}
    answer = client.post("/people/add", data={**typed, "affiliate": harbor.id, "once": "one"})
    person = find_by_email(session, "dana@harbor.example.org")
    assert person is not None
    assert (answer.status_code, answer.location) == (303, f"/people/{person.id}")
    assert [(r.role, r.granted_by_id) for r in person.roles] == [(Role.AFFILIATE_DIRECTOR, administrator.id)]
    assert [(e.name, e.subject_id) for e in session.scalars(select(OutboxEvent))] == [("person_invited", person.id)]
    page = client.get(answer.location).text
    assert "Dana Ortiz gets the invitation by mail in a moment." in page
    assert "Send the invitation again" in page
    kinds = {e.kind for e in session.scalars(select(AuditEntry).where(AuditEntry.actor_id == administrator.id))}
    assert kinds == {"users", "role_assignments"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "not-an-address"}, "This is no complete e-mail address"),
        ({"name": ""}, "Type the name."),
        ({"role": ""}, "Choose what the person does."),
        ({"role": "affiliate_staff"}, "Choose the affiliate that this affiliate staff works for."),
        ({"role": "auditor"}, "An auditor reads for a limited time: say until which day."),
    ],
)
def test_an_invitation_that_does_not_fit_is_refused(
    session: Session, sign_in: SignIn, administrator: User, typed: dict[str, str], sentence: str
) -> None:
    whole = {"email": "new@national.example.org", "name": "New", "role": "coach", "affiliate": "0", **typed}
    answer = sign_in(administrator).post("/people/add", data=whole)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert find_by_email(session, "new@national.example.org") is None


def test_the_last_day_of_a_role_counts_where_the_administrator_is(
    session: Session, sign_in: SignIn, administrator: User
) -> None:
    typed = {"email": "a@audit.example.org", "name": "Ada", "role": "auditor", "affiliate": 0}
    sign_in(administrator).post("/people/add", data={**typed, "expires_on": "2099-06-30"})
    person = find_by_email(session, "a@audit.example.org")
    assert person is not None
    assert [r.expires_at for r in person.roles] == [datetime(2099, 7, 1, 4, tzinfo=UTC)]


def test_an_administrator_gives_and_ends_a_role(session: Session, sign_in: SignIn, administrator: User) -> None:
    person = a_person(session, Role.COACH, name="Amara")
    client = sign_in(administrator)
    given = client.post(f"/people/{person.id}/roles", data={"role": "reviewer", "affiliate": 0})
    assert given.status_code == 303
    session.expire_all()
    coach, reviewer = person.roles
    assert (coach.role, reviewer.role) == (Role.COACH, Role.REVIEWER)
    assert client.post(f"/people/roles/{coach.id}/end").status_code == 303
    session.expire_all()
    assert [r.role for r in person.roles if r.ended_at is None] == [Role.REVIEWER]
    assert "Earlier roles" in client.get(f"/people/{person.id}").text


def test_a_role_held_already_is_said_at_the_field(session: Session, sign_in: SignIn, administrator: User) -> None:
    person = a_person(session, Role.COACH, name="Amara")
    answer = sign_in(administrator).post(f"/people/{person.id}/roles", data={"role": "coach", "affiliate": 0})
    assert (answer.status_code, "Amara has this role already." in answer.text) == (422, True)


def test_the_last_administrator_reads_why_they_stay(session: Session, sign_in: SignIn, administrator: User) -> None:
    client = sign_in(administrator)
    page = client.get(f"/people/{administrator.id}").text
    assert "This is the only administrator who can sign in." in page
    assert "This is your own account." in page
    refused = client.post(f"/people/roles/{administrator.roles[0].id}/end")
    assert (refused.status_code, "This is the only administrator who can sign in." in refused.text) == (422, True)
    assert client.post(f"/people/{administrator.id}/deactivate").status_code == 422
    session.expire_all()
    assert (administrator.is_active, administrator.roles[0].ended_at) == (True, None)


def test_an_administrator_deactivates_and_reactivates(session: Session, sign_in: SignIn, administrator: User) -> None:
    person = a_person(session, Role.COACH)
    client = sign_in(administrator)
    for step, is_active in (("deactivate", False), ("reactivate", True)):
        assert client.post(f"/people/{person.id}/{step}").location == f"/people/{person.id}"
        session.expire_all()
        assert person.is_active is is_active


def test_an_administrator_helps_with_a_lost_phone_and_a_lost_invitation(
    session: Session, sign_in: SignIn, administrator: User
) -> None:
    person = a_person(session, Role.COACH, name="Amara")
    epoch = person.session_epoch
    client = sign_in(administrator)
    assert client.post(f"/people/{person.id}/reset-two-step").status_code == 303
    session.expire_all()
    assert (person.has_two_steps, person.session_epoch) == (False, epoch + 1)
    assert client.post(f"/people/{person.id}/reset-two-step").status_code == 422
    assert client.post(f"/people/{person.id}/invite-again").status_code == 422
    person.joined_at = None
    session.commit()
    assert client.post(f"/people/{person.id}/invite-again").status_code == 303


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NETWORK_ADMINISTRATOR])
def test_nobody_else_reaches_people(session: Session, sign_in: SignIn, administrator: User, role: Role) -> None:
    person = a_person(session, role, affiliate=None if role.is_national else an_affiliate(session))
    client = sign_in(person)
    assert client.get("/people").status_code == 403
    assert client.get("/people/add").status_code == 403
    assert client.get(f"/people/{administrator.id}").status_code == 404
    assert client.post(f"/people/{administrator.id}/deactivate").status_code == 404
    assert client.post(f"/people/roles/{administrator.roles[0].id}/end").status_code == 404


def test_a_person_who_does_not_exist_is_not_found(sign_in: SignIn, administrator: User) -> None:
    client = sign_in(administrator)
    assert client.get("/people/999999").status_code == 404
    assert client.post("/people/roles/999999/end").status_code == 404
