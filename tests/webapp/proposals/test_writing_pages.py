"""Affiliates write in the browser: sections, goals and budget save by button and by themselves."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes, submitted
from workflows.clock import utc_now
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.answers import SECTIONS
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
AUTOMATIC = {"Accept": "application/json"}
STORY = {
    "title": "Work at day 180",
    "summary": "Who and why.",
    "need_with_data": "",
    "population": "",
    "eligible_n": "",
}


def kept(session: Session, proposal: Proposal) -> Proposal:
    session.expire_all()
    return session.get_one(Proposal, proposal.id)


def test_the_way_in_starts_a_proposal_and_then_leads_to_the_open_section(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session, proposals_due_at=utc_now() + timedelta(days=30))
    client, way_in = sign_in(scene.data_lead), f"/proposals/of/{scene.enrollment.id}"
    page = client.get(way_in)
    assert page.status_code == 200
    assert "Start the proposal" in page.text
    started = client.post(way_in, data={"once": "one"})
    assert started.status_code == 303
    session.expire_all()
    proposal = scene.enrollment.proposal
    assert proposal is not None
    assert started.location == f"/proposals/{proposal.id}/sections/profile"
    assert client.post(way_in, data={"once": "two"}).location == started.location
    assert client.get(way_in).location == started.location
    assert client.get("/proposals/").location == way_in


def test_before_the_training_is_complete_the_way_in_says_what_is_open(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session, Stage.TRAINING)
    client, way_in = sign_in(scene.director), f"/proposals/of/{scene.enrollment.id}"
    page = client.get(way_in)
    assert "1 of 2 sessions is open: 2. Watch the recordings to finish." in page.text
    assert 'action="/proposals/of/' not in page.text
    refused = client.post(way_in)
    assert refused.status_code == 422
    assert "Watch the recordings to finish." in refused.text


def test_every_section_opens_for_its_writers(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    client = sign_in(scene.data_lead)
    pages = [client.get(f"/proposals/{proposal.id}/sections/{section.name}") for section in SECTIONS]
    assert [page.status_code for page in pages] == [200] * len(SECTIONS)
    assert [section.title in page.text for section, page in zip(SECTIONS, pages, strict=True)] == [True] * len(SECTIONS)
    assert client.get(f"/proposals/goals/{proposal.goals[0].id}").status_code == 200
    assert client.get(f"/proposals/{proposal.id}/sections/unknown").status_code == 404


def test_a_section_saves_by_its_button_and_goes_on_to_the_next(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client = sign_in(scene.data_lead)
    page = f"/proposals/{proposal.id}/sections/story"
    saved = client.post(page, data={**STORY, "version": "1"})
    assert (saved.status_code, saved.location) == (303, f"/proposals/{proposal.id}/sections/goals")
    stayed = client.post(page, data={**STORY, "version": "2", "eligible_n": "1,200", "stay": "1"})
    assert (stayed.status_code, stayed.location) == (303, page)
    assert kept(session, proposal).section("story").answers == {  # type: ignore[union-attr]
        **STORY,
        "eligible_n": 1200,
        "benefit": "",
        "domains": [],
    }


def test_a_section_saves_by_itself_and_says_when_and_which_version(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    page = f"/proposals/{proposal.id}/sections/story"
    answer = sign_in(scene.data_lead).post(page, data={**STORY, "version": "1"}, headers=AUTOMATIC)
    assert answer.status_code == 200
    assert answer.json["version"] == 2  # type: ignore[index]
    assert answer.json["saved_at"].endswith(("EST", "EDT"))  # type: ignore[index]


def test_a_text_over_its_limit_is_kept_on_the_page_and_refused(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    long = {**STORY, "title": "x" * 121, "version": "1"}
    by_button = client.post(page, data=long)
    assert by_button.status_code == 422
    assert "x" * 121 in by_button.text
    by_itself = client.post(page, data=long, headers=AUTOMATIC)
    assert by_itself.status_code == 422
    assert by_itself.json == {"sentence": "Not saved yet. Title: At most 120 characters. Shorten it a little."}
    assert kept(session, proposal).section("story").answers == {}  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["many", "-1", "100001"])
def test_a_number_that_is_none_is_refused(session: Session, sign_in: SignIn, number: str) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    page = f"/proposals/{proposal.id}/sections/story"
    answer = sign_in(scene.data_lead).post(page, data={**STORY, "eligible_n": number, "version": "1"})
    assert answer.status_code == 422


def a_goal_form(goal: Goal, **values: Any) -> dict[str, Any]:
    return {
        "version": str(goal.version),
        "population": "adults who arrived in 2026",
        "indicator": str(goal.proposal.framework.indicators[0].id),
        "direction_verb": "raise",
        "baseline_value": "48%",
        "baseline_n": "62",
        "baseline_on": "2026-09-30",
        "target_value": "60",
        "due_on": "2027-06-30",
        "milestones-0-on": "2027-03-31",
        "milestones-0-value": "55",
        "milestones-1-on": "",
        "milestones-1-value": "",
        "review_frequency": "quarterly",
        "activities": "Visit employers\r\n- Job club\r\n\r\n",
        **values,
    }


def test_a_goal_is_written_in_parts_and_comes_back_as_a_sentence(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client = sign_in(scene.data_lead)
    created = client.post(f"/proposals/{proposal.id}/goals", data={"once": "one"})
    goal = kept(session, proposal).goals[0]
    assert created.location == f"/proposals/goals/{goal.id}"
    answer = client.post(created.location, data=a_goal_form(goal), headers=AUTOMATIC)
    assert answer.status_code == 200
    assert "<b>60%</b>" in answer.json["live"]["sentence"]  # type: ignore[index]
    assert "Still needed" in answer.json["live"]["smart"]  # type: ignore[index]
    goal = kept(session, proposal).goals[0]
    assert goal.statement == (
        "By 30 June 2027, raise “Employed at day 180” among adults who arrived in 2026 from 48% (n = 62) to 60%, "
        "looked at quarterly."
    )
    assert (goal.milestones, goal.activities) == (
        [{"on": "2027-03-31", "value": "55"}],
        ["Visit employers", "Job club"],
    )
    assert goal.baseline_value == Decimal(48)


def test_a_half_written_milestone_is_kept_in_the_draft(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    goal = a_complete_proposal(session, scene).goals[0]
    client, page = sign_in(scene.data_lead), f"/proposals/goals/{goal.id}"
    assert client.post(page, data=a_goal_form(goal, **{"milestones-1-on": "2027-04-30"})).status_code == 303
    assert kept(session, goal.proposal).goals[0].milestones[1] == {"on": "2027-04-30", "value": ""}
    assert "a milestone lacks its day or its figure." in client.get(f"/proposals/{goal.proposal_id}/submit").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"target_value": "sixty"},
        {"target_value": "NaN"},
        {"target_value": "1e12"},
        {"baseline_value": "0.00001"},
        {"due_on": "30/06/2027"},
        {"indicator": "999999"},
        {"population": "x" * 301},
        {"activities": "\n".join(["step"] * 13)},
        {"activities": "x" * 201},
        {"review_frequency": "never"},
    ],
)
def test_a_goal_with_an_impossible_answer_is_refused(session: Session, sign_in: SignIn, wrong: dict[str, str]) -> None:
    scene = an_affiliate_that_writes(session)
    goal = a_complete_proposal(session, scene).goals[0]
    before = goal.statement
    answer = sign_in(scene.data_lead).post(f"/proposals/goals/{goal.id}", data=a_goal_form(goal, **wrong))
    assert answer.status_code == 422
    assert kept(session, goal.proposal).goals[0].statement == before


def test_two_answers_that_are_no_texts_are_shown_in_words(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    goal = a_complete_proposal(session, scene).goals[0]
    stale = a_goal_form(goal, version="1", direction_verb="increase", **{"milestones-0-value": "57"})
    client, page = sign_in(scene.data_lead), f"/proposals/goals/{goal.id}"
    assert client.post(page, data=stale).location == page
    session.expire_all()
    shown = client.get(page).text
    assert "Two texts for “Direction”" in shown
    assert "<mark>Increase</mark>" in shown
    assert "Two texts for “Milestone”" in shown
    assert re.sub("</?mark>", "", shown).count("2027-03-31: 57") == 1


def test_a_goal_is_removed_on_confirmation(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    answer = sign_in(scene.data_lead).post(f"/proposals/goals/{proposal.goals[0].id}/remove")
    assert answer.status_code == 303
    assert kept(session, proposal).goals == []


def a_line(number: int, category: str, what: str, quantity: str, cost: str) -> dict[str, str]:
    names = ("category", "description", "quantity", "unit_cost")
    return dict(zip((f"lines-{number}-{name}" for name in names), (category, what, quantity, cost), strict=True))


def test_budget_lines_are_added_changed_and_removed_on_one_page(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/budget"
    lines = a_line(0, "PER", "Navigator", "12", "$1,500.00") | a_line(1, "TRA", "Bus", "", "33.35")
    blank = a_line(2, "", "", "", "")
    onward = f"/proposals/{proposal.id}/sections/papers"
    assert client.post(page, data={**lines, **blank, "version": "1"}).location == onward
    assert kept(session, proposal).total == Decimal("18033.35")
    gone = {**lines, **blank, "lines-0-remove": "y", "version": "2", "stay": "1"}
    assert client.post(page, data=gone).location == page
    rest = kept(session, proposal).budget_lines
    assert [(row.position, row.description, row.quantity, row.amount) for row in rest] == [
        (1, "Bus", Decimal(1), Decimal("33.35"))
    ]


def test_a_budget_over_the_ceiling_says_so_and_a_wrong_cost_is_refused(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/budget"
    client.post(page, data={**a_line(0, "PER", "Team", "1", "50000.01"), "version": "1"})
    assert "$0.01</span> over the ceiling" in client.get(page).text
    wrong = client.post(page, data={**a_line(0, "PER", "Team", "1", "10.005"), "version": "2"}, headers=AUTOMATIC)
    assert wrong.json == {"sentence": "Not saved yet. Unit cost: At most 2 digits after the point."}


def test_other_affiliates_do_not_learn_that_a_proposal_exists(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    client = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    addresses = ("", "/sections/story", "/submit", "/receipt")
    assert [client.get(f"/proposals/{proposal.id}{address}").status_code for address in addresses] == [404] * 4
    assert client.get(f"/proposals/goals/{proposal.goals[0].id}").status_code == 404
    assert client.post(f"/proposals/{proposal.id}/sections/story", data=STORY).status_code == 404
    assert client.get(f"/proposals/of/{scene.enrollment.id}").status_code == 404


def test_national_staff_read_but_do_not_write(session: Session, sign_in: SignIn) -> None:
    proposal = a_complete_proposal(session, an_affiliate_that_writes(session))
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    assert client.get(f"/proposals/{proposal.id}").status_code == 200
    assert client.get(f"/proposals/{proposal.id}/sections/story").status_code == 403


def test_what_was_submitted_is_read_and_no_longer_written(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    assert client.get(page).location == f"/proposals/{proposal.id}"
    late = client.post(page, data={**STORY, "version": "2"}, headers=AUTOMATIC)
    assert late.status_code == 422
    assert "The proposal was submitted, so it stays as it is." in late.json["sentence"]  # type: ignore[index]
