"""Forms of an enrollment: commitment, change of stage, participants, coach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, EmailField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from forms.base import Form, choices_of
from workflows.enrollments.answers import (
    NOTE_MAX,
    PEOPLE_MAX,
    PROFILE_LIST_MAX,
    TYPED_NAME_MAX,
    AffiliateProfile,
)
from workflows.people.answers import EMAIL_MAX, NAME_MAX


@dataclass(frozen=True, slots=True)
class CommitmentAnswers:
    typed_name: str
    data_lead_id: int
    profile: AffiliateProfile


class CommitmentForm(Form):
    """The director's commitment. `people` are the affiliate's users as (id, name)."""

    staff_count = IntegerField("How many people work with you?", [Optional(), NumberRange(0, PEOPLE_MAX)])
    people_served = IntegerField(
        "How many people did you serve in the last year?",
        [Optional(), NumberRange(0, PEOPLE_MAX)],
    )
    is_rural = BooleanField("Most of the people we serve live in a rural area")
    languages = StringField(
        "Languages your team speaks", [Length(max=PROFILE_LIST_MAX)], description="Separated by commas."
    )
    programs = StringField("Programs you run", [Length(max=PROFILE_LIST_MAX)], description="Separated by commas.")
    data_lead = SelectField("Who is your data lead?", coerce=int, description="The person who “does data” on Fridays.")
    typed_name = StringField(
        "Type your full name to sign",
        [DataRequired("Type your full name; it is your signature."), Length(max=TYPED_NAME_MAX)],
    )
    agrees = BooleanField("I sign this commitment for our organization", [DataRequired("Tick the box to sign.")])

    @classmethod
    def for_people(
        cls, people: Sequence[tuple[int, str]], *, affiliate: Any = None, data_lead_id: int | None = None
    ) -> "CommitmentForm":
        """`affiliate` gives the profile's first values, `data_lead_id` the person who is likely meant."""
        form = cls(obj=affiliate, data_lead=data_lead_id)
        form.data_lead.choices = choices_of(people)
        return form

    @property
    def answers(self) -> CommitmentAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return CommitmentAnswers(
            typed_name=(self.typed_name.data or "").strip(),
            data_lead_id=self.data_lead.data,
            profile=AffiliateProfile(
                staff_count=self.staff_count.data,
                people_served=self.people_served.data,
                is_rural=self.is_rural.data,
                languages=(self.languages.data or "").strip(),
                programs=(self.programs.data or "").strip(),
            ),
        )


class StageForm(Form):
    """A change of stage with its note; whether the note is needed is the transition's to say."""

    note = TextAreaField("", [Length(max=NOTE_MAX, message=f"Use at most {NOTE_MAX} characters.")])

    @classmethod
    def asking(cls, question: str, *, needs_note: bool) -> "StageForm":
        form = cls()
        form.note.label.text = question
        if needs_note:
            form.note.flags.required = True
        return form

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()


class ParticipantForm(Form):
    """One more person for the training."""

    name = StringField("Name", [DataRequired("Write the person’s name."), Length(max=NAME_MAX)])
    email = EmailField(
        "E-mail",
        [
            DataRequired("Write the address they use in meetings: attendance is matched by it."),
            Length(max=EMAIL_MAX),
            Email("This is not an e-mail address yet."),
        ],
        description="The address they use in meetings: attendance is matched by it.",
    )

    @property
    def answers(self) -> tuple[str, str]:
        """(name, lower-case e-mail)."""
        return (self.name.data or "").strip(), (self.email.data or "").strip().lower()


class CoachForm(Form):
    """Who accompanies the affiliate. `coaches` are (id, name)."""

    coach = SelectField("Coach", [InputRequired("Choose a coach.")], coerce=int)

    @classmethod
    def among(cls, coaches: Sequence[tuple[int, str]], *, current: int | None) -> "CoachForm":
        form = cls(data={"coach": current})
        form.coach.choices = choices_of(coaches)
        return form
