"""The form that takes a text from a practice product into the proposal."""

from wtforms import RadioField, TextAreaField

from forms.base import VersionedForm, choices_of
from forms.exercises import clean
from workflows.proposals.pulling import How

HOW_LABELS = {How.APPEND: "Add it below what is written", How.REPLACE: "Put it in the place of what is written"}


class PullForm(VersionedForm):
    """The text, which may still be shortened, and what happens to what stands there."""

    text = TextAreaField("The text", filters=[clean], render_kw={"rows": 8})
    how = RadioField(
        "What is written already",
        choices=choices_of((how.value, label) for how, label in HOW_LABELS.items()),
        default=How.APPEND.value,
    )
