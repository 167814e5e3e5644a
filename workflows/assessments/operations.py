"""What an affiliate does with its self-assessment: begin it, save it dimension by dimension, submit it once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.assessments.answers import EXAMPLE_MAX, ItemAnswer, Moment
from workflows.assessments.completeness import list_gaps
from workflows.assessments.instrument import Dimension, Instrument, current_instrument
from workflows.assessments.models import Assessment, AssessmentSection
from workflows.assessments.moments import is_late, why_not_open
from workflows.assessments.queries import find_agreed, get_assessment
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot

SUBMITTED = "This self-assessment was submitted, so it stays as it is: later ones are compared with it."


def why_not_answer(enrollment: Enrollment, moment: Moment, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against answering together for this moment; empty while it is open to this person."""
    reasons = (
        why_cannot(actor, Permission.ANSWER_ASSESSMENT, enrollment),
        why_not_open(enrollment, moment, now=now),
    )
    return tuple(reason for reason in reasons if reason is not None)


def start_assessment(
    enrollment: Enrollment, moment: Moment, *, session: Session, actor: Actor, now: datetime
) -> Assessment:
    """The affiliate's one assessment for this moment, with its empty sections; asking again gives the same one.

    Raises Refused while the moment is not open.
    """
    session.refresh(enrollment, ["stage", "version"], with_for_update=True)  # two first clicks wait for each other
    begun = find_agreed(session, enrollment.id, moment)
    if begun is not None:
        return begun
    reasons = why_not_answer(enrollment, moment, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    instrument = current_instrument()
    assessment = Assessment(
        enrollment=enrollment,
        moment=moment,
        edition=instrument.edition,
        started_at=now,
        started_by_id=actor.id,
        sections=[AssessmentSection(dimension=row.code, answers={}, saved_at=now) for row in instrument.dimensions],
    )
    session.add(assessment)
    session.flush()  # the caller's next page is named by the key
    return assessment


def save_section(
    assessment: Assessment,
    dimension: Dimension,
    *,
    answers: Mapping[str, ItemAnswer],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> AssessmentSection:
    """Keep a dimension's answers as a draft: any may stay open, limits hold.

    Raises Stale with both sides when somebody saved something else since `expected_version`; the same answers
    arriving twice are kept once.
    """
    lock(session, assessment)  # writers wait for each other, so that nothing changes under a submission
    _require_open(assessment, actor=actor, now=now)
    _require_within(assessment.instrument, answers)
    row = assessment.section(dimension.code)
    assert row is not None  # all are made with the assessment
    session.refresh(row)
    kept = {item.code: _as_kept(answers.get(item.code, ItemAnswer())) for item in dimension.items}
    kept = {code: answer for code, answer in kept.items() if answer}
    if row.answers == kept:
        return row
    if row.version != expected_version:
        raise Stale(mine=_in_words(dimension, kept, row.answers), theirs=_in_words(dimension, row.answers, kept))
    row.answers = kept
    row.saved_by_id, row.saved_at = actor.id, now
    return row


def submit_assessment(assessment: Assessment, *, session: Session, actor: Actor, now: datetime) -> Assessment:
    """Seal the scores as the database holds them. A second click changes nothing. Raises Refused with every gap."""
    lock(session, assessment)
    assessment = get_assessment(session, assessment.id, fresh=True)
    if assessment.is_submitted:
        return assessment
    _require_open(assessment, actor=actor, now=now)
    gaps = list_gaps(assessment)
    if gaps:
        raise Refused(*gaps)
    scores = {item.code: assessment.answer(item.code).score for item in assessment.instrument.items}
    assessment.scores = {code: score for code, score in scores.items() if score is not None}
    assessment.is_late = is_late(assessment.enrollment, assessment.moment, now=now)
    assessment.submitted_at, assessment.submitted_by_id = now, actor.id
    announce(
        session,
        "assessment_submitted",
        now=now,
        actor_id=actor.id,
        enrollment_id=assessment.enrollment_id,
        subject_id=assessment.id,
        moment=assessment.moment.words.lower(),
    )
    return assessment


def _require_open(assessment: Assessment, *, actor: Actor, now: datetime) -> None:
    if assessment.is_submitted:
        raise Refused(SUBMITTED)
    reasons = why_not_answer(assessment.enrollment, assessment.moment, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)


def _require_within(instrument: Instrument, answers: Mapping[str, ItemAnswer]) -> None:
    reasons = []
    for code, answer in answers.items():
        if answer.score is not None and answer.score not in instrument.scores:
            reasons.append(Reason(f"{code}: choose a step of the scale.", code))
        if len(answer.example) > EXAMPLE_MAX:
            reasons.append(Reason(f"{code}: at most {EXAMPLE_MAX} characters; one sentence is enough.", code))
    if reasons:
        raise DomainError(*reasons)


def _as_kept(answer: ItemAnswer) -> dict[str, int | str]:
    kept: dict[str, int | str] = {} if answer.score is None else {"score": answer.score}
    return kept | {"example": answer.example} if answer.example else kept


def _in_words(
    dimension: Dimension, side: Mapping[str, Mapping[str, object]], other: Mapping[str, object]
) -> dict[str, str]:
    """What differs, by statement: score and example as one text."""
    return {
        item.text: " · ".join(str(part) for part in side.get(item.code, {}).values())
        for item in dimension.items
        if side.get(item.code) != other.get(item.code)
    }
