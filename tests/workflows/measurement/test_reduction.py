"""Reduction: nobody can be found in what is kept, and every refusal says what would help."""

import csv
import io
import json
from datetime import date

import pytest
from extract_samples import CLEAN, DIRTY, KEY, clean_rows, reduced, written

from workflows.errors import DomainError
from workflows.measurement import reading, rows
from workflows.measurement.formula import library_formulas
from workflows.measurement.reduction import reduce_bytes, reduce_extract

IDENTIFIERS = ("case_number", "individual_id", "alien_number", "ssn", "first_name", "last_name", "phone")
PRIVATE = ("nationality", "primary_language", "immigration_status", "job_title", "pc_vulnerability")
ROWS = clean_rows()


def kept_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def refusal(content: bytes, **options) -> str:
    with pytest.raises(DomainError) as refused:
        reduced(content, **options)
    return str(refused.value)


def problems(changes: dict[str, str], **options) -> list[tuple[int, str, str]]:
    _, report = reduced(written([ROWS[0] | changes, ROWS[1]]), **options)
    return [(p.row, p.column, p.what) for p in report.problems]


@pytest.mark.parametrize("sample", [CLEAN, DIRTY], ids=["clean", "dirty"])
def test_no_identifier_survives_the_reduction(sample):
    content, report = reduced(sample.read_bytes())
    told = content.decode() + repr(report)
    values = {row[name].strip() for row in ROWS for name in (*IDENTIFIERS, *PRIVATE)} - {""}
    values |= {row["date_of_birth"] for row in ROWS} - {
        cell for row in ROWS for name, cell in row.items() if name != "date_of_birth"
    }
    assert sorted(value for value in values if value in told) == []


def test_zip_and_notes_are_dropped_and_named():
    _, report = reduced(CLEAN.read_bytes())
    assert {"zip", "notes", "date_of_birth", *IDENTIFIERS} - set(report.columns_dropped) == {"date_of_birth"}
    assert {"zip", "notes", "date_of_birth", *IDENTIFIERS} & set(report.columns_kept) == set()


def test_every_row_of_the_clean_extract_is_kept():
    _, report = reduced(CLEAN.read_bytes())
    assert (report.rows_read, report.rows_kept, report.rows_repeated, report.rows_left_out) == (
        378,
        378,
        0,
        0,
    )
    assert report.sites == ("AFF-01", "AFF-02", "AFF-03", "AFF-04", "AFF-05")
    assert (report.problems, report.columns_missing) == ((), ())


def test_every_row_of_a_dirty_extract_is_accounted_for():
    _, report = reduced(DIRTY.read_bytes())
    assert report.rows_read == report.rows_kept + report.rows_repeated + report.rows_left_out == 401
    assert report.problems_found >= len(report.problems) > 0


def test_a_birthday_becomes_completed_years_on_arrival():
    birthdays = {"2018-10-25": "4", "2018-10-26": "3", "10/24/2018": "4"}
    content, _ = reduced(
        written(
            [
                ROWS[0]
                | {
                    "date_of_birth": born,
                    "individual_id": str(i),
                    "alien_number": "",
                    "arrival_date": "2022-10-25",
                }
                for i, born in enumerate(birthdays)
            ]
        )
    )
    assert [row["age_at_arrival"] for row in kept_rows(content)] == list(birthdays.values())


def test_a_person_has_one_key_at_two_sites_and_another_under_another_secret():
    pair = [
        ROWS[0] | {"affiliate_code": site, "individual_id": own} for site, own in (("AFF-01", "1"), ("AFF-02", "2"))
    ]
    content, _ = reduced(written(pair))
    keys = {row["person_key"] for row in kept_rows(content)}
    other, _ = reduce_bytes(written(pair), key=b"x" * 32, formulas=library_formulas().values())
    assert len(keys) == 1
    assert keys.isdisjoint(row["person_key"] for row in kept_rows(other))


def test_an_a_number_written_differently_is_the_same_person():
    twice = [ROWS[0], ROWS[0] | {"alien_number": "a000000001 ", "individual_id": "other"}]
    _, report = reduced(written(twice))
    assert (report.rows_kept, report.rows_repeated, report.problems_found) == (1, 1, 0)


@pytest.mark.parametrize("order", [1, -1])
def test_a_row_without_a_number_is_recognized_by_its_individual_id(order):
    twice = [ROWS[0], ROWS[0] | {"alien_number": ""}][::order]
    _, report = reduced(written(twice))
    assert (report.rows_kept, report.rows_repeated) == (1, 1)


