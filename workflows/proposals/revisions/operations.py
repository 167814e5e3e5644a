"""Changes are asked for by section, and answered one by one."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.answers import CHANGE_ANSWER_MAX, CHANGE_WORDS_MAX
from workflows.proposals.revisions.asked import list_asked, titles_of
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.writing import hold, why_not_write


def check_requests(proposal: Proposal, requests: Mapping[str, str]) -> dict[str, str]:
    """Section → trimmed words, in the order of the form; raises DomainError, each reason at «words_section»."""
    titles = titles_of(proposal)
    reasons = [
        Reason("This proposal has no such section.", "") for name in requests if not titles.get(name) or not name
    ]
    if not requests:
        reasons.append(Reason("Choose at least one section, and say there what to change."))
    for name, words in requests.items():
        if not words.strip():
            reasons.append(Reason(f"Say what to change in “{titles.get(name, name)}”.", f"words_{name}"))
        elif len(words) > CHANGE_WORDS_MAX:
            reasons.append(Reason(f"At most {CHANGE_WORDS_MAX:,} characters. Shorten it a little.", f"words_{name}"))
    if reasons:
        raise DomainError(*reasons)
    return {name: requests[name].strip() for name in titles if name in requests}


def add_requests(
    proposal: Proposal, requests: Mapping[str, str], *, session: Session, actor: Actor, now: datetime
) -> list[ChangeRequest]:
    """One row for each section of the newest version; only these sections open. The caller has decided it."""
    assert actor.id is not None
    number = proposal.snapshots[-1].number
    rows = [
        ChangeRequest(
            proposal=proposal,
            snapshot_number=number,
            section=section,
            words=words,
            asked_by_id=actor.id,
            asked_at=now,
            answer="",
        )
        for section, words in requests.items()
    ]
    session.add_all(rows)
    return rows


def answer_request(
    row: ChangeRequest, *, answer: str, expected_version: int, session: Session, actor: Actor, now: datetime
) -> ChangeRequest:
    """Keep what the affiliate did about one request; empty is a draft's right, and a gap at submit.

    Raises Refused while its section is closed, Stale when somebody saved another answer since.
    """
    proposal = row.proposal
    hold(proposal, session=session)
    reasons = why_not_write(proposal, row.section, actor=actor)
    if not reasons and row not in list_asked(proposal):
        reasons = (Reason("This was asked about an earlier version, so its answer stays as it is."),)
    if reasons:
        raise Refused(*reasons)
    if len(answer) > CHANGE_ANSWER_MAX:
        raise DomainError(Reason(f"At most {CHANGE_ANSWER_MAX:,} characters. Shorten it a little.", "answer"))
    session.refresh(row)
    if row.answer == answer.strip():
        return row
    if row.version != expected_version:
        raise Stale(mine={"What you did": answer}, theirs={"What you did": row.answer})
    row.answer = answer.strip()
    row.answered_by_id, row.answered_at = actor.id, now
    return row
