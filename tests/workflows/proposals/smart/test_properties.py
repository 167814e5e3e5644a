"""The engine never fails, whatever is known of a goal, and does not change its mind for the worse."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.proposals.smart.test_examples import GOOD, WRONG_FIELD
from workflows.proposals.smart.facts import GoalFacts, GoalType, Milestone, Risk, Spending
from workflows.proposals.smart.given import goal_facts
from workflows.proposals.smart.judging import Verdict, find_broken, judge
from workflows.proposals.smart.likeness import Subject, are_alike, similar_pairs
from workflows.proposals.smart.maturity import maturity_of
from workflows.proposals.smart.rules import RULES, Criterion, Severity
from workflows.proposals.smart.specific import has_qualifier

SENTENCES = [row["goal"]["statement"] for row in json.loads(Path(__file__).with_name("examples.json").read_text())]
WORDS = st.sampled_from(
    ["by", "from", "to", "48%", "60", "30", "June", "2026", "and", "reduce", "raise", "6 learners", "day 180", "9999",
     "arrived July-Dec 2025", "100%", "every", "will", "12 of 0", "31 Feb 2026", "2026-99-99", "“", "\u0663", "0 of 0"]
)  # fmt: skip  # pieces that the readings look for
TEXT = st.one_of(st.text(max_size=80), st.sampled_from(SENTENCES), st.lists(WORDS, max_size=14).map(" ".join))
FIGURES = st.none() | st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
DAYS = st.none() | st.dates()
FACTS = st.builds(
    GoalFacts,
    statement=TEXT,
    goal_type=st.none() | st.sampled_from(GoalType),
    population=TEXT,
    direction_verb=st.sampled_from(["", "raise", "reduce", "maintain", "reach", "improve"]),
    indicator_code=st.sampled_from(["", "EMP-01"]),
    baseline_value=FIGURES,
    baseline_n=st.none() | st.integers(0, 10**6),
    baseline_date=DAYS,
    target_value=FIGURES,
    due_date=DAYS,
    milestones=st.lists(st.builds(Milestone, DAYS, FIGURES), max_size=4).map(tuple),
    budget_lines=st.lists(st.builds(Spending, TEXT, FIGURES, FIGURES), max_size=3).map(tuple),
    assumptions_risks=st.lists(st.builds(Risk, TEXT, TEXT), max_size=2).map(tuple),
    project_starts_on=DAYS,
    project_ends_on=DAYS,
    award_amount=FIGURES,
    calculation=st.sampled_from(["", "percent", "mean", "count", "ratio"]),
    direction=st.sampled_from(["", "higher", "lower"]),
    outcome_day=st.none() | st.integers(0, 10**6),
    arrivals_by_month=st.dictionaries(st.dates(), st.integers(0, 10**6), max_size=5),
    field_completeness=st.dictionaries(st.sampled_from("abc"), st.decimals(0, 1, places=2), max_size=3),
    fields=st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple),
    is_paired=st.none() | st.booleans(),
)


@given(FACTS)
def test_whatever_is_known_a_goal_is_judged_by_five_criteria(goal: GoalFacts) -> None:
    verdicts = judge(goal)
    assert [row.criterion for row in verdicts] == list(Criterion)
    assert tuple(finding for row in verdicts for finding in row.findings) == tuple(
        finding for criterion in Criterion for finding in find_broken(goal) if finding.criterion is criterion
    )
    for row in verdicts:
        worst = {finding.severity for finding in row.findings}
        expected = Verdict.BLOCK if Severity.BLOCK in worst else Verdict.WARN if worst else Verdict.PASS
        assert row.verdict is expected
        assert all(row.sentences)


@given(FACTS)
def test_every_finding_is_a_whole_sentence_with_nothing_left_to_fill(goal: GoalFacts) -> None:
    for finding in find_broken(goal):
        assert finding.message.strip() == finding.message
        assert finding.message.endswith(".")


@given(TEXT, st.sampled_from(["women", "adults 18-64", "who arrived in 2026", "at the Northside site"]))
def test_adding_a_qualifier_never_makes_a_population_vaguer(population: str, qualifier: str) -> None:
    assert has_qualifier(f"{population} {qualifier}")


@given(FACTS)
def test_a_later_due_date_never_leaves_fewer_people_in_time(goal: GoalFacts) -> None:
    from dataclasses import replace  # noqa: PLC0415  beside its only use

    if goal.due_date is None or goal.due_date > date(9000, 1, 1):
        return
    later = replace(goal, due_date=date.fromordinal(goal.due_date.toordinal() + 40))
    before, after = maturity_of(goal), maturity_of(later)
    if before is not None:
        assert after is not None
        assert after.share >= before.share
        assert 0 <= before.share <= 1


def test_every_blocking_rule_can_be_met_and_broken() -> None:
    met = {finding.rule for finding in find_broken(goal_facts(GOOD[0]["goal"]))}
    broken = {rule for rule, change in WRONG_FIELD if rule in _rules({**GOOD[0]["goal"], **change})}
    blocking = {rule.id for rule in RULES if rule.severity is Severity.BLOCK}
    assert met & blocking == set()
    assert blocking - broken == set()


def _rules(goal: dict[str, Any]) -> set[str]:
    return {finding.rule for finding in find_broken(goal_facts(goal))}


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_mutual_and_a_text_is_like_itself(one: str, other: str) -> None:
    assert are_alike(one, other) == are_alike(other, one)
    assert are_alike(f"{one} women", f"{one} women")


def test_two_goals_with_one_indicator_and_much_the_same_people_are_noticed() -> None:
    subjects = [
        Subject(1, "EMP-01", "employable adults who arrived in 2026"),
        Subject(2, "EMP-01", "Adults, employable, who arrive in 2026"),
        Subject(3, "EMP-01", "mothers of children under five"),
        Subject(4, "LAN-01", "employable adults who arrived in 2026"),
        Subject(5, "", ""),
        Subject(6, "", ""),
    ]
    assert similar_pairs(subjects) == ((1, 2),)


def test_half_a_cent_of_a_share_is_not_lost() -> None:
    goal = GoalFacts(
        outcome_day=30, due_date=date(2026, 3, 1), arrivals_by_month={date(2026, 1, 1): 31}, target_value=Decimal(1)
    )
    found = maturity_of(goal)
    assert found is not None
    assert (found.reached, found.expected, found.last_arrival) == (29, 31, date(2026, 1, 29))
