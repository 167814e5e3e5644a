"""Who is here: a note of each person's last sign of life in a proposal, and the others' names for those who write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.people.models import User
from workflows.permissions import Actor
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import ProposalSection
from workflows.proposals.together.answers import HERE_FOR
from workflows.proposals.together.gaps import GOAL
from workflows.proposals.together.models import ProposalPresence


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has the proposal open, and the part they were last seen in."""

    name: str
    part: str


def note_presence(proposal_id: int, part: str, *, session: Session, actor: Actor, now: datetime) -> None:
    """The person is in this part now; one statement, two the first time."""
    assert actor.id is not None
    of_person = (ProposalPresence.proposal_id == proposal_id, ProposalPresence.user_id == actor.id)
    moved = session.execute(update(ProposalPresence).where(*of_person).values(part=part, seen_at=now))
    if moved.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts
        return
    try:
        with session.begin_nested():  # two tabs may come in the same moment
            session.add(ProposalPresence(proposal_id=proposal_id, user_id=actor.id, part=part, seen_at=now))
    except IntegrityError:
        return


def list_here(session: Session, proposal_id: int, *, actor: Actor, now: datetime) -> Sequence[Here]:
    """The other people seen in the last moments, by name. Only those who may write are ever noted."""
    rows = (
        select(User.name, ProposalPresence.part)
        .join(User, User.id == ProposalPresence.user_id)
        .where(
            ProposalPresence.proposal_id == proposal_id,
            ProposalPresence.user_id != actor.id,
            ProposalPresence.seen_at > now - HERE_FOR,
        )
        .order_by(User.name)
    )
    return [Here(name, part) for name, part in session.execute(rows)]


def version_of(session: Session, proposal_id: int, part: str) -> int | None:
    """The version at which a section or a goal is saved now; None where the proposal has no such part."""
    if part.startswith(GOAL):
        number = part.removeprefix(GOAL)
        goal = select(Goal.version).where(Goal.proposal_id == proposal_id)
        return session.scalar(goal.where(Goal.id == int(number))) if number.isdecimal() and len(number) < 18 else None
    section = select(ProposalSection.version).where(ProposalSection.proposal_id == proposal_id)
    return session.scalar(section.where(ProposalSection.name == part))
