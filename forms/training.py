"""Forms of attendance: a meeting report, who somebody is, a mark by hand. A session's own are in `forms.sessions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from forms.base import Form, choices_of
from workflows.training import answers
from workflows.training.attendance.times import DateOrder
from workflows.training.models import BY_HAND, AttendanceMode

TAKE_BACK = "take_back"
NOBODY = 0


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
    """How some people took part, said by staff. `knows` is asked for once it is clear that something follows."""

    people = SelectMultipleField("Who", coerce=int, validate_choice=False)
    knows = BooleanField("Yes, do it all the same")
    mode = SelectField("How they took part")
    note = TextAreaField(
        "Why",
        [Length(max=answers.MARK_NOTE_MAX)],
        description="An excuse and a waiver need a reason. It stays with the record.",
        render_kw={"rows": 2},
    )

    def validate_people(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise StopValidation("Choose at least one person in the list.")

    @classmethod
    def offering(cls, *, may_waive: bool, chosen: int | None) -> "MarkForm":
        form = cls(data={"people": [chosen] if chosen else []})
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
