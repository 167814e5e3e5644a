"""A second proposal begins with the first: texts, indicators and budget rows of an earlier cohort's proposal."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.frameworks.queries import list_domains, list_indicators
from workflows.permissions import Actor
from workflows.proposals.answers import Kind, Section
from workflows.proposals.budget.answers import BudgetAnswers
from workflows.proposals.budget.operations import budget_of, save_budget
from workflows.proposals.checks import has_answers, over_limits
from workflows.proposals.form import sections_of
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, save_goal
from workflows.proposals.goals.written import answers_of
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_proposal
from workflows.proposals.writing import fresh_section, hold_open, sign

SAID_ANEW = frozenset({"confirmed", "ethics", "agreement", "eligible_n"})
"""Answers that hold for one year only, or that somebody has to affirm with their own eyes."""


def find_earlier(session: Session, enrollment: Enrollment) -> Proposal | None:
    """The affiliate's latest proposal of another cohort, with everything in it."""
    wanted = (
        select(Proposal.id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .where(Enrollment.affiliate_id == enrollment.affiliate_id, Enrollment.id != enrollment.id)
        .order_by(Proposal.started_at.desc(), Proposal.id.desc())
        .limit(1)
    )
    found = session.scalar(wanted)
    return None if found is None else get_proposal(session, found)


def copy_earlier(proposal: Proposal, earlier: Proposal, *, session: Session, actor: Actor, now: datetime) -> None:
    """Fill what is still empty in the draft from the earlier proposal; what is written already stays.

    Baselines, targets and dates stay open, because they are this year's. Texts are marked as copied until somebody
    looks them over. Raises Refused while the draft is not open to writing.
    """
    domains = {domain for _, domain in list_domains(session, proposal.framework_id)}
    for section in sections_of(proposal):
        if section.fields:
            _copy_section(proposal, earlier, section, domains, session=session, actor=actor, now=now)
    if not proposal.goals:
        _copy_goals(proposal, earlier, session=session, actor=actor, now=now)
    if not proposal.budget_lines:
        _copy_budget(proposal, earlier, session=session, actor=actor, now=now)


def look_over(proposal: Proposal, name: str) -> None:
    """Somebody saw the copied texts of a section and keeps them; the caller saves it in the same transaction."""
    row = proposal.section(name)
    if row is not None and row.is_copied:
        row.is_copied = False


def _copy_section(
    proposal: Proposal,
    earlier: Proposal,
    section: Section,
    domains: set[str],
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    hold_open(proposal, section.name, session=session, actor=actor)
    row = fresh_section(proposal, section.name, session=session, actor=actor, now=now)
    found = {
        field.name: _carried(field.kind, earlier.answer(section.name, field.name), domains)
        for field in section.fields
        if field.name not in SAID_ANEW and not field.name.startswith("extra-")
    }
    refused = {reason.where for reason in over_limits(section, found)}
    copied = {name: value for name, value in found.items() if value and name not in refused}
    if copied and not has_answers(section, row.answers):
        row.answers = {**row.answers, **copied}
        row.is_copied = True
        sign(row, actor=actor, now=now)


def _carried(kind: Kind, value: Any, domains: set[str]) -> Any:
    """What of an answer still holds in another year: steps without their months, domains that still exist."""
    if kind is Kind.ROWS:
        return [{"month": "", "what": row["what"]} for row in value or ()]
    if kind is Kind.DOMAINS:
        return [name for name in value or () if name in domains]
    return value


def _copy_goals(proposal: Proposal, earlier: Proposal, *, session: Session, actor: Actor, now: datetime) -> None:
    here = {indicator.code: indicator.id for indicator in list_indicators(session, proposal.framework_id)}
    for old in earlier.goals:
        _copy_goal(proposal, old, here, session=session, actor=actor, now=now)


def _copy_goal(
    proposal: Proposal, old: Goal, here: dict[str, int], *, session: Session, actor: Actor, now: datetime
) -> None:
    goal = add_goal(proposal, session=session, actor=actor, now=now)
    answers = replace(
        answers_of(old),
        indicator_id=here.get(old.indicator.code) if old.indicator else None,
        baseline_value=None,
        baseline_n=None,
        baseline_on=None,
        target_value=None,
        due_on=None,
        milestones=(),
    )
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=actor, now=now)


def _copy_budget(proposal: Proposal, earlier: Proposal, *, session: Session, actor: Actor, now: datetime) -> None:
    answers = _fresh_budget(budget_of(earlier))
    if answers != BudgetAnswers():
        row = fresh_section(proposal, "budget", session=session, actor=actor, now=now)
        save_budget(proposal, answers=answers, expected_version=row.version, session=session, actor=actor, now=now)


def _fresh_budget(last_year: BudgetAnswers) -> BudgetAnswers:
    """Rows and indirect costs as they were; what ties them to last year's goals, pledges and story stays there."""
    return replace(
        last_year,
        lines=tuple(replace(line, goal_id=None) for line in last_year.lines),
        matches=tuple(replace(row, is_secured=False) for row in last_year.matches),
        narrative="",
    )
