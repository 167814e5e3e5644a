"""The budget of a proposal as a page."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.budget import BudgetForm, budget_values
from webapp.actors import actor
from webapp.proposals.pages import onward_url, read_again, writing_page
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.proposals.budget.operations import lines_of, save_budget
from workflows.proposals.budget.sums import totals_by_category
from workflows.proposals.models import Proposal


def budget_page(proposal: Proposal) -> ResponseReturnValue:
    """The budget to write, or saved."""
    form = _budget_form(proposal)

    def page() -> str:
        return writing_page(
            "proposals/budget.html",
            proposal,
            "budget",
            form=form,
            categories=totals_by_category(proposal.budget_lines),
            ceiling=proposal.enrollment.cohort.award_ceiling,
            over=proposal.total - proposal.enrollment.cohort.award_ceiling,
        )

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_budget(
            proposal,
            lines=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _budget_form(read_again(proposal), posted=False),
            onward_url=lambda: onward_url(proposal, "budget"),
        )
    )


def _budget_form(proposal: Proposal, *, posted: bool = True) -> BudgetForm:
    row = proposal.section("budget")
    values = {**budget_values(lines_of(proposal)), "version": row.version if row else 1}
    return BudgetForm(data=values) if posted else BudgetForm(formdata=None, data=values)
