"""What progress and closeout reports have in common: sheet, spending, client voice, certification."""

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
from workflows.reporting.models import Report, ReportState
from workflows.reporting.spending import SpendingRow, SpendingTable, lines_of

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
        fingerprint=fingerprint([report.id, report.answers, report.figures, *_told(report)]),
    )


def _told(report: Report) -> list[tuple[str, str, str]]:
    return [(line.category, str(line.amount), line.reason) for line in lines_of(report)]


def spending(report: Report, table: SpendingTable) -> Spending:
    """Each budget category with what the award commits to it, spent in the period and so far."""
    total = _line(table.total)
    return Spending(
        lines=tuple(_line(row) for row in table.rows),
        budget_total=total.budget,
        this_period_total=total.this_period,
        to_date_total=total.to_date,
        left_total=total.left,
        used_total=total.used,
        match_to_date="None required",
        variance_note=Told(report.answers).text("variance_note"),
    )


def unspent(report: Report, table: SpendingTable) -> str:
    """`$1,000.00, of which $400.00 was paid and goes back`; needs the award's payments."""
    left = dollars(table.total.left)
    to_return = report.award.paid_amount - table.total.to_date
    return left if to_return <= 0 else f"{left}, of which {dollars(to_return)} was paid and goes back"


def _line(row: SpendingRow) -> SpendingLine:
    return SpendingLine(
        category=row.label,
        budget=dollars(row.committed),
        this_period=dollars(row.now),
        to_date=dollars(row.to_date),
        left=dollars(row.left),
        used=percent_of(row.to_date, row.committed),
    )


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
