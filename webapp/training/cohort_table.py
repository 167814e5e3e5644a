"""A cohort's training as a grid: which affiliates the address asks for, one page of them, and all of them as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from webapp.actors import actor
from webapp.tables import TableFilter, TablePage, asked_page
from webapp.training.parts import SESSIONS, parts_of_cohort
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.training.evidence.queries import list_states
from workflows.training.grid import CohortLine, columns_of, grid_of_cohort, still_open_of
from workflows.training.outlook import risks_of
from workflows.training.queries import Series, list_attendances_of, list_enrollments_in_training

SIZE = 10  # affiliates: with their people about fifty rows
AT_ONCE = 50  # affiliates of an export whose marks are read together
SHOWN = (("", "Everyone"), ("risk", "At risk"), ("open", "Not complete yet"), ("complete", "Complete"))


def cohort_table(series: Series, *, now: datetime) -> dict[str, Any]:
    """What the page shows, in the same number of queries however many people there are."""
    session, shown = db.session(), _asked("show", dict(SHOWN))
    everyone = list_enrollments_in_training(session, series.cohort.id, actor=actor())
    chosen = _chosen(everyone, series, shown, now=now)
    number = asked_page(len(chosen), SIZE)
    lines = _lines(session, series, chosen[(number - 1) * SIZE : number * SIZE], now=now)
    export = url_for("training.export", cohort_id=series.cohort.id, **({"show": shown} if shown else {}))
    return {
        "series": series,
        "parts": parts_of_cohort(SESSIONS, series.cohort.id, everyone),
        "columns": columns_of(series.sessions),
        "lines": lines,
        "now": now,
        "page": TablePage(request.path, number, len(chosen), size=SIZE, filters={"show": shown}),
        "filters": (TableFilter("show", "Show", shown, SHOWN),),
        "shown": shown,
        "export_url": export,
    }


def export_header(series: Series) -> list[str]:
    return [
        "Affiliate",
        "Person",
        "Sessions met",
        "Sessions required",
        "Certificate earned",
        "Affiliate's completion",
        "Why at risk",
        *(f"{one.number}. {one.title}" for one in columns_of(series.sessions)),
    ]


def export_rows(series: Series, *, now: datetime) -> Iterator[Sequence[object]]:
    session = db.session()
    everyone = list_enrollments_in_training(session, series.cohort.id, actor=actor())
    chosen = _chosen(everyone, series, _asked("show", dict(SHOWN)), now=now)
    for first in range(0, len(chosen), AT_ONCE):
        for line in _lines(session, series, chosen[first : first + AT_ONCE], now=now):
            yield from _rows_of(line)


def _rows_of(line: CohortLine) -> Iterator[Sequence[object]]:
    for one in line.people:
        certified_at = one.participant.certified_at
        yield [
            line.enrollment.affiliate.name,
            f"{one.participant.name}{' (has left)' if one.has_left else ''}",
            one.met,
            one.required,
            certified_at.date().isoformat() if certified_at else "",
            line.outlook.words,
            "; ".join(line.risks),
            *(cell.word for cell in one.cells),
        ]


def _chosen(enrollments: Iterable[Enrollment], series: Series, shown: str, *, now: datetime) -> list[Enrollment]:
    """Those that the filter asks for, by what their records keep."""
    return [e for e in enrollments if _fits(e, series, shown, now=now)]


def _fits(enrollment: Enrollment, series: Series, shown: str, *, now: datetime) -> bool:
    still_open = still_open_of(enrollment, series.sessions)
    if shown == "risk":
        return bool(risks_of(enrollment, still_open, now=now))
    is_complete = enrollment.training_completed_at is not None
    return {"open": not is_complete, "complete": is_complete}.get(shown, True)


def _lines(session: Session, series: Series, enrollments: Sequence[Enrollment], *, now: datetime) -> list[CohortLine]:
    ids = [person.id for enrollment in enrollments for person in enrollment.participants]
    marks, states = list_attendances_of(session, ids), list_states(session, ids)
    return grid_of_cohort(enrollments, series.sessions, marks, states, now=now)


def _asked(name: str, known: dict[str, str]) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""
