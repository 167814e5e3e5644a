"""How a partner answers: the director of an affiliate in the application, an organization through its signed link."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.machine import Refused
from workflows.permissions import PROGRAM, Actor, Permission, require
from workflows.proposals.partners.answers import GivenAnswer
from workflows.proposals.partners.lifecycle import PARTNERSHIP
from workflows.proposals.partners.models import Partner, PartnerAnswer, PartnerState
from workflows.proposals.partners.operations import tell
from workflows.proposals.partners.queries import Partnership
from workflows.stages import TERMINAL


class PromiseChanged(Stale):
    """The words were changed while the partner read them; they are shown again."""

    def __str__(self) -> str:
        return "These words were changed while you were reading. Please read them again, then answer."


def why_not_answer(partner: Partner) -> tuple[Reason, ...]:
    """Why the partner cannot answer now; empty while it can."""
    lead = partner.proposal.enrollment
    if partner.state is PartnerState.WITHDRAWN:
        return (Reason(f"{lead.affiliate.name} goes on without this partnership. There is nothing to answer."),)
    if lead.stage in TERMINAL:
        return (Reason(f"The year of {lead.affiliate.name} is over, so this stays as it is."),)
    if partner.state is PartnerState.NAMED:
        return (Reason(f"{lead.affiliate.name} has not asked yet. A message comes when it does."),)
    return ()


def answer_as_affiliate(
    partnership: Partnership, given: GivenAnswer, *, session: Session, actor: Actor, now: datetime
) -> PartnerAnswer:
    """The director's yes or no for the affiliate. Raises Forbidden for anybody else."""
    require(actor, Permission.ANSWER_PARTNERSHIP, partnership)
    _hold(partnership.partner, session=session)
    return _answer(partnership.partner, given, session=session, actor=actor, now=now)


def answer_by_link(
    partner: Partner, given: GivenAnswer, *, asked_round: int, session: Session, now: datetime
) -> PartnerAnswer:
    """The organization's yes or no; `asked_round` is the number that its link carries."""
    _hold(partner, session=session)
    if is_over(partner, asked_round):
        raise Refused("This link does not work any more. Ask who sent it to you for a new one.")
    return _answer(partner, given, session=session, actor=None, now=now)


def is_over(partner: Partner, asked_round: int) -> bool:
    """Whether a link with this number ended: asked anew since, or no longer a partner by link."""
    return partner.round != asked_round or partner.affiliate_id is not None or partner.state is PartnerState.WITHDRAWN


def _hold(partner: Partner, *, session: Session) -> None:
    """In the order of the lead's writers: first the year, then the partner."""
    lock(session, partner.proposal.enrollment)
    lock(session, partner)


def _answer(
    partner: Partner, given: GivenAnswer, *, session: Session, actor: Actor | None, now: datetime
) -> PartnerAnswer:
    """Keep the answer with the words as they are. The same answer to the same words a second time is the first one."""
    reasons = why_not_answer(partner)
    if reasons:
        raise Refused(*reasons)
    wanted = PartnerState.CONFIRMED if given.confirms else PartnerState.DECLINED
    last = partner.last_answer
    if partner.state is wanted and last is not None:
        return last
    if given.confirms and given.shown_sha256 != partner.text_sha256:
        raise PromiseChanged
    row = PARTNERSHIP.move(partner, "confirm" if given.confirms else "decline", actor=PROGRAM, now=now)
    answer = PartnerAnswer(
        confirms=given.confirms,
        typed_name=given.typed_name,
        note=given.note,
        text=partner.text,
        at=now,
        given_by_id=actor.id if actor is not None else None,
    )
    partner.answers.append(answer)
    tell(partner, row.announces, session=session, actor=actor, now=now, note=given.note)
    return answer
