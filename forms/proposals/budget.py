"""The budget as a form: its lines, what others give, the indirect costs, and a few empty rows of each."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from forms.base import VersionedForm, choices_of
from forms.proposals.fields import Day, Figure, as_text, line_field, paragraph_field
from workflows.proposals.budget.answers import (
    BASE_TEXT_MAX,
    BUDGET_DESCRIPTION_MAX,
    BUDGET_LINES_MAX,
    COST_MOST,
    HOURS_MOST,
    INDIRECT_BASES,
    INDIRECT_MODES,
    JUSTIFICATION_MAX,
    LINE_CATEGORIES,
    LINE_KINDS,
    MATCH_KINDS,
    MATCH_SOURCE_MAX,
    MATCHES_MAX,
    NARRATIVE_MAX,
    RATE_MOST,
    STAFF,
    TAGS,
    UNIT_MAX,
    VALUATION_MAX,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectBase,
    IndirectMode,
    LineKind,
    MatchAnswers,
    MatchKind,
)
from workflows.proposals.budget.checks import OVER_DE_MINIMIS
from workflows.proposals.budget.indirect import DE_MINIMIS_MOST, KIND_OF

BLANK_LINES = 3  # empty budget rows below the written ones
BLANK_MATCHES = 2
STANDINGS = {"": "Pledged", "y": "Secured"}


def _money(label: str, hint: str = "") -> Figure:
    most = NumberRange(0, COST_MOST, "From 0 to 10,000,000.")
    return Figure(label, most_places=2, validators=[Optional(), most], description=hint)


class BudgetLineForm(PlainForm):
    category = SelectField(
        "Category", choices=[SelectChoice("", "Choose"), *choices_of(LINE_CATEGORIES.items())], coerce=as_text
    )
    description = line_field("What for", BUDGET_DESCRIPTION_MAX)
    quantity = Figure("Quantity", validators=[Optional(), NumberRange(0, COST_MOST, "From 0 to 10,000,000.")])
    unit = line_field("Unit", UNIT_MAX)
    unit_cost = _money("Unit cost")
    goal = SelectField(
        "Goal", coerce=as_text, default="", choices=[], validate_choice=False
    )  # offered by the whole form
    tag = SelectField(
        "Tag", choices=[SelectChoice("", "No tag"), *choices_of(TAGS.items())], default="", coerce=as_text
    )
    hours = Figure("Staff hours", validators=[Optional(), NumberRange(0, HOURS_MOST, "From 0 to 100,000.")])
    kind = SelectField("Is it a subaward or rent?", choices=choices_of(LINE_KINDS.items()), default="", coerce=as_text)
    justification = paragraph_field("Justification", most=JUSTIFICATION_MAX)
    remove = BooleanField("Remove")

    @property
    def is_written(self) -> bool:
        words = (self.category, self.description, self.unit, self.goal, self.tag, self.justification)
        numbers = (self.quantity, self.unit_cost, self.hours)
        return any(field.data for field in words) or any(field.data is not None for field in numbers)

    @property
    def answers(self) -> BudgetLineAnswers:
        """A quantity that is not given is one; a cost, zero. Hours and kind stay with the categories that have them."""
        kind, code = LineKind(self.kind.data or ""), self.category.data
        return BudgetLineAnswers(
            category=code,
            description=self.description.data,
            quantity=Decimal(1) if self.quantity.data is None else self.quantity.data,
            unit_cost=Decimal(0) if self.unit_cost.data is None else self.unit_cost.data,
            unit=self.unit.data,
            justification=self.justification.data,
            goal_id=int(self.goal.data) if self.goal.data else None,
            hours=self.hours.data if code in ("", STAFF) else None,
            tag=self.tag.data,
            kind=kind if kind in (LineKind.USUAL, KIND_OF.get(code)) else LineKind.USUAL,
        )


class MatchForm(PlainForm):
    kind = SelectField("Kind", choices=choices_of(MATCH_KINDS.items()), default=MatchKind.CASH.value, coerce=as_text)
    source = line_field("Who gives it", MATCH_SOURCE_MAX)
    description = line_field("What it is", BUDGET_DESCRIPTION_MAX)
    amount = _money("Amount")
    standing = SelectField("Standing", choices=choices_of(STANDINGS.items()), default="", coerce=as_text)
    valuation = line_field("How the value was worked out", VALUATION_MAX)
    remove = BooleanField("Remove")

    @property
    def is_written(self) -> bool:
        words = (self.source, self.description, self.valuation)
        return any(field.data for field in words) or self.amount.data is not None

    @property
    def answers(self) -> MatchAnswers:
        return MatchAnswers(
            kind=MatchKind(self.kind.data or MatchKind.CASH),
            source=self.source.data,
            description=self.description.data,
            amount=Decimal(0) if self.amount.data is None else self.amount.data,
            is_secured=self.standing.data == "y",
            valuation=self.valuation.data,
        )


class BudgetForm(VersionedForm):
    """The whole budget. `goals` are those of the proposal; `has_typed` offers to keep an amount that was typed."""

    lines = FieldList(FormField(BudgetLineForm), "Line", max_entries=BUDGET_LINES_MAX + BLANK_LINES)
    matches = FieldList(FormField(MatchForm), "Match", max_entries=MATCHES_MAX + BLANK_MATCHES)
    indirect_mode = RadioField(
        "How are your indirect costs worked out?",
        choices=choices_of(INDIRECT_MODES.items()),
        default=IndirectMode.NONE.value,
        coerce=as_text,
    )
    indirect_rate = Figure("Rate", validators=[Optional(), NumberRange(0, RATE_MOST, "From 0 to 100 percent.")])
    indirect_agreed_on = Day("Day of the agreement", [Optional()])
    indirect_base = SelectField(
        "The rate is taken of", choices=choices_of(INDIRECT_BASES.items()), default="mtdc", coerce=as_text
    )
    indirect_base_text = line_field("What the agreement says about its base", BASE_TEXT_MAX)
    typed_amount = _money("Amount typed")
    typed_note = HiddenField()
    narrative = paragraph_field(
        "Budget in words", "What the figures do not say: how you came to them, what you left out.", NARRATIVE_MAX
    )

    def __init__(self, *, goals: Mapping[int, str], has_typed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        offered = [SelectChoice("", "The whole project"), *choices_of((str(key), goals[key]) for key in goals)]
        for entry in self.lines:
            goal = entry.form.goal
            goal.choices = offered
            if goal.data not in {choice.value for choice in offered}:
                goal.data = ""  # it was removed meanwhile
        if not has_typed:
            self.indirect_mode.choices = choices_of(
                (mode, words) for mode, words in INDIRECT_MODES.items() if mode is not IndirectMode.TYPED
            )

    def validate_indirect_rate(self, field: Figure) -> None:
        is_de_minimis = self.indirect_mode.data == IndirectMode.DE_MINIMIS
        if is_de_minimis and field.data is not None and field.data > DE_MINIMIS_MOST:
            raise ValidationError(OVER_DE_MINIMIS)

    @property
    def answers(self) -> BudgetAnswers:
        """What is written and not removed."""
        lines = (entry.form for entry in self.lines)
        matches = (entry.form for entry in self.matches)
        return BudgetAnswers(
            lines=tuple(line.answers for line in lines if line.is_written and not line.remove.data),
            matches=tuple(match.answers for match in matches if match.is_written and not match.remove.data),
            indirect=self._indirect,
            narrative=self.narrative.data,
        )

    @property
    def _indirect(self) -> IndirectAnswers:
        mode = IndirectMode(self.indirect_mode.data or IndirectMode.NONE)
        is_typed = mode is IndirectMode.TYPED
        return IndirectAnswers(
            mode=mode,
            rate=self.indirect_rate.data,
            base=IndirectBase(self.indirect_base.data),
            base_text=self.indirect_base_text.data,
            agreed_on=self.indirect_agreed_on.data,
            typed_amount=(self.typed_amount.data or Decimal(0)) if is_typed else Decimal(0),
            typed_note=str(self.typed_note.data or "")[:BUDGET_DESCRIPTION_MAX] if is_typed else "",
        )


def budget_values(budget: BudgetAnswers) -> dict[str, Any]:
    """What fills the budget form from a kept budget, with empty rows below."""
    told = budget.indirect
    lines = [asdict(line) | {"goal": as_text(line.goal_id)} for line in budget.lines]
    matches = [asdict(match) | {"standing": "y" if match.is_secured else ""} for match in budget.matches]
    return {
        "lines": lines + [{}] * BLANK_LINES,
        "matches": matches + [{}] * BLANK_MATCHES,
        "indirect_mode": told.mode.value,
        "indirect_rate": told.rate,
        "indirect_agreed_on": told.agreed_on,
        "indirect_base": told.base.value,
        "indirect_base_text": told.base_text,
        "typed_amount": told.typed_amount,
        "typed_note": told.typed_note,
        "narrative": budget.narrative,
    }
