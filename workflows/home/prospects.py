"""Deadlines of prospects, for whoever looks after them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from workflows.clock import LAST_MINUTE, moment_at
from workflows.home.due import DueItem
from workflows.permissions import Actor
from workflows.prospects.models import Prospect
from workflows.prospects.queries import list_near_deadlines


def list_prospect_deadlines(session: Session, actor: Actor, *, today: date) -> Sequence[DueItem]:
    """From two weeks before the day to two weeks after it, of every year of the person's affiliates; one query."""
    return [_due(prospect) for prospect in list_near_deadlines(session, actor, today=today)]


def _due(prospect: Prospect) -> DueItem:
    assert prospect.deadline_on is not None
    due_at = moment_at(prospect.deadline_on, LAST_MINUTE, prospect.enrollment.affiliate.time_zone)
    detail = f"prospect, {prospect.whom or 'nobody chosen yet'}"
    return DueItem(prospect.title, detail, due_at, "prospects.show", "prospect_id", prospect.id)
