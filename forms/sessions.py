"""Forms of a series: a session's plan, its recording, its materials, another time, and why it is cancelled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, StopValidation

from forms.base import Form, VersionedForm, choices_of
from workflows.people.answers import TIME_ZONES
from workflows.proposals.parts import PARTS, section_of
from workflows.training import answers
from workflows.training.answers import MaterialAnswers, MaterialKind, RecordingAnswers, SessionPlan

END_OF_DAY = time(23, 59)
_WEB_ADDRESS = Regexp(r"^https://[^\s/]+\S*$", message="Write the whole address, beginning with https://.")
_LINK = (Optional(), Length(max=answers.LINK_MAX), _WEB_ADDRESS)
_LANGUAGE = Length(max=answers.LANGUAGE_MAX)
THIS, LATER = "this", "later"
DIRECTIONS = ((1, "a later day"), (-1, "an earlier day"))
DAYS_OF_UNIT = {"days": 1, "weeks": 7}


class SessionForm(VersionedForm):
    """One session's plan."""

    title = StringField("Title", [DataRequired("Give the session a title."), Length(max=answers.SESSION_TITLE_MAX)])
    kind = SelectField("Kind")
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
    meeting_url = URLField("Meeting link", _LINK)
    language = StringField("Language", [DataRequired("Write the language it is held in."), _LANGUAGE])
    accessibility = TextAreaField(
        "Accessibility",
        [Length(max=answers.ACCESSIBILITY_MAX)],
        description="Live captions, interpretation, large print: what there is, and whom to ask for more.",
        render_kw={"rows": 2},
    )
    objectives = TextAreaField("What people learn", [Length(max=answers.OBJECTIVES_MAX)])
    practice_product = StringField("What they make", [Length(max=answers.PRACTICE_PRODUCT_MAX)])
    competency = StringField("Competency", [Length(max=answers.COMPETENCY_MAX)])
    feeds = SelectField("Part of the proposal it feeds", description="Affiliates read it on the session’s page.")
    is_required = BooleanField("Required for completion")

    @classmethod
    def for_plan(cls, plan: SessionPlan, *, version: int) -> "SessionForm":
        """Filled with the plan as it stands; a zone, kind or part that is no choice any more stays one here."""
        form = cls(
            data={
                **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
                "starts_on": plan.starts.date(),
                "starts_time": plan.starts.time(),
                "version": version,
            }
        )
        form.time_zone.choices = _with_kept(plan.time_zone, TIME_ZONES)
        form.kind.choices = _with_kept(plan.kind, answers.SESSION_KINDS)
        form.feeds.choices = _parts(plan.feeds)
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
            kind=self.kind.data,
            competency=_text(self.competency),
            feeds=self.feeds.data,
            language=_text(self.language),
            accessibility=_text(self.accessibility),
        )


class RecordingForm(VersionedForm):
    """Where a session's recording is, and what makes it usable: length, end, language, captions, transcript."""

    url = URLField(
        "Recording link", _LINK, description="Participants open it from the session’s page, and each opening is noted."
    )
    minutes = IntegerField(
        "Length in minutes", [Optional(), NumberRange(1, answers.SESSION_MINUTES_MAX, "Between 1 and 600 minutes.")]
    )
    expires_on = DateField(
        "Can be watched until",
        [Optional()],
        description="The end of that day. Leave it empty when the link does not end.",
    )
    language = StringField("Language", [_LANGUAGE])
    captions = StringField(
        "Captions in", [Length(max=answers.CAPTIONS_MAX)], description="For example: English, Spanish."
    )
    transcript = TextAreaField(
        "Transcript",
        [Length(max=answers.TRANSCRIPT_MAX)],
        description="Paste it as text; it is shown on the session’s page. A file can go to the materials instead.",
        render_kw={"rows": 14},
    )
    transcript_language = StringField("Language of the transcript", [_LANGUAGE])

    @classmethod
    def for_recording(cls, recording: RecordingAnswers, *, version: int, language: str) -> "RecordingForm":
        """Filled with what is known; `language` is the session's, offered where none is written yet."""
        given = {name: getattr(recording, name) for name in recording.__dataclass_fields__}
        return cls(
            data={
                **given,
                "expires_on": recording.expires.date() if recording.expires else None,
                "language": recording.language or language,
                "transcript_language": recording.transcript_language or language,
                "version": version,
            }
        )

    @property
    def answers(self) -> RecordingAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return RecordingAnswers(
            url=_text(self.url),
            minutes=self.minutes.data,
            expires=datetime.combine(self.expires_on.data, END_OF_DAY) if self.expires_on.data else None,
            language=_text(self.language),
            captions=_text(self.captions),
            transcript=_text(self.transcript).replace("\r\n", "\n"),
            transcript_language=_text(self.transcript_language),
        )


