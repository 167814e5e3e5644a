"""Deeds around the award itself: its risk, its conditions, and the federal information of one of them."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from commands.demo.award_texts import FEDERAL, FEDERAL_AWARD, LATER_RISKS, LIFTED, RISKS, SAM_NOTE, SEEN
from commands.demo.roads import Road
from commands.demo.world import Deed, Scene, Step, step
from workflows.funding.conditions.operations import lift_condition
from workflows.funding.federal.answers import PARTS, ExclusionAnswers, ExclusionResult, FederalAnswers
from workflows.funding.federal.operations import record_exclusion_check, save_elements
from workflows.funding.federal.prefill import prefill
from workflows.funding.models import Award
from workflows.funding.risk.answers import FactorAnswer, Level, RiskAnswers
from workflows.funding.risk.factors import CURRENT
from workflows.funding.risk.operations import assess_risk
from workflows.funding.risk.queries import find_assessment

MANAGER, FINANCE = "manager@national.example.org", "finance@national.example.org"


def list_terms_before(road: Road) -> Iterator[Step]:
    """Between the reviews and the decision the finance officer looks at the risk."""
    if road.decided is not None and road.key in RISKS:
        yield step(road.decided + 2, FINANCE, "weigh_risk", road.key, above_low=RISKS[road.key])


def list_terms_after(road: Road) -> Iterator[Step]:
    """After the decision and before the agreement is printed; then what the year brings."""
    if road.decided is not None and road.key in FEDERAL:
        yield step(road.decided, FINANCE, "state_federal", road.key)
        yield step(road.decided, FINANCE, "look_in_sam", road.key)
    if road.key in LATER_RISKS:
        yield step(60, FINANCE, "weigh_risk", road.key, above_low=LATER_RISKS[road.key])
    if road.key == "Harbor" and road.signed is not None:
        yield step(road.signed - 3, MANAGER, "lift", road.key, number=1, words=LIFTED)


def weigh_risk(scene: Scene, *, above_low: tuple[str, ...]) -> None:
    before = find_assessment(scene.session, scene.enrollment.id)
    answers = [
        FactorAnswer(factor.id, *SEEN[factor.id]) if factor.id in above_low else FactorAnswer(factor.id, Level.LOW)
        for factor in CURRENT.factors
    ]
    assess_risk(
        scene.enrollment,
        RiskAnswers(answers),
        expected_number=before.number if before else 0,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def _award(scene: Scene) -> Award:
    return scene.session.scalars(select(Award).where(Award.enrollment_id == scene.enrollment.id)).one()


def state_federal(scene: Scene) -> None:
    """What records know, and what stands on the award that the network itself received."""
    award = _award(scene)
    known = {name: one.value for name, one in prefill(scene.session, award).items()}
    signed_on = (scene.now - timedelta(days=240)).date().isoformat()
    rate = {"indirect_rate": "No indirect costs are charged.", "is_de_minimis": "no"}
    values = {**rate, **known, **FEDERAL_AWARD, "federal_award_on": signed_on}
    save_elements(
        award,
        FederalAnswers({name: values.get(name, "") for name in PARTS}),
        expected_version=0,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def look_in_sam(scene: Scene) -> None:
    given = ExclusionAnswers(scene.now.date(), ExclusionResult.CLEAR, SAM_NOTE)
    record_exclusion_check(_award(scene), given, session=scene.session, actor=scene.actor, now=scene.now)


def lift(scene: Scene, *, number: int, words: str) -> None:
    condition = _award(scene).conditions[number - 1]
    lift_condition(condition, words=words, session=scene.session, actor=scene.actor, now=scene.now)


TERMS_DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (weigh_risk, state_federal, look_in_sam, lift)}
