"""Awards in depth: conditions, federal information, checks for exclusions, and risk assessments."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import Scene, as_actor, reviewed
from workflows.enrollments.models import Enrollment
from workflows.funding.conditions.answers import USUAL_APPEAL, ConditionAnswers
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.conditions.operations import add_condition
from workflows.funding.federal.answers import ExclusionAnswers, ExclusionResult, FederalAnswers
from workflows.funding.federal.operations import record_exclusion_check, save_elements
from workflows.funding.federal.prefill import prefill
from workflows.funding.models import Award, FundingSource
from workflows.funding.operations import approve_proposal
from workflows.funding.risk.answers import FactorAnswer, Level, RiskAnswers
from workflows.funding.risk.factors import CURRENT
from workflows.funding.risk.models import RiskAssessment
from workflows.funding.risk.operations import assess_risk
from workflows.people.models import User

UEI = "SYNTH0000017"
BY_HAND: dict[str, str] = {
    "uei": UEI,
    "fain": "EX-2026-00017",
    "federal_award_on": "2025-10-01",
    "description": "Services that help newcomers find work and learn English.",
    "agency": "Example Federal Agency",
    "listing_number": "12.345",
    "listing_title": "Example Assistance to Newcomers",
    "is_research": "no",
    "indirect_rate": "15% of modified total direct costs",
    "is_de_minimis": "yes",
}
"""What no record of the scenes knows."""


def federal_award(session: Session, scene: Scene, **values: Any) -> Award:
    """Reviewed and approved by the first manager, with federal money."""
    reviewed(session, scene)
    given: dict[str, Any] = {"amount": scene.proposal.total, "starts_on": NOW.date().replace(month=4, day=1), **values}
    award = approve_proposal(
        scene.proposal,
        feedback="A clear plan.",
        source=FundingSource.FEDERAL,
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
        **given,
    )
    session.flush()
    return award


def all_values(session: Session, award: Award, **values: str) -> Mapping[str, str]:
    """Every element: what is prefilled, and the rest by hand."""
    known = {name: one.value for name, one in prefill(session, award).items()}
    return {**known, **BY_HAND, **values}


def state_elements(session: Session, award: Award, by: User, *, version: int = 0, **values: str) -> None:
    save_elements(
        award,
        FederalAnswers(all_values(session, award, **values)),
        expected_version=version,
        session=session,
        actor=as_actor(by),
        now=NOW,
    )
    session.flush()


def check_sam(session: Session, award: Award, by: User, result: ExclusionResult = ExclusionResult.CLEAR) -> None:
    given = ExclusionAnswers(NOW.date(), result, "")
    record_exclusion_check(award, given, session=session, actor=as_actor(by), now=NOW)
    session.flush()


def a_condition(session: Session, award: Award, by: User, **values: Any) -> AwardCondition:
    given = {
        "text": "Name a second signer for payments.",
        "remedy": "Send the board’s minutes with the name.",
        "holds_payment": False,
        "reason": "One person signs today.",
        "due_on": None,
        "appeal": USUAL_APPEAL,
        **values,
    }
    condition = add_condition(award, ConditionAnswers(**given), session=session, actor=as_actor(by), now=NOW)
    session.flush()
    return condition


def levels(usual: Level | None = Level.LOW, **others: Level | None) -> RiskAnswers:
    """Every factor at `usual`, but these by their id; with a note where one is needed."""
    chosen = {factor.id: others.get(factor.id, usual) for factor in CURRENT.factors}
    return RiskAnswers([FactorAnswer(name, level, "We saw it." if level else "") for name, level in chosen.items()])


def assessed(
    session: Session, enrollment: Enrollment, by: User, given: RiskAnswers, *, before: int = 0
) -> RiskAssessment:
    made = assess_risk(enrollment, given, expected_number=before, session=session, actor=as_actor(by), now=NOW)
    session.flush()
    return made
