"""Forms of the training: a session's plan, a meeting report, who somebody is, a mark by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, StopValidation

from forms.base import Form, VersionedForm, choices_of
from workflows.training import answers
from workflows.training.answers import SessionPlan
from workflows.training.attendance.times import DateOrder
from workflows.training.models import BY_HAND, AttendanceMode

# The zones of the network's states; a session in another one keeps it.
TIME_ZONES = (
    ("America/New_York", "Eastern Time"),
    ("America/Chicago", "Central Time"),
    ("America/Denver", "Mountain Time"),
    ("America/Phoenix", "Arizona Time"),
    ("America/Los_Angeles", "Pacific Time"),
    ("America/Anchorage", "Alaska Time"),
    ("Pacific/Honolulu", "Hawaii Time"),
)
TAKE_BACK = "take_back"
NOBODY = 0
_WEB_ADDRESS = Regexp(r"^https://[^\s/]+\S*$", message="Write the whole address, beginning with https://.")


class SessionForm(VersionedForm):
    """One session's plan."""

    title = StringField("Title", [DataRequired("Give the session a title."), Length(max=answers.SESSION_TITLE_MAX)])
    starts_on = DateField("Date", [DataRequired("Choose the day.")])
    starts_time = TimeField("Start", [InputRequired("Write the time it starts, such as 14:00.")])
    time_zone = SelectField("Time zone", description="The clock that the start is written in.")
    minutes = IntegerField(
        "Length in minutes",
        [
            InputRequired("Write how many minutes it takes."),
            NumberRange(1, answers.SESSION_MINUTES_MAX, f"Between 1 and {answers.SESSION_MINUTES_MAX} minutes."),
        ],
    )
    objectives = TextAreaField("What people learn", [Length(max=answers.OBJECTIVES_MAX)])
    practice_product = StringField("What they bring away", [Length(max=answers.PRACTICE_PRODUCT_MAX)])
    is_required = BooleanField("Required for completion")
    meeting_url = StringField("Meeting link", [Optional(), Length(max=answers.LINK_MAX), _WEB_ADDRESS])
    recording_url = StringField(
        "Recording link",
        [Optional(), Length(max=answers.LINK_MAX), _WEB_ADDRESS],
        description="Participants open it from the session's page, and each opening is noted.",
    )

    @classmethod
    def for_plan(cls, plan: SessionPlan, *, version: int) -> "SessionForm":
        """Filled with the plan as it stands."""
        form = cls(
            data={
                **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
                "starts_on": plan.starts.date(),
                "starts_time": plan.starts.time(),
                "version": version,
            }
        )
        known = dict(TIME_ZONES)
        form.time_zone.choices = list({plan.time_zone: known.get(plan.time_zone, plan.time_zone), **known}.items())
        return form

    @property
    def answers(self) -> SessionPlan:
        """The checked answers; call after `validate_on_submit()`."""
        return SessionPlan(
            title=_text(self.title),
            starts=datetime.combine(self.starts_on.data, self.starts_time.data),
            time_zone=self.time_zone.data,
            minutes=self.minutes.data,
            objectives=_text(self.objectives),
            practice_product=_text(self.practice_product),
            is_required=self.is_required.data,
            meeting_url=_text(self.meeting_url),
            recording_url=_text(self.recording_url),
        )


