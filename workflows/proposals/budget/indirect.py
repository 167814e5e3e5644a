"""Indirect costs: a rate of a base, and the base made out of the lines, step by step.

Modified total direct costs are those of 2 CFR 200.1: no equipment, no participant support, no rent, and of each
subaward the first $50,000. The de minimis rate of at most 15 percent is that of 2 CFR 200.414(f).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from workflows.proposals.budget.answers import (
    CENT,
    LINE_CATEGORIES,
    IndirectAnswers,
    IndirectBase,
    IndirectMode,
    LineKind,
)

DE_MINIMIS_MOST = Decimal(15)  # percent
SUBAWARD_COUNTS = Decimal(50_000)  # US dollars of each
SUBAWARD_IN, RENT_IN = "CON", "OTH"
KIND_OF: dict[str, LineKind] = {SUBAWARD_IN: LineKind.SUBAWARD, RENT_IN: LineKind.RENT}
ZERO = Decimal(0)

LEFT_OUT: dict[str, str] = {
    "equipment": "Equipment is left out",
    "participants": "Participant support is left out",
    "rent": "Rent is left out",
    "subawards": "Of each subaward, what is over the first $50,000 is left out",
    "others": "Costs outside the base of your agreement are left out",
    "unsorted": "Lines without a category are left out until they have one",
}
_OUTSIDE_MTDC = {"EQU": "equipment", "PAR": "participants"}


def _all_but(*counted: str) -> dict[str, str]:
    return {code: _OUTSIDE_MTDC.get(code, "others") for code in LINE_CATEGORIES if code not in counted}


OUTSIDE: dict[IndirectBase, dict[str, str]] = {
    IndirectBase.MTDC: _OUTSIDE_MTDC | {"": "unsorted"},
    IndirectBase.DIRECT: {},
    IndirectBase.SALARIES: _all_but("PER") | {"": "unsorted"},
    IndirectBase.SALARIES_FRINGE: _all_but("PER", "FRI") | {"": "unsorted"},
}
"""Base → category → why it is left out of it, a key of LEFT_OUT. What is not named counts."""


class Cost(Protocol):
    @property
    def category(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def kind(self) -> LineKind: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step from all direct costs to the base: why, and how much is left out."""

    key: str
    words: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Indirect:
    """The base, how it came about, and the amount; a typed amount and none have a base without a rate."""

    direct: Decimal
    steps: tuple[Step, ...]
    base: Decimal
    amount: Decimal


def work_out(lines: Iterable[Cost], told: IndirectAnswers) -> Indirect:
    """The indirect costs of these lines: base × rate, rounded half up to the cent. Only what is left out is a step."""
    direct, left_out = ZERO, dict.fromkeys(LEFT_OUT, ZERO)
    for line in lines:
        direct += line.amount
        key, amount = _left_out(line, base_of(told))
        if key:
            left_out[key] += amount
    base = direct - sum(left_out.values(), ZERO)
    steps = tuple(Step(key, LEFT_OUT[key], amount) for key, amount in left_out.items() if amount)
    return Indirect(direct, steps, base, _amount(base, told))


def base_of(told: IndirectAnswers) -> IndirectBase:
    return told.base if told.mode is IndirectMode.NEGOTIATED else IndirectBase.MTDC


def _left_out(line: Cost, base: IndirectBase) -> tuple[str, Decimal]:
    if key := OUTSIDE[base].get(line.category):
        return key, line.amount
    if base is IndirectBase.MTDC and line.category == RENT_IN and line.kind is LineKind.RENT:
        return "rent", line.amount
    if base is IndirectBase.MTDC and line.category == SUBAWARD_IN and line.kind is LineKind.SUBAWARD:
        return "subawards", max(ZERO, line.amount - SUBAWARD_COUNTS)
    return "", ZERO


def _amount(base: Decimal, told: IndirectAnswers) -> Decimal:
    if told.mode is IndirectMode.TYPED:
        return told.typed_amount
    if told.mode is IndirectMode.NONE or told.rate is None:
        return ZERO
    return (base * told.rate / 100).quantize(CENT, ROUND_HALF_UP)


def rules_for_the_page() -> dict[str, Any]:
    """The same tables for the page's own arithmetic, so that it follows what is written here."""
    return {
        "outside": {base.value: reasons for base, reasons in OUTSIDE.items()},
        "rent": RENT_IN,
        "subaward": SUBAWARD_IN,
        "subaward_counts": str(SUBAWARD_COUNTS),
        "de_minimis_most": str(DE_MINIMIS_MOST),
    }
