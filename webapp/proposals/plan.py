"""The plan beside the goals as a page: further indicators, and arrivals by month."""

from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.plan import PlanForm, plan_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.goal_facts import by_domain, groups_of
from webapp.proposals.outline import section_url
from webapp.proposals.pages import read_again, writing_page
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.db import db
from workflows.frameworks.queries import list_choosable
from workflows.permissions import Permission
from workflows.proposals.goals.answers import INDICATORS_MAX
from workflows.proposals.goals.judging import project_year
from workflows.proposals.goals.operations import kept_plan, save_plan
from workflows.proposals.goals.written import arrivals_of
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_proposal
from workflows.proposals.revisions.asked import why_closed

MONTHS_BEFORE = 9  # whoever reaches day 180 or 240 during the project arrived before it


@bp.route("/<int:proposal_id>/plan", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def plan(proposal: Proposal) -> ResponseReturnValue:
    if request.method == "GET" and proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", proposal_id=proposal.id))
    if request.method == "GET" and why_closed(proposal, "goals"):
        return redirect(section_url(proposal, "goals"))
    form = _plan_form(proposal)
    told = proposal.data_facts

    def page() -> str:
        return writing_page(
            "proposals/plan.html",
            proposal,
            "goals",
            form=form,
            most=INDICATORS_MAX,
            with_goal=[goal.indicator for goal in proposal.goals if goal.indicator],
            imported=arrivals_of(told.arrivals_by_month) if told else {},
            imported_on=told.as_of if told else None,
            months={f"{month:%Y-%m}": month for month in _months(proposal)},
        )

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_plan(
            proposal,
            answers=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    here = url_for(".plan", proposal_id=proposal.id)
    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _plan_form(read_again(proposal), posted=False),
            onward_url=lambda: here if "stay" in request.form else section_url(proposal, "goals"),
        )
    )


def _plan_form(proposal: Proposal, *, posted: bool = True) -> PlanForm:
    kept = kept_plan(proposal)
    values = {**plan_values(kept.answers, _months(proposal)), "version": kept.version}
    form = PlanForm(data=values) if posted else PlanForm(formdata=None, data=values)
    watched = {row.indicator_id for row in proposal.watched}
    indicators = list_choosable(db.session(), proposal.framework_id, also=watched)
    return form.for_indicators(by_domain(indicators), {row.id: groups_of(row) for row in indicators})


def _months(proposal: Proposal) -> list[date]:
    """The firsts of the months whose arrivals can matter: from nine months before the project to its end."""
    year = project_year(proposal.enrollment.cohort)
    first = year.starts_on.year * 12 + year.starts_on.month - 1 - MONTHS_BEFORE
    last = year.ends_on.year * 12 + year.ends_on.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]
