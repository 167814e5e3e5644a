"""Answering alone, the development log, the agenda, and the clock that opens what is due."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_assessments import TOPIC, a_topic, a_trained_enrollment, a_writer, acting, scores_of, submitted
from workflows.assessments.answers import Moment, NoteAnswers, Position
from workflows.assessments.jobs import open_assessments
from workflows.assessments.learning import (
    add_note,
    answers_of,
    change_topic,
    remove_note,
    save_own,
    submit_own,
)
from workflows.assessments.models import Assessment, DevelopmentNote, PersonalAssessment
from workflows.audit import AuditEntry
from workflows.enrollments.models import Enrollment
from workflows.errors import Forbidden, Stale
from workflows.machine import Refused
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage


def save(
    session: Session, enrollment: Enrollment, person: User, scores: dict[str, int], *, version: int = 0, **given: Any
) -> PersonalAssessment:
    return save_own(
        enrollment,
        given.get("moment", Moment.BEFORE),
        position=given.get("position"),
        scores=scores,
        expected_version=version,
        session=session,
        actor=acting(person),
        now=NOW,
    )


def test_ones_own_view_grows_and_is_submitted_once(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    person = a_person(session, Role.AFFILIATE_FINANCE, affiliate=enrollment.affiliate)
    row = save(session, enrollment, person, {"D1.1": 3})
    with pytest.raises(Refused) as refusal:
        submit_own(row, session=session, now=NOW)
    assert [reason.where for reason in refusal.value.reasons][:3] == ["position", "D1.2", "D1.3"]
    row = save(session, enrollment, person, scores_of(3), version=row.version, position=Position.FRONTLINE)
    submit_own(row, session=session, now=NOW)
    submit_own(row, session=session, now=NOW + timedelta(days=1))
    assert (row.submitted_at, row.position) == (NOW, Position.FRONTLINE)
    with pytest.raises(Refused, match="submitted your own view already"):
        save(session, enrollment, person, scores_of(5), version=row.version, position=Position.FRONTLINE)


def test_two_windows_of_one_person_do_not_overwrite_each_other(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    person = a_writer(session, enrollment)
    row = save(session, enrollment, person, {"D1.1": 3})
    assert save(session, enrollment, person, {"D1.1": 3}) is row
    with pytest.raises(Stale):
        save(session, enrollment, person, {"D1.1": 4})
    assert row.scores == {"D1.1": 3}


def test_nobody_from_outside_answers_and_nobody_looks_back_alone(session: Session) -> None:
    enrollment = a_trained_enrollment(session)
    stranger = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    for person in (stranger, a_person(session, Role.PROGRAM_MANAGER)):
        with pytest.raises(Refused, match="You may not answer for yourself"):
            save(session, enrollment, person, {})
    with pytest.raises(Refused, match="Only the affiliate as a whole looks back"):
        save(session, enrollment, a_writer(session, enrollment), {}, moment=Moment.LOOKING_BACK)


def test_what_a_person_answers_leaves_no_trace_for_others(session: Session) -> None:
    """Neither the audit trail nor the timeline tells that, or what, somebody answered."""
    enrollment = an_enrollment(session, Stage.TRAINING)
    row = save(session, enrollment, a_writer(session, enrollment), scores_of(2), position=Position.LEADER)
    submit_own(row, session=session, now=NOW)
    session.flush()
    assert session.scalars(select(AuditEntry).where(AuditEntry.kind == "personal_assessments")).all() == []
    assert session.scalars(select(OutboxEvent)).all() == []


def test_a_line_of_the_log_is_taken_out_by_its_writer_alone(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    writer, colleague = (a_writer(session, enrollment) for _ in range(2))
    given = NoteAnswers("D4", date(2026, 2, 20), "How to choose a denominator")
    note = add_note(enrollment, given, session=session, actor=acting(writer))
    session.flush()
    with pytest.raises(Forbidden, match="Only the person who wrote this line"):
        remove_note(note, session=session, actor=acting(colleague))
    remove_note(note, session=session, actor=acting(writer))
    session.flush()
    assert session.scalars(select(DevelopmentNote)).all() == []
    with pytest.raises(Forbidden, match="You may not answer for yourself and note"):
        add_note(enrollment, given, session=session, actor=acting(a_person(session, Role.COACH)))


def test_the_slower_of_two_planners_sees_both(session: Session) -> None:
    topic = a_topic(session, a_person(session, Role.PROGRAM_MANAGER))
    first = answers_of(topic)
    assert first == TOPIC
    later = type(TOPIC)(**{**{n: getattr(TOPIC, n) for n in TOPIC.__slots__}, "led_by": "Grace Nyberg"})
    change_topic(topic, later, expected_version=1, session=session)
    session.flush()
    with pytest.raises(Stale) as stale:
        change_topic(topic, TOPIC, expected_version=1, session=session)
    assert (stale.value.mine, stale.value.theirs) == ({"Led by": "Marisol Vega"}, {"Led by": "Grace Nyberg"})


def at_the_hour(session: Session, now: datetime) -> list[tuple[str, int]]:
    """What the clock opened: moment and enrollment."""
    before = {row.id for row in session.scalars(select(OutboxEvent))}
    open_assessments(SimpleNamespace(now=now))(session)  # type: ignore[arg-type]
    session.flush()
    new = [row for row in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)) if row.id not in before]
    assert {row.name for row in new} <= {"assessment_opened"}
    return [(row.details["moment"], row.enrollment_id or 0) for row in new]


def test_the_clock_opens_what_has_come_once_and_leaves_old_years_alone(session: Session) -> None:
    fresh, in_training = a_trained_enrollment(session), an_enrollment(session, Stage.TRAINING)
    an_enrollment(session, Stage.PROPOSING, training_completed_at=NOW - timedelta(days=31))
    left = an_enrollment(session, Stage.WITHDRAWN, training_completed_at=NOW)
    closing = an_enrollment(
        session, Stage.CLOSING, training_completed_at=NOW - timedelta(days=200), reports_accepted_at=NOW
    )
    done = a_trained_enrollment(session)
    submitted(session, done, Moment.AFTER, scores_of(3))
    assert at_the_hour(session, NOW + timedelta(hours=1)) == [
        ("after the training", fresh.id),
        ("at twelve months", closing.id),
    ]
    assert at_the_hour(session, NOW + timedelta(days=1)) == []
    assert at_the_hour(session, NOW + timedelta(days=370)) == [
        ("at twelve months", fresh.id),
        ("at twelve months", done.id),
    ]
    begun = {row.enrollment_id for row in session.scalars(select(Assessment))}
    assert begun & {in_training.id, left.id} == set()


def test_the_message_is_true_until_somebody_submitted(session: Session) -> None:
    enrollment = a_trained_enrollment(session)
    at_the_hour(session, NOW)
    session.flush()
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "assessment_opened")).one()
    message = MESSAGES["assessment_opened"]
    occasion = get_occasion(session, event.id, about=message.about, now=NOW)
    assert message.is_still_true(occasion)
    submitted(session, enrollment, Moment.AFTER, scores_of(2))
    assert not message.is_still_true(occasion)
