"""What a page adds up while one types is what the server adds up: to the cent, whatever the budget."""

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser

from workflows.proposals.budget.answers import (
    LINE_CATEGORIES,
    TAGS,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectBase,
    IndirectMode,
    LineKind,
    MatchAnswers,
)
from workflows.proposals.budget.indirect import rules_for_the_page
from workflows.proposals.budget.sums import Sums, Total, add_up

MODULE = Path(__file__).parents[2] / "webapp/static/js/budget_sums.js"
GOALS = {3: "Goal 1", 8: "Goal 2"}
BUDGETS = 400
_ADD_UP = """([budgets, rules]) => {
  const text = (cents) => `${cents / 100n}.${(cents % 100n).toString().padStart(2, "0")}`;
  const used = (map) => [...map].filter(([, cents]) => cents);
  const table = (map) => Object.fromEntries(used(map).map(([key, cents]) => [key, text(cents)]));
  return budgets.map((budget) => {
    const sums = window.addUp(budget, rules);
    return {
      categories: table(sums.categories), goals: table(sums.goals), tags: table(sums.tags), left: table(sums.left),
      direct: text(sums.direct), base: text(sums.base), indirect: text(sums.indirect),
      requested: text(sums.requested), match: text(sums.match), lines: sums.lines.map(text),
    };
  });
}"""


def test_page_and_server_add_up_to_the_same_cent(browser: Browser) -> None:
    dice = Random(200414)  # noqa: S311  invented budgets, the same each time
    budgets = [_a_budget(dice) for _ in range(BUDGETS)]
    page = browser.new_page()
    page.set_content("<!doctype html><title>Sums</title>")
    page.add_script_tag(type="module", content=MODULE.read_text("utf-8") + "\nwindow.addUp = addUp;")
    page.wait_for_function("() => window.addUp")
    shown = page.evaluate(_ADD_UP, [[_as_typed(budget, dice) for budget in budgets], rules_for_the_page()])
    page.close()
    for budget, found in zip(budgets, shown, strict=True):
        assert found == _as_the_page_says(add_up(budget, GOALS), budget), json.dumps(found)


def _a_budget(dice: Random) -> BudgetAnswers:
    return BudgetAnswers(
        lines=tuple(_a_line(dice) for _ in range(dice.randrange(14))),
        matches=tuple(MatchAnswers(amount=_cents(dice)) for _ in range(dice.randrange(3))),
        indirect=IndirectAnswers(
            mode=dice.choice(list(IndirectMode)),
            rate=dice.choice((None, Decimal(10), Decimal(15), Decimal(dice.randrange(1_000_000)).scaleb(-4))),
            base=dice.choice(list(IndirectBase)),
            typed_amount=_cents(dice),
        ),
    )


def _a_line(dice: Random) -> BudgetLineAnswers:
    return BudgetLineAnswers(
        category=dice.choice(("", *LINE_CATEGORIES)),
        description="line",
        quantity=Decimal(dice.randrange(10_000_000)).scaleb(-dice.randrange(5)),
        unit_cost=_cents(dice),
        goal_id=dice.choice((None, *GOALS)),
        tag=dice.choice(("", *TAGS)),
        kind=dice.choice(list(LineKind)),
    )


def _cents(dice: Random) -> Decimal:
    return Decimal(dice.randrange(10 ** dice.randrange(1, 10))).scaleb(-2)


def _as_typed(budget: BudgetAnswers, dice: Random) -> dict[str, Any]:
    """The answers as the fields of the page hold them; some people type the dollar sign and the commas."""

    def money(amount: Decimal) -> str:
        return dice.choice((f"{amount:.2f}", f"${amount:,.2f}"))

    return {
        "lines": [
            {
                "category": line.category, "quantity": f"{line.quantity:f}", "unit_cost": money(line.unit_cost),
                "goal": str(line.goal_id or ""), "tag": line.tag, "kind": line.kind.value,
            }
            for line in budget.lines
        ],
        "matches": [{"amount": money(match.amount)} for match in budget.matches],
        "indirect": {
            "mode": budget.indirect.mode.value,
            "rate": "" if budget.indirect.rate is None else f"{budget.indirect.rate:f} %",
            "base": budget.indirect.base.value,
            "typed_amount": money(budget.indirect.typed_amount),
        },
    }  # fmt: skip


def _as_the_page_says(sums: Sums, budget: BudgetAnswers) -> dict[str, Any]:
    def table(rows: tuple[Total, ...]) -> dict[str, str]:
        return {row.key: f"{row.amount:.2f}" for row in rows}

    return {
        "categories": table(sums.categories),
        "goals": table(sums.goals),
        "tags": table(sums.tags),
        "left": {step.key: f"{step.amount:.2f}" for step in sums.indirect.steps},
        "direct": f"{sums.indirect.direct:.2f}",
        "base": f"{sums.indirect.base:.2f}",
        "indirect": f"{sums.indirect.amount:.2f}",
        "requested": f"{sums.requested:.2f}",
        "match": f"{sums.match:.2f}",
        "lines": [f"{line.amount:.2f}" for line in budget.lines],
    }
