"""Replaying changes from the original gives what is in force, and the original never changes."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import a_plan, approved, drafted, new_lines, sent
from workflows.amendments.answers import AmendmentType, Value
from workflows.amendments.in_force import get_plan, list_goals_in_force
from workflows.amendments.terms import replay, undo
from workflows.permissions import Role
from workflows.proposals.goals.written import answers_of

T = AmendmentType


@dataclass(frozen=True)
class Changed:
    place: str
    field: str
    old: Value
    new: Value


PLACES = [("goal-1", "target_value"), ("goal-2", "target_value"), ("period", "ends_on"), ("budget", "lines")]
VALUES = st.one_of(st.none(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=3))


@given(
    st.fixed_dictionaries(dict.fromkeys(PLACES, VALUES)),
    st.lists(st.tuples(st.sampled_from(PLACES), VALUES), max_size=12),
)
def test_changes_replay_and_undo_exactly(
    original: dict[tuple[str, str], Value], steps: list[tuple[tuple[str, str], Value]]
) -> None:
    kept, now, changes = deepcopy(original), dict(original), []
    for key, value in steps:
        changes.append(Changed(*key, old=now[key], new=value))
        now[key] = value
    assert replay(original, changes) == now
    assert undo(now, changes) == original == kept


def test_the_plan_in_force_is_the_original_with_its_amendments(session: Session) -> None:
    scene = a_plan(session)
    manager, other = scene.year.manager, a_person(session, Role.PROGRAM_MANAGER)
    before = get_plan(session, scene.year.award)
    kept, written = deepcopy(dict(before.original)), answers_of(scene.goal)
    steps = (
        (T.TARGET, scene.about_goal, {"target_value": "58"}),
        (T.PERIOD, "", {"ends_on": "2027-05-31"}),
        (T.TARGET, scene.about_goal, {"target_value": "57"}),
        (T.KEY_PERSON, "project_lead", {"name": "Lena Brandt"}),
        (T.ACTIVITY, scene.about_goal, {"activities": ["Call employers every week", "Teach three evening classes"]}),
        (T.BUDGET, "", {"lines": new_lines(session, scene, PER="10000.00"), "amount": "24000.00"}),
        (T.PARTNER, "", {"partners": ["City library: a room"]}),
        (T.SCOPE, "", {"title": "Morning classes"}),
    )
    for type, about, values in steps:
        amendment = sent(session, drafted(session, scene, type, about=about, by=manager, **values), manager)
        if amendment.is_open:
            approved(session, amendment, other)
    plan = get_plan(session, scene.year.award)
    assert plan.original == kept
    assert replay(plan.original, plan.changes) == plan.in_force
    assert (plan.in_force["budget", "amount"], scene.year.award.amount) == ("24000.00", Decimal(24_000))
    assert (plan.in_force["period", "ends_on"], scene.year.award.ends_on) == ("2027-05-31", date(2027, 5, 31))
    assert answers_of(scene.goal) == written
    goal = list_goals_in_force(session, [scene.goal], on=date(2027, 1, 1))[scene.goal.id]
    assert (goal.original_target, goal.target_value) == (Decimal(60), Decimal(57))
    assert goal.activities == ("Call employers every week", "Teach three evening classes")
    assert get_plan(session, scene.year.award, on=date(2026, 1, 1)).in_force == kept
