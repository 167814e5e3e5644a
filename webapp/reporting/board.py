"""Where a report stands, in a word with its shape and colour."""

from dataclasses import dataclass
from datetime import datetime

from workflows.reporting.models import Report, ReportState


@dataclass(frozen=True, slots=True)
class Standing:
    word: str
    tone: str


_TONES = {
    ReportState.DRAFT: "open",
    ReportState.SUBMITTED: "wait",
    ReportState.RETURNED: "watch",
    ReportState.ACCEPTED: "good",
}


def standing_of(report: Report, now: datetime) -> Standing:
    """Late is only what the affiliate still has to write."""
    if report.state in (ReportState.DRAFT, ReportState.RETURNED) and report.due_at < now:
        return Standing("Late" if report.state is ReportState.DRAFT else "Returned, late", "late")
    return Standing(report.state.words, _TONES[report.state])
