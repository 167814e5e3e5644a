"""Forms of documents: a file to compare with the one that was made, and the Word templates behind them."""

from collections.abc import Iterable

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.documents.answers import NOTE_MAX, TEMPLATE_MAX_BYTES


class CompareForm(Form):
    """A file whose digest is compared; it is read once and never kept."""

    file = FileField("The file you have", validators=[FileRequired("Choose a file to compare.")])


class TemplateForm(Form):
    """A new version of a template."""

    file = FileField(
        "The Word file",
        [FileRequired("Choose a Word document (.docx).")],
        description=f"A Word document (.docx) of up to {TEMPLATE_MAX_BYTES // 1_000_000} MB, without macros. "
        "It is checked line by line, and kept only when every variable is known.",
        render_kw={"accept": ".docx"},
    )
    note = TextAreaField(
        "What is new in it",
        [Optional(), Length(max=NOTE_MAX, message=f"Use at most {NOTE_MAX} characters.")],
        description="For those who look back later. You can leave it empty.",
        render_kw={"rows": 2},
    )


class UseTemplateForm(VersionedForm):
    """A button that changes which version is in use; it carries the change that the person saw as the newest."""


class PreviewForm(Form):
    """Which version is tried with which record."""

    version = SelectField("Version", [DataRequired("Choose a version.")])
    record = SelectField("Record", [DataRequired("Choose a record.")])

    @classmethod
    def over(
        cls, *, versions: Iterable[tuple[str | int, str]], records: Iterable[tuple[str | int, str]], chosen: str
    ) -> "PreviewForm":
        """With what there is to choose from; `chosen` is the version that the page was opened for."""
        form = cls(data={"version": chosen})
        form.version.choices, form.record.choices = choices_of(versions), choices_of(records)
        return form
