"""`accompany extract indicators`: the answer alone on standard output, sentences beside it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.demo.extracts import EXTRACT
from commands.extract import extract
from workflows.errors import DomainError

SAMPLES = Path(__file__).parents[1] / "samples" / "extract"
CLEAN = EXTRACT
DIRTY = SAMPLES / "synthetic_extract.csv"


def run(*arguments: str | Path):
    return CliRunner().invoke(extract, ["indicators", *map(str, arguments), "--as-of", "2024-09-30"])


def test_the_json_equals_the_expected_values_and_nothing_else_is_printed():
    result = run(CLEAN, "--json")
    expected = json.loads((SAMPLES / "expected_indicator_values.json").read_text(encoding="utf-8"))["values"]
    assert json.loads(result.stdout) == {"indicators": expected}
    assert (result.exit_code, result.stderr) == (0, "")


def test_only_the_chosen_indicators_are_computed():
    result = run(CLEAN, "--json", "--only", "EMP-02, out-01")
    assert list(json.loads(result.stdout)["indicators"]) == ["EMP-02", "OUT-01"]


def test_a_table_is_printed_without_json():
    first, second, *_ = run(CLEAN, "--only", "EMP-01").stdout.splitlines()
    assert first.split() == ["code", "site", "value", "numerator", "n"]
    assert second.split() == ["EMP-01", "ALL", "57.0", "77", "135"]


def test_what_was_left_out_is_said_on_standard_error():
    result = run(DIRTY, "--json")
    assert list(json.loads(result.stdout)) == ["indicators"]
    assert "of 401 rows were left out." in result.stderr
    assert (result.exit_code, "Synth-" in result.stderr) == (0, False)


def test_missing_columns_and_what_they_cost_are_said(tmp_path):
    lines = CLEAN.read_text(encoding="utf-8").replace("esl_hours", "hours", 1)
    (tmp_path / "extract.csv").write_text(lines, encoding="utf-8")
    result = run(tmp_path / "extract.csv", "--json")
    assert result.stderr.splitlines() == [
        "Columns not in the file: esl_hours.",
        "Not computed for lack of columns: LAN-02.",
    ]
    assert "LAN-02" not in json.loads(result.stdout)["indicators"]


@pytest.mark.parametrize(
    ("only", "sentence"),
    [
        ("ABC-01", "ABC-01 is not an indicator of the library."),
        ("EMP-07", "EMP-07 cannot be computed from an extract; its source is: client survey."),
    ],
)
def test_an_indicator_that_cannot_be_computed_is_refused(only, sentence):
    result = run(CLEAN, "--only", only)
    assert isinstance(result.exception, DomainError)
    assert (str(result.exception), result.stdout) == (sentence, "")


def test_a_file_without_the_columns_asked_for_is_refused(tmp_path):
    lines = CLEAN.read_text(encoding="utf-8").replace("esl_hours", "hours", 1)
    (tmp_path / "extract.csv").write_text(lines, encoding="utf-8")
    result = run(tmp_path / "extract.csv", "--only", "LAN-02")
    assert str(result.exception) == "The file lacks columns for LAN-02."


def test_a_file_that_is_not_there_is_refused():
    result = run("nowhere.csv")
    assert (result.exit_code, result.stdout) == (2, "")
