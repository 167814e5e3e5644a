"""Forms of attendance: a meeting report, who somebody is, a mark by hand. A session's own are in `forms.sessions`."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from forms.base import Form
from workflows.training import answers
from workflows.training.attendance_times import DateOrder
from workflows.training.models import BY_HAND, AttendanceMode

TAKE_BACK = "take_back"
NOBODY = 0


class ReportForm(Form):
    """The attendance report of one meeting."""

    report = FileField(
        "Attendance report (CSV)",
        [FileRequired("Choose the report that you downloaded from the meeting.")],
        description="Zoom’s or Teams’ participant report, saved as CSV, up to 5 MB. Nothing counts before you say so.",
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


class PeopleForm(Form):
    """Who the people are that a report did not tell; one list a row. Made by `for_rows`."""

    @classmethod
    def for_rows(cls, rows: Mapping[int, tuple[str, int | None]], people: Sequence[tuple[int, str]]) -> "PeopleForm":
        """`rows`: place in the reading → (shown name, chosen participant); `people` are (id, label)."""
        choices = [SelectChoice(NOBODY, "Nobody of ours"), *(SelectChoice(*person) for person in people)]
        fields: dict[str, Any] = {
            f"row_{row}": SelectField(name, coerce=int, choices=choices, default=chosen or NOBODY)
            for row, (name, chosen) in rows.items()
        }
        made: type[PeopleForm] = type("PeopleForm", (cls,), fields)
        return made()

    @property
    def answers(self) -> dict[int, int | None]:
        """Place in the reading → participant, None for nobody of ours; call after `validate_on_submit()`."""
        return {int(f.name.removeprefix("row_")): f.data or None for f in self if f.name.startswith("row_")}


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
