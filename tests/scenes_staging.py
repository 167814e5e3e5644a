"""Decisions that are kept and not announced, for tests of several slices."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import Scene, a_scene, as_actor, reviewed
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.models import Outcome
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import confirm_decision, stage_decision
from workflows.reviews.staging.plan import DecisionPlan
from workflows.reviews.staging.rules import what_stops

APPROVAL = DecisionPlan(
    outcome=Outcome.APPROVE,
    feedback="A clear plan.",
    amount=Decimal(24_000),
    starts_on=date(2026, 4, 1),
    conditions=(PlannedCondition("Name a second data lead.", "the name is in the profile", True),),
)
LARGE = replace(APPROVAL, amount=Decimal(40_000))


def stage(session: Session, scene: Scene, plan: DecisionPlan = APPROVAL, **values: Any) -> StagedDecision:
    given: dict[str, Any] = {"expected_version": 0, "actor": as_actor(scene.managers[0]), **values}
    staged = stage_decision(scene.proposal, plan, session=session, now=NOW, **given)
    session.flush()
    return staged


def a_large_one(session: Session) -> tuple[Scene, StagedDecision]:
    cohort = a_cohort(session, confirm_above=Decimal(25_000))
    scene = reviewed(session, a_scene(session, total=Decimal(40_000), cohort=cohort))
    return scene, stage(session, scene, LARGE)


def confirm(session: Session, staged: StagedDecision, person: User) -> None:
    confirm_decision(staged, expected_version=staged.version, session=session, actor=as_actor(person), now=NOW)
    session.flush()


def stops(staged: StagedDecision, person: User) -> list[str]:
    return [reason.sentence for reason in what_stops(staged, actor=as_actor(person), now=NOW)]


def also(session: Session, user: User, role: Role = Role.PROGRAM_MANAGER) -> User:
    session.add(RoleAssignment(user=user, role=role, granted_at=NOW))
    session.flush()
    return user
