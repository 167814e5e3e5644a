"""People and affiliates as other slices need them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.people.models import RoleAssignment, User


def list_people_of(session: Session, affiliate_id: int) -> Sequence[User]:
    """Active users with a role in the affiliate, by name."""
    holds = select(RoleAssignment.user_id).where(
        RoleAssignment.affiliate_id == affiliate_id, RoleAssignment.ended_at.is_(None)
    )
    return session.scalars(select(User).where(User.id.in_(holds), User.is_active).order_by(User.name)).all()
