"""The sample extract and small extracts written in a test."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from commands.demo.extracts import EXTRACT
from workflows.measurement.formula import library_formulas
from workflows.measurement.reduction import ReductionReport, reduce_bytes

SAMPLES = Path(__file__).parents[2] / "samples" / "extract"
CLEAN = EXTRACT
DIRTY = SAMPLES / "synthetic_extract.csv"
AS_OF = date(2024, 9, 30)
KEY = b"a secret of the tests, 32 bytes."


def expected_values() -> dict[str, dict[str, dict[str, Any]]]:
    return json.loads((SAMPLES / "expected_indicator_values.json").read_text(encoding="utf-8"))["values"]


def clean_rows() -> list[dict[str, str]]:
    with CLEAN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(rows: list[dict[str, str]], *, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def reduced(content: bytes, **options: Any) -> tuple[bytes, ReductionReport]:
    return reduce_bytes(content, key=KEY, formulas=library_formulas().values(), **options)
