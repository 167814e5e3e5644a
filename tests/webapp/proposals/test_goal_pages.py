"""The goal editor in the browser: rules as one types, justifications, own words, the plan beside the goals."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.proposals.goals import JUSTIFICATIONS
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes, submitted
from tests.webapp.proposals.test_writing_pages import AUTOMATIC, a_goal_form, kept
from tests.workflows.proposals.test_judging import a_second_indicator
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.goals.models import DataFacts, Goal, WatchedIndicator
from workflows.proposals.goals.operations import add_goal
from workflows.proposals.models import Proposal
from workflows.proposals.smart.rules import RULES, Severity

SignIn = Callable[[User], FlaskClient]


def a_written_goal(session: Session, sign_in: SignIn) -> tuple[Goal, FlaskClient]:
    scene = an_affiliate_that_writes(session)
    return a_complete_proposal(session, scene).goals[0], sign_in(scene.data_lead)


def live(client: FlaskClient, goal: Goal, **values: Any) -> dict[str, str]:
    answer = client.post(f"/proposals/goals/{goal.id}/check", data=a_goal_form(goal, **values))
    assert answer.status_code == 200
    return answer.json["live"]  # type: ignore[index,no-any-return]


def test_a_goal_is_judged_as_it_is_typed_and_nothing_is_saved(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    version, owner = goal.version, goal.owner
    parts = live(client, goal, target_value="80", owner="Somebody else", population="clients")
    assert "<b>80%</b>" in parts["sentence"]
    assert "A change of 32 points is a lot for one year." in parts["smart"]
    assert "“clients” could be anyone." in parts["smart"]
    assert "with a job" in parts["indicator"] or "numerator" in parts["indicator"]
    session.expire_all()
    assert (goal.version, goal.owner) == (version, owner)


@pytest.mark.parametrize(
    "wrong",
    [
        {"target_value": "sixty", "due_on": "soon", "baseline_n": "-3", "goal_type": "dream"},
        {"indicator": "999999"},
        {"indicator": "x", "direction_verb": "improve", "review_frequency": ""},
        {"wording": "\x00" * 9, "population": "x" * 5000},
        {"target_value": "1e999999", "baseline_value": "-1e12", "outcome_day": "9" * 4000},
    ],
)
def test_what_cannot_be_read_yet_is_left_out_of_the_judgement(
    session: Session, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    goal, client = a_written_goal(session, sign_in)
    assert set(live(client, goal, **wrong)) == {"sentence", "smart", "indicator", "figures"}


def test_only_the_affiliate_s_writers_may_check_a_goal(session: Session, sign_in: SignIn) -> None:
    goal, _ = a_written_goal(session, sign_in)
    stranger = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=an_affiliate(session))
    assert sign_in(stranger).post(f"/proposals/goals/{goal.id}/check", data=a_goal_form(goal)).status_code == 404


def test_every_warning_has_its_box_under_it_and_the_others_wait_hidden(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    smart = live(client, goal, target_value="80", rationale="", because_A2="A new liaison")["smart"]
    shown, _, hidden = smart.partition("<div hidden>")
    assert [f'id="because_{rule}"' in shown for rule in ("A2", "R1", "R2", "R5")] == [True] * 4
    assert [f'id="because_{rule}"' in hidden for rule in ("S3", "S4", "S5", "M4", "M5", "A3", "T3")] == [True] * 7
    assert "A new liaison" in shown


def test_every_rule_that_warns_asks_its_own_question() -> None:
    assert list(JUSTIFICATIONS) == [rule.id for rule in RULES if rule.severity is Severity.WARN]
    assert len(set(JUSTIFICATIONS.values())) == len(JUSTIFICATIONS)


def test_a_written_justification_closes_the_gap_and_readers_see_it(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    page = f"/proposals/goals/{goal.id}"
    values = {
        "owner": "Lee Abara",
        "activity_rationale": "They hire whom they met.",
        "rationale": "Our trend",
        "risks-0-risk": "Fewer arrivals",
        "risks-0-mitigation": "A wider window",
        "target_value": "80",
    }
    client.post(page, data=a_goal_form(goal, **values, because_R5="Paid by the county"))
    check = client.get(f"/proposals/{goal.proposal_id}/submit").text
    assert f'href="{page}#because_A2"' in check
    assert "Change it, or say why." in check
    goal = kept(session, goal.proposal).goals[0]
    both = {"because_R5": "Paid by the county", "because_A2": "A liaison starts <in May> & stays"}
    client.post(page, data=a_goal_form(goal, **values, **both))
    check = client.get(f"/proposals/{goal.proposal_id}/submit").text
    assert "because_A2" not in check
    assert "A liaison starts &lt;in May&gt; &amp; stays" in check
    assert "Fewer arrivals" in check
    assert "Then: A wider window" in check


def test_own_words_stand_in_place_of_the_composed_ones_until_the_box_is_emptied(
    session: Session, sign_in: SignIn
) -> None:
    goal, client = a_written_goal(session, sign_in)
    page = f"/proposals/goals/{goal.id}"
    client.post(page, data=a_goal_form(goal, wording="By 30 June 2027 three of five adults work."))
    goal = kept(session, goal.proposal).goals[0]
    assert goal.statement == "By 30 June 2027 three of five adults work."
    shown = client.get(page).text
    assert "Your own words. Made from your answers it reads: By 30 June 2027, raise" in shown
    client.post(page, data=a_goal_form(goal, wording=""))
    assert kept(session, goal.proposal).goals[0].statement.startswith("By 30 June 2027, raise “Employed at day 180”")


def test_the_affiliate_s_own_figures_stand_beside_the_target(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    assert "Your imports have no figure of this indicator yet." in live(client, goal)["figures"]
    uploader = session.scalars(select(User).where(User.name == "Lee Abara")).one()
    extract = ExtractImport(
        enrollment_id=goal.proposal.enrollment_id,
        number=3,
        file_name="cases.csv",
        content_sha256="0" * 64,
        as_of=date(2026, 2, 28),
        state=ExtractState.COMPUTED,
        quality={},
        uploaded_by_id=uploader.id,
        uploaded_at=NOW,
    )
    extract.measurements = [
        Measurement(
            enrollment_id=goal.proposal.enrollment_id,
            indicator_id=goal.indicator_id,
            site=goal.proposal.enrollment.affiliate.code,
            as_of=extract.as_of,
            numerator=30,
            denominator=62,
            n=62,
        )
    ]
    session.add(extract)
    session.commit()
    figures = live(client, goal)["figures"]
    assert "<b>48.4%</b> (30 of 62)" in figures
    assert "as of 28 Feb 2026, import 3" in figures
    assert live(client, goal, indicator="")["figures"].count("<p") == 0


def test_groups_are_chosen_among_the_indicator_s_own(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    assert goal.indicator is not None
    goal.indicator.disaggregations = "sex; age band"
    session.commit()
    chosen = ["sex", "shoe size"]
    client.post(f"/proposals/goals/{goal.id}", data=a_goal_form(goal, disaggregations=chosen, accumulation="latest"))
    goal = kept(session, goal.proposal).goals[0]
    assert (goal.disaggregations, goal.accumulation) == (["sex"], "latest")
    page = client.get(f"/proposals/goals/{goal.id}").text
    assert 'value="sex" checked' in page
    assert 'value="age band">' in page


def test_similar_goals_are_noticed_on_the_page_of_goals(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    scene_actor = session.scalars(select(User).where(User.name == "Lee Abara")).one()
    other = add_goal(goal.proposal, session=session, actor=scene_actor.as_actor(NOW), now=NOW)
    session.commit()
    form = a_goal_form(other, population=goal.population)
    client.post(f"/proposals/goals/{other.id}", data=form)
    assert "Goals 1 and 2 watch the same indicator" in client.get(f"/proposals/{goal.proposal_id}/sections/goals").text


def a_plan_form(proposal: Proposal, page: str, **values: Any) -> dict[str, Any]:
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    return {
        "version": version,
        "watched-0-indicator": "",
        "watched-0-review_frequency": "quarterly",
        "watched-0-accumulation": "latest",
        "arrivals-0-month": "2026-08",
        "arrivals-0-people": "14",
        **values,
    }


def test_arrivals_are_planned_by_month_beside_what_the_import_says(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    session.add(
        DataFacts(
            affiliate_id=scene.affiliate.id,
            as_of=date(2026, 2, 28),
            arrivals_by_month={"2026-02": 11},
            field_completeness={},
        )
    )
    session.commit()
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/plan"
    shown = client.get(page).text
    assert "Import: 11" in shown
    assert "Empty months are taken from your import of 28 Feb 2026." in shown
    saved = client.post(page, data=a_plan_form(proposal, shown))
    assert (saved.status_code, saved.location) == (303, f"/proposals/{proposal.id}/sections/goals")
    assert kept(session, proposal).answer("goals", "arrivals") == {"2026-08": 14}
    assert "14 people expected" in client.get(saved.location).text
    again = client.post(page, data=a_plan_form(proposal, shown, **{"arrivals-0-people": "15"}), headers=AUTOMATIC)
    assert again.status_code == 409


@pytest.mark.parametrize("people", ["-1", "many", "100001"])
def test_a_number_of_arrivals_that_is_none_is_refused(session: Session, sign_in: SignIn, people: str) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/plan"
    form = a_plan_form(proposal, client.get(page).text, **{"arrivals-0-people": people})
    assert client.post(page, data=form).status_code == 422
    assert kept(session, proposal).answer("goals", "arrivals") is None


def test_a_month_that_is_none_is_left_out(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/plan"
    form = a_plan_form(proposal, client.get(page).text, **{"arrivals-0-month": "2026-99"})
    assert client.post(page, data=form).status_code == 303
    assert kept(session, proposal).answer("goals", "arrivals") is None


def test_a_further_indicator_is_watched_and_one_with_a_goal_is_refused(session: Session, sign_in: SignIn) -> None:
    goal, client = a_written_goal(session, sign_in)
    proposal = goal.proposal
    page = f"/proposals/{proposal.id}/plan"
    refused = client.post(
        page, data=a_plan_form(proposal, client.get(page).text, **{"watched-0-indicator": str(goal.indicator_id)})
    )
    assert refused.status_code == 422
    assert "has a goal already" in refused.text
    session.expire_all()
    other = add_goal_free_indicator(session, proposal)
    chosen = {"watched-0-indicator": str(other), "watched-0-target_value": "55", "watched-0-owner": "Lee"}
    assert client.post(page, data=a_plan_form(proposal, client.get(page).text, **chosen)).status_code == 303
    assert session.scalar(select(func.count(WatchedIndicator.id))) == 1
    assert "Further indicators" in client.get(f"/proposals/{proposal.id}/submit").text


def add_goal_free_indicator(session: Session, proposal: Proposal) -> int:
    row = a_second_indicator(session, proposal)
    session.commit()
    return row.id


def test_a_submitted_proposal_s_plan_is_only_read(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/plan"
    form = a_plan_form(proposal, client.get(page).text)
    submitted(session, scene, proposal)
    session.commit()
    assert client.get(page).location == f"/proposals/{proposal.id}"
    assert client.post(page, data=form).status_code == 422
