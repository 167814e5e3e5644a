"""One signed link from the mail to the commitment: for new directors, for known ones, and when it is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_people import PASSWORD, is_signed_in, somebody
from webapp.people.links import Link
from workflows.enrollments.answers import digest_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
NEW = "quiet lanterns at low tide"


def link(app: Flask, person: User, enrollment: Enrollment) -> str:
    content = {"user": person.id, "epoch": person.session_epoch, "enrollment": enrollment.id}
    serializer = URLSafeTimedSerializer(app.config["SECRET_KEY"])
    return f"/enrollments/invitation/{serializer.dumps(content, salt=Link.INVITATION.value.purpose)}"


def an_invited(session: Session, **values: object) -> tuple[Enrollment, User]:
    enrollment = an_enrollment(session)
    person = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate, name="Dana Ortiz", **values)
    session.commit()
    return enrollment, person


def test_a_new_director_chooses_a_password_and_lands_on_the_commitment(app: Flask, session: Session) -> None:
    enrollment, dana = an_invited(session)
    dana.joined_at = None
    session.commit()
    path, client = link(app, dana, enrollment), app.test_client()
    page = client.get(path)
    assert (page.status_code, enrollment.affiliate.name in page.text) == (200, True)
    answer = client.post(path, data={"name": "Dana Ortiz", "password": NEW, "once": "one"})
    assert (answer.status_code, answer.location) == (303, f"/enrollments/{enrollment.id}/commitment")
    assert client.get(answer.location).status_code == 200


def test_a_used_link_leads_to_the_sign_in_and_says_why(app: Flask, session: Session) -> None:
    """Used twice, or by somebody who had an account: it is a signpost, and lets nobody in without the password."""
    affiliate = an_affiliate(session)
    enrollment = an_enrollment(session, affiliate=affiliate)
    dana = somebody(session, Role.AFFILIATE_DIRECTOR, affiliate=affiliate)
    client = app.test_client()
    answer = client.get(link(app, dana, enrollment), follow_redirects=True)
    assert "You have an account already. Sign in, and you are at your invitation." in answer.text
    assert not is_signed_in(client)
    onward = f"/enrollments/{enrollment.id}/commitment"
    signed = client.post("/sign-in", query_string={"next": onward}, data={"email": dana.email, "password": PASSWORD})
    assert signed.location == onward
    assert client.get(link(app, dana, enrollment)).location == onward


@pytest.mark.parametrize("what", ["tampered", "another purpose", "expired", "sessions ended"])
def test_a_link_that_is_over_says_what_to_do(app: Flask, session: Session, what: str, monkeypatch: object) -> None:
    enrollment, dana = an_invited(session)
    dana.joined_at = None
    session.commit()
    path = link(app, dana, enrollment)
    if what == "tampered":
        path = path[:-3] + ("abc" if path[-3:] != "abc" else "xyz")
    elif what == "another purpose":
        token = URLSafeTimedSerializer(app.config["SECRET_KEY"]).dumps({"user": dana.id, "epoch": 1}, salt="join")
        path = f"/enrollments/invitation/{token}"
    elif what == "expired":
        old = Link.INVITATION.value.max_age + timedelta(minutes=1)
        monkeypatch.setattr("itsdangerous.timed.time.time", _earlier(old))  # type: ignore[attr-defined]
        path = link(app, dana, enrollment)
        monkeypatch.undo()  # type: ignore[attr-defined]
    else:
        dana.session_epoch += 1
        session.commit()
    answer = app.test_client().get(path)
    assert answer.status_code == 410
    assert "ask the national office for a reminder" in answer.text


def _earlier(by: timedelta) -> Callable[[], float]:
    import time  # noqa: PLC0415  the real clock, before it is set back

    then = time.time() - by.total_seconds()
    return lambda: then


def test_somebody_elses_link_opens_nothing(app: Flask, session: Session, sign_in: SignIn) -> None:
    enrollment, dana = an_invited(session)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    answer = sign_in(stranger).get(link(app, dana, enrollment))
    assert (answer.status_code, "This invitation is for somebody else" in answer.text) == (403, True)


def test_changed_words_are_shown_again_and_answers_are_kept(session: Session, sign_in: SignIn) -> None:
    enrollment, dana = an_invited(session)
    answers = {
        "data_lead": 0,
        "data_lead_name": "Sam Bell",
        "data_lead_email": "Sam@harbor.example.org",
        "typed_name": "Dana Ortiz",
        "agrees": "y",
        "text_sha256": digest_of(enrollment.cohort.commitment_text),
        "once": "one",
    }
    enrollment.cohort.commitment_text = "Other words by now."
    session.commit()
    client, page = sign_in(dana), f"/enrollments/{enrollment.id}/commitment"
    again = client.post(page, data=answers)
    assert again.status_code == 409
    assert all(text in again.text for text in ("Other words by now.", "Please read it again", "Sam Bell"))
    now = digest_of("Other words by now.")
    assert now in again.text
    assert client.post(page, data={**answers, "text_sha256": now, "once": "two"}).status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage is Stage.COMMITTED
    assert session.scalars(select(User.name).where(User.email == "sam@harbor.example.org")).all() == ["Sam Bell"]
    signed = client.get(f"/enrollments/{enrollment.id}/commitment/signed").text
    assert all(text in signed for text in ("Other words by now.", now, "Sam Bell"))


def test_manager_extends_and_reminds_from_the_pages(session: Session, sign_in: SignIn) -> None:
    enrollment, _ = an_invited(session)
    enrollment.cohort.commitments_due_at = enrollment.invited_at + timedelta(days=3)
    session.commit()
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    path = f"/enrollments/{enrollment.id}/commitment/extend"
    assert client.get(path).status_code == 200
    done = client.post(
        path, data={"until_on": "2027-03-20", "reason": "Their board meets late.", "once": "a"}, follow_redirects=True
    )
    assert "can sign until Saturday 20 March 2027, 11:59 pm EDT" in done.text
    listed = f"/cohorts/{enrollment.cohort_id}/invitations?state=not_answered"
    assert "Remind" in client.get(listed).text
    assert client.post(f"/enrollments/{enrollment.id}/remind", data={"once": "b"}).status_code == 303
    again = client.post(f"/enrollments/{enrollment.id}/remind", data={"once": "c"})
    assert (again.status_code, "less than a week ago" in again.text) == (422, True)
    assert "Reminded" in client.get(listed).text


def test_full_cohort_offers_the_waiting_list_beside_its_reason(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session, seats=1, waiting_places=1)
    an_enrollment(session, Stage.ENROLLED, cohort=cohort)
    enrollment = an_enrollment(session, Stage.COMMITTED, cohort=cohort)
    enrollment.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).id
    session.commit()
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    confirm = client.get(f"/enrollments/{enrollment.id}/stage/confirm").text
    assert ("Put this affiliate on the waiting list" in confirm, "Put it on the waiting list" in confirm) == (
        True,
        True,
    )
    assert client.post(f"/enrollments/{enrollment.id}/stage/wait", data={"once": "a"}).status_code == 303
    shown = client.get(f"/enrollments/{enrollment.id}").text
    assert "place 1 on the waiting list" in shown
