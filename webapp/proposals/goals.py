"""The goals of a proposal as pages: the list, and the editor."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from forms.proposals.goals import GoalForm, goal_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import section_url
from webapp.proposals.pages import writing_page
from webapp.proposals.shared import SharedDraft, save_shared
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.frameworks.queries import list_choosable
from workflows.permissions import Permission
from workflows.proposals.goals.answers import GOALS_MAX
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, answers_of, remove_goal, save_goal
from workflows.proposals.goals.sentence import compose
from workflows.proposals.goals.smart import judge, plan_of
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_goal, get_proposal
from workflows.proposals.revisions.asked import why_closed
from workflows.proposals.together.answers import Saved
from workflows.proposals.together.gaps import goal_part


def goals_page(proposal: Proposal) -> ResponseReturnValue:
    """Every goal as its sentence, with its verdicts."""
    goals = [
        {
            "id": goal.id,
            "parts": compose(goal),
            "indicator": goal.indicator,
            "verdicts": judge(plan_of(goal, proposal)),
        }
        for goal in proposal.goals
    ]
    return writing_page("proposals/goals.html", proposal, "goals", goals=goals, most=GOALS_MAX, form=Confirmation())


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
    if request.method == "GET" and why_closed(proposal, "goals"):
        return redirect(section_url(proposal, "goals"))
    form = _goal_form(goal)

    part = goal_part(goal.id)

    def page() -> str:
        return writing_page("proposals/goal.html", proposal, "goals", form=form, part=part, goal=goal, **_live(goal))

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Saved:
        return save_goal(
            goal,
            answers=form.answers,
            expected_version=form.expected_version,
            editor=form.page,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    here = url_for(".goal", goal_id=goal.id)
    return save_shared(
        SharedDraft(
            proposal=proposal,
            part=part,
            form=form,
            keep=keep,
            page=page,
            as_saved=lambda _saved: _goal_form(goal, posted=False),
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
