"""Each SMART rule fires on the goal that breaks it, and stays silent on the one that keeps it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.scenes_proposals import a_good_goal
from workflows.cohorts.models import Cohort
from workflows.frameworks.models import Indicator
from workflows.proposals.goals.answers import GoalAnswers, MilestoneAnswers
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.sentence import sentence_of
from workflows.proposals.goals.smart import RULES, Criterion, Severity, Verdict, find_broken, judge
from workflows.proposals.goals.smart_checks import Plan, ProjectYear, project_year

YEAR = ProjectYear(date(2026, 10, 1), date(2027, 9, 30))
FIRST_YEAR = ProjectYear(date(2025, 10, 1), date(2026, 9, 30))  # the year of the example goals


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


def a_goal(answers: GoalAnswers, indicator: Indicator | None, statement: str | None = None) -> Goal:
    kept = {name: getattr(answers, name) for name in GoalAnswers.__slots__ if name not in ("milestones", "activities")}
    goal = Goal(**kept, indicator=indicator, activities=list(answers.activities))
    goal.milestones = [{"on": m.on.isoformat(), "value": str(m.value)} for m in answers.milestones]
    goal.statement = sentence_of(goal) if statement is None else statement
    return goal


def broken(
    indicator: Indicator | None = None,
    *,
    statement: str | None = None,
    year: ProjectYear = YEAR,
    eligible_n: int | None = None,
    **values: Any,
) -> list[str]:
    goal = a_goal(a_good_goal(1, **values), indicator or an_indicator(), statement)
    return [finding.rule for finding in find_broken(Plan(goal, year, eligible_n))]


def test_a_good_goal_breaks_no_rule() -> None:
    assert broken() == []


MEAN = an_indicator(calculation="mean", unit="days", direction="lower")
COUNT = an_indicator(calculation="count", unit="person", denominator="")
AT_ONCE = (MilestoneAnswers(date(2027, 2, 28), Decimal(60)),)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("S1", {"population": "refugees and their families"}),
        ("S1", {"population": ""}),
        ("S2", {"direction_verb": ""}),
        ("S3", {"population": "adults who need more support"}),
        ("S4", {"population": "women who learn English and reduce isolation"}),
        ("S5", {"population": "Hold workshops for adults"}),
        ("S5", {"indicator": an_indicator(level="output")}),
        ("M1", {"indicator": an_indicator(denominator="")}),
        ("M1", {"indicator": an_indicator(numerator="")}),
        ("M2", {"baseline_on": None}),
        ("M2", {"baseline_value": None, "baseline_on": date(2027, 2, 1)}),
        ("M3", {"target_value": None}),
        ("M3", {"statement": "Raise it to 70% by 30 June 2027."}),
        ("M3", {"indicator": COUNT, "target_value": Decimal("60.5")}),
        ("M5", {"review_frequency": "twice a year"}),
        ("A1", {"target_value": Decimal(104)}),
        ("A1", {"target_value": Decimal(45)}),
        ("A1", {"indicator": MEAN, "direction_verb": "reduce"}),
        ("A1", {"direction_verb": "reduce"}),
        ("A2", {"target_value": Decimal(80)}),
        ("A2", {"indicator": COUNT, "target_value": Decimal(150)}),
        ("A3", {"baseline_n": 6}),
        ("A3", {"baseline_n": None, "eligible_n": 6}),
        ("A4", {"owner": ""}),
        ("A4", {"activities": ()}),
        ("R1", {"rationale": ""}),
        ("R2", {"risk": " "}),
        ("R3", {"activity_rationale": ""}),
        ("R3", {"indicator": an_indicator(domain="")}),
        ("T1", {"due_on": None}),
        ("T1", {"due_on": date(2027, 10, 1)}),
        ("T2", {"milestones": ()}),
        ("T2", {"milestones": AT_ONCE, "due_on": date(2027, 8, 31)}),
        ("T3", {"population": "adults who arrive by 31 May 2027"}),
    ],
)
def test_a_rule_names_the_goal_that_breaks_it(rule: str, values: dict[str, Any]) -> None:
    assert rule in broken(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"population": "women"},
        {"population": "adults, 20 more than last year"},  # a vague word with its number
        {"population": "children and youth aged 5 to 17"},
        {"baseline_value": None, "baseline_n": None, "baseline_on": date(2026, 12, 30)},
        {"indicator": COUNT, "baseline_n": 6},
        {"direction_verb": "maintain", "target_value": Decimal(45)},
        {"indicator": MEAN, "direction_verb": "reduce", "target_value": Decimal(40)},
        {"target_value": Decimal(73)},
        {"population": "adults who arrive by June 2027"},
        {"due_on": date(2027, 7, 31)},
    ],
)
def test_a_goal_that_keeps_the_rules_is_left_alone(values: dict[str, Any]) -> None:
    assert broken(**values) == []


def test_every_rule_of_the_table_is_broken_by_some_test() -> None:
    marks = next(mark for mark in test_a_rule_names_the_goal_that_breaks_it.pytestmark if mark.name == "parametrize")
    assert {row[0] for row in marks.args[1]} == {rule.id for rule in RULES}


def test_each_criterion_says_how_it_stands_and_why() -> None:
    goal = a_goal(a_good_goal(1, due_on=None, milestones=(), target_value=Decimal(80)), an_indicator())
    verdicts = {row.criterion: row for row in judge(Plan(goal, YEAR))}
    assert [row.verdict for row in verdicts.values()] == [
        Verdict.PASS,
        Verdict.PASS,
        Verdict.WARN,
        Verdict.PASS,
        Verdict.BLOCK,
    ]
    assert verdicts[Criterion.TIME_BOUND].sentences[0] == (
        "There is no due date yet. Choose a day from 1 October 2026 to 30 September 2027."
    )
    assert verdicts[Criterion.SPECIFIC].sentences == ("Who, direction and outcome are clear.",)


def test_the_project_year_is_the_twelve_months_that_end_with_the_cohort() -> None:
    assert project_year(Cohort(starts_on=date(2026, 1, 12), ends_on=date(2027, 9, 30))) == YEAR
    leap = Cohort(starts_on=date(2026, 1, 12), ends_on=date(2028, 2, 29))
    assert project_year(leap) == ProjectYear(date(2027, 3, 1), date(2028, 2, 29))
    short = Cohort(starts_on=date(2027, 1, 12), ends_on=date(2027, 9, 30))
    assert project_year(short) == ProjectYear(date(2027, 1, 12), date(2027, 9, 30))


DAYS = an_indicator(name="Days to the first English class", calculation="mean", unit="days", direction="lower")
SCORE = an_indicator(name="Belonging score", calculation="mean", unit="score 1-5")
NAMED = {"baseline_on": date(2025, 9, 30), "milestones": (MilestoneAnswers(date(2026, 2, 28), Decimal(1)),)}


@pytest.mark.parametrize(
    ("name", "indicator", "values"),
    [
        ("G1", an_indicator(), {"population": "employable adults (18-64) who arrived July to December 2025"}),
        ("G2", DAYS, {"population": "adults below level 6 at the Northside site", "direction_verb": "reduce",
                      "baseline_value": Decimal(41), "target_value": Decimal(25), "due_on": date(2026, 3, 31)}),
        ("G3", an_indicator(), {"population": "children 5-17", "baseline_value": Decimal(47),
                                "target_value": Decimal(75), "due_on": date(2026, 8, 31)}),
        ("G4", COUNT, {"population": "households matched with a trained mentor", "direction_verb": "increase",
                       "baseline_value": Decimal(12), "baseline_n": 40, "target_value": Decimal(24),
                       "due_on": date(2026, 5, 31)}),
        ("G5", an_indicator(), {"population": "all arrivals in FY2026", "direction_verb": "maintain",
                                "baseline_value": Decimal(92), "target_value": Decimal(90)}),
        ("G6", SCORE, {"population": "adults at six months", "baseline_value": Decimal("3.4"), "baseline_n": 50,
                       "target_value": Decimal("3.8"), "due_on": date(2026, 9, 30)}),
        ("G7", an_indicator(level="program"), {"population": "open cases", "direction_verb": "reach",
                                               "baseline_value": Decimal(71), "target_value": Decimal(95)}),
        ("G8", an_indicator(), {"population": "clients past month 15", "direction_verb": "reach",
                                "baseline_value": Decimal(61), "baseline_n": 44, "target_value": Decimal(80)}),
    ],
)  # fmt: skip  # one example a paragraph
def test_the_program_s_good_examples_are_not_blocked(name: str, indicator: Indicator, values: dict[str, Any]) -> None:
    answers = a_good_goal(1, **{"due_on": date(2026, 6, 30), **NAMED, **values})
    findings = find_broken(Plan(a_goal(answers, indicator), FIRST_YEAR))
    assert [finding.rule for finding in findings if finding.severity is Severity.BLOCK] == []


UNSAID: dict[str, Any] = {"baseline_value": None, "baseline_n": None, "baseline_on": None, "rationale": ""}


@pytest.mark.parametrize(
    ("name", "rules", "values"),
    [
        ("B1", {"S1", "S2", "M1", "M2", "M3", "R3", "T1"},
         {**UNSAID, "population": "refugees", "direction_verb": "", "target_value": None, "due_on": None,
          "activity_rationale": "", "indicator": None}),
        ("B2", {"S1", "S2", "S5", "M2"},
         {**UNSAID, "population": "", "direction_verb": "", "indicator": an_indicator(level="output")}),
        ("B3", {"S1", "M2", "R1", "T1"},
         {**UNSAID, "population": "clients", "target_value": Decimal(100), "due_on": None}),
        ("B4", {"S1", "A1"},
         {"population": "", "baseline_value": Decimal(55), "target_value": Decimal(52)}),
        ("B5", {"S4", "M2", "M3", "T1"},
         {**UNSAID, "population": "women who learn English and reduce isolation", "target_value": None,
          "due_on": None}),
        ("B6", {"M2"}, {**UNSAID, "population": "arrivals between 1 January and 30 June 2026"}),
        ("B7", {"A2", "A3"},
         {"population": "ESL learners", "baseline_value": Decimal(40), "baseline_n": 6, "target_value": Decimal(90)}),
        ("B8", {"S1", "S2", "M1", "M2", "M3", "T1"},
         {**UNSAID, "population": "staff", "direction_verb": "", "indicator": None, "target_value": None,
          "due_on": None}),
        ("B9", {"S1", "S5", "M2"},
         {**UNSAID, "population": "employer partners", "indicator": an_indicator(level="output")}),
        ("B10", {"S1", "S2", "M2", "R1", "T1"},
         {**UNSAID, "population": "every family", "direction_verb": "", "due_on": date(2030, 12, 31)}),
    ],
)  # fmt: skip  # one example a paragraph
def test_the_program_s_bad_examples_are_named(name: str, rules: set[str], values: dict[str, Any]) -> None:
    chosen = dict(values)
    indicator = chosen.pop("indicator", an_indicator())
    goal = a_goal(replace(a_good_goal(1), **chosen), indicator)
    assert rules <= {finding.rule for finding in find_broken(Plan(goal, YEAR))}
