"""The gate that every writer of a proposal passes, one at a time; and what is kept of a section's answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from workflows.errors import DomainError, NotFound, Reason
from workflows.machine import Refused
from workflows.permissions import Actor, Permission, why_cannot
from workflows.proposals.answers import Kind
from workflows.proposals.checks import over_limits
from workflows.proposals.form import find_section
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal, ProposalSection, ProposalState
from workflows.proposals.revisions.asked import why_closed
from workflows.proposals.together.answers import NO_PAGE, Editor, Saved
from workflows.proposals.together.saving import save_part
from workflows.stages import Stage

WRITING_PAUSE = timedelta(minutes=5)  # a longer gap between two saves was no writing


def why_not_write(proposal: Proposal, part: str = "", *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against changing the draft; empty while it is open to writing.

    `part` is a section's name: while changes are made, only the sections that they are asked for in are open.
    """
    who = why_cannot(actor, Permission.WRITE_PROPOSAL, proposal)
    if who is not None:
        return (who,)
    if proposal.state is ProposalState.READY:
        return (Reason("The proposal waits for the director, so it stays as it is. Take it back to write on."),)
    if proposal.state not in OPEN_TO_WRITING:
        return (Reason("The proposal was submitted, so it stays as it is. It opens again if changes are asked for."),)
    if proposal.enrollment.stage is not Stage.PROPOSING:
        stage = proposal.enrollment.stage.label.lower()
        return (Reason(f"A proposal is written in the stage proposing; now it is {stage}."),)
    closed = why_closed(proposal, part) if part else None
    return () if closed is None else (closed,)


def hold(proposal: Proposal, *, session: Session) -> None:
    """Writers of one proposal wait for each other, so that nothing changes under a submission."""
    session.flush()  # the reload would drop what is not written yet
    session.refresh(proposal.enrollment, ["stage", "version"], with_for_update=True)
    session.refresh(proposal, ["state", "version"], with_for_update=True)
    session.expire(proposal, ["change_requests"])  # they come with the state


def hold_open(proposal: Proposal, part: str, *, session: Session, actor: Actor) -> None:
    """Hold the proposal for this writer of `part`, a section's name; raises Refused when it is not open to writing."""
    hold(proposal, session=session)
    reasons = why_not_write(proposal, part, actor=actor)
    if reasons:
        raise Refused(*reasons)


def empty_section(name: str, *, actor: Actor, now: datetime) -> ProposalSection:
    return ProposalSection(name=name, answers={}, saved_by_id=actor.id, saved_at=now, seconds_spent=0, is_copied=False)


def fresh_section(proposal: Proposal, name: str, *, session: Session, actor: Actor, now: datetime) -> ProposalSection:
    """The section's row as the database has it now."""
    row = proposal.section(name)
    if row is None:
        row = empty_section(name, actor=actor, now=now)
        proposal.sections.append(row)
        session.flush()  # its version is compared next
        return row
    session.refresh(row)
    return row


def touch(proposal: Proposal, name: str, *, session: Session, actor: Actor, now: datetime) -> None:
    sign(fresh_section(proposal, name, session=session, actor=actor, now=now), actor=actor, now=now)


def sign(row: ProposalSection, *, actor: Actor, now: datetime) -> None:
    """Say who saved the section last and when; a short gap since the save before counts as time of writing."""
    assert actor.id is not None
    since = now - row.saved_at
    if timedelta(0) < since <= WRITING_PAUSE:
        row.seconds_spent += int(since.total_seconds())
    row.saved_by_id, row.saved_at = actor.id, now


def save_section(
    proposal: Proposal,
    *,
    name: str,
    answers: Mapping[str, Any],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
    editor: Editor = NO_PAGE,
) -> Saved:
    """Keep the answers of one section as a draft: nothing is required, limits are.

    `expected_version` is the version the writer saw. What somebody else changed since stays, what only this writer
    changed is kept, and where both wrote the saved text stays and the other one waits for a choice. The same text
    arriving twice is kept once.
    """
    hold_open(proposal, name, session=session, actor=actor)
    section = find_section(proposal, name)
    if section is None:
        raise NotFound()
    too_long = over_limits(section, answers)
    if too_long:
        raise DomainError(*too_long)
    row = fresh_section(proposal, name, session=session, actor=actor, now=now)
    asked = [field.name for field in section.fields if field.kind is not Kind.FILE]

    def apply(values: dict[str, Any]) -> None:
        row.answers = {**row.answers, **values}  # what this form does not ask stays: the long form may come back
        sign(row, actor=actor, now=now)

    return save_part(
        row,
        proposal_id=proposal.id,
        part=name,
        mine={field: answers.get(field) for field in asked},
        present={field: row.answers.get(field) for field in asked},
        apply=apply,
        since=expected_version,
        editor=editor,
        session=session,
        actor=actor,
        now=now,
    )
