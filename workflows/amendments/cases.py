"""A request with everything that its rules ask for, loaded in a few queries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.amendments.checks import Case
from workflows.amendments.in_force import FOR_EVER, Plan, get_plan, list_changes_in_effect
from workflows.amendments.models import Amendment
from workflows.amendments.shown import ShownTerm, show_amended
from workflows.amendments.sizes import size_of
from workflows.amendments.tracks import Size
from workflows.clock import local_date
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import list_choosable
from workflows.funding.models import Award
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


def list_indicators_of(session: Session, plan: Plan, *more: Amendment) -> Mapping[int, Indicator]:
    """The indicators that the plan, its changes and these requests name, by id; one query at most."""
    changes = [*plan.changes, *(change for one in more for change in one.changes)]
    named = {
        value
        for terms in (plan.original, plan.in_force)
        for (_, field), value in terms.items()
        if field == "indicator_id"
    }
    named |= {value for change in changes if change.field == "indicator_id" for value in (change.old, change.new)}
    known = {g.indicator.id: g.indicator for g in (plan.proposal.goals if plan.proposal else ()) if g.indicator}
    missing = {value for value in named if value is not None and value not in known}
    if missing:
        known |= {row.id: row for row in session.scalars(select(Indicator).where(Indicator.id.in_(missing)))}
    return known


def amended_terms(session: Session, award: Award, *, on: date = FOR_EVER) -> Sequence[ShownTerm]:
    """Every amended term of the award as pages show it; one query where nothing was amended."""
    if not list_changes_in_effect(session, award.id, on=on):
        return ()
    plan = get_plan(session, award, on=on)
    return show_amended(plan, list_indicators_of(session, plan))


def size_of_case(case: Case) -> Size:
    return size_of(case.amendment, case.plan)
