"""What a save makes of a part that others may have saved meanwhile: nobody's text is overwritten, nobody's is lost."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from workflows.permissions import Actor
from workflows.proposals.together.answers import Editor, Outcome, Saved
from workflows.proposals.together.asides import list_set_aside, set_aside, withdraw
from workflows.proposals.together.merging import merge, same
from workflows.proposals.together.models import ProposalEdit
from workflows.proposals.together.trail import base_of, edits_since, foreign, is_overtaken, note_edit, writers_of


class Versioned(Protocol):
    version: int


def save_part(
    row: Versioned,
    *,
    proposal_id: int,
    part: str,
    mine: Mapping[str, Any],
    present: Mapping[str, Any],
    apply: Callable[[dict[str, Any]], None],
    since: int,
    editor: Editor,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Merge `mine` into `present`, let `apply` write what comes of it into the held row, and note it in the trail.

    Nothing is written when nothing changes, so that the same text arriving twice makes one version.
    """
    outcome = merged_with_others(
        proposal_id,
        part,
        mine=mine,
        present=present,
        since=since,
        version=row.version,
        editor=editor,
        session=session,
        actor=actor,
        now=now,
    )
    if outcome.differs_from(present):
        apply(outcome.values)
        session.flush()  # the trail names the version that this makes
        note_edit(
            proposal_id,
            part,
            version=row.version,
            before=present,
            after=outcome.values,
            editor=editor,
            session=session,
            actor=actor,
            now=now,
        )
    return Saved(row.version, outcome.values, outcome.theirs, outcome.waiting)


def merged_with_others(
    proposal_id: int,
    part: str,
    *,
    mine: Mapping[str, Any],
    present: Mapping[str, Any],
    since: int,
    version: int,
    editor: Editor,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Outcome:
    """What is to be kept of `mine`, which was written over version `since`, now that `present` is saved as `version`.

    Each answer that one side changed is that side's. Where both did, the saved one stays and mine waits for a choice.
    The caller holds the proposal.
    """
    edits: Sequence[ProposalEdit] = []
    if since < version:
        edits = edits_since(session, proposal_id, part, since)
    if is_overtaken(edits, editor):
        return Outcome(dict(present))
    base = base_of(edits, present, since=since, version=version, editor=editor)
    merged = merge(base, {name: text for name, text in mine.items() if name not in editor.apart}, present)
    apart = [name for name in mine if name in editor.apart]
    agreed = [name for name in apart if same(mine[name], present.get(name))]
    differing = [*merged.conflicts, *(name for name in apart if name not in agreed)]
    writers = writers_of(foreign(edits, editor))
    waiting: tuple[str, ...] = ()
    if differing or apart:
        rows = list_set_aside(session, proposal_id, part, [*differing, *apart])
        withdraw(rows, agreed, editor, actor=actor, now=now)
        waiting = set_aside(
            proposal_id,
            part,
            {name: mine[name] for name in differing},
            rows=rows,
            writers=writers,
            since=since,
            over_version=version,
            editor=editor,
            session=session,
            actor=actor,
            now=now,
        )
    taken = [*merged.theirs, *(name for name in differing if name not in waiting)]
    return Outcome(merged.values, {name: writers.get(name, 0) for name in taken}, waiting)
