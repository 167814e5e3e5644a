"""How a goal of a proposal stands by the SMART rules: its facts are gathered, and its warnings meet their answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workflows.proposals.budget.sums import lines_of_goal
from workflows.proposals.goals.answers import GOAL_TYPES, GoalAnswers
from workflows.proposals.goals.sentence import sentence_of
from workflows.proposals.goals.written import answers_of, arrivals_of
from workflows.proposals.smart.facts import GoalFacts, GoalType, Milestone, Risk, Spending
from workflows.proposals.smart.judging import CriterionVerdict, Finding, find_broken, judge
from workflows.proposals.smart.likeness import Subject, similar_pairs
from workflows.proposals.smart.outcome_days import outcome_day_of
from workflows.proposals.smart.rules import Severity

if TYPE_CHECKING:
    from workflows.cohorts.models import Cohort
    from workflows.frameworks.models import Indicator
    from workflows.proposals.goals.models import DataFacts, Goal
    from workflows.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class ProjectYear:
    starts_on: date
    ends_on: date


def project_year(cohort: "Cohort") -> ProjectYear:
    """The twelve months that end with the cohort: the period an award is for."""
    end = cohort.ends_on
    day_before = (
        end.replace(year=end.year - 1, day=28) if (end.month, end.day) == (2, 29) else end.replace(year=end.year - 1)
    )
    return ProjectYear(max(cohort.starts_on, day_before + timedelta(days=1)), end)


def facts_of(goal: "Goal", proposal: "Proposal") -> GoalFacts:
    """What is kept of a goal, with its proposal around it."""
    return facts_of_answers(answers_of(goal), goal.indicator, goal=goal, proposal=proposal)


def facts_of_answers(
    answers: GoalAnswers, indicator: "Indicator | None", *, goal: "Goal", proposal: "Proposal"
) -> GoalFacts:
    """The facts as they are typed, before they are saved to `goal`."""
    year, told = project_year(proposal.enrollment.cohort), proposal.data_facts
    eligible_n = proposal.answer("story", "eligible_n")
    arrivals = (arrivals_of(told.arrivals_by_month) if told else {}) | arrivals_of(
        proposal.answer("goals", "arrivals") or {}
    )
    return GoalFacts(
        statement=sentence_of(answers, indicator),
        goal_type=GoalType(answers.goal_type) if answers.goal_type in GOAL_TYPES else None,
        population=answers.population,
        direction_verb=answers.direction_verb,
        baseline_value=answers.baseline_value,
        baseline_n=answers.baseline_n,
        baseline_date=answers.baseline_on,
        target_value=answers.target_value,
        due_date=answers.due_on,
        milestones=tuple(Milestone(row.on, row.value) for row in answers.milestones),
        data_source=answers.data_source,
        data_owner=answers.owner,
        review_frequency=answers.review_frequency,
        activities=answers.activities,
        budget_lines=tuple(
            Spending(line.description, line.hours, line.amount) for line in lines_of_goal(proposal, goal)
        ),
        assumptions_risks=tuple(Risk(row.risk, row.mitigation) for row in answers.risks),
        benchmark_or_rationale=answers.rationale,
        activity_rationale=answers.activity_rationale,
        project_starts_on=year.starts_on,
        project_ends_on=year.ends_on,
        award_amount=proposal.enrollment.cohort.award_ceiling,
        eligible_n=eligible_n if isinstance(eligible_n, int) else None,
        arrivals_by_month=arrivals,
        field_completeness=_completeness(indicator, told),
        is_paired=any(other.id != goal.id and other.goal_type == GoalType.OUTCOME for other in proposal.goals),
        **_of_indicator(answers, indicator),
    )


def judge_goal(goal: "Goal", proposal: "Proposal") -> tuple[CriterionVerdict, ...]:
    return judge(facts_of(goal, proposal))


def broken_rules(goal: "Goal", proposal: "Proposal") -> tuple[Finding, ...]:
    return find_broken(facts_of(goal, proposal))


def is_answered(finding: Finding, answers: GoalAnswers) -> bool:
    """Whether a warning has its written justification."""
    return finding.severity is Severity.WARN and bool(answers.justifications.get(finding.rule, "").strip())


def similar_goals(proposal: "Proposal") -> tuple[tuple[int, int], ...]:
    """The numbers of goals of a proposal that are about much the same thing."""
    return similar_pairs(
        [
            Subject(number, goal.indicator.code if goal.indicator else "", goal.population)
            for number, goal in enumerate(proposal.goals, 1)
        ]
    )


def _of_indicator(answers: GoalAnswers, indicator: "Indicator | None") -> dict[str, Any]:
    if indicator is None:
        return {"outcome_day": answers.outcome_day}
    day = answers.outcome_day if answers.outcome_day is not None else outcome_day_of(indicator.name)
    return {
        "indicator_code": indicator.code,
        "framework_domain": indicator.domain,
        "calculation": indicator.calculation,
        "direction": indicator.direction,
        "unit": indicator.unit,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "outcome_day": day,
    }


def _completeness(indicator: "Indicator | None", told: "DataFacts | None") -> dict[str, Decimal]:
    """Of the indicator's fields, those whose completeness the latest import tells."""
    if indicator is None or told is None:
        return {}
    fields = [name.strip() for name in indicator.fields.split(";")]
    return {name: Decimal(told.field_completeness[name]) for name in fields if name in told.field_completeness}
