"""Act six: an extract becomes figures, and nothing of the people in it stays."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from commands.demo.extracts import EXTRACT
from config import ROOT
from tests.browser.story import Story

SAMPLES = ROOT / "tests" / "samples" / "extract"
IDENTIFYING = ("alien_number", "ssn", "first_name", "last_name", "phone", "individual_id", "case_number")
CHECKED = ("EMP-01", "EMP-02", "HEA-01")
SITE = "AFF-01"


def the_extract_is_uploaded(story: Story) -> None:
    """Bo uploads the whole network's sample; only Harbor's rows count."""
    bo = story.person("bo")
    bo.goes_to(f"/outcomes/of/{story.year_id}")
    bo.follows("Upload an extract")
    bo.presses("Upload the extract")
    bo.sees("Choose the file that you exported from your case database.")
    bo.chooses_file("file", EXTRACT)
    bo.fills(as_of="2024-09-30")
    bo.presses("Upload the extract")
    bo.page.locator("li.document-done").first.wait_for(timeout=90_000)
    bo.looks()


def the_figures_are_right(story: Story) -> None:
    bo = story.person("bo")
    bo.goes_to(f"/outcomes/of/{story.year_id}")
    expected = json.loads((SAMPLES / "expected_indicator_values.json").read_text())["values"]
    for code in CHECKED:
        cells = bo.page.get_by_role("row").filter(has_text=code).locator("td").all_inner_texts()
        figure = expected[code][SITE]
        assert float(cells[1].strip("%$ ").split()[0].strip("%$")) == figure["value"], (code, cells)
        if "numerator" in figure:
            assert cells[2] == f"{figure['numerator']} of {figure['denominator']}", (code, cells)
    bo.sees("extract 1", "EMP-01")
    bo.looks_on_a_phone()
    bo.page.locator("li.document-done").get_by_role("link").first.click()
    bo.looks()
    bo.sees("Nothing to put right")


def nobody_can_be_found_again(story: Story) -> None:
    """Below the data directory and in the database no identifier of the sample is left, in any byte."""
    identifiers = sorted(_identifiers())
    assert len(identifiers) > 1000
    kept = {str(path): path.read_bytes() for path in _kept_files(story.product.folder)}
    assert len(kept) > 10
    if story.database_url is not None:
        kept["the database"] = b"\n".join(_rows(story.database_url))
    found = [(where, words) for where, content in kept.items() for words in identifiers if words.encode() in content]
    assert found == []


def _identifiers() -> set[str]:
    with EXTRACT.open(newline="") as lines:
        return {row[column] for row in csv.DictReader(lines) for column in IDENTIFYING if row[column]}


def _kept_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


def _rows(database_url: str) -> Iterator[bytes]:
    with psycopg.connect(database_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert len(tables) > 30
        for (table,) in tables:
            query = sql.SQL("SELECT whole::text FROM {} AS whole").format(sql.Identifier(table))
            yield from (row[0].encode() for row in connection.execute(query))


ACT = (the_extract_is_uploaded, the_figures_are_right, nobody_can_be_found_again)
