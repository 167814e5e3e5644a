"""Forms of coaching: when a check-in is, why it is called off, and what the coach writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from wtforms import (
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PartForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from forms.base import VersionedForm, choices_of
from workflows.coaching import answers
from workflows.coaching.answers import ACTION_MAX, MINUTES_MAX, MINUTES_MIN

MODES = (("video", "By video"), ("phone", "By phone"), ("in_person", "In person"))
SIDES = (("affiliate", "The affiliate"), ("coach", "The coach"))
BLANK_ROWS = 3


@dataclass(frozen=True, slots=True)
class AppointmentAnswers:
    """`at` is the wall clock in `time_zone`."""

    at: datetime
    time_zone: str
    minutes: int
    mode: str
    place: str
    agenda: str


class AppointmentForm(VersionedForm):
    """When, how long, how and where; the hour belongs to the zone that is named beside it."""

    day = DateField("Day", [DataRequired("Choose the day.")])
    time = TimeField("Time", [InputRequired("Choose the time.")])
    time_zone = SelectField("Clock of", validate_choice=True)
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("How long is it, in minutes?"),
            NumberRange(MINUTES_MIN, MINUTES_MAX, f"Between {MINUTES_MIN} and {MINUTES_MAX} minutes."),
        ],
        default=answers.MINUTES_USUAL,
    )
    mode = SelectField("How you meet", choices=choices_of(MODES), default="video")
    place = StringField(
        "Link, number or place",
        [Optional(), Length(max=answers.PLACE_MAX)],
        description="It goes into the calendar file.",
    )
    agenda = TextAreaField(
        "Agenda",
        [Optional(), Length(max=answers.AGENDA_MAX)],
        description="Both sides see it before you meet. It starts with the actions that are still open.",
    )

    @classmethod
    def for_zones(cls, zones: Sequence[tuple[str, str]], **values: object) -> "AppointmentForm":
        """`zones` are (name, words): the affiliate's and the coach's; `values` fill a form that is only shown."""
        form = cls(data=values)
        form.time_zone.choices = choices_of(zones)
        if form.time_zone.data is None:
            form.time_zone.data = zones[0][0]
        return form

    @property
    def answers(self) -> AppointmentAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        day, clock = self.day.data or date.min, self.time.data or time.min
        return AppointmentAnswers(
            at=datetime.combine(day, clock),
            time_zone=str(self.time_zone.data),
            minutes=int(self.minutes.data or 0),
            mode=str(self.mode.data),
            place=(self.place.data or "").strip(),
            agenda=(self.agenda.data or "").strip(),
        )


class CancelForm(VersionedForm):
    """Why a check-in is called off."""

    note = TextAreaField(
        "Why is it called off?",
        [DataRequired("Say why in a sentence; both sides read it."), Length(max=answers.REASON_MAX)],
        description="A sentence is enough. Both sides read it.",
    )


@dataclass(frozen=True, slots=True)
class ActionAnswers:
    text: str
    side: str
    due_on: date


class ActionPart(PartForm):
    """One action: what, who, by when. A row without text is left out."""

    text = StringField("What will be done", [Optional(), Length(max=ACTION_MAX)])
    side = SelectField("Who does it", choices=choices_of(SIDES), default="affiliate")
    due_on = DateField("By", [Optional()])


@dataclass(frozen=True, slots=True)
class NotesAnswers:
    focus: str
    wins: str
    shared_note: str
    early_signal: str
    minutes: int
    private_text: str
    actions: tuple[ActionAnswers, ...]


class NotesForm(VersionedForm):
    """What the coach writes while talking. Nothing but the length is required until it is held."""

    focus = StringField("Focus", [Optional(), Length(max=answers.FOCUS_MAX)], description="What you talk about today.")
    wins = TextAreaField(
        "Wins",
        [Optional(), Length(max=answers.NOTE_MAX)],
        description="What went well since last time, however small.",
        render_kw={"rows": 2},
    )
    shared_note = TextAreaField(
        "Shared note",
        [Optional(), Length(max=answers.NOTE_MAX)],
        description="What you talked about and agreed. Both sides read it.",
        render_kw={"rows": 6},
    )
    early_signal = TextAreaField(
        "Early signal",
        [Optional(), Length(max=answers.SIGNAL_MAX)],
        description="Something the figures do not show yet: a first hint, a worry, a surprise. Both sides read it.",
        render_kw={"rows": 2},
    )
    actions = FieldList(FormField(ActionPart), max_entries=answers.ACTIONS_MAX)
    minutes = IntegerField(
        "Minutes together",
        [
            InputRequired("How long did you talk, in minutes?"),
            NumberRange(MINUTES_MIN, MINUTES_MAX, f"Between {MINUTES_MIN} and {MINUTES_MAX} minutes."),
        ],
    )
    private_text = TextAreaField(
        "Private note",
        [Optional(), Length(max=answers.NOTE_MAX)],
        description="Only the coach of this affiliate reads this. It is in no document, no export and no report.",
        render_kw={"rows": 4},
    )

    def add_blank_actions(self, *, due_on: date) -> None:
        """Empty rows below the written ones, so that the page works without a script."""
        for _ in range(min(BLANK_ROWS, answers.ACTIONS_MAX - len(self.actions.entries))):
            self.actions.append_entry({"text": "", "side": "affiliate", "due_on": due_on})

    def validate_actions(self, field: FieldList) -> None:
        for row in field.entries:
            if (row.form.text.data or "").strip() and row.form.due_on.data is None and not row.form.due_on.errors:
                row.form.due_on.errors = ["By which day? Choose one."]
                raise ValidationError("An action needs a day.")

    @property
    def answers(self) -> NotesAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return NotesAnswers(
            focus=(self.focus.data or "").strip(),
            wins=(self.wins.data or "").strip(),
            shared_note=(self.shared_note.data or "").strip(),
            early_signal=(self.early_signal.data or "").strip(),
            minutes=int(self.minutes.data or 0),
            private_text=(self.private_text.data or "").strip(),
            actions=tuple(
                ActionAnswers(text=row.text.data.strip(), side=row.side.data, due_on=row.due_on.data)
                for row in (entry.form for entry in self.actions.entries)
                if (row.text.data or "").strip()
            ),
        )
