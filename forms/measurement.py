"""The form that takes in an extract."""

from dataclasses import dataclass
from datetime import date

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import DateField
from wtforms.validators import DataRequired

from forms.base import Form
from workflows.measurement.answers import EXTRACT_MAX_BYTES


@dataclass(frozen=True, slots=True)
class ExtractAnswers:
    """The file still open, as it came, and the day that its figures are of."""

    file: FileStorage
    as_of: date


class ExtractForm(Form):
    """One extract of the case database."""

    file = FileField(
        "The extract",
        [FileRequired("Choose the file that you exported from your case database.")],
        description=f"A CSV of up to {EXTRACT_MAX_BYTES // (1024 * 1024)} MB, one row for each person.",
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )
    as_of = DateField(
        "As of which day",
        [DataRequired("Write the day on which the data was exported.")],
        description="The day on which the data was exported. Figures such as “employed at day 180” count up to it.",
    )

    @property
    def answers(self) -> ExtractAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.as_of.data is not None
        return ExtractAnswers(file=self.file.data, as_of=self.as_of.data)
