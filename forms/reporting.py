"""Forms of reporting: the report itself, made from the table of its questions, and its certification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PartForm
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from forms.base import Form, VersionedForm, choices_of
from forms.proposals.fields import Figure
from workflows.funding.ledger.categories import CATEGORIES
from workflows.reporting import answers
from workflows.reporting.answers import GOALS, GOALS_MAX, Column, Kind, Question, SpentLine, questions_of

BLANK_ROWS = 2


@dataclass(frozen=True, slots=True)
class ReportAnswers:
    """`answers` as `Report.answers` keeps them; what was spent; minutes, or None while nobody told."""

    answers: dict[str, Any]
    spending: tuple[SpentLine, ...]
    minutes_spent: int | None


class GoalPart(PartForm):
    """What people add to the figures of one goal."""

    explanation = TextAreaField(
        "What is behind this figure",
        [Optional(), Length(max=answers.EXPLANATION_MOST)],
        description="What helped, what got in the way, who was counted. None of it counts against you.",
        render_kw={"rows": 3},
    )
    outputs = StringField("What you did for it", [Optional(), Length(max=300)])


class ReportForm(VersionedForm):
    """What every report asks; the questions of one kind are added by `report_form_of`. A draft may be empty."""

    minutes_spent = IntegerField(
        "Minutes this report took",
        [Optional(), NumberRange(0, answers.MINUTES_MAX, "Write minutes as a number.")],
        description="All of you together, roughly. It helps us ask for less.",
    )
    goals = FieldList(FormField(GoalPart), max_entries=GOALS_MAX)
    kind = ""

    def add_blank_rows(self) -> None:
        """Empty rows below the written ones, so that the page works without a script."""
        for question in questions_of(self.kind):
            if question.kind is Kind.ROWS:
                rows = self[question.name]
                for _ in range(min(1 if rows.entries else BLANK_ROWS, answers.ROWS_MAX - len(rows.entries))):
                    rows.append_entry()

    @property
    def answers(self) -> ReportAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return ReportAnswers(
            answers={
                **{question.name: _answer(self[question.name], question) for question in questions_of(self.kind)},
                GOALS: {str(number): _goal(entry.form) for number, entry in enumerate(self.goals.entries, start=1)},
            },
            spending=tuple(
                SpentLine(code, self[f"spent_{code}"].data, (self[f"why_{code}"].data or "").strip())
                for code in CATEGORIES
                if self[f"spent_{code}"].data is not None
            ),
            minutes_spent=self.minutes_spent.data,
        )


@cache
def report_form_of(kind: str) -> type[ReportForm]:
    """The form of a progress or a closeout report."""
    fields = {question.name: _field(question) for question in questions_of(kind)} | _money_fields()
    return type(f"{kind.capitalize()}Form", (ReportForm,), {**fields, "kind": kind})


def _money_fields() -> dict[str, Field]:
    """An amount and, for what is below zero, a reason for each budget category: `spent_PER`, `why_PER`."""
    amounts = {f"spent_{code}": _amount(label) for code, label in CATEGORIES.items()}
    reasons = {f"why_{code}": _reason(label) for code, label in CATEGORIES.items()}
    return amounts | reasons


def _amount(label: str) -> Field:
    return Figure(f"{label}: spent in these months", most_places=2, validators=[Optional()])


def _reason(label: str) -> Field:
    limit = [Optional(), Length(max=answers.SPENT_REASON_MAX)]
    return StringField(f"{label}: why it is below zero", limit)


def fill_of(kind: str, written: Mapping[str, Any], *, goals: int, spending: Sequence[SpentLine] = ()) -> dict[str, Any]:
    """`Report.answers` and its spending as data of the form, with a part for each of so many goals."""
    told = written.get(GOALS) or {}
    return {
        **{f"spent_{line.category}": line.amount for line in spending},
        **{f"why_{line.category}": line.reason for line in spending},
        **{question.name: _fill(written.get(question.name), question) for question in questions_of(kind)},
        GOALS: [told.get(str(number), {"explanation": "", "outputs": ""}) for number in range(1, goals + 1)],
    }


def _fill(told: Any, question: Question) -> Any:
    """A row as an object: as a mapping, its column `data` would be taken for an argument of the row's form."""
    if question.kind is Kind.ROWS:
        return [SimpleNamespace(**row) for row in told or ()]
    return told or ""


def _field(question: Question) -> Field:
    limit = [Optional(), Length(max=question.most)]
    match question.kind:
        case Kind.LINE:
            return StringField(question.label, limit, description=question.hint)
        case Kind.TEXT:
            return TextAreaField(question.label, limit, description=question.hint)
        case Kind.CHOICE:
            return RadioField(
                question.label, [Optional()], choices=choices_of(question.choices), description=question.hint
            )
        case Kind.ROWS:
            part = type(f"{question.name.capitalize()}Part", (PartForm,), {c.name: _cell(c) for c in question.columns})
            return FieldList(FormField(part), question.label, max_entries=answers.ROWS_MAX, description=question.hint)


def _cell(column: Column) -> Field:
    return StringField(column.label, [Optional(), Length(max=column.most)])


def _answer(field: Any, question: Question) -> Any:
    if question.kind is not Kind.ROWS:
        return (field.data or "").strip()
    rows = [{c.name: (entry.form[c.name].data or "").strip() for c in question.columns} for entry in field.entries]
    return [row for row in rows if any(row.values())]


def _goal(part: Any) -> dict[str, str]:
    return {"explanation": (part.explanation.data or "").strip(), "outputs": (part.outputs.data or "").strip()}


class CertifyForm(VersionedForm):
    """The certification: whoever submits stands behind the report as it is shown."""

    typed_name = StringField(
        "Type your full name to certify",
        [DataRequired("Type your full name; it is your signature."), Length(max=answers.TYPED_NAME_MAX)],
    )
    agrees = BooleanField(answers.CERTIFICATION, [DataRequired("Tick the box to certify.")])


class ReturnForm(Form):
    """The question that goes back with a report."""

    note = TextAreaField(
        "Your question",
        [DataRequired("Write your question; the affiliate reads it."), Length(max=answers.NOTE_MAX)],
        description="What would help you understand? The affiliate reads it above its text.",
    )
