"""Forms of amendments: what to change, the new values of one type, the decision, and years that rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import DateField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.amendments import answers
from workflows.amendments.answers import (
    Advice,
    AmendmentAnswers,
    Choice,
    DecisionAnswers,
    FieldRow,
    Kind,
    SuspensionAnswers,
    TypeRow,
    Value,
)
from workflows.proposals.budget.answers import LINE_CATEGORIES

Pairs = Sequence[tuple[str, str]]
OPEN = Optional()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of an amendment offers to choose from, as (value, label)."""

    indicators: Pairs = ()
    people: Pairs = ()


class AboutForm(Form):
    """Which goal, or whose part, a request is about."""

    about = RadioField("What is it about?", [InputRequired("Choose one.")], validate_choice=False)

    @classmethod
    def offering(cls, pairs: Pairs) -> "AboutForm":
        form = cls()
        form.about.choices = choices_of(pairs)
        return form

    @property
    def answer(self) -> str:
        return str(self.about.data or "")


class AmendmentForm(VersionedForm):
    """The new values, and why; the fields of its type are added by `amendment_form`."""

    row: ClassVar[TypeRow]
    shown: ClassVar[tuple[FieldRow, ...]]
    lines: ClassVar[Sequence[Mapping[str, str]]] = ()

    reason = TextAreaField("Why the change is needed", [Length(max=answers.REASON_MAX)], render_kw={"rows": 3})
    evidence = TextAreaField(
        "What your data shows",
        [Length(max=answers.EVIDENCE_MAX)],
        description="A figure with its day, or what people told you. If there is no data yet, say so.",
        render_kw={"rows": 3},
    )
    effects = TextAreaField(
        "What it means for other goals and for the budget", [Length(max=answers.EFFECTS_MAX)], render_kw={"rows": 2}
    )
    effective_on = DateField(
        "From which day", [OPEN], description="Leave it empty for as soon as it is decided. A notice counts at once."
    )

    @property
    def answers(self) -> AmendmentAnswers:
        values = {field.name: self._value(field) for field in self.shown if field.kind is not Kind.BUDGET}
        values = {name: value for name, value in values.items() if name != "amount" or value is not None}
        if any(field.kind is Kind.BUDGET for field in self.shown):
            values["lines"] = [*self._kept_lines(), *self._new_lines()]
        return AmendmentAnswers(
            values=values,
            reason=(self.reason.data or "").strip(),
            evidence=(self.evidence.data or "").strip(),
            effects=(self.effects.data or "").strip(),
            effective_on=self.effective_on.data,
        )

    def _value(self, field: FieldRow) -> Value:
        return _VALUES[field.kind](self._fields[field.name].data)

    def _kept_lines(self) -> Iterable[dict[str, str]]:
        for line in self.lines:
            amount = self._fields[f"line_{line['key']}"].data
            yield {**line, "amount": line["amount"] if amount is None else f"{amount:.2f}"}

    def _new_lines(self) -> Iterable[dict[str, str]]:
        taken = {line["key"] for line in self.lines}
        free = (f"new-{number}" for number in range(1, 1000) if f"new-{number}" not in taken)
        for number in range(1, answers.NEW_LINES + 1):
            amount = self._fields[f"new_amount_{number}"].data
            if amount:
                yield {
                    "key": next(free),
                    "category": self._fields[f"new_category_{number}"].data or "",
                    "description": (self._fields[f"new_description_{number}"].data or "").strip(),
                    "amount": f"{amount:.2f}",
                    "kind": "",
                }


def _lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


_VALUES: dict[Kind, Any] = {
    Kind.LINE: lambda text: (text or "").strip(),
    Kind.TEXT: lambda text: (text or "").strip(),
    Kind.PERSON: lambda text: (text or "").strip(),
    Kind.LINES: _lines_of,
    Kind.NUMBER: _number,
    Kind.DAY: lambda day: None if day is None else day.isoformat(),
    Kind.MONEY: lambda amount: None if amount is None else f"{amount:.2f}",
    Kind.INDICATOR: lambda text: int(text) if str(text or "").isdecimal() else None,
}


def amendment_form(
    row: TypeRow, shown: Sequence[FieldRow], values: Mapping[str, Value], *, offered: Offered, told: Mapping[str, Any]
) -> AmendmentForm:
    """The form of one type, filled with `values` by field and with what was `told` (reason, version, …)."""
    lines: Sequence[Mapping[str, str]] = values.get("lines") or ()
    fields: dict[str, Any] = {field.name: _field(field, offered) for field in shown if field.kind is not Kind.BUDGET}
    if any(field.kind is Kind.BUDGET for field in shown):
        fields |= _budget_fields(lines)
    kind = type("AmendmentFormOfType", (AmendmentForm,), {"row": row, "shown": tuple(shown), "lines": lines, **fields})
    amounts = {f"line_{line['key']}": Decimal(line["amount"]) for line in lines}
    filled = {field.name: _filled(field, values.get(field.name)) for field in shown if field.kind is not Kind.BUDGET}
    form: AmendmentForm = kind(data={**told, **amounts, **filled})
    return form


