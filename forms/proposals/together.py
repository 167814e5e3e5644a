"""Small forms of writing together: choosing between two texts, and a page's sign of life."""

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, Length

from forms.base import VERSION_DIGITS, Form, choices_of
from workflows.proposals.together.answers import PART_MAX, Choice

CHOICES = (Choice.KEEP, Choice.USE, Choice.BOTH)


class ChooseForm(Form):
    """Which of two texts stays; it carries the versions of both that the person looked at."""

    seen_text = HiddenField()
    seen_part = HiddenField()
    choice = SelectField(
        "Which text stays",
        [AnyOf([choice.value for choice in CHOICES], "Choose which text stays.")],
        choices=choices_of((choice.value, choice.value) for choice in CHOICES),
        validate_choice=False,
    )

    @property
    def chosen(self) -> Choice:
        return Choice(self.choice.data)

    @property
    def seen(self) -> tuple[int, int]:
        """The version of the waiting text, and of the part it belongs to."""
        return _number(self.seen_text.data), _number(self.seen_part.data)


class HereForm(Form):
    part = StringField("Part", [Length(1, PART_MAX)])


def _number(sent: str | None) -> int:
    text = str(sent or "")
    return int(text) if text.isdecimal() and len(text) <= VERSION_DIGITS else 0
