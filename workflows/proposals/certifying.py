"""From the writers to the director and back: one person presses submit, another one certifies."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.clock import moment_in_words
from workflows.errors import DomainError, Reason
from workflows.lifecycle import proposals_are_open, training_is_complete
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot
from workflows.proposals.answers import SENT_BACK_MAX
from workflows.proposals.completeness import list_gaps
from workflows.proposals.lifecycle import OPEN_TO_WRITING, PROPOSAL_STATES
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.queries import get_proposal
from workflows.proposals.snapshot import written_digest
from workflows.proposals.team import Team, list_team, named
from workflows.proposals.writing import hold
from workflows.stages import Stage


def why_not_hand_over(
    proposal: Proposal, team: Team, *, actor: Actor, now: datetime, gaps: tuple[Reason, ...] | None = None
) -> tuple[Reason, ...]:
    """Every reason against handing it over now, with every gap at its place; empty when it may go to the director.

    `gaps` are those of the proposal where they are found already.
    """
    who = why_cannot(actor, Permission.WRITE_PROPOSAL, proposal)
    if who is not None:
        return (who,)
    if proposal.state is ProposalState.READY:
        return (Reason("It is handed over already and waits for the director."),)
    if proposal.state not in OPEN_TO_WRITING:
        return (Reason("The proposal was submitted already."),)
    enrollment = proposal.enrollment
    return tuple(
        reason
        for reason in (
            *_not_proposing(proposal, now),
            proposals_are_open(enrollment, now),
            _nobody_certifies(team, actor),
            *(list_gaps(proposal) if gaps is None else gaps),
        )
        if reason is not None
    )


def _not_proposing(proposal: Proposal, now: datetime) -> tuple[Reason, ...]:
    enrollment = proposal.enrollment
    untrained = training_is_complete(enrollment, now)
    if untrained is not None:
        return (untrained,)
    if enrollment.stage is Stage.PROPOSING:
        return ()
    return (Reason(f"A proposal is submitted in the stage proposing; now it is {enrollment.stage.label.lower()}."),)


def _nobody_certifies(team: Team, actor: Actor) -> Reason | None:
    """Whoever presses leaves somebody else to certify, unless nobody else is there at all."""
    if team.certifiers(but=actor.id):
        return None
    if not team.certifiers():
        return Reason(
            "Nobody at your affiliate has the role of director here, so nobody could certify. "
            "Ask the program manager to invite your director."
        )
    if team.is_alone(actor):
        return None
    return Reason(f"{named(team.others(actor.id))} can press submit, then you certify.")


def hand_over(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> Proposal:
    """Close a complete proposal to writing and put it before the director; raises Refused with every gap.

    A second click, also of a colleague, changes nothing.
    """
    hold(proposal, session=session)
    proposal = get_proposal(session, proposal.id, fresh=True)
    if proposal.state is ProposalState.READY and why_cannot(actor, Permission.WRITE_PROPOSAL, proposal) is None:
        return proposal
    reasons = why_not_hand_over(proposal, list_team(session, proposal, now=now), actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    hand_to_the_director(proposal, actor=actor, now=now)
    _announce(proposal, "proposal_handed_over", session=session, actor=actor, now=now)
    return proposal


def hand_to_the_director(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """Set the state and who, when and what; the caller has asked why not."""
    PROPOSAL_STATES.move(proposal, "hand_over", actor=actor, now=now)
    proposal.handed_over_at, proposal.handed_over_by_id = now, actor.id
    proposal.handed_over_digest = written_digest(proposal)
    proposal.clock_stopped_at = proposal.clock_stopped_at or now


def take_back(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> None:
    """Open it to writing again before the director has certified; the clock of the deadline runs again.

    Nothing happens when it is open already; raises Refused once it is submitted.
    """
    hold(proposal, session=session)
    session.refresh(proposal)
    if proposal.state in OPEN_TO_WRITING and why_cannot(actor, Permission.WRITE_PROPOSAL, proposal) is None:
        return
    if proposal.state not in (ProposalState.READY, *OPEN_TO_WRITING):
        raise Refused("The proposal is certified and submitted, so it cannot be taken back any more.")
    PROPOSAL_STATES.move(proposal, _back("take_back", proposal), actor=actor, now=now)
    forget_handing_over(proposal)
    _announce(proposal, "proposal_taken_back", session=session, actor=actor, now=now)


def send_back(proposal: Proposal, *, words: str, session: Session, actor: Actor, now: datetime) -> None:
    """The director opens it to writing again and says why; what came in time stays in time until the grace ends."""
    hold(proposal, session=session)
    session.refresh(proposal)
    if proposal.state is not ProposalState.READY:
        raise Refused(_not_handed_over(proposal))
    if len(words) > SENT_BACK_MAX:
        raise DomainError(Reason(f"At most {SENT_BACK_MAX:,} characters. Shorten it a little.", "note"))
    PROPOSAL_STATES.move(proposal, _back("send_back", proposal), actor=actor, now=now, note=words)
    presser_id, stopped_at = proposal.handed_over_by_id, proposal.clock_stopped_at
    assert presser_id is not None
    forget_handing_over(proposal)
    proposal.clock_stopped_at = stopped_at
    proposal.sent_back_at, proposal.sent_back_by_id, proposal.sent_back_because = now, actor.id, words.strip()
    _announce(proposal, "proposal_sent_back", session=session, actor=actor, now=now, presser_id=presser_id)


def forget_handing_over(proposal: Proposal) -> None:
    """Nobody has pressed submit: the clock runs, and no earlier word of the director is open."""
    proposal.handed_over_at = proposal.handed_over_by_id = proposal.clock_stopped_at = None
    proposal.handed_over_digest = ""
    proposal.sent_back_at = proposal.sent_back_by_id = None
    proposal.sent_back_because = ""


def why_not_certify(proposal: Proposal, team: Team, *, actor: Actor, seen: str = "") -> tuple[Reason, ...]:
    """Why this person cannot certify what was handed over: state, role, who pressed, and what was read.

    What the year asks besides (deadline, completeness) its own table says. `seen` is the digest that the page showed.
    """
    if proposal.state is not ProposalState.READY:
        return (_not_handed_over(proposal),)
    who = why_cannot(actor, Permission.SUBMIT_PROPOSAL, proposal)
    answers = (who, _pressed_it_too(proposal, team, actor), _is_another_text(proposal, seen))
    return tuple(answer for answer in answers if answer is not None)


def _not_handed_over(proposal: Proposal) -> Reason:
    if proposal.state in OPEN_TO_WRITING:
        return Reason("The proposal is open to writing, so there is nothing to certify. Somebody presses submit first.")
    return Reason("The proposal is submitted already.")


def _pressed_it_too(proposal: Proposal, team: Team, actor: Actor) -> Reason | None:
    """Two people, unless nobody else is there."""
    if proposal.handed_over_by_id != actor.id or team.is_alone(actor):
        return None
    others = team.certifiers(but=actor.id)
    if others:
        return Reason(f"You pressed submit, so another person certifies: {named(others)}.")
    can_press = named(team.others(actor.id))
    return Reason(
        "You pressed submit, so another person certifies. "
        f"Take it back: {can_press} can press submit, then you certify."
    )


def _is_another_text(proposal: Proposal, seen: str) -> Reason | None:
    if seen and seen != proposal.handed_over_digest:
        return Reason("The proposal was changed after you opened this page. Read it again, then certify.")
    if written_digest(proposal) != proposal.handed_over_digest:
        return Reason("What is in the proposal now is not what was handed over. Take it back and submit it again.")
    return None


def deadline_words(proposal: Proposal, *, now: datetime) -> str:
    """The deadline as a sentence with its zone, or what the stopped clock leaves."""
    enrollment = proposal.enrollment
    zone = enrollment.cohort.time_zone
    if enrollment.proposal_submitted_at is not None:
        return "It came in time once, so there is no deadline for the changes."
    until = moment_in_words(enrollment.proposal_grace_ends_at, zone)
    if proposal.state is ProposalState.READY:
        is_open = now <= enrollment.proposal_grace_ends_at
        return f"It can be certified until {until}." if is_open else f"The time to certify it ended on {until}."
    if proposal.clock_stopped_at is not None and enrollment.proposal_due_at < now <= enrollment.proposal_grace_ends_at:
        return f"It was handed over in time once, so it can be submitted again until {until}."
    due = moment_in_words(enrollment.proposal_due_at, zone)
    return f"It can be handed over until {due}." if now <= enrollment.proposal_due_at else f"The deadline was {due}."


def _back(name: str, proposal: Proposal) -> str:
    return name if proposal.submitted_at is None else f"{name}_changes"


def _announce(
    proposal: Proposal, name: str, *, session: Session, actor: Actor, now: datetime, **details: str | int
) -> None:
    announce(
        session,
        name,
        now=now,
        actor_id=actor.id,
        enrollment_id=proposal.enrollment_id,
        subject_id=proposal.id,
        note="",
        **details,
    )
