"""The table of enrollments as its URL asks for it; the cohort's page and the affiliates' page share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from flask import request, url_for
from sqlalchemy.orm import Session

from webapp.filters import short_date
from webapp.tables import TableFilter, TablePage, asked_number, asked_page
from workflows.affiliates.answers import ROLE_PROFILES
from workflows.affiliates.gaps import RoleGap
from workflows.affiliates.queries import list_gaps_of
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
from workflows.people.answers import DataRoleKind, Tier
from workflows.permissions import Actor
from workflows.stages import RUNNING, Stage

EXPORT_HEADER = (
    *("Affiliate", "Code", "Town", "State", "Cohort", "Stage", "In stage since", "Days in stage", "Coach"),
    *("Tier", "To look at"),
)

_VACANCIES = [(row.kind.value, f"No {row.kind.label.lower()}") for row in ROLE_PROFILES if row.is_needed]
ROWS_SHOWN = 50  # a network has a few hundred affiliates: a handful of pages


@dataclass(frozen=True, slots=True)
class EnrollmentTable:
    rows: Sequence[Enrollment]
    gaps: Mapping[int, Sequence[RoleGap]]  # by enrollment; none for a year that has not begun or is over
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
        tier=Tier(asked["tier"]) if asked.get("tier") in set(Tier) else None,
        vacant=DataRoleKind(asked["vacant"]) if asked.get("vacant") in set(DataRoleKind) else None,
        words=asked.get("q", "")[:80],
        sort=asked.get("sort", "") if asked.get("sort") in SORTS else "affiliate",
        descending=asked.get("direction") == "desc",
    )


def build_table(session: Session, *, actor: Actor, cohort: Cohort | None = None) -> EnrollmentTable:
    wanted = read_filter(cohort)
    total = count_enrollments(session, wanted, actor=actor)
    number = asked_page(total, ROWS_SHOWN)
    kept = {name: request.args.get(name, "") for name in ("cohort", "stage", "coach", "tier", "vacant", "q")}
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
    gaps = list_gaps_by_year(session, rows, now=utc_now())
    return EnrollmentTable(rows, gaps, page, _filters(session, wanted, cohort), _columns(cohort))


def list_gaps_by_year(
    session: Session, enrollments: Sequence[Enrollment], *, now: datetime
) -> Mapping[int, Sequence[RoleGap]]:
    """What is missing in the data roles of each running year, by enrollment; one query."""
    running = [row for row in enrollments if row.stage in RUNNING]
    found = list_gaps_of(session, [row.affiliate for row in running], now=now)
    return {row.id: found[row.affiliate_id] for row in running}


def export_rows(
    enrollments: Iterator[Enrollment], *, session: Session, now: datetime, zone: str
) -> Iterator[tuple[object, ...]]:
    for rows in _batches(enrollments):
        gaps = list_gaps_by_year(session, rows, now=now)
        yield from (_export_row(row, gaps.get(row.id, ()), now=now, zone=zone) for row in rows)


def _batches(enrollments: Iterator[Enrollment], size: int = 500) -> Iterator[list[Enrollment]]:
    while batch := list(islice(enrollments, size)):
        yield batch


def _export_row(row: Enrollment, gaps: Sequence[RoleGap], *, now: datetime, zone: str) -> tuple[object, ...]:
    affiliate = row.affiliate
    since, days = short_date(row.stage_since, zone), days_in_stage(row, now)
    coach = row.coach.name if row.coach else ""
    tier = affiliate.tier.label if affiliate.tier else ""
    where = (affiliate.name, affiliate.code, affiliate.town, affiliate.state)
    return (*where, row.cohort.name, row.stage.label, since, days, coach, tier, "; ".join(gap.words for gap in gaps))


def days_in_stage(enrollment: Enrollment, now: datetime | None = None) -> int:
    return max(0, ((now or utc_now()) - enrollment.stage_since).days)


def _export_url(wanted: EnrollmentFilter) -> str:
    return url_for(
        "enrollments.export",
        cohort=wanted.cohort_id,
        stage=wanted.stage.value if wanted.stage else None,
        coach=wanted.coach_id,
        tier=wanted.tier.value if wanted.tier else None,
        vacant=wanted.vacant.value if wanted.vacant else None,
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
        ("tier", "Tier", wanted.tier or "", [(tier.value, tier.label) for tier in Tier], "Every tier"),
        ("vacant", "To look at", wanted.vacant or "", _VACANCIES, "Everything"),
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
        {"key": "tier", "label": "Tier"},
        {"key": "gaps", "label": "To look at"},
    ]
    return [column for column in columns if cohort is None or column["key"] != "cohort"]
