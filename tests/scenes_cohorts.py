"""A cohort with its twelve sessions, and files of affiliates to invite."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import a_cohort
from workflows.cohorts.models import Cohort
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
