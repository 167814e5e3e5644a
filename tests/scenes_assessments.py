"""Affiliates that have assessed themselves, and people who answered alone."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from workflows.assessments.answers import ItemAnswer, Moment, Offer, Position, TopicAnswers
from workflows.assessments.instrument import current_instrument
from workflows.assessments.learning import save_own, submit_own, write_topic
from workflows.assessments.models import Assessment, LearningTopic, PersonalAssessment
from workflows.assessments.operations import save_section, start_assessment, submit_assessment
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage

INSTRUMENT = current_instrument()
EXAMPLE = "The employment team looked at last quarter’s starts before changing the job club."


def scores_of(default: int, **by_dimension: int) -> dict[str, int]:
    """The same score everywhere, but for the dimensions named."""
    return {item.code: by_dimension.get(part.code, default) for part in INSTRUMENT.dimensions for item in part.items}


def a_writer(session: Session, enrollment: Enrollment, role: Role = Role.AFFILIATE_DATA_LEAD) -> User:
    return a_person(session, role, affiliate=enrollment.affiliate)


def acting(user: User, now: datetime = NOW) -> Actor:
    return user.as_actor(now)


def a_trained_enrollment(
    session: Session, name: str | None = None, *, cohort: Cohort | None = None, **values: object
) -> Enrollment:
    affiliate = an_affiliate(session, name)
    return an_enrollment(session, Stage.PROPOSING, cohort=cohort, affiliate=affiliate, **values)


def drafted(
    session: Session,
    enrollment: Enrollment,
    moment: Moment,
    scores: Mapping[str, int],
    *,
    writer: User | None = None,
    example: str = EXAMPLE,
    now: datetime = NOW,
) -> Assessment:
    """A draft with these scores and, where a score is 4 or 5, the example."""
    actor = acting(writer or a_writer(session, enrollment), now)
    assessment = start_assessment(enrollment, moment, session=session, actor=actor, now=now)
    for part in INSTRUMENT.dimensions:
        given = {
            item.code: ItemAnswer(scores[item.code], example if scores[item.code] >= 4 else "")
            for item in part.items
            if item.code in scores
        }
        row = assessment.section(part.code)
        assert row is not None
        save_section(
            assessment, part, answers=given, expected_version=row.version, session=session, actor=actor, now=now
        )
    session.flush()
    return assessment


def submitted(
    session: Session,
    enrollment: Enrollment,
    moment: Moment,
    scores: Mapping[str, int],
    *,
    writer: User | None = None,
    now: datetime = NOW,
) -> Assessment:
    writer = writer or a_writer(session, enrollment)
    assessment = drafted(session, enrollment, moment, scores, writer=writer, now=now)
    submit_assessment(assessment, session=session, actor=acting(writer, now), now=now)
    session.flush()
    return assessment


def answered_alone(
    session: Session,
    enrollment: Enrollment,
    position: Position,
    scores: Mapping[str, int],
    *,
    moment: Moment = Moment.BEFORE,
    person: User | None = None,
    now: datetime = NOW,
) -> PersonalAssessment:
    person = person or a_writer(session, enrollment, Role.AFFILIATE_STAFF)
    row = save_own(
        enrollment,
        moment,
        position=position,
        scores=scores,
        expected_version=0,
        session=session,
        actor=acting(person, now),
        now=now,
    )
    submit_own(row, session=session, now=now)
    session.flush()
    return row


TOPIC = TopicAnswers(
    title="From stories to themes",
    dimension="D8",
    offer=Offer.OFFICE_HOUR,
    text="Bring three things that clients said; we sort them together.",
    happens_on=date(2026, 4, 14),
    place="2:00 pm Eastern Time, online",
    led_by="Marisol Vega",
)


def a_topic(session: Session, planner: User) -> LearningTopic:
    topic = write_topic(TOPIC, session=session, actor=acting(planner), now=NOW)
    session.flush()
    return topic
