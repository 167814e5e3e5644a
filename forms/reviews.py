"""Forms of reviews: who reviews, the declaration, the nine scores, and the decision."""

from collections.abc import Sequence

from wtforms import BooleanField, DateField, DecimalField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import Form, VersionedForm
from workflows.funding.models import FundingSource, Restriction
from workflows.proposals.revisions.answers import CHANGE_WORDS_MAX
from workflows.reviews import answers
from workflows.reviews.answers import ANCHORS, ApprovalAnswers, ScoreAnswer
from workflows.reviews.rubric import CRITERIA


def _trimmed(field: TextAreaField) -> str:
    return (field.data or "").strip()


class AssignForm(Form):
    """Whom to ask. `people` are those who may review, as (id, name with load); the operation refuses anyone else."""

    reviewers = SelectMultipleField("Ask these reviewers", coerce=int, validate_choice=False)

    @classmethod
    def for_people(cls, people: Sequence[tuple[int, str]]) -> "AssignForm":
        form = cls()
        form.reviewers.choices = [SelectChoice(value, label) for value, label in people]
        return form


class DeclarationForm(Form):
    """«No conflict», before the proposal opens."""

    agrees = BooleanField(
        "I declare this and want to read the proposal",
        [DataRequired("Tick the box to open the proposal, or step aside below.")],
    )


class StepAsideForm(Form):
    reason = TextAreaField(
        "Why do you step aside?",
        [DataRequired("Say in a sentence what the conflict is."), Length(max=answers.CONFLICT_MAX)],
        description="Only the national office reads this.",
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return _trimmed(self.reason)


class ScoresForm(VersionedForm):
    """An anchor and a justification for each criterion; a draft may miss any of them."""

    strengths = TextAreaField(
        "Strengths",
        [Length(max=answers.STRENGTHS_MAX)],
        description="The program manager takes this up in the words for the affiliate.",
    )
    questions = TextAreaField("Questions for the affiliate", [Length(max=answers.QUESTIONS_MAX)], render_kw={"rows": 3})

    def fill(self, scores: Sequence[ScoreAnswer]) -> None:
        """Show what is saved."""
        for score in scores:
            self._fields[f"{score.criterion}_anchor"].data = score.anchor_percent
            self._fields[f"{score.criterion}_why"].data = score.justification

    @property
    def scores(self) -> tuple[ScoreAnswer, ...]:
        return tuple(
            ScoreAnswer(c.id, self._fields[f"{c.id}_anchor"].data, _trimmed(self._fields[f"{c.id}_why"]))
            for c in CRITERIA
        )


for _criterion in CRITERIA:
    setattr(
        ScoresForm,
        f"{_criterion.id}_anchor",
        RadioField(
            _criterion.name,
            [Optional()],
            choices=[SelectChoice(percent, str(percent)) for percent in ANCHORS],
            coerce=int,
        ),
    )
    setattr(
        ScoresForm,
        f"{_criterion.id}_why",
        TextAreaField("Why this score?", [Length(max=answers.JUSTIFICATION_MAX)], render_kw={"rows": 2}),
    )


class ApprovalForm(Form):
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
    conditions = TextAreaField(
        "Conditions",
        [Length(max=answers.CONDITIONS_MAX)],
        description="For each: what, why, what lifts it, by when, and whom to ask. Leave it empty when there is none.",
    )
    feedback = TextAreaField(
        "Words for the affiliate",
        [DataRequired("Write a few words; they stand in the letter."), Length(max=answers.FEEDBACK_MAX)],
    )

    @property
    def answers(self) -> ApprovalAnswers:
        return ApprovalAnswers(
            amount=self.amount.data,
            starts_on=self.starts_on.data,
            source=self.source.data,
            restriction=self.restriction.data,
            conditions=_trimmed(self.conditions),
            feedback=_trimmed(self.feedback),
        )


class ChangesForm(Form):
    """What to change, section by section: a tick opens the section, the words say what is asked for there."""

    sections: tuple[tuple[str, str], ...] = ()
    note = TextAreaField(
        "A word before the requests",
        [Length(max=answers.FEEDBACK_MAX)],
        description="What is good, and what the changes are for. Leave it empty when the requests say it all.",
        render_kw={"rows": 3},
    )

    @property
    def requests(self) -> dict[str, str]:
        """Section → words, of every section that is ticked or has words."""
        told = {name: (self[f"ask_{name}"].data, _trimmed(self[f"words_{name}"])) for name, _ in self.sections}
        return {name: words for name, (ticked, words) in told.items() if ticked or words}

    @property
    def note_answer(self) -> str:
        return _trimmed(self.note)


def changes_form(sections: Sequence[tuple[str, str]]) -> ChangesForm:
    """The form over these sections, each a name and a title."""
    parts: dict[str, object] = {"sections": tuple(sections)}
    for name, title in sections:
        parts[f"ask_{name}"] = BooleanField(f"Open “{title}”")
        parts[f"words_{name}"] = TextAreaField(
            f"What to change in “{title}”", [Length(max=CHANGE_WORDS_MAX)], render_kw={"rows": 3}
        )
    form: ChangesForm = type("ChangesOfThisProposal", (ChangesForm,), parts)()
    return form


class FeedbackForm(Form):
    """The words that go with a decline."""

    feedback = TextAreaField(
        "What you tell the affiliate",
        [DataRequired("Say why, so that it helps next time."), Length(max=answers.FEEDBACK_MAX)],
        render_kw={"rows": 8},
    )

    @property
    def answer(self) -> str:
        return _trimmed(self.feedback)
