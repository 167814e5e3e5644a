"""Scenes with proposals: an affiliate that writes one, and a proposal that lacks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from workflows.enrollments.models import Enrollment
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.proposals.answers import Field, Kind
from workflows.proposals.budget.answers import BudgetAnswers, BudgetLineAnswers
from workflows.proposals.budget.operations import save_budget
from workflows.proposals.certifying import hand_over
from workflows.proposals.form import find_section, sections_of
from workflows.proposals.goals.answers import GoalAnswers, MilestoneAnswers, RiskAnswers
from workflows.proposals.goals.operations import add_goal, save_goal
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.operations import start_proposal, submit_proposal
from workflows.proposals.revisions.asked import list_asked
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.revisions.operations import answer_request
from workflows.proposals.writing import save_section
from workflows.reviews.decisions import request_changes
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class WritingScene:
    affiliate: Affiliate
    enrollment: Enrollment
    director: User
    data_lead: User


COMPLETE_LINES = (
    BudgetLineAnswers(
        "PER", "Employment navigator, half time", Decimal(12), Decimal("1500.00"), unit="month", hours=Decimal(1040),
        justification="Marta Ruiz visits employers and runs the job club.",
    ),
    BudgetLineAnswers("SUP", "Two laptops for the job club", Decimal(2), Decimal("1000.00"), tag="technology"),
    BudgetLineAnswers("PAR", "Bus passes", Decimal(80), Decimal("50.00")),
)  # fmt: skip  # a line each; $24,000 together


def an_affiliate_that_writes(session: Session, stage: Stage = Stage.PROPOSING, **cohort: Any) -> WritingScene:
    """Harbor in a cohort whose project year is October 2026 to September 2027."""
    harbor = an_affiliate(session)
    facts = {"sessions_required": 2, "open_sessions": [] if stage is not Stage.TRAINING else [2]}
    return WritingScene(
        affiliate=harbor,
        enrollment=an_enrollment(session, stage, affiliate=harbor, cohort=a_cohort(session, **cohort), **facts),
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Dana Ortiz"),
        data_lead=a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=harbor, name="Lee Abara"),
    )


def a_draft(session: Session, scene: WritingScene) -> Proposal:
    return start_proposal(scene.enrollment, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)


def a_good_goal(indicator_id: int, **values: Any) -> GoalAnswers:
    """A goal that breaks no rule but one, and says why: no budget line is for it."""
    return GoalAnswers(
        **{
            "indicator_id": indicator_id,
            "population": "employable adults who arrived July to December 2026",
            "direction_verb": "raise",
            "baseline_value": Decimal(48),
            "baseline_n": 62,
            "baseline_on": date(2026, 9, 30),
            "target_value": Decimal(60),
            "due_on": date(2027, 6, 30),
            "milestones": (
                MilestoneAnswers(date(2026, 12, 31), Decimal(50)),
                MilestoneAnswers(date(2027, 3, 31), Decimal(55)),
            ),
            "data_source": "monthly extract of the case database",
            "owner": "Lee Abara, data lead",
            "activities": ("Visit two employers a month", "Evening job club"),
            "risks": (RiskAnswers("Fewer people arrive", "We would widen the window to nine months."),),
            "rationale": "Our rate rose by eight points in the last two years.",
            "justifications": {"R5": "The navigator's hours are paid for by another grant until spring."},
            "activity_rationale": "Most of last year's placements came through employers we had visited.",
            **values,
        }
    )


def a_complete_proposal(session: Session, scene: WritingScene) -> Proposal:
    """A draft of which nothing is missing: $24,000 under a ceiling of $50,000."""
    proposal, actor = a_draft(session, scene), scene.data_lead.as_actor(NOW)
    for section in sections_of(proposal):
        if section.fields:
            save_section(
                proposal,
                name=section.name,
                answers={field.name: an_answer(field, proposal) for field in section.fields},
                expected_version=1,
                session=session,
                actor=actor,
                now=NOW,
            )
    goal = add_goal(proposal, session=session, actor=actor, now=NOW)
    indicator_id = scene.enrollment.cohort.framework.indicators[0].id
    save_goal(goal, answers=a_good_goal(indicator_id), expected_version=1, session=session, actor=actor, now=NOW)
    version = proposal.section("budget").version  # type: ignore[union-attr]
    budget = BudgetAnswers(lines=COMPLETE_LINES)
    save_budget(proposal, answers=budget, expected_version=version, session=session, actor=actor, now=NOW)
    session.flush()
    return proposal


def an_answer(field: Field, proposal: Proposal) -> Any:
    """A whole answer to the question, whatever its kind; files come on their own way."""
    return {
        Kind.NUMBER: 62,
        Kind.TICK: True,
        Kind.CHOICE: field.offered[0].key if field.offered else "",
        Kind.TICKS: [option.key for option in field.options],
        Kind.DOMAINS: [proposal.framework.indicators[0].domain],
        Kind.ROWS: [{"month": "2026-10", "what": "Visit two employers"}],
        Kind.DATE: "2026-10-31",
    }.get(field.kind, f"{field.label}: what we wrote")


def filled(proposal: Proposal, name: str, **answers: Any) -> dict[str, Any]:
    """Whole answers to a section's questions, with some of your own."""
    section = find_section(proposal, name)
    assert section is not None
    return {field.name: an_answer(field, proposal) for field in section.fields} | answers


def handed_over(session: Session, scene: WritingScene, proposal: Proposal, *, now: datetime = NOW) -> Proposal:
    """The data lead presses submit; the proposal waits for the director."""
    return hand_over(proposal, session=session, actor=scene.data_lead.as_actor(now), now=now)


def submitted(session: Session, scene: WritingScene, proposal: Proposal, *, now: datetime = NOW) -> ProposalSnapshot:
    """The data lead presses submit, and the director certifies."""
    handed_over(session, scene, proposal, now=now)
    director = scene.director.as_actor(now)
    return submit_proposal(proposal, typed_name=scene.director.name, session=session, actor=director, now=now)


def changes_asked(
    session: Session, scene: WritingScene, proposal: Proposal, sections: Sequence[str] = ("goals",)
) -> list[ChangeRequest]:
    """A manager sends the submitted proposal back with a request about each of these sections."""
    scene.enrollment.final_reviews = scene.enrollment.cohort.minimum_reviews
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    asked = {name: f"Please look at {name} again." for name in sections}
    request_changes(proposal, asked, note="Thank you for this.", session=session, actor=manager, now=NOW)
    session.flush()
    return list_asked(proposal)


def answered(session: Session, scene: WritingScene, requests: Sequence[ChangeRequest]) -> None:
    """The data lead says what was done about each of them."""
    for request in requests:
        answer_request(
            request,
            answer="We made it clearer.",
            expected_version=request.version,
            session=session,
            actor=scene.data_lead.as_actor(NOW),
            now=NOW,
        )
    session.flush()
