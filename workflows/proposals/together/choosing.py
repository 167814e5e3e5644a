"""Choosing between the saved text and one that waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints

from sqlalchemy.orm import Session

from workflows.errors import DomainError, NotFound, Reason, Stale
from workflows.permissions import Actor
from workflows.proposals.answers import Kind
from workflows.proposals.form import find_section
from workflows.proposals.goals.answers import GOAL_ACTIVITIES_MAX, GOAL_TEXT_MAX, GoalAnswers
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import save_goal
from workflows.proposals.goals.written import answers_of
from workflows.proposals.queries import get_proposal
from workflows.proposals.together.answers import Choice
from workflows.proposals.together.asides import settle
from workflows.proposals.together.gaps import GOAL
from workflows.proposals.together.models import SetAside
from workflows.proposals.together.plain import from_plain, to_plain
from workflows.proposals.together.trail import edits_since
from workflows.proposals.writing import fresh_section, hold_open, save_section

WORD_MAX = 40  # characters: what is this short holds a word of a list, and two of them make no third


@dataclass(frozen=True, slots=True)
class Room:
    """What an answer holds, in characters or entries, and whether it is one line."""

    most: int
    is_line: bool = False


def get_set_aside(session: Session, set_aside_id: int) -> SetAside:
    """With its whole proposal; raises NotFound."""
    found = session.get(SetAside, set_aside_id)
    if found is None:
        raise NotFound()
    get_proposal(session, found.proposal_id)
    return found


def section_of(row: SetAside) -> str:
    """The section that the text belongs to."""
    return "goals" if row.part.startswith(GOAL) else row.part


def choose_text(
    row: SetAside,
    choice: Choice,
    *,
    seen_text: int,
    seen_part: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Settle which text stays: the saved one, the waiting one in its place, or the waiting one below it.

    `seen_text` and `seen_part` are the versions of the waiting text and of its part that the person looked at; raises
    Stale when either text is another one since, Refused while the proposal is not open, DomainError where both
    together are too long. Choosing a second time changes nothing.
    """
    proposal = row.proposal
    hold_open(proposal, section_of(row), session=session, actor=actor)
    session.refresh(row)
    if row.resolved_at is not None:
        return
    later = edits_since(session, row.proposal_id, row.part, seen_part)
    if row.version != seen_text or any(row.name in edit.before for edit in later):
        raise Stale()
    if choice is not Choice.KEEP:
        _write(row, choice, session=session, actor=actor, now=now)
    settle(row, choice, actor=actor, now=now)


def joined(saved: Any, waiting: Any, *, is_line: bool) -> str:
    """Both texts, the waiting one below the saved one; side by side for an answer of one line."""
    between = "; " if is_line else "\n\n"
    return between.join(text for text in (str(saved or ""), str(waiting or "")) if text)


def can_join(row: SetAside, saved: Any) -> bool:
    """Whether both can stay: texts can, and lists of texts; a figure, a day or a choice is one or the other."""
    return bool(saved and row.text) and _room_for(row) is not None


def saved_values(row: SetAside) -> dict[str, Any]:
    """The answers of the text's part as they are saved now, as plain values."""
    goal = _goal_of(row)
    if goal is not None:
        return dict(to_plain(answers_of(goal)))
    section = row.proposal.section(row.part)
    return dict(section.answers) if section is not None else {}


def _write(row: SetAside, choice: Choice, *, session: Session, actor: Actor, now: datetime) -> None:
    goal = _goal_of(row)
    if goal is not None:
        session.refresh(goal)
        answers = from_plain(GoalAnswers, _with_choice(row, choice))
        save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=actor, now=now)
        return
    section = fresh_section(row.proposal, row.part, session=session, actor=actor, now=now)
    save_section(
        row.proposal,
        name=row.part,
        answers=_with_choice(row, choice),
        expected_version=section.version,
        session=session,
        actor=actor,
        now=now,
    )


def _with_choice(row: SetAside, choice: Choice) -> dict[str, Any]:
    values = saved_values(row)
    saved = values.get(row.name)
    return {**values, row.name: row.text if choice is Choice.USE else _both(row, saved)}


def _both(row: SetAside, saved: Any) -> Any:
    room = _room_for(row)
    if room is None or not can_join(row, saved):
        raise DomainError(Reason("These two cannot both stay. Choose one of them.", row.name))
    if isinstance(saved, list):
        both: Any = [*saved, *(one for one in row.text if one not in saved)]
    else:
        both = joined(saved, row.text, is_line=room.is_line)
    if len(both) > room.most:
        raise DomainError(Reason("Both together are too long. Choose one, then put in what you need.", row.name))
    return both


def _room_for(row: SetAside) -> Room | None:
    """How much the answer holds; None where there is no putting together."""
    if row.part.startswith(GOAL):
        return _room_in_goal(row.name)
    section = find_section(row.proposal, row.part)
    field = section.field(row.name) if section is not None else None
    if field is None or field.kind not in (Kind.LINE, Kind.TEXT):
        return None
    return Room(field.most, is_line=field.kind is Kind.LINE)


def _room_in_goal(name: str) -> Room | None:
    """By the kind of the answer and the goal's own column: a bounded one is a line, a free one a paragraph."""
    hint = get_type_hints(GoalAnswers).get(name)
    if hint == tuple[str, ...]:
        return Room(GOAL_ACTIVITIES_MAX)
    if hint is not str:
        return None
    length = getattr(Goal.__table__.columns[name].type, "length", None)
    if length is None:
        return Room(GOAL_TEXT_MAX)
    return Room(length, is_line=True) if length > WORD_MAX else None


def _goal_of(row: SetAside) -> Goal | None:
    """The goal that the text belongs to; None for a section's."""
    kind, _, number = row.part.partition(":")
    if f"{kind}:" != GOAL:
        return None
    found = next((goal for goal in row.proposal.goals if goal.id == int(number)), None)
    if found is None:
        raise NotFound()
    return found
