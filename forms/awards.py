"""Forms of an award in depth: conditions, federal information, the check for exclusions, and the risk."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from wtforms import BooleanField, DateField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.enrollments.answers import RiskTier
from workflows.funding.conditions import answers as conditions
from workflows.funding.conditions.answers import ConditionAnswers
from workflows.funding.federal import answers as federal
from workflows.funding.federal.answers import (
    PARTS,
    ExclusionAnswers,
    ExclusionResult,
    FederalAnswers,
    Part,
    PartKind,
)
from workflows.funding.risk import answers as risks
from workflows.funding.risk.answers import FactorAnswer, Level, RiskAnswers
from workflows.funding.risk.factors import CURRENT, Factor

YES_NO = (("yes", "Yes"), ("no", "No"))


def _trimmed(field: Any) -> str:
    return (field.data or "").strip()


class ConditionForm(VersionedForm):
    """One condition of an award, with all that its notice says."""

    text = TextAreaField(
        "What is asked for",
        [DataRequired("Say what is asked for."), Length(max=conditions.CONDITION_MAX)],
        render_kw={"rows": 3},
    )
    remedy = TextAreaField(
        "What lifts it",
        [DataRequired("Say what lifts it."), Length(max=conditions.REMEDY_MAX)],
        description="What the affiliate does or shows, so that you can lift it at once.",
        render_kw={"rows": 3},
    )
    holds_payment = BooleanField("Payments wait until it is lifted")
    reason = TextAreaField("Why it is set", [Length(max=conditions.REASON_MAX)], render_kw={"rows": 3})
    due_on = DateField("By when it should be met", [Optional()])
    appeal = TextAreaField("How to ask for reconsideration", [Length(max=conditions.APPEAL_MAX)], render_kw={"rows": 2})

    @property
    def answers(self) -> ConditionAnswers:
        return ConditionAnswers(
            text=_trimmed(self.text),
            remedy=_trimmed(self.remedy),
            holds_payment=bool(self.holds_payment.data),
            reason=_trimmed(self.reason),
            due_on=self.due_on.data,
            appeal=_trimmed(self.appeal),
        )


class LiftForm(Form):
    """How a condition was met."""

    words = TextAreaField(
        "How it was met",
        [DataRequired("Say in a sentence how it was met."), Length(max=conditions.LIFTED_MAX)],
        description="What you saw, and when. The affiliate reads it, and it stays with the award.",
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return _trimmed(self.words)


class FederalForm(VersionedForm):
    """The fourteen elements; every answer may still be missing."""

    @property
    def answers(self) -> FederalAnswers:
        return FederalAnswers({name: _as_text(self[name].data) for name in PARTS})


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else (value or "").strip()


def _part_field(part: Part) -> UnboundField:
    told = {"description": part.hint}
    if part.kind is PartKind.DAY:
        return DateField(part.label, [Optional()], **told)
    if part.kind is PartKind.MONEY:
        return DecimalField(part.label, [Optional()], places=2, **told)
    if part.kind is PartKind.YES_NO:
        return RadioField(part.label, [Optional()], choices=choices_of(YES_NO), **told)
    if part.kind is PartKind.TEXT:
        return TextAreaField(part.label, [Length(max=federal.TEXT_MAX)], render_kw={"rows": 3}, **told)
    return StringField(part.label, [Length(max=federal.LINE_MAX)], **told)


@cache
def federal_form() -> type[FederalForm]:
    """The form class, a field for each part of the elements."""
    return type("FederalInformationForm", (FederalForm,), {name: _part_field(part) for name, part in PARTS.items()})


def federal_values(values: Mapping[str, str]) -> dict[str, Any]:
    """What the form shows, of the values as they are kept."""
    return {name: _typed(PARTS[name].kind, value) for name, value in values.items() if value}


def _typed(kind: PartKind, value: str) -> Any:
    if kind is PartKind.DAY:
        return date.fromisoformat(value)
    return Decimal(value) if kind is PartKind.MONEY else value


class ExclusionForm(Form):
    """One look at SAM.gov."""

    checked_on = DateField("Checked on", [InputRequired("Choose the day on which you looked.")])
    result = RadioField(
        "What SAM.gov says",
        [InputRequired("Say what you found.")],
        choices=choices_of([(one.value, one.label) for one in ExclusionResult]),
    )
    note = StringField(
        "Note",
        [Length(max=federal.NOTE_MAX)],
        description="How it can be found again, for example where the print of the page is kept.",
    )

    @property
    def answers(self) -> ExclusionAnswers:
        return ExclusionAnswers(
            checked_on=self.checked_on.data, result=ExclusionResult(self.result.data), note=_trimmed(self.note)
        )


class RiskForm(VersionedForm):
    """The factors, each with its note, and a person's word against the suggestion; `version` is the last one's."""

    chosen_tier = SelectField(
        "Tier",
        choices=choices_of([("", "As the answers add up"), *((tier.value, tier.label) for tier in RiskTier)]),
    )
    override_reason = TextAreaField(
        "Why another tier is right",
        [Length(max=risks.OVERRIDE_MAX)],
        description="Only where you choose another tier than the answers add up to.",
        render_kw={"rows": 3},
    )

    @property
    def answers(self) -> RiskAnswers:
        return RiskAnswers(
            factors=[self._answer(factor) for factor in CURRENT.factors],
            chosen_tier=RiskTier(self.chosen_tier.data) if self.chosen_tier.data else None,
            override_reason=_trimmed(self.override_reason),
        )

    def _answer(self, factor: Factor) -> FactorAnswer:
        level = self[factor.id].data
        return FactorAnswer(factor.id, Level(level) if level else None, _trimmed(self[f"{factor.id}_note"]))


@cache
def risk_form() -> type[RiskForm]:
    """The form class, a level and a note for each factor of today's version."""
    parts: dict[str, UnboundField] = {}
    for factor in CURRENT.factors:
        levels = [(level.value, f"{level.label}: {words}") for level, words in factor.levels.items()]
        parts[factor.id] = RadioField(
            factor.question, [Optional()], choices=choices_of([*levels, ("", "Not looked at yet")]), default=""
        )
        parts[f"{factor.id}_note"] = TextAreaField(
            f"What you saw ({factor.name.lower()})",
            [Length(max=risks.NOTE_MAX)],
            description="Needed at medium and high.",
            render_kw={"rows": 2},
        )
    return type("RiskAssessmentForm", (RiskForm,), parts)


def risk_values(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """What the form shows, of an earlier assessment's answers."""
    known = {factor.id for factor in CURRENT.factors}
    return {
        name: value
        for row in answers
        if row["factor"] in known
        for name, value in ((row["factor"], row["level"] or ""), (f"{row['factor']}_note", row["note"]))
    }
