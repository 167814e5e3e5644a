"""Reading the file of affiliates: tolerant of form, strict about content."""

import pytest

from tests.scenes_cohorts import HARBOR, HEADER, PRAIRIE, a_file
from workflows.cohorts.answers import AFFILIATES_FILE_MAX_BYTES, AFFILIATES_ROWS_MAX
from workflows.enrollments.affiliates_file import read_affiliates


def test_rows_are_read_with_their_line() -> None:
    reading = read_affiliates(a_file(HARBOR, "", PRAIRIE))
    assert reading.problems == ()
    assert [(row.line, row.code, row.director_email) for row in reading.rows] == [
        (2, "HRB", "director@harbor.example.org"),
        (4, "PRA", "director@prairie.example.org"),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_mark_separator_and_line_ending_do_not_matter(mark: bytes, separator: str, ending: str) -> None:
    text = a_file(HARBOR).decode().replace(",", separator).replace("\n", ending)
    reading = read_affiliates(mark + text.encode())
    assert (reading.problems, [row.name for row in reading.rows]) == ((), ["Harbor Resettlement"])


def test_older_windows_encoding_keeps_its_accents() -> None:
    reading = read_affiliates(a_file(HARBOR.replace("Dana Ortiz", "Zoë Müller")).decode().encode("cp1252"))
    assert reading.rows[0].director_name == "Zoë Müller"


def test_optional_columns_are_read_where_they_are() -> None:
    content = a_file(f"{HARBOR},14,yes,", header=f"{HEADER},staff_count,is_rural,people_served")
    assert dict(read_affiliates(content).rows[0].profile) == {
        "staff_count": 14,
        "is_rural": True,
        "people_served": None,
    }


def test_every_broken_cell_is_named_with_its_line_column_and_fix() -> None:
    broken = PRAIRIE.replace("director@prairie.example.org", "director at prairie").replace(
        "America/Chicago", "Central"
    )
    reading = read_affiliates(a_file(HARBOR, broken))
    assert [(p.line, p.column, p.fix) for p in reading.problems] == [
        (3, "time_zone", "Write it like America/New_York or America/Chicago."),
        (3, "director_email", "Write it like dana@harbor.example.org."),
    ]


def test_short_line_and_repeated_code_are_named() -> None:
    reading = read_affiliates(a_file(HARBOR, HARBOR.replace("Harbor Resettlement", "Other"), "MES,Mesa"))
    assert [(p.line, p.column) for p in reading.problems][:2] == [(3, "code"), (4, "town")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "The workbook is damaged."),
        (b"code\x00name", "This is not a text file."),
        (b"x" * (AFFILIATES_FILE_MAX_BYTES + 1), "The file is larger than 1 MB."),
        (a_file('"open'), "A quotation mark is opened and never closed."),
        (a_file(), "There is no affiliate below the heading."),
        (a_file(*[HARBOR] * (AFFILIATES_ROWS_MAX + 1)), "The file has 501 rows."),
        (a_file(HARBOR, header=HEADER.replace("town", "borough")), "The column is missing."),
    ],
)
def test_what_is_not_a_file_of_affiliates_is_refused_in_words(content: bytes, sentence: str) -> None:
    reading = read_affiliates(content)
    assert (reading.rows, [p.sentence for p in reading.problems]) == ((), [sentence])
