"""Forms of practice products and labs: a worksheet, its file, handing in, feedback and thanks, a lab's questions."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from forms.base import Form, VersionedForm, choices_of
from workflows.exercises.answers import (
    FILE_KINDS,
    FILE_MAX_BYTES,
    LINK_MAX,
    REMARK_MAX,
    REPLY_MAX,
    SHEETS,
    SheetField,
    Worksheet,
)
from workflows.exercises.labs import ANSWER_MAX, LABS, Ask, Lab, LabQuestion, as_kept
from workflows.exercises.operations import Remarks
from workflows.file_kinds import accepted

_WEB_ADDRESS = Regexp(r"^https://[^\s/]+\S*$", message="Write the whole address, beginning with https://.")


def clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


def checked_field() -> BooleanField:
    """Shown once something looks like it belongs to a client: the writer says that it does not."""
    return BooleanField("I looked at it: nothing of this belongs to a client")


def paragraph(label: str, most: int, hint: str = "", rows: int = 4) -> TextAreaField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return TextAreaField(label, [limit], filters=[clean], description=hint, render_kw={"rows": rows})


class SheetForm(VersionedForm):
    """What all worksheets have in common. A draft may be empty anywhere; only limits are checked."""

    sheet: Worksheet
    link = StringField(
        "A link",
        [Optional(), Length(max=LINK_MAX), _WEB_ADDRESS],
        filters=[clean],
        description="If it lives somewhere else, such as a shared document. Make sure that your coach can open it.",
    )

    @property
    def answers(self) -> dict[str, str]:
        """By question, ready to keep."""
        return {field.name: self[field.name].data for field in self.sheet.fields}


def sheet_form(name: str) -> type[SheetForm]:
    """The form class of one worksheet."""
    return _SHEET_FORMS[name]


def _field(field: SheetField) -> UnboundField:
    if field.is_line:
        limit = Length(max=field.most, message=f"At most {field.most:,} characters. Shorten it a little.")
        return StringField(field.label, [limit], filters=[clean], description=field.help)
    return paragraph(field.label, field.most, field.help, rows=3 if field.most <= 600 else 6)


_SHEET_FORMS: dict[str, type[SheetForm]] = {
    sheet.name: type(
        f"{sheet.name.title().replace('_', '')}Form",
        (SheetForm,),
        {"sheet": sheet} | {field.name: _field(field) for field in sheet.fields},
    )
    for sheet in SHEETS.values()
}


class AttachmentForm(Form):
    """One file beside a worksheet."""

    file = FileField(
        "A file",
        description=f"PDF, Word or a picture, up to {FILE_MAX_BYTES // 1_000_000} MB. No lists of clients, please.",
        render_kw={"accept": accepted(FILE_KINDS)},
    )

    def validate_file(self, field: FileField) -> None:
        if not field.data:  # not marked as required, as nobody has to attach one
            raise ValidationError("Choose a file first.")


class HandInForm(VersionedForm):
    """The button that hands in what is written, as it was shown."""

    is_checked = checked_field()


class FeedbackForm(VersionedForm):
    """Three short boxes; the operation asks for at least one."""

    works = paragraph("What works", REMARK_MAX, "Name the part that you would keep.", rows=3)
    question = paragraph("A question", REMARK_MAX, "What you would like to understand better.", rows=3)
    suggestion = paragraph("A suggestion", REMARK_MAX, "One thing that you would try.", rows=3)
    is_checked = checked_field()

    @property
    def answers(self) -> Remarks:
        return Remarks(self.works.data, self.question.data, self.suggestion.data)


class ThankForm(Form):
    """Thanks, with an answer or without."""

    reply = paragraph("Your answer, if you like", REPLY_MAX, rows=2)
    is_checked = checked_field()


class LabForm(Form):
    """The questions of a lab; what is left empty is not asked again by force."""

    lab: Lab

    @property
    def answers(self) -> dict[str, str]:
        """By question, as they are kept; empty where nothing was given."""
        return {q.name: as_kept(q, self[q.name].data or "") for q in self.lab.questions}


def lab_form(lab: Lab) -> type[LabForm]:
    return _LAB_FORMS[lab.name]


def _question(question: LabQuestion) -> UnboundField:
    if question.ask is Ask.SEVERAL:
        return SelectMultipleField(question.text, choices=choices_of(question.choices), description="Tick every one.")
    if question.ask is Ask.ONE:
        return RadioField(question.text, [Optional()], choices=choices_of(question.choices), validate_choice=False)
    hint: dict[str, Any] = {"inputmode": "decimal", "autocomplete": "off"}
    return StringField(question.text, [Length(max=ANSWER_MAX)], filters=[clean], render_kw=hint)


_LAB_FORMS: dict[str, type[LabForm]] = {
    lab.name: type(
        f"{lab.name.title()}LabForm", (LabForm,), {"lab": lab} | {q.name: _question(q) for q in lab.questions}
    )
    for lab in LABS
}
