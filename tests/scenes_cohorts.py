"""A cohort with its twelve sessions, and files of affiliates to invite."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from workflows.cohorts.models import Cohort, CohortKind, LearningReview, LearningState
from workflows.enrollments.answers import Readiness
from workflows.enrollments.models import Interest
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.training.series import plan_series

HEADER = "code,name,town,state,time_zone,director_name,director_email,data_lead_name,data_lead_email"
HARBOR = (
    "HRB,Harbor Resettlement,Port Ansel,EX,America/New_York,"
    "Dana Ortiz,director@harbor.example.org,Sam Bell,data@harbor.example.org"
)
PRAIRIE = (
    "PRA,Prairie Welcome,Millfield,EX,America/Chicago,"
    "Ines Roy,director@prairie.example.org,Abel Tan,data@prairie.example.org"
)


def a_planned_cohort(session: Session, **values: Any) -> Cohort:
    cohort = a_cohort(session, **values)
    plan_series(cohort, first_on=date(2026, 2, 24), first_at=time(14, 0), session=session)
    session.flush()
    return cohort


def a_file(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *lines)).encode()


TEXTS = {
    "evidence": "Attendance of twelve sessions, the reports of four affiliates, talks with both coaches.",
    "worked": "The labs on real exports.",
    "did_not_work": "Two sessions in the week of the arrivals.",
    "changes": "The manager moves session 9 away from the end of the quarter.",
}


def a_learning_review(
    session: Session, pilot: Cohort, *, author: User, state: LearningState = LearningState.DRAFT, **values: Any
) -> LearningReview:
    """Written by `author`, and set into the state with the facts that the database asks for there."""
    if state in (LearningState.SUBMITTED, LearningState.APPROVED, LearningState.RETURNED):
        values = {"submitted_by_id": author.id, "submitted_at": NOW, **values}
    if state in (LearningState.APPROVED, LearningState.RETURNED):
        values = {"decided_by_id": a_person(session, Role.NETWORK_ADMINISTRATOR).id, "decided_at": NOW, **values}
    own = {"author_id": author.id, "writer_ids": [author.id], "started_at": NOW, "state": state}
    review = LearningReview(cohort_id=pilot.id, **{**own, **TEXTS, **values})
    session.add(review)
    session.flush()
    return review


def an_expansion(session: Session, *, approved: bool = True, **values: Any) -> Cohort:
    """An expansion with its pilot, whose learning review is approved or still a draft."""
    pilot = a_cohort(session)
    author = a_person(session, Role.PROGRAM_MANAGER)
    a_learning_review(session, pilot, author=author, state=LearningState.APPROVED if approved else LearningState.DRAFT)
    return a_cohort(session, **{"kind": CohortKind.EXPANSION, "pilot_id": pilot.id, **values})


def an_interest(session: Session, cohort: Cohort, affiliate: Affiliate, *, director: User, **values: Any) -> Interest:
    own = {
        "why": "We want to know which of our job trainings lead to jobs.",
        "data_lead_name": "Sam Bell",
        "readiness": Readiness.SOON,
        "expressed_by_id": director.id,
        "expressed_at": NOW,
    }
    interest = Interest(cohort=cohort, affiliate=affiliate, **{**own, **values})
    session.add(interest)
    session.flush()
    return interest
