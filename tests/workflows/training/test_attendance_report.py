"""Reading an attendance report: who was there, for how long, and was it enough."""

import json
from datetime import UTC, datetime

import pytest

from tests.workflows.training.attendance_files import HEADER, ROSTER, SAMPLES, ana, read, report, row, told
from workflows.errors import DomainError
from workflows.training.attendance.matching import RosterEntry
from workflows.training.attendance.minutes import SessionWindow
from workflows.training.attendance.times import DateOrder

CLASSIC = (SAMPLES / "zoom_classic.csv").read_bytes()
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())["files"]


@pytest.mark.parametrize("file", EXPECTED)
def test_each_sample_is_read_as_a_careful_person_reads_it(file: str) -> None:
    reading = read((SAMPLES / file).read_bytes())
    assert {
        person.email or person.name: {
            "minutes": None if person.minutes is None else float(person.minutes),
            "attended": person.attended,
            "matched": person.matched,
        }
        for person in reading.participants
    } == EXPECTED[file]


def test_people_stand_by_name_and_a_sound_report_needs_no_sentence() -> None:
    reading = read(CLASSIC)
    assert [person.name for person in reading.participants] == ["+12025550123", "Ana Ruiz", "Bo Lee", "Cy Otoo"]
    assert reading.warnings == ()


def test_two_devices_at_once_count_once() -> None:
    reading = read(report(ana("02:00:00 PM", "03:00:00 PM"), ana("02:30:00 PM", "03:15:00 PM")))
    assert told(reading) == {"ana@harbor.example.org": ("75.0", True, True)}


def test_stays_before_and_after_a_gap_add_up() -> None:
    reading = read(report(ana("02:00:00 PM", "02:30:00 PM"), ana("03:00:00 PM", "03:30:00 PM")))
    assert told(reading) == {"ana@harbor.example.org": ("60.0", False, True)}


def test_time_outside_the_session_does_not_count() -> None:
    reading = read(report(ana("01:00:00 PM", "02:10:00 PM"), ana("03:25:00 PM", "05:00:00 PM")))
    assert told(reading) == {"ana@harbor.example.org": ("15.0", False, True)}


def test_exactly_the_threshold_is_attended_and_a_second_less_is_not() -> None:
    assert told(read(report(ana("02:00:00 PM", "03:12:00 PM")))) == {"ana@harbor.example.org": ("72.0", True, True)}
    short = read(report(ana("02:00:00 PM", "03:11:59 PM")))
    assert told(short) == {"ana@harbor.example.org": ("72.0", False, True)}
    assert short.warnings == ("Ana Ruiz was there a few seconds less than the 72.0 minutes that count as attended.",)


def test_another_threshold_is_kept() -> None:
    reading = read(report(ana("02:00:00 PM", "02:45:00 PM")), threshold_percent=50)
    assert told(reading) == {"ana@harbor.example.org": ("45.0", True, True)}


