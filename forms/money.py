"""Forms around payments: the schedule as one table, holds, reversals, and corrections of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, DateField, FieldList, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms import Form as PartForm
from wtforms.fields import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from forms.proposals.fields import Figure
from workflows.funding.answers import LABEL_MAX, NOTE_MAX, REFERENCE_MAX
from workflows.funding.holds.answers import PATH_MAX, REASON_MAX, RELEASERS, HoldAnswers, Releaser
from workflows.funding.ledger.categories import CATEGORIES
from workflows.funding.schedules.answers import (
    LINES_MAX,
    METHODS,
    MILESTONE_MAX,
    RELEASES,
    REPORTS,
    Method,
    ScheduleLine,
    WaitsFor,
)

BLANK_LINES = 2
ALL_PAYMENTS = ""
_WAITS: tuple[tuple[str, str], ...] = (
    (WaitsFor.AGREEMENT.value, RELEASES[WaitsFor.AGREEMENT]),
    (WaitsFor.DAY.value, RELEASES[WaitsFor.DAY]),
    *((f"{WaitsFor.REPORT.value}-{number}", f"{name} is accepted") for number, name in REPORTS.items()),
    (WaitsFor.MILESTONE.value, RELEASES[WaitsFor.MILESTONE]),
    (WaitsFor.EXPENSES.value, RELEASES[WaitsFor.EXPENSES]),
)


class ScheduleLineForm(PartForm):
    """One payment that is not requested yet."""

    payment_id = HiddenField()
    label = StringField("What it is", [Optional(), Length(max=LABEL_MAX)])
    amount = Figure("Amount ($)", most_places=2, validators=[Optional()])
    due_on = DateField("Due on", [Optional()])
    waits_for = SelectField("Released when", choices=choices_of(_WAITS), default=WaitsFor.AGREEMENT.value)
    milestone = StringField("Milestone", [Optional(), Length(max=MILESTONE_MAX)])
    remove = BooleanField("Take out")

    @property
    def is_written(self) -> bool:
        return bool(self.label.data or self.milestone.data or self.amount.data is not None or self.due_on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A line that is written needs its name, its amount and its day."""
        is_valid = bool(super().validate(extra_validators))
        if self.remove.data or not self.is_written:
            return is_valid
        needed = (
            (self.label, not self.label.data, "Give the payment a name."),
            (self.amount, self.amount.data is None and not self.amount.errors, "Write the amount."),
            (self.due_on, self.due_on.data is None and not self.due_on.errors, "Choose the day it is due."),
        )
        for field, is_missing, sentence in needed:
            if is_missing:
                field.errors = [*field.errors, sentence]
        return is_valid and not any(is_missing for _, is_missing, _ in needed)

    @property
    def answers(self) -> ScheduleLine:
        kind, _, number = str(self.waits_for.data).partition("-")
        sent = str(self.payment_id.data or "")
        return ScheduleLine(
            label=(self.label.data or "").strip(),
            amount=self.amount.data or Decimal(0),
            due_on=self.due_on.data or date.min,
            payment_id=int(sent) if sent.isdecimal() and len(sent) <= LINES_MAX else None,
            waits_for=WaitsFor(kind),
            report_number=int(number) if number else None,
            milestone=(self.milestone.data or "").strip(),
        )


def fill_of(lines: Iterable[ScheduleLine]) -> list[dict[str, Any]]:
    """Lines of a schedule as data of the form."""
    return [
        {
            "payment_id": "" if line.payment_id is None else str(line.payment_id),
            "label": line.label,
            "amount": line.amount,
            "due_on": line.due_on,
            "waits_for": _waits(line),
            "milestone": line.milestone,
        }
        for line in lines
    ]


def _waits(line: ScheduleLine) -> str:
    return f"report-{line.report_number}" if line.waits_for is WaitsFor.REPORT else line.waits_for.value


class ScheduleForm(VersionedForm):
    """The whole schedule; its version is the edition of every payment together."""

    method = RadioField(
        "How is this award paid?", choices=choices_of(METHODS.items()), default=Method.INSTALMENTS.value
    )
    lines = FieldList(FormField(ScheduleLineForm), "Payment", max_entries=LINES_MAX + BLANK_LINES)

    def add_blank_lines(self) -> None:
        for _ in range(BLANK_LINES):
            self.lines.append_entry()

    @property
    def answers(self) -> tuple[ScheduleLine, ...]:
        parts = [entry.form for entry in self.lines.entries]
        return tuple(part.answers for part in parts if part.is_written and not part.remove.data)


class HoldForm(Form):
    """What is held, why, what has to happen, and who can release it."""

    payment_id = SelectField("What is held?", choices=[], validate_choice=False)  # offered by the page
    reason = TextAreaField(
        "Why?",
        [DataRequired("Say why in a sentence; the affiliate reads it."), Length(max=REASON_MAX)],
        render_kw={"rows": 3},
    )
    release_path = TextAreaField(
        "What has to happen?",
        [DataRequired("Say what has to happen; the affiliate reads it."), Length(max=PATH_MAX)],
        description="So that the affiliate knows what it can do.",
        render_kw={"rows": 3},
    )
    releaser = SelectField("Who can release it?", choices=choices_of(RELEASERS.items()), default=Releaser.EITHER.value)

    def offer(self, payments: Iterable[tuple[int, str]]) -> None:
        offered = [(ALL_PAYMENTS, "All payments of this award"), *((str(key), label) for key, label in payments)]
        self.payment_id.choices = choices_of(offered)

    @property
    def answers(self) -> HoldAnswers:
        sent = str(self.payment_id.data or "")
        return HoldAnswers(
            reason=self.reason.data or "",
            release_path=self.release_path.data or "",
            releaser=Releaser(self.releaser.data),
            payment_id=None if sent == ALL_PAYMENTS else int(sent) if sent.isdecimal() and len(sent) < 19 else 0,
        )


class ReleaseForm(VersionedForm):
    """What happened, so that the money may move again."""

    note = TextAreaField(
        "What happened?",
        [DataRequired("Say what happened, in a sentence."), Length(max=NOTE_MAX)],
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()


class ReversalForm(Form):
    """So much of a paid payment is to come back."""

    amount = Figure("Amount that comes back ($)", most_places=2, validators=[InputRequired("Write the amount.")])
    reason = TextAreaField(
        "Why?",
        [DataRequired("Say why in a sentence; it stays with the payment."), Length(max=NOTE_MAX)],
        render_kw={"rows": 3},
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """The bank's day and reference of money that came back."""

    reversed_on: date
    reference: str


class ConfirmReversalForm(VersionedForm):
    """What the bank says about the money that came back."""

    reversed_on = DateField("Back on", [InputRequired("Choose the day it came back.")])
    reference = StringField(
        "Reference",
        [DataRequired("Write the bank’s reference."), Length(max=REFERENCE_MAX)],
        description="The number on the bank’s statement.",
    )

    @property
    def answers(self) -> Returned:
        return Returned(self.reversed_on.data, (self.reference.data or "").strip())


class CorrectionForm(Form):
    """An entry that corrects what was told as spent."""

    category = SelectField("Budget category", choices=choices_of(CATEGORIES.items()))
    amount = Figure(
        "Amount ($)",
        most_places=2,
        validators=[InputRequired("Write the amount.")],
        description="Above zero adds to what was spent; below zero, such as -120.50, takes away.",
    )
    dated_on = DateField("As of", [InputRequired("Choose the day.")])
    note = TextAreaField(
        "Why?",
        [DataRequired("Say why in a sentence; it stays with the entry."), Length(max=NOTE_MAX)],
        render_kw={"rows": 3},
    )
