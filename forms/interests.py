"""Forms of an affiliate's interest in a cohort, and of the answer to it."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import Form, VersionedForm, choices_of
from workflows.enrollments.answers import INTEREST_TEXT_MAX, NOTE_MAX, InterestAnswers, Readiness
from workflows.enrollments.models import Interest
from workflows.people.answers import NAME_MAX


class InterestForm(Form):
    """What a director says about joining a cohort that is open."""

    why = TextAreaField(
        "Why would you like to join?",
        [DataRequired("A sentence or two are enough."), Length(max=INTEREST_TEXT_MAX)],
        description="What you hope to know, decide or improve with your own data.",
        render_kw={"rows": 5},
    )
    data_lead_name = StringField(
        "Who would be your data lead?",
        [DataRequired("Write a name; it can still change."), Length(max=NAME_MAX)],
        description="The person who “does data” on Fridays.",
    )
    readiness = RadioField(
        "How ready are you?",
        [InputRequired("Choose one.")],
        choices=choices_of((r.value, r.sentence) for r in Readiness),
    )
    readiness_note = TextAreaField(
        "What would help you to start?",
        [Length(max=INTEREST_TEXT_MAX)],
        description="Staff, software, time, a partner …",
    )

    @classmethod
    def of(cls, interest: Interest | None) -> "InterestForm":
        """With what was said before."""
        if interest is None:
            return cls()
        return cls(
            data={
                "why": interest.why,
                "data_lead_name": interest.data_lead_name,
                "readiness": interest.readiness.value,
                "readiness_note": interest.readiness_note,
            }
        )

    @property
    def answers(self) -> InterestAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return InterestAnswers(
            why=(self.why.data or "").strip(),
            data_lead_name=(self.data_lead_name.data or "").strip(),
            readiness=Readiness(self.readiness.data),
            readiness_note=(self.readiness_note.data or "").strip(),
        )


class SelectionForm(VersionedForm):
    """The reason for selecting an affiliate, or for not doing so this time."""

    reason = TextAreaField(
        "Why?",
        [DataRequired("Say why in a sentence; it stays with the record."), Length(max=NOTE_MAX)],
        render_kw={"rows": 4},
    )

    @property
    def answer(self) -> str:
        return (self.reason.data or "").strip()
