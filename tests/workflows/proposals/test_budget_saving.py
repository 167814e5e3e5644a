"""A budget is kept as a whole, follows its goals, and says what it holds as plain values."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_proposals import WritingScene, a_complete_proposal, a_draft, an_affiliate_that_writes
from tests.workflows.proposals.budgets import a_line
from workflows.errors import DomainError
from workflows.proposals.budget.answers import (
    MATCHES_MAX,
    BudgetAnswers,
    IndirectAnswers,
    IndirectMode,
    MatchAnswers,
    MatchKind,
)
from workflows.proposals.budget.content import budget_content
from workflows.proposals.budget.operations import budget_of, save_budget
from workflows.proposals.budget.sums import GoalLine, lines_of_goal
from workflows.proposals.completeness import list_gaps
from workflows.proposals.goals.operations import add_goal, remove_goal
from workflows.proposals.models import Proposal
from workflows.proposals.queries import list_proposals


def save(session: Session, scene: WritingScene, proposal: Proposal, budget: BudgetAnswers) -> None:
    version = proposal.section("budget").version  # type: ignore[union-attr]
    actor = scene.director.as_actor(NOW)
    save_budget(proposal, answers=budget, expected_version=version, session=session, actor=actor, now=NOW)
    session.flush()


def test_a_removed_goal_lets_go_of_its_lines(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    actor = scene.director.as_actor(NOW)
    goal = add_goal(proposal, session=session, actor=actor, now=NOW)
    save(session, scene, proposal, BudgetAnswers(lines=(a_line("TRA", "10", goal_id=goal.id),)))
    assert lines_of_goal(proposal, goal) == (GoalLine("Some TRA", None, Decimal("10.00")),)
    remove_goal(goal, session=session, actor=actor, now=NOW)
    session.commit()
    assert [line.goal_id for line in proposal.budget_lines] == [None]


def test_hours_of_a_goal_are_said_or_read_from_the_unit(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    goal = proposal.goals[0]
    coach = replace(a_line("PER", "20", goal_id=goal.id), quantity=Decimal(50), unit="Hours")
    lead = a_line("PER", "900", goal_id=goal.id, hours=Decimal("12.5"), unit="month")
    calls = replace(a_line("CON", "1", goal_id=goal.id), quantity=Decimal(40), unit="hour")
    save(session, scene, proposal, BudgetAnswers(lines=(coach, lead, calls, a_line("PER", "5"))))
    assert lines_of_goal(proposal, goal) == (
        GoalLine("Some PER", Decimal(50), Decimal("1000.00")),
        GoalLine("Some PER", Decimal("12.5"), Decimal("900.00")),
        GoalLine("Some CON", None, Decimal("40.00")),
    )


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        (BudgetAnswers(lines=(a_line("IND", "10"),)), "Indirect costs are not a line"),
        (BudgetAnswers(lines=(a_line("PER", "10", goal_id=4711),)), "a goal that this proposal does not have"),
        (BudgetAnswers(matches=(MatchAnswers(),) * (MATCHES_MAX + 1)), "At most 20 lines of match"),
        (
            BudgetAnswers(indirect=IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal("15.0001"))),
            r"at most 15 percent \(2 CFR 200.414\(f\)\)",
        ),
    ],
)
def test_an_impossible_budget_is_refused_and_nothing_is_saved(
    session: Session, budget: BudgetAnswers, sentence: str
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    before = budget_of(proposal)
    with pytest.raises(DomainError, match=sentence):
        save(session, scene, proposal, budget)
    assert budget_of(proposal) == before


def test_the_whole_total_is_the_same_in_the_record_the_list_and_the_content(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    told = IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal("12.5"))
    save(session, scene, proposal, replace(budget_of(proposal), indirect=told))
    listed = list_proposals(session, scene.director.as_actor(NOW))
    content = budget_content(proposal)
    assert [proposal.total, listed[0].total, Decimal(content["total"])] == [Decimal("26500.00")] * 3
    assert content["categories"][-1] == {"code": "IND", "label": "Indirect costs", "amount": "2500.00"}
    assert content["indirect"] == {
        "mode": "de_minimis",
        "way": "12.5% of modified total direct costs, the de minimis rate of 2 CFR 200.414(f).",
        "rate": "12.5",
        "agreed_on": "",
        "base_text": "",
        "base_label": "Modified total direct costs",
        "direct": "24000.00",
        "steps": [{"key": "participants", "words": "Participant support is left out", "amount": "4000.00"}],
        "base": "20000.00",
        "amount": "2500.00",
    }


def test_the_content_of_a_budget_is_plain_and_complete(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    goal = proposal.goals[0]
    line = a_line("CON", "10", goal_id=goal.id, tag="shared_services", justification="By A & B <x>", unit="call")
    gift = MatchAnswers(MatchKind.IN_KIND, "Library", "A room", Decimal(7), is_secured=True, valuation="Its price")
    save(session, scene, proposal, BudgetAnswers(lines=(line,), matches=(gift,), narrative="In words."))
    content = budget_content(proposal)
    assert json.loads(json.dumps(content)) == content
    assert content["lines"] == [
        {
            "category": "CON", "label": "Contractual and consultants", "description": "Some CON", "quantity": "1",
            "unit": "call", "unit_cost": "10.00", "amount": "10.00", "justification": "By A & B <x>",
            "goal_id": goal.id, "goal": f"Goal 1: {goal.indicator.name}", "hours": "",  # type: ignore[union-attr]
            "tag": "shared_services", "tag_label": "Shared services", "kind": "",
        }
    ]  # fmt: skip
    assert content["matches"] == [
        {
            "kind": "In-kind", "source": "Library", "description": "A room", "amount": "7.00", "standing": "Secured",
            "valuation": "Its price",
        }
    ]  # fmt: skip
    assert (content["total"], content["match_total"], content["narrative"]) == ("10.00", "7.00", "In words.")


def test_a_cohort_that_pays_no_core_costs_keeps_the_proposal_open(session: Session) -> None:
    scene = an_affiliate_that_writes(session, allows_core_costs=False)
    proposal = a_complete_proposal(session, scene)
    save(session, scene, proposal, BudgetAnswers(lines=(a_line("OTH", "10", tag="core_costs"),)))
    assert [gap.where for gap in list_gaps(proposal)] == ["budget.lines-0-tag"]
