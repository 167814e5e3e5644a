"""The risk assessment: its rule as properties, its versions as history, and who reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person, an_enrollment
from tests.scenes_awards import assessed, levels
from tests.scenes_reviews import Scene, a_scene, as_actor, awarded
from workflows.enrollments.answers import RiskTier
from workflows.errors import Stale
from workflows.funding.risk.answers import FactorAnswer, Level, RiskAnswers
from workflows.funding.risk.factors import ALL_ITEMS, CURRENT, items_from
from workflows.funding.risk.operations import assess_risk, why_not_assess
from workflows.funding.risk.queries import list_assessments
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Permission, Role, can, why_cannot
from workflows.stages import Stage

ORDER = list(RiskTier)
WORSE = {Level.LOW: Level.MEDIUM, Level.MEDIUM: Level.HIGH, Level.HIGH: Level.HIGH}
FACTORS = [factor.id for factor in CURRENT.factors]
SOME = st.fixed_dictionaries({name: st.sampled_from([*Level, None]) for name in FACTORS})
WHOLE = st.fixed_dictionaries({name: st.sampled_from(Level) for name in FACTORS})


@given(SOME, st.sampled_from(FACTORS))
def test_a_worse_answer_never_makes_the_tier_milder(answers: dict[str, Level | None], name: str) -> None:
    level = answers[name]
    worse = {**answers, name: WORSE[level] if level else None}
    assert ORDER.index(CURRENT.suggest_tier(worse)) >= ORDER.index(CURRENT.suggest_tier(answers))


@given(SOME, st.sampled_from(FACTORS))
def test_whoever_did_not_look_at_everything_gets_no_low(answers: dict[str, Level | None], name: str) -> None:
    assert CURRENT.suggest_tier({**answers, name: None}) is not RiskTier.LOW


@given(WHOLE)
def test_the_tier_follows_from_the_visible_thresholds(answers: dict[str, Level]) -> None:
    points = CURRENT.points_of(answers)
    expected = (
        RiskTier.HIGH if points >= 9
        else RiskTier.MEDIUM if points >= 4 or Level.HIGH in answers.values()
        else RiskTier.LOW
    )  # fmt: skip
    assert (CURRENT.suggest_tier(answers), 0 <= points <= 16) == (expected, True)


def test_today_there_are_eight_factors_with_three_levels_and_a_source_each() -> None:
    assert [factor.id for factor in ALL_ITEMS["2026-1"].factors] == [
        "experience", "audit", "people_systems", "other_monitoring", "finance", "reports", "data", "size",
    ]  # fmt: skip
    assert all(set(factor.levels) == set(Level) and factor.source for factor in CURRENT.factors)
    assert set(CURRENT.monitoring) == set(RiskTier)
    assert all("oaching" in CURRENT.monitoring[tier][0] for tier in RiskTier)
    assert CURRENT.rule.startswith("Low counts 0, medium 1 and high 2 points. Low: fewer than 4 points")


def test_thresholds_that_make_no_three_tiers_are_a_mistake_of_the_file() -> None:
    with pytest.raises(ValueError, match="no three tiers"):
        items_from({"version": "x", "factors": [], "monitoring": {}, "medium_from": 4, "high_from": 4})


def test_an_assessment_before_the_award_stands_at_the_enrollment(session: Session) -> None:
    scene = a_scene(session)
    made = assessed(session, scene.enrollment, scene.finance[0], levels(Level.LOW, audit=Level.HIGH))
    assert (made.number, made.points, made.suggested_tier, made.tier) == (1, 2, RiskTier.MEDIUM, RiskTier.MEDIUM)
    assert scene.enrollment.risk_tier is RiskTier.MEDIUM
    assert _events(session) == ["risk_assessed"]


def test_the_affiliate_is_told_once_it_has_an_award_and_its_tier_changes(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    assessed(session, award.enrollment, scene.finance[0], levels())
    assessed(session, award.enrollment, scene.finance[0], levels(), before=1)
    assessed(session, award.enrollment, scene.finance[1], levels(Level.HIGH), before=2)
    assert _events(session) == ["risk_assessed", "risk_tier_told", "risk_assessed", "risk_assessed", "risk_tier_told"]
    assert [(a.number, a.tier) for a in list_assessments(session, award.enrollment_id)] == [
        (3, RiskTier.HIGH), (2, RiskTier.LOW), (1, RiskTier.LOW),
    ]  # fmt: skip


def _events(session: Session) -> list[str]:
    found = select(OutboxEvent.name).where(OutboxEvent.name.startswith("risk_")).order_by(OutboxEvent.id)
    return list(session.scalars(found))


def test_what_is_not_low_asks_for_a_note(session: Session) -> None:
    scene = a_scene(session)
    given_ = RiskAnswers([FactorAnswer("audit", Level.HIGH), FactorAnswer("size", Level.MEDIUM, " ")])
    assert _refused(session, scene, given_) == [
        ("Audit: say in a sentence what you saw, since it is not low.", "audit_note"),
        ("Size: say in a sentence what you saw, since it is not low.", "size_note"),
    ]


def test_nothing_answered_is_no_assessment(session: Session) -> None:
    assert _refused(session, a_scene(session), levels(None)) == [("Answer at least one factor.", "experience")]


def test_another_tier_says_why_and_keeps_what_the_answers_said(session: Session) -> None:
    scene = a_scene(session)
    bare = RiskAnswers(levels().factors, RiskTier.HIGH)
    assert _refused(session, scene, bare) == [
        ("The answers add up to low. Say why another tier is right.", "override_reason")
    ]
    given_ = RiskAnswers(levels().factors, RiskTier.HIGH, "A lawsuit is pending.")
    made = assessed(session, scene.enrollment, scene.managers[0], given_)
    assert (made.suggested_tier, made.tier, made.override_reason) == (
        RiskTier.LOW, RiskTier.HIGH, "A lawsuit is pending.",
    )  # fmt: skip


def _refused(session: Session, scene: Scene, given_: RiskAnswers) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        assessed(session, scene.enrollment, scene.finance[0], given_)
    return [(r.sentence, r.where) for r in refusal.value.reasons]


def test_the_slower_assessor_is_told(session: Session) -> None:
    scene = a_scene(session)
    assessed(session, scene.enrollment, scene.finance[0], levels(Level.HIGH))
    with pytest.raises(Stale) as stale:
        assessed(session, scene.enrollment, scene.finance[1], levels())
    assert (stale.value.mine, stale.value.theirs) == ({"Tier": "Low"}, {"Tier": "High"})
    assert scene.enrollment.risk_tier is RiskTier.HIGH


def test_an_assessment_is_kept_as_it_was_made(session: Session) -> None:
    scene = a_scene(session)
    made = assessed(session, scene.enrollment, scene.finance[0], levels())
    made.points = 9
    with pytest.raises(RuntimeError, match="kept as it was made"):
        session.flush()


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (Stage.TRAINING, "The risk is assessed once the affiliate writes its proposal."),
        (Stage.TERMINATED, "The year is over, so its risk is not assessed any more."),
    ],
)
def test_too_early_or_too_late(session: Session, stage: Stage, sentence: str) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    enrollment.stage = stage
    reasons = why_not_assess(enrollment, actor=as_actor(a_person(session, Role.FINANCE_OFFICER)))
    assert [r.sentence for r in reasons] == [sentence]


def test_who_stepped_aside_does_not_assess(session: Session) -> None:
    scene = a_scene(session)
    scene.enrollment.recused_ids = [scene.managers[0].id]
    reason = why_cannot(as_actor(scene.managers[0]), Permission.ASSESS_RISK, scene.enrollment)
    assert str(reason) == (
        "You stepped aside from this proposal for a conflict of interest, so someone else assesses the risk."
    )
    assert why_cannot(as_actor(scene.managers[1]), Permission.ASSESS_RISK, scene.enrollment) is None


def test_the_coach_reads_the_factors_and_no_affiliate_does(session: Session) -> None:
    scene, stranger = a_scene(session), a_scene(session)
    readers = {
        "coach": scene.coach, "finance": scene.finance[0], "auditor": a_person(session, Role.AUDITOR),
        "another coach": stranger.coach, "director": scene.director, "another director": stranger.director,
        "reviewer": scene.reviewers[0],
    }  # fmt: skip
    allowed = {n: can(as_actor(p), Permission.SEE_RISK, scene.enrollment) for n, p in readers.items()}
    assert [name for name, may in allowed.items() if may] == ["coach", "finance", "auditor"]
    with pytest.raises(Refused, match="You may not assess the risk"):
        assess_risk(
            scene.enrollment,
            levels(),
            expected_number=0,
            session=session,
            actor=as_actor(scene.coach),
            now=scene.enrollment.invited_at,
        )
