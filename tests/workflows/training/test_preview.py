"""What counting a report would change, said before it does; several reports together; hand marks; undoing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_participant, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_training, marked
from tests.workflows.training.test_unknown_people import ANA, a_report, counted, minutes, stay
from workflows.stages import Stage
from workflows.training.imports import count_import, preview_attendance, take_back_import
from workflows.training.models import Attendance, AttendanceImport, AttendanceMode
from workflows.training.preview import Change, Preview, Seen, preview_of
from workflows.training.queries import list_attendances, list_counted_imports
from workflows.training.reported import people_of
from workflows.training.roster import list_roster
from workflows.training.unknown_people import Answer, ask_again, choose_people

BO, CY, ELIF = "bo@harbor.example.org", "cy@prairie.example.org", "elif@cascade.example.org"


def previewed(session: Session, report: AttendanceImport) -> Preview:
    session.flush()
    return preview_of(
        report,
        roster=list_roster(session, report.session.cohort_id),
        marks=list_attendances(session, report.session_id),
        counted=list_counted_imports(session, report.session_id),
    )


def lines(session: Session, report: AttendanceImport) -> dict[str, tuple[Seen, Decimal | None, Change]]:
    return {line.person.email: (line.seen, line.missing, line.change) for line in previewed(session, report).lines}


def the_mark(session: Session, scene: Scene, email: str) -> tuple[AttendanceMode, str, Decimal | None, int | None]:
    session.flush()
    row = session.scalars(select(Attendance).where(Attendance.participant_id == scene.people[email].id)).one()
    return row.mode, row.note, row.minutes, row.import_id


def test_everyone_expected_is_shown_with_what_is_missing_and_what_changes(session: Session) -> None:
    scene = a_training(session)
    marked(session, scene.people[BO], scene.sample_session, AttendanceMode.MAKE_UP)
    report = a_report(
        session, scene, stay("Ana Ruiz", 0, 90, ANA), stay("Bo Lee", 0, 90, BO), stay("Cy Otoo", 30, 90, CY),
        stay("iPad (2)", 0, 90),
    )  # fmt: skip
    assert lines(session, report) == {
        ANA: (Seen.LIVE, None, Change.NEW),
        BO: (Seen.LIVE, None, Change.STAYS),
        CY: (Seen.SHORT, Decimal("12.0"), Change.NEW),
        "diya@cascade.example.org": (Seen.ABSENT, None, Change.NONE),
        ELIF: (Seen.ABSENT, None, Change.NONE),
    }
    shown = previewed(session, report)
    assert (shown.changes, shown.open_questions, [line.person.name for line in shown.by_hand]) == (2, 1, ["Bo Lee"])
    assert [(a.affiliate, len(a.live), len(a.short), len(a.absent), len(a.changes)) for a in shown.affiliates] == [
        ("Cascade", 0, 0, 2, 0),
        ("Harbor", 2, 0, 0, 2),
        ("Prairie", 0, 1, 0, 1),
    ]
    counted(session, scene, report)
    assert {change for _seen, _missing, change in lines(session, report).values()} == {
        Change.SAME, Change.STAYS, Change.NONE,
    }  # fmt: skip


def test_who_left_the_cohort_is_not_missed_unless_they_were_there(session: Session) -> None:
    scene = a_training(session)
    for name in ("Cascade", "Prairie"):
        left = an_enrollment(
            session, Stage.WITHDRAWN, cohort=scene.cohort, affiliate=an_affiliate(session, f"{name} 2")
        )
        a_participant(session, left, f"Gone from {name}", f"gone@{name}.example.org")
    report = a_report(session, scene, stay("Gone", 0, 90, "gone@Prairie.example.org"))
    expected = {"ana@harbor.example.org", BO, CY, "diya@cascade.example.org", ELIF}
    assert set(lines(session, report)) == expected | {"gone@Prairie.example.org"}


def test_a_few_seconds_too_few_are_a_tenth_of_a_minute_missing(session: Session) -> None:
    scene = a_training(session)
    header = "Name (Original Name),User Email,Join Time,Leave Time\r\n"
    rows = f"Ana Ruiz,{ANA},03/04/2026 02:00:00 PM,03/04/2026 03:11:58 PM\r\nCy Otoo,{CY},--,--\r\n"
    report = preview_attendance(
        scene.sample_session, content=(header + rows).encode(), file_name="a.csv", date_order=None, session=session,
        actor=scene.actor, now=NOW,
    )  # fmt: skip
    told = lines(session, report)
    assert (told[ANA], told[CY]) == (
        (Seen.SHORT, Decimal("0.1"), Change.NEW),
        (Seen.UNREADABLE, None, Change.NEW),
    )
    counted(session, scene, report)
    assert the_mark(session, scene, CY)[2] is None


def test_two_reports_of_a_meeting_that_was_begun_again_are_one_presence(session: Session) -> None:
    scene = a_training(session)
    first = a_report(session, scene, stay("Ana Ruiz", 0, 40, ANA))
    second = a_report(session, scene, stay("Ana Ruiz", 50, 90, ANA))
    counted(session, scene, first)
    assert the_mark(session, scene, ANA) == (AttendanceMode.MISSED, "", Decimal("40.0"), first.id)
    assert lines(session, second)[ANA] == (Seen.SHORT, Decimal("32.0"), Change.BETTER)
    counted(session, scene, second)
    assert the_mark(session, scene, ANA) == (AttendanceMode.LIVE, "", Decimal("80.0"), second.id)
    take_back_import(second, session=session, actor=scene.actor, now=NOW)
    assert the_mark(session, scene, ANA) == (AttendanceMode.MISSED, "", Decimal("40.0"), first.id)


def test_a_mark_by_hand_is_replaced_only_when_said_and_comes_back(session: Session) -> None:
    scene = a_training(session)
    mark = marked(session, scene.people[ANA], scene.sample_session, AttendanceMode.EXCUSED)
    mark.note, mark.marked_by_id = "A funeral", scene.manager.id
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA))
    count_import(report, session=session, actor=scene.actor, now=NOW)
    assert the_mark(session, scene, ANA) == (AttendanceMode.EXCUSED, "A funeral", None, None)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)

    replaces = [scene.people[ANA].id, scene.people[BO].id]  # Bo is not in the report
    count_import(report, replaces=replaces, session=session, actor=scene.actor, now=NOW + timedelta(hours=1))
    assert the_mark(session, scene, ANA) == (AttendanceMode.LIVE, "", Decimal("90.0"), report.id)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert the_mark(session, scene, ANA) == (AttendanceMode.EXCUSED, "A funeral", None, None)
    assert (mark.marked_at, mark.marked_by_id, report.replaced) == (NOW, scene.manager.id, {})


def test_what_somebody_marked_after_a_replacement_stays_when_the_report_is_taken_back(session: Session) -> None:
    scene = a_training(session)
    mark = marked(session, scene.people[ANA], scene.sample_session, AttendanceMode.EXCUSED)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA))
    count_import(report, replaces=[scene.people[ANA].id], session=session, actor=scene.actor, now=NOW)
    mark.mode, mark.import_id, mark.note = AttendanceMode.MISSED, None, "It was her sister"
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert the_mark(session, scene, ANA)[:2] == (AttendanceMode.MISSED, "It was her sister")


def test_a_session_that_was_moved_is_counted_by_its_new_time(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 60, ANA))
    assert lines(session, report)[ANA][0] is Seen.SHORT
    scene.sample_session.minutes = 60
    assert lines(session, report)[ANA][0] is Seen.LIVE
    counted(session, scene, report)
    assert minutes(session, ANA) == {8: Decimal("60.0")}


def test_an_answer_after_counting_completes_the_training_and_asking_again_reopens_it(session: Session) -> None:
    scene = a_training(session, sessions=8)
    prairie = scene.enrollments["Prairie"]
    for one in scene.sessions[:7]:
        marked(session, scene.people[CY], one)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA), stay("iPad (2)", 0, 90))
    counted(session, scene, report)
    assert prairie.stage is Stage.TRAINING
    place = next(person.place for person in people_of(report) if person.is_open)
    choose_people(report, {place: Answer(scene.people[CY].id)}, session=session, actor=scene.actor, now=NOW)
    assert prairie.stage is Stage.PROPOSING
    ask_again(report, place, session=session, actor=scene.actor, now=NOW)
    assert (prairie.stage, prairie.open_sessions) == (Stage.TRAINING, [8])


@pytest.mark.parametrize("kept", [{"minutes": 40.0}, {"minutes": None}])
def test_a_report_read_before_times_were_kept_counts_by_its_minutes(
    session: Session, kept: dict[str, float | None]
) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA))
    old = {"name": "Ana Ruiz", "email": ANA, "attended": False, "matched": True}
    report.reading = {"participants": [{**old, **kept, "participant_id": scene.people[ANA].id}], "warnings": []}
    counted(session, scene, report)
    assert minutes(session, ANA) == {8: None if kept["minutes"] is None else Decimal("40.0")}
