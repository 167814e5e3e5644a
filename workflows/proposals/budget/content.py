"""The budget as plain values, for reading pages, the snapshot and documents."""

from decimal import Decimal
from typing import Any

from workflows.proposals.budget.answers import (
    BUDGET_CATEGORIES,
    INDIRECT_BASES,
    MATCH_KINDS,
    TAGS,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    LineKind,
    MatchAnswers,
)
from workflows.proposals.budget.indirect import Indirect, base_of
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.budget.sums import Total, add_up, goals_of
from workflows.proposals.goals.sentence import long_day, number_text
from workflows.proposals.models import Proposal

KINDS_IN_WORDS = {LineKind.SUBAWARD: "Subaward", LineKind.RENT: "Rent"}


def budget_content(proposal: Proposal) -> dict[str, Any]:
    """Lines, match, indirect costs, totals by category, goal and tag; money and quantities as text.

    `total` is what is requested, indirect costs included; `match_total` stands beside it.
    """
    budget, goals = budget_of(proposal), goals_of(proposal)
    sums = add_up(budget, goals)
    return {
        "lines": [_line(line, goals) for line in budget.lines],
        "matches": [_match(match) for match in budget.matches],
        "indirect": _indirect(budget.indirect, sums.indirect),
        "narrative": budget.narrative,
        "categories": [_total(row, "code") for row in sums.categories],
        "goals": [_total(row, "goal_id") for row in sums.goals],
        "tags": [_total(row, "tag") for row in sums.tags],
        "direct": money_text(sums.indirect.direct),
        "match_total": money_text(sums.match),
        "total": money_text(sums.requested),
    }


def _line(line: BudgetLineAnswers, goals: dict[int, str]) -> dict[str, Any]:
    return {
        "category": line.category,
        "label": BUDGET_CATEGORIES.get(line.category, ""),
        "description": line.description,
        "quantity": number_text(line.quantity),
        "unit": line.unit,
        "unit_cost": money_text(line.unit_cost),
        "amount": money_text(line.amount),
        "justification": line.justification,
        "goal_id": line.goal_id,
        "goal": goals.get(line.goal_id or 0, ""),
        "hours": "" if line.hours is None else number_text(line.hours),
        "tag": line.tag,
        "tag_label": TAGS.get(line.tag, ""),
        "kind": KINDS_IN_WORDS.get(line.kind, ""),
    }


def _match(match: MatchAnswers) -> dict[str, Any]:
    return {
        "kind": MATCH_KINDS[match.kind],
        "source": match.source,
        "description": match.description,
        "amount": money_text(match.amount),
        "standing": "Secured" if match.is_secured else "Pledged",
        "valuation": match.valuation,
    }


def _indirect(told: IndirectAnswers, found: Indirect) -> dict[str, Any]:
    return {
        "mode": told.mode.value,
        "way": way_in_words(told),
        "rate": "" if told.rate is None else number_text(told.rate),
        "agreed_on": long_day(told.agreed_on),
        "base_text": told.base_text,
        "base_label": INDIRECT_BASES[base_of(told)],
        "direct": money_text(found.direct),
        "steps": [{"key": step.key, "words": step.words, "amount": money_text(step.amount)} for step in found.steps],
        "base": money_text(found.base),
        "amount": money_text(found.amount),
    }


def way_in_words(told: IndirectAnswers) -> str:
    """How the indirect costs are worked out, as one sentence: «15% of modified total direct costs, …»."""
    base = INDIRECT_BASES[base_of(told)].lower()
    rate = "A rate not given yet" if told.rate is None else f"{number_text(told.rate)}%"
    if told.mode is IndirectMode.DE_MINIMIS:
        return f"{rate} of {base}, the de minimis rate of 2 CFR 200.414(f)."
    if told.mode is IndirectMode.NEGOTIATED:
        agreed = f" of {long_day(told.agreed_on)}" if told.agreed_on else ""
        return f"{rate} of {base}, by the negotiated agreement{agreed}."
    if told.mode is IndirectMode.TYPED:
        note = f" “{told.typed_note}”" if told.typed_note else ""
        return f"An amount as it was typed:{note or ' without a note'}. It is not worked out from a rate."
    return "No indirect costs are asked for."


def _total(row: Total, name: str) -> dict[str, Any]:
    return {name: row.key, "label": row.label, "amount": money_text(row.amount)}


def money_text(amount: Decimal) -> str:
    """US dollars with both cents, however the number came about."""
    return f"{amount:.2f}"
