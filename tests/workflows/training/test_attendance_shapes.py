"""Every shape in which Zoom and Teams tell the same meeting, in every encoding and language."""

import pytest

from tests.workflows.training.attendance_files import SESSION, read, report, row, told
from tests.workflows.training.attendance_relatives import ANA_WAS_THERE, BO_WAS_SHORT, RELATIVES
from workflows.errors import DomainError
from workflows.training.attendance.durations import read_duration
from workflows.training.attendance.shapes import SHAPES
from workflows.training.attendance.vocabulary import _HEADINGS, COLUMNS, plain

BOTH = {"ana@harbor.example.org": ANA_WAS_THERE, "bo@harbor.example.org": BO_WAS_SHORT}
T1 = RELATIVES["T1 current"]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def teams(*rows: str, header: str = "Full Name→User Action→Timestamp") -> bytes:
    return "\r\n".join((header, *rows, "")).replace("→", "\t").encode("utf-16")


@pytest.mark.parametrize("name", RELATIVES)
def test_each_relative_tells_the_same_meeting(name: str) -> None:
    reading = read(RELATIVES[name].replace("\n", "\r\n").encode())
    people = {email: person for email, person in told(reading).items() if person[0] != "0.0"}
    assert people == BOTH


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["Z2 with meeting data", "Zoom in Spanish", "T1 current", "T4 in Portuguese"])
def test_each_encoding_of_a_relative_is_read(name: str, encoding: str) -> None:
    text = RELATIVES[name].replace("\u202f", "\u00a0").replace("\n", "\r\n")
    people = {email: person for email, person in told(read(text.encode(encoding))).items() if person[0] != "0.0"}
    assert people == BOTH


def test_every_shape_of_the_table_is_among_the_relatives() -> None:
    names = {read(text.encode()).shape_name for text in RELATIVES.values()}
    assert names == {shape.name for shape in SHAPES} - {"Zoom's list of unique users"}  # that one is among the samples


def test_no_heading_stands_for_two_columns() -> None:
    words = [(plain(w), column) for column, text in _HEADINGS for line in text.splitlines() for w in line.split("|")]
    assert {word for word, column in words if word and COLUMNS[word] is not column} == set()


def test_hosts_are_not_listed_unless_they_are_on_the_roster() -> None:
    webinar = read(RELATIVES["Z5 webinar"].encode())
    assert "National Staff" not in [person.name for person in webinar.participants]
    assert webinar.warnings == ("Left out, because they held the meeting: National Staff.",)
    led = T1.replace("\tAttendee", "\tOrganizer")
    assert told(read(led.encode()))["ana@harbor.example.org"] == ANA_WAS_THERE


def test_who_waited_outside_or_did_not_come_is_listed_with_nothing() -> None:
    waiting = read(RELATIVES["Zoom in Spanish"].encode())
    assert told(waiting)["cy@prairie.example.org"] == ("0.0", False, True)
    header = "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)"
    absent = read(report("No,Cy Otoo,cy@prairie.example.org,--,--,--", header=header))
    assert (told(absent), absent.warnings) == ({"cy@prairie.example.org": ("0.0", False, True)}, ())


def test_a_section_that_repeats_people_less_exactly_is_not_counted_as_well() -> None:
    twice = T1.replace("1h 28m 57s", "9h 0m 0s").replace("Ruiz, Ana\t3/4/26, 1:58:10\u202fPM\t3/4/26, 3:30:02", "")
    assert told(read(twice.encode()))["ana@harbor.example.org"] == ANA_WAS_THERE
    without_rows = "\n".join(line for line in T1.splitlines() if "Time\tLeave" in line or "3. " in line)
    sections = RELATIVES["T1 without the activities"] + without_rows + "\n"
    assert told(read(sections.encode())) == BOTH


