"""Staff fit the proposal form to their cohort."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_cohort, a_person
from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes, submitted
from tests.workflows.proposals.test_extra_questions import a_question
from workflows.cohorts.models import Cohort
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.extra.queries import list_questions
from workflows.proposals.form import SWITCHABLE

SignIn = Callable[[User], FlaskClient]
QUESTION = {
    "label": "Who helps you?",
    "hint": "",
    "section": "story",
    "kind": "choice",
    "choices": "Yes\r\n No \r\n\r\n",
    "most": "",
    "is_required": "y",
}


@pytest.fixture
def manager(session: Session) -> User:
    return a_person(session, Role.PROGRAM_MANAGER)


def test_the_short_form_and_the_parts_are_set(session: Session, sign_in: SignIn, manager: User) -> None:
    cohort = a_cohort(session)
    client, page = sign_in(manager), f"/cohorts/{cohort.id}/proposal-form"
    assert client.get(page).status_code == 200
    on = {f"part-{name}": "y" for name in SWITCHABLE if name != "timeline"}
    saved = client.post(page, data={"short_form_up_to": "20000", **on, "version": str(cohort.version)})
    assert saved.status_code == 303
    session.expire_all()
    cohort = session.get_one(Cohort, cohort.id)
    assert (cohort.short_form_up_to, cohort.sections_off) == (Decimal(20_000), ["timeline"])
    assert 'name="part-timeline"' in client.get(page).text
    stale = client.post(page, data={"short_form_up_to": "0", **on, "version": "1"})
    assert stale.status_code == 409
    wrong = client.post(page, data={"short_form_up_to": "-1", **on, "version": str(cohort.version)})
    assert wrong.status_code == 422


def test_a_question_is_added_changed_moved_and_retired(session: Session, sign_in: SignIn, manager: User) -> None:
    cohort = a_cohort(session)
    client, page = sign_in(manager), f"/cohorts/{cohort.id}/proposal-form"
    new = f"/cohorts/{cohort.id}/questions/new"
    assert "No question of your own" in client.get(page).text
    assert client.get(new).status_code == 200
    assert client.post(new, data={**QUESTION, "choices": "Yes"}).status_code == 422
    assert client.post(new, data=QUESTION).location == page
    client.post(new, data={**QUESTION, "label": "And who else?"})
    first, second = list_questions(session, cohort.id)
    assert (first.choices, first.is_required) == (["Yes", "No"], True)
    assert client.get(f"/cohorts/questions/{first.id}").status_code == 200
    changed = {**QUESTION, "label": "Who helps?", "version": str(first.version)}
    assert client.post(f"/cohorts/questions/{first.id}", data=changed).status_code == 303
    assert client.post(f"/cohorts/questions/{second.id}/move/up").status_code == 303
    assert client.post(f"/cohorts/questions/{second.id}/move/sideways").status_code == 404
    session.expire_all()
    assert [question.label for question in list_questions(session, cohort.id)] == ["And who else?", "Who helps?"]
    client.post(f"/cohorts/questions/{second.id}/retire")
    session.expire_all()
    assert [question.label for question in list_questions(session, cohort.id)] == ["Who helps?"]
    assert "1 question that you asked before" in client.get(page).text


def test_a_question_that_was_submitted_with_is_not_offered_to_change(
    session: Session, sign_in: SignIn, manager: User
) -> None:
    scene = an_affiliate_that_writes(session)
    question = a_question(session, scene.enrollment.cohort, is_required=False)
    proposal = a_complete_proposal(session, scene)
    for row in proposal.sections:
        row.seconds_spent = 600
    submitted(session, scene, proposal)
    session.commit()
    client = sign_in(manager)
    page = client.get(f"/cohorts/{question.cohort_id}/proposal-form").text
    assert "submitted with, so it stays as it is" in page
    assert f'href="/cohorts/questions/{question.id}"' not in page
    refused = client.post(f"/cohorts/questions/{question.id}", data={**QUESTION, "version": str(question.version)})
    assert (refused.status_code, "so it stays as it is" in refused.text) == (422, True)
    hours, minutes = divmod(10 * len(proposal.sections), 60)
    told = f"{hours} h {minutes} min on average, all writers together (n = 1)"
    assert told in client.get(f"/cohorts/{question.cohort_id}").text


def test_a_coach_does_not_change_the_form(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session)
    client = sign_in(a_person(session, Role.COACH))
    assert client.get(f"/cohorts/{cohort.id}/proposal-form").status_code == 403
    assert client.post(f"/cohorts/{cohort.id}/questions/new", data=QUESTION).status_code == 403
