"""Texts that wait for a choice: kept once, typed on by their author alone, settled by whoever writes the proposal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.permissions import Actor
from workflows.proposals.together.answers import Choice, Editor
from workflows.proposals.together.merging import is_empty, same
from workflows.proposals.together.models import SetAside


def list_waiting(session: Session, proposal_id: int, part: str) -> Sequence[SetAside]:
    """The texts of one part that nobody has chosen about yet, oldest first."""
    rows = select(SetAside).where(
        SetAside.proposal_id == proposal_id, SetAside.part == part, SetAside.resolved_at.is_(None)
    )
    return session.scalars(rows.order_by(SetAside.id)).all()


def withdraw(rows: Iterable[SetAside], names: Iterable[str], editor: Editor, *, actor: Actor, now: datetime) -> None:
    """What this page's author emptied, or wrote as it is saved, waits no longer."""
    gone = frozenset(names)
    for row in rows:
        if row.name in gone and _is_by(row, editor, actor) and row.resolved_at is None:
            settle(row, Choice.WITHDRAWN, actor=actor, now=now)


def settle(row: SetAside, choice: Choice, *, actor: Actor, now: datetime) -> None:
    row.chosen, row.resolved_at, row.resolved_by_id = choice.value, now, actor.id


def set_aside(
    proposal_id: int,
    part: str,
    texts: Mapping[str, Any],
    *,
    rows: Sequence[SetAside],
    writers: Mapping[str, int],
    since: int,
    over_version: int,
    editor: Editor,
    session: Session,
    actor: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Keep each text by the name of its answer; the names that wait now.

    `since` is the version that the page had, `over_version` the one that stays saved; `rows` are all texts that were
    ever set aside for these answers, oldest first; `writers` says whose text is saved. The same text arriving again
    is kept once, or not at all where somebody chose about it; a page's newer text takes the place of its older one.
    """
    assert actor.id is not None
    waiting: list[str] = []
    for name, text in texts.items():
        if is_empty(text):
            withdraw(rows, [name], editor, actor=actor, now=now)
            continue
        row = _found(rows, name, text, since=since, editor=editor, actor=actor)
        if row is not None and row.resolved_at is not None:
            continue  # chosen about already, and not typed on since
        waiting.append(name)
        if row is None:
            row = SetAside(
                proposal_id=proposal_id, part=part, name=name, by_id=actor.id, editor=editor.token, turn=0, chosen=""
            )
            session.add(row)
        elif same(row.text, text) or 0 < editor.turn < row.turn:
            continue
        row.text, row.turn, row.at = text, editor.turn, now
        row.over_version, row.over_by_id = over_version, writers.get(name, row.over_by_id)
    return tuple(waiting)


def list_set_aside(session: Session, proposal_id: int, part: str, names: Iterable[str]) -> Sequence[SetAside]:
    """Every text that was ever set aside for these answers, oldest first."""
    rows = select(SetAside).where(
        SetAside.proposal_id == proposal_id, SetAside.part == part, SetAside.name.in_(list(names))
    )
    return session.scalars(rows.order_by(SetAside.id)).all()


def _found(
    rows: Sequence[SetAside], name: str, text: Any, *, since: int, editor: Editor, actor: Actor
) -> SetAside | None:
    """The row that this text belongs to: this page's that waits, this person's with the very same text, or the one
    that was chosen about before the page knew."""
    mine = [row for row in rows if row.name == name and row.by_id == actor.id]
    of_page = [row for row in mine if row.editor == editor.token]
    waits = (row for row in of_page if row.resolved_at is None and editor.token)
    equal = (row for row in mine if row.resolved_at is None and same(row.text, text))
    settled = (
        row
        for row in reversed(of_page)
        if row.resolved_at is not None and same(row.text, text) and (name in editor.apart or since < row.over_version)
    )
    return next((row for found in (waits, equal, settled) for row in found), None)


def _is_by(row: SetAside, editor: Editor, actor: Actor) -> bool:
    return row.by_id == actor.id and row.editor == editor.token