def test_time_away_that_may_lie_outside_the_session_is_told() -> None:
    header = "Name→First Join→Last Leave→In-Meeting Duration→Email→Participant ID (UPN)→Role"
    tested_early = "Ana Ruiz→3/4/26, 1:00:00 PM→3/4/26, 3:30:00 PM→1h 35m→ana@harbor.example.org→→Attendee"
    reading = read(teams(tested_early, header=header))
    assert told(reading) == {"ana@harbor.example.org": ("35.0", False, True)}
    assert reading.warnings == (
        "Ana Ruiz was away for a while, and the report does not say when. If that was not during the session, it is "
        "90.0 minutes and enough: look at it and decide.",
    )


def test_who_never_left_stayed_to_the_end_and_the_reader_says_so() -> None:
    reading = read(teams("Bo Lee→Joined→3/4/2026, 2:10:00 PM"))
    assert told(reading) == {"bo@harbor.example.org": ("80.0", True, True)}
    assert reading.warnings == (
        "Line 2: the report does not say when they left. They count as there until the session's end.",
    )


def test_two_devices_in_a_list_of_actions_count_once() -> None:
    times = ("Joined→3/4/2026, 2:00:00 PM", "Joined→3/4/2026, 2:10:00 PM", "Left→3/4/2026, 2:20:00 PM",
             "Left→3/4/2026, 2:30:00 PM", "Waved→3/4/2026, 2:31:00 PM", "Left→3/4/2026, 3:00:00 PM")  # fmt: skip
    reading = read(teams(*(f"Bo Lee→{action}" for action in times)))
    assert told(reading) == {"bo@harbor.example.org": ("30.0", False, True)}
    assert reading.warnings == (
        "Lines 7, 6: a time is missing and so are the minutes. Nothing was counted: look at it and decide.",
    )


def test_other_meetings_of_an_account_are_left_out_and_told() -> None:
    reading = read(RELATIVES["Z6 a whole account's report, with another meeting"].encode())
    assert (told(reading), reading.warnings) == (
        BOTH,
        ("This file also lists another meeting. Only the one of this session was read.",),
    )


def test_a_name_with_commas_in_a_tabbed_file_is_no_row_of_commas() -> None:
    assert told(read(teams("Lee, Bo→Joined→3/4/2026, 2:10:00 PM")))["bo@harbor.example.org"][2] is True


def test_times_with_their_own_offset_need_no_zone() -> None:
    stay = row("Ana Ruiz", "ana@harbor.example.org", "2026-03-04T19:00:00.000Z", "2026-03-04T21:00:00+01:00")
    assert told(read(report(stay))) == {"ana@harbor.example.org": ("60.0", False, True)}
    assert SESSION.timezone == "America/New_York"


@pytest.mark.parametrize("shown", ["Ruiz, Ana", "RUÍZ,  Ána", "Ana Ruiz (External)", "Ana Ruiz (Gast) (Unverified)"])
def test_names_are_the_same_person_however_a_program_shows_them(shown: str) -> None:
    stay = row(f'"{shown}"', "", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")
    assert [(p.name, p.matched_email) for p in read(report(stay)).participants] == [
        ("Ana Ruiz", "ana@harbor.example.org")
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1h 29m 2s", 5342),
        ("1 Std. 29 Min.", 5340),
        ("59 Min. 0 Sek.", 3540),
        ("1 h 29 min", 5340),
        ("01:29:02", 5342),
        ("89", 5340),
        ("89,5", 5370),
        ("1 hour 29 minutes", 5340),
        ("2 uur 5 minuten", 7500),
        ("1 heure 2 secondes", 3602),
        ("45s", 45),
    ],
)
def test_a_length_is_read_however_it_is_written(written: str, seconds: int) -> None:
    length = read_duration(written)
    assert length is not None
    assert length.total_seconds() == seconds


@pytest.mark.parametrize("written", ["", "--", "n/a", "1:29", "1m 2h", "2m 3m", "89 x", "h", "-5", "1h29x", "9" * 300])
def test_a_length_that_cannot_be_read_is_unknown_and_never_zero(written: str) -> None:
    assert read_duration(written) is None


def test_a_row_with_a_thousand_cells_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read(b"Name,Email\r\n" + b"," * 1000)
    assert refusal.value.sentences == (
        "Line 2 of this file has 1,001 cells, and a report has a few. Download the attendance report again, as CSV, "
        "and choose that file.",
    )
