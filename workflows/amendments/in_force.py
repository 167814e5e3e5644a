"""The terms in force on a day: the original with every amendment that is in effect then. Later chapters ask here.

`list_goals_in_force` is for goals of many years at once; `get_plan` is one award with everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from workflows.amendments.answers import KeyRole, Track, Value
from workflows.amendments.models import Amendment, AmendmentChange, AmendmentState
from workflows.amendments.original import present_terms
from workflows.amendments.terms import (
    Key,
    Terms,
    day_of,
    key_of,
    number_of,
    replay,
    text_of_day,
    text_of_money,
    undo,
)
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.funding.models import Award
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.sentence import sentence_of
from workflows.proposals.goals.written import answers_of
from workflows.proposals.models import Proposal
from workflows.proposals.queries import find_proposal_of

FOR_EVER = date.max


@dataclass(frozen=True, slots=True)
class GoalInForce:
    """A goal as it counts on a day. `original_target` and `target_since` are None where the target was never amended;
    `changed` names the amended fields."""

    goal: Goal
    indicator: Indicator | None
    statement: str
    baseline_value: Decimal | None
    target_value: Decimal | None
    due_on: date | None
    activities: tuple[str, ...]
    original_target: Decimal | None = None
    target_since: date | None = None
    changed: frozenset[str] = frozenset()

    @property
    def is_amended(self) -> bool:
        return bool(self.changed)


@dataclass(frozen=True, slots=True)
class Plan:
    """One award with its terms: as approved, as in force, and as last approved by a decision.

    `changes` are those in effect on the day, oldest first.
    """

    award: Award
    proposal: Proposal | None
    original: Terms
    in_force: Terms
    last_approved: Terms
    changes: tuple[AmendmentChange, ...]

    def value(self, key: Key) -> Value:
        return self.in_force.get(key)

    @property
    def amended(self) -> Mapping[Key, AmendmentChange]:
        """The change that each amended term has its value from."""
        return {key_of(change): change for change in self.changes}


def _in_effect(on: date) -> Select[AmendmentChange]:
    return (
        select(AmendmentChange)
        .join(AmendmentChange.amendment)
        .where(Amendment.state == AmendmentState.IN_EFFECT, Amendment.effective_on <= on)
        .options(contains_eager(AmendmentChange.amendment))
        .order_by(Amendment.effective_on, Amendment.took_effect_at, Amendment.id, AmendmentChange.position)
    )


def list_changes_in_effect(session: Session, award_id: int, *, on: date = FOR_EVER) -> Sequence[AmendmentChange]:
    """The changes of one award that are in effect on the day, oldest first, each with its amendment."""
    return session.scalars(_in_effect(on).where(Amendment.award_id == award_id)).all()


def approved_first(session: Session, award: Award) -> tuple[Decimal, date]:
    """The amount in US dollars and the last day as the decision had them, whatever was amended since."""
    now = {("budget", "amount"): text_of_money(award.amount), ("period", "ends_on"): text_of_day(award.ends_on)}
    first = undo(now, list_changes_in_effect(session, award.id))
    ends_on = day_of(first["period", "ends_on"])
    assert ends_on is not None
    return Decimal(first["budget", "amount"]), ends_on


def get_plan(session: Session, award: Award, *, on: date = FOR_EVER) -> Plan:
    """The award's terms on the day. Nothing is written; the same rows give the same plan."""
    proposal = find_proposal_of(session, award.enrollment_id)
    ever = list_changes_in_effect(session, award.id)
    now = present_terms(award, proposal, key_people(session, award.enrollment))
    original = undo(now, ever)
    changes = tuple(change for change in ever if change.amendment.effective_on and change.amendment.effective_on <= on)
    decided = [change for change in changes if change.amendment.track is not Track.NOTIFY]
    return Plan(award, proposal, original, replay(original, changes), replay(original, decided), changes)


