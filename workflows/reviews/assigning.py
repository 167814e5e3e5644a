"""Who is asked to review: one proposal by hand, a whole cohort at once, and how many one person takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.errors import Reason
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.proposals.models import Proposal
from workflows.reviews.candidates import Candidate, Person, list_candidates, list_to_assign, standing_of, why_no_room
from workflows.reviews.conflicts import REVIEWS_ALREADY, Pair
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Review, ReviewerLimit, ReviewState
from workflows.reviews.rubric import VERSION
from workflows.stages import Stage


def why_not_assign(proposal: Proposal) -> tuple[Reason, ...]:
    """Why nobody can be asked to review this proposal now; empty when it is in review."""
    if proposal.enrollment.stage is Stage.IN_REVIEW:
        return ()
    return (Reason("Reviewers are asked while the proposal is in review."),)


def active_seats(proposal: Proposal) -> int:
    """How many people review it, without those who stepped aside."""
    return sum(review.state is not ReviewState.RECUSED for review in proposal.reviews)


def assign_reviewers(
    proposal: Proposal,
    *,
    reviewer_ids: Sequence[int],
    session: Session,
    actor: Actor,
    now: datetime,
    seats_seen: int | None = None,
) -> list[Review]:
    """A seat for each person, announced to them; refuses all of them when one may not review.

    With `seats_seen`, also when others were asked since the page showed so many.
    """
    require(actor, Permission.ASSIGN_REVIEWERS, proposal)
    _lock_all(session, proposal.enrollment.cohort, [proposal])
    candidates = {c.person.id: c for c in list_candidates(session, proposal, now=now)}
    people = list(dict.fromkeys(reviewer_ids))
    reasons = [*why_not_assign(proposal), *_reasons_against(people, candidates)]
    if not reasons and seats_seen is not None and seats_seen != active_seats(proposal):
        reasons = [Reason("Somebody asked reviewers while you were choosing. Look who reads it now.", "reviewers")]
    if reasons:
        raise Refused(*reasons)
    return _seat(proposal, [candidates[who].person.id for who in people], session=session, actor=actor, now=now)


def _reasons_against(reviewer_ids: Sequence[int], candidates: Mapping[int, Candidate]) -> list[Reason]:
    if not reviewer_ids:
        return [Reason("Choose at least one reviewer.", "reviewers")]
    against = []
    for person_id in reviewer_ids:
        found = candidates.get(person_id)
        if found is None:
            against.append(Reason("Only people with the reviewer role can review.", "reviewers"))
        else:
            against += [Reason(f"{found.person.name}: {reason}", "reviewers") for reason in found.reasons]
    return against


def assign_in_bulk(
    cohort: Cohort, *, pairs: Sequence[Pair], session: Session, actor: Actor, now: datetime
) -> list[Review]:
    """A seat for each pair of proposal and person, all or none; pairs that are seated already change nothing.

    Raises Refused with every reason: a conflict, a limit, more readers than the cohort asks for, not in review.
    """
    require(actor, Permission.ASSIGN_REVIEWERS)
    lock(session, cohort)
    chosen = sorted(set(pairs))
    wanted = {proposal_id for proposal_id, _ in chosen}
    proposals = sorted((p for p in list_to_assign(session, cohort, actor) if p.id in wanted), key=lambda p: p.id)
    _lock_all(session, cohort, proposals)
    standing = standing_of(session, proposals, cohort, now=now)
    people = {person.user.id: person for person in standing.people}
    by_id = {proposal.id: proposal for proposal in proposals}
    fresh = [pair for pair in chosen if REVIEWS_ALREADY not in standing.against.get(pair, ())]
    reasons = _reasons_against_pairs(fresh, by_id, people, standing.against)
    for proposal in proposals:
        asked = [person for of, person in fresh if of == proposal.id]
        reasons += why_not_assign(proposal)
        if len(asked) > standing.seats_of(proposal):
            reasons.append(Reason(f"{proposal.enrollment.affiliate.name}: it has its reviewers by now."))
    if not chosen:
        reasons.append(Reason("Choose at least one reviewer."))
    if reasons:
        raise Refused(*dict.fromkeys(reasons))
    return [
        seat
        for proposal in proposals
        for seat in _seat(
            proposal, [who for of, who in fresh if of == proposal.id], session=session, actor=actor, now=now
        )
    ]


def _reasons_against_pairs(
    pairs: Sequence[Pair],
    proposals: Mapping[int, Proposal],
    people: Mapping[int, Person],
    against: Mapping[Pair, tuple[str, ...]],
) -> list[Reason]:
    reasons = []
    for proposal_id, person_id in pairs:
        proposal, person = proposals.get(proposal_id), people.get(person_id)
        if proposal is None:
            reasons.append(Reason("One of the proposals is not in review any more."))
        elif person is None:
            reasons.append(Reason("Only people with the reviewer role can review."))
        else:
            where = f"{person.user.name}, {proposal.enrollment.affiliate.name}"
            reasons += [Reason(f"{where}: {s}") for s in against.get((proposal_id, person_id), ())]
    for person_id in sorted({who for _, who in pairs} & set(people)):
        person = people[person_id]
        if person.room is not None and sum(who == person_id for _, who in pairs) > person.room:
            told = why_no_room(person) or (f"Takes at most {person.limit} reviews in this cohort.",)
            reasons += [Reason(f"{person.user.name}: {sentence}") for sentence in told]
    return reasons


def _lock_all(session: Session, cohort: Cohort, proposals: Sequence[Proposal]) -> None:
    """The cohort, then each enrollment with its proposal in the order of their numbers, as everyone who locks both."""
    lock(session, cohort)
    for proposal in proposals:
        lock(session, proposal.enrollment)
        lock(session, proposal)


def _seat(proposal: Proposal, people: Sequence[int], *, session: Session, actor: Actor, now: datetime) -> list[Review]:
    assert actor.id is not None
    cohort = proposal.enrollment.cohort
    if cohort.rubric_version is None:
        cohort.rubric_version = VERSION
    seats = [
        Review(
            proposal=proposal,
            reviewer_id=person_id,
            assigned_by_id=actor.id,
            assigned_at=now,
            state=REVIEW.initial,
            rubric=cohort.rubric_version,
            is_tie_break=proposal.enrollment.tie_break_since is not None,
        )
        for person_id in people
    ]
    session.add_all(seats)
    session.flush()  # the announcement names the seat by its number
    for seat in seats:
        announce(
            session,
            "reviewer_assigned",
            now=now,
            actor_id=actor.id,
            enrollment_id=proposal.enrollment_id,
            subject_id=seat.id,
            reviewer=seat.reviewer.name,
        )
    return seats


def set_limits(cohort: Cohort, *, limits: Mapping[int, int | None], session: Session, actor: Actor) -> None:
    """How many proposals of this cohort each person reviews at most; None takes the limit away.

    A limit below what somebody holds already asks nobody else to leave: it only keeps new seats from them.
    """
    require(actor, Permission.ASSIGN_REVIEWERS)
    lock(session, cohort)
    kept = {row.reviewer_id: row for row in session.scalars(select(ReviewerLimit).filter_by(cohort_id=cohort.id))}
    for person_id, at_most in limits.items():
        row = kept.get(person_id)
        if at_most is None and row is not None:
            session.delete(row)
        elif at_most is not None and row is not None:
            row.at_most = at_most
        elif at_most is not None:
            session.add(ReviewerLimit(cohort_id=cohort.id, reviewer_id=person_id, at_most=at_most))
