"""The goal editor."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FieldList, FormField, RadioField, SelectField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from forms.base import choices_of
from forms.proposals.fields import (
    Day,
    ManyChoices,
    Whole,
    as_number,
    as_text,
    choices_among,
    clean,
    figure_field,
    line_field,
    paragraph_field,
)
from forms.proposals.shared import SharedForm
from workflows.proposals.answers import FREQUENCIES
from workflows.proposals.goals.answers import (
    ACCUMULATIONS,
    BASELINE_N_MAX,
    DIRECTION_VERBS,
    GOAL_ACTIVITIES_MAX,
    GOAL_ACTIVITY_MAX,
    GOAL_FIELDS_MAX,
    GOAL_JUSTIFICATION_MAX,
    GOAL_MILESTONES_MAX,
    GOAL_OWNER_MAX,
    GOAL_POPULATION_MAX,
    GOAL_RISK_MAX,
    GOAL_RISKS_MAX,
    GOAL_SOURCE_MAX,
    GOAL_TYPES,
    GOAL_WORDING_MAX,
    OUTCOME_DAY_MAX,
    GoalAnswers,
    MilestoneAnswers,
    RiskAnswers,
)

BLANK_MILESTONES = 2
BLANK_RISKS = 1
JUSTIFICATIONS: dict[str, str] = {
    "S3": "Why these words are right",
    "S4": "Why it stays one goal",
    "S5": "Why this output matters",
    "M4": "Why these fields are good enough",
    "M5": "Why you look less often",
    "A2": "What makes such a step possible",
    "A3": "Why a rate still says something",
    "R1": "Why you expect it all the same",
    "R2": "Why there is no risk to name",
    "R5": "How it is paid for",
    "T2": "Why these milestones are enough",
    "T3": "Why the two dates differ",
}
"""What a warning asks in its box, by rule."""


class MilestoneForm(PlainForm):
    on = Day("By", [Optional()])
    value = figure_field("Expected")


class RiskForm(PlainForm):
    risk = paragraph_field("What could get in the way", most=GOAL_RISK_MAX, rows=2)
    mitigation = paragraph_field("What you would do then", most=GOAL_RISK_MAX, rows=2)


def whole_field(label: str, most: int, hint: str = "") -> Whole:
    limit = NumberRange(0, most, f"Write a number from 0 to {most:,}.")
    return Whole(label, [Optional(), limit], description=hint)


class GoalForm(SharedForm):
    """The goal editor. `for_indicators` fills the choices, grouped by domain.

    Each rule that may warn has a box for why the goal is right as it is: `because_A2`, and so on.
    """

    population = line_field("Who is it about?", GOAL_POPULATION_MAX, "Say who exactly: age, arrival, program, site.")
    goal_type = RadioField("What kind of goal is it?", choices=choices_of(GOAL_TYPES.items()))
    indicator = SelectField("Indicator", coerce=as_number, description="What shows whether the goal is met.")
    direction_verb = SelectField("Direction", choices=choices_among(DIRECTION_VERBS), coerce=as_text)
    baseline_value = figure_field("Baseline")
    baseline_n = whole_field("Out of (n)", BASELINE_N_MAX)
    baseline_on = Day("Baseline date", [Optional()])
    target_value = figure_field("Target")
    due_on = Day("Due", [Optional()])
    outcome_day = whole_field("Day after arrival", OUTCOME_DAY_MAX, "Only if it is not the indicator's own.")
    wording = paragraph_field(
        "The sentence in your own words",
        "The rules read it too. Empty the box to go back to the sentence made from your answers.",
        most=GOAL_WORDING_MAX,
    )
    milestones = FieldList(FormField(MilestoneForm), "Milestone", max_entries=GOAL_MILESTONES_MAX)
    data_source = line_field("Where the figure comes from", GOAL_SOURCE_MAX, "For example: monthly extract.")
    data_fields = line_field("Which fields it needs", GOAL_FIELDS_MAX, "Columns of your case database.")
    owner = line_field("Who looks after it", GOAL_OWNER_MAX, "A name and a role.")
    review_frequency = SelectField(
        "How often you look",
        choices=choices_among(FREQUENCIES)[1:],
        coerce=as_text,
        description="Quarterly or more often.",
    )
    accumulation = SelectField("How periods add up", choices=choices_of(ACCUMULATIONS.items()), coerce=as_text)
    disaggregations = ManyChoices("Look at it by group")
    activities = TextAreaField(
        "What you will do", filters=[clean], description="One activity a line.", render_kw={"rows": 4}
    )
    activity_rationale = paragraph_field("Why do these activities lead to this change?")
    rationale = paragraph_field(
        "Why is this realistic?",
        "Your own trend, what peers reach, a national figure. Testing something new is welcome: say what.",
    )
    risks = FieldList(FormField(RiskForm), "Risk", max_entries=GOAL_RISKS_MAX)

    def for_indicators(self, domains: Mapping[str, Sequence[tuple[int, str]]]) -> "GoalForm":
        """With the indicators of each domain as (id, name)."""
        self.indicator.choices = indicator_choices(domains)
        return self

    def for_groups(self, groups: Sequence[str]) -> "GoalForm":
        """With the groups that the chosen indicator can be looked at by."""
        self.disaggregations.choices = choices_of((group, group.capitalize()) for group in groups)
        return self

    def answer_of(self, field: str) -> str:
        if field.startswith("because_"):
            return "justifications"
        return "indicator_id" if field == "indicator" else super().answer_of(field)

    def fields_of(self, answer: str) -> frozenset[str]:
        if answer == "justifications":
            return frozenset(f"because_{rule}" for rule in JUSTIFICATIONS)
        return frozenset({"indicator" if answer == "indicator_id" else answer})

    def label_of(self, answer: str) -> str:
        return "Reasons for what is worth a look" if answer == "justifications" else super().label_of(answer)

    def validate_activities(self, field: TextAreaField) -> None:
        lines = _lines(field.data)
        if len(lines) > GOAL_ACTIVITIES_MAX:
            raise ValidationError(f"At most {GOAL_ACTIVITIES_MAX} activities. Put small steps together.")
        if any(len(line) > GOAL_ACTIVITY_MAX for line in lines):
            raise ValidationError(f"At most {GOAL_ACTIVITY_MAX} characters for each activity.")

    @property
    def answers(self) -> GoalAnswers:
        """The checked answers; empty rows are left out."""
        milestones = [(entry.form.on.data, entry.form.value.data) for entry in self.milestones]
        risks = [(entry.form.risk.data, entry.form.mitigation.data) for entry in self.risks]
        because = {rule: str(self[f"because_{rule}"].data or "") for rule in JUSTIFICATIONS}
        return GoalAnswers(
            **{name: self[name].data for name in _AS_THEY_ARE},
            indicator_id=self.indicator.data,
            milestones=tuple(MilestoneAnswers(on, value) for on, value in milestones if on or value is not None),
            disaggregations=self.disaggregations.chosen,
            activities=_lines(self.activities.data),
            risks=tuple(RiskAnswers(risk or "", answer or "") for risk, answer in risks if risk or answer),
            justifications={rule: text for rule, text in because.items() if text},
        )


for _rule, _question in JUSTIFICATIONS.items():
    setattr(GoalForm, f"because_{_rule}", paragraph_field(_question, most=GOAL_JUSTIFICATION_MAX, rows=2))

_AS_THEY_ARE = (
    "population", "goal_type", "direction_verb", "baseline_value", "baseline_n", "baseline_on", "target_value",
    "due_on", "outcome_day", "wording", "data_source", "data_fields", "owner", "review_frequency", "accumulation",
    "rationale", "activity_rationale",
)  # fmt: skip  # fields and answers of the same name


def goal_values(kept: GoalAnswers) -> dict[str, Any]:
    """What fills the editor from a kept goal, with room for more rows."""
    milestones: list[dict[str, Any]] = [{"on": row.on, "value": row.value} for row in kept.milestones]
    risks: list[dict[str, Any]] = [{"risk": row.risk, "mitigation": row.mitigation} for row in kept.risks]
    return {
        **{name: getattr(kept, name) for name in _AS_THEY_ARE},
        **{f"because_{rule}": text for rule, text in kept.justifications.items()},
        "indicator": kept.indicator_id,
        "disaggregations": kept.disaggregations,
        "activities": "\n".join(kept.activities),
        "milestones": milestones + [{}] * min(BLANK_MILESTONES, GOAL_MILESTONES_MAX - len(milestones)),
        "risks": risks + [{}] * min(BLANK_RISKS, GOAL_RISKS_MAX - len(risks)),
    }


def indicator_choices(domains: Mapping[str, Sequence[tuple[int, str]]]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose an indicator")] + [
        SelectChoice(str(key), name, optgroup=domain) for domain, rows in domains.items() for key, name in rows
    ]


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip(" •-\t") for line in (text or "").splitlines() if line.strip(" •-\t"))