class ShiftForm(VersionedForm):
    """Move a session, or the rest of the series with it, by days or weeks."""

    which = RadioField(
        "What moves",
        choices=choices_of(((THIS, "This session only"), (LATER, "This session and all later ones"))),
        default=THIS,
    )
    amount = IntegerField(
        "By how many",
        [InputRequired("Write a number, such as 1."), NumberRange(1, answers.SHIFT_MAX_DAYS, "At least 1.")],
        default=1,
    )
    unit = SelectField("Days or weeks", choices=choices_of((("weeks", "weeks"), ("days", "days"))), default="weeks")
    direction = RadioField(
        "To", choices=choices_of(((1, "a later day"), (-1, "an earlier day"))), coerce=int, default=1
    )

    @property
    def days(self) -> int:
        """Below zero for an earlier day; call after `validate_on_submit()`."""
        return int(self.amount.data * DAYS_OF_UNIT[self.unit.data] * self.direction.data)


class ExchangeForm(VersionedForm):
    """Exchange the times of two sessions."""

    other = SelectField("Exchange the times with", coerce=int)

    @classmethod
    def for_sessions(cls, sessions: Iterable[tuple[int, str]], *, version: int) -> "ExchangeForm":
        form = cls(data={"version": version})
        form.other.choices = choices_of(sessions)
        return form


class CancelSessionForm(Form):
    """Why a session does not take place."""

    reason = TextAreaField(
        "Why",
        [DataRequired("Say why in a sentence; participants read it."), Length(max=answers.CANCELLATION_MAX)],
        description="Participants read it in the message and on the session’s page.",
        render_kw={"rows": 3},
    )


class MaterialForm(VersionedForm):
    """A material's title, kind and language; where it leads, when it is a link."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=answers.MATERIAL_TITLE_MAX)])
    kind = SelectField("Kind", choices=choices_of((kind.value, kind.words) for kind in MaterialKind))
    language = StringField("Language", [DataRequired("Write its language."), _LANGUAGE])
    url = URLField("Link", _LINK)

    @property
    def answers(self) -> MaterialAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return MaterialAnswers(_text(self.title), MaterialKind(self.kind.data), _text(self.language), _text(self.url))


class NewMaterialForm(MaterialForm):
    """A material to add: a file, or a link."""

    file = FileField("File", description="PDF, Word, PowerPoint, Excel, CSV, text, captions or a picture, up to 20 MB.")

    def validate_file(self, field: FileField) -> None:
        if len(field.raw_data or []) > 1:
            raise StopValidation("Choose one file at a time.")

    @property
    def has_file(self) -> bool:
        return bool(self.file.data and self.file.data.filename)

    @property
    def content(self) -> bytes:
        """At most one byte more than may be kept, so that a larger file is seen as too large."""
        read: bytes = self.file.data.stream.read(answers.MATERIAL_FILE_MAX_BYTES + 1)
        return read


def _with_kept(kept: str, choices: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    known = dict(choices)
    return choices_of({kept: known.get(kept, kept), **known}.items() if kept not in known else choices)


def _parts(kept: str) -> list[SelectChoice]:
    """Nothing, then the proposal's parts under the titles of their sections."""
    parts = PARTS if not kept or kept in PARTS else {kept: kept, **PARTS}
    grouped = [
        SelectChoice(key, _in_group(key, words), optgroup=section_of(key) or None) for key, words in parts.items()
    ]
    return [SelectChoice("", "Nothing in the proposal"), *grouped]


def _in_group(key: str, words: str) -> str:
    return f"{words} (the whole section)" if section_of(key) and "." not in key else words


def _text(field: StringField) -> str:
    return (field.data or "").strip()
