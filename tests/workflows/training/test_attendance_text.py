"""Files saved by other programs, and files that are no report at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.training.attendance_files import HEADER, SAMPLES, ana, read, report, row, told
from workflows.errors import DomainError
from workflows.training.answers import ATTENDANCE_FILE_MAX_BYTES, ATTENDANCE_ROWS_MAX

CLASSIC = (SAMPLES / "zoom_classic.csv").read_text()
WHOLE = "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("utf-16", "\t"),
        ("utf-16-le", "\t"),
        ("utf-16-be", ";"),
        ("cp1252", ";"),
        ("utf-8", "\t"),
    ],
)
def test_a_report_saved_again_by_a_spreadsheet_reads_the_same(encoding: str, delimiter: str) -> None:
    again = CLASSIC.replace(",", delimiter).replace("\n", "\r\n").encode(encoding)
    assert told(read(again)) == told(read(CLASSIC.encode()))


def test_an_older_windows_encoding_is_read_and_told() -> None:
    content = report(row("Zoë Peña", "", *WHOLE)).decode().encode("cp1252")
    reading = read(content)
    assert [person.name for person in reading.participants] == ["Zoë Peña"]
    assert reading.warnings == ("This file was saved in an older Windows encoding. Check the names with accents.",)


def test_a_comma_in_quotation_marks_stays_in_its_name() -> None:
    reading = read(report(row('"Otto, Zoë"', "", *WHOLE)))
    assert [person.name for person in reading.participants] == ["Otto, Zoë"]


def test_rounded_spaces_before_pm_are_spaces() -> None:
    content = report(ana("02:00:00\u202fPM", "03:30:00\u202fPM"))
    assert told(read(content)) == {"ana@harbor.example.org": ("90.0", True, True)}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Download the attendance report again and choose that file."),
        (b" \r\n\r\n", "This file is empty. Download the attendance report again and choose that file."),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
            "This file is a picture (PNG), not a CSV file. Download the report as CSV from the meeting's page.",
        ),
        (
            b"PK\x03\x04\x14\x00",
            "This file is an Excel workbook or a zip archive, not a CSV file. "
            "Open it and save it as CSV, then choose that file.",
        ),
        (
            b"\x01\x02\x03Name,User Email",
            "This file is not text that we can read. Download the attendance report again, as CSV, "
            "and choose that file.",
        ),
        (
            b"Date,Item,Amount\r\n2026-03-04,Paper,12.50\r\n",
            "We do not know this kind of report. Its first line is “Date, Item, Amount”. We read the participant "
            "reports of Zoom (meeting, webinar or unique users) and of Teams, in English, German, French, Spanish, "
            "Portuguese, Italian and Dutch. Download one of them as CSV and choose it.",
        ),
        (
            HEADER.replace("Leave Time,", "").encode(),
            "Line 1 looks like the header of Zoom's meeting report, but there is no column “Leave Time”; "
            "we see “Name (Original Name), User Email, Join Time, Duration (Minutes), Guest, "
            "Recording Consent”. "
            "Download the report again, with the times at which each person joined and left.",
        ),
        (
            report('"' + ana("02:00:00 PM", "03:00:00 PM"), ana("03:00:00 PM", "03:30:00 PM")),
            "Line 2 of this file has a cell that does not end, often a lone quotation mark. "
            "Download the report again, or correct that line.",
        ),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_what_was_seen(content: bytes, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read(content)
    assert refusal.value.sentences == (sentence,)


def test_a_file_of_separators_alone_is_refused() -> None:
    with pytest.raises(DomainError, match="We do not know this kind of report"):
        read(b",,,\r\n,,,\r\n")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read(report() + b"\n" * ATTENDANCE_FILE_MAX_BYTES)
    assert refusal.value.sentences == (
        "This file is larger than 5 MB. A report of one session is far smaller: "
        "choose the report of this session alone.",
    )


def test_a_file_with_too_many_rows_is_refused() -> None:
    stays = [ana("02:00:00 PM", "03:00:00 PM")] * ATTENDANCE_ROWS_MAX
    with pytest.raises(DomainError) as refusal:
        read(report(*stays))
    assert refusal.value.sentences == (
        "This file has more than 20,000 rows. A report of one session is shorter: "
        "choose the report of this session alone.",
    )


cells = st.sampled_from(
    ["Ana Ruiz", "ana@harbor.example.org", WHOLE[0], "31/12/2026 23:59", "--", "9", '"', "\n", ",", ";", "\t", "\x85"]
)


@given(st.binary(max_size=60) | st.lists(cells, max_size=60).map(",".join).map(str.encode))
def test_whatever_stands_below_the_header_is_read_or_refused_and_never_breaks(below: bytes) -> None:
    for content in (below, HEADER.encode() + b"\r\n" + below):
        try:
            reading = read(content)
        except DomainError as refusal:
            assert refusal.sentences
        else:
            assert all(person.name for person in reading.participants)
