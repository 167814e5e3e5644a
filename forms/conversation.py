"""Forms of conversation: a thread, one more message, and what the support was like."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import Form, choices_of
from forms.exercises import checked_field, clean, paragraph
from workflows.conversation.answers import (
    SUBJECT_MAX,
    TEXT_MAX,
    WORDS_MAX,
    About,
    Opening,
    Rating,
    Topic,
)
from workflows.conversation.queries import Subject
from workflows.personal_data import NOTICE

_SCORES = choices_of(
    (("1", "1, not at all"), ("2", "2, a little"), ("3", "3, in part"), ("4", "4, mostly"), ("5", "5, very"))
)


def _message() -> TextAreaField:
    limits = [DataRequired("Write a sentence or two."), Length(max=TEXT_MAX)]
    return TextAreaField("Your message", limits, filters=[clean], description=NOTICE, render_kw={"rows": 6})


class MessageForm(Form):
    """One more message in a thread."""

    text = _message()
    is_checked = checked_field()


class ThreadForm(Form):
    """How a thread begins. `among` fills what it may be about."""

    subject = StringField(
        "What is it about?",
        [DataRequired("Say in a few words what it is about."), Length(max=SUBJECT_MAX)],
        filters=[clean],
    )
    about = SelectField("Which part of the year?")
    text = _message()
    is_checked = checked_field()

    @classmethod
    def among(cls, subjects: Sequence[Subject], *, chosen: str = "") -> "ThreadForm":
        named = [(key_of(subject.about), subject.label) for subject in subjects]
        form = cls(data={"about": chosen if chosen in dict(named) else named[0][0]})
        form.about.choices = choices_of(named)
        return form

    @property
    def opening(self) -> Opening:
        """The checked answers; call after `validate_on_submit()`."""
        topic, _, number = str(self.about.data).partition("-")
        about = About(Topic(topic), int(number) if number else None)
        return Opening(self.subject.data or "", self.text.data or "", about)


def key_of(about: About) -> str:
    """How a form and an address name it: `year`, `proposal`, `payment-12`."""
    return about.topic.value if about.record_id is None else f"{about.topic.value}-{about.record_id}"


def _scored(question: str) -> RadioField:
    return RadioField(question, [InputRequired("Choose a number from 1 to 5.")], choices=_SCORES)


class SupportForm(Form):
    """What the support of the national office was like in this quarter."""

    helpful = _scored("Was the support helpful?")
    timely = _scored("Did it come in time?")
    respectful = _scored("Was it respectful?")
    words = paragraph(
        "Anything that you would like to say",
        WORDS_MAX,
        "Leave out what shows who you are, such as your town or your project. " + NOTICE,
    )
    is_checked = checked_field()

    @property
    def rating(self) -> Rating:
        """The checked answers; call after `validate_on_submit()`."""
        helpful, timely, respectful = (int(field.data) for field in (self.helpful, self.timely, self.respectful))
        return Rating(helpful, timely, respectful, self.words.data or "")
