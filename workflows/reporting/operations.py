"""What happens to a report: planned, written, certified, returned, accepted; and the end of the year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.advance import advance, advance_if_ready
from workflows.amendments.queries import list_suspensions
from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Stale
from workflows.funding.ledger.posting import post_spending
from workflows.funding.models import Award
from workflows.lifecycle import REPORTS_IN_A_YEAR
from workflows.machine import Refused
from workflows.measurement.network import NETWORK
from workflows.measurement.series import OWN
from workflows.outbox import announce
from workflows.permissions import PROGRAM, Actor, Permission, require
from workflows.reporting.answers import GOALS_MAX, Kind, SpentLine, explanation_of, questions_of
from workflows.reporting.lifecycle import REPORT, why_not_submit, why_not_write
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.reporting.prefill import list_figures
from workflows.reporting.schedule import OwedReport, Pause, owed_reports
from workflows.reporting.spending import (
    as_texts,
    keep_spending,
    lines_of,
    spending_of,
    why_not_add_up,
    why_not_lines,
)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What people wrote: `answers` by question (see `answers.py`), what was spent in the period, their minutes."""

    answers: Mapping[str, Any]
    spending: Sequence[SpentLine]
    minutes_spent: int | None


def plan_reports(award: Award, *, session: Session) -> Sequence[Report]:
    """Owe the four progress reports and the closeout of an award; what is there already stays as it is.

    Returns the reports that were added. Needs the award's enrollment with its affiliate.
    """
    there = {
        (report.kind, report.number) for report in session.scalars(select(Report).where(Report.award_id == award.id))
    }
    added = [
        Report(
            award=award,
            enrollment_id=award.enrollment_id,
            kind=owed.kind,
            number=owed.number,
            period_starts_on=owed.period_starts_on,
            period_ends_on=owed.period_ends_on,
            due_at=owed.due_at,
        )
        for owed in _owed(award, session=session)
        if (owed.kind, owed.number) not in there
    ]
    session.add_all(added)
    return added


def _owed(award: Award, *, session: Session) -> Iterator[OwedReport]:
    """By the award's own days, and the times in which its year rested."""
    rested = list_suspensions(session, award.id)
    return owed_reports(
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        time_zone=award.enrollment.affiliate.time_zone,
        pauses=[Pause(one.begins_on, one.days) for one in rested],
    )


def follow_calendar(enrollment: Enrollment, *, session: Session) -> Sequence[Report]:
    """Move the reports that were never submitted to where the award's calendar has them now; a second time changes
    nothing. Returns those that moved."""
    lock(session, enrollment)
    award = session.scalar(select(Award).where(Award.enrollment_id == enrollment.id))
    if award is None:
        return ()
    written = select(Report).where(Report.award_id == award.id, Report.first_submitted_at.is_(None))
    reports = {(report.kind, report.number): report for report in session.scalars(written)}
    moved = []
    for owed in _owed(award, session=session):
        report = reports.get((owed.kind, owed.number))
        days = (owed.period_starts_on, owed.period_ends_on, owed.due_at)
        if report is not None and (report.period_starts_on, report.period_ends_on, report.due_at) != days:
            report.period_starts_on, report.period_ends_on, report.due_at = days
            moved.append(report)
    return moved


def ensure_reports(enrollment: Enrollment, *, session: Session) -> Sequence[Report]:
    """`plan_reports` for the enrollment's award; nothing without one. Safe to call any number of times."""
    lock(session, enrollment)
    award = session.scalar(select(Award).where(Award.enrollment_id == enrollment.id))
    return () if award is None else plan_reports(award, session=session)


