"""Three versions of a section become one, whatever was written where."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflows.proposals.goals.answers import GoalAnswers, MilestoneAnswers
from workflows.proposals.together.merging import changed, is_empty, merge, same
from workflows.proposals.together.plain import from_plain, to_plain

VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "b", "c"]))
ANSWERS = st.fixed_dictionaries(dict.fromkeys(("title", "summary", "count"), VALUES))


def test_what_one_side_changed_is_that_sides() -> None:
    base = {"title": "Work", "summary": "Old", "count": 3}
    merged = merge(base, {**base, "title": "Work that lasts"}, {**base, "summary": "New"})
    assert merged.values == {"title": "Work that lasts", "summary": "New", "count": 3}
    assert (merged.theirs, merged.conflicts) == (("summary",), ())


def test_what_both_changed_stays_as_it_is_saved_and_is_named() -> None:
    merged = merge({"summary": "Old"}, {"summary": "Mine"}, {"summary": "Theirs"})
    assert (merged.values, merged.theirs, merged.conflicts) == ({"summary": "Theirs"}, (), ("summary",))


def test_where_nobody_knows_what_was_there_every_difference_is_a_conflict() -> None:
    merged = merge(None, {"title": "Same", "summary": "Mine", "count": None}, {"title": "Same", "summary": "Theirs"})
    assert (merged.values["summary"], merged.conflicts) == ("Theirs", ("summary",))


def test_nothing_written_is_the_same_however_it_is_said_and_nought_is_an_answer() -> None:
    assert [same(one, other) for one in (None, "", False) for other in (None, "", False)] == [True] * 9
    assert [is_empty(0), is_empty(Decimal(0)), same(0, None), same(0, False)] == [False] * 4


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_merge_keeps_each_side_and_never_makes_up_a_value(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge(base, mine, theirs)
    for name, was in base.items():
        kept, ours, saved = merged.values[name], mine[name], theirs[name]
        if name in merged.conflicts:
            assert kept == saved
            assert not (same(ours, was) or same(saved, was) or same(ours, saved))
        elif same(ours, was):
            assert same(kept, saved)
        else:
            assert same(kept, ours)
            assert same(saved, was) or same(saved, ours)


@given(ANSWERS, ANSWERS)
def test_alone_everything_written_is_kept(base: dict[str, Any], mine: dict[str, Any]) -> None:
    merged = merge(base, mine, base)
    assert (merged.theirs, merged.conflicts) == ((), ())
    assert all(same(merged.values[name], mine[name]) for name in base)


@given(ANSWERS, ANSWERS)
def test_what_was_changed_leads_back_to_what_was_there(before: dict[str, Any], after: dict[str, Any]) -> None:
    back = {**after, **changed(before, after)}
    assert all(same(back[name], before[name]) for name in before)


FIGURES = st.none() | st.decimals(-1000, 1000, places=2)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    st.builds(
        GoalAnswers,
        indicator_id=st.none() | st.integers(1, 9),
        population=st.text(max_size=5),
        baseline_value=FIGURES,
        due_on=DAYS,
        milestones=st.lists(st.builds(MilestoneAnswers, on=DAYS, value=FIGURES), max_size=2).map(tuple),
        activities=st.lists(st.text(max_size=3), max_size=2).map(tuple),
    )
)
def test_a_goal_comes_back_from_its_plain_values(answers: GoalAnswers) -> None:
    assert from_plain(GoalAnswers, to_plain(answers)) == answers
    assert from_plain(GoalAnswers, {**to_plain(answers), "asked_no_more": 1}) == answers
