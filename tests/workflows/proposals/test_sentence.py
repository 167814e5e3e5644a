"""The sentence never fails and always says the target."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.proposals.test_smart import a_goal, an_indicator
from workflows.proposals.answers import FREQUENCIES
from workflows.proposals.goals.answers import DIRECTION_VERBS, GoalAnswers
from workflows.proposals.goals.sentence import Weight, compose, figure, plain

FIGURES = st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
ANSWERS = st.builds(
    GoalAnswers,
    population=st.text(max_size=300),
    direction_verb=st.sampled_from(("", *DIRECTION_VERBS)),
    baseline_value=st.none() | FIGURES,
    baseline_n=st.none() | st.integers(0, 10**6),
    baseline_on=st.none() | st.dates(),
    target_value=st.none() | FIGURES,
    due_on=st.none() | st.dates(),
    review_frequency=st.sampled_from(FREQUENCIES),
)
INDICATORS = st.none() | st.builds(
    an_indicator,
    calculation=st.sampled_from(("percent", "mean", "count")),
    unit=st.sampled_from(("%", "days", "person")),
)


@given(ANSWERS, INDICATORS)
def test_the_sentence_never_fails_and_says_the_target(answers: GoalAnswers, indicator) -> None:  # type: ignore[no-untyped-def]
    goal = a_goal(answers, indicator)
    parts = compose(goal)
    assert figure(answers.target_value, indicator) in plain(parts)
    assert any(part.text == "the target" for part in parts) == (answers.target_value is None)


def test_the_sentence_reads_well_for_each_kind_of_goal() -> None:
    who = GoalAnswers(
        population="adults who arrived in 2026",
        direction_verb="raise",
        baseline_value=Decimal("48.0"),
        baseline_n=62,
        baseline_on=date(2026, 9, 30),
        target_value=Decimal(60),
        due_on=date(2027, 6, 30),
    )
    rising = a_goal(who, an_indicator())
    assert rising.statement == (
        "By 30 June 2027, raise “Employed at day 180” among adults who arrived in 2026 from 48% (n = 62) to 60%, "
        "looked at quarterly."
    )
    rising.direction_verb = "maintain"
    assert plain(compose(rising)) == (
        "Through 30 June 2027, maintain 60% or better for “Employed at day 180” among adults who arrived in 2026, "
        "now 48% (n = 62), looked at quarterly."
    )
    rising.direction_verb, rising.baseline_value = "reach", None
    assert plain(compose(rising)) == (
        "By 30 June 2027, reach 60% for “Employed at day 180” among adults who arrived in 2026, "
        "from a baseline to be set by 30 September 2026, looked at quarterly."
    )


def test_an_empty_goal_shows_what_is_open() -> None:
    still_open = [part.text for part in compose(a_goal(GoalAnswers(), None)) if part.weight is Weight.OPEN]
    assert still_open == [
        "a due date",
        "raise or reduce",
        "an indicator",
        "whom it is about",
        "the baseline",
        "the target",
    ]


def test_figures_carry_their_unit_and_no_idle_zeros() -> None:
    days = an_indicator(calculation="mean", unit="days")
    people = an_indicator(calculation="count", unit="person")
    assert figure(Decimal("25.0000"), days) == "25 days"
    assert figure(Decimal("1200"), people) == "1,200"
    assert figure(Decimal("3.40"), an_indicator()) == "3.4%"
    assert figure(None, days) == ""
