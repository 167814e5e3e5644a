"""Files as people save them: workbooks, other encodings, titles above the heading, and what is refused."""

import pytest

from tests.scenes_cohorts import HARBOR, HEADER, PRAIRIE, a_file
from tests.workbooks import Formula, a_workbook
from workflows.enrollments.affiliates_file import TEMPLATE, read_affiliates

ROW = HARBOR.split(",")
HEADS = HEADER.split(",")


def problems(content: bytes) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.sentence) for p in read_affiliates(content).problems]


def test_a_workbook_is_read_as_the_same_list_saved_as_csv_would_be() -> None:
    content = a_workbook([[*HEADS, "staff_count", "is_rural"], [*ROW, 14, True], [], [*PRAIRIE.split(","), None, None]])
    reading = read_affiliates(content)
    assert reading.problems == ()
    assert [(row.line, row.code, row.profile.get("staff_count"), row.profile["is_rural"]) for row in reading.rows] == [
        (2, "HRB", 14, True),
        (4, "PRA", None, False),
    ]


def test_the_sheet_with_the_headings_is_found_below_its_title() -> None:
    notes = [["Read me first"], ["One line for each affiliate"]]
    reading = read_affiliates(a_workbook(notes, [["Cohort list 2026"], [], HEADS, ROW]))
    assert ([row.line for row in reading.rows], reading.problems) == ([4], ())


def test_two_lists_in_one_workbook_are_not_guessed_between() -> None:
    assert problems(a_workbook([HEADS, ROW], [HEADS, ROW])) == [(1, "", "Two sheets of the workbook list affiliates.")]


def test_a_formula_counts_by_its_value_and_is_named_when_it_has_none() -> None:
    rows = [HEADS, [Formula('CONCAT("H","RB")=HRB'), *ROW[1:]], [Formula("B9="), Formula("1/0=#DIV/0!"), *ROW[2:]]]
    assert problems(a_workbook(rows)) == [
        (3, "code", "The formula in this cell has no value."),
        (3, "name", "The formula in this cell has no value."),
    ]
    assert problems(a_file(HARBOR.replace("Port Ansel", '"=HYPERLINK(""x"")"'))) == [
        (2, "town", "The cell holds a formula.")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_workbook([HEADS, ROW], extra={"xl/vbaProject.bin": b"x"}), "The workbook carries macros."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "The workbook is protected by a password."),
        (b"\xd0\xcf\x11\xe0rest", "This is an older Excel file (.xls), which can carry macros."),
        (a_workbook([HEADS, ROW])[:-60], "The workbook is damaged."),
        (
            a_workbook([HEADS, ROW], extra={"xl/media/a.bin": bytes(20_000_001)}),
            "The workbook unpacks to more than 20 MB.",
        ),
        (a_workbook([HEADS, ROW, *[[]] * 6000, ["x"]]), "The sheet goes down to line 6003 and has 9 columns."),
        (a_workbook([HEADS]), "There is no affiliate below the heading."),
    ],
    ids=("macros", "password", "xls", "cut off", "bomb", "endless", "empty"),
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, sentence: str) -> None:
    reading = read_affiliates(content)
    assert (reading.rows, [p.sentence for p in reading.problems]) == ((), [sentence])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_encodings_of_spreadsheets_keep_their_accents(encoding: str) -> None:
    text = a_file(HARBOR.replace("Dana Ortiz", "Zoë Müller")).decode().replace(",", "\t")
    assert [row.director_name for row in read_affiliates(text.encode(encoding)).rows] == ["Zoë Müller"]


def test_headings_are_known_by_other_names_and_twice_is_once_too_often() -> None:
    names = "ID;Organization;City;State;Timezone;Director;Director’s e-mail;Staff"
    reading = read_affiliates(f"{names}\n{';'.join(ROW[:7])};12".encode())
    assert (reading.problems, reading.rows[0].town, reading.rows[0].data_lead_email) == ((), "Port Ansel", "")
    assert reading.rows[0].profile == {"staff_count": 12}
    assert problems(a_file(f"{HARBOR},x", header=f"{HEADER},city")) == [(1, "town", "Two columns have this heading.")]


def test_a_data_lead_is_named_whole_or_later() -> None:
    assert problems(a_file(HARBOR.replace("data@harbor.example.org", ""))) == [
        (2, "data_lead_email", "The data lead is named by half.")
    ]


def test_the_template_has_every_column_the_reader_asks_for() -> None:
    assert problems(",".join(TEMPLATE).encode()) == [(2, "", "There is no affiliate below the heading.")]
