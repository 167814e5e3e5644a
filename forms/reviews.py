"""Forms of reviews: who reviews, the declaration, and the nine scores."""

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from forms.base import Form, VersionedForm
from workflows.reviews import answers
from workflows.reviews.answers import ConflictKind, ScoreAnswer
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