def save_report(
    report: Report,
    written: WrittenReport,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what was written so far. Raises DomainError when it is not open, Stale with both texts by label."""
    require(actor, Permission.WRITE_REPORT, report)
    reasons = (*why_not_write(report, now=now), *why_not_lines(written.spending))
    if reasons:
        raise DomainError(*reasons)
    if report.version != expected_version:
        raise _stale(report, written)
    report.answers = dict(written.answers)
    keep_spending(report, written.spending)
    report.minutes_spent = written.minutes_spent


def submit_report(
    report: Report,
    *,
    typed_name: str,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Certify the report as it stands, with its figures sealed as of today. Raises Refused, Stale.

    A sealed report is for the network, so that what the network does not see is hidden in it for every reader, in
    Word too; what is asked of the affiliate (an explanation) rests on its own figures.
    """
    if report.version != expected_version:
        raise Stale()
    today = local_date(now, report.enrollment.affiliate.time_zone)
    own = list_figures(session, report.enrollment, profile=OWN, today=today)
    reasons = why_not_submit(report, own, spending_of(session, report), actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    sealed = list_figures(session, report.enrollment, profile=NETWORK, today=today)
    _take("submit", report, session=session, actor=actor, now=now)
    report.figures = list(sealed)
    report.certified_name = typed_name
    report.submitted_by_id = actor.id
    report.submitted_at = now
    report.first_submitted_at = report.first_submitted_at or now
    report.times_submitted += 1
    report.returned_because = ""


def return_report(report: Report, *, question: str, session: Session, actor: Actor, now: datetime) -> None:
    """Give it back with a question; the text is open again. Raises Refused."""
    _take("return", report, session=session, actor=actor, now=now, note=question)
    report.returned_because = question


def accept_report(report: Report, *, session: Session, actor: Actor, now: datetime) -> None:
    """Accept it and post its spending to the ledger; the fourth progress report begins the closeout by itself.

    Raises Refused.
    """
    enrollment, award = report.enrollment, report.award
    lock(session, enrollment)
    lock(session, award)
    reasons = why_not_add_up(spending_of(session, report), award_amount=award.amount - award.returned_amount)
    if reasons and report.state is ReportState.SUBMITTED:
        raise Refused(*reasons)
    _take("accept", report, session=session, actor=actor, now=now)
    post_spending(
        award,
        [(line.category, line.amount, line.reason) for line in report.spending],
        report_id=report.id,
        dated_on=report.period_ends_on,
        session=session,
        actor=actor,
        now=now,
    )
    report.accepted_at = now
    report.accepted_by_id = actor.id
    if report.kind is ReportKind.CLOSEOUT:
        enrollment.closeout_accepted_at = now
        return
    enrollment.reports_accepted += 1
    if enrollment.reports_accepted >= REPORTS_IN_A_YEAR:
        enrollment.reports_accepted_at = now
        advance_if_ready(enrollment, "begin_closeout", session=session, actor=PROGRAM, now=now)


def complete_year(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> None:
    """The manager closes the award after the closeout report was accepted. Raises Refused."""
    advance(enrollment, "complete", session=session, actor=actor, now=now)


def _take(name: str, report: Report, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    row = REPORT.move(report, name, actor=actor, now=now, note=note)
    for event in row.announces:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id,
            enrollment_id=report.enrollment_id,
            subject_id=report.id,
            note=note,
            title=report.title,
        )


def _stale(report: Report, written: WrittenReport) -> Stale:
    """Both versions of what differs, by the question's label."""
    mine, theirs = {}, {}
    for question in questions_of(report.kind.value):
        my, their = written.answers.get(question.name), report.answers.get(question.name)
        if (my or "") != (their or ""):
            mine[question.label], theirs[question.label] = (
                _as_text(my, question.kind),
                _as_text(their, question.kind),
            )
    my_money, their_money = as_texts(written.spending), as_texts(lines_of(report))
    for label in (*my_money, *(one for one in their_money if one not in my_money)):
        if my_money.get(label) != their_money.get(label):
            mine[label], theirs[label] = my_money.get(label, ""), their_money.get(label, "")
    my_goals, their_goals = _goal_texts(written.answers), _goal_texts(report.answers)
    if my_goals != their_goals:
        mine["About the goals"], theirs["About the goals"] = my_goals, their_goals
    return Stale(mine=mine, theirs=theirs)


def _goal_texts(answers: Mapping[str, Any]) -> str:
    return "\n".join(f"{number}: {text}" for number in range(1, GOALS_MAX) if (text := explanation_of(answers, number)))


def _as_text(answer: Any, kind: Kind) -> str:
    if kind is Kind.ROWS:
        return "\n".join(" · ".join(filter(None, row.values())) for row in answer or ())
    return str(answer or "")
