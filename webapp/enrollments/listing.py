"""The table of enrollments as its URL asks for it; the cohort's page and the affiliates' page share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from sqlalchemy.orm import Session

from webapp.filters import short_date
from webapp.tables import TableFilter, TablePage, asked_number, asked_page
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import list_cohorts
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import (
    SORTS,
    EnrollmentFilter,
    count_enrollments,
    list_coaches,
    list_enrollments,
)
from workflows.permissions import Actor
from workflows.stages import Stage

EXPORT_HEADER = ("Affiliate", "Code", "Town", "State", "Cohort", "Stage", "In stage since", "Days in stage", "Coach")

ROWS_SHOWN = 50  # a network has a few hundred affiliates: a handful of pages


@dataclass(frozen=True, slots=True)
class EnrollmentTable:
    rows: Sequence[Enrollment]
    page: TablePage
    filters: Sequence[TableFilter]
    columns: Sequence[Mapping[str, object]]


def read_filter(cohort: Cohort | None = None) -> EnrollmentFilter:
    """What the URL asks for; what it asks wrongly is left open."""
    asked = request.args
    stage = asked.get("stage", "")
    return EnrollmentFilter(
        cohort_id=cohort.id if cohort is not None else asked_number("cohort"),
        stage=Stage(stage) if stage in set(Stage) else None,
        coach_id=asked_number("coach"),
        words=asked.get("q", "")[:80],
        sort=asked.get("sort", "") if asked.get("sort") in SORTS else "affiliate",
        descending=asked.get("direction") == "desc",
    )


def build_table(session: Session, *, actor: Actor, cohort: Cohort | None = None) -> EnrollmentTable:
    wanted = read_filter(cohort)
    total = count_enrollments(session, wanted, actor=actor)
    number = asked_page(total, ROWS_SHOWN)
    kept = {name: request.args.get(name, "") for name in ("cohort", "stage", "coach", "q")}
    page = TablePage(
        path=request.path,
        number=number,
        total=total,
        sort=wanted.sort,
        direction="desc" if wanted.descending else "asc",
        filters=kept,
        size=ROWS_SHOWN,
        export_url=_export_url(wanted),
    )
    rows = list_enrollments(session, wanted, actor=actor, first=(number - 1) * ROWS_SHOWN, at_most=ROWS_SHOWN)
    return EnrollmentTable(rows, page, _filters(session, wanted, cohort), _columns(cohort))


def export_rows(enrollments: Iterator[Enrollment], *, now: datetime, zone: str) -> Iterator[tuple[object, ...]]:
    for row in enrollments:
        affiliate = row.affiliate
        since, days = short_date(row.stage_since, zone), days_in_stage(row, now)
        coach = row.coach.name if row.coach else ""
        where = (affiliate.name, affiliate.code, affiliate.town, affiliate.state)
        yield (*where, row.cohort.name, row.stage.label, since, days, coach)


def days_in_stage(enrollment: Enrollment, now: datetime | None = None) -> int:
    return max(0, ((now or utc_now()) - enrollment.stage_since).days)


def _export_url(wanted: EnrollmentFilter) -> str:
    return url_for(
        "enrollments.export",
        cohort=wanted.cohort_id,
        stage=wanted.stage.value if wanted.stage else None,
        coach=wanted.coach_id,
        q=wanted.words or None,
        sort=wanted.sort,
        direction="desc" if wanted.descending else None,
    )


def _filters(session: Session, wanted: EnrollmentFilter, cohort: Cohort | None) -> list[TableFilter]:
    cohorts = [] if cohort is not None else [(str(c.id), c.name) for c in list_cohorts(session)]
    coaches = [(str(c.id), c.name) for c in list_coaches(session)]
    stages = [(stage.value, stage.label) for stage in Stage]
    chosen = (
        ("cohort", "Cohort", str(wanted.cohort_id or ""), cohorts, "All cohorts"),
        ("stage", "Stage", wanted.stage or "", stages, "Every stage"),
        ("coach", "Coach", str(wanted.coach_id or ""), coaches, "Every coach"),
    )
    choices = [
        TableFilter(name, label, value, [("", every), *rows]) for name, label, value, rows, every in chosen if rows
    ]
    return [*choices, TableFilter("q", "Search", wanted.words)]


def _columns(cohort: Cohort | None) -> list[dict[str, object]]:
    columns: list[dict[str, object]] = [
        {"key": "affiliate", "label": "Affiliate", "sort": True},
        {"key": "cohort", "label": "Cohort", "sort": True},
        {"key": "stage", "label": "Stage", "sort": True},
        {"key": "since", "label": "In stage", "sort": True, "numeric": True},
        {"key": "coach", "label": "Coach"},
    ]
    return [column for column in columns if cohort is None or column["key"] != "cohort"]
