"""What follows for data roles and tiers from what happens elsewhere: commitments, accounts, and the hour."""

from sqlalchemy.orm import Session

from workflows.affiliates import data_roles
from workflows.affiliates.operations import refresh_tier
from workflows.enrollments.models import Enrollment
from workflows.outbox import Effect, JobContext
from workflows.people.models import User
from workflows.people.queries import list_affiliates
from workflows.permissions import PROGRAM


def follow_commitment(context: JobContext) -> Effect:
    """Make whom the commitment names the affiliate's data lead."""

    def effect(session: Session) -> None:
        enrollment = session.get_one(Enrollment, context.run.enrollment_id)
        data_roles.follow_commitment(enrollment, session=session, actor=PROGRAM, now=context.now)

    return effect


def follow_account(context: JobContext) -> Effect:
    """End the data roles of somebody whose account or access ended."""

    def effect(session: Session) -> None:
        user = session.get_one(User, context.run.subject_id)
        data_roles.follow_account(user, session=session, actor=PROGRAM, now=context.now)

    return effect


def follow_assessment(context: JobContext) -> Effect:
    """Suggest the tier afresh: a self-assessment is part of what it rests on."""

    def effect(session: Session) -> None:
        refresh_tier(session.get_one(Enrollment, context.run.enrollment_id).affiliate, session=session)

    return effect


def refresh_tiers(_context: JobContext) -> Effect:
    """Suggest every tier afresh: imports and self-assessments change what it rests on."""

    def effect(session: Session) -> None:
        for affiliate in list_affiliates(session):
            refresh_tier(affiliate, session=session)

    return effect
