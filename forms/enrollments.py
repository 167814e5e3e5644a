"""Forms of an enrollment: the commitment."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from forms.base import Form
from workflows.enrollments.answers import TYPED_NAME_MAX


@dataclass(frozen=True, slots=True)
class CommitmentAnswers:
    typed_name: str
    data_lead_id: int


class CommitmentForm(Form):
    """The director's commitment. `people` are the affiliate's users as (id, name)."""

    data_lead = SelectField("Who is your data lead?", coerce=int, description="The person who “does data” on Fridays.")
    typed_name = StringField(
        "Type your full name to sign",
        [DataRequired("Type your full name; it is your signature."), Length(max=TYPED_NAME_MAX)],
    )
    agrees = BooleanField("I sign this commitment for our organization", [DataRequired("Tick the box to sign.")])

    @classmethod
    def for_people(cls, people: Sequence[tuple[int, str]]) -> "CommitmentForm":
        form = cls()
        form.data_lead.choices = list(people)
        return form

    @property
    def answers(self) -> CommitmentAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return CommitmentAnswers(typed_name=(self.typed_name.data or "").strip(), data_lead_id=self.data_lead.data)