def test_a_repeated_person_with_other_answers_is_dropped_and_said():
    _, report = reduced(written([ROWS[0], ROWS[0] | {"hourly_wage": "99"}]))
    assert report.rows_repeated == 1
    assert [(p.row, p.what) for p in report.problems] == [
        (3, "This person is in the file twice, with different answers. The first row counts.")
    ]


@pytest.mark.parametrize(
    ("changes", "column", "what"),
    [
        ({"arrival_date": "25-Oct-22"}, "arrival_date", "This is not a date we can read safely."),
        ({"arrival_date": "44859"}, "arrival_date", "This is not a date we can read safely."),
        ({"arrival_date": "10/25/22"}, "arrival_date", "This is not a date we can read safely."),
        ({"arrival_date": "2023-02-30"}, "arrival_date", "This day is not in the calendar."),
        ({"arrival_date": "25/10/2022"}, "arrival_date", "This day is not in the calendar."),
        ({"arrival_date": ""}, "arrival_date", "The arrival date is missing."),
        ({"affiliate_code": ""}, "affiliate_code", "The affiliate code is missing."),
        ({"affiliate_code": "all"}, "affiliate_code", "This is not an affiliate code."),
        ({"affiliate_code": "A" * 21}, "affiliate_code", "This is not an affiliate code."),
        ({"case_number": "N/A"}, "case_number", "The case number is missing."),
        ({"date_of_birth": "2023-01-01"}, "date_of_birth", "The date of birth is after the arrival date."),
        (
            {"date_of_birth": "1888-01-01"},
            "date_of_birth",
            "The date of birth makes this person older than 120 on arrival.",
        ),
        ({"employable": "maybe"}, "employable", "This is neither yes nor no."),
        ({"hourly_wage": "15/h"}, "hourly_wage", "This is not a number."),
        ({"hourly_wage": "1e9"}, "hourly_wage", "This is not a number."),
        ({"hourly_wage": "15.123456"}, "hourly_wage", "This number is too large or too long."),
        ({"housing_status_180": "x" * 61}, "housing_status_180", "The answer is longer than 60 characters."),
        (
            {"individual_id": "", "alien_number": ""},
            "individual_id",
            "There is no A-number and no individual id, so this person cannot be counted once.",
        ),
    ],
)
def test_a_row_with_a_problem_is_left_out_and_said(changes, column, what):
    content, report = reduced(written([ROWS[0] | changes, ROWS[1]]))
    assert [(p.row, p.column, p.what) for p in report.problems] == [(2, column, what)]
    assert (report.rows_kept, report.rows_left_out, len(kept_rows(content))) == (1, 1, 1)


def test_a_problem_never_repeats_the_cell():
    _, report = reduced(written([ROWS[0] | {"hourly_wage": "Amina Secret", "arrival_date": "Amina Secret"}]))
    assert len(report.problems) == 2
    assert "Amina" not in repr(report)


def test_a_row_of_another_affiliate_is_counted_and_otherwise_unread():
    _, report = reduced(written([ROWS[0] | {"affiliate_code": "AFF-09", "arrival_date": "?"}]), site="AFF-03")
    assert (report.rows_of_others, report.rows_left_out, report.rows_kept, report.problems) == (1, 0, 0, ())


def test_a_date_after_today_is_left_out():
    found = problems({"ssn_applied_date": "2199-01-01"}, today=date(2024, 9, 30))
    assert found == [(2, "ssn_applied_date", "This date is in the future.")]


def test_a_row_of_another_width_is_left_out():
    content = written(ROWS[:2]) + b"TOTAL,2\r\n"
    _, report = reduced(content)
    assert [(p.row, p.what) for p in report.problems] == [(4, "This row has 2 cells and the header 60.")]


def test_answers_take_one_form():
    row = ROWS[0] | {
        "employable": " yes ", "employed_day_180": "0", "hourly_wage": "$1,015.50", "english_level_entry": "N/A",
        "ssn_applied_date": "10/29/2022", "housing_status_180": "=HYPERLINK(1)",
    }  # fmt: skip
    (kept,) = kept_rows(reduced(written([row]))[0])
    assert {name: kept[name] for name in row if name in kept and row[name] != ROWS[0][name]} == {
        "employable": "Y",
        "employed_day_180": "N",
        "hourly_wage": "1015.50",
        "english_level_entry": "",
        "ssn_applied_date": "2022-10-29",
        "housing_status_180": "'=HYPERLINK(1)",
    }


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_an_affiliate_code_cannot_start_a_formula(sign):
    (kept,) = kept_rows(reduced(written([ROWS[0] | {"affiliate_code": f"{sign}1+1"}]))[0])
    assert kept["affiliate_code"] == f"'{sign}1+1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_encoding_and_delimiter_gives_the_same_rows(encoding, delimiter):
    named = [row | {"first_name": "Zoë"} for row in ROWS[:5]]
    content = written(named, delimiter=delimiter).decode().encode(encoding)
    assert reduced(content)[0] == reduced(written(ROWS[:5]))[0]


