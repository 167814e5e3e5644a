"""What a budget still lacks is said with its field; what contradicts itself is said in a sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.workflows.proposals.budgets import a_budget, a_line
from workflows.proposals.budget.answers import BudgetAnswers, BudgetLineAnswers, IndirectMode, MatchAnswers, MatchKind
from workflows.proposals.budget.checks import budget_gaps, gaps_by_line, why_other_category

CEILING = Decimal(50_000)
SAID = "Marta Ruiz, half time."


def told(budget: BudgetAnswers, *, ceiling: Decimal = CEILING, **rules: bool) -> list[tuple[str, str]]:
    return [(gap.sentence, gap.where) for gap in budget_gaps(budget, ceiling=ceiling, **rules)]


def test_a_budget_over_the_ceiling_says_by_how_much_with_indirect_costs() -> None:
    line = a_line("PER", "45000", justification=SAID)
    budget = a_budget(line, mode=IndirectMode.DE_MINIMIS, rate=Decimal(15))
    assert told(budget) == [("The budget is $1,750.00 over the ceiling of $50,000.00.", "budget.total")]
    assert told(replace(budget, indirect=replace(budget.indirect, rate=Decimal(10)))) == []


def test_an_empty_budget_asks_for_a_line_first() -> None:
    assert told(BudgetAnswers()) == [("The budget is empty. Add at least one line with an amount.", "budget")]


def test_half_written_lines_are_named_with_their_field() -> None:
    empty = BudgetLineAnswers("", "", Decimal(1), Decimal(0))
    assert told(a_budget(a_line("TRA", "10"), empty)) == [
        ("Budget line 2 has no category.", "budget.lines-1-category"),
        ("Budget line 2 does not say what it is for.", "budget.lines-1-description"),
        ("Budget line 2 has no amount.", "budget.lines-1-unit_cost"),
    ]


@pytest.mark.parametrize(
    ("category", "cost", "wanted"),
    [
        ("PER", "10", "say who it is, and what the time is for"),
        ("EQU", "10000", "say why it is needed, and what happens to it afterwards"),
        ("CON", "10", "say who it is, and how you chose"),
    ],
)
def test_people_equipment_and_contracts_are_justified(category: str, cost: str, wanted: str) -> None:
    sentence = f"Budget line 1 is not justified yet: {wanted}."
    assert told(a_budget(a_line(category, cost))) == [(sentence, "budget.lines-0-justification")]
    assert told(a_budget(a_line(category, cost, justification=SAID))) == []


def test_a_unit_cost_that_contradicts_the_category_is_said() -> None:
    assert why_other_category("EQU", Decimal("9999.99")) == (
        "equipment costs $10,000 or more apiece, and one of these costs $9,999.99. It is supplies."
    )
    assert why_other_category("SUP", Decimal(10_000)).startswith("one of these costs $10,000.00. From $10,000 apiece")
    assert why_other_category("EQU", Decimal(10_000)) == ""
    assert why_other_category("SUP", Decimal("9999.99")) == ""
    assert told(a_budget(a_line("SUP", "12000")))[0][1] == "budget.lines-0-category"


def test_core_costs_need_a_cohort_that_pays_them() -> None:
    budget = a_budget(a_line("OTH", "10"), a_line("OTH", "10", tag="core_costs"))
    assert told(budget, allows_core_costs=True) == []
    assert told(budget, allows_core_costs=False) == [
        (
            "Budget line 2 is tagged as core costs. Awards of this cohort do not pay for core costs.",
            "budget.lines-1-tag",
        )
    ]


def test_a_gift_says_who_gives_it_how_much_and_how_it_was_valued() -> None:
    gifts = (MatchAnswers(MatchKind.IN_KIND), MatchAnswers(MatchKind.CASH, "A church", amount=Decimal(5)))
    assert told(BudgetAnswers(lines=(a_line("TRA", "10"),), matches=gifts)) == [
        ("Match 1 does not say who gives it.", "budget.matches-0-source"),
        ("Match 1 has no amount.", "budget.matches-0-amount"),
        ("Match 1 does not say how its value was worked out.", "budget.matches-0-valuation"),
    ]


def test_a_rate_and_the_day_of_its_agreement_are_asked_for() -> None:
    rate = ("The rate of your indirect costs is missing.", "budget.indirect_rate")
    day = ("The day of your indirect cost rate agreement is missing.", "budget.indirect_agreed_on")
    assert told(a_budget(a_line("TRA", "10"), mode=IndirectMode.DE_MINIMIS)) == [rate]
    assert told(a_budget(a_line("TRA", "10"), mode=IndirectMode.NEGOTIATED)) == [rate, day]


def test_the_page_shows_the_first_gap_of_each_line() -> None:
    budget = a_budget(a_line("PER", "0"), a_line("TRA", "60000"))
    assert gaps_by_line(budget_gaps(budget, ceiling=CEILING)) == {0: "Budget line 1 has no amount."}
