"""Why somebody may not review a proposal, as one table of rules; each rule looks at many proposals at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.people.models import RoleAssignment, User
from workflows.proposals.models import Proposal
from workflows.proposals.partners.queries import list_insiders
from workflows.reviews.models import Review, ReviewState

Pair = tuple[int, int]  # proposal's id, person's id
Found = Iterator[tuple[Pair, str]]
Against = Mapping[Pair, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason: `find` gives the pairs of proposal and person it speaks against, each with its sentence.

    A rule costs the same number of queries for one proposal as for thirty.
    """

    name: str
    find: Callable[[Session, Sequence[Proposal], Sequence[User]], Found]


def _seats(session: Session, proposals: Sequence[Proposal], _people: Sequence[User]) -> Found:
    seats = select(Review.proposal_id, Review.reviewer_id, Review.state)
    wanted = [proposal.id for proposal in proposals]
    for proposal_id, person_id, state in session.execute(seats.where(Review.proposal_id.in_(wanted))):
        yield (proposal_id, person_id), STEPPED_ASIDE if state is ReviewState.RECUSED else REVIEWS_ALREADY


def _coaches(_session: Session, proposals: Sequence[Proposal], _people: Sequence[User]) -> Found:
    for proposal in proposals:
        if proposal.enrollment.coach_id is not None:
            yield (proposal.id, proposal.enrollment.coach_id), COACHES


def _own_people(session: Session, proposals: Sequence[Proposal], people: Sequence[User]) -> Found:
    held = select(RoleAssignment.user_id, RoleAssignment.affiliate_id).where(
        RoleAssignment.user_id.in_([person.id for person in people]),
        RoleAssignment.affiliate_id.in_({p.enrollment.affiliate_id for p in proposals}),
        RoleAssignment.ended_at.is_(None),
    )
    works_at = {(affiliate_id, user_id) for user_id, affiliate_id in session.execute(held)}
    for proposal in proposals:
        for person in people:
            if (proposal.enrollment.affiliate_id, person.id) in works_at:
                yield (proposal.id, person.id), f"Works at {proposal.enrollment.affiliate.name}."


def _partners(session: Session, proposals: Sequence[Proposal], people: Sequence[User]) -> Found:
    """Whoever works at a partner of the proposal, or coaches one."""
    insiders = list_insiders(session, proposals)
    wanted = {insider.affiliate_id for insider in insiders}
    held = select(RoleAssignment.user_id, RoleAssignment.affiliate_id).where(
        RoleAssignment.user_id.in_([person.id for person in people]),
        RoleAssignment.affiliate_id.in_(wanted),
        RoleAssignment.ended_at.is_(None),
    )
    works_at = {(affiliate_id, user_id) for user_id, affiliate_id in session.execute(held)}
    for insider in insiders:
        for person in people:
            if person.id in insider.coach_ids:
                yield (insider.proposal_id, person.id), f"Coaches {insider.name}, a partner in this proposal."
            if (insider.affiliate_id, person.id) in works_at:
                yield (insider.proposal_id, person.id), f"Works at {insider.name}, a partner in this proposal."


COACHES = "Coaches this affiliate, so someone else scores its proposal."
REVIEWS_ALREADY = "Reviews this proposal already."
STEPPED_ASIDE = "Stepped aside for a conflict of interest."

RULES: tuple[Rule, ...] = (
    Rule("seat", _seats),
    Rule("coach", _coaches),
    Rule("own_people", _own_people),
    Rule("partner", _partners),
)


def find_conflicts(session: Session, proposals: Sequence[Proposal], people: Sequence[User]) -> Against:
    """Every sentence against each pair of proposal and person, in the order of the rules."""
    found: dict[Pair, dict[str, None]] = defaultdict(dict)
    for rule in RULES:
        for pair, sentence in rule.find(session, proposals, people):
            found[pair][sentence] = None
    return {pair: tuple(sentences) for pair, sentences in found.items()}
