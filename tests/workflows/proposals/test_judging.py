"""A goal of a proposal is judged with its year, its budget and its affiliate's data around it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_proposals import a_complete_proposal, a_good_goal, an_affiliate_that_writes
from workflows.cohorts.models import Cohort
from workflows.errors import DomainError, Stale
from workflows.frameworks.models import Indicator
from workflows.proposals.completeness import list_gaps
from workflows.proposals.goals.answers import PlanAnswers, WatchedAnswers
from workflows.proposals.goals.content import goal_content, plan_content
from workflows.proposals.goals.judging import (
    ProjectYear,
    broken_rules,
    facts_of_answers,
    project_year,
    similar_goals,
)
from workflows.proposals.goals.models import DataFacts
from workflows.proposals.goals.operations import add_goal, kept_plan, save_goal, save_plan
from workflows.proposals.goals.written import answers_of
from workflows.proposals.models import Proposal
from workflows.proposals.smart.judging import find_broken


def an_indicator(**values: Any) -> Indicator:
    return Indicator(
        **{
            "name": "Employed at day 180",
            "domain": "Employment",
            "calculation": "percent",
            "numerator": "with a job",
            "denominator": "employable",
            "unit": "%",
            "direction": "higher",
            "level": "outcome",
            **values,
        }
    )


def a_proposal(session: Session) -> tuple[Proposal, Any]:
    scene = an_affiliate_that_writes(session)
    return a_complete_proposal(session, scene), scene.data_lead.as_actor(NOW)


def rewritten(session: Session, proposal: Proposal, actor: Any, **changes: Any) -> None:
    goal = proposal.goals[0]
    answers = replace(answers_of(goal), **changes)
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=actor, now=NOW)
    session.flush()


def test_the_project_year_is_the_twelve_months_that_end_with_the_cohort() -> None:
    year = ProjectYear(date(2026, 10, 1), date(2027, 9, 30))
    assert project_year(Cohort(starts_on=date(2026, 1, 12), ends_on=date(2027, 9, 30))) == year
    leap = Cohort(starts_on=date(2026, 1, 12), ends_on=date(2028, 2, 29))
    assert project_year(leap) == ProjectYear(date(2027, 3, 1), date(2028, 2, 29))
    short = Cohort(starts_on=date(2027, 1, 12), ends_on=date(2027, 9, 30))
    assert project_year(short) == ProjectYear(date(2027, 1, 12), date(2027, 9, 30))


def test_a_warning_asks_why_and_an_answer_lets_it_be(session: Session) -> None:
    proposal, actor = a_proposal(session)
    assert list_gaps(proposal) == ()
    rewritten(session, proposal, actor, target_value=Decimal(80))
    assert [(gap.sentence, gap.where) for gap in list_gaps(proposal)] == [
        (
            "Goal 1: A change of 32 points is a lot for one year. Say what makes it possible, or aim a little lower. "
            "Change it, or say why.",
            "goals.1.because_A2",
        )
    ]
    why = {**proposal.goals[0].justifications, "A2": "A new liaison works in the plant."}
    rewritten(session, proposal, actor, justifications=why)
    assert list_gaps(proposal) == ()
    shown = goal_content(1, proposal.goals[0], proposal)["smart"][2]
    assert shown["verdict"] == "warn"
    assert shown["justified"] == [
        {
            "rule": "A2",
            "warning": "A change of 32 points is a lot for one year. Say what makes it possible, or aim a little "
            "lower.",
            "because": "A new liaison works in the plant.",
        }
    ]


def test_a_blank_justification_is_none(session: Session) -> None:
    proposal, actor = a_proposal(session)
    rewritten(session, proposal, actor, justifications={"R5": "  "})
    assert [gap.where for gap in list_gaps(proposal)] == ["goals.1.because_R5"]


def test_a_block_stays_one_whatever_is_written_about_it(session: Session) -> None:
    proposal, actor = a_proposal(session)
    rewritten(session, proposal, actor, owner="", justifications={"A4": "No need", "R5": "x"})
    assert [gap.where for gap in list_gaps(proposal)] == ["goals.1.owner"]


def test_own_words_are_the_sentence_and_the_rules_read_them(session: Session) -> None:
    proposal, actor = a_proposal(session)
    composed = proposal.goals[0].statement
    rewritten(session, proposal, actor, wording="By 31 May 2027, raise employment from 48% to 61%.")
    assert proposal.goals[0].statement == "By 31 May 2027, raise employment from 48% to 61%."
    assert [finding.rule for finding in broken_rules(proposal.goals[0], proposal)] == ["M3", "R5", "T3"]
    content = goal_content(1, proposal.goals[0], proposal)
    assert (content["is_reworded"], content["composed"]) == (True, composed)
    rewritten(session, proposal, actor, wording="")
    assert proposal.goals[0].statement == composed


def test_what_imports_tell_is_read_and_what_is_written_goes_before_it(session: Session) -> None:
    proposal, actor = a_proposal(session)
    indicator = proposal.goals[0].indicator
    assert indicator is not None
    indicator.fields = "employable;employed_day_180"
    session.add(
        DataFacts(
            affiliate_id=proposal.enrollment.affiliate_id,
            as_of=date(2026, 3, 1),
            arrivals_by_month={"2026-07": 2, "2026-12": 30},
            field_completeness={"employed_day_180": "0.7500", "hourly_wage": "0.1"},
        )
    )
    session.flush()
    session.expire(proposal)
    rewritten(session, proposal, actor, due_on=date(2027, 5, 31))
    assert [(f.rule, f.message) for f in broken_rules(proposal.goals[0], proposal) if f.rule in ("M4", "R4")] == [
        (
            "M4",
            "In your latest import employed_day_180 is filled in for 75% of the rows. At least 80% makes a figure that "
            "can be trusted: complete it, or choose another source.",
        ),
        (
            "R4",
            "Only about 2 of 32 people will have reached day 180 by then: those who arrive by 1 December 2026. Choose "
            "a later due date, people who arrive earlier, or an earlier day.",
        ),
    ]
    plan = PlanAnswers(arrivals={date(2026, 7, 1): 40, date(2026, 12, 1): 5})
    version = kept_plan(proposal).version
    save_plan(proposal, answers=plan, expected_version=version, session=session, actor=actor, now=NOW)
    assert [f.rule for f in broken_rules(proposal.goals[0], proposal)] == ["M4", "R5"]


def test_an_output_goal_stands_beside_an_outcome_goal(session: Session) -> None:
    proposal, actor = a_proposal(session)
    rewritten(session, proposal, actor, goal_type="output")
    assert "S5" in [finding.rule for finding in broken_rules(proposal.goals[0], proposal)]
    add_goal(proposal, session=session, actor=actor, now=NOW)
    assert "S5" not in [finding.rule for finding in broken_rules(proposal.goals[0], proposal)]


def test_two_goals_about_the_same_are_noticed(session: Session) -> None:
    proposal, actor = a_proposal(session)
    goal = add_goal(proposal, session=session, actor=actor, now=NOW)
    answers = a_good_goal(
        proposal.goals[0].indicator_id or 0, population="employable adults who arrived from July to December 2026"
    )
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=actor, now=NOW)
    assert similar_goals(proposal) == ((1, 2),)


def test_what_is_typed_is_judged_before_it_is_saved(session: Session) -> None:
    proposal, _ = a_proposal(session)
    goal = proposal.goals[0]
    typed = replace(answers_of(goal), owner="", goal_type="dream")
    facts = facts_of_answers(typed, goal.indicator, goal=goal, proposal=proposal)
    assert [finding.rule for finding in find_broken(facts)] == ["A4", "R5"]
    assert goal.owner == "Lee Abara, data lead"


def a_second_indicator(session: Session, proposal: Proposal) -> Indicator:
    first = proposal.framework.indicators[0]
    kept = {column.key: getattr(first, column.key) for column in Indicator.__table__.columns if column.key != "id"}
    other = Indicator(**{**kept, "code": f"EXT-{len(proposal.framework.indicators):02}", "position": 99})
    session.add(other)
    session.flush()
    session.expire(proposal.framework)
    return other


def test_further_indicators_are_watched_and_sealed_with_the_proposal(session: Session) -> None:
    proposal, actor = a_proposal(session)
    other = a_second_indicator(session, proposal)
    plan = PlanAnswers(
        (WatchedAnswers(other.id, baseline_value=Decimal(40), target_value=Decimal(50), disaggregations=("sex",)),),
        {date(2026, 8, 1): 9},
    )
    kept = save_plan(
        proposal, answers=plan, expected_version=kept_plan(proposal).version, session=session, actor=actor, now=NOW
    )
    session.flush()
    session.expire_all()
    assert kept_plan(proposal) == kept
    content = plan_content(proposal)
    assert [(row["indicator"]["code"], row["target"]["shown"]) for row in content["watched"]] == [(other.code, "50%")]
    assert content["arrivals"] == [{"month": "2026-08", "shown": "August 2026", "people": 9}]
    again = save_plan(proposal, answers=plan, expected_version=1, session=session, actor=actor, now=NOW)
    assert again == kept


def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    proposal, actor = a_proposal(session)
    version = kept_plan(proposal).version
    told: dict[str, Any] = {"session": session, "actor": actor, "now": NOW}
    rewritten(session, proposal, actor, owner="Somebody else")  # a goal beside it is no other plan
    save_plan(proposal, answers=PlanAnswers(arrivals={date(2026, 8, 1): 9}), expected_version=version, **told)
    with pytest.raises(Stale):
        save_plan(proposal, answers=PlanAnswers(arrivals={date(2026, 8, 1): 7}), expected_version=version, **told)
    assert kept_plan(proposal).answers.arrivals == {date(2026, 8, 1): 9}


def test_an_indicator_is_watched_once_and_not_beside_its_goal(session: Session) -> None:
    proposal, actor = a_proposal(session)
    with_goal, other = proposal.goals[0].indicator_id or 0, a_second_indicator(session, proposal).id
    for ids in ((with_goal,), (other, other)):
        with pytest.raises(DomainError, match="there twice, or has a goal already"):
            save_plan(
                proposal,
                answers=PlanAnswers(tuple(map(WatchedAnswers, ids))),
                expected_version=kept_plan(proposal).version,
                session=session,
                actor=actor,
                now=NOW,
            )


def test_a_proposal_watches_at_most_six_indicators(session: Session) -> None:
    proposal, actor = a_proposal(session)
    others = [a_second_indicator(session, proposal).id for _ in range(6)]
    version = kept_plan(proposal).version
    told: dict[str, Any] = {"expected_version": version, "session": session, "actor": actor, "now": NOW}
    with pytest.raises(DomainError, match="at most 6 indicators"):
        save_plan(proposal, answers=PlanAnswers(tuple(map(WatchedAnswers, others))), **told)
    save_plan(proposal, answers=PlanAnswers(tuple(map(WatchedAnswers, others[:5]))), **told)
    assert len(proposal.watched) == 5
