"""All lines of the budget, and a few empty ones."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from forms.base import VersionedForm
from forms.proposals.fields import Figure, as_text, line_field
from workflows.proposals.budget.answers import (
    BUDGET_CATEGORIES,
    BUDGET_DESCRIPTION_MAX,
    BUDGET_LINES_MAX,
    COST_MOST,
    BudgetLineAnswers,
)

BLANK_LINES = 3  # empty budget rows below the written ones


class BudgetLineForm(PlainForm):
    category = SelectField(
        "Category",
        choices=[SelectChoice("", "Choose"), *(SelectChoice(*row) for row in BUDGET_CATEGORIES.items())],
        coerce=as_text,
    )
    description = line_field("What for", BUDGET_DESCRIPTION_MAX)
    quantity = Figure("Quantity", validators=[Optional(), NumberRange(0, COST_MOST, "From 0 to 10,000,000.")])
    unit_cost = Figure(
        "Unit cost", most_places=2, validators=[Optional(), NumberRange(0, COST_MOST, "From 0 to 10,000,000.")]
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


def _is_written(line: BudgetLineForm) -> bool:
    return bool(
        line.category.data or line.description.data or line.quantity.data is not None or line.unit_cost.data is not None
    )
