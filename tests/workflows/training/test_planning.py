"""Staff plan a series: edited, longer, moved across clock changes, exchanged, cancelled, restored; announced once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_training, marked, marked_but
from workflows.audit import AuditEntry
from workflows.cohorts.models import Cohort
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.stages import Stage
from workflows.training.answers import RecordingAnswers, SessionPlan
from workflows.training.models import Attendance, SessionTranscript, TrainingSession
from workflows.training.planning import (
    add_session,
    cancel_session,
    edit_session,
    exchange_times,
    plan_of,
    recording_of,
    restore_session,
    set_recording,
    shift_sessions,
)
from workflows.training.series import by_start, neighbours, plan_series

SEEN_IN_CALENDARS = ("starts_at", "minutes", "time_zone", "title", "meeting_url", "state")
EASTERN = ZoneInfo("America/New_York")
PLAN = SessionPlan(
    title="Privacy",
    starts=datetime(2026, 3, 11, 14, 0),  # noqa: DTZ001  the clock on the wall
    time_zone="America/Chicago",
    minutes=60,
    objectives="",
    practice_product="",
    is_required=True,
    meeting_url="https://meet.example.org/8",
)
RECORDING = RecordingAnswers(
    url="https://video.example.org/8",
    minutes=88,
    expires=datetime(2026, 3, 20, 23, 59),  # noqa: DTZ001  the clock on the wall
    language="English",
    captions="English, Spanish",
    transcript="Welcome, everyone.",
    transcript_language="English",
)


def edit(session: Session, scene: Scene, plan: SessionPlan, *, version: int | None = None) -> TrainingSession:
    one = scene.sample_session
    expected = one.version if version is None else version
    edit_session(one, plan, expected_version=expected, session=session, actor=scene.actor, now=NOW)
    session.flush()
    return one


def shift(session: Session, scene: Scene, first: TrainingSession, *, days: int, with_later: bool = False) -> int:
    told = {"session": session, "actor": scene.actor, "now": NOW}
    moved = shift_sessions(first, days=days, with_later=with_later, expected_version=first.version, **told)
    session.flush()
    return moved


def happened(session: Session) -> list[tuple[str, int]]:
    """(event, session's number) of each, once for each affiliate."""
    rows = session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))
    return [(row.name, int(row.details["number"])) for row in rows]


def a_spring_series(session: Session) -> tuple[Cohort, list[TrainingSession]]:
    """Weekly at 14:00 in New York, over the change of clocks on 8 March and, twelve weeks on, none."""
    cohort = a_cohort(session)
    plan_series(cohort, first_on=date(2026, 3, 4), first_at=time(14, 0), session=session)
    session.flush()
    return cohort, list(session.scalars(select(TrainingSession).where(TrainingSession.cohort_id == cohort.id)))


def local(one: TrainingSession) -> str:
    return f"{one.starts_at.astimezone(ZoneInfo(one.time_zone)):%Y-%m-%d %H:%M}"


def test_a_start_is_kept_as_the_moment_its_zone_means(session: Session) -> None:
    scene = a_training(session)
    found = edit(session, scene, PLAN)
    session.expire_all()
    assert (found.starts_at, found.title, found.version) == (datetime(2026, 3, 11, 19, 0, tzinfo=UTC), "Privacy", 2)
    assert plan_of(found) == PLAN


def test_a_time_that_the_clocks_skip_is_refused(session: Session) -> None:
    scene = a_training(session)
    skipped = replace(PLAN, starts=datetime(2026, 3, 8, 2, 30))  # noqa: DTZ001  the clock on the wall
    with pytest.raises(DomainError, match="The clocks skip this time on that day"):
        edit(session, scene, skipped)
    with pytest.raises(DomainError, match="The clocks skip this time on that day"):
        add_session(scene.cohort, skipped, session=session, actor=scene.actor, now=NOW)


def test_the_slower_of_two_editors_sees_both_texts(session: Session) -> None:
    scene = a_training(session)
    with pytest.raises(Stale) as stale:
        edit(session, scene, PLAN, version=7)
    assert (stale.value.mine["Title"], stale.value.theirs["Title"]) == ("Privacy", "Privacy, consent and agreements")
    assert (stale.value.mine["Start"], stale.value.theirs["Start"]) == ("2026-03-11 14:00", "2026-03-04 14:00")
    assert stale.value.mine.keys() == stale.value.theirs.keys()


