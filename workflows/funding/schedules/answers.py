"""The methods of paying an award, what releases a payment, and the schedule that each method suggests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from workflows.funding.answers import CENT, months_after

LINES_MAX = 24
MILESTONE_MAX = 200
EVIDENCE_MAX = 2000
REQUEST_AHEAD = timedelta(days=14)  # how long before its day a dated payment may be requested
CLOSEOUT = 0  # stands for the closeout report where a payment waits for a report
HALF_YEAR = 2  # the progress report after which the usual second payment is released


class Method(StrEnum):
    INSTALMENTS = "instalments"
    ADVANCE = "advance"
    REIMBURSEMENT = "reimbursement"
    MILESTONES = "milestones"


METHODS: dict[Method, str] = {
    Method.INSTALMENTS: "Installments: 50, 40 and 10 percent",
    Method.ADVANCE: "Advance: all of it when the agreement is signed",
    Method.REIMBURSEMENT: "Reimbursement: each quarter, what was spent and accepted",
    Method.MILESTONES: "Milestones: a payment when something agreed is reached",
}
METHOD_NAMES: dict[Method, str] = {method: words.split(":")[0] for method, words in METHODS.items()}


class WaitsFor(StrEnum):
    """What releases a payment."""

    AGREEMENT = "agreement"
    DAY = "day"
    REPORT = "report"
    MILESTONE = "milestone"
    EXPENSES = "expenses"


RELEASES: dict[WaitsFor, str] = {
    WaitsFor.AGREEMENT: "The agreement is signed",
    WaitsFor.DAY: "Its day has come",
    WaitsFor.REPORT: "A report is accepted",
    WaitsFor.MILESTONE: "A milestone is reached",
    WaitsFor.EXPENSES: "Spending of that much is accepted",
}
REPORTS: dict[int, str] = {
    **{number: f"Progress report {number}" for number in range(1, 5)},
    CLOSEOUT: "Closeout report",
}


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One line of the schedule as typed; US dollars. `payment_id` is None for a new line.

    `report_number` belongs to a line that waits for a report (0 is the closeout), `milestone` to one that waits for it.
    """

    label: str
    amount: Decimal
    due_on: date
    payment_id: int | None = None
    waits_for: WaitsFor = WaitsFor.AGREEMENT
    report_number: int | None = None
    milestone: str = ""


def report_in_words(number: int) -> str:
    """`progress report 2`, `the closeout report`."""
    name = REPORTS[number].lower()
    return f"the {name}" if number == CLOSEOUT else name


def in_words(waits_for: WaitsFor, *, report_number: int | None, milestone: str, due_on: date) -> str:
    """What releases a payment, as a part of a sentence: `when progress report 2 is accepted`."""
    words = {
        WaitsFor.AGREEMENT: "when the agreement is signed",
        WaitsFor.DAY: f"by its day, {due_on.day} {due_on:%B %Y}",
        WaitsFor.REPORT: f"when {report_in_words(report_number or CLOSEOUT)} is accepted",
        WaitsFor.MILESTONE: f"when it is reached: {milestone}",
        WaitsFor.EXPENSES: "when spending of that much is accepted",
    }
    return words[waits_for]


def suggest(method: Method, amount: Decimal, *, starts_on: date, ends_on: date) -> tuple[ScheduleLine, ...]:
    """The usual lines of a method over `amount` US dollars; they add up to the cent, and none of them is nothing."""
    lines = _SUGGESTED[method](amount, starts_on, ends_on)
    return tuple(line for line in lines if line.amount > 0)


def _shares(amount: Decimal, *percents: int) -> list[Decimal]:
    """The first parts rounded to the cent, and the rest last."""
    parts: list[Decimal] = []
    for percent in percents[:-1]:
        parts.append(min((amount * percent / 100).quantize(CENT), amount - sum(parts, Decimal(0))))
    return [*parts, amount - sum(parts, Decimal(0))]


def _instalments(amount: Decimal, starts_on: date, ends_on: date) -> list[ScheduleLine]:
    first, second, third = _shares(amount, 50, 40, 10)
    return [
        ScheduleLine("First payment", first, starts_on),
        ScheduleLine("Second payment", second, months_after(starts_on, 7), None, WaitsFor.REPORT, HALF_YEAR),
        ScheduleLine("Final payment", third, ends_on + timedelta(days=90), None, WaitsFor.REPORT, CLOSEOUT),
    ]


def _advance(amount: Decimal, starts_on: date, _ends_on: date) -> list[ScheduleLine]:
    return [ScheduleLine("Advance", amount, starts_on)]


def _reimbursement(amount: Decimal, starts_on: date, _ends_on: date) -> list[ScheduleLine]:
    return [
        ScheduleLine(f"Reimbursement {number}", part, months_after(starts_on, 3 * number + 1), None, WaitsFor.EXPENSES)
        for number, part in enumerate(_shares(amount, 25, 25, 25, 25), 1)
    ]


def _milestones(amount: Decimal, starts_on: date, _ends_on: date) -> list[ScheduleLine]:
    first, *others = _shares(amount, 40, 30, 30)
    return [
        ScheduleLine("Start", first, starts_on),
        *(
            ScheduleLine(f"Milestone {number}", part, months_after(starts_on, 4 * number), None, WaitsFor.MILESTONE)
            for number, part in enumerate(others, 1)
        ),
    ]


_SUGGESTED: dict[Method, Callable[[Decimal, date, date], list[ScheduleLine]]] = {
    Method.INSTALMENTS: _instalments,
    Method.ADVANCE: _advance,
    Method.REIMBURSEMENT: _reimbursement,
    Method.MILESTONES: _milestones,
}
