"""What a report tells as spent: by budget category, in its period and so far, against what the award commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import CompoundSelect, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from workflows.errors import Reason
from workflows.funding.answers import CENT
from workflows.funding.ledger.categories import CATEGORIES
from workflows.funding.ledger.models import EntryKind, LedgerEntry
from workflows.funding.ledger.queries import committed_by_category
from workflows.money import dollars
from workflows.reporting.answers import SPENT_MAX, SpentLine
from workflows.reporting.models import Report, ReportedSpending, ReportKind

ZERO = Decimal(0)
AMENDMENT_HINT = "Moving money between categories may need an amendment: talk it over with your coach first."


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """One budget category in US dollars: the award's part, before this report, in its period, and so far."""

    category: str
    label: str
    committed: Decimal
    before: Decimal
    now: Decimal
    reason: str = ""

    @property
    def to_date(self) -> Decimal:
        return self.before + self.now

    @property
    def left(self) -> Decimal:
        return self.committed - self.to_date

    @property
    def is_over(self) -> bool:
        return self.now > 0 and self.left < 0


@dataclass(frozen=True, slots=True)
class SpendingTable:
    rows: tuple[SpendingRow, ...]
    total: SpendingRow

    def row(self, category: str) -> SpendingRow:
        """The row of a category, with zeros where it has none."""
        empty = SpendingRow(category, CATEGORIES.get(category, ""), ZERO, ZERO, ZERO)
        return next((row for row in self.rows if row.category == category), empty)


def spending_of(session: Session, report: Report) -> SpendingTable:
    """Every category that has a budget or spending, in the order of the budget; needs the report's spending."""
    committed, before = committed_by_category(session, report.award), spent_before(session, report)
    told = {line.category: line for line in report.spending}
    rows = tuple(
        SpendingRow(
            category,
            label,
            committed.get(category, ZERO),
            before.get(category, ZERO),
            told[category].amount if category in told else ZERO,
            told[category].reason if category in told else "",
        )
        for category, label in {**CATEGORIES, "": "Without a category"}.items()
        if category in committed or category in told or before.get(category)
    )
    return SpendingTable(rows, _total(rows))


def _total(rows: Sequence[SpendingRow]) -> SpendingRow:
    return SpendingRow(
        "total",
        "Total",
        sum((row.committed for row in rows), ZERO),
        sum((row.before for row in rows), ZERO),
        sum((row.now for row in rows), ZERO),
    )


def spent_before(session: Session, report: Report) -> dict[str, Decimal]:
    """US dollars by category that the earlier reports of the award told (a closeout: all others), and corrections."""
    others = (
        select(ReportedSpending.category, ReportedSpending.amount)
        .join(Report, Report.id == ReportedSpending.report_id)
        .where(Report.award_id == report.award_id, Report.id != report.id)
    )
    if report.kind is ReportKind.PROGRESS:
        others = others.where(Report.kind == ReportKind.PROGRESS, Report.number < report.number)
    corrections = select(LedgerEntry.category, LedgerEntry.amount).where(
        LedgerEntry.award_id == report.award_id, LedgerEntry.kind == EntryKind.CORRECTED
    )
    both: CompoundSelect[Any] = union_all(others, corrections)
    found: dict[str, Decimal] = {}
    for category, amount in session.execute(both):
        found[category] = found.get(category, ZERO) + amount
    return found


def why_not_lines(lines: Sequence[SpentLine]) -> tuple[Reason, ...]:
    """Every reason against saving these lines; each leads to the field of its category."""
    found = [reason for line in lines for reason in _why_not_line(line)]
    if len({line.category for line in lines}) < len(lines):
        found.append(Reason("Each budget category is told once."))
    return tuple(found)


def _why_not_line(line: SpentLine) -> list[Reason]:
    label = CATEGORIES.get(line.category, "This category")
    rules = (
        (line.category not in CATEGORIES, "spent", "Choose a budget category."),
        (abs(line.amount) > SPENT_MAX, "spent", f"{label}: write an amount up to {dollars(Decimal(SPENT_MAX))}."),
        (line.amount != line.amount.quantize(CENT), "spent", f"{label}: write the amount in dollars and cents."),
        (line.amount < 0 and not line.reason.strip(), "why",
         f"{label}: an amount below zero corrects an earlier report. Say why."),
    )  # fmt: skip  # broken, field, sentence
    return [Reason(sentence, f"{field}_{line.category}") for broken, field, sentence in rules if broken]


def keep_spending(report: Report, lines: Sequence[SpentLine]) -> None:
    """Make the report tell these lines, with their sum; needs the report's spending."""
    if lines_of(report) == tuple(lines):
        return
    given = {line.category: line for line in lines}
    report.spending[:] = [row for row in report.spending if row.category in given]
    kept = {row.category: row for row in report.spending}
    for category, line in given.items():
        if category not in kept:
            kept[category] = ReportedSpending(category=category)
            report.spending.append(kept[category])
        kept[category].amount, kept[category].reason = line.amount, line.reason.strip()
    report.spent_amount = sum((line.amount for line in lines), ZERO)
    flag_modified(report, "spent_amount")  # another split of the same sum is another version, too


def lines_of(report: Report) -> tuple[SpentLine, ...]:
    """What the report tells, in the order of the budget."""
    told = {row.category: row for row in report.spending}
    return tuple(SpentLine(code, told[code].amount, told[code].reason) for code in CATEGORIES if code in told)


def why_not_add_up(table: SpendingTable, *, award_amount: Decimal) -> tuple[Reason, ...]:
    """What stands in the way of the report: more than the award, or less than nothing in a category."""
    found = [
        Reason(f"{row.label}: {dollars(row.before)} was told so far, so at most that can be taken back.",
               f"spent_{row.category}")
        for row in table.rows
        if row.to_date < 0
    ]  # fmt: skip  # one reason a row
    if table.total.to_date > award_amount:
        over = dollars(table.total.to_date - award_amount)
        found.append(Reason(f"The spending so far is {over} more than the award of {dollars(award_amount)}.", "money"))
    return tuple(found)


def list_over_budget(table: SpendingTable) -> tuple[Reason, ...]:
    """A word of warning for each category that is spent beyond its budget; it never stands in the way.

    A budget without categories has nothing to compare with.
    """
    if table.row("").committed:
        return ()
    return tuple(
        Reason(f"{row.label}: {dollars(-row.left)} more than its budget of {dollars(row.committed)}. {AMENDMENT_HINT}")
        for row in table.rows
        if row.is_over
    )


def as_texts(lines: Sequence[SpentLine]) -> Mapping[str, str]:
    """Each line by its category's label, as a sentence, for two versions side by side."""
    return {
        f"Spent: {CATEGORIES.get(line.category, line.category)}": f"{dollars(line.amount)} {line.reason}".strip()
        for line in lines
    }
