"""Forms of a proposal: its sections from the table, the goal editor, the budget and the certification."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from forms.base import Form, VersionedForm
from workflows.proposals import answers as limits
from workflows.proposals.answers import (
    BUDGET_CATEGORIES,
    BUDGET_LINES_MAX,
    DIRECTION_VERBS,
    FREQUENCIES,
    SECTION_BY_NAME,
    BudgetLineAnswers,
    Field,
    GoalAnswers,
    Kind,
    MilestoneAnswers,
    Section,
)

BLANK_LINES = 3  # empty budget rows below the written ones
BLANK_MILESTONES = 2


def _clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


class Figure(DecimalField):
    """A number as people write it: «1,500», «48 %», «$12.50»; exact, finite, with at most `most_places` decimals."""

    widget = TextInput()  # a number box refuses the comma and the sign

    def __init__(self, label: str, most_places: int = limits.FIGURE_PLACES, **options: Any) -> None:
        super().__init__(label, places=None, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **options)
        self.most_places = most_places

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[:1]).translate({ord(sign): None for sign in "$%, \u00a0"})
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text)
        except InvalidOperation:
            raise ValueError("Write a number, for example 48 or 3.4.") from None
        if not self.data.is_finite():
            raise ValueError("Write a number, for example 48 or 3.4.")
        exponent = self.data.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.most_places:
            raise ValueError(f"At most {self.most_places} digits after the point.")

    def _value(self) -> str:
        if self.raw_data and (self.errors or self.process_errors):
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data:.2f}" if self.most_places == 2 else f"{self.data.normalize():f}"


class Whole(IntegerField):
    """A whole number; commas between thousands are fine."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[:1]).replace(",", "").strip()
        self.data = None
        if not text:
            return
        try:
            self.data = int(text)
        except ValueError:
            raise ValueError("Write a whole number, for example 62.") from None


