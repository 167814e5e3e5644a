"""A request with everything that its rules ask for, loaded in a few queries."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.amendments.checks import Case
from workflows.amendments.in_force import get_plan
from workflows.amendments.models import Amendment
from workflows.amendments.sizes import size_of
from workflows.amendments.tracks import Size
from workflows.clock import local_date
from workflows.frameworks.queries import list_choosable
from workflows.people.queries import list_people_of


def get_case(session: Session, amendment: Amendment, *, now: datetime) -> Case:
    """The request beside the plan in force today."""
    enrollment = amendment.award.enrollment
    plan = get_plan(session, amendment.award)
    used = {value for (_, field), value in plan.in_force.items() if field == "indicator_id"}
    framework_id = enrollment.cohort.framework_id if plan.proposal is None else plan.proposal.framework_id
    return Case(
        amendment=amendment,
        plan=plan,
        people={person.name for person in list_people_of(session, enrollment.affiliate_id)},
        indicators={row.id: row for row in list_choosable(session, framework_id, also=used)},
        today=local_date(now, enrollment.affiliate.time_zone),
    )


def size_of_case(case: Case) -> Size:
    return size_of(case.amendment, case.plan)
