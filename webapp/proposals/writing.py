"""Writing a proposal: its sections, its goals and its budget, each saved on its own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation, VersionedForm
from forms.proposals import BudgetForm, GoalForm, SectionForm, budget_values, goal_values, section_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import crumb_of, onward_from, outline_of, saved_words, section_url
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.frameworks.queries import list_choosable
from workflows.permissions import Permission
from workflows.proposals.answers import GOALS_MAX, SECTION_BY_NAME
from workflows.proposals.budget import totals_by_category
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Goal, Proposal
from workflows.proposals.operations import (
    add_goal,
    answers_of,
    lines_of,
    remove_goal,
    save_budget,
    save_goal,
    save_section,
)
from workflows.proposals.pulling import list_offers
from workflows.proposals.queries import get_goal, get_proposal
from workflows.proposals.sentence import compose
from workflows.proposals.smart import judge, plan_of


def get_proposal_for(session: Session, proposal_id: int, name: str) -> Proposal:
    """The proposal whose section the address names; raises NotFound for a section that is not in the table."""
    if name not in SECTION_BY_NAME:
        raise NotFound()
    return get_proposal(session, proposal_id)


@bp.route("/<int:proposal_id>/sections/<name>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal_for)
def section(proposal: Proposal) -> ResponseReturnValue:
    name = str((request.view_args or {})["name"])
    if request.method == "GET" and proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", proposal_id=proposal.id))
    if name == "goals":
        return _goals_page(proposal)
    return _budget(proposal) if name == "budget" else _section(proposal, name)


def _section(proposal: Proposal, name: str) -> ResponseReturnValue:
    form = _section_form(proposal, name)

    def page() -> str:
        return _page("proposals/section.html", proposal, name, form=form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_section(
            proposal,
            name=name,
            answers=form.answers,
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
            theirs=lambda: _section_form(_again(proposal), name, posted=False),
            onward_url=lambda: _onward(proposal, name),
        )
    )


def _section_form(proposal: Proposal, name: str, *, posted: bool = True) -> SectionForm:
    row = proposal.section(name)
    values = {**(row.answers if row else {}), "version": row.version if row else 1}
    form = section_form(name)
    return form(data=values) if posted else form(formdata=None, data=values)


def _budget(proposal: Proposal) -> ResponseReturnValue:
    form = _budget_form(proposal)

    def page() -> str:
        return _page(
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
            theirs=lambda: _budget_form(_again(proposal), posted=False),
            onward_url=lambda: _onward(proposal, "budget"),
        )
    )


def _budget_form(proposal: Proposal, *, posted: bool = True) -> BudgetForm:
    row = proposal.section("budget")
    values = {**budget_values(lines_of(proposal)), "version": row.version if row else 1}
    return BudgetForm(data=values) if posted else BudgetForm(formdata=None, data=values)


def _goals_page(proposal: Proposal) -> ResponseReturnValue:
    goals = [
        {
            "id": goal.id,
            "parts": compose(goal),
            "indicator": goal.indicator,
            "verdicts": judge(plan_of(goal, proposal)),
        }
        for goal in proposal.goals
    ]
    return _page("proposals/goals.html", proposal, "goals", goals=goals, most=GOALS_MAX, form=Confirmation())


@bp.post("/<int:proposal_id>/goals")
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def create_goal(proposal: Proposal) -> ResponseReturnValue:
    with transaction() as session:
        added = add_goal(proposal, session=session, actor=actor(), now=utc_now())
    return redirect(url_for(".goal", goal_id=added.id), 303)


@bp.route("/goals/<int:goal_id>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_goal)
def goal(goal: Goal) -> ResponseReturnValue:
    proposal = goal.proposal
    if request.method == "GET" and proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", proposal_id=proposal.id))
    form = _goal_form(goal)

    def page() -> str:
        return _page("proposals/goal.html", proposal, "goals", form=form, goal=goal, **_live(goal))

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_goal(
            goal,
            answers=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    here = url_for(".goal", goal_id=goal.id)
    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _goal_form(get_goal(db.session(), goal.id), posted=False),
            onward_url=lambda: here if "stay" in request.form else section_url(proposal, "goals"),
            news=lambda: {
                "live": {
                    "sentence": render_template("proposals/_sentence.html", **_live(goal)),
                    "smart": render_template("proposals/_smart.html", **_live(goal)),
                }
            },
        )
    )


@bp.post("/goals/<int:goal_id>/remove")
@guarded(Permission.WRITE_PROPOSAL, get_goal)
def drop_goal(goal: Goal) -> ResponseReturnValue:
    proposal = goal.proposal
    with transaction() as session:
        remove_goal(goal, session=session, actor=actor(), now=utc_now())
    flash("The goal is removed.", "good")
    return redirect(section_url(proposal, "goals"), 303)


def _goal_form(goal: Goal, *, posted: bool = True) -> GoalForm:
    values = {**goal_values(answers_of(goal)), "version": goal.version}
    form = GoalForm(data=values) if posted else GoalForm(formdata=None, data=values)
    domains: dict[str, list[tuple[int, str]]] = {}
    for indicator in list_choosable(db.session(), goal.proposal.framework_id, also=goal.indicator_id):
        mark = ", retired" if indicator.is_retired else ""
        domains.setdefault(indicator.domain, []).append((indicator.id, f"{indicator.name} ({indicator.code}{mark})"))
    return form.for_indicators(domains)


def _live(goal: Goal) -> dict[str, Any]:
    return {"parts": compose(goal), "verdicts": judge(plan_of(goal, goal.proposal))}


def _page(template: str, proposal: Proposal, name: str, *, form: VersionedForm | Confirmation, **values: Any) -> str:
    return render_template(
        template,
        proposal=proposal,
        section=SECTION_BY_NAME[name],
        crumb=crumb_of(proposal, name),
        outline=outline_of(proposal, name),
        onward=onward_from(proposal, name),
        offers=list_offers(db.session(), proposal, name),
        saved=saved_words(proposal, name, zone=zone_here(), now=utc_now()),
        submit_url=url_for(".submit", proposal_id=proposal.id),
        due_at=proposal.enrollment.cohort.proposals_due_at,
        form=form,
        **values,
    )


def _again(proposal: Proposal) -> Proposal:
    return get_proposal(db.session(), proposal.id, fresh=True)


def _onward(proposal: Proposal, name: str) -> str:
    return section_url(proposal, name) if "stay" in request.form else onward_from(proposal, name).url