def _budget_fields(lines: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    kept = {
        f"line_{line['key']}": DecimalField(
            f"{LINE_CATEGORIES.get(line['category'], 'No category')} · {line['description']}", [OPEN], places=2
        )
        for line in lines
    }
    added: dict[str, Any] = {}
    for number in range(1, answers.NEW_LINES + 1):
        added[f"new_category_{number}"] = SelectField(
            "Category", choices=choices_of([("", "Choose"), *LINE_CATEGORIES.items()]), validate_choice=False
        )
        added[f"new_description_{number}"] = StringField("What it is for", [Length(max=answers.LINE_MAX)])
        added[f"new_amount_{number}"] = DecimalField("Amount", [OPEN], places=2)
    return kept | added


def _field(field: FieldRow, offered: Offered) -> Any:
    told: dict[str, Any] = {"description": field.hint}
    limit = [Length(max=field.most * answers.LINE_MAX if field.kind is Kind.LINES else field.most)]
    areas = {Kind.TEXT: 3, Kind.LINES: 6}
    choices = {Kind.PERSON: offered.people, Kind.INDICATOR: offered.indicators}
    places = {Kind.NUMBER: None, Kind.MONEY: 2}
    if field.kind in areas:
        return TextAreaField(field.label, limit, render_kw={"rows": areas[field.kind]}, **told)
    if field.kind in choices:
        return SelectField(field.label, choices=choices_of(choices[field.kind]), validate_choice=False, **told)
    if field.kind in places:
        return DecimalField(field.label, [OPEN], places=places[field.kind], **told)
    return DateField(field.label, [OPEN], **told) if field.kind is Kind.DAY else StringField(field.label, limit, **told)


def _filled(field: FieldRow, value: Value) -> Any:
    if value is None:
        return None
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            return Decimal(value)
        case Kind.DAY:
            return date.fromisoformat(value)
        case Kind.LINES:
            return "\n".join(value)
        case _:
            return str(value)


class SendForm(VersionedForm):
    """The button that sends a request as it was read."""


class NoteForm(Form):
    """Why a request is taken back, or a year goes on."""

    note = TextAreaField(
        "Why?", [DataRequired("Say why in a sentence."), Length(max=answers.NOTE_MAX)], render_kw={"rows": 3}
    )

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()


class AdviceForm(Form):
    """The coach's word."""

    advice = RadioField(
        "What do you recommend?",
        [InputRequired("Choose one.")],
        choices=choices_of((one.value, one.label) for one in Advice),
    )
    words = TextAreaField("Why?", [Length(max=answers.NOTE_MAX)], render_kw={"rows": 3})

    @property
    def answer(self) -> tuple[Advice, str]:
        return Advice(self.advice.data), (self.words.data or "").strip()


class DecisionForm(VersionedForm):
    """Approve, return or decline."""

    choice = RadioField(
        "Your decision", [InputRequired("Choose one.")], choices=choices_of((one.value, one.label) for one in Choice)
    )
    note = TextAreaField(
        "Words for the affiliate",
        [Length(max=answers.NOTE_MAX)],
        description="Needed when you return or decline it.",
        render_kw={"rows": 3},
    )
    effective_on = DateField("In effect from", [OPEN], description="Of an approval: today or later.")
    conditions = TextAreaField(
        "Conditions", [Length(max=answers.CONDITIONS_MAX)], description="Of an approval: one on each line.",
        render_kw={"rows": 2},
    )  # fmt: skip  # one field

    @property
    def answers(self) -> DecisionAnswers:
        return DecisionAnswers(
            choice=Choice(self.choice.data),
            note=(self.note.data or "").strip(),
            effective_on=self.effective_on.data,
            conditions=(self.conditions.data or "").strip(),
        )


class SuspensionForm(Form):
    """Why a year rests, since when, and what lifts it."""

    begins_on = DateField("From which day", [InputRequired("Choose the day.")], description="Today, or a day before.")
    reason = TextAreaField(
        "Why", [DataRequired("Say why in a sentence."), Length(max=answers.NOTE_MAX)], render_kw={"rows": 3}
    )
    lifts_when = TextAreaField(
        "What lifts it",
        [DataRequired("Say what lifts the suspension."), Length(max=answers.NOTE_MAX)],
        description="The affiliate reads this: what to do, and by whom it is looked at.",
        render_kw={"rows": 3},
    )

    @property
    def answers(self) -> SuspensionAnswers:
        return SuspensionAnswers(
            begins_on=self.begins_on.data,
            reason=(self.reason.data or "").strip(),
            lifts_when=(self.lifts_when.data or "").strip(),
        )
