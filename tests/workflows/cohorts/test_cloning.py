"""A copy of a cohort: the same terms and series on other dates, whatever the clocks do in between."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_cohorts import a_planned_cohort
from workflows.cohorts.cloning import CloneAnswers, clone_cohort, shift_of
from workflows.cohorts.models import Cohort, CohortKind, RecordingCheck
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.answers import MaterialKind
from workflows.training.copying import SESSION_COLUMNS, copy_series
from workflows.training.evidence.models import CheckSheet
from workflows.training.models import SessionMaterial, SessionState, TrainingSession
from workflows.training.series import list_series

DUE = datetime(2026, 2, 7, 4, 59, tzinfo=UTC)  # Friday 6 February, 11:59 pm EST


def a_copy(session: Session, cohort: Cohort, starts_on: date) -> Cohort:
    given = CloneAnswers("The copy", starts_on, CohortKind.EXPANSION, cohort.id)
    copy = clone_cohort(cohort, given, session=session)
    copy_series(cohort, copy, by=shift_of(cohort, given), session=session)
    session.flush()
    return copy


def test_dates_move_on_the_calendar_and_times_stay_on_the_clock(session: Session) -> None:
    cohort = a_planned_cohort(
        session,
        commitments_due_at=DUE,
        proposals_due_at=DUE,
        waiting_places=3,
        recording_check=RecordingCheck.QUESTIONS,
        requires_partner=True,
        allows_core_costs=False,
        commitment_text="We come.",
    )
    an_enrollment(session, Stage.ENROLLED, cohort=cohort)
    copy = a_copy(session, cohort, date(2026, 6, 15))  # 22 weeks later: from winter into summer time

    assert (copy.starts_on, copy.ends_on) == (date(2026, 6, 15), date(2028, 3, 2))
    assert copy.commitments_due_at == datetime(2026, 7, 11, 3, 59, tzinfo=UTC)  # 11:59 pm EDT
    kept = (
        "waiting_places",
        "recording_check",
        "requires_partner",
        "allows_core_costs",
        "commitment_text",
        "seats",
        "award_budget",
    )
    assert [getattr(copy, name) for name in kept] == [getattr(cohort, name) for name in kept]
    assert (copy.seats_taken, copy.waiting, copy.pilot_id, copy.training_started_at) == (0, 0, cohort.id, None)


def test_sessions_keep_their_weekday_and_clock_and_leave_their_links_behind(session: Session) -> None:
    cohort = a_planned_cohort(session)
    for row in list_series(session, cohort.id):
        row.meeting_url, row.recording_url = "https://meet.example.org/1", "https://recordings.example.org/1"
    list_series(session, cohort.id)[4].is_required = False
    session.flush()
    copies = list_series(session, a_copy(session, cohort, date(2026, 6, 15)).id)
    zone = ZoneInfo("America/New_York")
    local = [row.starts_at.astimezone(zone) for row in copies]
    assert (local[0].date(), {moment.time() for moment in local}, {moment.weekday() for moment in local}) == (
        date(2026, 7, 28),
        {time(14, 0)},
        {1},
    )
    assert [row.title for row in copies] == [row.title for row in list_series(session, cohort.id)]
    assert [row.number for row in copies if not row.is_required] == [5]
    assert {(row.meeting_url, row.recording_url, row.version) for row in copies} == {("", "", 1)}
    assert {row.starts_at for row in copies} & {NOW} == set()


def test_materials_and_questions_go_along_and_what_a_meeting_left_does_not(session: Session) -> None:
    cohort = a_planned_cohort(session)
    first, extra, dropped = list_series(session, cohort.id)[:3]
    author = a_person(session, Role.PROGRAM_MANAGER)
    for kind in (MaterialKind.WORKSHEET, MaterialKind.TRANSCRIPT):
        session.add(
            SessionMaterial(
                session_id=first.id, position=1, title=kind.words, kind=kind, language="English",
                url="https://materials.example.org/1", added_by_id=author.id, added_at=NOW,
            )
        )  # fmt: skip
    session.add(CheckSheet(session_id=first.id, questions=[{"question": "Why?"}]))
    for row, was_required in ((extra, False), (dropped, True)):
        row.is_required, row.was_required, row.state = False, was_required, SessionState.CANCELLED
        row.cancelled_at, row.cancelled_because = NOW, "The speaker was ill."
    session.flush()

    copies = list_series(session, a_copy(session, cohort, date(2026, 6, 15)).id)
    assert [(row.number, row.is_required, row.is_cancelled) for row in copies[:2]] == [
        (1, True, False),
        (3, True, False),
    ]
    materials = session.scalars(select(SessionMaterial).where(SessionMaterial.session_id == copies[0].id)).all()
    assert [(row.title, row.url) for row in materials] == [("Worksheet", "https://materials.example.org/1")]
    sheet = session.scalars(select(CheckSheet).where(CheckSheet.session_id == copies[0].id)).one()
    assert sheet.questions == [{"question": "Why?"}]


def test_every_column_of_a_session_is_copied_or_left_on_purpose() -> None:
    left = {"id", "cohort_id", "version", "starts_at", "is_required", "was_required", "state", "calendar_sequence"}
    left |= {"meeting_url", "recording_url", "cancelled_at", "cancelled_because"}
    left |= {f"recording_{name}" for name in ("minutes", "expires_at", "language", "captions")}
    assert {column.key for column in inspect(TrainingSession).column_attrs} == left | set(SESSION_COLUMNS)
