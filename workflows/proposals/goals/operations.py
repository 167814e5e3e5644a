"""Goals are added, saved as typed, and removed; the plan beside them is saved as a whole."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason, Stale
from workflows.frameworks.models import Indicator
from workflows.permissions import Actor
from workflows.proposals.goals.answers import GOALS_MAX, INDICATORS_MAX, GoalAnswers, PlanAnswers
from workflows.proposals.goals.models import Goal, WatchedIndicator
from workflows.proposals.goals.sentence import sentence_of
from workflows.proposals.goals.written import answers_of, arrivals_text, plan_of, plan_text, write_goal, write_watched
from workflows.proposals.models import Proposal
from workflows.proposals.together.answers import NO_PAGE, Editor, Saved
from workflows.proposals.together.gaps import goal_part
from workflows.proposals.together.plain import from_plain, to_plain
from workflows.proposals.together.saving import save_part
from workflows.proposals.together.trail import forget_part
from workflows.proposals.writing import fresh_section, hold_open, sign, touch

PLAN_VERSIONS = 999_999_999  # as many as a form carries


def add_goal(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> Goal:
    """An empty goal at the first free place; raises DomainError when there are three already."""
    hold_open(proposal, "goals", session=session, actor=actor)
    session.refresh(proposal, ["goals"])
    free = sorted(set(range(1, GOALS_MAX + 1)) - {goal.position for goal in proposal.goals})
    if not free:
        raise DomainError(Reason(f"A proposal has at most {GOALS_MAX} goals. Fewer are easier to reach.", "goals"))
    goal = Goal(proposal=proposal, position=free[0])
    write_goal(goal, GoalAnswers())
    session.add(goal)
    session.flush()  # the caller's next page is named by the key
    touch(proposal, "goals", session=session, actor=actor, now=now)
    return goal


def save_goal(
    goal: Goal,
    *,
    answers: GoalAnswers,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
    editor: Editor = NO_PAGE,
) -> Saved:
    """Keep a goal as typed, with its sentence; what others saved since is merged as `save_section` does."""
    proposal = goal.proposal
    hold_open(proposal, "goals", session=session, actor=actor)
    session.refresh(goal)

    def apply(values: dict[str, Any]) -> None:
        kept = from_plain(GoalAnswers, values)
        goal.indicator = _indicator(kept.indicator_id, proposal, session=session, has=goal.indicator_id)
        write_goal(goal, kept)
        goal.statement = sentence_of(kept, goal.indicator)
        touch(proposal, "goals", session=session, actor=actor, now=now)

    return save_part(
        goal,
        proposal_id=proposal.id,
        part=goal_part(goal.id),
        mine=to_plain(answers),
        present=to_plain(answers_of(goal)),
        apply=apply,
        since=expected_version,
        editor=editor,
        session=session,
        actor=actor,
        now=now,
    )


def remove_goal(goal: Goal, *, session: Session, actor: Actor, now: datetime) -> None:
    proposal = goal.proposal
    hold_open(proposal, "goals", session=session, actor=actor)
    forget_part(proposal.id, goal_part(goal.id), session=session)
    proposal.goals.remove(goal)
    session.delete(goal)
    touch(proposal, "goals", session=session, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """The plan as it is kept. `version` follows from what is in it: saving a goal beside it changes nothing here."""

    answers: PlanAnswers
    version: int


def kept_plan(proposal: Proposal) -> KeptPlan:
    answers = plan_of(proposal)
    return KeptPlan(answers, zlib.crc32(plan_text(answers).encode()) % PLAN_VERSIONS + 1)


def save_plan(
    proposal: Proposal, *, answers: PlanAnswers, expected_version: int, session: Session, actor: Actor, now: datetime
) -> KeptPlan:
    """Keep the further indicators and the expected arrivals as given.

    Raises DomainError for an indicator twice, of another framework, or more than six with those of the goals; Stale
    when somebody saved another plan since.
    """
    hold_open(proposal, "goals", session=session, actor=actor)
    session.refresh(proposal, ["goals", "watched"])
    section = fresh_section(proposal, "goals", session=session, actor=actor, now=now)
    kept = kept_plan(proposal)
    if kept.answers == answers:
        return kept
    if kept.version != expected_version:
        raise Stale()
    _check_watched(proposal, answers, session=session)
    of_indicator = {watched.indicator_id: watched for watched in proposal.watched}
    wanted = {watched.indicator_id for watched in answers.watched}
    for indicator_id, watched in of_indicator.items():
        if indicator_id not in wanted:
            proposal.watched.remove(watched)
    for position, given in enumerate(answers.watched, 1):
        row = of_indicator.get(given.indicator_id) or WatchedIndicator()
        write_watched(row, given, position=position)
        if given.indicator_id not in of_indicator:
            proposal.watched.append(row)
    section.answers = {**section.answers, "arrivals": arrivals_text(answers.arrivals)}
    sign(section, actor=actor, now=now)
    session.flush()  # what is kept is read again in its new order
    session.refresh(proposal, ["watched"])
    return kept_plan(proposal)


def _check_watched(proposal: Proposal, answers: PlanAnswers, *, session: Session) -> None:
    ids = [watched.indicator_id for watched in answers.watched]
    watched = {row.indicator_id for row in proposal.watched}
    for indicator_id in ids:
        _indicator(indicator_id, proposal, session=session, has=indicator_id if indicator_id in watched else None)
    with_goal = {goal.indicator_id for goal in proposal.goals if goal.indicator_id is not None}
    if len(set(ids)) < len(ids) or with_goal & set(ids):
        raise DomainError("One of these indicators is there twice, or has a goal already. Choose another one.")
    if len(ids) + len(with_goal) > INDICATORS_MAX:
        raise DomainError(
            f"A proposal watches at most {INDICATORS_MAX} indicators, those of its goals among them. Fewer are seen "
            "more clearly."
        )


def _indicator(
    indicator_id: int | None, proposal: Proposal, *, session: Session, has: int | None = None
) -> Indicator | None:
    """`has` is the one chosen already: it may stay when it was retired since."""
    if indicator_id is None:
        return None
    found = session.get(Indicator, indicator_id)
    if found is None or found.framework_id != proposal.framework_id:
        raise DomainError(Reason("This indicator is not in the framework of your proposal.", "indicator"))
    if found.is_retired and found.id != has:
        raise DomainError(Reason(f"“{found.name}” was retired. Choose another indicator.", "indicator"))
    return found
