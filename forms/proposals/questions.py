"""What staff decide about a cohort's form, a question that they add, and a file that answers one."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DecimalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.proposals.extra import answers as limits
from workflows.proposals.extra.answers import ExtraKind, QuestionAnswers
from workflows.proposals.form import SWITCHABLE
from workflows.proposals.settings import FormSettings

AMOUNT_MAX = Decimal(1_000_000_000)


class _Settings(VersionedForm):
    short_form_up_to = DecimalField(
        "The short form is for requests up to",
        [
            InputRequired("Write an amount in dollars, or 0."),
            NumberRange(Decimal(0), AMOUNT_MAX, "Write an amount from 0 to one billion dollars."),
        ],
        places=2,
        description="Affiliates choose it when they start. 0 means that everyone uses the long form.",
    )

    @property
    def answers(self) -> FormSettings:
        """The checked answers; call after `validate_on_submit()`."""
        off = tuple(name for name in SWITCHABLE if not self[part_name(name)].data)
        return FormSettings(short_form_up_to=self.short_form_up_to.data, sections_off=off)

    @property
    def parts(self) -> list[BooleanField]:
        return [self[part_name(name)] for name in SWITCHABLE]


def part_name(section: str) -> str:
    return f"part-{section}"


_PARTS: dict[str, UnboundField] = {part_name(name): BooleanField(title) for name, title in SWITCHABLE.items()}
FormSettingsForm: type[_Settings] = type("FormSettingsForm", (_Settings,), dict(_PARTS))
"""The form with a tick for each part that a cohort may leave out."""


def settings_values(settings: FormSettings, version: int) -> dict[str, Any]:
    """What the form starts with."""
    on = {part_name(name): name not in settings.sections_off for name in SWITCHABLE}
    return {"short_form_up_to": settings.short_form_up_to, "version": version, **on}


class QuestionForm(VersionedForm):
    """A question of the staff."""

    label = StringField(
        "The question", [DataRequired("Write the question."), Length(max=limits.LABEL_MAX)],
        description="Short, as you would ask it across a table.",
    )  # fmt: skip  # the label belongs to its rules
    hint = StringField("Help below it", [Optional(), Length(max=limits.HINT_MAX)])
    section = SelectField("Where it stands", choices=choices_of(limits.PLACES.items()))
    kind = RadioField(
        "How it is answered",
        choices=choices_of((kind.value, kind.words) for kind in ExtraKind),
        default=ExtraKind.TEXT.value,
    )
    most = IntegerField(
        "Limit",
        [Optional(), NumberRange(0, limits.NUMBER_MAX, f"Write a number from 0 to {limits.NUMBER_MAX:,}.")],
        description="Characters of a text, or the highest number. Empty leaves it to us.",
    )
    choices = TextAreaField(
        "The answers to choose from",
        [Optional(), Length(max=limits.CHOICES_MOST * (limits.CHOICE_MAX + 2))],
        description="One a line, 2 to 12 of them.",
        render_kw={"rows": 4},
    )
    is_required = BooleanField("A proposal cannot be submitted without it")

    @property
    def answers(self) -> QuestionAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        lines = (line.strip() for line in (self.choices.data or "").splitlines())
        return QuestionAnswers(
            section=self.section.data,
            kind=ExtraKind(self.kind.data),
            label=(self.label.data or "").strip(),
            hint=(self.hint.data or "").strip(),
            is_required=self.is_required.data,
            most=self.most.data or 0,
            choices=tuple(line for line in lines if line),
        )


def question_values(question: QuestionAnswers, version: int) -> dict[str, Any]:
    """What the form starts with."""
    return {
        "label": question.label,
        "hint": question.hint,
        "section": question.section,
        "kind": question.kind.value,
        "most": question.most or None,
        "choices": "\n".join(question.choices),
        "is_required": question.is_required,
        "version": version,
    }


class AnswerFileForm(Form):
    """A file as the answer; each question on a page has its own."""

    file = FileField("The file")

    @classmethod
    def about(cls, question_id: int, label: str) -> "AnswerFileForm":
        form = cls()
        form.file.label.text, form.file.id = label, f"file-{question_id}"
        form.file.label.field_id = form.file.id
        kinds = ", ".join(kind.words for kind in limits.FILE_KINDS)
        form.file.description = f"{kinds}; up to {limits.FILE_MAX_BYTES // 1_000_000} MB. Never one with clients in it."
        return form
