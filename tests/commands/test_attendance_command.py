"""`attendance read`: the answer on the standard output and nothing else there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.attendance import attendance
from config import ROOT
from workflows.errors import DomainError

SAMPLES = Path(__file__).parents[1] / "samples" / "attendance"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())["files"]
CLASSIC = str(SAMPLES / "zoom_classic.csv")
SESSION = {
    "--session-start": "2026-03-04T14:00",
    "--session-end": "2026-03-04T15:30",
    "--timezone": "America/New_York",
}


def run(file: str, *more: str, **changes: str) -> Result:
    options = SESSION | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    words = [word for option in options.items() for word in option]
    return CliRunner().invoke(attendance, ["read", file, *words, *more])


def test_json_says_who_was_there_by_name() -> None:
    result = run(CLASSIC, "--json", roster=str(SAMPLES / "roster.csv"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "participants": [
            {"name": "+12025550123", "email": None, "minutes": 40.0, "attended": False, "matched": False},
            {
                "name": "Ana Ruiz",
                "email": "ana@harbor.example.org",
                "minutes": 87.1,
                "attended": True,
                "matched": True,
            },
            {
                "name": "Bo Lee",
                "email": "bo@harbor.example.org",
                "minutes": 89.0,
                "attended": True,
                "matched": True,
            },
            {
                "name": "Cy Otoo",
                "email": "cy@prairie.example.org",
                "minutes": 50.0,
                "attended": False,
                "matched": True,
            },
        ],
        "warnings": [],
    }


@pytest.mark.parametrize("file", EXPECTED)
def test_each_sample_gives_its_expected_minutes_and_verdicts(file: str) -> None:
    result = run(str(SAMPLES / file), "--json", roster=str(SAMPLES / "roster.csv"))
    people = json.loads(result.stdout)["participants"]
    assert {p["email"] or p["name"]: {k: p[k] for k in ("minutes", "attended", "matched")} for p in people} == EXPECTED[
        file
    ]
    assert [list(person) for person in people] == [["name", "email", "minutes", "attended", "matched"]] * len(people)


def test_what_cannot_be_read_is_null_and_never_zero(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_text(
        "Name (original name),Email,Total duration (minutes),Guest\n"
        "Ana Ruiz,ana@harbor.example.org,a while,Yes\nBo Lee,,1h 29m,Yes\n"
    )
    result = run(str(file), "--json", roster=str(SAMPLES / "roster.csv"))
    answer = json.loads(result.stdout)
    assert [(p["name"], p["minutes"], p["attended"]) for p in answer["participants"]] == [
        ("Ana Ruiz", None, False),
        ("Bo Lee", 89.0, True),
    ]
    assert answer["warnings"] == [
        "Line 2: a time is missing and so are the minutes. Nothing was counted: look at it and decide."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n", "This file is a picture (PNG), not a CSV file."),
        (b"First,Second\n1,2\n", "We do not know this kind of report."),
        (
            b"Name,Email,Join time,Leave time\nBo,,05/06/2026 14:00,05/06/2026 15:00\n",
            "05/06/2026 14:00 can be 6 May 2026 or 5 June 2026",
        ),
    ],
)
def test_a_refusal_is_one_sentence_on_the_standard_error_and_status_2(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "report.csv"
    file.write_bytes(content)
    words = [word for option in SESSION.items() for word in option]
    command = [sys.executable, str(ROOT / "accompany"), "attendance", "read", str(file), *words, "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.startswith(sentence)


def test_the_table_stands_in_columns() -> None:
    assert run(CLASSIC, roster=str(SAMPLES / "roster.csv")).stdout.splitlines() == [
        "Name          E-mail                  Minutes  Attended  On the roster",
        "+12025550123                             40.0  no        no",
        "Ana Ruiz      ana@harbor.example.org     87.1  yes       yes",
        "Bo Lee        bo@harbor.example.org      89.0  yes       yes",
        "Cy Otoo       cy@prairie.example.org     50.0  no        yes",
    ]


def test_warnings_beside_the_table_go_to_the_standard_error() -> None:
    result = run(CLASSIC, session_start="2026-03-11T14:00", session_end="2026-03-11T15:30")
    assert result.stderr == (
        "The session was on 11 March 2026, but this file is about 4 March 2026. "
        "Its dates do not fit either way round: choose the report of this session.\n"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"timezone": "Eastern"},
            "“Eastern” is not a time zone. Write its name, such as America/New_York.",
        ),
        (
            {"session_end": "2026-03-04T13:00"},
            "The session ends before it starts. Correct one of the two times.",
        ),
        (
            {"session_start": "2026-03-08T02:30", "session_end": "2026-03-08T04:00"},
            "The clocks in America/New_York skip one of the session's times. Correct it.",
        ),
        (
            {"roster": str(SAMPLES / "empty.csv")},
            "The roster cannot be read. Save it as CSV with the columns “email” and “name”.",
        ),
        (
            {"roster": CLASSIC},
            "The roster needs the columns “email” and “name” in its first row; we see “Name (Original Name), "
            "User Email, Join Time, Leave Time, Duration (Minutes), Guest, Recording Consent”.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(changes: dict[str, str], sentence: str) -> None:
    refusal = run(CLASSIC, "--json", **changes).exception
    assert isinstance(refusal, DomainError)
    assert refusal.sentences == (sentence,)


def test_the_order_of_dates_can_be_said() -> None:
    chosen = run(CLASSIC, "--json", date_order="dmy", session_start="2026-04-03T14:00", session_end="2026-04-03T15:30")
    minutes = {person["name"]: person["minutes"] for person in json.loads(chosen.stdout)["participants"]}
    assert minutes == {"+12025550123": 40.0, "Ana Ruiz (x)": 87.1, "Bo Lee (x)": 89.0, "Cy Otoo (x)": 50.0}


def test_a_file_that_is_not_there_is_refused_with_status_2() -> None:
    result = run("no-such-report.csv", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
