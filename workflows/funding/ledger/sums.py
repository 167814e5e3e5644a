"""The arithmetic of the ledger: budgeted, committed, planned so far and spent, and cash beside it, to the cent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from workflows.funding.answers import CENT
from workflows.funding.ledger.categories import CATEGORIES
from workflows.funding.models import Award, PaymentState
from workflows.money import dollars
from workflows.proposals.budget.answers import TAGS

ZERO = Decimal(0)
FLAGGED_FROM = Decimal(10)  # percent of what was planned so far


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the budget with what belongs to it, in US dollars; `goal` is a goal's key, 0 for the whole project."""

    category: str
    goal: int
    tag: str
    budgeted: Decimal
    committed: Decimal = ZERO
    planned: Decimal = ZERO
    spent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One category, goal or tag, or the total; US dollars. `planned` is the part of `committed` that was due so far."""

    label: str
    budgeted: Decimal
    committed: Decimal
    planned: Decimal
    spent: Decimal
    key: str = ""

    @property
    def unspent(self) -> Decimal:
        return self.committed - self.spent

    @property
    def variance(self) -> Decimal:
        """Above zero: more was spent than planned so far."""
        return self.spent - self.planned

    @property
    def variance_percent(self) -> Decimal | None:
        """Of what was planned so far, one digit after the point; None where nothing was planned."""
        return None if self.planned == 0 else (self.variance * 100 / self.planned).quantize(Decimal("0.1"))

    @property
    def is_flagged(self) -> bool:
        percent = self.variance_percent
        return self.variance != 0 if percent is None else abs(percent) >= FLAGGED_FROM

    @property
    def variance_words(self) -> str:
        """`$400 more than planned (12.5%)`, `As planned`."""
        if self.variance == 0:
            return "As planned"
        side = "more" if self.variance > 0 else "less"
        percent = self.variance_percent
        share = "" if percent is None else f" ({abs(percent).normalize():f}%)"
        return f"{dollars(abs(self.variance))} {side} than planned{share}"


@dataclass(frozen=True, slots=True)
class Cash:
    """Where the money of an award is; US dollars. All but `awarded` and `reversed` add up to `awarded`."""

    awarded: Decimal
    given_back: Decimal
    scheduled: Decimal
    requested: Decimal
    approved: Decimal
    paid: Decimal  # what was paid and did not come back
    reversed: Decimal  # what was paid and came back
    free: Decimal


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`amount` over the weights, each part to the cent, together exactly `amount`; without a weight all goes first.

    What rounding leaves goes, a cent each, to the largest remainders.
    """
    total = sum(weights, ZERO)
    if not weights or total <= 0:
        return [amount if place == 0 else ZERO for place in range(len(weights))]
    sign = -1 if amount < 0 else 1
    exact = [abs(amount) * weight / total for weight in weights]
    parts = [part.quantize(CENT, ROUND_FLOOR) for part in exact]
    left = int((abs(amount) - sum(parts, ZERO)) / CENT)
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:left]:
        parts[place] += CENT
    return [sign * part for part in parts]


def amend(lines: Sequence[Share], amended: Iterable[Mapping[str, str]]) -> list[Share]:
    """The lines as an amendment words them, in US dollars as text: goal and tag stay those of the original line.

    `key` is the original line's place, counted from 1; a line with any other key is new, for the whole project.
    """
    original = {str(place): line for place, line in enumerate(lines, 1)}
    nothing = Share("", 0, "", ZERO)
    return [
        replace(original.get(row["key"], nothing), category=row["category"], budgeted=Decimal(row["amount"]))
        for row in amended
    ]


def commit(shares: Sequence[Share], amount: Decimal) -> list[Share]:
    """The shares with `amount` US dollars of the award committed as the budget is spread."""
    parts = spread(amount, [share.budgeted for share in shares])
    return [replace(share, committed=part) for share, part in zip(shares, parts, strict=True)]


def plan(shares: Sequence[Share], *, days: int, of_days: int) -> list[Share]:
    """The shares with what was due in the first `days` of the year."""
    total = sum((share.committed for share in shares), ZERO)
    due = (total * min(days, of_days) / of_days).quantize(CENT)
    parts = spread(due, [share.committed for share in shares])
    return [replace(share, planned=part) for share, part in zip(shares, parts, strict=True)]


def spend(shares: Sequence[Share], spent: Mapping[str, Decimal]) -> list[Share]:
    """The shares with what was spent by category; within one by how its budget is spread over goals and tags.

    A category without a budget gets a share of its own.
    """
    found = list(shares)
    for category, amount in spent.items():
        places = [place for place, share in enumerate(found) if share.category == category]
        if not places:
            places = [len(found)]
            found.append(Share(category, 0, "", ZERO))
        for place, part in zip(places, spread(amount, [found[p].budgeted for p in places]), strict=True):
            found[place] = replace(found[place], spent=found[place].spent + part)
    return found


def by_category(shares: Iterable[Share]) -> tuple[LedgerRow, ...]:
    return _rows(shares, lambda share: share.category, CATEGORIES, "Without a category")


def by_goal(shares: Iterable[Share], goals: Mapping[int, str]) -> tuple[LedgerRow, ...]:
    names = {str(key): label for key, label in goals.items()}
    return _rows(shares, lambda share: str(share.goal or ""), names, "Whole project")


def by_tag(shares: Iterable[Share]) -> tuple[LedgerRow, ...]:
    return _rows(shares, lambda share: share.tag, TAGS, "No tag")


def total_of(shares: Iterable[Share]) -> LedgerRow:
    return _row("Total", list(shares), key="total")


def _rows(
    shares: Iterable[Share], key_of: Callable[[Share], str], labels: Mapping[str, str], rest: str
) -> tuple[LedgerRow, ...]:
    """In the order of `labels`, then what belongs to none of them; only rows that hold something."""
    groups: dict[str, list[Share]] = {}
    for share in shares:
        key = key_of(share)
        groups.setdefault(key if key in labels else "", []).append(share)
    names = {**labels, "": rest}
    return tuple(_row(label, groups[key], key=key) for key, label in names.items() if key in groups)


def _row(label: str, shares: Sequence[Share], *, key: str) -> LedgerRow:
    return LedgerRow(
        label=label,
        budgeted=sum((share.budgeted for share in shares), ZERO),
        committed=sum((share.committed for share in shares), ZERO),
        planned=sum((share.planned for share in shares), ZERO),
        spent=sum((share.spent for share in shares), ZERO),
        key=key,
    )


def cash_of(award: Award) -> Cash:
    """Needs the award's payments."""
    sums = {state: sum((p.kept_amount for p in award.payments if p.state is state), ZERO) for state in PaymentState}
    return Cash(
        awarded=award.amount,
        given_back=award.returned_amount,
        scheduled=sums[PaymentState.SCHEDULED],
        requested=sums[PaymentState.REQUESTED],
        approved=sums[PaymentState.APPROVED],
        paid=sums[PaymentState.PAID],
        reversed=sum((p.reversed_amount for p in award.payments), ZERO),
        free=award.free_amount,
    )