class ReportForm(Form):
    """The attendance report of one meeting."""

    report = FileField(
        "Attendance report (CSV)",
        [FileRequired("Choose the report that you downloaded from the meeting.")],
        description="The file as Zoom or Teams gives it, up to 5 MB. Nothing counts before you say so.",
    )
    date_order = SelectField(
        "How the report writes its dates",
        choices=[
            SelectChoice("", "The report usually tells"),
            *(SelectChoice(order.value, order.words.capitalize()) for order in DateOrder),
        ],
        description="Choose only when you are asked.",
    )

    def validate_report(self, field: FileField) -> None:
        if len(field.raw_data or []) > 1:
            raise StopValidation("Choose one report at a time.")

    @property
    def content(self) -> bytes:
        """At most one byte more than is read, so that a larger file is seen as too large."""
        read: bytes = self.report.data.stream.read(answers.ATTENDANCE_FILE_MAX_BYTES + 1)
        return read

    @property
    def file_name(self) -> str:
        return (self.report.data.filename or "report.csv").replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def order(self) -> DateOrder | None:
        return DateOrder(self.date_order.data) if self.date_order.data else None


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody in a report whom nobody knows: what is asked, and the groups of participants it could be.

    `groups` are (heading, [(participant's id, label)]), the likeliest first.
    """

    token: str
    shown: str
    hint: str
    is_worth_remembering: bool
    groups: Sequence[tuple[str, Sequence[tuple[int, str]]]]


class PeopleForm(Form):
    """Who the people are that a report did not tell; a list and a tick for each. Made by `for_people`."""

    asked: ClassVar[Sequence[AskedPerson]] = ()

    @classmethod
    def for_people(cls, asked: Sequence[AskedPerson]) -> "PeopleForm":
        fields: dict[str, Any] = {}
        for person in asked:
            fields[f"who_{person.token}"] = SelectField(
                f"Who is “{person.shown}”?", description=person.hint, choices=_whom_it_could_be(person), default=""
            )
            fields[f"remember_{person.token}"] = BooleanField(
                f"Remember this for other reports with “{person.shown}”", default=person.is_worth_remembering
            )
        made: type[PeopleForm] = type("PeopleForm", (cls,), {**fields, "asked": tuple(asked)})
        return made()

    @property
    def pairs(self) -> list[tuple[SelectField, BooleanField]]:
        """The list and the tick of each person, as the page shows them."""
        return [(self[f"who_{person.token}"], self[f"remember_{person.token}"]) for person in self.asked]

    @property
    def answers(self) -> dict[str, tuple[int | None, bool]]:
        """Token → (participant or None for nobody of ours, whether to remember it), of those who were answered."""
        return {
            person.token: (int(who.data) or None, bool(remember.data))
            for person, (who, remember) in zip(self.asked, self.pairs, strict=True)
            if who.data
        }


def _whom_it_could_be(person: AskedPerson) -> list[SelectChoice]:
    return [
        SelectChoice("", "Decide later"),
        SelectChoice(str(NOBODY), "Nobody of ours"),
        *(
            SelectChoice(str(number), label, optgroup=heading)
            for heading, people in person.groups
            for number, label in people
        ),
    ]


class CountForm(Form):
    """Counting a report, with the marks by hand that it may replace."""

    replaces = SelectMultipleField("Replace these marks", coerce=int)

    @classmethod
    def for_marks(cls, marks: Sequence[tuple[int, str]]) -> "CountForm":
        """`marks`: (participant's id, what stands there now)."""
        form = cls()
        form.replaces.choices = choices_of(marks)
        return form


class AskAgainForm(Form):
    """Opening the question again who somebody in a report is."""

    place = HiddenField()

    @classmethod
    def at(cls, place: int) -> "AskAgainForm":
        """The button beside one person; never the token of the form that was just sent from the same page."""
        return cls(formdata=None, data={"place": place})

    @property
    def chosen_place(self) -> int:
        """The place in the reading; -1 for what is none."""
        sent = str(self.place.data or "")
        return int(sent) if sent.isdecimal() and len(sent) <= 9 else -1


class MarkForm(Form):
    """How one person took part, said by staff."""

    participant = SelectField("Who", coerce=int)
    mode = SelectField("How they took part")
    note = TextAreaField(
        "Why",
        [Length(max=answers.MARK_NOTE_MAX)],
        description="An excuse and a waiver need a reason. It stays with the record.",
        render_kw={"rows": 2},
    )

    @classmethod
    def for_people(cls, people: Sequence[tuple[int, str]], *, may_waive: bool, chosen: int | None) -> "MarkForm":
        form = cls(data={"participant": chosen})
        form.participant.choices = list(people)
        modes = [mode for mode in BY_HAND if may_waive or mode is not AttendanceMode.WAIVED]
        form.mode.choices = [
            *((mode.value, mode.value.replace("_", "-").capitalize()) for mode in modes),
            (TAKE_BACK, "Take the mark back"),
        ]
        return form

    @property
    def chosen_mode(self) -> AttendanceMode | None:
        """The mark, or None to take it back; call after `validate_on_submit()`."""
        return None if self.mode.data == TAKE_BACK else AttendanceMode(self.mode.data)


def _text(field: StringField) -> str:
    return (field.data or "").strip()
