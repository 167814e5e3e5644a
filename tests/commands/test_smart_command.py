"""`smart check`: the verdict on the standard output and nothing else there; what cannot be read is one sentence."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.smart import smart
from config import ROOT
from tests.workflows.proposals.smart.test_examples import GOOD
from workflows.errors import DomainError

GOAL: dict[str, Any] = GOOD[0]["goal"]


def check(tmp_path: Path, content: str | bytes, *more: str) -> Result:
    file = tmp_path / "goal.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(smart, ["check", str(file), *more])


def test_json_gives_five_criteria_and_every_finding(tmp_path: Path) -> None:
    result = check(tmp_path, json.dumps({**GOAL, "target_value": "80 %", "due_date": None}), "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "criteria": {
            "specific": "pass",
            "measurable": "block",
            "attainable": "warn",
            "realistic": "pass",
            "time_bound": "block",
        },
        "findings": [
            {
                "rule": "M3",
                "criterion": "measurable",
                "severity": "block",
                "message": "The sentence says 60, the target says 80%. Write the target as a number in the indicator's "
                "unit, the same in the field and in the sentence.",
            },
            {
                "rule": "A2",
                "criterion": "attainable",
                "severity": "warn",
                "message": "A change of 32 points is a lot for one year. Say what makes it possible, or aim a little "
                "lower.",
            },
            {
                "rule": "T1",
                "criterion": "time_bound",
                "severity": "block",
                "message": "There is no due date yet. Choose a day from 1 October 2025 to 30 September 2026.",
            },
        ],
    }


def test_a_good_goal_has_no_finding(tmp_path: Path) -> None:
    result = check(tmp_path, json.dumps(GOAL), "--json")
    assert json.loads(result.stdout) == {
        "criteria": dict.fromkeys(("specific", "measurable", "attainable", "realistic", "time_bound"), "pass"),
        "findings": [],
    }


def test_without_json_it_is_text_to_read(tmp_path: Path) -> None:
    result = check(tmp_path, json.dumps({**GOAL, "milestones": []}))
    assert result.stdout.splitlines()[-2:] == [
        "Time-bound: warn",
        "  T2 (warn)  There is no milestone yet. A figure at least every four months shows early whether you are on "
        "the way.",
    ]


def test_the_standard_input_is_read_without_a_database_or_heavy_parts() -> None:
    code = (
        "import sys; from commands.smart import smart\n"
        "try: smart(['check', '-', '--json'])\n"
        "finally: print(sorted({'sqlalchemy', 'flask', 'pandas', 'wtforms'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps({"statement": "Improve integration of refugees."}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "[]\n")
    rules = [finding["rule"] for finding in json.loads(ran.stdout)["findings"]]
    assert rules[:6] == ["S1", "S2", "S3", "M1", "M2", "M3"]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert check(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOAL).encode(), "--json").exit_code == 0


HOSTILE: list[tuple[str, str]] = [
    ("", "This is not JSON that holds a goal. Check the commas and brackets."),
    ("{", "This is not JSON that holds a goal. Check the commas and brackets."),
    ("[" * 100_000, "This is not JSON that holds a goal. Check the commas and brackets."),
    ('{"baseline_n": ' + "9" * 5000 + "}", "This is not JSON that holds a goal. Check the commas and brackets."),
    ("[]", "A goal is one JSON object with the fields of a goal, such as “statement”."),
    ("null", "A goal is one JSON object with the fields of a goal, such as “statement”."),
    ('{"target_value": NaN}', "NaN is not a number that a goal can have."),
    ('{"target_value": -Infinity}', "-Infinity is not a number that a goal can have."),
    ('{"target_value": true}', "“target_value” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"target_value": [60]}', "“target_value” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"target_value": 1e999999}', "“target_value” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"target_value": ' + "9" * 4000 + "}", "“target_value” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"baseline_value": "half"}', "“baseline_value” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"baseline_n": 6.5}', "“baseline_n” is a whole number such as 62."),
    ('{"baseline_n": -6}', "“baseline_n” is a whole number such as 62."),
    ('{"statement": ["By 30 June"]}', "“statement” is a text, with quotation marks around it."),
    ('{"population": true}', "“population” is a text, with quotation marks around it."),
    ('{"statement": "' + "x" * 5001 + '"}', "“statement” has more than 5,000 characters. Shorten it."),
    ('{"due_date": "30 June 2027"}', "“due_date” is a day such as 2027-06-30, between 1900 and 2100."),
    ('{"due_date": "0001-01-01"}', "“due_date” is a day such as 2027-06-30, between 1900 and 2100."),
    ('{"due_date": 20270630}', "“due_date” is a text, with quotation marks around it."),
    ('{"goal_type": "dream"}', "“goal_type” is one of outcome, output, capacity."),
    ('{"direction": "up"}', "“direction” is “higher” or “lower”: which way is better."),
    ('{"milestones": {"on": "2027-01-01"}}', "“milestones” is a list in square brackets, of at most 500 rows."),
    ('{"milestones": [1]}', "“milestones, row 1” is an object in curly brackets."),
    ('{"milestones": [{"on": "soon"}]}',
     "“milestones, row 1: on” is a day such as 2027-06-30, between 1900 and 2100."),
    ('{"activities": "Visit employers"}', "“activities” is a list in square brackets, of at most 500 rows."),
    ('{"activities": [{}]}', "“activities, row 1” is a text, with quotation marks around it."),
    ('{"budget_lines": [{"hours": "some"}]}',
     "“budget_lines, row 1: hours” is a number such as 48 or 3.4, at most 1,000,000,000."),
    ('{"arrivals_by_month": [12]}', "“arrivals_by_month” is an object in curly brackets, of at most 500 entries."),
    ('{"arrivals_by_month": {"July": 12}}', "“arrivals_by_month” counts people by month, such as {“2025-07”: 12}."),
    ('{"arrivals_by_month": {"2025-13": 12}}', "“arrivals_by_month” counts people by month, such as {“2025-07”: 12}."),
    ('{"field_completeness": {"employable": 140}}',
     "“field_completeness” holds shares from 0 to 1, such as {“employed_day_180”: 0.93}."),
]  # fmt: skip  # what is given · what is said


@pytest.mark.parametrize(("content", "sentence"), HOSTILE)
def test_what_cannot_be_meant_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    result = check(tmp_path, content, "--json")
    assert result.stdout == ""
    assert isinstance(result.exception, DomainError)
    assert str(result.exception) == sentence


def test_bytes_that_are_no_text_are_one_sentence(tmp_path: Path) -> None:
    assert isinstance(check(tmp_path, b"\xff\xfe\x00{").exception, DomainError)


def test_a_file_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    result = check(tmp_path, b" " * 1_000_001)
    assert str(result.exception) == "This file is larger than one megabyte. A goal is a small JSON object."


def test_the_command_line_answers_two_and_says_the_sentence_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "goal.json"
    file.write_text('{"target_value": true}')
    for path, sentence in ((str(file), "“target_value” is a number"), (str(tmp_path / "none.json"), "does not exist")):
        ran = subprocess.run(
            [sys.executable, "-m", "commands", "smart", "check", path, "--json"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stdout) == (2, "")
        assert sentence in ran.stderr
