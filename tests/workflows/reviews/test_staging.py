"""Decisions in steps: kept without a word to the affiliate, changed and taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import a_scene, as_actor, reviewed
from tests.scenes_staging import APPROVAL, a_large_one, confirm, stage
from workflows.audit import HIDDEN, AuditEntry
from workflows.enrollments.models import StageChange
from workflows.errors import DomainError, Stale
from workflows.funding.ending import end_year
from workflows.funding.models import Award
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.proposals.models import ProposalState
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.decisions import decline_proposal
from workflows.reviews.models import Decision, Outcome
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.operations import take_back
from workflows.reviews.staging.plan import DecisionPlan, suggest_feedback
from workflows.stages import Stage


def test_a_staged_approval_changes_nothing_for_the_affiliate(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    changes = len(session.scalars(select(StageChange)).all())
    told = len(session.scalars(select(OutboxEvent)).all())
    staged = stage(session, scene)
    assert (scene.enrollment.stage, scene.enrollment.decided_at) == (Stage.IN_REVIEW, None)
    assert scene.proposal.state is ProposalState.SUBMITTED
    assert session.scalars(select(Award)).all() == []
    assert session.scalars(select(Decision)).all() == []
    assert len(session.scalars(select(StageChange)).all()) == changes
    assert len(session.scalars(select(OutboxEvent)).all()) == told
    assert (staged.snapshot_number, staged.digest, staged.state) == (1, "0" * 64, StagedState.STAGED)
    assert staged.planned_conditions == APPROVAL.conditions


def test_the_audit_trail_names_a_staged_decision_and_does_not_show_it(session: Session) -> None:
    staged = stage(session, reviewed(session, a_scene(session)))
    kind = AuditEntry.kind == "staged_decisions"
    entry = session.scalars(select(AuditEntry).where(kind, AuditEntry.record_id == staged.id)).one()
    hidden = ("outcome", "amount", "starts_on", "conditions", "feedback", "requests")
    assert {name: entry.after[name] for name in hidden} == dict.fromkeys(hidden, HIDDEN)
    budget = select(AuditEntry).where(AuditEntry.kind == "cohorts", AuditEntry.action == "changed")
    assert [e.after["staged_amount"] for e in session.scalars(budget) if "staged_amount" in e.after] == [HIDDEN]


def test_what_it_holds_follows_every_change(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    cohort, manager = scene.enrollment.cohort, as_actor(scene.managers[0])
    staged = stage(session, scene)
    assert (cohort.staged_amount, cohort.unpromised_amount) == (Decimal(24_000), Decimal(276_000))
    stage(session, scene, replace(APPROVAL, amount=Decimal(20_000)), expected_version=staged.version)
    assert cohort.staged_amount == Decimal(20_000)
    stage(session, scene, DecisionPlan(Outcome.DECLINE, "Not yet."), expected_version=staged.version)
    assert (cohort.staged_amount, staged.amount) == (Decimal(0), None)
    stage(session, scene, APPROVAL, expected_version=staged.version)
    take_back(staged, expected_version=staged.version, session=session, actor=manager, now=NOW)
    session.flush()
    assert (cohort.staged_amount, staged.state) == (Decimal(0), StagedState.TAKEN_BACK)
    stage(session, scene, APPROVAL, expected_version=staged.version)
    assert (cohort.staged_amount, staged.state) == (Decimal(24_000), StagedState.STAGED)
    assert len(session.scalars(select(StagedDecision)).all()) == 1


def test_staged_approvals_never_promise_more_than_the_budget(session: Session) -> None:
    cohort = a_cohort(session, name="Pilot", award_budget=Decimal(40_000))
    first, second = (reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2))
    stage(session, first)
    with pytest.raises(Refused) as refusal:
        stage(session, second)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        (
            "$16,000 of the budget of Pilot is still free; $24,000 is kept for decisions that are not announced yet.",
            "amount",
        )
    ]
    assert stage(session, second, replace(APPROVAL, amount=Decimal(16_000))).reserved_amount == Decimal(16_000)
    assert cohort.unpromised_amount == Decimal(0)


REFUSED: tuple[tuple[DecisionPlan, list[tuple[str, str]]], ...] = (
    (replace(APPROVAL, amount=Decimal(0)), [("The award has to be more than nothing.", "amount")]),
    (
        replace(APPROVAL, amount=Decimal("24000.01")),
        [("The proposal asks for $24,000; the award cannot be more.", "amount")],
    ),
    (replace(APPROVAL, amount=None), [("An approval names an amount and a first day.", "amount")]),
    (
        replace(APPROVAL, starts_on=date(2026, 3, 1)),
        [("The project year cannot begin before the day of the decision.", "starts_on")],
    ),
    (
        replace(APPROVAL, conditions=(PlannedCondition("Name a lead.", " ", False),)),
        [("Say for each condition what it is and what lifts it.", "conditions")],
    ),
    (DecisionPlan(Outcome.DECLINE, " "), [("Say why, so that it helps the affiliate.", "feedback")]),
    (DecisionPlan(Outcome.REQUEST_CHANGES), [("Choose at least one section, and say there what to change.", "")]),
    (
        DecisionPlan(Outcome.REQUEST_CHANGES, requests={"budget": " "}),
        [("Say what to change in “Budget”.", "words_budget")],
    ),
)


@pytest.mark.parametrize(("plan", "reasons"), REFUSED)
def test_what_a_decision_has_to_say(session: Session, plan: DecisionPlan, reasons: list[tuple[str, str]]) -> None:
    scene = reviewed(session, a_scene(session))
    with pytest.raises(Refused) as refusal:
        stage(session, scene, plan)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == reasons
    assert session.scalars(select(StagedDecision)).all() == []


def test_the_slower_of_two_reads_both_versions(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    stage(session, scene)
    with pytest.raises(Stale) as conflict:
        stage(session, scene, DecisionPlan(Outcome.DECLINE, "Not yet."), actor=as_actor(scene.managers[1]))
    decider = scene.managers[0].name
    assert conflict.value.mine == {
        "Decision": "Decline with feedback",
        "Words for the affiliate": "Not yet.",
        "Amount": "",
        "First day": "",
        "Conditions": "",
    }
    assert conflict.value.theirs == {
        "Decision": f"Approve. Kept for the announcement, by {decider}.",
        "Words for the affiliate": "A clear plan.",
        "Amount": "$24,000",
        "First day": "2026-04-01",
        "Conditions": "Name a second data lead. Lifted when: the name is in the profile",
    }


def test_a_decision_on_content_that_was_not_read_is_not_taken(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    with pytest.raises(Stale):
        stage(session, scene, seen_digest="1" * 64)
    assert stage(session, scene, seen_digest="0" * 64).state is StagedState.STAGED


def test_nothing_is_decided_beside_a_staged_decision(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    stage(session, scene)
    with pytest.raises(Refused, match="A decision is kept for the announcement"):
        decline_proposal(scene.proposal, feedback="No.", session=session, actor=as_actor(scene.managers[1]), now=NOW)


def test_who_leaves_the_program_gives_the_money_back(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    end_year(scene.enrollment, "withdraw", note="We close.", session=session, actor=as_actor(scene.director), now=NOW)
    session.flush()
    assert (staged.state, scene.enrollment.cohort.staged_amount) == (StagedState.TAKEN_BACK, Decimal(0))
    assert staged.confirmations[0].reset_why == "The affiliate left the program."


def test_a_budget_is_not_cut_below_what_is_kept(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    stage(session, scene)
    scene.enrollment.cohort.award_budget = Decimal(20_000)
    with pytest.raises(Exception, match="budget_is_not_overpromised"):
        session.flush()


def test_feedback_begins_with_what_reviewers_wrote_and_names_nobody() -> None:
    told = suggest_feedback(
        [("Clear figures.", "Who teaches in July?"), ("A partner  who\nstays.", ""), ("Clear figures.", " ")]
    )
    assert told == (
        "What the reviewers found strong:\n- A partner who stays.\n- Clear figures.\n\n"
        "Questions they had:\n- Who teaches in July?"
    )
    assert suggest_feedback([("", "")]) == ""


def test_deciding_waits_for_the_reviews(session: Session) -> None:
    scene = a_scene(session)
    with pytest.raises(DomainError, match="reviews are final"):
        stage(session, scene)
