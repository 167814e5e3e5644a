"""The parts of an award's page beside money and signatures: conditions, federal information and risk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.access import allows
from webapp.actors import actor
from workflows.errors import Reason
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.conditions.operations import why_not_add, why_not_change
from workflows.funding.conditions.rules import notice_gaps, open_holds
from workflows.funding.federal.answers import ELEMENTS, Element
from workflows.funding.federal.checks import exclusion_reason, is_federal, list_gaps
from workflows.funding.federal.models import ExclusionCheck
from workflows.funding.federal.operations import why_not_federal
from workflows.funding.federal.prefill import prefill
from workflows.funding.federal.telling import told_element
from workflows.funding.models import Award
from workflows.funding.risk.factors import ALL_ITEMS, MONITORING_RULE
from workflows.funding.risk.models import RiskAssessment
from workflows.funding.risk.queries import find_assessment
from workflows.permissions import Permission


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition, what its notice lacks, and what this person may do with it."""

    condition: AwardCondition
    gaps: Sequence[str]
    may_lift: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class FederalPart:
    """The elements in words, which are open, the checks of SAM.gov, and what keeps the agreement from being signed."""

    lines: Sequence[tuple[Element, str, bool]]
    open_count: int
    exclusion: Reason | None
    checks: Sequence[ExclusionCheck]
    may_write: bool
    may_check: bool


@dataclass(frozen=True, slots=True)
class RiskPart:
    """The newest assessment and what follows from its tier; `sees_factors` is for the national office and the coach."""

    assessment: RiskAssessment | None
    monitoring: Sequence[str]
    rule: str
    sees_factors: bool


@dataclass(frozen=True, slots=True)
class AwardParts:
    conditions: Sequence[ConditionLine]
    holds: Sequence[AwardCondition]
    add_reasons: Sequence[Reason]
    federal: FederalPart | None
    risk: RiskPart


def award_parts(session: Session, award: Award) -> AwardParts:
    """All of it, as this person may see it; private money has no federal part."""
    return AwardParts(
        conditions=[_line(condition) for condition in award.conditions],
        holds=open_holds(award),
        add_reasons=why_not_add(award, actor=actor()),
        federal=_federal(session, award) if is_federal(award) else None,
        risk=_risk(session, award),
    )


def _line(condition: AwardCondition) -> ConditionLine:
    manages = allows(Permission.MANAGE_AWARD, condition)
    return ConditionLine(
        condition,
        gaps=notice_gaps(condition),
        may_lift=condition.is_open and manages,
        may_change=manages and not why_not_change(condition, actor=actor()),
    )


def _federal(session: Session, award: Award) -> FederalPart:
    known, gaps = prefill(session, award), {gap.element.number for gap in list_gaps(award)}
    return FederalPart(
        lines=[(element, told_element(element, known), element.number in gaps) for element in ELEMENTS],
        open_count=len(gaps),
        exclusion=exclusion_reason(award),
        checks=award.exclusion_checks[::-1],
        may_write=not why_not_federal(award, actor=actor()),
        may_check=allows(Permission.KEEP_FEDERAL, award),
    )


def _risk(session: Session, award: Award) -> RiskPart:
    found = find_assessment(session, award.enrollment_id)
    return RiskPart(
        assessment=found,
        monitoring=() if found is None else ALL_ITEMS[found.items].monitoring[found.tier],
        rule=MONITORING_RULE,
        sees_factors=allows(Permission.SEE_RISK, award),
    )
