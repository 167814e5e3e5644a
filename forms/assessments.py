"""Forms of the self-assessment: one dimension, one's own view, a line of the log, a topic of the agenda."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.assessments import answers as limits
from workflows.assessments.answers import ItemAnswer, NoteAnswers, Offer, Position, TopicAnswers
from workflows.assessments.instrument import Dimension, Instrument, get_instrument

NOT_SURE = "Not sure yet"


def _clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


def _score(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


def field_name(item: str, part: str) -> str:
    """`D1_2_score` for the statement D1.2: a name that a form and an address can carry."""
    return f"{item.replace('.', '_')}_{part}"


def _scale_field(text: str, instrument: Instrument) -> RadioField:
    """The steps of the scale, and that the answer is still open."""
    steps = [SelectChoice(step.score, f"{step.score} {step.anchor}") for step in instrument.scale]
    return RadioField(text, [Optional()], choices=[*steps, SelectChoice("", NOT_SURE)], coerce=_score)


class DimensionForm(VersionedForm):
    """The four statements of one dimension. A draft may leave any of them open."""

    dimension: Dimension

    @property
    def answers(self) -> dict[str, ItemAnswer]:
        return {
            item.code: ItemAnswer(
                self[field_name(item.code, "score")].data, self[field_name(item.code, "example")].data or ""
            )
            for item in self.dimension.items
        }


@cache
def dimension_form(edition: str, code: str) -> type[DimensionForm]:
    """The form class of one dimension of an edition."""
    instrument = get_instrument(edition)
    dimension = instrument.dimension(code)
    assert dimension is not None
    fields: dict[str, Any] = {}
    for item in dimension.items:
        fields[field_name(item.code, "score")] = _scale_field(item.text, instrument)
        fields[field_name(item.code, "example")] = TextAreaField(
            f"Example for {item.code}",
            [Length(max=limits.EXAMPLE_MAX, message=f"At most {limits.EXAMPLE_MAX} characters: a sentence is enough.")],
            filters=[_clean],
            render_kw={"rows": 2},
        )
    return type(f"Dimension{code}Form", (DimensionForm,), {"dimension": dimension} | fields)


def dimension_values(answers: Mapping[str, ItemAnswer]) -> dict[str, Any]:
    """What fills the form from kept answers."""
    scores = {field_name(code, "score"): answer.score for code, answer in answers.items()}
    return scores | {field_name(code, "example"): answer.example for code, answer in answers.items()}


class OwnForm(VersionedForm):
    """What a person says of their own skills: their place, and all statements without examples."""

    instrument: Instrument
    position = RadioField(
        "Where do you stand in your organization?",
        [Optional()],
        choices=[SelectChoice(place.value, place.choice) for place in Position],
    )

    @property
    def place(self) -> Position | None:
        return Position(self.position.data) if self.position.data else None

    @property
    def scores(self) -> dict[str, int]:
        given = {item.code: self[field_name(item.code, "score")].data for item in self.instrument.items}
        return {code: score for code, score in given.items() if score is not None}


@cache
def own_form(edition: str) -> type[OwnForm]:
    """The form class of an edition, with one scale for each statement."""
    instrument = get_instrument(edition)
    fields = {field_name(item.code, "score"): _scale_field(item.text, instrument) for item in instrument.items}
    return type("OwnEditionForm", (OwnForm,), {"instrument": instrument} | fields)


def own_values(position: Position | None, scores: Mapping[str, int]) -> dict[str, Any]:
    """What fills the form from kept answers."""
    values: dict[str, Any] = {field_name(code, "score"): score for code, score in scores.items()}
    return values | {"position": position.value if position else None}


class NoteForm(Form):
    """One line of the development log."""

    dimension = SelectField("About", [InputRequired("Choose what it is about.")])
    learned_on = DateField("When", [InputRequired("Choose the day.")])
    text = StringField(
        "What you learned, or which course you took",
        [InputRequired("Write it in a sentence."), Length(max=limits.NOTE_MAX)],
        filters=[_clean],
    )

    @classmethod
    def about(cls, instrument: Instrument) -> "NoteForm":
        form = cls()
        form.dimension.choices = _dimension_choices(instrument)
        return form

    @property
    def answers(self) -> NoteAnswers:
        return NoteAnswers(self.dimension.data, self.learned_on.data, self.text.data)


class TopicForm(VersionedForm):
    """One topic of the learning agenda."""

    title = StringField(
        "Topic", [InputRequired("Give the topic a name."), Length(max=limits.TITLE_MAX)], filters=[_clean]
    )
    dimension = SelectField("About", [InputRequired("Choose what it is about.")])
    offer = SelectField(
        "What is offered",
        [InputRequired("Choose what is offered.")],
        choices=[SelectChoice(offer.value, offer.words) for offer in Offer],
    )
    text = TextAreaField(
        "What people take home",
        [Length(max=limits.TOPIC_TEXT_MAX)],
        filters=[_clean],
        description="Two or three sentences; every affiliate reads them.",
        render_kw={"rows": 4},
    )
    happens_on = DateField("Day", [Optional()], description="Leave it empty until a day is found.")
    place = StringField(
        "Time and place",
        [Length(max=limits.LINE_MAX)],
        filters=[_clean],
        description="For example: 2:00 pm Eastern Time, online. For a template: where it lies.",
    )
    led_by = StringField("Who leads it", [Length(max=limits.LINE_MAX)], filters=[_clean])

    @classmethod
    def about(cls, instrument: Instrument, **filled: Any) -> "TopicForm":
        form = cls(**filled)
        form.dimension.choices = _dimension_choices(instrument)
        return form

    @property
    def answers(self) -> TopicAnswers:
        return TopicAnswers(
            title=self.title.data,
            dimension=self.dimension.data,
            offer=Offer(self.offer.data),
            text=self.text.data,
            happens_on=self.happens_on.data,
            place=self.place.data,
            led_by=self.led_by.data,
        )


def _dimension_choices(instrument: Instrument) -> list[SelectChoice]:
    return choices_of((row.code, row.name) for row in instrument.dimensions)
