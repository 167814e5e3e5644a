"""The messages about partners of a proposal: to who is asked, to the lead, and to the national office."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, Recipients, affiliate, holders, national
from workflows.notifications.still import Still
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.partners.models import Partner, PartnerState


def partners_directors(occasion: Occasion, session: Session) -> Sequence[User]:
    """The directors of the affiliate that is asked; nobody for an organization, which gets a letter."""
    asked = occasion.subject.affiliate_id
    if asked is None:
        return []
    return holders(session, (Role.AFFILIATE_DIRECTOR,), affiliate_id=asked, at=occasion.event.at)


def _is(*states: PartnerState) -> Still:
    return lambda occasion: occasion.subject.state in states


def _left_after_submission(occasion: Occasion) -> bool:
    """The submitted version names the partner as one who is asked or confirmed, and it is none any more."""
    partner = occasion.subject
    if partner.state not in (PartnerState.DECLINED, PartnerState.WITHDRAWN) or not partner.proposal.snapshots:
        return False
    return any(row["id"] == partner.id for row in partner.proposal.snapshots[-1].content.get("partners", ()))


_LEADERS: Recipients = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_PARTNERSHIP = "/proposals/partnerships/{about.id}"
_PROPOSAL = "/proposals/{about.proposal_id}"

PARTNER_MESSAGES = (
    Message("partner_asked", Partner, partners_directors, _is(PartnerState.ASKED), _PARTNERSHIP,
        subject="{affiliate} asks you to be a partner",
        text="{affiliate} writes a proposal for {cohort} and would like to name {about.name} as a partner. Read what "
        "the project is and what you would bring, then confirm or decline for your organization; a no is fine, too:"
        "\n\n{link}"),
    Message("partner_answered", Partner, _LEADERS, _is(PartnerState.CONFIRMED, PartnerState.DECLINED), _PROPOSAL,
        subject="{about.name} answered about the partnership",
        text="There is an answer of {about.name} to your question whether it is a partner in your proposal. Read it "
        "here:\n\n{link}"),
    Message("partner_released", Partner, partners_directors, _is(PartnerState.WITHDRAWN), _PARTNERSHIP,
        subject="{affiliate} goes on without this partnership",
        text="{affiliate} does not name {about.name} as a partner in its proposal any more. There is nothing for you "
        "to do:\n\n{link}"),
    Message("partner_left", Partner, national(Role.PROGRAM_MANAGER), _left_after_submission, _PROPOSAL,
        subject="{affiliate}: a partner left after the proposal was submitted",
        text="{about.name} is no longer a partner in the proposal that {affiliate} submitted. The submitted version "
        "stays as it is; you see beside it what changed since:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
