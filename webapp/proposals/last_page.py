"""What the last page of a proposal says: what is missing, who presses and who certifies, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.proposals.outline import GapLink, Outline, gap_links, outline_of, saved_words
from workflows.errors import Reason
from workflows.lifecycle import why_not
from workflows.machine import Refused
from workflows.people.queries import names_of
from workflows.permissions import Actor, Permission, can
from workflows.proposals.answers import CERTIFICATION
from workflows.proposals.certifying import deadline_words, why_not_certify, why_not_hand_over
from workflows.proposals.completeness import all_gaps, gaps_by_section
from workflows.proposals.deadlines.models import DeadlineExtension, ExtensionRequest
from workflows.proposals.deadlines.queries import find_latest_extension, find_open_request
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.snapshot import content_of, digest_of_written
from workflows.proposals.team import list_team, named


@dataclass(frozen=True, slots=True)
class LastPage:
    """Ready to show. `reasons` go with the button that this person has; `names` are people by id."""

    gaps: list[GapLink]
    reasons: list[Reason]
    is_ready: bool
    is_alone: bool
    certifies: bool
    directors: str
    deadline: str
    is_closed: bool
    extension: DeadlineExtension | None
    waiting: ExtensionRequest | None
    names: dict[int, str]
    content: dict[str, Any]
    certification: str
    digest: str
    outline: Outline
    saved: str
    due_at: datetime


def last_page(
    session: Session, proposal: Proposal, *, actor: Actor, now: datetime, zone: str, refused: Refused | None
) -> LastPage:
    """Everything once, with a constant number of queries; `refused` is what the last press heard."""
    team, is_ready = list_team(session, proposal, now=now), proposal.state is ProposalState.READY
    certifies = can(actor, Permission.SUBMIT_PROPOSAL, proposal)
    of_sections, content = gaps_by_section(proposal), content_of(proposal)
    gaps = all_gaps(proposal, of_sections)
    said = refused.reasons if refused is not None else ()
    if is_ready:
        against = why_not_certify(proposal, team, actor=actor) if certifies else ()
        year = why_not(proposal.enrollment, "submit_proposal", actor=actor, now=now) if certifies else ()
        reasons = (*against, *year)
    else:
        reasons = why_not_hand_over(proposal, team, actor=actor, now=now, gaps=gaps)
    people = {person for person in (proposal.handed_over_by_id, proposal.sent_back_by_id) if person is not None}
    others = [reason for reason in dict.fromkeys((*said, *reasons)) if reason not in gaps]
    return LastPage(
        gaps=gap_links(proposal, gaps),
        reasons=others,
        is_ready=is_ready,
        is_alone=team.is_alone(actor),
        certifies=certifies,
        directors=named(team.certifiers(but=proposal.handed_over_by_id)),
        deadline=deadline_words(proposal, now=now),
        is_closed=any(reason.where == "deadline" for reason in others),
        extension=find_latest_extension(session, proposal.enrollment),
        waiting=find_open_request(session, proposal.enrollment_id),
        names=names_of(session, people),
        content=content,
        certification=CERTIFICATION,
        digest=proposal.handed_over_digest if is_ready else digest_of_written(content),
        outline=outline_of(proposal, gaps=of_sections),
        saved=saved_words(proposal, "story", zone=zone, now=now),
        due_at=proposal.enrollment.proposal_due_at,
    )
