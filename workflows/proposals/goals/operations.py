"""Goals are added, saved as typed, and removed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason
from workflows.frameworks.models import Indicator
from workflows.permissions import Actor
from workflows.proposals.goals.answers import GOALS_MAX, GoalAnswers, MilestoneAnswers
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.sentence import sentence_of
from workflows.proposals.models import Proposal
from workflows.proposals.together.answers import NO_PAGE, Editor, Saved
from workflows.proposals.together.gaps import goal_part
from workflows.proposals.together.plain import from_plain, to_plain
from workflows.proposals.together.saving import save_part
from workflows.proposals.together.trail import forget_part
from workflows.proposals.writing import hold_open, touch


def add_goal(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> Goal:
    """An empty goal at the first free place; raises DomainError when there are three already."""
    hold_open(proposal, "goals", session=session, actor=actor)
    session.refresh(proposal, ["goals"])
    free = sorted(set(range(1, GOALS_MAX + 1)) - {goal.position for goal in proposal.goals})
    if not free:
        raise DomainError(Reason(f"A proposal has at most {GOALS_MAX} goals. Fewer are easier to reach.", "goals"))
    goal = Goal(proposal=proposal, position=free[0])
    _keep(goal, GoalAnswers())
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
        goal.indicator = _indicator(kept.indicator_id, proposal, session=session)
        _keep(goal, kept)
        goal.statement = sentence_of(goal)
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


def answers_of(goal: Goal) -> GoalAnswers:
    """What is kept of a goal, in the shape the editor gives it."""
    kept = {name: getattr(goal, name) for name in _GOAL_FIELDS}
    milestones = tuple(
        MilestoneAnswers(
            date.fromisoformat(row["on"]) if row["on"] else None, Decimal(row["value"]) if row["value"] else None
        )
        for row in goal.milestones
    )
    return GoalAnswers(**kept, milestones=milestones, activities=tuple(goal.activities))


_GOAL_FIELDS = (
    "indicator_id", "population", "direction_verb", "baseline_value", "baseline_n", "baseline_on", "target_value",
    "due_on", "data_source", "owner", "review_frequency", "risk", "rationale", "activity_rationale",
)  # fmt: skip  # the editor's own order


def _indicator(indicator_id: int | None, proposal: Proposal, *, session: Session) -> Indicator | None:
    if indicator_id is None:
        return None
    found = session.get(Indicator, indicator_id)
    if found is None or found.framework_id != proposal.framework_id:
        raise DomainError(Reason("This indicator is not in the framework of your proposal.", "indicator"))
    return found


def _keep(goal: Goal, answers: GoalAnswers) -> None:
    for name in _GOAL_FIELDS:
        setattr(goal, name, getattr(answers, name))
    goal.milestones = [
        {
            "on": "" if milestone.on is None else milestone.on.isoformat(),
            "value": "" if milestone.value is None else f"{milestone.value.normalize():f}",
        }
        for milestone in answers.milestones
    ]
    goal.activities = list(answers.activities)
