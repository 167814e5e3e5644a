"""Who could review which proposals: everyone with the reviewer role, with their load, limit and what speaks against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Actor, Permission, Role
from workflows.proposals.models import Proposal
from workflows.reviews.conflicts import Against, find_conflicts
from workflows.reviews.listing import OPEN
from workflows.reviews.models import Review, ReviewerLimit, ReviewState
from workflows.reviews.suggesting import Assignment, Reader, Wanted, suggest
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the reviewer role: reviews open with them anywhere, seats in this cohort, and their limit there."""

    user: User
    load: int
    here: int
    limit: int | None

    @property
    def room(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.here)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything an assignment in one cohort depends on. `people` stand by load, then by name."""

    proposals: tuple[Proposal, ...]
    people: tuple[Person, ...]
    against: Against

    def seats_of(self, proposal: Proposal) -> int:
        """How many more reviewers the proposal needs; the third one counts while it is awaited."""
        active = [r for r in proposal.reviews if r.state is not ReviewState.RECUSED]
        enrollment = proposal.enrollment
        missing = max(0, enrollment.cohort.minimum_reviews - len(active))
        waits = enrollment.tie_break_since is not None and not any(r.is_tie_break and r.state in OPEN for r in active)
        return max(missing, int(waits))

    def suggest_for(self, proposal_ids: Sequence[int]) -> Assignment:
        """The fairest way to fill the free seats of these proposals."""
        chosen = [p for p in self.proposals if p.id in set(proposal_ids)]
        wanted = [Wanted(p.id, self._against(p)) for p in chosen]
        readers = [Reader(person.user.id, person.load, person.room) for person in self.people]
        return suggest(wanted, readers, {p.id: self.seats_of(p) for p in chosen})

    def _against(self, proposal: Proposal) -> dict[int, str]:
        return {who: " ".join(sentences) for (of, who), sentences in self.against.items() if of == proposal.id}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with the reviewer role: how many reviews are open with them, and why they may not take this one."""

    person: User
    load: int
    reasons: tuple[str, ...]


def standing_of(session: Session, proposals: Sequence[Proposal], cohort: Cohort, *, now: datetime) -> Standing:
    """For proposals of one cohort that are loaded with their reviews; the number of queries does not depend on them."""
    people = _with_loads(session, cohort, now=now)
    against = find_conflicts(session, proposals, [person.user for person in people])
    return Standing(tuple(proposals), people, against)


def list_candidates(session: Session, proposal: Proposal, *, now: datetime) -> Sequence[Candidate]:
    """Everyone with the reviewer role, the least loaded first; those who may not review stand last, with the reason."""
    standing = standing_of(session, [proposal], proposal.enrollment.cohort, now=now)
    found = [
        Candidate(p.user, p.load, (*standing.against.get((proposal.id, p.user.id), ()), *why_no_room(p)))
        for p in standing.people
    ]
    return sorted(found, key=lambda c: bool(c.reasons))


def why_no_room(person: Person) -> tuple[str, ...]:
    if person.room is None or person.room > 0:
        return ()
    return (f"Has {person.here} of at most {person.limit} reviews in this cohort.",)


def list_to_assign(session: Session, cohort: Cohort, actor: Actor) -> Sequence[Proposal]:
    """The cohort's proposals in review, by affiliate, with title and reviews."""
    rows = (
        select(Proposal)
        .join(Proposal.enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.stage == Stage.IN_REVIEW,
            visible_to(actor, Permission.ASSIGN_REVIEWERS),
        )
        .options(
            joinedload(Proposal.enrollment, innerjoin=True),
            selectinload(Proposal.sections),
            selectinload(Proposal.reviews).joinedload(Review.reviewer, innerjoin=True),
        )
    )
    found = session.scalars(rows).unique().all()
    return sorted(found, key=lambda p: (p.enrollment.affiliate.name, p.id))


def _with_loads(session: Session, cohort: Cohort, *, now: datetime) -> tuple[Person, ...]:
    holds = select(RoleAssignment.user_id).where(
        RoleAssignment.role == Role.REVIEWER,
        RoleAssignment.ended_at.is_(None),
        RoleAssignment.expires_at.is_(None) | (RoleAssignment.expires_at > now),
    )
    users = session.scalars(select(User).where(User.id.in_(holds), User.is_active)).all()
    counted = select(Review.reviewer_id, func.count(Review.id)).group_by(Review.reviewer_id)
    loads = _numbers(session.execute(counted.where(Review.state.in_(OPEN))).all())
    in_cohort = (
        counted.join(Proposal, Proposal.id == Review.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .where(Enrollment.cohort_id == cohort.id, Review.state != ReviewState.RECUSED)
    )
    here = _numbers(session.execute(in_cohort).all())
    agreed = select(ReviewerLimit.reviewer_id, ReviewerLimit.at_most).where(ReviewerLimit.cohort_id == cohort.id)
    limits = _numbers(session.execute(agreed).all())
    people = [Person(user, loads.get(user.id, 0), here.get(user.id, 0), limits.get(user.id)) for user in users]
    return tuple(sorted(people, key=lambda p: (p.load, p.user.name, p.user.id)))


def _numbers(rows: Sequence[Any]) -> Mapping[int, int]:
    return {row[0]: row[1] for row in rows}
