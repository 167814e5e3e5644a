"""The verdict on one goal: every rule that it breaks, and how each of the five criteria stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.maturity import maturity_of
from workflows.proposals.smart.rules import RULES, Criterion, Severity

HELD: dict[Criterion, str] = {
    Criterion.SPECIFIC: "Who, direction and outcome are clear.",
    Criterion.MEASURABLE: "Indicator, baseline and target fit together.",
    Criterion.ATTAINABLE: "The step is possible, and someone takes care of it.",
    Criterion.REALISTIC: "Reason, risk and activities are thought through.",
    Criterion.TIME_BOUND: "Due date and milestones lie inside your project.",
}


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105  the word of the verdict, no password
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken, in words for the person who writes the goal; `field` is where it is mended."""

    rule: str
    criterion: Criterion
    severity: Severity
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """One of the five letters: how it stands, and why. `held` is the sentence for one that passes."""

    criterion: Criterion
    verdict: Verdict
    findings: tuple[Finding, ...]
    held: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(finding.message for finding in self.findings) or (self.held,)


def find_broken(goal: GoalFacts) -> tuple[Finding, ...]:
    """Every rule that the goal breaks, in the order of the table."""
    goal = replace(goal, statement=" ".join(goal.statement.split()), population=" ".join(goal.population.split()))
    findings = []
    for rule in RULES:
        broken = rule.check(goal)
        if broken is not None:
            message = rule.message.format_map(broken)
            findings.append(Finding(rule.id, rule.criterion, rule.severity, rule.field, message))
    return tuple(findings)


def judge(goal: GoalFacts) -> tuple[CriterionVerdict, ...]:
    """The five criteria in their order, each with its findings."""
    findings = find_broken(goal)
    return tuple(_judge_one(c, [f for f in findings if f.criterion is c], goal) for c in Criterion)


def _judge_one(criterion: Criterion, findings: Sequence[Finding], goal: GoalFacts) -> CriterionVerdict:
    if not findings:
        return CriterionVerdict(criterion, Verdict.PASS, (), _held(criterion, goal))
    blocks = any(finding.severity is Severity.BLOCK for finding in findings)
    return CriterionVerdict(criterion, Verdict.BLOCK if blocks else Verdict.WARN, tuple(findings))


def _held(criterion: Criterion, goal: GoalFacts) -> str:
    """What holds, with the figure that shows it where there is one."""
    if criterion is Criterion.MEASURABLE and goal.field_completeness:
        least = min(goal.field_completeness[name] for name in goal.fields or goal.field_completeness)
        return f"{HELD[criterion]} Fields of your latest import: at least {int(100 * least)}% filled in."
    if criterion is Criterion.REALISTIC and (maturity := maturity_of(goal)) is not None:
        who = maturity.shown[0].upper() + maturity.shown[1:]
        return f"{HELD[criterion]} {who} will reach day {maturity.outcome_day} in time."
    return HELD[criterion]
