"""The synthetic extract as an affiliate would have exported it on one day: later facts are not in it yet."""

import csv
import io
from datetime import date, timedelta
from functools import cache
from pathlib import Path

EXTRACT = Path(__file__).with_name("synthetic_extract_clean.csv")
EXPORTED_ON = date(2024, 9, 30)  # of the file as it is kept
ARRIVAL = "arrival_date"

# What is known only so many days after the arrival.
_KNOWN_AFTER: tuple[tuple[int, tuple[str, ...]], ...] = (
    (90, ("employed_day_90", "case_self_sufficient_90")),
    (180, ("employed_day_180", "case_self_sufficient_180", "housing_status_180")),
    (240, ("case_self_sufficient_240",)),
)
# What is known only with a date beside it, and how many days later.
_KNOWN_WITH: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("job_start_date", 0, ("job_title", "hourly_wage", "weekly_hours", "employer_health_benefits")),
    ("job_start_date", 90, ("job_retained_90d",)),
    ("belonging_survey_date", 0, ("belonging_score",)),
)

Row = dict[str, str]


@cache
def _rows() -> tuple[Row, ...]:
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def extract_of(site: str, *, as_of: date, newest: date) -> bytes:
    """The CSV of one site as of a day, its dates moved so that the file ends on `newest`."""
    shift = newest - EXPORTED_ON
    then = as_of - shift
    rows = [
        _moved(_as_known(row, then), shift) for row in _rows() if row["affiliate_code"] == site and _came(row, then)
    ]
    target = io.StringIO()
    writer = csv.DictWriter(target, list(_rows()[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def _came(row: Row, then: date) -> bool:
    return date.fromisoformat(row[ARRIVAL]) <= then


def _as_known(row: Row, then: date) -> Row:
    known = {
        name: "" if _is_day(name, cell) and date.fromisoformat(cell) > then else cell for name, cell in row.items()
    }
    since_arrival = (then - date.fromisoformat(row[ARRIVAL])).days
    unknown = [name for days, names in _KNOWN_AFTER if since_arrival < days for name in names]
    for day, after, names in _KNOWN_WITH:
        if not known[day] or (then - date.fromisoformat(known[day])).days < after:
            unknown += names
    return known | dict.fromkeys(unknown, "")


def _moved(row: Row, shift: timedelta) -> Row:
    return {
        name: (date.fromisoformat(cell) + shift).isoformat() if _is_day(name, cell) else cell
        for name, cell in row.items()
    }


def _is_day(name: str, cell: str) -> bool:
    return bool(cell) and (name.endswith("_date") or name == "date_of_birth")
