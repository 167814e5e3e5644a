"""The plan beside the goals: further indicators, and how many people are expected to arrive by month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from forms.base import VersionedForm, choices_of
from forms.proposals.fields import Day, ManyChoices, as_number, as_text, choices_among, figure_field, line_field
from forms.proposals.goals import indicator_choices, whole_field
from workflows.proposals.answers import FREQUENCIES
from workflows.proposals.goals.answers import (
    ACCUMULATIONS,
    ARRIVALS_MOST,
    BASELINE_N_MAX,
    GOAL_FIELDS_MAX,
    GOAL_OWNER_MAX,
    GOAL_SOURCE_MAX,
    INDICATORS_MAX,
    PlanAnswers,
    WatchedAnswers,
)

ARRIVAL_MONTHS_MAX = 60


class WatchedForm(PlainForm):
    """One further indicator. It is left out of the plan when no indicator is chosen."""

    indicator = SelectField("Indicator", coerce=as_number)
    baseline_value = figure_field("Baseline")
    baseline_n = whole_field("Out of (n)", BASELINE_N_MAX)
    baseline_on = Day("Baseline date", [Optional()])
    target_value = figure_field("Target")
    data_source = line_field("Where the figure comes from", GOAL_SOURCE_MAX)
    data_fields = line_field("Which fields it needs", GOAL_FIELDS_MAX)
    owner = line_field("Who looks after it", GOAL_OWNER_MAX)
    review_frequency = SelectField(
        "How often you look", choices=choices_among(FREQUENCIES)[1:], coerce=as_text, default="quarterly"
    )
    accumulation = SelectField("How periods add up", choices=choices_of(ACCUMULATIONS.items()), coerce=as_text)
    disaggregations = ManyChoices("Look at it by group")


class ArrivalForm(PlainForm):
    month = HiddenField()
    people = whole_field("People", ARRIVALS_MOST)


class PlanForm(VersionedForm):
    """`for_indicators` fills the choices of every row."""

    watched = FieldList(FormField(WatchedForm), "Indicator", max_entries=INDICATORS_MAX)
    arrivals = FieldList(FormField(ArrivalForm), "Arrivals", max_entries=ARRIVAL_MONTHS_MAX)

    def for_indicators(
        self, domains: Mapping[str, Sequence[tuple[int, str]]], groups: Mapping[int, Sequence[str]]
    ) -> "PlanForm":
        """With the indicators of each domain as (id, name), and the groups of each indicator."""
        for entry in self.watched:
            entry.form.indicator.choices = indicator_choices(domains)
            chosen = groups.get(entry.form.indicator.data or 0, ())
            entry.form.disaggregations.choices = choices_of((group, group.capitalize()) for group in chosen)
        return self

    @property
    def answers(self) -> PlanAnswers:
        """The checked answers; rows without an indicator and months without a number are left out."""
        rows = [entry.form for entry in self.watched if entry.form.indicator.data is not None]
        months = {_month(entry.form.month.data): entry.form.people.data for entry in self.arrivals}
        return PlanAnswers(
            tuple(
                WatchedAnswers(
                    **{name: row[name].data for name in _AS_THEY_ARE},
                    indicator_id=row.indicator.data,
                    disaggregations=row.disaggregations.chosen,
                )
                for row in rows
            ),
            {month: months[month] for month in sorted(months) if month != date.min and months[month] is not None},
        )


_AS_THEY_ARE = (
    "baseline_value", "baseline_n", "baseline_on", "target_value", "data_source", "data_fields", "owner",
    "review_frequency", "accumulation",
)  # fmt: skip  # fields and answers of the same name


def plan_values(kept: PlanAnswers, months: Sequence[date]) -> dict[str, Any]:
    """What fills the form: the rows that are kept and an empty one, and a box for each month."""
    watched: list[dict[str, Any]] = [
        {**{name: getattr(row, name) for name in _AS_THEY_ARE}, "indicator": row.indicator_id,
         "disaggregations": row.disaggregations}
        for row in kept.watched
    ]  # fmt: skip
    shown = sorted({*months, *kept.arrivals})
    return {
        "watched": watched + [{}] * min(1, INDICATORS_MAX - len(watched)),
        "arrivals": [{"month": f"{month:%Y-%m}", "people": kept.arrivals.get(month)} for month in shown],
    }


def _month(text: str | None) -> date:
    """The first of the month; the earliest date there is for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if text and len(text) == len("2026-07") else date.min
    except ValueError:
        return date.min
