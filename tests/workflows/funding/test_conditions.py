"""Conditions of an award: set, worded anew, lifted, and what waits for them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_awards import a_condition, federal_award
from tests.scenes_reviews import a_scene, an_agreement, as_actor, awarded, funded, reasons_not_to_sign, reviewed, sign
from workflows.audit import AuditEntry
from workflows.errors import Stale
from workflows.funding.conditions.answers import USUAL_APPEAL, USUAL_REMEDY, ConditionAnswers
from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.conditions.operations import (
    add_condition,
    change_condition,
    lift_condition,
    why_not_add,
    why_not_change,
)
from workflows.funding.conditions.rules import notice_gaps, open_conditions, open_holds
from workflows.funding.operations import approve_proposal
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.reviews.answers import PlannedCondition
from workflows.signing.models import Side
from workflows.stages import Stage

LATER = NOW + timedelta(days=20)
GIVEN = ConditionAnswers("Send the board’s minutes.", "The minutes arrive.", holds_payment=True)


def test_the_decision_sets_its_conditions_in_their_order(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    award = approve_proposal(
        scene.proposal,
        amount=scene.proposal.total,
        starts_on=date(2026, 4, 1),
        feedback="A clear plan.",
        conditions=[
            PlannedCondition("Name a second signer.", "The board’s minutes name one.", True),
            PlannedCondition("Call each month.", "", False),
        ],
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
    )
    session.flush()
    assert [(c.number, c.text, c.remedy, c.holds_payment) for c in award.conditions] == [
        (1, "Name a second signer.", "The board’s minutes name one.", True),
        (2, "Call each month.", USUAL_REMEDY, False),
    ]
    assert [c.number for c in open_holds(award)] == [1]


def test_lifting_keeps_who_when_and_why_and_frees_the_payments(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    condition = a_condition(session, award, scene.managers[0], holds_payment=True)
    lift_condition(condition, words="The minutes came.", session=session, actor=as_actor(scene.managers[1]), now=LATER)
    session.flush()
    assert (condition.state, condition.lifted_at, condition.lifted_by_id, condition.lifted_words) == (
        ConditionState.LIFTED, LATER, scene.managers[1].id, "The minutes came.",
    )  # fmt: skip
    assert (open_holds(award), open_conditions(award), len(award.conditions)) == ([], [], 1)
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "condition_lifted")).one()
    assert (event.subject_id, event.note) == (condition.id, "The minutes came.")


def test_lifting_needs_words_and_happens_once(session: Session) -> None:
    scene = a_scene(session)
    condition = a_condition(session, awarded(session, scene), scene.managers[0])
    manager = as_actor(scene.managers[0])
    with pytest.raises(Refused, match="Say why in a sentence"):
        lift_condition(condition, words=" ", session=session, actor=manager, now=NOW)
    lift_condition(condition, words="Met.", session=session, actor=manager, now=NOW)
    session.flush()
    with pytest.raises(Refused, match="now it is lifted"):
        lift_condition(condition, words="Met again.", session=session, actor=manager, now=LATER)
    assert condition.lifted_words == "Met."


@pytest.mark.parametrize("role", [Role.COACH, Role.FINANCE_OFFICER, Role.AUDITOR, Role.NETWORK_ADMINISTRATOR])
def test_only_the_program_manager_sets_and_lifts(session: Session, role: Role) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    condition = a_condition(session, award, scene.managers[0])
    other = as_actor(a_person(session, role))
    sentence = "You may not prepare the award. The program manager can."
    assert [r.sentence for r in why_not_add(award, actor=other)] == [sentence]
    assert [r.sentence for r in why_not_change(condition, actor=other)] == [sentence]
    with pytest.raises(Refused) as refusal:
        lift_condition(condition, words="Met.", session=session, actor=other, now=NOW)
    assert [r.sentence for r in refusal.value.reasons] == [sentence]


def test_federal_money_asks_for_the_whole_notice(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    with pytest.raises(Refused) as refusal:
        add_condition(award, GIVEN, session=session, actor=as_actor(scene.managers[0]), now=NOW)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        ("Federal money: say why the condition is set.", "reason"),
        ("Federal money: say by when it should be met.", "due_on"),
        ("Federal money: say how to ask for reconsideration.", "appeal"),
    ]
    whole = replace(GIVEN, reason="One signs.", due_on=date(2026, 5, 1), appeal=USUAL_APPEAL)
    made = add_condition(award, whole, session=session, actor=as_actor(scene.managers[0]), now=NOW)
    assert (notice_gaps(made), made.due_at) == ((), datetime(2026, 5, 2, 3, 59, tzinfo=UTC))


def test_a_federal_agreement_waits_for_the_notice_of_a_decided_condition(session: Session) -> None:
    scene = a_scene(session)
    conditions = [PlannedCondition("Name a second signer.", "The minutes.", False)]
    award = federal_award(session, scene, conditions=conditions)
    an_agreement(session, award)
    reasons = reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0])
    told = (
        "Condition 1 does not say why it is set or by when it should be met or how to ask for reconsideration yet. "
        "The national office completes it on the award’s page (2 CFR 200.208)."
    )
    assert told in [r.sentence for r in reasons]


def test_a_day_that_has_passed_is_refused(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    with pytest.raises(Refused) as refusal:
        add_condition(
            award,
            replace(GIVEN, due_on=NOW.date() - timedelta(days=1)),
            session=session,
            actor=as_actor(scene.managers[0]),
            now=NOW,
        )
    assert [r.where for r in refusal.value.reasons] == ["due_on"]


def test_other_words_are_versioned_and_make_the_agreement_anew(session: Session) -> None:
    scene = a_scene(session)
    award, manager = awarded(session, scene), as_actor(scene.managers[0])
    condition = a_condition(session, award, scene.managers[0])
    an_agreement(session, award)
    assert reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0]) == []
    seen = condition.version
    change_condition(condition, GIVEN, expected_version=seen, session=session, actor=manager, now=LATER)
    session.flush()
    assert (condition.text, condition.changed_at) == ("Send the board’s minutes.", LATER)
    with pytest.raises(Stale) as stale:
        other = replace(GIVEN, text="Something else.")
        change_condition(condition, other, expected_version=seen, session=session, actor=manager, now=LATER)
    assert (stale.value.mine["Condition"], stale.value.theirs["Condition"]) == (
        "Something else.", "Send the board’s minutes.",
    )  # fmt: skip
    reasons = reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0])
    assert [r.sentence for r in reasons] == ["The grant agreement is being made. It can be signed in a moment."]
    an_agreement(session, award, digest="b" * 64, made_at=LATER)
    assert reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0]) == []


def test_signed_words_stay_and_a_later_condition_does_not_unseal_the_agreement(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    first = a_condition(session, award, scene.managers[0])
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    reasons = why_not_change(first, actor=as_actor(scene.managers[0]))
    assert [r.sentence for r in reasons] == [
        "The agreement is signed with this condition as it is. Lift it, and add another one."
    ]
    add_condition(award, GIVEN, session=session, actor=as_actor(scene.managers[0]), now=LATER)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    assert award.enrollment.agreement_signed_at == NOW


def test_after_the_year_no_condition_is_added(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    award.enrollment.stage = Stage.TERMINATED
    assert [r.sentence for r in why_not_add(award, actor=as_actor(scene.managers[0]))] == [
        "The year is over, so no condition is added to its award."
    ]


def test_every_change_of_a_condition_is_in_the_audit_trail(session: Session) -> None:
    scene = a_scene(session)
    condition = a_condition(session, awarded(session, scene), scene.managers[0])
    lift_condition(condition, words="Met.", session=session, actor=as_actor(scene.managers[0]), now=LATER)
    session.flush()
    kept = select(AuditEntry.action).where(AuditEntry.kind == AwardCondition.__tablename__).order_by(AuditEntry.id)
    assert session.scalars(kept).all() == ["created", "changed"]
