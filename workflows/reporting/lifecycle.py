"""The states of a report, as one table, and what a report has to hold before it can be submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workflows.clock import local_date
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.measurement.progress import GoalStatus
from workflows.permissions import Actor
from workflows.permissions import Permission as P
from workflows.reporting.answers import EXPLANATION_MISSING, GOALS, explanation_of, is_answered, questions_of
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.reporting.spending import SpendingTable, list_over_budget, why_not_add_up
from workflows.stages import Stage

_WRITTEN_IN = {ReportKind.PROGRESS: Stage.IMPLEMENTING, ReportKind.CLOSEOUT: Stage.CLOSING}
_NOT_NOW = {
    ReportKind.PROGRESS: "Progress reports belong to the project year; now the stage is {stage}.",
    ReportKind.CLOSEOUT: "The closeout report opens when all progress reports are accepted; now the stage is {stage}.",
}


def stage_is_right(report: Report, now: datetime) -> Reason | None:
    stage = report.enrollment.stage
    if stage is _WRITTEN_IN[report.kind]:
        return None
    return Reason(_NOT_NOW[report.kind].format(stage=stage.label.lower()))


def answers_are_complete(report: Report, now: datetime) -> tuple[Reason, ...]:
    return tuple(
        Reason(question.missing, question.name)
        for question in questions_of(report.kind.value)
        if question.is_required and not is_answered(report.answers, question)
    )


def minutes_are_told(report: Report, now: datetime) -> Reason | None:
    if report.minutes_spent is not None:
        return None
    return Reason("Tell about how many minutes this report took you. It helps us ask for less.", "minutes_spent")


def spending_is_told(report: Report, now: datetime) -> Reason | None:
    if report.spending or report.kind is ReportKind.CLOSEOUT:
        return None
    return Reason("Tell what was spent in at least one budget category. Zero is fine.", "money")


S, T = ReportState, Transition

REPORT: Machine[ReportState] = Machine(
    name="report",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.ACCEPTED}),
    rows=(
        T("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, P.SUBMIT_REPORT,
          (stage_is_right, answers_are_complete, spending_is_told, minutes_are_told), ("report_submitted",),
          "Certify and submit"),
        T("return", (S.SUBMITTED,), S.RETURNED, P.ACCEPT_REPORT,
          (stage_is_right,), ("report_returned",), "Return with a question", needs_note=True),
        T("accept", (S.SUBMITTED,), S.ACCEPTED, P.ACCEPT_REPORT,
          (stage_is_right,), ("report_accepted",), "Accept"),
    ),
)  # fmt: skip  # the columns of the table


def why_not_write(report: Report, *, now: datetime) -> tuple[Reason, ...]:
    """Every reason why nothing can be written into the report now."""
    if report.state not in (S.DRAFT, S.RETURNED):
        return (Reason("It is submitted. It opens again if it comes back with a question."),)
    reason = stage_is_right(report, now)
    return () if reason is None else (reason,)


def why_not_submit(
    report: Report, figures: Sequence[Mapping[str, Any]], spending: SpendingTable, *, actor: Actor, now: datetime
) -> tuple[Reason, ...]:
    """The machine's reasons, spending that does not add up, and a missing explanation of a figure off track."""
    reasons = REPORT.why_not(report, "submit", actor=actor, now=now)
    if report.state not in (S.DRAFT, S.RETURNED):
        return reasons
    most = report.award.amount - report.award.returned_amount
    return (*reasons, *why_not_add_up(spending, award_amount=most), *_unexplained(report, figures))


def _unexplained(report: Report, figures: Sequence[Mapping[str, Any]]) -> list[Reason]:
    return [
        Reason(EXPLANATION_MISSING.format(number=number), GOALS)
        for number, figure in enumerate(figures, start=1)
        if figure["status"] == GoalStatus.OFF_TRACK.words and not explanation_of(report.answers, number).strip()
    ]


def period_is_over(report: Report, now: datetime) -> Reason | None:
    """A word of warning, never a refusal: an early report is fine when the coach agrees."""
    last_day = report.period_ends_on
    if local_date(now, report.enrollment.affiliate.time_zone) >= last_day:
        return None
    return Reason(
        f"The period ends on {last_day:%A} {last_day.day} {last_day:%B %Y}. "
        "You may report earlier if your coach agrees."
    )


def list_warnings(report: Report, spending: SpendingTable, *, now: datetime) -> tuple[Reason, ...]:
    """What to think about before submitting; none of it stands in the way."""
    early = period_is_over(report, now)
    return (*(() if early is None else (early,)), *list_over_budget(spending))
