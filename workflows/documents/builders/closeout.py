"""The closeout report: what changed in the year, said honestly, from its sealed figures and answers."""

from collections.abc import Mapping
from typing import Any

from workflows.documents.builders.report_parts import SUPPRESSION_NOTE, sheet, voice
from workflows.documents.builders.told import Told, chart, newest_as_of, points, shown
from workflows.documents.contexts.closeout_report import (
    CapacityChange,
    ChecklistItem,
    CloseoutReport,
    DataDisposition,
    EquipmentItem,
    FinalResult,
    FollowUp,
    Practice,
)
from workflows.documents.contexts.common import Certification, DataDecision, Spending
from workflows.documents.words import NOT_GIVEN, period
from workflows.reporting.models import Report


def closeout_facts(report: Report, *, money: Spending, unspent: str, certified: Certification) -> CloseoutReport:
    told = Told(report.answers)
    return CloseoutReport(
        paper=sheet(report),
        award_number=report.award.number,
        period=period(report.award.starts_on, report.award.ends_on),
        as_of=newest_as_of(report.figures),
        headline=told.text("headline"),
        results=tuple(_result(number, figure, told) for number, figure in enumerate(report.figures, 1)),
        worked=told.text("worked"),
        did_not_work=told.text("did_not_work"),
        cost_per_outcome=told.text("cost_per_outcome"),
        capacity=told.rows("capacity", CapacityChange),
        decisions=told.rows("decisions", DataDecision),
        voice=voice(told),
        spending=money,
        unspent=unspent,
        equipment=told.rows("equipment", EquipmentItem),
        data=told.rows("data", DataDisposition),
        data_agreement=told.text("data_agreement", NOT_GIVEN),
        access_removed=told.text("access_removed", NOT_GIVEN),
        sustaining_owner=told.text("sustaining_owner", NOT_GIVEN),
        sustaining_funding=told.text("sustaining_funding", NOT_GIVEN),
        tools_kept=told.text("tools_kept", NOT_GIVEN),
        practices=told.rows("practices", Practice),
        follow_ups=told.rows("follow_ups", FollowUp),
        feedback=told.text("feedback"),
        checklist=told.rows("checklist", ChecklistItem),
        suppression_note=SUPPRESSION_NOTE,
        certification=certified,
    )


def _result(number: int, figure: Mapping[str, Any], told: Told) -> FinalResult:
    return FinalResult(
        number=str(number),
        sentence=shown(figure, "goal"),
        indicator_code=shown(figure, "indicator"),
        indicator_name=shown(figure, "name"),
        baseline=shown(figure, "baseline"),
        original_target=str(figure.get("original_target") or shown(figure, "target")),
        final_target=shown(figure, "target"),
        final=shown(figure, "actual", "No figure"),
        numerator=shown(figure, "numerator", "Not needed"),
        denominator=shown(figure, "denominator", "Not needed"),
        n=shown(figure, "n"),
        points=points(figure),
        result=shown(figure, "result", "") or shown(figure, "status", "Not measured"),
        chart=chart(figure),
        account=told.of_goal(number, "explanation"),
    )