class Day(DateField):
    """A calendar day as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist if any(valuelist) else [])
        except ValueError:
            self.data = None
            raise ValueError("Write the day as year-month-day, for example 2027-06-30.") from None


class SectionForm(VersionedForm):
    """What the sections of text have in common. A draft may be empty anywhere; only limits are checked."""

    section: Section

    @property
    def answers(self) -> dict[str, Any]:
        """By field name, ready to keep: text, a whole number, a tick, or None."""
        return {field.name: self[field.name].data for field in self.section.fields}


def section_form(name: str) -> type[SectionForm]:
    """The form class of one section of `answers.SECTIONS`."""
    return _SECTION_FORMS[name]


def _field(field: Field) -> UnboundField:
    common: dict[str, Any] = {"description": field.hint}
    if field.kind is Kind.TICK:
        return BooleanField(field.label, **common)
    if field.kind is Kind.NUMBER:
        bounds = NumberRange(0, field.most, f"Write a number from 0 to {field.most:,}.")
        return Whole(field.label, [Optional(), bounds], **common)
    if field.kind is Kind.CHOICE:
        return SelectField(field.label, choices=_choices(field.choices), coerce=_text, **common)
    limit = Length(max=field.most, message=f"At most {field.most:,} characters. Shorten it a little.")
    if field.kind is Kind.LINE:
        return StringField(field.label, [limit], filters=[_clean], **common)
    rows = 4 if field.most <= 800 else 9
    return TextAreaField(field.label, [limit], filters=[_clean], render_kw={"rows": rows}, **common)


def _choices(words: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose"), *(SelectChoice(word, word.capitalize()) for word in words)]


def _text(value: Any) -> str:
    return str(value or "")


def _number(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


_SECTION_FORMS: dict[str, type[SectionForm]] = {
    section.name: type(
        f"{section.name.title()}Form",
        (SectionForm,),
        {"section": section} | {field.name: _field(field) for field in section.fields},
    )
    for section in SECTION_BY_NAME.values()
}


def _line(label: str, most: int, hint: str = "") -> StringField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return StringField(label, [limit], filters=[_clean], description=hint)


def _paragraph(label: str, hint: str = "", most: int = limits.GOAL_TEXT_MAX) -> TextAreaField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return TextAreaField(label, [limit], filters=[_clean], description=hint, render_kw={"rows": 3})


def _figure(label: str, hint: str = "") -> Figure:
    most = limits.FIGURE_MOST
    return Figure(
        label, validators=[Optional(), NumberRange(-most, most, "That number is too large.")], description=hint
    )


class MilestoneForm(PlainForm):
    on = Day("By", [Optional()])
    value = _figure("Expected")


class GoalForm(VersionedForm):
    """The goal editor. `for_indicators` fills the choices, grouped by domain."""

    population = _line("Who is it about?", limits.GOAL_POPULATION_MAX, "Say who exactly: age, arrival, program, site.")
    indicator = SelectField("Indicator", coerce=_number, description="What shows whether the goal is met.")
    direction_verb = SelectField("Direction", choices=_choices(DIRECTION_VERBS), coerce=_text)
    baseline_value = _figure("Baseline")
    baseline_n = Whole(
        "Out of (n)",
        [Optional(), NumberRange(0, limits.BASELINE_N_MAX, f"Write a number from 0 to {limits.BASELINE_N_MAX:,}.")],
    )
    baseline_on = Day("Baseline date", [Optional()])
    target_value = _figure("Target")
    due_on = Day("Due", [Optional()])
    milestones = FieldList(FormField(MilestoneForm), "Milestone", max_entries=limits.GOAL_MILESTONES_MAX)
    data_source = _line("Where the figure comes from", limits.GOAL_SOURCE_MAX)
    owner = _line("Who looks after it", limits.GOAL_OWNER_MAX, "A name and a role.")
    review_frequency = SelectField("How often you look", choices=_choices(FREQUENCIES)[1:], coerce=_text)
    activities = TextAreaField(
        "What you will do", filters=[_clean], description="One activity a line.", render_kw={"rows": 4}
    )
    activity_rationale = _paragraph("Why do these activities lead to this change?")
    rationale = _paragraph(
        "Why is this realistic?",
        "Your own trend, what peers reach, a national figure. Testing something new is welcome: say what.",
    )
    risk = _paragraph("What could get in the way, and what would you do?")

    def for_indicators(self, domains: Mapping[str, Sequence[tuple[int, str]]]) -> "GoalForm":
        """With the indicators of each domain as (id, name)."""
        self.indicator.choices = [SelectChoice("", "Choose an indicator")] + [
            SelectChoice(str(key), name, optgroup=domain) for domain, rows in domains.items() for key, name in rows
        ]
        return self

    def validate_activities(self, field: TextAreaField) -> None:
        lines = _lines(field.data)
        if len(lines) > limits.GOAL_ACTIVITIES_MAX:
            raise ValidationError(f"At most {limits.GOAL_ACTIVITIES_MAX} activities. Put small steps together.")
        if any(len(line) > limits.GOAL_ACTIVITY_MAX for line in lines):
            raise ValidationError(f"At most {limits.GOAL_ACTIVITY_MAX} characters for each activity.")

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
    room = min(BLANK_MILESTONES, limits.GOAL_MILESTONES_MAX - len(kept.milestones))
    rows = [{"on": row.on, "value": row.value} for row in kept.milestones] + [{}] * room
    return values | {
        "indicator": kept.indicator_id,
        "activities": "\n".join(kept.activities),
        "milestones": rows,
    }


class BudgetLineForm(PlainForm):
    category = SelectField(
        "Category",
        choices=[SelectChoice("", "Choose"), *(SelectChoice(*row) for row in BUDGET_CATEGORIES.items())],
        coerce=_text,
    )
    description = _line("What for", limits.BUDGET_DESCRIPTION_MAX)
    quantity = Figure("Quantity", validators=[Optional(), NumberRange(0, limits.COST_MOST, "From 0 to 10,000,000.")])
    unit_cost = Figure(
        "Unit cost", most_places=2, validators=[Optional(), NumberRange(0, limits.COST_MOST, "From 0 to 10,000,000.")]
    )
    remove = BooleanField("Remove")


class BudgetForm(VersionedForm):
    """All lines of the budget, and a few empty ones."""

    lines = FieldList(FormField(BudgetLineForm), "Line", max_entries=BUDGET_LINES_MAX + BLANK_LINES)

    @property
    def answers(self) -> tuple[BudgetLineAnswers, ...]:
        """The lines that are written and not removed. A quantity that is not given is one; a cost, zero."""
        return tuple(
            BudgetLineAnswers(
                line.category.data,
                line.description.data,
                Decimal(1) if line.quantity.data is None else line.quantity.data,
                Decimal(0) if line.unit_cost.data is None else line.unit_cost.data,
            )
            for line in (entry.form for entry in self.lines)
            if not line.remove.data and _is_written(line)
        )


def budget_values(lines: Sequence[BudgetLineAnswers]) -> dict[str, Any]:
    """What fills the budget form from kept lines, with empty rows below."""
    rows = [
        {"category": row.category, "description": row.description, "quantity": row.quantity, "unit_cost": row.unit_cost}
        for row in lines
    ]
    return {"lines": rows + [{}] * BLANK_LINES}


class CertifyForm(Form):
    """The director's certification."""

    typed_name = StringField(
        "Type your full name to certify",
        [DataRequired("Type your full name; it is your signature."), Length(max=limits.TYPED_NAME_MAX)],
        filters=[_clean],
    )
    certifies = BooleanField("I certify this for our organization", [DataRequired("Tick the box to certify.")])


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip(" •-\t") for line in (text or "").splitlines() if line.strip(" •-\t"))


def _is_written(line: BudgetLineForm) -> bool:
    return bool(
        line.category.data or line.description.data or line.quantity.data is not None or line.unit_cost.data is not None
    )
