"""Where a goal stands between baseline and target."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.measurement.progress import GoalStatus, Observation, goal_status

BEGINS, DUE = date(2026, 7, 1), date(2027, 6, 30)
HALFWAY = date(2026, 12, 31)


def _seen(value: float, as_of: date = HALFWAY) -> list[Observation]:
    return [Observation(as_of, Decimal(str(value)), n=50, numerator=None, denominator=None, import_number=1)]


def _status(value: float, *, baseline: str = "40", target: str = "60", direction: str = "higher") -> GoalStatus:
    return goal_status(
        baseline=Decimal(baseline),
        target=Decimal(target),
        direction=direction,
        begins_on=BEGINS,
        due_on=DUE,
        observed=_seen(value),
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60, GoalStatus.ON_TRACK),
        (50, GoalStatus.ON_TRACK),
        (46, GoalStatus.WATCH),
        (44, GoalStatus.OFF_TRACK),
        (35, GoalStatus.OFF_TRACK),
    ],
)
def test_half_way_through_the_time_half_of_the_way_is_on_track(value: float, expected: GoalStatus) -> None:
    assert _status(value) == expected


def test_lower_is_better_where_the_indicator_says_so() -> None:
    assert _status(32, baseline="41", target="25", direction="lower") == GoalStatus.ON_TRACK
    assert _status(41, baseline="41", target="25", direction="lower") == GoalStatus.OFF_TRACK


def test_without_a_figure_or_at_the_very_beginning_it_is_too_early_to_say() -> None:
    common = {"baseline": Decimal(40), "target": Decimal(60), "direction": "higher", "begins_on": BEGINS, "due_on": DUE}
    assert goal_status(**common, observed=[]) == GoalStatus.TOO_EARLY
    assert goal_status(**common, observed=_seen(41, date(2026, 8, 1))) == GoalStatus.TOO_EARLY


def test_a_level_to_keep_is_on_track_while_it_is_kept() -> None:
    assert _status(90, baseline="90", target="90") == GoalStatus.ON_TRACK
    assert _status(88, baseline="90", target="90") == GoalStatus.WATCH


@given(value=st.floats(0, 100), better=st.floats(0, 20))
def test_a_better_value_never_looks_worse(value: float, better: float) -> None:
    order = [GoalStatus.OFF_TRACK, GoalStatus.WATCH, GoalStatus.ON_TRACK]
    assert order.index(_status(round(value, 2))) <= order.index(_status(round(value + better, 2)))
