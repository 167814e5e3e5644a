"""What the forms of a proposal are made of: numbers as people write them, days, lines and paragraphs."""

from collections.abc import Iterable
from datetime import date
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
from wtforms.form import BaseForm
from wtforms.validators import Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from forms.proposals.pasted import plain, plain_line
from workflows.proposals.goals.answers import (
    FIGURE_MOST,
    FIGURE_PLACES,
    GOAL_TEXT_MAX,
)

clean = plain
WHOLE_DIGITS = 12  # more than any limit of ours has


class Paragraph(TextAreaField):
    """A text of several lines, as pasted; what Word hides in it is gone before anything is judged."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.type = TextAreaField.__name__  # pages show it as one

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [plain(text) for text in valuelist]
        super().process_formdata(self.raw_data)


class Line(StringField):
    """A text of one line, as pasted. The browser does not cut it off: the limit says so, and nothing is lost."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [plain_line(text) for text in valuelist]
        super().process_formdata(self.raw_data)


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

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  the library's own shape
        """What is no number is said once, without its bounds."""
        if self.process_errors:
            raise StopValidation

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

    @staticmethod
    def of(text: str | None) -> date | None:
        """The day of a kept ISO date."""
        return date.fromisoformat(text) if text else None

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


def limit_to(most: int) -> Length:
    return Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")


def line_field(label: str, most: int, hint: str = "") -> Line:
    looks = {"maxlength": False, "data-limit": most, "dir": "auto"}
    return Line(label, [limit_to(most)], filters=[plain_line], description=hint, render_kw=looks)


def paragraph_field(label: str, hint: str = "", most: int = GOAL_TEXT_MAX, rows: int = 3) -> Paragraph:
    looks = {"rows": rows, "dir": "auto"}
    return Paragraph(label, [limit_to(most)], filters=[plain], description=hint, render_kw=looks)


def figure_field(label: str, hint: str = "") -> Figure:
    most = FIGURE_MOST
    return Figure(
        label, validators=[Optional(), NumberRange(-most, most, "That number is too large.")], description=hint
    )
