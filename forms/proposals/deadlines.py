"""More time for a proposal: asked for, given, refused."""

from datetime import datetime, time

from wtforms import DateField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import Form
from forms.proposals.fields import clean
from workflows.clock import moment_at
from workflows.proposals.deadlines.answers import REASON_MAX

LAST_MINUTE = time(23, 59)


class MoreTimeForm(Form):
    """A later moment, with the reason."""

    until_on = DateField("New last day", [InputRequired("Choose a day, like 2026-03-20.")])
    until_time = TimeField("Time of day", [Optional()], description="Empty means the end of the day.")
    reason = TextAreaField(
        "Why more time?",
        [DataRequired("Say why in a sentence; it stays with the record."), Length(max=REASON_MAX)],
        filters=[clean],
        render_kw={"rows": 4},
    )

    def until(self, zone: str) -> datetime:
        """The moment in the named zone, as aware UTC."""
        return moment_at(self.until_on.data, self.until_time.data or LAST_MINUTE, zone)


class RefuseTimeForm(Form):
    """A no, with its reason."""

    answer = TextAreaField(
        "Why not this time?",
        [DataRequired("Say why in a sentence; the affiliate reads it."), Length(max=REASON_MAX)],
        filters=[clean],
        render_kw={"rows": 3},
    )
