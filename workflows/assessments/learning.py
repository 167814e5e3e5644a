"""What single people answer for themselves and note as learned, and what the network offers to learn together."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.assessments.answers import FOR_ONESELF, Moment, NoteAnswers, Position, TopicAnswers
from workflows.assessments.completeness import open_items
from workflows.assessments.instrument import current_instrument
from workflows.assessments.models import DevelopmentNote, LearningTopic, PersonalAssessment
from workflows.assessments.moments import why_not_open
from workflows.assessments.queries import find_own
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Forbidden, Reason, Stale
from workflows.machine import Refused
from workflows.permissions import Actor, Permission, why_cannot

POSITION_MISSING = Reason("Say from where you look at it: frontline, supervisor or leader.", "position")
ANSWERED = "You submitted your own view already. It stays as it is, so that a later one can be compared with it."


def why_not_answer_oneself(
    enrollment: Enrollment, moment: Moment, *, actor: Actor, now: datetime
) -> tuple[Reason, ...]:
    """Every reason against answering for oneself at this moment; empty while it is open."""
    reasons = [why_cannot(actor, Permission.KEEP_LEARNING, enrollment), why_not_open(enrollment, moment, now=now)]
    if moment not in FOR_ONESELF:
        reasons.append(Reason("Only the affiliate as a whole looks back at the start."))
    return tuple(reason for reason in reasons if reason is not None)


def save_own(
    enrollment: Enrollment,
    moment: Moment,
    *,
    position: Position | None,
    scores: Mapping[str, int],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> PersonalAssessment:
    """Keep what this person says of themselves, as far as it goes. `expected_version` is 0 before the first saving.

    The same answers arriving twice are kept once; raises Stale when another window of theirs saved something else.
    """
    assert actor.id is not None
    reasons = why_not_answer_oneself(enrollment, moment, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    session.refresh(enrollment, ["version"], with_for_update=True)  # two first savings wait for each other
    row = find_own(session, enrollment_id=enrollment.id, user_id=actor.id, moment=moment)
    instrument = current_instrument() if row is None else row.instrument
    kept = {item.code: scores[item.code] for item in instrument.items if item.code in scores}
    if set(kept.values()) - instrument.scores:
        raise DomainError("Choose a step of the scale for each statement.")
    if row is None:
        row = PersonalAssessment(
            enrollment_id=enrollment.id, user_id=actor.id, moment=moment, edition=instrument.edition, started_at=now
        )
        session.add(row)
    elif (row.position, row.scores) == (position, kept):
        return row
    elif row.submitted_at is not None:
        raise Refused(ANSWERED)
    elif row.version != expected_version:
        raise Stale()
    row.position, row.scores = position, kept
    session.flush()  # its new version goes back to the page
    return row


def submit_own(row: PersonalAssessment, *, session: Session, now: datetime) -> None:
    """Count a person's answers in the means of their role. A second click changes nothing.

    Raises Refused with what is open. Nothing is announced: that somebody answered is theirs to tell.
    """
    lock(session, row)
    if row.submitted_at is not None:
        return
    reasons = list_open(row)
    if reasons:
        raise Refused(*reasons)
    row.submitted_at = now


def list_open(row: PersonalAssessment) -> tuple[Reason, ...]:
    """What a person has not said yet; `where` is «position» or a statement's code."""
    reasons = open_items(row.instrument, row.scores)
    return (POSITION_MISSING, *reasons) if row.position is None else reasons


def add_note(enrollment: Enrollment, given: NoteAnswers, *, session: Session, actor: Actor) -> DevelopmentNote:
    """Write one line into the affiliate's development log."""
    assert actor.id is not None
    reason = why_cannot(actor, Permission.KEEP_LEARNING, enrollment)
    if reason is not None:
        raise Forbidden(reason)
    note = DevelopmentNote(
        enrollment_id=enrollment.id,
        user_id=actor.id,
        dimension=given.dimension,
        learned_on=given.learned_on,
        text=given.text,
    )
    session.add(note)
    return note


def remove_note(note: DevelopmentNote, *, session: Session, actor: Actor) -> None:
    """Take one's own line out again; raises Forbidden for another's."""
    if note.user_id != actor.id:
        raise Forbidden("Only the person who wrote this line takes it out.")
    session.delete(note)


def write_topic(given: TopicAnswers, *, session: Session, actor: Actor, now: datetime) -> LearningTopic:
    """Put a new topic on the learning agenda, for every affiliate to see."""
    assert actor.id is not None
    topic = LearningTopic(written_by_id=actor.id, written_at=now)
    _fill(topic, given)
    session.add(topic)
    return topic


def change_topic(topic: LearningTopic, given: TopicAnswers, *, expected_version: int, session: Session) -> None:
    """Raises Stale when somebody saved other words since."""
    lock(session, topic)
    if answers_of(topic) == given:
        return
    if topic.version != expected_version:
        kept = answers_of(topic)
        raise Stale(mine=_differing(given, kept), theirs=_differing(kept, given))
    _fill(topic, given)


def remove_topic(topic: LearningTopic, *, session: Session) -> None:
    session.delete(topic)


def answers_of(topic: LearningTopic) -> TopicAnswers:
    """What is kept of a topic, in the shape the form gives it."""
    return TopicAnswers(**{name: getattr(topic, name) for name in TopicAnswers.__slots__})


def _differing(side: TopicAnswers, other: TopicAnswers) -> dict[str, str]:
    return {
        name.replace("_", " ").capitalize(): str(getattr(side, name) or "")
        for name in TopicAnswers.__slots__
        if getattr(side, name) != getattr(other, name)
    }


def _fill(topic: LearningTopic, given: TopicAnswers) -> None:
    for name in TopicAnswers.__slots__:
        setattr(topic, name, getattr(given, name))
