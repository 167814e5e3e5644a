"""The SMART rules, as one table: five criteria, each rule with its severity, its check and its sentence.

The rules and their numbers are our own design; «attainable» and «realistic» are kept apart, as the program teaches
them. A warning asks for a justification, never for another goal: testing something and taking a risk are welcome.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from workflows.proposals.smart import attainable, measurable, realistic, specific, time_bound
from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.wording import Broken


class Criterion(StrEnum):
    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    REALISTIC = "realistic"
    TIME_BOUND = "time_bound"

    @property
    def label(self) -> str:
        return self.value.capitalize().replace("_", "-")


class Severity(StrEnum):
    BLOCK = "block"  # the proposal cannot be submitted with it
    WARN = "warn"  # needs a written justification, never a refusal


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `message` says what is wrong and how to mend it, filled by the check; `field` is where."""

    id: str
    criterion: Criterion
    severity: Severity
    check: Callable[[GoalFacts], Broken]
    field: str
    message: str


C, BLOCK, WARN = Criterion, Severity.BLOCK, Severity.WARN

RULES: tuple[Rule, ...] = (
    Rule("S1", C.SPECIFIC, BLOCK, specific.nobody_in_particular, "population",
         "{said}Say who exactly: age, sex, arrival, program, level or site."),
    Rule("S2", C.SPECIFIC, BLOCK, specific.no_direction, "direction_verb",
         "{said}Choose one direction: increase, raise, decrease, reduce, reach or maintain."),
    Rule("S3", C.SPECIFIC, WARN, specific.vague_words, "population",
         "“{word}” can mean many things. Say it with a number or leave it out."),
    Rule("S4", C.SPECIFIC, WARN, specific.two_outcomes, "population",
         "“{words}” joins two outcomes. Make two goals of them, so that each can be met."),
    Rule("S5", C.SPECIFIC, WARN, specific.activity_alone, "goal_type",
         "This counts what you do. Call it an output, and pair it with a goal about what changes for people."),
    Rule("M1", C.MEASURABLE, BLOCK, measurable.no_indicator, "indicator",
         "Choose an indicator that says what is counted and, for a percentage or an average, out of how many."),
    Rule("M2", C.MEASURABLE, BLOCK, measurable.no_baseline, "baseline_value",
         "{problem} Give the figure with its date; or leave the figure empty and give the day you will have it, "
         "{latest} at the latest."),
    Rule("M3", C.MEASURABLE, BLOCK, measurable.no_target, "target_value",
         "{problem} Write the target as a number in the indicator's unit, the same in the field and in the sentence."),
    Rule("M4", C.MEASURABLE, WARN, measurable.fields_with_gaps, "data_source",
         "{problem} At least 80% makes a figure that can be trusted: complete it, or choose another source."),
    Rule("M5", C.MEASURABLE, WARN, measurable.seldom_reviewed, "review_frequency",
         "{said}Look at the figure at least every quarter, so that there is time to change course."),
    Rule("A1", C.ATTAINABLE, BLOCK, attainable.wrong_way, "target_value",
         "{problem} Look at baseline, target and direction once more."),
    Rule("A2", C.ATTAINABLE, WARN, attainable.large_change, "target_value",
         "{problem} Say what makes it possible, or aim a little lower."),
    Rule("A3", C.ATTAINABLE, WARN, attainable.few_people, "baseline_n",
         "With {n}, {effect}. Counts, a longer window or stories say more."),
    Rule("A4", C.ATTAINABLE, BLOCK, attainable.nobody_does_it, "owner",
         "Name {missing}: somebody who looks after the goal, and what you will do for it."),
    Rule("R1", C.REALISTIC, WARN, realistic.no_rationale, "rationale",
         "Say why this is realistic: your own trend, what peers reach, or a national figure."),
    Rule("R2", C.REALISTIC, WARN, realistic.no_risk, "risks", "{problem}"),
    Rule("R3", C.REALISTIC, BLOCK, realistic.no_reason_for_activities, "activity_rationale", "{problem}"),
    Rule("R4", C.REALISTIC, BLOCK, realistic.too_early_to_tell, "due_on",
         "Only {shown} will have reached day {day} by then: those who arrive by {last}. Choose a later due date, "
         "people who arrive earlier, or an earlier day."),
    Rule("R5", C.REALISTIC, WARN, realistic.not_paid_for, "budget",
         "{problem} Link staff hours and costs to it in the budget, or say how it is paid for."),
    Rule("T1", C.TIME_BOUND, BLOCK, time_bound.outside_the_project, "due_on", "{problem} {mend}"),
    Rule("T2", C.TIME_BOUND, WARN, time_bound.far_milestones, "milestones",
         "{problem} A figure at least every four months shows early whether you are on the way."),
    Rule("T3", C.TIME_BOUND, WARN, time_bound.other_date, "due_on",
         "The sentence says “{said}”, the due date is {due}. Let them agree."),
)  # fmt: skip  # id · criterion · severity · check · field, and the sentence under them

RULE_BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
