"""The SMART rules, as one table: five criteria, each rule with its weight, its check and its sentence.

Rules that need figures of an extract (are the source fields complete, will enough people reach the outcome day, do the
hours and lines add up) are not here: they are decided where an extract is read. The rules and their numbers are our
own design; «attainable» and «realistic» are kept apart, as the program teaches them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.proposals.goals import smart_checks as check
from workflows.proposals.goals.smart_checks import Broken, Plan, ProjectYear, project_year

if TYPE_CHECKING:
    from workflows.proposals.goals.models import Goal
    from workflows.proposals.models import Proposal


class Criterion(StrEnum):
    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    REALISTIC = "realistic"
    TIME_BOUND = "time-bound"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Severity(StrEnum):
    BLOCK = "block"  # the proposal cannot be submitted with it
    WARN = "warn"  # shown, never refused: the affiliate decides


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105  the word of the verdict, no password
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `message` says what is wrong and how to mend it, filled by the check; `field` is where."""

    id: str
    criterion: Criterion
    severity: Severity
    check: Callable[[Plan], Broken]
    field: str
    message: str


C, BLOCK, WARN = Criterion, Severity.BLOCK, Severity.WARN

RULES: tuple[Rule, ...] = (
    Rule("S1", C.SPECIFIC, BLOCK, check.nobody_in_particular, "population",
         "Say who exactly: age, arrival, program, level or site. “Clients” alone could be anyone."),
    Rule("S2", C.SPECIFIC, BLOCK, check.no_direction, "direction_verb",
         "Choose one direction: increase, raise, decrease, reduce, reach or maintain."),
    Rule("S3", C.SPECIFIC, WARN, check.vague_words, "population",
         "“{word}” can mean many things. Say it with a number or leave it out."),
    Rule("S4", C.SPECIFIC, WARN, check.two_outcomes, "population",
         "“{words}” joins two outcomes. Make two goals of them, so that each can be met."),
    Rule("S5", C.SPECIFIC, WARN, check.activity_alone, "indicator",
         "This counts what you do. Pair it with a goal about what changes for people."),
    Rule("M1", C.MEASURABLE, BLOCK, check.no_indicator, "indicator",
         "Choose an indicator that says what is counted and, for a percentage or an average, out of how many."),
    Rule("M2", C.MEASURABLE, BLOCK, check.no_baseline, "baseline_value",
         "Give the baseline with its date; or leave the figure empty and give the day you will have it, "
         "by {latest} at the latest."),
    Rule("M3", C.MEASURABLE, BLOCK, check.no_target, "target_value",
         "{problem} Write it as a number in the indicator's unit."),
    Rule("M5", C.MEASURABLE, WARN, check.seldom_reviewed, "review_frequency",
         "Look at the figure at least every quarter, so that there is time to change course."),
    Rule("A1", C.ATTAINABLE, BLOCK, check.wrong_way, "target_value",
         "{problem} Look at baseline, target and direction once more."),
    Rule("A2", C.ATTAINABLE, WARN, check.large_change, "rationale",
         "A change of {change} is a lot for one year. Say under “Why is this realistic?” what makes it possible, "
         "or aim a little lower."),
    Rule("A3", C.ATTAINABLE, WARN, check.few_people, "baseline_n",
         "With {n} people, one person moves the rate by {points} points. Counts, a longer window or stories say more."),
    Rule("A4", C.ATTAINABLE, BLOCK, check.nobody_does_it, "owner",
         "Name {missing}: somebody who looks after the goal, and what you will do for it."),
    Rule("R1", C.REALISTIC, WARN, check.no_rationale, "rationale",
         "Say why this is realistic: your own trend, what peers reach, or a national figure."),
    Rule("R2", C.REALISTIC, WARN, check.no_risk, "risk",
         "Name one thing that could get in the way, and what you would do then."),
    Rule("R3", C.REALISTIC, BLOCK, check.no_reason_for_activities, "activity_rationale",
         "Choose an indicator with its domain, and say why these activities lead to this change."),
    Rule("T1", C.TIME_BOUND, BLOCK, check.outside_the_year, "due_on",
         "{problem} Choose a day from {first} to {last}."),
    Rule("T2", C.TIME_BOUND, WARN, check.far_milestones, "milestones",
         "{problem} A figure at least every four months shows early whether you are on the way."),
    Rule("T3", C.TIME_BOUND, WARN, check.other_date, "due_on",
         "The words say “{said}”, the due date {due}. Let them agree."),
)  # fmt: skip  # id · criterion · severity · check · field, and the sentence under them

HELD: dict[Criterion, str] = {
    C.SPECIFIC: "Who, direction and outcome are clear.",
    C.MEASURABLE: "Indicator, baseline and target fit together.",
    C.ATTAINABLE: "The step is possible, and someone takes care of it.",
    C.REALISTIC: "Reason, risk and activities are thought through.",
    C.TIME_BOUND: "Due date and milestones lie inside your year.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken, in words for the person who writes the goal."""

    rule: str
    severity: Severity
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """One of the five letters: how it stands, and why."""

    criterion: Criterion
    verdict: Verdict
    sentences: tuple[str, ...]


def find_broken(plan: Plan) -> tuple[Finding, ...]:
    """Every rule that the goal breaks, in the order of the table."""
    findings = []
    for rule in RULES:
        broken = rule.check(plan)
        if broken is not None:
            findings.append(Finding(rule.id, rule.severity, rule.field, rule.message.format_map(broken)))
    return tuple(findings)


def judge(plan: Plan) -> tuple[CriterionVerdict, ...]:
    """The five criteria with their verdicts, each with its sentences."""
    criterion_of = {rule.id: rule.criterion for rule in RULES}
    findings = find_broken(plan)
    return tuple(_judge_one(c, [f for f in findings if criterion_of[f.rule] is c]) for c in Criterion)


def plan_of(goal: "Goal", proposal: "Proposal") -> Plan:
    """The goal with the project year of its cohort and the number of eligible people from the proposal."""
    year: ProjectYear = project_year(proposal.enrollment.cohort)
    eligible_n = proposal.answer("story", "eligible_n")
    return Plan(goal, year, eligible_n if isinstance(eligible_n, int) else None)


def _judge_one(criterion: Criterion, findings: Sequence[Finding]) -> CriterionVerdict:
    if not findings:
        return CriterionVerdict(criterion, Verdict.PASS, (HELD[criterion],))
    blocks = any(finding.severity is BLOCK for finding in findings)
    return CriterionVerdict(
        criterion, Verdict.BLOCK if blocks else Verdict.WARN, tuple(finding.sentence for finding in findings)
    )
