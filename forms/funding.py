"""Forms of funding: payments."""

from wtforms import DateField, DecimalField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import Form
from workflows.funding import answers
from workflows.funding.answers import PaidAnswers, PlannedPayment


class PaymentForm(Form):
    """One payment of the schedule."""

    label = StringField(
        "What it is",
        [DataRequired("Give the payment a name."), Length(max=answers.LABEL_MAX)],
        description="For example: First payment.",
    )
    amount = DecimalField("Amount", [InputRequired("Write the amount.")], places=2)
    due_on = DateField("Due on", [InputRequired("Choose the day it is due.")])

    @property
    def answers(self) -> PlannedPayment:
        return PlannedPayment(label=(self.label.data or "").strip(), amount=self.amount.data, due_on=self.due_on.data)


class PaidForm(Form):
    """What the bank says."""

    paid_on = DateField("Paid on", [InputRequired("Choose the day it was paid.")])
    reference = StringField(
        "Reference",
        [DataRequired("Write the bank’s reference."), Length(max=answers.REFERENCE_MAX)],
        description="The number on the bank’s statement.",
    )

    @property
    def answers(self) -> PaidAnswers:
        return PaidAnswers(paid_on=self.paid_on.data, reference=(self.reference.data or "").strip())


class ReasonForm(Form):
    """Why a payment goes back or is cancelled."""

    note = TextAreaField(
        "Why?", [DataRequired("Say why in a sentence."), Length(max=answers.NOTE_MAX)], render_kw={"rows": 3}
    )

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()
