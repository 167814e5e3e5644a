"""The files of the training labs: samples cut from the synthetic extract, and their answers by our own engine."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import click

from config import ROOT
from workflows.measurement.columns import ARRIVAL_DATE, MEASURABLE
from workflows.measurement.compute import compute
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.formula import library_formulas, parse_formula
from workflows.measurement.reduction import ReductionReport, reduce_bytes
from workflows.measurement.suppression import PROFILES

SOURCE = ROOT / "commands" / "demo" / "synthetic_extract_clean.csv"
FOLDER = ROOT / "workflows" / "exercises" / "lab_files"
SITE, LAB_SITE, ROWS = "AFF-01", "LAB-01", 60
AS_OF = date(2024, 9, 30)
SEED = 6_7_9  # of the sessions that have a lab
KEY = b"labs of the training: nobody is real"

PERSONAL = ("individual_id", "case_number", "alien_number", "first_name", "last_name", "date_of_birth", "phone")
COLUMNS = ("affiliate_code", *PERSONAL, "sex", "primary_language", "arrival_date", "employable", "employed_day_180",
           "job_start_date", "hourly_wage")  # fmt: skip  # as the lab's export has them
ASKED_ABOUT = (*PERSONAL, "sex", "arrival_date", "employed_day_180", "hourly_wage")
REPEATED, BLANK, IMPOSSIBLE, UNKNOWN = 5, 4, 3, 2  # rows of the cleaning lab that something is wrong with

Row = dict[str, str]
_EMP = "EMP-01"
_COUNTS = {unit: parse_formula({"unit": unit, "among": [], "measure": {"count": True}}) for unit in ("person", "case")}


def lab_files() -> dict[str, bytes]:
    """Every file of `workflows/exercises/lab_files`, by name; the same at every call."""
    rows = _clean_rows()
    dirty, plain = _dirty_rows(rows), [_without_people(row, place) for place, row in enumerate(rows, 1)]
    values = {"extraction": _extraction(rows), "cleaning": _cleaning(dirty), "numbers": _numbers(plain)}
    return {
        "extraction.csv": _written(rows),
        "cleaning.csv": _written(dirty),
        "numbers.csv": _written(plain),
        "values.json": (json.dumps(values, indent=2, sort_keys=True) + "\n").encode(),
    }


@click.command()
def labs() -> None:
    """Write the samples of the training labs and their answers anew."""
    for name, content in lab_files().items():
        (FOLDER / name).write_bytes(content)
        click.echo(str(Path("workflows/exercises/lab_files") / name))


def _clean_rows() -> list[Row]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        site = [row for row in csv.DictReader(file) if row["affiliate_code"] == SITE][:ROWS]
    return [{name: row[name] for name in COLUMNS} | {"affiliate_code": LAB_SITE} for row in site]


def _dirty_rows(rows: list[Row]) -> list[Row]:
    """The same people with repeated rows, blank and impossible dates, and words that are no answer."""
    chance = Random(SEED)  # noqa: S311  the same mess at every call
    places = chance.sample(range(len(rows)), REPEATED + BLANK + IMPOSSIBLE + UNKNOWN)
    repeated, rest = places[:REPEATED], places[REPEATED:]
    wrong = [{**row} for row in rows]
    for place in rest[:BLANK]:
        wrong[place][ARRIVAL_DATE] = ""
    for place in rest[BLANK : BLANK + IMPOSSIBLE]:
        wrong[place][ARRIVAL_DATE] = f"{wrong[place][ARRIVAL_DATE][:4]}-02-30"
    for place in rest[BLANK + IMPOSSIBLE :]:
        wrong[place]["employable"] = "Maybe"
    for place in repeated:
        wrong.insert(chance.randrange(len(wrong)), {**rows[place]})
    return wrong


def _without_people(row: Row, place: int) -> Row:
    """The row as it may leave the desk: running numbers in place of everything that names a person."""
    kept = {name: cell for name, cell in row.items() if name not in PERSONAL}
    return {
        "affiliate_code": kept["affiliate_code"],
        "individual_id": f"P-{place:03}",
        "case_number": f"P-{place:03}",
    } | kept


def _extraction(rows: list[Row]) -> dict[str, Any]:
    report, figures = _measured(rows)
    return {
        "rows": report.rows_read,
        "households": figures["case"].n,
        "personal": sorted(name for name in ASKED_ABOUT if name not in MEASURABLE and name != ARRIVAL_DATE),
        "answered": _measured(r for r in rows if r["employed_day_180"])[1]["person"].n,
    }


def _cleaning(rows: list[Row]) -> dict[str, Any]:
    report, _ = _measured(rows)
    by_column = [(problem.column, rows[problem.row - 2][problem.column]) for problem in report.problems]
    return {
        "rows": report.rows_read,
        "repeated": report.rows_repeated,
        "blank": sum(column == ARRIVAL_DATE and not cell for column, cell in by_column),
        "impossible": sum(column == ARRIVAL_DATE and bool(cell) for column, cell in by_column),
        "kept": report.rows_kept,
    }


def _numbers(rows: list[Row]) -> dict[str, Any]:
    figure = _measured(rows)[1][_EMP]
    assert figure.value is not None
    least = PROFILES["network_internal"].min_denominator
    among = {name: _measured(r for r in rows if r["primary_language"] == name)[1][_EMP].n for name in _languages(rows)}
    return {
        "denominator": figure.denominator,
        "numerator": figure.numerator,
        "rate": str(round(figure.value, 4)),
        "small": sorted(name for name, people in among.items() if 0 < people < least),
    }


def _languages(rows: list[Row]) -> list[str]:
    return sorted({row["primary_language"] for row in rows if row["employed_day_180"] and row["employable"] == "Y"})


def _measured(rows: Iterable[Row]) -> tuple[ReductionReport, dict[str, Figure]]:
    """What the engine says of these rows, as of any upload: the report, and the figures of all of them by code."""
    formulas = {_EMP: library_formulas()[_EMP], **_COUNTS}
    reduced, report = reduce_bytes(_written(list(rows)), key=KEY, formulas=formulas.values(), today=AS_OF)
    figures = compute(reduced, formulas=formulas, as_of=AS_OF)
    return report, {figure.code: figure for figure in figures if figure.site == ALL_SITES}


def _written(rows: list[Row]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()