def test_the_gate_opens_when_the_last_open_session_is_not_required_any_more(session: Session) -> None:
    scene = a_training(session)
    marked_but(session, scene.people["cy@prairie.example.org"], scene, 8)
    edit(session, scene, replace(PLAN, is_required=False))
    prairie = scene.enrollments["Prairie"]
    assert (prairie.stage, prairie.sessions_required) == (Stage.PROPOSING, 11)


def test_a_new_time_is_announced_once_for_each_affiliate_and_other_words_are_not(session: Session) -> None:
    scene = a_training(session)
    an_enrollment(session, Stage.WITHDRAWN, cohort=scene.cohort, affiliate=an_affiliate(session, "Mesa"))
    as_it_is = plan_of(scene.sample_session)
    edit(session, scene, replace(as_it_is, title="Privacy first", objectives="Spot personal data", minutes=60))
    assert happened(session) == []
    edit(session, scene, replace(PLAN, is_required=True))
    assert happened(session) == [("session_moved", 8)] * 3
    event = session.scalars(select(OutboxEvent)).first()
    assert event is not None
    assert event.details["when"] == "Wednesday 11 March 2026, 2:00 pm CDT"


def test_the_corrected_time_of_a_past_session_is_no_news(session: Session) -> None:
    scene = a_training(session)
    past = scene.sessions[0]
    plan = replace(plan_of(past), starts=plan_of(past).starts - timedelta(hours=1))
    edit_session(past, plan, expected_version=1, session=session, actor=scene.actor, now=NOW)
    assert happened(session) == []


def test_an_added_session_gets_a_number_that_none_had_and_is_announced(session: Session) -> None:
    scene = a_training(session)
    marked_but(session, scene.people["cy@prairie.example.org"], scene, 12)
    added = add_session(scene.cohort, PLAN, session=session, actor=scene.actor, now=NOW)
    assert (added.number, added.state.value, added.calendar_sequence) == (13, "planned", 0)
    assert scene.enrollments["Prairie"].open_sessions == [12, 13]
    assert happened(session) == [("session_added", 13)] * 3
    assert [one.number for one in by_start([*scene.sessions, added])][7:11] == [8, 9, 13, 10]
    before, after = neighbours([*scene.sessions, added], added)
    assert (before and before.number, after and after.number) == (9, 10)


def test_a_cancelled_session_stays_with_its_marks_and_nobody_needs_it(session: Session) -> None:
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene, 8)
    marked(session, scene.people["ana@harbor.example.org"], scene.sample_session)
    one = scene.sample_session
    told = {"session": session, "actor": scene.actor, "now": NOW}
    cancel_session(one, reason=" The speaker is ill. ", **told)
    session.flush()
    assert (one.is_required, one.was_required, one.cancelled_because) == (False, True, "The speaker is ill.")
    assert (scene.enrollments["Prairie"].stage, scene.enrollments["Prairie"].sessions_required) == (Stage.PROPOSING, 11)
    assert len(session.scalars(select(Attendance).where(Attendance.session_id == one.id)).all()) == 1
    events = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "session_cancelled")).all()
    assert [event.note for event in events] == ["The speaker is ill."] * len(events)
    with pytest.raises(DomainError, match="This session is cancelled"):
        edit(session, scene, PLAN)
    with pytest.raises(Refused, match="now it is cancelled"):
        cancel_session(one, reason="Again", **told)

    restore_session(one, **told)
    session.flush()
    assert (one.is_required, one.cancelled_at, one.cancelled_because) == (True, None, "")
    assert (scene.enrollments["Harbor"].sessions_required, scene.enrollments["Prairie"].stage) == (12, Stage.PROPOSING)
    assert one.calendar_sequence == 2


def test_a_cancellation_needs_a_reason(session: Session) -> None:
    scene = a_training(session)
    with pytest.raises(Refused, match="Say why in a sentence"):
        cancel_session(scene.sample_session, reason="  ", session=session, actor=scene.actor, now=NOW)
    assert scene.sample_session.cancelled_at is None
    with pytest.raises(Refused, match="now it is planned"):
        restore_session(scene.sample_session, session=session, actor=scene.actor, now=NOW)


