"""The budget of a sealed proposal as its document shows it; what an older snapshot does not have stays out."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.documents.builders.parts import indirect_of, purpose_of
from workflows.documents.contexts.proposal import CostLine, Gift, ProposedBudget, Sum
from workflows.documents.words import dollars
from workflows.proposals.budget.answers import BUDGET_CATEGORIES, INDIRECT


def proposed_budget(content: Mapping[str, Any]) -> ProposedBudget:
    """Every line with all that is said about it, indirect costs with their base, and match beside it."""
    told, indirect = content["budget"], indirect_of(content)
    lines = tuple(_line(line) for line in told["lines"])
    if indirect:
        lines += (CostLine(BUDGET_CATEGORIES[INDIRECT], indirect["way"], dollars(indirect["amount"])),)
    return ProposedBudget(
        lines=lines,
        total=dollars(told["total"]),
        indirect=_lines(indirect.get("way", ""), indirect.get("base_text", "")),
        indirect_steps=_steps(indirect),
        by_category=_sums(told.get("categories", ())),
        by_goal=_sums(told.get("goals", ())),
        by_tag=_sums(told.get("tags", ())),
        gifts=tuple(_gift(gift) for gift in told.get("matches", ())),
        match_total=dollars(told.get("match_total", 0)),
        narrative=told.get("narrative", ""),
    )


def _line(line: Mapping[str, Any]) -> CostLine:
    hours = f"{line['hours']} staff hours" if line.get("hours") else ""
    about = " · ".join(filter(None, (line.get("goal"), line.get("tag_label"), line.get("kind"), hours)))
    return CostLine(
        category=line["label"],
        told=_lines(purpose_of(line), about, line.get("justification", "")),
        amount=dollars(line["amount"]),
    )


def _steps(indirect: Mapping[str, Any]) -> tuple[Sum, ...]:
    """From all direct costs to the amount; nothing where none are asked for or an amount was typed."""
    if indirect.get("mode") not in ("de_minimis", "negotiated"):
        return ()
    return (
        Sum("All direct costs", dollars(indirect["direct"])),
        *(Sum(step["words"], f"−{dollars(step['amount'])}") for step in indirect["steps"]),
        Sum(f"The base: {indirect['base_label'].lower()}", dollars(indirect["base"])),
        Sum(f"Indirect costs: {indirect['rate']}% of the base", dollars(indirect["amount"])),
    )


def _sums(rows: Sequence[Mapping[str, Any]]) -> tuple[Sum, ...]:
    return tuple(Sum(row["label"], dollars(row["amount"])) for row in rows)


def _gift(gift: Mapping[str, Any]) -> Gift:
    what = ": ".join(filter(None, (gift["source"], gift["description"])))
    return Gift(_lines(f"{gift['kind']} from {what}", gift["valuation"]), gift["standing"], dollars(gift["amount"]))


def _lines(*texts: str) -> str:
    """One below the other, without those that are empty."""
    return "\n".join(filter(None, texts))
