"""What is missing or wrong in the federal information of an award; a private award is never asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from re import ASCII, fullmatch

from workflows.errors import Reason
from workflows.funding.federal.answers import ELEMENTS, LINE_MAX, PARTS, TEXT_MAX, Element, ExclusionResult, PartKind
from workflows.funding.federal.models import ExclusionCheck
from workflows.funding.models import Award, FundingSource
from workflows.money import dollars
from workflows.people.legal import why_not_uei

RULE_A = "2 CFR 200.332(a)"
AMOUNT = "Write an amount of US dollars, such as 1500 or 1500.50."


@dataclass(frozen=True, slots=True)
class ElementGap:
    """One element that is not stated yet, and which of its answers are missing."""

    element: Element
    missing: tuple[str, ...]


def is_federal(award: Award) -> bool:
    return award.source is FundingSource.FEDERAL


def list_gaps(award: Award) -> list[ElementGap]:
    """The elements that are still to be stated, in their order; none for private money."""
    if not is_federal(award):
        return []
    values = award.federal.values if award.federal is not None else {}
    found = (
        ElementGap(element, tuple(part.label for part in element.parts if not values.get(part.name)))
        for element in ELEMENTS
    )
    return [gap for gap in found if gap.missing]


def latest_check(award: Award) -> ExclusionCheck | None:
    return award.exclusion_checks[-1] if award.exclusion_checks else None


def exclusion_reason(award: Award) -> Reason | None:
    """Why federal money waits for SAM.gov; None for private money, and once no exclusion was found."""
    if not is_federal(award):
        return None
    check = latest_check(award)
    if check is None:
        told = "Nobody has checked SAM.gov for an exclusion of the affiliate yet"
        return Reason(f"{told}. The national office records it on the award’s page ({RULE_A}).", "federal")
    if check.result is ExclusionResult.EXCLUDED:
        told = "SAM.gov shows an active exclusion of the affiliate, so federal money cannot be agreed"
        return Reason(f"{told}. Once it has ended, record a new check ({RULE_A}).", "federal")
    return None


def why_not_values(award: Award, values: Mapping[str, str]) -> list[Reason]:
    """Every sentence about answers that cannot be right; an empty answer is a gap, not a mistake."""
    wrong = [
        Reason(sentence, name) for name, value in values.items() if value and (sentence := _why_not_part(name, value))
    ]
    return wrong or list(_contradictions(award, values))


def _why_not_part(name: str, value: str) -> str:
    kind = PARTS[name].kind
    if kind is PartKind.UEI:
        return why_not_uei(value)
    if kind is PartKind.LISTING and not fullmatch(r"\d{2}\.\d{3}", value, ASCII):
        return "An Assistance Listing number has two digits, a dot and three digits, such as 12.345."
    if kind is PartKind.MONEY:
        return "" if _is_money(value) else AMOUNT
    if kind is PartKind.DAY:
        return "" if _day(value) else "Choose a day."
    if kind is PartKind.YES_NO:
        return "" if value in ("yes", "no") else "Choose yes or no."
    most = TEXT_MAX if kind is PartKind.TEXT else LINE_MAX
    return f"At most {most:,} characters. Shorten it a little." if len(value) > most else ""


def _is_money(value: str) -> bool:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return False
    return amount.is_finite() and 0 <= amount < Decimal(10**12) and amount == round(amount, 2)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _contradictions(award: Award, values: Mapping[str, str]) -> Iterator[Reason]:
    """Answers that are fine alone and cannot both be right."""
    for what, first, last in (
        ("period of performance", "period_starts_on", "period_ends_on"),
        ("budget period", "budget_starts_on", "budget_ends_on"),
    ):
        if values.get(first) and values.get(last) and values[last] < values[first]:
            yield Reason(f"The {what} ends before it begins.", last)
    now, total, committed = (_money(values, name) for name in ("obligated_now", "obligated_total", "committed_total"))
    if now is not None and now != award.amount:
        yield Reason(f"This subaward obligates the amount of the award, {dollars(award.amount)}.", "obligated_now")
    if now is not None and total is not None and total < now:
        yield Reason("The total includes this subaward, so it cannot be less.", "obligated_total")
    if total is not None and committed is not None and committed < total:
        yield Reason("What is committed includes what is obligated, so it cannot be less.", "committed_total")


def _money(values: Mapping[str, str], name: str) -> Decimal | None:
    return Decimal(values[name]) if values.get(name) else None