def test_the_database_holds_a_cancelled_session_to_not_being_required(session: Session) -> None:
    scene = a_training(session)
    cancel_session(scene.sample_session, reason="Ill", session=session, actor=scene.actor, now=NOW)
    session.flush()
    scene.sample_session.is_required = True
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_rest_of_a_series_moves_by_a_week_at_the_same_clock_time_and_is_announced_once(session: Session) -> None:
    scene = a_training(session)
    cohort, series = a_spring_series(session)
    an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session, "Mesa"))
    cancel_session(series[2], reason="Ill", session=session, actor=scene.actor, now=NOW)
    assert shift(session, scene, series[0], days=7, with_later=True) == 11
    assert [local(one) for one in series[:4]] == [
        "2026-03-11 14:00", "2026-03-18 14:00", "2026-03-18 14:00", "2026-04-01 14:00",
    ]  # fmt: skip
    assert [one.starts_at.hour for one in series[:2]] == [18, 18]
    assert happened(session) == [("session_cancelled", 3), ("series_shifted", 1)]
    assert [one.calendar_sequence for one in series[:4]] == [1, 1, 1, 1]


def test_there_and_back_across_the_change_of_clocks_is_the_same_moment(session: Session) -> None:
    scene = a_training(session)
    _, series = a_spring_series(session)
    before = [one.starts_at for one in series]
    for days in (7, -7, 250, -250):
        assert shift(session, scene, series[0], days=days, with_later=True) == 12
    assert [one.starts_at for one in series] == before
    assert {local(one)[-5:] for one in series} == {"14:00"}


def test_one_session_alone_moves_over_the_change_of_clocks(session: Session) -> None:
    scene = a_training(session)
    _, series = a_spring_series(session)
    series[0].starts_at = datetime(2026, 3, 7, 2, 30, tzinfo=EASTERN).astimezone(UTC)
    session.flush()
    with pytest.raises(DomainError, match="The clocks skip the time of session 1 on its new day"):
        shift(session, scene, series[0], days=1)
    assert shift(session, scene, series[0], days=2) == 1
    assert (local(series[0]), local(series[1])) == ("2026-03-09 02:30", "2026-03-11 14:00")


def test_when_one_of_many_cannot_move_none_does(session: Session) -> None:
    scene = a_training(session)
    _, series = a_spring_series(session)
    series[3].starts_at = datetime(2027, 3, 13, 2, 30, tzinfo=EASTERN).astimezone(UTC)
    session.flush()
    before = [one.starts_at for one in series]
    with pytest.raises(DomainError, match="session 4"):
        shift(session, scene, series[0], days=1, with_later=True)
    session.expire_all()
    assert [one.starts_at for one in series] == before


def test_what_has_begun_and_what_would_lie_in_the_past_is_not_moved(session: Session) -> None:
    scene = a_training(session)
    with pytest.raises(Refused, match="Session 1 has begun already"):
        shift(session, scene, scene.sessions[0], days=7)
    with pytest.raises(DomainError, match="That would put session 8 into the past"):
        shift(session, scene, scene.sample_session, days=-7)
    for days in (0, 400):
        with pytest.raises(DomainError, match="at least one day and at most 366"):
            shift(session, scene, scene.sample_session, days=days)
    one = scene.sample_session
    with pytest.raises(Stale):
        shift_sessions(one, days=7, with_later=False, expected_version=9, session=session, actor=scene.actor, now=NOW)


def test_two_sessions_change_places_and_keep_their_numbers(session: Session) -> None:
    scene = a_training(session)
    eight, nine = scene.sessions[7], scene.sessions[8]
    first, second = eight.starts_at, nine.starts_at
    told = {"session": session, "actor": scene.actor, "now": NOW}
    exchange_times(eight, nine, expected_version=1, **told)
    session.flush()
    assert (eight.starts_at, nine.starts_at, eight.number, nine.number) == (second, first, 8, 9)
    assert set(happened(session)) == {("session_moved", 8), ("session_moved", 9)}
    foreign = a_spring_series(session)[1][1]
    for other, words in ((foreign, "another session of this cohort"), (eight, "another session of this cohort")):
        with pytest.raises(DomainError, match=words):
            exchange_times(eight, other, expected_version=eight.version, **told)
    with pytest.raises(Refused, match="Session 1 has begun already"):
        exchange_times(eight, scene.sessions[0], expected_version=eight.version, **told)


