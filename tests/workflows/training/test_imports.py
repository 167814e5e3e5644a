"""A meeting report becomes attendance: exactly, once, never over a better mark, and back again."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_participant, an_affiliate, an_enrollment
from tests.scenes_training import REPORT, SAMPLES, Scene, a_training, marked, marked_but
from workflows.errors import DomainError
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.stages import Stage
from workflows.training.consequences import follows_from_taking_back
from workflows.training.imports import count_import, discard_import, preview_attendance, take_back_import
from workflows.training.models import Attendance, AttendanceImport, AttendanceMode, ImportState
from workflows.training.unknown_people import Answer, choose_people

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent"
PHONE = "+12025550123"


def previewed(session: Session, scene: Scene, content: bytes = REPORT) -> AttendanceImport:
    return preview_attendance(
        scene.sample_session,
        content=content,
        file_name="zoom_classic.csv",
        date_order=None,
        session=session,
        actor=scene.actor,
        now=NOW,
    )


def counted(session: Session, scene: Scene, content: bytes = REPORT) -> AttendanceImport:
    report = previewed(session, scene, content)
    count_import(report, session=session, actor=scene.actor, now=NOW)
    session.flush()
    return report


def told(session: Session) -> dict[str, tuple[str, Decimal | None]]:
    session.flush()
    return {
        mark.participant.email: (mark.mode.value, mark.minutes)
        for mark in session.scalars(select(Attendance).order_by(Attendance.id))
    }


def stay(name: str, email: str, joined: str, left: str) -> str:
    return f"{name},{email},03/04/2026 {joined},03/04/2026 {left},,Yes,Y"


def report_of(*rows: str) -> bytes:
    return "\r\n".join((HEADER, *rows, "")).encode()


def test_reading_of_the_sample_is_exactly_the_expected_one(session: Session) -> None:
    expected = json.loads((SAMPLES / "expected.json").read_text())["files"]["zoom_classic.csv"]
    report = previewed(session, a_training(session))
    found = {
        person["email"] or person["name"]: {name: person[name] for name in ("minutes", "attended", "matched")}
        for person in report.reading["participants"]
    }
    assert found == expected
    assert (report.state, told(session)) == (ImportState.PREVIEWED, {})


def test_counting_writes_the_attendance_of_the_sample(session: Session) -> None:
    counted(session, a_training(session))
    assert told(session) == {
        "ana@harbor.example.org": ("live", Decimal("87.1")),
        "bo@harbor.example.org": ("live", Decimal("89.0")),
        "cy@prairie.example.org": ("missed", Decimal("50.0")),
    }


def test_counting_is_written_in_the_record_of_each_affiliate_once(session: Session) -> None:
    scene = a_training(session)
    counted(session, scene)
    found = session.scalars(select(OutboxEvent).order_by(OutboxEvent.enrollment_id))
    assert [(e.name, e.enrollment_id, e.details) for e in found] == [
        ("attendance_imported", scene.enrollments[name].id, {"number": 8}) for name in ("Harbor", "Prairie")
    ]


def test_the_same_file_again_is_the_import_that_is_there(session: Session) -> None:
    scene = a_training(session)
    report = counted(session, scene)
    before = told(session)
    again = previewed(session, scene)
    assert (again.id, again.state, told(session)) == (report.id, ImportState.APPLIED, before)
    assert session.scalar(select(func.count(AttendanceImport.id))) == 1


def test_a_counted_report_cannot_be_counted_again(session: Session) -> None:
    scene = a_training(session)
    report = counted(session, scene)
    with pytest.raises(Refused) as refused:
        count_import(report, session=session, actor=scene.actor, now=NOW)
    assert refused.value.sentences == ("This is possible in the stage previewed; now it is applied.",)


def test_a_report_in_which_nobody_is_recognized_cannot_be_counted(session: Session) -> None:
    scene = a_training(session)
    report = previewed(session, scene, report_of(stay("Someone", "", "02:00:00 PM", "03:30:00 PM")))
    with pytest.raises(Refused) as refused:
        count_import(report, session=session, actor=scene.actor, now=NOW)
    assert refused.value.sentences == (
        "Nobody in this report is a participant yet. Choose who they are, then count it.",
    )


@pytest.mark.parametrize(
    "mode",
    [
        AttendanceMode.RECORDING,
        AttendanceMode.MAKE_UP,
        AttendanceMode.EXCUSED,
        AttendanceMode.WAIVED,
        AttendanceMode.MISSED,
    ],
)
def test_a_mark_that_no_report_made_survives_counting_and_taking_back(session: Session, mode: AttendanceMode) -> None:
    scene = a_training(session)
    marked(session, scene.people["ana@harbor.example.org"], scene.sample_session, mode)
    report = counted(session, scene)
    assert told(session)["ana@harbor.example.org"] == (mode.value, None)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert told(session) == {"ana@harbor.example.org": (mode.value, None)}


def test_a_second_report_makes_an_attendance_better_never_worse(session: Session) -> None:
    scene = a_training(session)
    counted(session, scene)
    second = report_of(
        stay("Cy Otoo", "cy@prairie.example.org", "02:00:00 PM", "03:30:00 PM"),
        stay("Ana Ruiz", "ana@harbor.example.org", "02:00:00 PM", "02:10:00 PM"),
    )
    later = counted(session, scene, second)
    assert told(session)["cy@prairie.example.org"] == ("live", Decimal("90.0"))
    assert told(session)["ana@harbor.example.org"] == ("live", Decimal("87.1"))

    take_back_import(later, session=session, actor=scene.actor, now=NOW)
    assert told(session)["cy@prairie.example.org"] == ("missed", Decimal("50.0"))
    assert told(session)["ana@harbor.example.org"] == ("live", Decimal("87.1"))


def test_taking_back_and_counting_again_gives_the_same_attendance(session: Session) -> None:
    scene = a_training(session)
    report = counted(session, scene)
    before = told(session)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert (told(session), report.state, report.applied_at) == ({}, ImportState.PREVIEWED, None)
    count_import(report, session=session, actor=scene.actor, now=NOW)
    assert told(session) == before


def test_the_gate_opens_by_the_report_and_closes_when_it_is_taken_back(session: Session) -> None:
    scene = a_training(session)
    harbor = scene.enrollments["Harbor"]
    marked_but(session, scene.people["ana@harbor.example.org"], scene, 8)
    report = counted(session, scene)
    assert (harbor.stage, scene.enrollments["Prairie"].stage) == (Stage.PROPOSING, Stage.TRAINING)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert (harbor.stage, harbor.open_sessions) == (Stage.TRAINING, [8])


def row_of(report: AttendanceImport, name: str) -> int:
    return [person["name"] for person in report.reading["participants"]].index(name)


def test_a_person_says_who_the_telephone_was_before_counting(session: Session) -> None:
    scene = a_training(session)
    report = previewed(session, scene)
    diya = scene.people["diya@cascade.example.org"]
    choose_people(report, {row_of(report, PHONE): Answer(diya.id)}, session=session, actor=scene.actor, now=NOW)
    count_import(report, session=session, actor=scene.actor, now=NOW)
    assert told(session)["diya@cascade.example.org"] == ("missed", Decimal("40.0"))


def test_what_follows_from_taking_a_report_back_is_said_before(session: Session) -> None:
    scene = a_training(session)
    harbor = scene.enrollments["Harbor"]
    marked_but(session, scene.people["ana@harbor.example.org"], scene, 8)
    report = counted(session, scene)
    session.flush()
    assert follows_from_taking_back(report, session=session)[0] == (
        "The training of Harbor opens again: session 8 is not met then, and the proposal cannot be submitted until it "
        "is. What was written stays."
    )
    harbor.proposal_submitted_at = NOW
    session.flush()
    assert follows_from_taking_back(report, session=session)[0] == (
        "Harbor has submitted its proposal, so its training stays complete. Session 8 is shown as open, and nothing "
        "else changes."
    )
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    assert (harbor.stage, harbor.open_sessions) == (Stage.PROPOSING, [8])


def test_a_choice_after_counting_counts_at_once_and_can_be_undone(session: Session) -> None:
    scene = a_training(session)
    report = counted(session, scene)
    row, diya = row_of(report, PHONE), scene.people["diya@cascade.example.org"]
    choose_people(report, {row: Answer(diya.id)}, session=session, actor=scene.actor, now=NOW)
    assert told(session)["diya@cascade.example.org"] == ("missed", Decimal("40.0"))
    choose_people(report, {row: Answer(None)}, session=session, actor=scene.actor, now=NOW)
    assert "diya@cascade.example.org" not in told(session)


def test_a_participant_of_another_cohort_cannot_be_chosen(session: Session) -> None:
    scene = a_training(session)
    report = previewed(session, scene)
    stranger = a_participant(session, an_enrollment(session), "Zed", "zed@mesa.example.org")
    with pytest.raises(DomainError, match="Choose a participant of this cohort"):
        choose_people(report, {row_of(report, PHONE): Answer(stranger.id)}, session=session, actor=scene.actor, now=NOW)


def test_whom_the_report_matched_cannot_be_made_someone_else(session: Session) -> None:
    scene = a_training(session)
    report = previewed(session, scene)
    with pytest.raises(DomainError, match="That person was recognized by the report itself"):
        choose_people(report, {row_of(report, "Ana Ruiz"): Answer(None)}, session=session, actor=scene.actor, now=NOW)


def test_only_a_report_that_does_not_count_can_be_forgotten(session: Session) -> None:
    scene = a_training(session)
    report = counted(session, scene)
    with pytest.raises(DomainError, match="Take it back first"):
        discard_import(report, session=session)
    take_back_import(report, session=session, actor=scene.actor, now=NOW)
    discard_import(report, session=session)
    assert session.scalar(select(func.count(AttendanceImport.id))) == 0


def test_thirty_affiliates_are_counted_in_as_many_queries_as_three(session: Session, count_queries: Statements) -> None:
    scene = a_training(session)
    scene.cohort.seats = 40
    counts = []
    for more in (0, 27):
        rows = []
        for number in range(more):
            email = f"p{number}@mesa.example.org"
            enrollment = an_enrollment(session, Stage.TRAINING, cohort=scene.cohort, affiliate=an_affiliate(session))
            a_participant(session, enrollment, f"Person {number}", email)
            rows.append(stay(f"Person {number}", email, "02:00:00 PM", "03:30:00 PM"))
        report = previewed(session, scene, report_of(*rows, *REPORT.decode().splitlines()[1:]))
        session.commit()
        count_queries.clear()
        changed = count_import(report, session=session, actor=scene.actor, now=NOW)
        session.flush()
        counts.append((changed, sum(statement.startswith("SELECT") for statement in count_queries)))
        take_back_import(report, session=session, actor=scene.actor, now=NOW)
        session.commit()
    assert [changed for changed, _selects in counts] == [3, 30]
    assert counts[0][1] == counts[1][1]
