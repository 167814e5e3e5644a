"""Forms of funding: the steps of payments."""

from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import VersionedForm
from workflows.funding import answers
from workflows.funding.answers import PaidAnswers


class PaidForm(VersionedForm):
    """What the bank says."""

    paid_on = DateField("Paid on", [InputRequired("Choose the day it was paid.")])
    reference = StringField(
        "Reference",
        [DataRequired("Write the bank’s reference."), Length(max=answers.REFERENCE_MAX)],
        description="The number on the bank’s statement.",
    )
    same_transfer = BooleanField("One transfer paid both")

    @property
    def answers(self) -> PaidAnswers:
        return PaidAnswers(self.paid_on.data, (self.reference.data or "").strip(), bool(self.same_transfer.data))


class StepForm(VersionedForm):
    """A button beside a payment, with the version that its page showed; nothing to fill in."""

    def __init__(self, version: int) -> None:
        super().__init__(formdata=None, data={"version": str(version)})


class ReasonForm(VersionedForm):
    """Why a payment goes back or is cancelled, or what shows that its milestone is reached."""

    note = TextAreaField(
        "Why?", [DataRequired("Say why in a sentence."), Length(max=answers.NOTE_MAX)], render_kw={"rows": 3}
    )

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()
