"""The goal editor."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    FieldList,
    FormField,
    SelectField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from forms.proposals.fields import (
    Day,
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
    BASELINE_N_MAX,
    DIRECTION_VERBS,
    GOAL_ACTIVITIES_MAX,
    GOAL_ACTIVITY_MAX,
    GOAL_MILESTONES_MAX,
    GOAL_OWNER_MAX,
    GOAL_POPULATION_MAX,
    GOAL_SOURCE_MAX,
    GoalAnswers,
    MilestoneAnswers,
)

BLANK_MILESTONES = 2


class MilestoneForm(PlainForm):
    on = Day("By", [Optional()])
    value = figure_field("Expected")


class GoalForm(SharedForm):
    """The goal editor. `for_indicators` fills the choices, grouped by domain."""

    population = line_field("Who is it about?", GOAL_POPULATION_MAX, "Say who exactly: age, arrival, program, site.")
    indicator = SelectField("Indicator", coerce=as_number, description="What shows whether the goal is met.")
    direction_verb = SelectField("Direction", choices=choices_among(DIRECTION_VERBS), coerce=as_text)
    baseline_value = figure_field("Baseline")
    baseline_n = Whole(
        "Out of (n)",
        [Optional(), NumberRange(0, BASELINE_N_MAX, f"Write a number from 0 to {BASELINE_N_MAX:,}.")],
    )
    baseline_on = Day("Baseline date", [Optional()])
    target_value = figure_field("Target")
    due_on = Day("Due", [Optional()])
    milestones = FieldList(FormField(MilestoneForm), "Milestone", max_entries=GOAL_MILESTONES_MAX)
    data_source = line_field("Where the figure comes from", GOAL_SOURCE_MAX)
    owner = line_field("Who looks after it", GOAL_OWNER_MAX, "A name and a role.")
    review_frequency = SelectField("How often you look", choices=choices_among(FREQUENCIES)[1:], coerce=as_text)
    activities = TextAreaField(
        "What you will do", filters=[clean], description="One activity a line.", render_kw={"rows": 4}
    )
    activity_rationale = paragraph_field("Why do these activities lead to this change?")
    rationale = paragraph_field(
        "Why is this realistic?",
        "Your own trend, what peers reach, a national figure. Testing something new is welcome: say what.",
    )
    risk = paragraph_field("What could get in the way, and what would you do?")

    def for_indicators(self, domains: Mapping[str, Sequence[tuple[int, str]]]) -> "GoalForm":
        """With the indicators of each domain as (id, name)."""
        self.indicator.choices = [SelectChoice("", "Choose an indicator")] + [
            SelectChoice(str(key), name, optgroup=domain) for domain, rows in domains.items() for key, name in rows
        ]
        return self

    def answer_of(self, field: str) -> str:
        return "indicator_id" if field == "indicator" else super().answer_of(field)

    def fields_of(self, answer: str) -> frozenset[str]:
        return frozenset({"indicator" if answer == "indicator_id" else answer})

    def validate_activities(self, field: TextAreaField) -> None:
        lines = _lines(field.data)
        if len(lines) > GOAL_ACTIVITIES_MAX:
            raise ValidationError(f"At most {GOAL_ACTIVITIES_MAX} activities. Put small steps together.")
        if any(len(line) > GOAL_ACTIVITY_MAX for line in lines):
            raise ValidationError(f"At most {GOAL_ACTIVITY_MAX} characters for each activity.")

    @property
    def answers(self) -> GoalAnswers:
        """The checked answers; empty milestone rows are left out."""
        rows = [(entry.form.on.data, entry.form.value.data) for entry in self.milestones]
        return GoalAnswers(
            indicator_id=self.indicator.data,
            population=self.population.data,
            direction_verb=self.direction_verb.data,
            baseline_value=self.baseline_value.data,
            baseline_n=self.baseline_n.data,
            baseline_on=self.baseline_on.data,
            target_value=self.target_value.data,
            due_on=self.due_on.data,
            milestones=tuple(MilestoneAnswers(on, value) for on, value in rows if on or value is not None),
            data_source=self.data_source.data,
            owner=self.owner.data,
            review_frequency=self.review_frequency.data,
            activities=_lines(self.activities.data),
            risk=self.risk.data,
            rationale=self.rationale.data,
            activity_rationale=self.activity_rationale.data,
        )


def goal_values(kept: GoalAnswers) -> dict[str, Any]:
    """What fills the editor from a kept goal, with room for more milestones."""
    values = {name: getattr(kept, name) for name in GoalAnswers.__slots__ if name not in ("indicator_id", "milestones")}
    room = min(BLANK_MILESTONES, GOAL_MILESTONES_MAX - len(kept.milestones))
    rows = [{"on": row.on, "value": row.value} for row in kept.milestones] + [{}] * room
    return values | {
        "indicator": kept.indicator_id,
        "activities": "\n".join(kept.activities),
        "milestones": rows,
    }


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip(" •-\t") for line in (text or "").splitlines() if line.strip(" •-\t"))
