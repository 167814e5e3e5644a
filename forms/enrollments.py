"""Forms of an enrollment: commitment, change of stage, participants, coach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from forms.base import Form, choices_of
from workflows.enrollments.answers import (
    NOTE_MAX,
    PEOPLE_MAX,
    PROFILE_LIST_MAX,
    TYPED_NAME_MAX,
    AffiliateProfile,
    NewPerson,
    WayOut,
)
from workflows.people.answers import EMAIL_MAX, NAME_MAX


@dataclass(frozen=True, slots=True)
class CommitmentAnswers:
    """`data_lead` is a person's id, or somebody new; `shown_sha256` the digest of the words that the page showed."""

    typed_name: str
    data_lead: NewPerson | int
    profile: AffiliateProfile
    shown_sha256: str


SOMEBODY_NEW = 0  # the choice that asks for a name and an address


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
    data_lead_name = StringField("Their name", [Length(max=NAME_MAX)])
    data_lead_email = EmailField(
        "Their e-mail",
        [Optional(), Length(max=EMAIL_MAX), Email("This is not an e-mail address yet.")],
        description="They get an invitation to sign in.",
    )
    text_sha256 = HiddenField()
    typed_name = StringField(
        "Type your full name to sign",
        [DataRequired("Type your full name; it is your signature."), Length(max=TYPED_NAME_MAX)],
    )
    agrees = BooleanField("I sign this commitment for our organization", [DataRequired("Tick the box to sign.")])

    @classmethod
    def for_people(
        cls,
        people: Sequence[tuple[int, str]],
        *,
        affiliate: Any = None,
        data_lead_id: int | None = None,
        text_sha256: str = "",
    ) -> "CommitmentForm":
        """`affiliate` gives the profile's first values, `data_lead_id` the person who is likely meant."""
        form = cls(obj=affiliate, data_lead=data_lead_id, text_sha256=text_sha256)
        form.data_lead.choices = choices_of([*people, (SOMEBODY_NEW, "Somebody who is not on this list")])
        return form

    def show_text(self, sha256: str) -> None:
        """The page shows other words now; what is signed next are those."""
        self.text_sha256.data = sha256
        self.agrees.data = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody new needs a name and an address."""
        is_well = super().validate(extra_validators)
        if self.data_lead.data == SOMEBODY_NEW:
            for field, sentence in (
                (self.data_lead_name, "Write the name of your data lead."),
                (self.data_lead_email, "Write the address that your data lead reads."),
            ):
                if not (field.data or "").strip():
                    field.errors = [*field.errors, sentence]
                    is_well = False
        return is_well

    @property
    def answers(self) -> CommitmentAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return CommitmentAnswers(
            typed_name=(self.typed_name.data or "").strip(),
            data_lead=self._data_lead(),
            shown_sha256=self.text_sha256.data or "",
            profile=AffiliateProfile(
                staff_count=self.staff_count.data,
                people_served=self.people_served.data,
                is_rural=self.is_rural.data,
                languages=(self.languages.data or "").strip(),
                programs=(self.programs.data or "").strip(),
            ),
        )

    def _data_lead(self) -> NewPerson | int:
        if self.data_lead.data != SOMEBODY_NEW:
            return int(self.data_lead.data)
        return NewPerson((self.data_lead_name.data or "").strip(), (self.data_lead_email.data or "").strip().lower())


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


class WayOutForm(StageForm):
    """Declining or deferring: one of a few reasons, and words."""

    reason = SelectField(
        "What is it mostly?",
        [InputRequired("Choose one.")],
        choices=choices_of([("", "Choose one"), *((way.value, way.sentence) for way in WayOut)]),
    )

    @property
    def way_out(self) -> WayOut:
        return WayOut(self.reason.data)


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
