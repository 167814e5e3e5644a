"""The trail of changes, read backwards: what a page was written over, however long ago it was opened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.permissions import Actor
from workflows.proposals.together.answers import Editor
from workflows.proposals.together.merging import changed
from workflows.proposals.together.models import ProposalEdit, SetAside


def edits_since(session: Session, proposal_id: int, part: str, version: int) -> Sequence[ProposalEdit]:
    """What was saved after that version, oldest first."""
    rows = select(ProposalEdit).where(
        ProposalEdit.proposal_id == proposal_id, ProposalEdit.part == part, ProposalEdit.version > version
    )
    return session.scalars(rows.order_by(ProposalEdit.version)).all()


def base_of(
    edits: Sequence[ProposalEdit], present: Mapping[str, Any], *, since: int, version: int, editor: Editor
) -> dict[str, Any] | None:
    """The answers that a page of version `since` was written over; what it saved itself it knows already.

    None when the trail does not lead back so far, as for rows that were written before there was one.
    """
    if [edit.version for edit in edits] != list(range(since + 1, version + 1)) or since > version:
        return None
    base = dict(present)
    for edit in reversed(foreign(edits, editor)):
        base.update(edit.before)
    return base


def foreign(edits: Sequence[ProposalEdit], editor: Editor) -> list[ProposalEdit]:
    """The edits of everybody but this page."""
    return [edit for edit in edits if not (editor.token and edit.editor == editor.token)]


def is_overtaken(edits: Sequence[ProposalEdit], editor: Editor) -> bool:
    """Whether a later save of the same page came first: then this one has nothing that the later one had not."""
    turns = [edit.turn for edit in edits if editor.token and edit.editor == editor.token]
    return 0 < editor.turn <= max(turns, default=0)


def writers_of(edits: Sequence[ProposalEdit]) -> dict[str, int]:
    """Who changed each answer last: answer → person."""
    return {name: edit.by_id for edit in edits for name in edit.before}


def note_edit(
    proposal_id: int,
    part: str,
    *,
    version: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    editor: Editor,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Add to the trail what the save that made `version` changed."""
    assert actor.id is not None
    session.add(
        ProposalEdit(
            proposal_id=proposal_id,
            part=part,
            version=version,
            before=changed(before, after),
            by_id=actor.id,
            editor=editor.token,
            turn=editor.turn,
            at=now,
        )
    )


def forget_part(proposal_id: int, part: str, *, session: Session) -> None:
    """Nothing is remembered of a goal that was removed; another one may get its id."""
    for kind in (ProposalEdit, SetAside):
        session.execute(delete(kind).where(kind.proposal_id == proposal_id, kind.part == part))
