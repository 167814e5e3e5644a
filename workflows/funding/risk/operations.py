"""A risk is assessed, and assessed again: always a new version, the history stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.enrollments.answers import RiskTier
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason, Stale
from workflows.funding.risk.answers import Level, RiskAnswers
from workflows.funding.risk.factors import CURRENT, RiskItems
from workflows.funding.risk.models import RiskAssessment
from workflows.funding.risk.queries import find_assessment
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot
from workflows.stages import TERMINAL, Stage

BEFORE = frozenset({Stage.INVITED, Stage.COMMITTED, Stage.ENROLLED, Stage.TRAINING})


def why_not_assess(enrollment: Enrollment, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against an assessment by this person now."""
    found = [why_cannot(actor, Permission.ASSESS_RISK, enrollment)]
    if enrollment.stage in BEFORE:
        found.append(Reason("The risk is assessed once the affiliate writes its proposal."))
    if enrollment.stage in TERMINAL:
        found.append(Reason("The year is over, so its risk is not assessed any more."))
    return tuple(reason for reason in found if reason is not None)


def assess_risk(
    enrollment: Enrollment,
    given: RiskAnswers,
    *,
    expected_number: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> RiskAssessment:
    """Keep the assessment as the next version; its tier stands at the enrollment.

    `expected_number` is that of the version the writer saw, 0 before the first. With an award the affiliate is told
    its tier and what follows (2 CFR 200.208). Raises Refused with every reason, Stale when someone assessed first.
    """
    lock(session, enrollment)
    reasons = (*why_not_assess(enrollment, actor=actor), *why_not_answers(CURRENT, given))
    if reasons:
        raise Refused(*reasons)
    levels = _levels(given)
    suggested = CURRENT.suggest_tier(levels)
    tier = given.chosen_tier or suggested
    before = find_assessment(session, enrollment.id)
    number = before.number if before is not None else 0
    if number != expected_number:
        raise Stale(mine={"Tier": tier.label}, theirs={"Tier": before.tier.label if before else "Not assessed"})
    assert actor.id is not None
    assessment = RiskAssessment(
        enrollment=enrollment,
        number=number + 1,
        items=CURRENT.version,
        answers=[
            {"factor": one.factor, "level": one.level.value if one.level else None, "note": one.note.strip()}
            for one in given.factors
        ],
        points=CURRENT.points_of(levels),
        suggested_tier=suggested,
        tier=tier,
        override_reason=given.override_reason.strip() if tier is not suggested else "",
        assessed_at=now,
        assessed_by_id=actor.id,
    )
    session.add(assessment)
    was, enrollment.risk_tier = enrollment.risk_tier, tier
    _tell(assessment, was=was, session=session, actor=actor, now=now)
    return assessment


def why_not_answers(items: RiskItems, given: RiskAnswers) -> list[Reason]:
    """What the answers lack: a note at medium and high, and a reason for another tier than the suggested one."""
    names = {factor.id: factor.name for factor in items.factors}
    found = [
        Reason(f"{names[one.factor]}: say in a sentence what you saw, since it is not low.", f"{one.factor}_note")
        for one in given.factors
        if one.level in (Level.MEDIUM, Level.HIGH) and not one.note.strip()
    ]
    if not any(one.level for one in given.factors):
        found.append(Reason("Answer at least one factor.", given.factors[0].factor if given.factors else ""))
    suggested = items.suggest_tier(_levels(given))
    if given.chosen_tier not in (None, suggested) and not given.override_reason.strip():
        told = f"The answers add up to {suggested.label.lower()}. Say why another tier is right."
        found.append(Reason(told, "override_reason"))
    return found


def _levels(given: RiskAnswers) -> dict[str, Level | None]:
    return {one.factor: one.level for one in given.factors}


def _tell(assessment: RiskAssessment, *, was: RiskTier | None, session: Session, actor: Actor, now: datetime) -> None:
    """The national office always; the affiliate once it has an award, and when its tier is another one."""
    session.flush()  # the announcement names the assessment by its id
    enrollment = assessment.enrollment
    names = ["risk_assessed"]
    if enrollment.award is not None and was is not assessment.tier:
        names.append("risk_tier_told")
    for name in names:
        announce(
            session,
            name,
            now=now,
            actor_id=actor.id,
            enrollment_id=enrollment.id,
            subject_id=assessment.id,
            tier=assessment.tier.label.lower(),
        )
