"""What holds a payment, as one table: when it applies, what releases it, and who."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workflows.clock import local_date
from workflows.errors import Reason
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.holds.answers import RELEASERS
from workflows.funding.holds.models import PaymentHold
from workflows.funding.lifecycle import agreement_is_signed, award_is_running
from workflows.funding.models import Payment
from workflows.funding.schedules.answers import CLOSEOUT, REQUEST_AHEAD, WaitsFor, report_in_words
from workflows.money import dollars
from workflows.reporting.models import Report, ReportKind, ReportState


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What the rules look at, loaded once for an award; `spent` is what the ledger holds as spent, US dollars."""

    by_hand: Sequence[PaymentHold] = ()  # those that are open
    reports: Sequence[Report] = ()
    conditions: Sequence[AwardCondition] = ()  # the open ones that hold payments
    spent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason why a payment does not move: why, what has to happen, and who can do it. `record` if put by hand."""

    rule: str
    because: str
    release: str
    who: str
    record: PaymentHold | None = None

    @property
    def is_planned(self) -> bool:
        """Whether it only waits for what the schedule names: nothing is wrong."""
        return self.rule in PLANNED

    @property
    def sentence(self) -> str:
        return f"{self.because} {self.release}".strip()


Found = Iterable[tuple[str, str]]  # why, and what has to happen
Finder = Callable[[Payment, HoldFacts, datetime], Found]


@dataclass(frozen=True, slots=True)
class HoldRule:
    """One row of the table that everybody can read."""

    name: str
    label: str
    when: str
    released: str
    who: str
    find: Finder


def _unsigned(payment: Payment, _facts: HoldFacts, now: datetime) -> Found:
    reason = agreement_is_signed(payment, now)
    return [] if reason is None else [(reason.sentence, "")]


def _stopped(payment: Payment, _facts: HoldFacts, now: datetime) -> Found:
    reason = award_is_running(payment, now)
    return [] if reason is None else [(reason.sentence, "")]


def _conditions(_payment: Payment, facts: HoldFacts, _now: datetime) -> Found:
    return [
        (
            f"A condition of the award is open: {_sentence(one.text)}",
            f"It is lifted by this: {_sentence(one.remedy)}",
        )
        for one in facts.conditions
    ]


def _overdue(payment: Payment, facts: HoldFacts, now: datetime) -> Found:
    zone = payment.award.enrollment.affiliate.time_zone
    late = [
        report
        for report in facts.reports
        if report.kind is ReportKind.PROGRESS
        and report.state in (ReportState.DRAFT, ReportState.RETURNED)
        and report.due_at < now
    ]
    return [
        (f"{one.title} was due on {_day(local_date(one.due_at, zone))}.", "It has to be submitted first.")
        for one in late
    ]


def _report_awaited(payment: Payment, facts: HoldFacts, _now: datetime) -> Found:
    if payment.waits_for is not WaitsFor.REPORT:
        return []
    number = payment.report_number or CLOSEOUT
    accepted = {
        CLOSEOUT if report.kind is ReportKind.CLOSEOUT else report.number
        for report in facts.reports
        if report.state is ReportState.ACCEPTED
    }
    if number in accepted:
        return []
    return [(f"{payment.label} is paid when {report_in_words(number)} is accepted.", "")]


def _day_awaited(payment: Payment, _facts: HoldFacts, now: datetime) -> Found:
    if payment.waits_for is not WaitsFor.DAY:
        return []
    first = payment.due_on - REQUEST_AHEAD
    if local_date(now, payment.award.enrollment.cohort.time_zone) >= first:
        return []
    return [(f"{payment.label} is due on {_day(payment.due_on)}.", f"It can be requested from {_day(first)} on.")]


def _expenses_awaited(payment: Payment, facts: HoldFacts, _now: datetime) -> Found:
    if payment.waits_for is not WaitsFor.EXPENSES:
        return []
    short = payment.award.paid_amount + payment.amount - facts.spent
    if short <= 0:
        return []
    because = f"{payment.label} pays back what was spent: {dollars(short)} of it is not accepted yet."
    return [(because, "It opens as reports with that spending are accepted.")]


AFFILIATE, COACHES = "The affiliate", "The coach or the program manager, by accepting the report"
_MANAGER = "The program manager"

HOLD_RULES: tuple[HoldRule, ...] = (
    HoldRule("agreement", "Agreement", "The grant agreement does not carry both signatures.",
             "Both sides sign it.", "Whoever signs for each side", _unsigned),
    HoldRule("stopped", "Year", "The year is suspended, or it ended early.",
             "The program manager resumes a suspended year.", _MANAGER, _stopped),
    HoldRule("condition", "Condition", "A condition of the award that holds payments is open.",
             "The condition is lifted.", _MANAGER, _conditions),
    HoldRule("overdue", "Late report", "A progress report is past its due time and not submitted.",
             "The affiliate submits it.", AFFILIATE, _overdue),
    HoldRule("report", "Report awaited", "The payment waits for a report that is not accepted yet.",
             "The report is accepted.", COACHES, _report_awaited),
    HoldRule("day", "Day awaited", f"The payment waits for its day, and that is more than {REQUEST_AHEAD.days} days "
             "ahead.", "The day comes nearer.", "Nobody: time does", _day_awaited),
    HoldRule("expenses", "Spending awaited", "The payment pays back spending that is not accepted yet.",
             "Reports with that spending are accepted.", COACHES, _expenses_awaited),
)  # fmt: skip  # name · label · when · what releases it · who · how it is found

PLANNED = frozenset({"report", "day", "expenses"})
MOVES = frozenset({"request", "approve", "pay"})
"""The steps of a payment that a hold keeps from happening."""


def holds_of(payment: Payment, facts: HoldFacts, *, now: datetime) -> tuple[Hold, ...]:
    """Everything that holds this payment now: by hand first, then by the rules in their order."""
    by_hand = (
        Hold("by_hand", _sentence(f"On hold: {one.reason}"), _sentence(one.release_path), RELEASERS[one.releaser], one)
        for one in facts.by_hand
        if one.payment_id is None or one.payment_id == payment.id
    )
    by_rule = (
        Hold(rule.name, because, release, rule.who)
        for rule in HOLD_RULES
        for because, release in rule.find(payment, facts, now)
    )
    return (*by_hand, *by_rule)


def reasons_of(holds: Iterable[Hold]) -> tuple[Reason, ...]:
    """The holds as a refusal says them, with who can release what was put by hand."""
    return tuple(
        Reason(hold.sentence if hold.record is None else f"{hold.sentence} {hold.who} can release it.")
        for hold in holds
    )


def _sentence(text: str) -> str:
    """The text, ending as a sentence."""
    words = text.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
