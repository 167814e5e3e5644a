"""What the forms of a proposal are made of: numbers as people write them, days, lines and paragraphs."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import TextInput

from workflows.proposals.goals.answers import (
    FIGURE_MOST,
    FIGURE_PLACES,
    GOAL_TEXT_MAX,
)

WHOLE_DIGITS = 12  # more than any limit of ours has


def clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


class Figure(DecimalField):
    """A number as people write it: «1,500», «48 %», «$12.50»; exact, finite, with at most `most_places` decimals."""

    widget = TextInput()  # a number box refuses the comma and the sign

    def __init__(self, label: str, most_places: int = FIGURE_PLACES, **options: Any) -> None:
        super().__init__(label, places=None, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **options)
        self.most_places = most_places

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[:1]).translate({ord(sign): None for sign in "$%, \u00a0"})
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text)
        except InvalidOperation:
            raise ValueError("Write a number, for example 48 or 3.4.") from None
        if not self.data.is_finite():
            raise ValueError("Write a number, for example 48 or 3.4.")
        exponent = self.data.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.most_places:
            raise ValueError(f"At most {self.most_places} digits after the point.")

    def _value(self) -> str:
        if self.raw_data and (self.errors or self.process_errors):
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data:.2f}" if self.most_places == 2 else f"{self.data.normalize():f}"


class Whole(IntegerField):
    """A whole number; commas between thousands are fine."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[:1]).replace(",", "").strip()
        self.data = None
        if not text:
            return
        if len(text) > WHOLE_DIGITS:
            raise ValueError("That number is too large.")
        try:
            self.data = int(text)
        except ValueError:
            raise ValueError("Write a whole number, for example 62.") from None


class Day(DateField):
    """A calendar day as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist if any(valuelist) else [])
        except ValueError:
            self.data = None
            raise ValueError("Write the day as year-month-day, for example 2027-06-30.") from None


class ManyChoices(SelectMultipleField):
    """Several of its choices, kept as one text with semicolons; what is no choice any more is left out."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **options)
        self.type = "SelectMultipleField"  # shown as what it is

    @property
    def chosen(self) -> tuple[str, ...]:
        """The choices that were made, in the order in which they are offered."""
        return tuple(str(choice.value) for choice in self.iter_choices() if choice.selected)

    def process_data(self, value: Any) -> None:
        self.data = "; ".join(_parts([value] if isinstance(value, str) else value or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "; ".join(_parts(valuelist))

    def iter_choices(self) -> list[Any]:
        wanted = set(_parts([self.data or ""]))
        return [choice._replace(selected=choice.value in wanted) for choice in super().iter_choices()]


def _parts(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part.strip() for text in texts for part in text.split(";") if part.strip()))


def choices_among(words: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose"), *(SelectChoice(word, word.capitalize()) for word in words)]


def as_text(value: Any) -> str:
    return str(value or "")


def as_number(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


def line_field(label: str, most: int, hint: str = "") -> StringField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return StringField(label, [limit], filters=[clean], description=hint)


def paragraph_field(label: str, hint: str = "", most: int = GOAL_TEXT_MAX, rows: int = 3) -> TextAreaField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return TextAreaField(label, [limit], filters=[clean], description=hint, render_kw={"rows": rows})


def figure_field(label: str, hint: str = "") -> Figure:
    most = FIGURE_MOST
    return Figure(
        label, validators=[Optional(), NumberRange(-most, most, "That number is too large.")], description=hint
    )
