"""Forms of the help desk: a question, what both sides write, handing on, absence, hours and rates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.clock import utc_now
from workflows.helpdesk import answers
from workflows.helpdesk.absence import Absence
from workflows.helpdesk.hours import WrittenTime
from workflows.helpdesk.models import Urgency, WorkFunction
from workflows.personal_data import list_suspicions

NOBODY = 0  # the network as a whole
FUNCTIONS = choices_of((function.value, function.words) for function in WorkFunction)
URGENCIES = choices_of(
    (urgency.value, f"{urgency.words}: an answer within {days}")
    for urgency, days in ((Urgency.NORMAL, "three business days"), (Urgency.URGENT, "one business day"))
)
_NO_CLIENTS = "Never names, A-numbers, phone numbers or birthdays of clients: a row and a column are enough."
_FILE_HINT = (
    f"A picture of the screen, a PDF or a Word file of up to {answers.FILE_MAX_BYTES // 1_000_000} MB. "
    "Cover the names of clients first."
)


class WithoutClients(Form):
    """A form whose texts go to other people: what looks like a client's number is asked about once."""

    acknowledged = BooleanField("I looked again: none of this is a client’s.")

    def texts(self) -> Sequence[str]:
        raise NotImplementedError

    @property
    def suspicious(self) -> tuple[str, ...]:
        """The kinds of numbers that the texts seem to hold."""
        seen = list_suspicions("\n".join(self.texts()), today=utc_now().date())
        return tuple(dict.fromkeys(one.looks_like for one in seen))

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        found = self.suspicious
        if found and not self.acknowledged.data:
            kinds = " and ".join(found)
            sentence = f"There seems to be {kinds} in your text. Take it out, or say that it is not a client’s."
            self.acknowledged.errors = [*self.acknowledged.errors, sentence]
            return False
        return fits


class AskForm(WithoutClients):
    """A question from any page. `page` and `page_title` say from which; the server looks at them again."""

    page = HiddenField()
    page_title = HiddenField()
    subject = StringField(
        "What is it about?",
        [DataRequired("Say in a few words what it is about."), Length(max=answers.SUBJECT_MAX)],
    )
    text = TextAreaField(
        "Your question",
        [DataRequired("Write your question."), Length(max=answers.TEXT_MAX)],
        description=f"What you wanted to do, what you saw, what you tried. {_NO_CLIENTS}",
        render_kw={"rows": 7},
    )
    urgency = RadioField("How urgent is it?", choices=URGENCIES, default=Urgency.NORMAL.value)
    file = FileField("A file, if it helps", description=_FILE_HINT)

    def texts(self) -> Sequence[str]:
        return [self.subject.data or "", self.text.data or ""]


class MessageForm(WithoutClients):
    """What one side writes to the other."""

    text = TextAreaField(
        "Your message",
        [DataRequired("Write a sentence or two."), Length(max=answers.TEXT_MAX)],
        description=_NO_CLIENTS,
        render_kw={"rows": 6},
    )
    file = FileField("A file, if it helps", description=_FILE_HINT)

    def texts(self) -> Sequence[str]:
        return [self.text.data or ""]


class AnswerForm(MessageForm):
    """What staff answer, and the minutes that it took."""

    minutes = IntegerField(
        "Minutes it took you",
        [Optional(), NumberRange(0, answers.MINUTES_MAX, f"Between 0 and {answers.MINUTES_MAX} minutes.")],
        description="Empty or 0 writes nothing down. It begins with what you wrote last time.",
    )
    function = SelectField("Function", choices=FUNCTIONS, default=WorkFunction.TECHNICAL_ASSISTANCE.value)

    @property
    def spent(self) -> tuple[int, WorkFunction]:
        return int(self.minutes.data or 0), WorkFunction(self.function.data)


class NoteForm(Form):
    """An internal note."""

    note = TextAreaField(
        "Internal note",
        [DataRequired("Write a sentence."), Length(max=answers.NOTE_MAX)],
        description="Only the national office and the coach read it. It is in no message and no file.",
        render_kw={"rows": 3},
    )


class HandOnForm(VersionedForm):
    """Somebody else becomes the owner."""

    to = SelectField("To whom", coerce=int)
    note = TextAreaField(
        "Note",
        [DataRequired("Say why, or what you know already."), Length(max=answers.NOTE_MAX)],
        description="Only the national office and the coach read it.",
        render_kw={"rows": 3},
    )

    @classmethod
    def among(cls, people: Sequence[tuple[int, str]], *, version: int) -> "HandOnForm":
        form = cls(data={"version": str(version)})
        form.to.choices = choices_of(people)
        return form


class AwayForm(Form):
    """Days away, and who answers meanwhile."""

    person = SelectField("Who is away", coerce=int)
    starts_on = DateField("First day away", [DataRequired("Choose the first day.")])
    ends_on = DateField("Last day away", [DataRequired("Choose the last day.")])
    covered_by = SelectField("Who answers meanwhile", coerce=int)

    @classmethod
    def among(cls, absent: Sequence[tuple[int, str]], colleagues: Sequence[tuple[int, str]]) -> "AwayForm":
        form = cls()
        form.person.choices = choices_of(absent)
        form.covered_by.choices = choices_of(colleagues)
        return form

    @property
    def answers(self) -> Absence:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.starts_on.data is not None
        assert self.ends_on.data is not None
        return Absence(self.starts_on.data, self.ends_on.data, int(self.covered_by.data))


class TimeForm(VersionedForm):
    """Minutes of one's own work."""

    worked_on = DateField("Day", [DataRequired("Choose the day.")])
    function = SelectField("Function", choices=FUNCTIONS, default=WorkFunction.TECHNICAL_ASSISTANCE.value)
    affiliate = SelectField("For whom", coerce=int)
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("How many minutes?"),
            NumberRange(1, answers.MINUTES_MAX, f"Between 1 and {answers.MINUTES_MAX} minutes."),
        ],
    )
    note = StringField("Note", [Optional(), Length(max=answers.HOURS_NOTE_MAX)])

    @classmethod
    def among(cls, affiliates: Sequence[tuple[int, str]], **values: Any) -> "TimeForm":
        form = cls(data=values)
        form.affiliate.choices = choices_of([(NOBODY, "The network as a whole"), *affiliates])
        return form

    @property
    def answers(self) -> WrittenTime:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.worked_on.data is not None
        return WrittenTime(
            worked_on=self.worked_on.data,
            function=WorkFunction(self.function.data),
            affiliate_id=int(self.affiliate.data) or None,
            minutes=int(self.minutes.data or 0),
            note=(self.note.data or "").strip(),
        )


class RateForm(Form):
    """What an hour of a function costs from a month on."""

    function = SelectField("Function", choices=FUNCTIONS)
    amount = DecimalField(
        "US dollars an hour",
        [InputRequired("Write an amount."), NumberRange(0, 1000, "Between 0 and 1000 dollars.")],
        places=2,
    )
    from_month = DateField(
        "From the month of",
        [DataRequired("Choose a day of the month from which it holds.")],
        description="It holds from the first day of that month until the next rate begins.",
    )

    @property
    def rate(self) -> tuple[WorkFunction, Decimal, date]:
        assert self.amount.data is not None
        assert self.from_month.data is not None
        return WorkFunction(self.function.data), self.amount.data, self.from_month.data