def test_a_recording_is_kept_with_its_end_in_the_zone_of_the_session(session: Session) -> None:
    scene = a_training(session)
    one = scene.sample_session
    set_recording(one, RECORDING, expected_version=1, session=session)
    session.flush()
    transcript = session.scalars(select(SessionTranscript)).one()
    assert (one.recording_minutes, one.recording_expires_at) == (88, datetime(2026, 3, 21, 3, 59, tzinfo=UTC))
    assert recording_of(one, transcript) == RECORDING
    with pytest.raises(Stale) as stale:
        set_recording(one, replace(RECORDING, transcript="Hello."), expected_version=1, session=session)
    assert stale.value.theirs == {"Transcript": "Welcome, everyone."}

    set_recording(one, replace(RECORDING, transcript="", expires=None), expected_version=2, session=session)
    session.flush()
    assert session.scalars(select(SessionTranscript)).all() == []
    assert (one.recording_expires_at, one.version, one.calendar_sequence) == (None, 3, 0)


def test_a_changed_transcript_alone_is_seen_by_the_slower_editor(session: Session) -> None:
    scene = a_training(session)
    set_recording(scene.sample_session, RECORDING, expected_version=1, session=session)
    session.flush()
    corrected = replace(RECORDING, transcript="Welcome, everybody.")
    set_recording(scene.sample_session, corrected, expected_version=2, session=session)
    session.flush()
    assert scene.sample_session.version == 3
    hidden = session.scalars(select(AuditEntry).where(AuditEntry.kind == "session_transcripts")).all()
    assert [entry.after["text"] for entry in hidden] == ["(hidden)", "(hidden)"]


PLANS = st.builds(
    SessionPlan,
    title=st.sampled_from(["Privacy", "Privacy first"]),
    starts=st.sampled_from([9, 14]).map(lambda hour: datetime(2026, 4, 8, hour, 0)),  # noqa: DTZ001  a wall clock
    time_zone=st.sampled_from(["America/Chicago", "America/New_York"]),
    minutes=st.sampled_from([60, 90]),
    objectives=st.text(alphabet="ab ", max_size=3),
    practice_product=st.text(alphabet="ab ", max_size=3),
    is_required=st.booleans(),
    meeting_url=st.sampled_from(["", "https://meet.example.org/8"]),
    accessibility=st.text(alphabet="ab ", max_size=3),
)
STEPS = st.lists(PLANS | st.sampled_from(["shift", "cancel", "record", "required"]), min_size=1, max_size=4)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_the_sequence_rises_by_one_exactly_when_calendars_must_follow(
    session: Session, steps: list[SessionPlan | str]
) -> None:
    scene = a_training(session, sessions=8)
    one = scene.sample_session
    one.starts_at += timedelta(weeks=4)
    session.flush()
    for step in steps:
        shown, sequence = [getattr(one, name) for name in SEEN_IN_CALENDARS], one.calendar_sequence
        take(session, scene, one, step)
        session.flush()
        changed = [getattr(one, name) for name in SEEN_IN_CALENDARS] != shown
        assert one.calendar_sequence == sequence + changed
    session.rollback()


def take(session: Session, scene: Scene, one: TrainingSession, step: SessionPlan | str) -> None:
    """One random step; a cancelled session is restored before anything else."""
    told = {"session": session, "actor": scene.actor, "now": NOW}
    if one.is_cancelled:
        restore_session(one, **told)
    elif step == "shift":
        shift(session, scene, one, days=3)
    elif step == "cancel":
        cancel_session(one, reason="Ill", **told)
    elif step == "record":
        set_recording(one, RECORDING, expected_version=one.version, session=session)
    elif step == "required":
        edit(session, scene, replace(plan_of(one), is_required=not one.is_required))
    else:
        assert isinstance(step, SessionPlan)
        edit(session, scene, step)
