"""A paper beside a proposal: what it is, and its file."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField, ValidationError

from forms.base import Form, choices_of
from forms.exercises import checked_field
from forms.proposals.fields import line_field
from workflows.file_kinds import accepted
from workflows.proposals.papers.answers import (
    CHOSEN_KINDS,
    NOTE_MAX,
    PAPER_KINDS,
    PAPER_MAX_BYTES,
    PaperAnswers,
    PaperKind,
)


class PaperForm(Form):
    """A new paper, or another file in the place of one."""

    kind = SelectField("What is it?", choices=choices_of((kind.value, kind.label) for kind in CHOSEN_KINDS))
    file = FileField(
        "The file",
        description=f"PDF, Word, Excel, PNG or JPEG, up to {PAPER_MAX_BYTES // 1_000_000} MB.",
        render_kw={"accept": accepted(PAPER_KINDS)},
    )
    note = line_field("A word about it, if you like", NOTE_MAX)
    is_checked = checked_field()

    has_file_already = False

    def validate_file(self, field: FileField) -> None:
        if not field.data and not self.has_file_already:
            raise ValidationError("Choose a file first.")

    @classmethod
    def in_place_of(cls, **data: Any) -> "PaperForm":
        """Filled from a paper whose file may stay."""
        form = cls(data=data)
        form.has_file_already = True
        form.file.description = f"{form.file.description} Without another one, the file stays."
        return form

    @property
    def answers(self) -> PaperAnswers:
        return PaperAnswers(PaperKind(self.kind.data), self.note.data, is_checked=bool(self.is_checked.data))
