"""The goals of a proposal as pages: the list, and the editor."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from forms.proposals.goals import GoalForm, goal_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.goal_facts import by_domain, figures_of, groups_of
from webapp.proposals.outline import section_url
from webapp.proposals.pages import writing_page
from webapp.proposals.shared import SharedDraft, save_shared
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import list_choosable
from workflows.permissions import Permission
from workflows.proposals.goals.answers import GOALS_MAX, INDICATORS_MAX, GoalAnswers
from workflows.proposals.goals.content import plan_content
from workflows.proposals.goals.examples import EXAMPLES
from workflows.proposals.goals.judging import facts_of_answers, is_answered, judge_goal, project_year, similar_goals
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, remove_goal, save_goal
from workflows.proposals.goals.sentence import compose, shown_parts
from workflows.proposals.goals.written import answers_of
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_goal, get_proposal
from workflows.proposals.revisions.asked import why_closed
from workflows.proposals.smart.judging import judge
from workflows.proposals.smart.outcome_days import outcome_day_of
from workflows.proposals.together.answers import Saved
from workflows.proposals.together.gaps import goal_part

LIVE = ("sentence", "smart", "indicator", "figures")  # parts of the page that follow from what is typed


def goals_page(proposal: Proposal) -> ResponseReturnValue:
    """Every goal as its sentence, with its verdicts, and the plan beside them."""
    goals = [
        {
            "id": goal.id,
            "parts": shown_parts(answers_of(goal), goal.indicator),
            "indicator": goal.indicator,
            "verdicts": judge_goal(goal, proposal),
        }
        for goal in proposal.goals
    ]
    return writing_page(
        "proposals/goals.html",
        proposal,
        "goals",
        goals=goals,
        similar=similar_goals(proposal),
        plan=plan_content(proposal),
        most=GOALS_MAX,
        most_indicators=INDICATORS_MAX,
        form=Confirmation(),
    )


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
        return writing_page(
            "proposals/goal.html",
            proposal,
            "goals",
            part=part,
            goal=goal,
            examples=EXAMPLES,
            year=project_year(proposal.enrollment.cohort),
            check_url=url_for(".check_goal", goal_id=goal.id),
            **_live(goal, answers_of(goal), form),
        )

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
            news=lambda: {"live": _rendered(_live(goal, answers_of(goal), form))},
        )
    )


@bp.post("/goals/<int:goal_id>/check")
@guarded(Permission.WRITE_PROPOSAL, get_goal)
def check_goal(goal: Goal) -> ResponseReturnValue:
    """What the rules say to the goal as it is typed just now. Nothing is saved."""
    form = _goal_form(goal)
    form.validate()  # what cannot be read is left out
    return jsonify(live=_rendered(_live(goal, form.answers, form)))


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
    indicators = list_choosable(db.session(), goal.proposal.framework_id, also={goal.indicator_id})
    form.for_indicators(by_domain(indicators))
    return form.for_groups(groups_of(next((row for row in indicators if row.id == form.indicator.data), None)))


def _live(goal: Goal, answers: GoalAnswers, form: GoalForm) -> dict[str, Any]:
    """What changes while one types: the sentence, the verdicts with their boxes, what is known of the indicator."""
    indicator = _indicator_of(goal, answers.indicator_id)
    verdicts = judge(facts_of_answers(answers, indicator, goal=goal, proposal=goal.proposal))
    broken = [finding.rule for row in verdicts for finding in row.findings]
    return {
        "parts": shown_parts(answers, indicator),
        "composed": compose(answers, indicator),
        "is_reworded": bool(answers.wording),
        "verdicts": verdicts,
        "broken": broken,
        "answered": [f.rule for row in verdicts for f in row.findings if is_answered(f, answers)],
        "form": form,
        "chosen": indicator,
        "outcome_day": outcome_day_of(indicator.name) if indicator else None,
        "own_figures": figures_of(goal.proposal.enrollment, indicator),
        "budget_url": section_url(goal.proposal, "budget"),
    }


def _indicator_of(goal: Goal, indicator_id: int | None) -> Indicator | None:
    if indicator_id is None or goal.indicator_id == indicator_id:
        return goal.indicator if indicator_id is not None else None
    found = db.session().get(Indicator, indicator_id)
    return found if found is not None and found.framework_id == goal.proposal.framework_id else None


def _rendered(live: dict[str, Any]) -> dict[str, str]:
    return {name: render_template(f"proposals/_{name}.html", **live) for name in LIVE}
