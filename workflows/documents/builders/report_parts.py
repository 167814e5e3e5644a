"""What progress and closeout reports have in common: sheet, spending, client voice, certification."""

from collections.abc import Sequence
from decimal import Decimal

from workflows.documents.builders.parts import paper
from workflows.documents.builders.told import Told
from workflows.documents.contexts.common import (
    Certification,
    ClientVoice,
    Paper,
    Spending,
    SpendingLine,
    VoiceTheme,
)
from workflows.documents.words import dollars, fingerprint, local_day, moment_in, percent_of
from workflows.people.models import User
from workflows.reporting.answers import CERTIFICATION
from workflows.reporting.models import Report, ReportKind, ReportState

STANDINGS: dict[ReportState, str] = {
    ReportState.DRAFT: "Draft",
    ReportState.SUBMITTED: "As submitted",
    ReportState.RETURNED: "As submitted",
    ReportState.ACCEPTED: "Accepted",
}
SUPPRESSION_NOTE = "Groups of fewer than 5 people are hidden, as everywhere in the network."


def sheet(report: Report) -> Paper:
    zone = report.enrollment.affiliate.time_zone
    return paper(
        report.enrollment,
        title=report.title,
        number=f"{report.award.number}-{report.kind.value[0].upper()}{report.number}",
        standing=STANDINGS[report.state],
        prepared_on=local_day(report.submitted_at, zone, missing="Not submitted yet"),
        fingerprint=fingerprint([report.id, report.answers, report.figures, report.spent_amount]),
    )


def spending(report: Report, reports: Sequence[Report]) -> Spending:
    """The award against what this and the earlier periods spent; reports count in whole, not by category."""
    budget = report.award.amount
    this_period = report.spent_amount
    to_date = sum((r.spent_amount for r in reports if _is_before_or_same(r, report)), Decimal(0))
    left, used = dollars(budget - to_date), percent_of(to_date, budget)
    return Spending(
        lines=(SpendingLine("The whole award", dollars(budget), dollars(this_period), dollars(to_date), left, used),),
        budget_total=dollars(budget),
        this_period_total=dollars(this_period),
        to_date_total=dollars(to_date),
        left_total=left,
        used_total=used,
        match_to_date="None required",
        variance_note=Told(report.answers).text("variance_note"),
    )


def _is_before_or_same(other: Report, report: Report) -> bool:
    """Progress reports follow their number; the closeout comes after all of them."""
    if report.kind is ReportKind.CLOSEOUT:
        return True
    return other.kind is ReportKind.PROGRESS and other.number <= report.number


def voice(told: Told) -> ClientVoice:
    return ClientVoice(
        themes=told.rows("themes", VoiceTheme),
        response=told.text("voice_response"),
        story=told.text("story"),
        consent=told.text("story_consent", "not recorded"),
    )


def certification(report: Report, submitter: User | None) -> Certification:
    zone = report.enrollment.affiliate.time_zone
    return Certification(
        statement=CERTIFICATION,
        name=submitter.name if submitter else "Not yet certified",
        role="For the affiliate",
        typed_name=report.certified_name or "Not yet certified",
        certified_at=moment_in(report.submitted_at, zone, missing="Not yet certified"),
    )
