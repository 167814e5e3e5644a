"""Forms of the peers: a group and its log, a question and an answer, taking something away, an example."""

from collections.abc import Iterable

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from forms.base import Form, VersionedForm, choices_of
from forms.exercises import checked_field, clean, paragraph
from workflows.peers import answers as limits
from workflows.peers.groups import LogLine
from workflows.peers.models import ExampleAudience


class GroupForm(VersionedForm):
    """A group's name and members. `for_candidates` fills the choices."""

    name = StringField(
        "Name", [DataRequired("Give the group a name."), Length(max=limits.GROUP_NAME_MAX)], filters=[clean]
    )
    members = SelectMultipleField(
        "Affiliates",
        coerce=int,
        description=f"From {limits.GROUP_LEAST} to {limits.GROUP_MOST}. Those in another group are not listed.",
    )

    def for_candidates(self, candidates: Iterable[tuple[int, str]]) -> "GroupForm":
        self.members.choices = choices_of(candidates)
        return self


class SuggestionForm(Form):
    """Agreeing to the suggestion as it was shown."""

    seen = HiddenField()


class LogForm(VersionedForm):
    """One session of a group. `for_group` fills who may have come."""

    held_on = DateField("Day", [InputRequired("Choose the day.")])
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("Write how long it took."),
            NumberRange(
                limits.MINUTES_LEAST,
                limits.MINUTES_MOST,
                f"Between {limits.MINUTES_LEAST} and {limits.MINUTES_MOST} minutes.",
            ),
        ],
    )
    present = SelectMultipleField("Who came", coerce=int)
    topic = StringField(
        "What about", [DataRequired("Say in a few words what it was about."), Length(max=limits.TOPIC_MAX)],
        filters=[clean],
    )  # fmt: skip
    takeaway = paragraph("What we take away", limits.TAKEAWAY_MAX, "Two or three sentences that you can come back to.")
    is_checked = checked_field()

    def for_group(self, members: Iterable[tuple[int, str]]) -> "LogForm":
        self.present.choices = choices_of(members)
        return self

    @property
    def answers(self) -> LogLine:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.held_on.data is not None
        return LogLine(
            held_on=self.held_on.data,
            minutes=self.minutes.data,
            present=tuple(self.present.data or ()),
            topic=self.topic.data,
            takeaway=self.takeaway.data,
        )


class QuestionForm(Form):
    """A question to the cohort."""

    title = StringField(
        "Your question in one line",
        [DataRequired("Write your question in one line."), Length(max=limits.TITLE_MAX)],
        filters=[clean],
    )
    text = paragraph("What others should know to answer it", limits.TEXT_MAX, rows=6)
    is_checked = checked_field()


class AnswerForm(Form):
    """An answer."""

    text = paragraph("Your answer", limits.TEXT_MAX, rows=5)
    is_checked = checked_field()


class HideForm(Form):
    """Why something is taken off the board."""

    reason = StringField("Why", [Length(max=limits.REASON_MAX)], filters=[clean])


class ExampleForm(Form):
    """Showing a product as an example. `for_own` asks for consent where the affiliate itself shares it."""

    audience = RadioField(
        "Who may read it",
        choices=choices_of((audience.value, audience.words) for audience in ExampleAudience),
        default=ExampleAudience.COHORT.value,
    )
    why = StringField(
        "What others can learn from it",
        [DataRequired("Say in a sentence what others can learn from it."), Length(max=limits.WHY_MAX)],
        filters=[clean],
    )
    consents = BooleanField("Our affiliate agrees that others read this, with our name")
    is_checked = checked_field()


class ConsentForm(Form):
    """The affiliate agrees to what staff asked for."""

    consents = BooleanField("Our affiliate agrees that others read this, with our name")
