"""The plan of a year's reports follows from the beginning of the project year."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.scenes_year import LATER, a_year
from worker import JOBS
from workflows.events import EVENTS
from workflows.outbox import JobRun, announce, expand_events
from workflows.reporting.models import Report


def test_the_beginning_of_the_year_owes_the_plan_once(session: Session) -> None:
    scene = a_year(session)
    announce(session, "project_year_begun", now=LATER, enrollment_id=scene.enrollment.id)
    session.flush()
    expand_events(session, now=LATER)
    session.flush()
    runs = session.scalars(select(JobRun).where(JobRun.job == "plan_reports")).all()
    assert [(run.enrollment_id, run.arguments) for run in runs] == [(scene.enrollment.id, {"kind": "year"})]
    assert {wanted.job for wanted in EVENTS["project_year_begun"].subscribers} <= set(JOBS)


def test_the_job_adds_what_is_missing_and_nothing_twice(session: Session) -> None:
    scene = a_year(session)
    session.delete(scene.reports[2])
    session.flush()
    announce(session, "project_year_begun", now=LATER, enrollment_id=scene.enrollment.id)
    session.flush()
    expand_events(session, now=LATER)
    session.flush()
    [run] = session.scalars(select(JobRun).where(JobRun.job == "plan_reports"))
    context = type("Context", (), {"run": run, "now": LATER})()
    for _ in range(2):
        JOBS["plan_reports"](context)(session)
        session.flush()
    assert len(session.scalars(select(Report.id)).all()) == 5
