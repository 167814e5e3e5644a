"""Parts that several builders share: the sheet, the parties, goals as agreed, budget and signatures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from workflows.documents.contexts.common import (
    AwardCondition,
    Budget,
    BudgetLine,
    GoalLine,
    Paper,
    Party,
    PaymentLine,
    Person,
    ReportLine,
    Signature,
)
from workflows.documents.words import NOT_GIVEN, day, dollars, local_day, moment_in, period
from workflows.enrollments.models import Enrollment
from workflows.funding.conditions.answers import USUAL_APPEAL
from workflows.funding.conditions.models import AwardCondition as ConditionRow
from workflows.funding.models import FundingSource, Payment, Restriction
from workflows.people.answers import NETWORK_NAME
from workflows.people.models import User
from workflows.proposals.budget.answers import BUDGET_CATEGORIES, INDIRECT
from workflows.reporting.models import Report
from workflows.signing.models import Side
from workflows.signing.models import Signature as Signed

RESTRICTIONS: dict[Restriction, str] = {
    Restriction.RESTRICTED: "For the goals of this award, in this period",
    Restriction.PARTLY_RESTRICTED: "Partly: the goals of this award come first",
    Restriction.UNRESTRICTED: "None",
}
SOURCES = {"federal": "Federal funds, passed through by the national office", "private": "Private gift"}


class Awarded(Protocol):
    """The facts of an award, also of one that is decided and not made yet; `amount` is US dollars."""

    @property
    def enrollment(self) -> Enrollment: ...
    @property
    def number(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def source(self) -> FundingSource: ...
    @property
    def restriction(self) -> Restriction: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def conditions(self) -> Sequence[ConditionRow]: ...
    @property
    def awarded_at(self) -> datetime: ...
    @property
    def awarded_by_id(self) -> int: ...
    @property
    def payments(self) -> Sequence[Payment]: ...


def paper(
    enrollment: Enrollment, *, title: str, number: str, standing: str, prepared_on: str, fingerprint: str
) -> Paper:
    return Paper(
        title=title,
        number=number,
        standing=standing,
        prepared_on=prepared_on,
        fingerprint=fingerprint,
        network=NETWORK_NAME,
        affiliate=enrollment.affiliate.name,
        cohort=enrollment.cohort.name,
    )


def affiliate_party(enrollment: Enrollment, contact: User | None) -> Party:
    affiliate = enrollment.affiliate
    return Party(
        legal_name=affiliate.legal_name or affiliate.name,
        address=affiliate.postal_address or f"{affiliate.town}, {affiliate.state}",
        ein=affiliate.ein or NOT_GIVEN,
        uei=affiliate.uei or NOT_GIVEN,
        contact=f"{contact.name}, Director" if contact else NOT_GIVEN,
        email=contact.email if contact else NOT_GIVEN,
    )


def network_party(contact: User | None) -> Party:
    return Party(
        legal_name=NETWORK_NAME,
        address=NOT_GIVEN,
        ein=NOT_GIVEN,
        uei=NOT_GIVEN,
        contact=f"{contact.name}, Program manager" if contact else NOT_GIVEN,
        email=contact.email if contact else NOT_GIVEN,
    )


def person(user: User | None, role: str) -> Person:
    """Someone to write to; telephone numbers are not kept."""
    if user is None:
        return Person(name="Not named yet", role=role, email=NOT_GIVEN, phone=NOT_GIVEN)
    return Person(name=user.name, role=role, email=user.email, phone=NOT_GIVEN)


def goal_lines(content: Mapping[str, Any]) -> tuple[GoalLine, ...]:
    """The goals of a sealed proposal, one line each."""
    return tuple(
        GoalLine(
            number=str(goal["number"]),
            sentence=goal["sentence"],
            indicator_code=(goal["indicator"] or {}).get("code", NOT_GIVEN),
            indicator_name=(goal["indicator"] or {}).get("name", NOT_GIVEN),
            baseline=goal["baseline"]["shown"] or NOT_GIVEN,
            target=goal["target"]["shown"] or NOT_GIVEN,
            due_on=goal["due_shown"] or NOT_GIVEN,
        )
        for goal in content["goals"]
    )


def budget(content: Mapping[str, Any], *, narrative: str = "") -> Budget:
    """The budget of a sealed proposal, indirect costs last; nobody is asked for a match, so there is none."""
    lines = tuple(
        BudgetLine(category=line["label"], purpose=purpose_of(line), amount=dollars(line["amount"]), match=dollars(0))
        for line in content["budget"]["lines"]
    )
    indirect = indirect_of(content)
    if indirect:
        lines += (
            BudgetLine(
                category=BUDGET_CATEGORIES[INDIRECT],
                purpose=indirect["way"],
                amount=dollars(indirect["amount"]),
                match=dollars(0),
            ),
        )
    return Budget(
        lines=lines,
        total=dollars(content["budget"]["total"]),
        match_total=dollars(0),
        narrative=narrative,
    )


def indirect_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """How the indirect costs came about; empty where there are none, or they were a line of an older snapshot."""
    told: Mapping[str, Any] = content["budget"].get("indirect") or {}
    return told if Decimal(told.get("amount", 0)) else {}


def purpose_of(line: Mapping[str, Any]) -> str:
    """`Tablets for surveys (4 × $300.00)`, `Teacher (80 × $42.00 per hour)`; one of something needs no sum."""
    if line["quantity"] == "1":
        return str(line["description"])
    unit = f" per {line['unit']}" if line.get("unit") else ""
    return f"{line['description']} ({line['quantity']} × {dollars(line['unit_cost'])}{unit})"


def condition_lines(award: Awarded) -> tuple[AwardCondition, ...]:
    """Every condition with what lifts it (2 CFR 200.208); one that is met says since when."""
    zone = award.enrollment.affiliate.time_zone
    return tuple(
        AwardCondition(
            condition=one.text,
            reason=one.reason or "Agreed with the decision on the proposal",
            remedy=one.remedy,
            due_on=f"Lifted {local_day(one.lifted_at, zone)}" if one.lifted_at else day(one.due_on, "No set day"),
            appeal=one.appeal or USUAL_APPEAL,
            payments="Wait until it is lifted" if one.holds_payment else "Go on",
        )
        for one in award.conditions
    )


def conditions_stamp(award: Awarded) -> list[object]:
    """When each condition got its words."""
    return [one.changed_at for one in award.conditions]


def payment_lines(award: Awarded) -> tuple[PaymentLine, ...]:
    return tuple(
        PaymentLine(
            number=str(payment.number),
            trigger=payment.label,
            expected_on=day(payment.due_on),
            amount=dollars(payment.amount),
        )
        for payment in award.payments
    )


def payments_total(award: Awarded) -> str:
    return dollars(sum((payment.amount for payment in award.payments), Decimal(0)))


def report_lines(reports: Sequence[Report], zone: str) -> tuple[ReportLine, ...]:
    return tuple(
        ReportLine(
            name=report.title,
            covers=period(report.period_starts_on, report.period_ends_on),
            due_on=moment_in(report.due_at, zone),
        )
        for report in reports
    )


def signature(
    signed: Sequence[Signed], side: Side, *, party: str, expected: User | None, role: str, zone: str
) -> Signature:
    """The block of one side: who is expected to sign, and how they did."""
    given = next((one for one in signed if one.side is side), None)
    return Signature(
        party=party,
        name=expected.name if expected else "",
        role=role,
        signed_as=given.typed_name if given else "",
        signed_at=moment_in(given.signed_at, zone) if given else "",
    )