@pytest.mark.parametrize("shown", ["Ana Ruiz (x)", "ANA  ruiz", "Annie (Ana Ruiz)", "Ana Ruiz (Guest)"])
def test_a_name_shown_with_parentheses_or_other_spacing_is_matched(shown: str) -> None:
    reading = read(report(row(shown, "", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")))
    assert [(p.name, p.matched_email) for p in reading.participants] == [("Ana Ruiz", "ana@harbor.example.org")]


def test_a_phone_without_an_address_joins_the_same_person() -> None:
    phone = row("Ana Ruiz", "", "03/04/2026 03:00:00 PM", "03/04/2026 03:30:00 PM")
    reading = read(report(ana("02:00:00 PM", "03:00:00 PM"), phone))
    assert told(reading) == {"ana@harbor.example.org": ("90.0", True, True)}


def test_somebody_unknown_keeps_the_name_shown_and_has_no_address() -> None:
    reading = read(report(row("iPad (2)", "", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")))
    assert [(p.name, p.email, p.matched) for p in reading.participants] == [("iPad (2)", None, False)]


def test_a_time_that_cannot_be_read_is_unknown_and_never_zero() -> None:
    reading = read(report(ana("02:00:00 PM", "", "n/a")))
    assert told(reading) == {"ana@harbor.example.org": (None, False, True)}
    assert reading.warnings == (
        "Line 2: a time is missing and so are the minutes. Nothing was counted: look at it and decide.",
    )


def test_a_missing_leave_time_is_worked_out_from_the_reports_minutes() -> None:
    reading = read(report(ana("02:00:00 PM", "", "75")))
    assert told(reading) == {"ana@harbor.example.org": ("75.0", True, True)}
    assert reading.warnings == (
        "Line 2: one of the two times is missing; it was worked out from the report's own minutes, rounded up.",
    )


def test_leaving_before_joining_is_told_and_not_counted() -> None:
    reading = read(report(ana("03:00:00 PM", "02:00:00 PM", "60")))
    assert told(reading) == {"ana@harbor.example.org": (None, False, True)}
    assert reading.warnings == (
        "Line 2: the leave time is before the join time. Nothing was counted: look at it and decide.",
    )


def test_an_unquoted_comma_in_a_name_is_told_and_not_counted() -> None:
    broken = "Ruiz, Ana,,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,90,Yes,Y"
    reading = read(report(broken))
    assert told(reading) == {}
    assert reading.warnings == (
        "Line 2: the cells do not stand under their headings, often because of a comma in a name. "
        "Nothing was counted: look at it and decide.",
    )


def test_a_row_of_nobody_and_an_empty_report_are_told() -> None:
    assert read(report(row("", "", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM"))).warnings == (
        "Line 2: there is neither a name nor an address, so nothing was counted.",
    )
    assert read(report()).warnings == ("This is Zoom's meeting report, but it lists nobody.",)


def test_the_header_is_found_wherever_it_stands() -> None:
    above = "Meeting ID,Topic,Start Time\r\n812 3456 7890,Session 1,03/04/2026 02:00:00 PM\r\n,,,\r\n" + HEADER
    reading = read(report(ana("02:00:00 PM", "03:30:00 PM"), header=above))
    assert told(reading) == {"ana@harbor.example.org": ("90.0", True, True)}


def test_two_reports_pasted_together_are_one() -> None:
    content = report(ana("02:00:00 PM", "02:30:00 PM")) + report(ana("02:30:00 PM", "03:30:00 PM"))
    assert told(read(content)) == {"ana@harbor.example.org": ("90.0", True, True)}


def test_the_hour_that_autumn_repeats_counts_as_two() -> None:
    # 00:30 to 02:30 in New York on 1 November 2026 lasts three hours.
    session = SessionWindow(
        datetime(2026, 11, 1, 4, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "America/New_York"
    )
    whole = row("Ana Ruiz", "ana@harbor.example.org", "11/01/2026 12:30:00 AM", "11/01/2026 02:30:00 AM", "180")
    within = row("Bo Lee", "bo@harbor.example.org", "11/01/2026 01:15:00 AM", "11/01/2026 01:45:00 AM", "90")
    without = row("Cy Otoo", "cy@prairie.example.org", "11/01/2026 01:15:00 AM", "11/01/2026 01:45:00 AM")
    assert told(read(report(whole, within, without), session=session)) == {
        "ana@harbor.example.org": ("180.0", True, True),
        "bo@harbor.example.org": ("90.0", False, True),
        "cy@prairie.example.org": ("30.0", False, True),
    }


def test_the_repeated_hour_is_the_one_in_which_the_session_was() -> None:
    second_one_oclock = SessionWindow(
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC), datetime(2026, 11, 1, 7, 0, tzinfo=UTC), "America/New_York"
    )
    stay = row("Bo Lee", "bo@harbor.example.org", "11/01/2026 01:05:00 AM", "11/01/2026 01:55:00 AM", "50")
    assert told(read(report(stay), session=second_one_oclock)) == {"bo@harbor.example.org": ("50.0", True, True)}


def test_the_hour_that_spring_skips_is_not_counted() -> None:
    # 01:30 to 03:30 in New York on 8 March 2026 lasts one hour.
    session = SessionWindow(
        datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC), "America/New_York"
    )
    whole = row("Ana Ruiz", "ana@harbor.example.org", "03/08/2026 01:30:00 AM", "03/08/2026 03:30:00 AM")
    impossible = row("Bo Lee", "bo@harbor.example.org", "03/08/2026 02:15:00 AM", "03/08/2026 03:30:00 AM")
    assert told(read(report(whole, impossible), session=session)) == {
        "ana@harbor.example.org": ("60.0", True, True),
        "bo@harbor.example.org": (None, False, True),
    }


def test_a_report_of_another_day_is_told() -> None:
    other_day = row("Ana Ruiz", "ana@harbor.example.org", "03/11/2026 02:00:00 PM", "03/11/2026 03:30:00 PM")
    reading = read(report(other_day))
    assert told(reading) == {"ana@harbor.example.org": ("0.0", False, True)}
    assert reading.warnings == (
        "The session was on 4 March 2026, but this file is about 11 March 2026. "
        "Its dates do not fit either way round: choose the report of this session.",
    )


def test_a_clock_that_says_month_first_and_a_day_that_says_day_first_are_asked_about() -> None:
    content = report(row("Bo Lee", "bo@harbor.example.org", "04/03/2026 02:00:00 PM", "04/03/2026 03:30:00 PM"))
    with pytest.raises(DomainError) as refusal:
        read(content)
    assert refusal.value.sentences == (
        "04/03/2026 02:00:00 PM is usually read month first, but only read day first does it fit the session's day, "
        "4 March 2026. Say whether this file writes the month first or the day first.",
    )
    assert read(content, date_order=DateOrder.MONTH_FIRST).warnings == (
        "The session was on 4 March 2026, but this file is about 3 April 2026. "
        "Read day first, its dates fit: say so if that is how it is written.",
    )
    chosen = read(content, date_order=DateOrder.DAY_FIRST)
    assert (told(chosen), chosen.warnings) == ({"bo@harbor.example.org": ("90.0", True, True)}, ())


def test_a_name_two_people_share_waits_for_a_person() -> None:
    roster = (*ROSTER, RosterEntry("Ana Ruiz", "ana@mesa.example.org"))
    reading = read(report(row("Ana Ruiz", "", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")), roster=roster)
    assert told(reading) == {"Ana Ruiz": ("90.0", True, False)}
    assert reading.warnings == ("“Ana Ruiz” can be more than one person on the roster: choose who it is.",)


def test_a_name_shown_with_two_addresses_waits_for_a_person() -> None:
    other = row("Ana Ruiz", "ana@mesa.example.org", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")
    reading = read(report(ana("02:00:00 PM", "02:30:00 PM"), other))
    assert told(reading) == {
        "ana@harbor.example.org": ("30.0", False, True),
        "ana@mesa.example.org": ("90.0", True, False),
    }
    assert reading.warnings == ("“Ana Ruiz” appears with more than one e-mail address: choose who each is.",)


def test_a_match_by_name_with_another_address_is_told() -> None:
    reading = read(report(row("Bo Lee", "bo@home.example.org", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")))
    assert told(reading) == {"bo@harbor.example.org": ("90.0", True, True)}
    assert reading.warnings == (
        "Bo Lee was matched by name: the report shows the address bo@home.example.org, which is not on the roster.",
    )


def test_addresses_are_matched_whatever_their_case() -> None:
    reading = read(report(row("B", "BO@Harbor.Example.org", "03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM")))
    assert [(p.name, p.email) for p in reading.participants] == [("Bo Lee", "bo@harbor.example.org")]


def test_without_a_roster_everyone_is_listed_and_nobody_matched() -> None:
    assert {person.matched for person in read(CLASSIC, roster=()).participants} == {False}
