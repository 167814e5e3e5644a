"""A partner as the lead names it, its letter, and the partner's own answer."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from forms.exercises import checked_field
from forms.proposals.fields import as_number, clean, line_field, paragraph_field
from workflows.file_kinds import accepted
from workflows.people.answers import EMAIL_MAX, NAME_MAX
from workflows.proposals.papers.answers import PAPER_KINDS, PAPER_MAX_BYTES
from workflows.proposals.partners.answers import (
    ANSWER_NOTE_MAX,
    COMMITMENT_MAX,
    CONTRIBUTION_MAX,
    ROLE_WORDS_MAX,
    TYPED_NAME_MAX,
    GivenAnswer,
    PartnerAnswers,
    PartnerRole,
)

OUTSIDE = "0"  # the choice of an organization that is no affiliate
ROLES = choices_of((role.value, role.label) for role in PartnerRole)
YES, NO = "yes", "no"


def _email(text: str | None) -> str:
    return (text or "").strip().lower()


class PartnerForm(VersionedForm):
    """Who the partner is, what it is to the project, and what it brings."""

    affiliate = SelectField("Who is it?", default=OUTSIDE)
    organization = line_field("Name of the organization", NAME_MAX)
    contact_name = line_field("Whom you talk to there", NAME_MAX)
    contact_email = EmailField(
        "Work e-mail",
        [Optional(), Length(max=EMAIL_MAX), Email("This is not an e-mail address yet.")],
        filters=[_email],
        description="They get a link to confirm, and need no account. Without an e-mail their letter counts instead.",
    )
    role = RadioField("What are they to the project?", [InputRequired("Choose one.")], choices=ROLES)
    role_words = line_field("In your words", ROLE_WORDS_MAX)
    contribution = paragraph_field(
        "What they bring", "Two or three sentences. They read exactly this, and confirm it.", CONTRIBUTION_MAX
    )
    commitment = line_field(
        "Hours or dollars", COMMITMENT_MAX, "If there is something to count: 40 hours, or $2,400 in kind."
    )
    is_checked = checked_field()

    @classmethod
    def among(cls, affiliates: Sequence[tuple[int, str]], **data: Any) -> "PartnerForm":
        """A new partner; `affiliates` are (id, name) of those that can be named."""
        form = cls(data=data)
        form.affiliate.choices = choices_of([(OUTSIDE, "An organization outside of the network"), *affiliates])
        return form

    @classmethod
    def about(cls, typed: PartnerAnswers, *, version: int) -> "PartnerForm":
        """An affiliate stays who it is, and is reached by its director; of an organization all can be changed."""
        form = cls(data=partner_values(typed) | {"version": version})
        del form.affiliate
        if typed.affiliate_id is not None:
            del form.organization, form.contact_name, form.contact_email
        return form

    def answers_about(self, affiliate_id: int | None) -> PartnerAnswers:
        """What was typed, about this affiliate or, without one, about an organization."""
        is_outside = affiliate_id is None
        return PartnerAnswers(
            affiliate_id=affiliate_id,
            organization=self.organization.data if is_outside else "",
            contact_name=self.contact_name.data if is_outside else "",
            contact_email=self.contact_email.data if is_outside else "",
            role=PartnerRole(self.role.data),
            role_words=self.role_words.data if self.role.data == PartnerRole.OTHER else "",
            contribution=self.contribution.data,
            commitment=self.commitment.data,
        )

    @property
    def answers(self) -> PartnerAnswers:
        """Of a new partner."""
        return self.answers_about(as_number(self.affiliate.data) or None)


def partner_values(typed: PartnerAnswers) -> dict[str, Any]:
    """What fills the form from a kept partner."""
    return {
        "organization": typed.organization,
        "contact_name": typed.contact_name,
        "contact_email": typed.contact_email,
        "role": typed.role.value,
        "role_words": typed.role_words,
        "contribution": typed.contribution,
        "commitment": typed.commitment,
    }


class LetterForm(Form):
    """The letter of a partner."""

    file = FileField(
        "The letter",
        description=f"PDF, Word or a picture, up to {PAPER_MAX_BYTES // 1_000_000} MB.",
        render_kw={"accept": accepted(PAPER_KINDS)},
    )
    confirms = BooleanField("This letter confirms the partnership as it is written here; I have read it")
    is_checked = checked_field()

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError("Choose a file first.")


class PartnershipForm(Form):
    """The partner's own answer; `shown_sha256` says which words it was given to."""

    answer = RadioField(
        "Your answer",
        [InputRequired("Choose whether you confirm or decline.")],
        choices=choices_of([(YES, "We confirm: this is what we bring"), (NO, "We decline")]),
    )
    typed_name = StringField(
        "Type your full name",
        [DataRequired("Type your full name; it stands for your organization."), Length(max=TYPED_NAME_MAX)],
        filters=[clean],
    )
    note = paragraph_field("A word to the lead, if you like", most=ANSWER_NOTE_MAX)
    shown_sha256 = HiddenField()

    @property
    def given(self) -> GivenAnswer:
        return GivenAnswer(
            self.answer.data == YES, self.typed_name.data, self.note.data, str(self.shown_sha256.data or "")
        )

    def show_text(self, sha256: str) -> None:
        """These words are on the page now."""
        self.shown_sha256.data = sha256
        self.shown_sha256.raw_data = [sha256]


class SuggestedForm(Form):
    """The switch with which an affiliate keeps out of the suggestions."""

    keep_out = BooleanField("Do not suggest us to others")
