"""Forms of reviews: who reviews, the declaration, the nine scores, and the decision."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from forms.base import Form, VersionedForm
from workflows.funding.models import FundingSource, Restriction
from workflows.proposals.revisions.answers import CHANGE_WORDS_MAX
from workflows.reviews import answers
from workflows.reviews.answers import ApprovalAnswers, ConflictKind, ScoreAnswer
from workflows.reviews.rubric import Rubric, rubric_of


def _trimmed(field: TextAreaField) -> str:
    return (field.data or "").strip()


class AssignForm(Form):
    """Whom to ask. `people` are those who may review, as (id, name with load); the operation refuses anyone else.

    `seats` is how many people read the proposal as the page shows it.
    """

    reviewers = SelectMultipleField("Ask these reviewers", coerce=int, validate_choice=False)
    seats = HiddenField()

    @classmethod
    def for_people(cls, people: Sequence[tuple[int, str]], *, suggested: Sequence[int], seats: int) -> "AssignForm":
        form = cls(data={"reviewers": list(suggested), "seats": str(seats)})
        form.reviewers.choices = [SelectChoice(value, label) for value, label in people]
        return form

    @property
    def seats_seen(self) -> int | None:
        return int(self.seats.data) if (self.seats.data or "").isdecimal() else None


class BulkForm(Form):
    """The seats of a preview that the manager kept, each as «proposal:person»."""

    seats = SelectMultipleField("Seats", validate_choice=False)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """(proposal's id, person's id); what cannot be one is left out."""
        told = (str(seat).split(":") for seat in self.seats.data or [])
        return tuple((int(p[0]), int(p[1])) for p in told if len(p) == 2 and all(map(_is_key, p)))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


class LimitsForm(Form):
    """How many proposals of a cohort each person reviews at most; an empty field is no limit."""

    @property
    def limits(self) -> dict[int, int | None]:
        """By person's id."""
        return {
            int(name.removeprefix("limit_")): field.data
            for name, field in self._fields.items()
            if name.startswith("limit_")
        }


def limits_form(people: Sequence[tuple[int, str, int | None]]) -> LimitsForm:
    """The form with one number for each (id, name, limit)."""
    most = answers.LIMIT_MOST
    rule = NumberRange(min=0, max=most, message=f"Write a number between 0 and {most}, or leave it empty.")
    fields = {
        f"limit_{person_id}": IntegerField(f"At most, for {name}", [Optional(), rule], default=limit)
        for person_id, name, limit in people
    }
    made: type[LimitsForm] = type("LimitsForm", (LimitsForm,), fields)
    return made()


_CONFLICTS = frozenset(ConflictKind) - {ConflictKind.NONE}


class DeclarationForm(Form):
    """What a reviewer declares before the proposal opens: «no conflict», or which one."""

    kind = RadioField(
        "Which is true for you?",
        [InputRequired("Choose what is true for you; the proposal opens when there is no conflict.")],
        choices=[SelectChoice(kind.value, kind.wording) for kind in ConflictKind],
    )
    reason = TextAreaField(
        "In your words",
        [Length(max=answers.CONFLICT_MAX)],
        description="Asked for only with a conflict. Only the national office reads this.",
        render_kw={"rows": 3},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if self.kind.data in _CONFLICTS and not _trimmed(field):
            raise ValidationError("Say in a sentence what the conflict is.")

    @property
    def answer(self) -> ConflictKind:
        return ConflictKind(self.kind.data)

    @property
    def words(self) -> str:
        return _trimmed(self.reason)


class StepAsideForm(Form):
    """A conflict that is found later."""

    kind = RadioField(
        "What did you find?",
        [InputRequired("Choose which kind of conflict it is.")],
        choices=[SelectChoice(kind.value, kind.wording) for kind in ConflictKind if kind is not ConflictKind.NONE],
    )
    reason = TextAreaField(
        "Why do you step aside?",
        [DataRequired("Say in a sentence what the conflict is."), Length(max=answers.CONFLICT_MAX)],
        description="Only the national office reads this.",
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> ConflictKind:
        return ConflictKind(self.kind.data)

    @property
    def words(self) -> str:
        return _trimmed(self.reason)


class WhyForm(Form):
    """A reason that stays with the record."""

    why = TextAreaField(
        "Why?",
        [DataRequired("Say why in a sentence; it stays with the record."), Length(max=answers.CONFLICT_MAX)],
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return _trimmed(self.why)


class ScoresForm(VersionedForm):
    """An anchor and a justification for each criterion; a draft may miss any of them. Made by `scores_form`."""

    rubric: ClassVar[Rubric]
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
            for c in self.rubric.criteria
        )


@cache
def scores_form(version: str) -> type[ScoresForm]:
    """The form over the criteria of this version of the rubric."""
    rubric = rubric_of(version)
    fields: dict[str, Any] = {"rubric": rubric}
    for criterion in rubric.criteria:
        fields[f"{criterion.id}_anchor"] = RadioField(
            criterion.name,
            [Optional()],
            choices=[SelectChoice(percent, str(percent)) for percent in criterion.percents],
            coerce=int,
        )
        fields[f"{criterion.id}_why"] = TextAreaField(
            "Why this score?", [Length(max=answers.JUSTIFICATION_MAX)], render_kw={"rows": 2}
        )
    return type("ScoresForm", (ScoresForm,), fields)


class ApprovalForm(Form):
    """The award as it is decided; `free` is what of the budget the page showed as free."""

    free = HiddenField()
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
    def free_seen(self) -> Decimal | None:
        """US dollars; None when the form does not say."""
        sent = str(self.free.data or "")
        return Decimal(sent) if re.fullmatch(r"\d{1,12}(\.\d{1,2})?", sent, re.ASCII) else None

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
