"""Forms of the decision: what is decided, a second person's answer, and what is announced."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PartForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import VERSION_DIGITS, Form, VersionedForm
from workflows.funding.models import FundingSource, Restriction
from workflows.proposals.revisions.answers import CHANGE_WORDS_MAX
from workflows.reviews import answers
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.models import Outcome
from workflows.reviews.staging.plan import DecisionPlan

BLANK_ROWS = 3
SUGGESTED = "It begins with what the reviewers wrote, without their names. Make it your own: the affiliate reads it."


def _trimmed(field: TextAreaField | StringField) -> str:
    return (field.data or "").strip()


class DecisionForm(VersionedForm):
    """What every decision carries: which kept version and which content it was filled from."""

    digest = HiddenField()

    @property
    def seen_digest(self) -> str | None:
        return self.digest.data or None

    @property
    def plan(self) -> DecisionPlan:
        """The checked answers; call after `validate_on_submit()`."""
        raise NotImplementedError


class ConditionPart(PartForm):
    """One condition. An empty row is left out."""

    text = StringField("What it says", [Optional(), Length(max=answers.CONDITION_MAX)])
    lifted_by = StringField("It is lifted when", [Optional(), Length(max=answers.LIFTED_BY_MAX)])
    holds_payment = BooleanField("Payments wait until it is lifted")

    @property
    def is_empty(self) -> bool:
        return not (_trimmed(self.text) or _trimmed(self.lifted_by) or self.holds_payment.data)

    @property
    def answer(self) -> PlannedCondition:
        return PlannedCondition(_trimmed(self.text), _trimmed(self.lifted_by), bool(self.holds_payment.data))


class ApprovalForm(DecisionForm):
    """The award as it is decided."""

    amount = DecimalField("Amount", [InputRequired("Write the amount of the award.")], places=2)
    starts_on = DateField(
        "First day of the project year",
        [InputRequired("Choose the first day.")],
        description="The year ends twelve months later, minus one day.",
    )
    source = SelectField(
        "Source of the money", choices=[SelectChoice(s.value, s.value.capitalize()) for s in FundingSource]
    )
    restriction = SelectField(
        "Restriction",
        default=Restriction.RESTRICTED.value,
        choices=[SelectChoice(r.value, r.value.replace("_", " ").capitalize()) for r in Restriction],
        description="Partly restricted and unrestricted awards may pay core costs.",
    )
    conditions = FieldList(FormField(ConditionPart), "Conditions", max_entries=answers.CONDITIONS_MOST)
    feedback = TextAreaField(
        "Words for the affiliate",
        [DataRequired("Write a few words; they stand beside the decision."), Length(max=answers.FEEDBACK_MAX)],
        description=SUGGESTED,
        render_kw={"rows": 8},
    )

    def add_blank_conditions(self) -> None:
        """Empty rows below the written ones, so that the page works without a script."""
        written = sum(not entry.form.is_empty for entry in self.conditions.entries)
        blank = len(self.conditions.entries) - written
        for _ in range(min(BLANK_ROWS - blank, answers.CONDITIONS_MOST - len(self.conditions.entries))):
            self.conditions.append_entry({"text": "", "lifted_by": "", "holds_payment": False})

    def validate_conditions(self, field: FieldList) -> None:
        for row in (entry.form for entry in field.entries if not entry.form.is_empty):
            if not _trimmed(row.text):
                row.text.errors = ["Say what the condition is."]
                raise ValidationError("A condition says what it is.")
            if not _trimmed(row.lifted_by):
                row.lifted_by.errors = ["Say what lifts it."]
                raise ValidationError("A condition says what lifts it.")

    @property
    def plan(self) -> DecisionPlan:
        return DecisionPlan(
            outcome=Outcome.APPROVE,
            amount=self.amount.data,
            starts_on=self.starts_on.data,
            source=FundingSource(self.source.data),
            restriction=Restriction(self.restriction.data),
            conditions=tuple(e.form.answer for e in self.conditions.entries if not e.form.is_empty),
            feedback=_trimmed(self.feedback),
        )


class ChangesForm(DecisionForm):
    """What to change, section by section: a tick opens the section, the words say what is asked for there."""

    sections: tuple[tuple[str, str], ...] = ()
    note = TextAreaField(
        "A word before the requests",
        [Length(max=answers.FEEDBACK_MAX)],
        description=SUGGESTED,
        render_kw={"rows": 6},
    )

    @property
    def plan(self) -> DecisionPlan:
        """With section → words of every section that is ticked or has words."""
        told = {name: (self[f"ask_{name}"].data, _trimmed(self[f"words_{name}"])) for name, _ in self.sections}
        requests = {name: words for name, (ticked, words) in told.items() if ticked or words}
        return DecisionPlan(outcome=Outcome.REQUEST_CHANGES, feedback=_trimmed(self.note), requests=requests)


def changes_form(sections: Sequence[tuple[str, str]], **values: object) -> ChangesForm:
    """The form over these sections, each a name and a title; `values` fill one that is only shown."""
    parts: dict[str, object] = {"sections": tuple(sections)}
    for name, title in sections:
        parts[f"ask_{name}"] = BooleanField(f"Open “{title}”")
        parts[f"words_{name}"] = TextAreaField(
            f"What to change in “{title}”", [Length(max=CHANGE_WORDS_MAX)], render_kw={"rows": 3}
        )
    form: ChangesForm = type("ChangesOfThisProposal", (ChangesForm,), parts)(data=values)
    return form


class FeedbackForm(DecisionForm):
    """The words that go with a decline."""

    feedback = TextAreaField(
        "What you tell the affiliate",
        [DataRequired("Say why, so that it helps next time."), Length(max=answers.FEEDBACK_MAX)],
        description=SUGGESTED,
        render_kw={"rows": 10},
    )

    @property
    def plan(self) -> DecisionPlan:
        return DecisionPlan(outcome=Outcome.DECLINE, feedback=_trimmed(self.feedback))


class StagedForm(VersionedForm):
    """A button about a staged decision as the page showed it."""


class SendBackForm(VersionedForm):
    """A second person's question."""

    why = TextAreaField(
        "What should be looked at again?",
        [DataRequired("Say why in a sentence; it stays with the record."), Length(max=answers.CONFLICT_MAX)],
        description="Only those who decide read this.",
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return _trimmed(self.why)


class AnnounceForm(Form):
    """The decisions that are announced together, each as «its id:the version that was shown»."""

    chosen = SelectMultipleField("Announce these", validate_choice=False)

    @property
    def versions(self) -> dict[int, int]:
        """Version by the decision's id; what cannot be one is left out."""
        told = (str(value).split(":") for value in self.chosen.data or [])
        return {int(p[0]): int(p[1]) for p in told if len(p) == 2 and all(map(_is_number, p))}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2 * VERSION_DIGITS
