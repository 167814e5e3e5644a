"""What an administrator keeps in order: open invitations, people without a role, failed work."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from workflows.outbox import JobRun, RunState
from workflows.people.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One number with the page where it is mended."""

    what: str
    count: int
    endpoint: str


def count_upkeep(session: Session) -> Sequence[Upkeep]:
    """One query for the three numbers."""
    held = exists().where(RoleAssignment.user_id == User.id, RoleAssignment.ended_at.is_(None))
    invited = select(func.count(User.id)).where(User.is_active, User.joined_at.is_(None)).scalar_subquery()
    idle = select(func.count(User.id)).where(User.is_active, ~held).scalar_subquery()
    failed = select(func.count(JobRun.id)).where(JobRun.state == RunState.FAILED).scalar_subquery()
    row = session.execute(select(invited, idle, failed)).one()
    return [
        Upkeep("invitations not answered yet", row[0], "people.index"),
        Upkeep("people without a role", row[1], "people.index"),
        Upkeep("pieces of work that failed", row[2], "jobs.index"),
    ]
