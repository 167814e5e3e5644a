"""Reports as they were submitted, with their sealed figures: progress here, the closeout in `closeout`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.documents.builders.closeout import closeout_facts
from workflows.documents.builders.report_parts import SUPPRESSION_NOTE, certification, sheet, spending, unspent, voice
from workflows.documents.builders.told import Told, chart, newest_as_of, shown
from workflows.documents.contexts.common import Certification, DataDecision, Spending
from workflows.documents.contexts.progress_report import GoalProgress, NextStep, ProgressReport
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import count_reports, get_report
from workflows.documents.words import counted, lines_of, local_day, moment_in, period
from workflows.people.queries import find_person
from workflows.reporting.answers import choice_in_words
from workflows.reporting.models import Report, ReportKind
from workflows.reporting.spending import spending_of

if TYPE_CHECKING:
    from workflows.documents.values import Context


def build(session: Session, wanted: Wanted) -> Draft:
    """The report that the event names; raises NotFound."""
    report = get_report(session, wanted.subject_id)
    table = spending_of(session, report)
    money = spending(report, table)
    certified = certification(report, find_person(session, report.submitted_by_id))
    context: Context
    if report.kind is ReportKind.CLOSEOUT:
        left = unspent(report, table)
        template = "closeout_report.docx"
        context = closeout_facts(report, money=money, unspent=left, certified=certified)
    else:
        many = count_reports(session, report)
        template, context = "progress_report.docx", facts(report, many=many, money=money, certified=certified)
    return Draft(
        subject_id=report.id,
        title=report.title,
        affiliate=report.enrollment.affiliate.name,
        template=template,
        context=context,
    )


def facts(report: Report, *, many: int, money: Spending, certified: Certification) -> ProgressReport:
    """What the document of a progress report shows; `many` reports are owed in all."""
    told, zone = Told(report.answers), report.enrollment.affiliate.time_zone
    return ProgressReport(
        paper=sheet(report),
        award_number=report.award.number,
        report_number=f"{report.number} of {many}",
        period=period(report.period_starts_on, report.period_ends_on),
        due_on=local_day(report.due_at, zone),
        submitted_at=moment_in(report.submitted_at, zone, missing="Not submitted yet"),
        timing=timing(report, zone),
        as_of=newest_as_of(report.figures),
        headline=told.text("headline"),
        goals=tuple(_goal(number, figure, told) for number, figure in enumerate(report.figures, 1)),
        data_quality=told.text("data_quality"),
        decisions=told.rows("decisions", DataDecision),
        voice=voice(told),
        collaboration=told.text("collaboration"),
        learning=". ".join(filter(None, (choice_in_words(report.answers), told.text("learning")))),
        changes_requested=lines_of(told.text("changes_requested")),
        developments=told.text("developments"),
        spending=money,
        leverage=told.text("leverage"),
        help_needed=told.text("help_needed"),
        next_steps=told.rows("next_steps", NextStep),
        minutes_spent=_minutes(report),
        suppression_note=SUPPRESSION_NOTE,
        certification=certified,
    )


def timing(report: Report, zone: str) -> str:
    """`On time`, or how many calendar days of the affiliate after the due date."""
    if report.submitted_at is None:
        return "Not submitted yet"
    if report.submitted_at <= report.due_at:
        return "On time"
    days = (local_date(report.submitted_at, zone) - local_date(report.due_at, zone)).days
    return f"{counted(max(days, 1), 'day', 'days')} after the due date"


def _goal(number: int, figure: Mapping[str, Any], told: Told) -> GoalProgress:
    original = figure.get("original_target") or ""
    return GoalProgress(
        number=str(number),
        sentence=shown(figure, "goal"),
        indicator_code=shown(figure, "indicator"),
        indicator_name=shown(figure, "name"),
        baseline=shown(figure, "baseline"),
        original_target=str(original) or shown(figure, "target"),
        amended_target=_amended(figure) if original else "Not amended",
        actual=shown(figure, "actual", "No figure yet"),
        numerator=shown(figure, "numerator", "Not needed"),
        denominator=shown(figure, "denominator", "Not needed"),
        n=shown(figure, "n"),
        status=shown(figure, "status", "Too early to say"),
        as_of=shown(figure, "as_of", "no day yet"),
        import_number=shown(figure, "import_number", "none"),
        chart=chart(figure),
        explanation=told.of_goal(number, "explanation"),
        outputs=told.of_goal(number, "outputs"),
    )


def _amended(figure: Mapping[str, Any]) -> str:
    """`58%, since 1 Oct 2026`."""
    since = figure.get("amended_since")
    return shown(figure, "target") + (f", since {since}" if since else "")


def _minutes(report: Report) -> str:
    return "not told" if report.minutes_spent is None else counted(report.minutes_spent, "minute", "minutes")
