"""The partners of a proposal: who stands, what is missing, how a snapshot names them, and what changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.errors import Reason
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.papers.content import file_content
from workflows.proposals.partners.models import Partner, PartnerState


def standing(proposal: Proposal) -> tuple[Partner, ...]:
    """The partners that the lead still names, in the order they were named."""
    return tuple(partner for partner in proposal.partners if partner.state is not PartnerState.WITHDRAWN)


def partner_gaps(proposal: Proposal) -> list[Reason]:
    """What the cohort's rules ask for and is not there; `where` is the partner, or the section."""
    cohort, confirmed = proposal.enrollment.cohort, [p for p in standing(proposal) if p.is_confirmed]
    gaps = []
    if cohort.requires_partner and not confirmed:
        gaps.append(Reason(_no_partner(proposal), "partners"))
    if cohort.requires_papers:
        gaps += [
            Reason(f"This cohort asks for a letter of each partner; {partner.name} has none yet.", _place(partner))
            for partner in confirmed
            if partner.letter is None
        ]
    return gaps


def _no_partner(proposal: Proposal) -> str:
    asks = "This cohort asks for a partner that has confirmed."
    partners = standing(proposal)
    asked = [partner.name for partner in partners if partner.state is PartnerState.ASKED]
    if asked:
        return f"{asks} {' and '.join(asked)} did not answer yet. Give them a call, or ask once more under Partners."
    if partners:
        return f"{asks} Ask {partners[0].name} to confirm, or name another one under Partners."
    return f"{asks} Name one under Partners, and ask it to confirm."


def _place(partner: Partner) -> str:
    return f"partners.partner-{partner.id}"


def partners_content(proposal: Proposal) -> list[dict[str, Any]]:
    """Each standing partner as plain values: id, name, is_affiliate, role, contribution, commitment, state,
    state_shown, confirmed_by, confirmed_at (ISO or None), by_letter, letter (see `file_content`, or None)."""
    return [_content(partner) for partner in standing(proposal)]


def _content(partner: Partner) -> dict[str, Any]:
    answer = partner.last_answer if partner.is_confirmed else None
    return {
        "id": partner.id,
        "name": partner.name,
        "is_affiliate": partner.affiliate_id is not None,
        "role": partner.role_shown,
        "contribution": partner.contribution,
        "commitment": partner.commitment,
        "state": partner.state.value,
        "state_shown": partner.state.label,
        "confirmed_by": answer.typed_name if answer else "",
        "confirmed_at": answer.at.isoformat() if answer else None,
        "by_letter": answer is not None and answer.by_letter,
        "letter": file_content(partner.letter) if partner.letter is not None else None,
    }


@dataclass(frozen=True, slots=True)
class Since:
    """A partnership that is not any more what the submitted version says."""

    name: str
    was: str
    state: PartnerState
    at: datetime | None
    note: str


def changes_since(snapshot: ProposalSnapshot, proposal: Proposal) -> tuple[Since, ...]:
    """What became of the partners that the version names; empty while all of it still holds."""
    return tuple(_changes(snapshot.content.get("partners", ()), {partner.id: partner for partner in proposal.partners}))


def _changes(named: list[dict[str, Any]], now: dict[int, Partner]) -> Iterator[Since]:
    for row in named:
        partner = now.get(row["id"])
        if partner is None or partner.state.value == row["state"]:
            continue
        answer = partner.last_answer if partner.state in (PartnerState.CONFIRMED, PartnerState.DECLINED) else None
        yield Since(
            row["name"], row["state_shown"], partner.state, answer.at if answer else None, answer.note if answer else ""
        )
