"""What happens to a proposal as a whole: it is started, and certified, which submits it."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.lifecycle import LIFECYCLE, proposals_are_open, training_is_complete
from workflows.machine import Refused
from workflows.people.queries import names_of
from workflows.permissions import Actor, Permission, why_cannot
from workflows.proposals.answers import SECTIONS
from workflows.proposals.certifying import forget_handing_over, hand_to_the_director, why_not_certify
from workflows.proposals.form import offers_short_form
from workflows.proposals.lifecycle import OPEN_TO_WRITING, PROPOSAL_STATES
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.proposals.queries import find_proposal_of, get_proposal
from workflows.proposals.snapshot import Hand, sealed
from workflows.proposals.team import list_team
from workflows.proposals.writing import empty_section, hold, hold_open
from workflows.stages import Stage


def why_not_start(enrollment: Enrollment, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against starting a proposal now; empty when it may begin."""
    answers: list[Reason | None] = [why_cannot(actor, Permission.WRITE_PROPOSAL, enrollment)]
    if enrollment.stage is not Stage.PROPOSING:
        other = Reason(f"A proposal starts in the stage proposing; now it is {enrollment.stage.label.lower()}.")
        answers.append(training_is_complete(enrollment, now) or other)
    answers.append(proposals_are_open(enrollment, now))
    return tuple(answer for answer in answers if answer is not None)


def start_proposal(
    enrollment: Enrollment, *, is_short: bool = False, session: Session, actor: Actor, now: datetime
) -> Proposal:
    """The enrollment's one proposal, with its empty sections, under the cohort's framework of today.

    `is_short` declares that it asks for little, and so gets the short form.

    Asking again gives the same proposal. Raises Refused with the open sessions before the training is complete.
    """
    session.refresh(enrollment, ["stage", "version"], with_for_update=True)  # two first clicks wait for each other
    started = find_proposal_of(session, enrollment.id)
    if started is not None:
        return started
    reasons = why_not_start(enrollment, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    proposal = Proposal(
        enrollment=enrollment,
        framework_id=enrollment.cohort.framework_id,
        state=ProposalState.DRAFT,
        started_at=now,
        wants_short_form=is_short and offers_short_form(enrollment.cohort),
    )
    proposal.sections = [empty_section(section.name, actor=actor, now=now) for section in SECTIONS]
    session.add(proposal)
    session.flush()  # the caller's next page is named by the key
    return proposal


def switch_form(proposal: Proposal, *, is_short: bool, session: Session, actor: Actor) -> None:
    """Go on in the short or the long form; what the other one asks is kept. Raises Refused when nothing is open."""
    hold_open(proposal, "", session=session, actor=actor)
    if is_short and not offers_short_form(proposal.enrollment.cohort):
        raise DomainError("Your cohort has no short form.")
    proposal.wants_short_form = is_short


def submit_proposal(
    proposal: Proposal, *, typed_name: str, session: Session, actor: Actor, now: datetime, seen: str = ""
) -> ProposalSnapshot:
    """Seal what was handed over under the director's certification, and move it and the year into review.

    Everything is checked once more on what the database holds, not on what the page showed; raises Refused with every
    gap. `seen` is the digest of what the director read. A second click finds the first one's snapshot and changes
    nothing. Whoever is alone at the affiliate presses and certifies in this one step.
    """
    hold(proposal, session=session)
    proposal = get_proposal(session, proposal.id, fresh=True)
    if proposal.state is ProposalState.SUBMITTED:
        return proposal.snapshots[-1]
    team = list_team(session, proposal, now=now)
    if proposal.state in OPEN_TO_WRITING and team.is_alone(actor):
        hand_to_the_director(proposal, actor=actor, now=now)
    reasons = why_not_certify(proposal, team, actor=actor, seen=seen)
    if reasons:
        year = LIFECYCLE.why_not(proposal.enrollment, "submit_proposal", actor=actor, now=now)
        raise Refused(*reasons, *(reason for reason in year if reason not in reasons))
    return _seal(proposal, typed_name=typed_name, session=session, actor=actor, now=now)


def _seal(proposal: Proposal, *, typed_name: str, session: Session, actor: Actor, now: datetime) -> ProposalSnapshot:
    """The year's own guards say no first; then snapshot, states and announcement are one transaction."""
    assert actor.id is not None and proposal.handed_over_by_id is not None
    enrollment, number = proposal.enrollment, len(proposal.snapshots) + 1
    pressed = names_of(session, {proposal.handed_over_by_id})
    with session.no_autoflush:  # stage and facts go to the database together
        advance(
            enrollment,
            "submit_proposal",
            session=session,
            actor=actor,
            now=now,
            subject_id=proposal.id,
            number=number,
        )
        enrollment.proposal_submitted_at = now
        PROPOSAL_STATES.move(proposal, "submit", actor=actor, now=now)
    snapshot = sealed(
        proposal,
        number=number,
        typed_name=typed_name,
        presser=Hand(proposal.handed_over_by_id, pressed[proposal.handed_over_by_id]),
        certifier=Hand(actor.id, actor.name),
        now=now,
    )
    proposal.submitted_at = now
    forget_handing_over(proposal)
    proposal.snapshots.append(snapshot)
    return snapshot
