"""Answering together: one shared draft, saved by dimension, submitted once and then kept."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_assessments import EXAMPLE, INSTRUMENT, a_trained_enrollment, a_writer, acting, drafted, scores_of
from tests.scenes_assessments import submitted as a_submitted
from tests.two_at_once import at_once
from workflows.assessments.answers import EXAMPLE_MAX, ItemAnswer, Moment
from workflows.assessments.completeness import list_gaps
from workflows.assessments.models import Assessment, AssessmentSection
from workflows.assessments.operations import save_section, start_assessment, submit_assessment
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Actor, Role
from workflows.stages import Stage

PURPOSE = INSTRUMENT.dimensions[0]


def a_draft(session: Session, stage: Stage = Stage.TRAINING) -> tuple[Assessment, Actor]:
    enrollment = an_enrollment(session, stage)
    actor = acting(a_writer(session, enrollment))
    return start_assessment(enrollment, Moment.BEFORE, session=session, actor=actor, now=NOW), actor


def save(
    session: Session, assessment: Assessment, actor: Actor, version: int, **answers: ItemAnswer
) -> AssessmentSection:
    given = {code.replace("_", "."): answer for code, answer in answers.items()}
    row = save_section(
        assessment, PURPOSE, answers=given, expected_version=version, session=session, actor=actor, now=NOW
    )
    session.flush()
    return row


def events(session: Session, enrollment: Enrollment) -> list[tuple[str, dict[str, str]]]:
    rows = session.scalars(select(OutboxEvent).where(OutboxEvent.enrollment_id == enrollment.id))
    return [(row.name, row.details) for row in rows]


def test_it_begins_once_with_all_eight_parts(session: Session) -> None:
    assessment, actor = a_draft(session)
    again = start_assessment(assessment.enrollment, Moment.BEFORE, session=session, actor=actor, now=NOW)
    assert again is assessment
    assert [row.dimension for row in assessment.sections] == [part.code for part in INSTRUMENT.dimensions]
    assert session.scalar(select(func.count(Assessment.id))) == 1


def test_a_moment_that_is_not_open_is_refused_with_the_reason(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING, sessions_required=2, open_sessions=[2])
    actor = acting(a_writer(session, enrollment))
    with pytest.raises(Refused, match="as soon as your training is complete; 1 session is open") as refusal:
        start_assessment(enrollment, Moment.AFTER, session=session, actor=actor, now=NOW)
    assert len(refusal.value.reasons) == 1
    assert session.scalars(select(Assessment)).all() == []


def test_only_the_affiliates_director_data_lead_and_staff_answer(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    coach = a_person(session, Role.COACH)
    enrollment.coach_id = coach.id
    others = [
        coach,
        a_person(session, Role.NETWORK_ADMINISTRATOR),
        a_person(session, Role.AFFILIATE_FINANCE, affiliate=enrollment.affiliate),
        a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)),
    ]
    for person in others:
        with pytest.raises(Refused, match="You may not answer the self-assessment"):
            start_assessment(enrollment, Moment.BEFORE, session=session, actor=acting(person), now=NOW)


def test_a_draft_may_stay_open_and_submission_lists_what_is_missing_with_its_place(session: Session) -> None:
    assessment, actor = a_draft(session)
    save(session, assessment, actor, 1, D1_1=ItemAnswer(4), D1_2=ItemAnswer(5, "  "), D1_3=ItemAnswer(3))
    gaps = list_gaps(assessment)
    assert [(gap.sentence, gap.where) for gap in gaps[:3]] == [
        (
            "D1.1 is at 4: give an example in a sentence. “We have written questions we want data to answer”",
            "D1.1",
        ),
        (
            "D1.2 is at 5: give an example in a sentence. “Managers look at data before changing a service”",
            "D1.2",
        ),
        ("D1.4 is still open: “Results are shared back with frontline staff”", "D1.4"),
    ]
    assert len(gaps) == 3 + 7 * 4
    with pytest.raises(Refused) as refusal:
        submit_assessment(assessment, session=session, actor=actor, now=NOW)
    assert refusal.value.reasons == gaps
    assert not assessment.is_submitted


def test_four_and_five_ask_for_an_example_and_three_does_not(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    assessment = drafted(session, enrollment, Moment.BEFORE, scores_of(3, D2=4, D7=5), example="")
    assert [gap.where for gap in list_gaps(assessment)] == [f"D{part}.{n}" for part in (2, 7) for n in range(1, 5)]


def test_submission_seals_the_scores_once_and_says_so_once(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    writer = a_writer(session, enrollment)
    scores = scores_of(2, D6=4)
    assessment = a_submitted(session, enrollment, Moment.BEFORE, scores, writer=writer)
    submit_assessment(assessment, session=session, actor=acting(writer), now=NOW)
    assert (assessment.scores, assessment.is_late, assessment.submitted_by_id) == (scores, False, writer.id)
    assert assessment.answer("D6.1").example == EXAMPLE
    assert events(session, enrollment) == [("assessment_submitted", {"moment": "before the training"})]


def test_what_was_submitted_stays_as_it_is(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    assessment = a_submitted(session, enrollment, Moment.BEFORE, scores_of(2))
    actor = acting(a_writer(session, enrollment))
    with pytest.raises(Refused, match="was submitted, so it stays as it is"):
        save(session, assessment, actor, 2, D1_1=ItemAnswer(1))
    assert assessment.answer("D1.1").score == 2


def test_before_and_looking_back_can_be_entered_after_the_training(session: Session) -> None:
    enrollment = a_trained_enrollment(session)
    before = a_submitted(session, enrollment, Moment.BEFORE, scores_of(3))
    hindsight = a_submitted(session, enrollment, Moment.LOOKING_BACK, scores_of(2))
    after = a_submitted(session, enrollment, Moment.AFTER, scores_of(3))
    assert [one.is_late for one in (before, hindsight, after)] == [True, False, False]


def test_the_slower_of_two_editors_sees_both_and_nothing_is_lost(session: Session) -> None:
    assessment, first = a_draft(session)
    second = acting(a_writer(session, assessment.enrollment, Role.AFFILIATE_STAFF))
    save(session, assessment, first, 1, D1_1=ItemAnswer(2), D1_2=ItemAnswer(4, "Each spring"))
    with pytest.raises(Stale) as stale:
        save(session, assessment, second, 1, D1_1=ItemAnswer(2), D1_2=ItemAnswer(3))
    label = "Managers look at data before changing a service"
    assert (stale.value.mine, stale.value.theirs) == ({label: "3"}, {label: "4 · Each spring"})
    assert assessment.answer("D1.2") == ItemAnswer(4, "Each spring")


def test_the_same_answers_arriving_twice_are_no_conflict_and_other_parts_do_not_disturb(session: Session) -> None:
    assessment, actor = a_draft(session)
    save(session, assessment, actor, 1, D1_1=ItemAnswer(2))
    row = save(session, assessment, actor, 1, D1_1=ItemAnswer(2))
    other = INSTRUMENT.dimensions[1]
    save_section(
        assessment,
        other,
        answers={"D2.1": ItemAnswer(1)},
        expected_version=1,
        session=session,
        actor=actor,
        now=NOW,
    )
    assert (row.version, assessment.answer("D2.1").score) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (ItemAnswer(6), "D1.1: choose a step of the scale."),
        (ItemAnswer(4, "x" * (EXAMPLE_MAX + 1)), "D1.1: at most 400 characters; one sentence is enough."),
    ],
)
def test_what_is_beyond_the_limits_is_refused_at_its_place(session: Session, answer: ItemAnswer, sentence: str) -> None:
    assessment, actor = a_draft(session)
    with pytest.raises(DomainError) as refusal:
        save(session, assessment, actor, 1, D1_1=answer)
    assert [(str(reason), reason.where) for reason in refusal.value.reasons] == [(sentence, "D1.1")]


@pytest.mark.postgres
def test_two_colleagues_who_begin_at_once_share_one_draft(postgres_app: Flask) -> None:
    session = db.session()
    enrollment = an_enrollment(session, Stage.TRAINING)
    people = [a_writer(session, enrollment).id for _ in range(2)]
    enrollment_id = enrollment.id
    session.commit()
    db.session.remove()

    def load(session: Session, record_id: int) -> Enrollment:
        return session.get_one(Enrollment, record_id)

    def begin(session: Session, record_id: int, actor: Actor) -> None:
        start_assessment(session.get_one(Enrollment, record_id), Moment.BEFORE, session=session, actor=actor, now=NOW)

    assert at_once(postgres_app, load, begin, [(enrollment_id, person) for person in people]) == ["done", "done"]
    assert db.session.scalars(select(Assessment.moment)).all() == [Moment.BEFORE]
