"""A budget adds up whatever its lines are, and indirect costs come out of their base to the cent."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.proposals.budgets import BUDGETS, COSTS, GOALS, LINES, a_budget, a_line
from workflows.proposals.budget.answers import (
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectBase,
    IndirectMode,
    LineKind,
    MatchAnswers,
    line_amount,
)
from workflows.proposals.budget.indirect import LEFT_OUT, OUTSIDE, work_out
from workflows.proposals.budget.sums import Total, add_up

DE_MINIMIS = {"mode": IndirectMode.DE_MINIMIS, "rate": Decimal(15)}


@given(BUDGETS)
def test_categories_goals_and_tags_each_add_up_to_what_is_requested(budget: BudgetAnswers) -> None:
    sums = add_up(budget, GOALS)
    of_lines = sum((line.amount for line in budget.lines), Decimal(0))
    assert [_total(rows) for rows in (sums.categories, sums.goals, sums.tags)] == [sums.requested] * 3
    assert sums.requested == of_lines + sums.indirect.amount
    assert sums.requested == sums.requested.quantize(Decimal("0.01"))


@given(BUDGETS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_sum(budget: BudgetAnswers, dice: Random) -> None:
    shuffled = replace(budget, lines=tuple(dice.sample(budget.lines, len(budget.lines))))
    assert add_up(shuffled, GOALS) == add_up(budget, GOALS)


@given(BUDGETS, LINES)
def test_one_more_line_never_lowers_what_is_requested(budget: BudgetAnswers, line: BudgetLineAnswers) -> None:
    before, after = add_up(budget), add_up(replace(budget, lines=(*budget.lines, line)))
    assert after.requested >= before.requested
    assert after.indirect.amount >= before.indirect.amount


@given(BUDGETS)
def test_match_is_never_part_of_what_is_requested(budget: BudgetAnswers) -> None:
    assert add_up(replace(budget, matches=())).requested == add_up(budget).requested
    assert add_up(budget).match == sum((match.amount for match in budget.matches), Decimal(0))


@given(BUDGETS)
def test_the_base_is_all_direct_costs_less_what_is_left_out(budget: BudgetAnswers) -> None:
    found = work_out(budget.lines, budget.indirect)
    assert found.base == found.direct - sum((step.amount for step in found.steps), Decimal(0))
    assert Decimal(0) <= found.base <= found.direct


@given(st.decimals(0, 1000, places=4, allow_nan=False), COSTS)
def test_an_amount_is_within_half_a_cent_of_the_product(quantity: Decimal, cost: Decimal) -> None:
    assert abs(line_amount(quantity, cost) - quantity * cost) <= Decimal("0.005")


def test_half_a_cent_is_rounded_up() -> None:
    assert line_amount(Decimal("0.5"), Decimal("0.01")) == Decimal("0.01")
    assert line_amount(Decimal("1.5"), Decimal("33.35")) == Decimal("50.03")
    assert add_up(a_budget(a_line("PER", "0.50"), mode=IndirectMode.DE_MINIMIS, rate=Decimal(1))).requested == Decimal(
        "0.51"
    )


def test_the_de_minimis_base_leaves_out_what_mtdc_leaves_out() -> None:
    budget = a_budget(
        a_line("PER", "10000"),
        a_line("EQU", "12000"),
        a_line("PAR", "1500"),
        a_line("OTH", "900", kind=LineKind.RENT),
        a_line("OTH", "100"),
        a_line("CON", "60000", kind=LineKind.SUBAWARD),
        a_line("CON", "51000", kind=LineKind.SUBAWARD),
        a_line("CON", "70000"),
        **DE_MINIMIS,
    )
    found = work_out(budget.lines, budget.indirect)
    assert {step.key: step.amount for step in found.steps} == {
        "equipment": Decimal(12000), "participants": Decimal(1500), "rent": Decimal(900), "subawards": Decimal(11000),
    }  # fmt: skip
    assert (found.base, found.amount) == (Decimal(180100), Decimal("27015.00"))


def test_a_subaward_or_rent_in_another_category_counts_in_full() -> None:
    lines = (a_line("OTH", "60000", kind=LineKind.SUBAWARD), a_line("CON", "700", kind=LineKind.RENT))
    assert add_up(a_budget(*lines, **DE_MINIMIS)).indirect.base == Decimal(60700)


@pytest.mark.parametrize(
    ("base", "comes_to"),
    [
        (IndirectBase.MTDC, "1500"),
        (IndirectBase.DIRECT, "13500"),
        (IndirectBase.SALARIES, "1000"),
        (IndirectBase.SALARIES_FRINGE, "1300"),
    ],
)
def test_a_negotiated_rate_is_taken_of_the_base_of_its_agreement(base: IndirectBase, comes_to: str) -> None:
    lines = (a_line("PER", "1000"), a_line("FRI", "300"), a_line("TRA", "200"), a_line("EQU", "12000"))
    budget = a_budget(*lines, mode=IndirectMode.NEGOTIATED, rate=Decimal(40), base=base)
    found = add_up(budget).indirect
    assert (found.base, found.amount) == (Decimal(comes_to), Decimal(comes_to) * 40 / 100)


def test_no_indirect_costs_and_a_typed_amount_are_what_they_say() -> None:
    line = a_line("PER", "1000")
    assert add_up(a_budget(line, rate=Decimal(10))).requested == Decimal(1000)
    typed = a_budget(line, mode=IndirectMode.TYPED, typed_amount=Decimal("77.70"), rate=Decimal(10))
    assert add_up(typed).requested == Decimal("1077.70")
    assert add_up(typed).categories[-1] == Total("IND", "Indirect costs", Decimal("77.70"))


def test_a_goal_that_is_not_there_any_more_counts_as_the_whole_project() -> None:
    budget = a_budget(a_line("PER", "10", goal_id=99), a_line("PER", "5", goal_id=3))
    assert add_up(budget, GOALS).goals == (
        Total("3", "Goal 1: Employed at day 180", Decimal(5)),
        Total("", "Whole project", Decimal(10)),
    )


def test_sums_stand_in_the_order_of_the_tables() -> None:
    budget = a_budget(
        a_line("TRA", "1"), a_line("", "2"), a_line("PER", "3", tag="data_staff"), mode=IndirectMode.TYPED,
        typed_amount=Decimal(4),
    )  # fmt: skip
    assert [row.label for row in add_up(budget).categories] == [
        "Personnel", "Travel", "No category yet", "Indirect costs",
    ]  # fmt: skip
    assert [row.label for row in add_up(budget).tags] == ["Data staff", "No tag", "Indirect costs"]


def test_every_reason_to_leave_out_has_words() -> None:
    named = {reason for reasons in OUTSIDE.values() for reason in reasons.values()} | {"rent", "subawards"}
    assert named == set(LEFT_OUT)


def test_a_volunteer_hour_is_beside_the_request() -> None:
    gift = MatchAnswers(source="Mentors", amount=Decimal(480))
    assert add_up(BudgetAnswers(lines=(a_line("PER", "20"),), matches=(gift,))).requested == Decimal(20)


def _total(rows: tuple[Total, ...]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))
