"""The form that takes in an extract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import DataRequired

from forms.base import Form, choices_of
from workflows.measurement.answers import EXTRACT_MAX_BYTES


@dataclass(frozen=True, slots=True)
class ExtractAnswers:
    """The file still open, as it came, the day that its figures are of, and where it comes from.

    `source_id` None: the only database there is. `only_agreed` leaves out what the agreement does not name.
    """

    file: FileStorage
    as_of: date
    source_id: int | None
    only_agreed: bool


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

    source = SelectField("Which database it comes from", coerce=int)
    only_agreed = BooleanField(
        "Take only the agreed fields",
        description="Fields that the data-sharing agreement does not name are left out instead of stopping the upload.",
    )

    def __init__(self, *, sources: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.source.choices = choices_of(sources)
        self.asks_for_source = len(sources) > 1
        if not self.asks_for_source:
            del self.source

    @property
    def answers(self) -> ExtractAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.as_of.data is not None
        return ExtractAnswers(
            file=self.file.data,
            as_of=self.as_of.data,
            source_id=self.source.data if self.asks_for_source else None,
            only_agreed=bool(self.only_agreed.data),
        )
