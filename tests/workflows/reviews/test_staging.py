"""Decisions in steps: kept without a word to the affiliate, changed, taken back, confirmed, sent back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, reviewed, score
from workflows.audit import HIDDEN, AuditEntry
from workflows.enrollments.models import StageChange
from workflows.errors import DomainError, Forbidden, NotFound, Stale
from workflows.funding.ending import end_year
from workflows.funding.models import Award
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.models import ProposalSnapshot, ProposalState
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.decisions import decline_proposal
from workflows.reviews.models import Decision, Outcome
from workflows.reviews.operations import reopen_review, step_aside
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.operations import confirm_decision, send_back, stage_decision, take_back
from workflows.reviews.staging.plan import DecisionPlan, suggest_feedback
from workflows.reviews.staging.rules import what_stops, why_not_confirm
from workflows.stages import Stage

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


def test_a_large_amount_waits_for_a_second_person(session: Session) -> None:
    scene, staged = a_large_one(session)
    decider, second = scene.managers
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "decision_to_confirm")).one()
    assert (event.subject_id, event.enrollment_id, event.details) == (staged.id, None, {})
    assert stops(staged, decider) == ["A second person has to confirm this amount first."]
    confirm(session, staged, second)
    assert stops(staged, decider) == []
    assert [c.confirmed_by_id for c in staged.standing] == [second.id]


def test_a_smaller_amount_needs_nobody_else(session: Session) -> None:
    scene = reviewed(session, a_scene(session, cohort=a_cohort(session, confirm_above=Decimal(24_000))))
    staged = stage(session, scene)
    assert stops(staged, scene.managers[0]) == []
    with pytest.raises(Refused, match="This decision needs no second person"):
        confirm(session, staged, scene.managers[1])


def test_a_cohort_without_an_amount_never_asks_for_a_second_person(session: Session) -> None:
    cohort = a_cohort(session)
    scene = reviewed(session, a_scene(session, total=Decimal(40_000), cohort=cohort))
    assert stops(stage(session, scene, LARGE), scene.managers[0]) == []


def also(session: Session, user: User, role: Role = Role.PROGRAM_MANAGER) -> User:
    session.add(RoleAssignment(user=user, role=role, granted_at=NOW))
    session.flush()
    return user


CROWD: tuple[tuple[str, Callable[[Session, Scene], User], list[str]], ...] = (
    ("another manager", lambda _s, scene: scene.managers[1], []),
    ("network administrator", lambda s, _: a_person(s, Role.NETWORK_ADMINISTRATOR), []),
    (
        "who decided",
        lambda _s, scene: scene.managers[0],
        ["You took this decision, so someone else confirms it."],
    ),
    (
        "who scored",
        lambda s, scene: also(s, scene.reviewers[0]),
        ["You scored this proposal, so someone else confirms the decision."],
    ),
    (
        "who coaches",
        lambda s, scene: also(s, scene.coach),
        ["You coach this affiliate, so someone else confirms the decision."],
    ),
    (
        "finance officer",
        lambda _s, scene: scene.finance[0],
        ["You may not confirm this decision. The network administrator or program manager can."],
    ),
    (
        "director",
        lambda _s, scene: scene.director,
        ["You may not confirm this decision. The network administrator or program manager can."],
    ),
)


@pytest.mark.parametrize(("who", "person", "sentences"), CROWD, ids=[row[0] for row in CROWD])
def test_who_may_confirm(
    session: Session, who: str, person: Callable[[Session, Scene], User], sentences: list[str]
) -> None:
    scene, staged = a_large_one(session)
    user = person(session, scene)
    assert [r.sentence for r in why_not_confirm(staged, actor=as_actor(user), now=NOW)] == sentences, who
    if sentences:
        with pytest.raises(Forbidden):
            confirm(session, staged, user)
        with pytest.raises(Forbidden):
            send_back(staged, why="No.", expected_version=1, session=session, actor=as_actor(user), now=NOW)


def test_who_was_only_asked_to_review_does_not_confirm_either(session: Session) -> None:
    scene, staged = a_large_one(session)
    asked = also(session, a_person(session, Role.REVIEWER))
    assign_reviewers(
        scene.proposal, reviewer_ids=[asked.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    with pytest.raises(Refused, match="You were asked to review this proposal"):
        confirm(session, staged, asked)


def test_the_recused_are_not_even_told(session: Session) -> None:
    scene, staged = a_large_one(session)
    left = also(session, a_person(session, Role.REVIEWER))
    [seat] = assign_reviewers(
        scene.proposal, reviewer_ids=[left.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    step_aside(seat, reason="My sister works there.", session=session, actor=as_actor(left), now=NOW)
    session.flush()
    with pytest.raises(NotFound):
        confirm(session, staged, left)


def test_one_person_confirms_once_and_another_one_takes_nothing_away(session: Session) -> None:
    scene, staged = a_large_one(session)
    third = a_person(session, Role.NETWORK_ADMINISTRATOR)
    confirm(session, staged, scene.managers[1])
    with pytest.raises(Refused, match="You confirmed this decision already"):
        confirm(session, staged, scene.managers[1])
    confirm(session, staged, third)
    assert [c.confirmed_by_id for c in staged.standing] == [scene.managers[1].id, third.id]


def _change(session: Session, scene: Scene, staged: StagedDecision) -> None:
    stage(session, scene, replace(LARGE, amount=Decimal(39_000)), expected_version=staged.version)


def _reopen(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    review = scene.proposal.reviews[0]
    reopen_review(review, why="Look at C2.", session=session, actor=as_actor(scene.managers[1]), now=NOW)


def _leave_after_filing(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    review = scene.proposal.reviews[0]
    step_aside(review, reason="A cousin.", session=session, actor=as_actor(review.reviewer), now=NOW)


def _another_review(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    third = a_person(session, Role.REVIEWER, name="Ravi Shah")
    [seat] = assign_reviewers(
        scene.proposal, reviewer_ids=[third.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    assert staged_confirmations_stand(scene, session)
    score(session, seat, every_score(75))


def staged_confirmations_stand(scene: Scene, session: Session) -> bool:
    staged = session.scalars(select(StagedDecision).where(StagedDecision.proposal_id == scene.proposal.id)).one()
    return bool(staged.standing)


def _sent_back(session: Session, scene: Scene, staged: StagedDecision) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    send_back(
        staged,
        why="Why not 38,000?",
        expected_version=staged.version,
        session=session,
        actor=as_actor(administrator),
        now=NOW,
    )


def _taken_back(session: Session, scene: Scene, staged: StagedDecision) -> None:
    take_back(staged, expected_version=staged.version, session=session, actor=as_actor(scene.managers[0]), now=NOW)


RESETS: tuple[tuple[Callable[[Session, Scene, StagedDecision], None], str], ...] = (
    (_change, "The decision was changed."),
    (_reopen, "The review of {first} was opened again."),
    (_leave_after_filing, "{first} stepped aside after it."),
    (_another_review, "Ravi Shah filed a review after it."),
    (_sent_back, "It was sent back: Why not 38,000?"),
    (_taken_back, "The decision was taken back."),
)


@pytest.mark.parametrize(("act", "why"), RESETS, ids=[row[0].__name__ for row in RESETS])
def test_what_resets_a_confirmation_and_why(
    session: Session, act: Callable[[Session, Scene, StagedDecision], None], why: str
) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    act(session, scene, staged)
    session.flush()
    [given] = staged.confirmations
    told = why.format(first=scene.reviewers[0].name)
    assert (given.reset_at, given.reset_why, staged.standing) == (NOW, told, ())


def test_new_content_takes_every_confirmation_away(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    newest = scene.proposal.snapshots[-1]
    scene.proposal.snapshots.append(
        ProposalSnapshot(
            number=2,
            content={},
            digest="1" * 64,
            certified_name=newest.certified_name,
            submitted_by_id=newest.submitted_by_id,
            submitted_at=NOW + timedelta(days=1),
        )
    )
    session.flush()
    assert staged.standing == ()
    assert stops(staged, scene.managers[0])[0] == (
        "The proposal was submitted anew after this decision. Read the new version and decide on it."
    )
    anew = stage(session, scene, replace(LARGE, amount=Decimal(30_000)))
    assert (anew.id != staged.id, anew.snapshot_number, staged.state) == (True, 2, StagedState.TAKEN_BACK)
    assert staged.confirmations[0].reset_why == "The proposal was submitted anew."
    assert scene.enrollment.cohort.staged_amount == Decimal(30_000)


def test_sent_back_it_waits_for_who_decided_and_keeps_its_money(session: Session) -> None:
    scene, staged = a_large_one(session)
    with pytest.raises(Refused, match="Say why in a sentence"):
        send_back(
            staged,
            why=" ",
            expected_version=staged.version,
            session=session,
            actor=as_actor(scene.managers[1]),
            now=NOW,
        )
    _sent_back(session, scene, staged)
    session.flush()
    assert (staged.state, scene.enrollment.cohort.staged_amount) == (StagedState.SENT_BACK, Decimal(40_000))
    assert stops(staged, scene.managers[0]) == ["It was sent back: Why not 38,000?"]
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "decision_sent_back")).one()
    assert (event.enrollment_id, event.subject_id, event.note) == (None, staged.id, "")
    stage(session, scene, replace(LARGE, amount=Decimal(38_000)), expected_version=staged.version)
    assert (staged.state, staged.sent_back_why) == (StagedState.STAGED, "")


def test_confirming_what_was_changed_meanwhile_is_a_conflict(session: Session) -> None:
    scene, staged = a_large_one(session)
    seen = staged.version
    _change(session, scene, staged)
    with pytest.raises(Stale):
        confirm_decision(staged, expected_version=seen, session=session, actor=as_actor(scene.managers[1]), now=NOW)


def test_who_decided_and_reviews_later_cannot_have_it_announced(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    decider = also(session, scene.managers[0], Role.REVIEWER)
    assign_reviewers(
        scene.proposal, reviewer_ids=[decider.id], session=session, actor=as_actor(scene.managers[1]), now=NOW
    )
    session.flush()
    assert stops(staged, scene.managers[1]) == [
        f"{decider.name} reviews or coaches meanwhile, so someone else decides anew."
    ]


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
