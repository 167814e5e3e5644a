"""A proposal in review with its people, ready for reviewers, deciders and finance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.funding.models import Award
from workflows.funding.operations import approve_proposal
from workflows.funding.queries import AGREEMENT
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.models import Proposal, ProposalSection, ProposalSnapshot, ProposalState
from workflows.reviews.answers import ScoreAnswer
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.models import Review
from workflows.reviews.operations import (
    declare_no_conflict,
    edition_of,
    finish_review,
    save_scores,
)
from workflows.reviews.rubric import CRITERIA
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of, sign_document, why_not_sign
from workflows.signing.queries import list_signatures
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there: the affiliate's director and coach, two reviewers, two managers and two finance officers."""

    enrollment: Enrollment
    proposal: Proposal
    director: User
    coach: User
    reviewers: tuple[User, User]
    managers: tuple[User, User]
    finance: tuple[User, User]


def as_actor(user: User) -> Actor:
    return user.as_actor(NOW)


def a_submitted_proposal(
    session: Session, enrollment: Enrollment, *, total: Decimal = Decimal(24_000), content: dict[str, Any] | None = None
) -> Proposal:
    writer = a_person(session, Role.AFFILIATE_STAFF, affiliate=enrollment.affiliate)
    proposal = Proposal(
        enrollment=enrollment,
        framework_id=enrollment.cohort.framework_id,
        state=ProposalState.SUBMITTED,
        started_at=NOW - timedelta(days=20),
        submitted_at=NOW,
    )
    proposal.sections.append(
        ProposalSection(
            name="story",
            answers={"title": "Evening English that leads to work", "summary": "We test evening classes."},
            saved_by_id=writer.id,
            saved_at=NOW,
        )
    )
    proposal.budget_lines.append(
        BudgetLine(
            position=1,
            category="PER",
            description="Evening teacher",
            quantity=Decimal(1),
            unit_cost=total,
            amount=total,
        )
    )
    proposal.snapshots.append(
        ProposalSnapshot(
            number=1,
            content=content or {},
            digest="0" * 64,
            certified_name="Dana Ortiz",
            submitted_by_id=writer.id,
            submitted_at=NOW,
        )
    )
    session.add(proposal)
    session.flush()
    return proposal


def a_scene(
    session: Session, *, total: Decimal = Decimal(24_000), content: dict[str, Any] | None = None, **values: Any
) -> Scene:
    """A proposal in review that asks for `total`; nobody is asked to review yet."""
    harbor = an_affiliate(session)
    coach = a_person(session, Role.COACH)
    enrollment = an_enrollment(session, Stage.IN_REVIEW, affiliate=harbor, coach_id=coach.id, **values)
    return Scene(
        enrollment=enrollment,
        proposal=a_submitted_proposal(session, enrollment, total=total, content=content),
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name=f"Dana Ortiz {harbor.id}"),
        coach=coach,
        reviewers=(a_person(session, Role.REVIEWER), a_person(session, Role.REVIEWER)),
        managers=(a_person(session, Role.PROGRAM_MANAGER), a_person(session, Role.PROGRAM_MANAGER)),
        finance=(a_person(session, Role.FINANCE_OFFICER), a_person(session, Role.FINANCE_OFFICER)),
    )


def seats_of(session: Session, scene: Scene) -> list[Review]:
    """Both reviewers are asked."""
    return assign_reviewers(
        scene.proposal,
        reviewer_ids=[person.id for person in scene.reviewers],
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
    )


def every_score(anchor_percent: int, why: str = "Shown in section one.") -> list[ScoreAnswer]:
    return [ScoreAnswer(criterion.id, anchor_percent, why) for criterion in CRITERIA]


def score(session: Session, review: Review, scores: Sequence[ScoreAnswer]) -> None:
    """Declare, score and file, as the reviewer of the seat."""
    actor = as_actor(review.reviewer)
    declare_no_conflict(review, session=session, actor=actor, now=NOW)
    session.flush()
    save_scores(
        review,
        scores=scores,
        strengths="Clear figures.",
        questions="Who teaches in July?",
        edition=edition_of(review),
        session=session,
        actor=actor,
    )
    finish_review(review, session=session, actor=actor, now=NOW)
    session.flush()


def reviewed(session: Session, scene: Scene, anchors: Sequence[int] = (75, 75)) -> Scene:
    """Both reviewers have filed, each with the same anchor for every criterion."""
    for review, anchor_percent in zip(seats_of(session, scene), anchors, strict=True):
        score(session, review, every_score(anchor_percent))
    return scene


def awarded(
    session: Session, scene: Scene, *, amount: Decimal = Decimal(24_000), starts_on: date = date(2026, 4, 1)
) -> Award:
    """Reviewed and approved by the first manager."""
    reviewed(session, scene)
    award = approve_proposal(
        scene.proposal,
        amount=amount,
        starts_on=starts_on,
        feedback="A clear plan. Congratulations.",
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
    )
    session.flush()
    return award


def an_agreement(session: Session, award: Award, *, digest: str = "a" * 64, made_at: datetime = NOW) -> Document:
    """The agreement as the worker would have made it."""
    document = Document(
        kind=AGREEMENT,
        enrollment_id=award.enrollment_id,
        subject_id=award.id,
        title=f"Grant agreement {award.number}",
        file_name=f"agreement-{award.number}.docx",
        digest=digest,
        file_sha256=digest,
        size=48_000,
        made_at=made_at,
    )
    session.add(document)
    session.flush()
    return document


def sign(session: Session, award: Award, document: Document, side: Side, signer: User) -> None:
    sign_document(
        AGREEMENT,
        award,
        side=side,
        seen_sha256=document.file_sha256,
        typed_name=signer.name,
        address="127.0.0.1",
        session=session,
        actor=as_actor(signer),
        now=NOW,
    )
    session.flush()


def reasons_not_to_sign(session: Session, award: Award, side: Side, signer: User) -> list[Reason]:
    """Every reason against this signature under the agreement as it stands."""
    document = find_file_of(session, AGREEMENT, award)
    signed = list_signatures(session, document.id) if document is not None else []
    return list(why_not_sign(AGREEMENT, award, document, signed, side=side, actor=as_actor(signer), now=NOW))


def funded(session: Session, scene: Scene, **values: Any) -> Award:
    """Awarded, and the agreement signed by both sides."""
    award = awarded(session, scene, **values)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    return award
