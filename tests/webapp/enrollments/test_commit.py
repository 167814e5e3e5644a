"""The director signs the commitment in the browser."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate, an_enrollment
from workflows.enrollments.answers import digest_of
from workflows.enrollments.models import Commitment, Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def test_director_signs_the_commitment_and_names_the_data_lead(session: Session, sign_in: SignIn) -> None:
    harbor = an_affiliate(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Dana Ortiz")
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=harbor)
    enrollment = an_enrollment(session, affiliate=harbor)
    page = f"/enrollments/{enrollment.id}/commitment"
    text = digest_of(enrollment.cohort.commitment_text)
    answer = {"data_lead": lead.id, "typed_name": "dana ortíz", "agrees": "y", "text_sha256": text, "once": "one"}
    client = sign_in(director)

    assert f'<option selected value="{lead.id}">' in client.get(page).text
    assert client.post(page, data=answer).status_code == 303
    assert client.post(page, data=answer).status_code == 303  # the same form again: once

    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage == Stage.COMMITTED
    assert [c.typed_name for c in session.scalars(select(Commitment))] == ["dana ortíz"]


def test_data_lead_may_not_sign_and_reads_who_can(session: Session, sign_in: SignIn) -> None:
    harbor = an_affiliate(session)
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=harbor)
    enrollment = an_enrollment(session, affiliate=harbor)
    answer = sign_in(lead).get(f"/enrollments/{enrollment.id}/commitment")
    assert answer.status_code == 403
    assert "The affiliate director can." in answer.text


def test_another_affiliate_does_not_learn_that_the_enrollment_exists(session: Session, sign_in: SignIn) -> None:
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    enrollment = an_enrollment(session)
    assert sign_in(stranger).get(f"/enrollments/{enrollment.id}").status_code == 404


def test_missing_name_is_said_at_its_field_and_nothing_changes(session: Session, sign_in: SignIn) -> None:
    harbor = an_affiliate(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor)
    enrollment = an_enrollment(session, affiliate=harbor)
    page = f"/enrollments/{enrollment.id}/commitment"
    answer = sign_in(director).post(page, data={"data_lead": director.id, "agrees": "y"})
    assert answer.status_code == 422
    assert "Type your full name; it is your signature." in answer.text
    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage == Stage.INVITED