def test_header_names_may_be_padded_and_capitalised():
    shouted = [{f" {name.upper()} ": cell for name, cell in row.items()} for row in ROWS[:5]]
    assert reduced(written(shouted))[0] == reduced(written(ROWS[:5]))[0]


def test_a_column_of_another_name_is_mapped():
    renamed = [{("Wage/h" if name == "hourly_wage" else name): cell for name, cell in ROWS[0].items()}]
    assert reduced(written(renamed), mapping={"wage/h": "hourly_wage"})[0] == reduced(written(ROWS[:1]))[0]


def test_a_missing_column_is_named_and_the_rest_is_kept():
    fewer = [{name: cell for name, cell in ROWS[0].items() if name not in {"hourly_wage", "date_of_birth"}}]
    _, report = reduced(written(fewer))
    assert report.columns_missing == ("date_of_birth", "hourly_wage")
    assert report.rows_kept == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Upload an extract with a header row and at least one row."),
        (
            b"\x89PNG\r\n\x00\x00",
            "This file is not a CSV we can read. Export it again as “CSV UTF-8” and upload that.",
        ),
        (b"one word", "This file is not a CSV we can read. Export it again as “CSV UTF-8” and upload that."),
        (
            b"PK\x03\x04rest",
            "This is an Excel workbook. Choose “Save as”, then “CSV UTF-8”, and upload that.",
        ),
        (
            b"Amina,Doe,2020-01-01\r\n",
            "The first row holds none of the column names we look for. Put a header row first, with at least "
            "affiliate_code, case_number, arrival_date, individual_id.",
        ),
        (
            b"affiliate_code,individual_id,arrival_date\r\n",
            "The file lacks case_number. Add the column, or map one of yours to it, and try again.",
        ),
        (
            b"affiliate_code,case_number,individual_id,arrival_date\r\n\r\n",
            "This file has a header but no rows. Check the filter in the case database.",
        ),
        (
            b"affiliate_code,case_number,individual_id,Case_Number \r\n",
            "Column 4 has the same name as column 2. Remove or rename one of them.",
        ),
    ],
)
def test_what_is_no_extract_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_a_file_that_is_too_big_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "EXTRACT_MAX_BYTES", 1024 * 1024)
    assert refusal(b"a," * 600_000) == ("This file is larger than 1 MB. Export fewer columns or a shorter period.")


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(rows, "EXTRACT_ROWS_MAX", 3)
    assert refusal(written(ROWS[:4])) == "This file has more than 3 rows. Export a shorter period."


@pytest.mark.parametrize("length", [10, 200_000])
def test_a_quotation_mark_without_end_is_refused_rather_than_swallowing_rows(length):
    assert refusal(written(ROWS[:1]) + b'"' + b"x" * length) == (
        "A quotation mark in this file is opened and not closed, so we cannot tell where a row ends. "
        "Export it again as “CSV UTF-8”, or remove the quotation marks from the notes."
    )


def test_problems_are_listed_up_to_a_limit_and_all_counted(monkeypatch):
    monkeypatch.setattr(rows, "PROBLEMS_LISTED_MAX", 2)
    broken = [row | {"arrival_date": "soon"} for row in ROWS[:5]]
    _, report = reduced(written(broken))
    assert (report.problems_found, len(report.problems)) == (5, 2)


def test_the_report_is_kept_as_json_without_losing_anything():
    _, report = reduced(written([ROWS[0], ROWS[1] | {"hourly_wage": "?!"}, ROWS[0]]))
    quality = json.loads(json.dumps(report.quality))
    assert {name: quality[name] for name in ("rows_read", "rows_kept", "duplicates", "rows_left_out", "problems")} == {
        "rows_read": 3,
        "rows_kept": 1,
        "duplicates": 1,
        "rows_left_out": 1,
        "problems": [
            {
                "row": 3,
                "column": "hourly_wage",
                "what": "This is not a number.",
                "fix": "Write digits only, for example 15.50.",
            }
        ],
    }


def test_a_short_key_is_a_bug():
    with pytest.raises(ValueError, match="too short"):
        reduce_bytes(CLEAN.read_bytes(), key=b"short", formulas=library_formulas().values())


def test_neither_file_is_closed():
    source, target = io.BytesIO(written(ROWS[:1])), io.BytesIO()
    reduce_extract(source, target, key=KEY, formulas=library_formulas().values())
    assert (source.closed, target.closed) == (False, False)