def key_people(session: Session, enrollment: Enrollment) -> Mapping[KeyRole, str]:
    """Who fills the key roles by the affiliate's own roles: the director and data lead of longest standing."""
    held = (
        select(RoleAssignment.role, User.name)
        .join(User, User.id == RoleAssignment.user_id)
        .where(
            RoleAssignment.affiliate_id == enrollment.affiliate_id,
            RoleAssignment.role.in_((Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)),
            RoleAssignment.ended_at.is_(None),
            User.is_active,
        )
        .order_by(RoleAssignment.granted_at, RoleAssignment.id)
    )
    found: dict[KeyRole, str] = {}
    for role, name in session.execute(held):
        found.setdefault(KeyRole.DIRECTOR if role is Role.AFFILIATE_DIRECTOR else KeyRole.DATA_LEAD, name)
    return found


def list_goals_in_force(session: Session, goals: Iterable[Goal], *, on: date) -> Mapping[int, GoalInForce]:
    """By the goal's id, how each counts on the day; one query, and one more where an indicator was changed.

    Needs the goals' indicators.
    """
    goals = list(goals)
    by_place: dict[str, list[AmendmentChange]] = defaultdict(list)
    if goals:
        places = [f"goal-{goal.id}" for goal in goals]
        for change in session.scalars(_in_effect(on).where(AmendmentChange.place.in_(places))):
            by_place[change.place].append(change)
    indicators = _changed_indicators(session, by_place.values())
    return {goal.id: goal_in_force(goal, by_place.get(f"goal-{goal.id}", ()), indicators) for goal in goals}


def list_amended_goals(session: Session, enrollment_id: int, *, on: date) -> Sequence[GoalInForce]:
    """The goals of a year that count otherwise than they were approved, in their order."""
    goals = session.scalars(
        select(Goal)
        .join(Proposal, Proposal.id == Goal.proposal_id)
        .where(Proposal.enrollment_id == enrollment_id)
        .options(joinedload(Goal.indicator))
        .order_by(Goal.position)
    ).all()
    return [goal for goal in list_goals_in_force(session, goals, on=on).values() if goal.is_amended]


def goal_in_force(goal: Goal, changes: Sequence[AmendmentChange], indicators: Mapping[int, Indicator]) -> GoalInForce:
    """The goal with the changes replayed; the row itself stays as it was approved."""
    now = {change.field: change for change in changes}

    def value(name: str, original: Value) -> Value:
        return now[name].new if name in now else original

    indicator_id = value("indicator_id", goal.indicator_id)
    indicator = goal.indicator if indicator_id == goal.indicator_id else indicators.get(indicator_id)
    target = now.get("target_value")
    baseline = number_of(value("baseline_value", goal.baseline_value))
    due_on = goal.due_on if "due_on" not in now else day_of(now["due_on"].new)
    found = GoalInForce(
        goal=goal,
        indicator=indicator,
        statement=goal.statement,
        baseline_value=baseline,
        target_value=goal.target_value if target is None else number_of(target.new),
        due_on=due_on,
        activities=tuple(value("activities", goal.activities or ())),
        original_target=None if target is None else goal.target_value,
        target_since=None if target is None else target.amendment.effective_on,
        changed=frozenset(now),
    )
    return replace(found, statement=_statement(found, value("wording", ""), value("population", goal.population)))


def _statement(found: GoalInForce, wording: Value, population: Value) -> str:
    """The amended wording; else the sentence made of the parts in force, where it was made of them before."""
    goal = found.goal
    if wording:
        return str(wording)
    if not found.changed - {"activities"} or goal.wording or not goal.direction_verb:
        return goal.statement
    parts = replace(
        answers_of(goal),
        population=str(population),
        baseline_value=found.baseline_value,
        target_value=found.target_value,
        due_on=found.due_on,
    )
    return sentence_of(parts, found.indicator)


def _changed_indicators(session: Session, changes: Iterable[Sequence[AmendmentChange]]) -> Mapping[int, Indicator]:
    wanted = {change.new for rows in changes for change in rows if change.field == "indicator_id"}
    if not wanted:
        return {}
    rows = session.scalars(select(Indicator).where(Indicator.id.in_(wanted)).options(joinedload(Indicator.framework)))
    return {row.id: row for row in rows}
