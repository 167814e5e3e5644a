"""Assessments as pages and rules need them, each with its loading stated."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, case, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.assessments.answers import Moment
from workflows.assessments.instrument import current_instrument, get_instrument
from workflows.assessments.models import Assessment, DevelopmentNote, LearningTopic, PersonalAssessment
from workflows.assessments.network import AffiliateScores, PersonalScores
from workflows.assessments.results import SEEN_IN_ORDER, Answered, Scores, dimension_means, overall_mean
from workflows.db import UtcDateTime
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.training.models import TrainingSession


def get_assessment(session: Session, assessment_id: int, *, fresh: bool = False) -> Assessment:
    """With enrollment (cohort, affiliate) and sections; raises NotFound. `fresh` reads over what is loaded already."""
    wanted = _whole().where(Assessment.id == assessment_id)
    found = session.scalar(wanted.execution_options(populate_existing=fresh))
    if found is None:
        raise NotFound()
    return found


def find_agreed(session: Session, enrollment_id: int, moment: Moment) -> Assessment | None:
    """What the affiliate agreed on, or is agreeing on, for this moment."""
    return session.scalar(_whole().where(Assessment.enrollment_id == enrollment_id, Assessment.moment == moment))


def list_agreed(session: Session, enrollment_id: int) -> Sequence[Assessment]:
    """All of an enrollment with their sections, drafts too, in the order of a year; two queries."""
    found = session.scalars(_whole().where(Assessment.enrollment_id == enrollment_id)).all()
    order = list(Moment)
    return sorted(found, key=lambda one: order.index(one.moment))


def _whole() -> Select[Assessment]:
    return select(Assessment).options(
        joinedload(Assessment.enrollment, innerjoin=True), selectinload(Assessment.sections)
    )


def answered_of(assessments: Sequence[Assessment]) -> list[Answered]:
    """The submitted ones as results read them."""
    return [
        Answered(one.moment, one.scores, {code: one.answer(code).example for code in one.scores})
        for one in assessments
        if one.is_submitted
    ]


def latest_dimension_means(session: Session, enrollment_id: int) -> dict[str, Decimal]:
    """Mean by dimension ("D1" …) of the enrollment's newest submitted assessment; empty before the first one."""
    rows = session.execute(_submitted().where(Assessment.enrollment_id == enrollment_id)).all()
    newest = _newest({moment: (edition, scores) for _, _, moment, edition, scores in rows})
    return {} if newest is None else dimension_means(get_instrument(newest[0]), newest[1])


def find_latest_mean(session: Session, affiliate_id: int) -> Decimal | None:
    """The mean of the eight dimension means in the affiliate's newest submitted assessment, exact; None without one.

    Newest by the moment it is about, in the newest year that has one: a «before» handed in late is no news.
    """
    rows = session.execute(_submitted().where(Enrollment.affiliate_id == affiliate_id)).all()
    years = [enrollment_id for _, enrollment_id, *_ in rows]
    if not years:
        return None
    in_year = {moment: (edition, scores) for _, year, moment, edition, scores in rows if year == max(years)}
    newest = _newest(in_year)
    return None if newest is None else overall_mean(dimension_means(get_instrument(newest[0]), newest[1]))


def list_affiliate_scores(session: Session) -> list[AffiliateScores]:
    """Each affiliate's newest assessment and its «before» of the same year, in the current edition; one query."""
    edition = current_instrument().edition
    by_affiliate: dict[int, dict[int, dict[Moment, Scores]]] = {}
    for affiliate_id, year, moment, _, scores in session.execute(_submitted().where(Assessment.edition == edition)):
        by_affiliate.setdefault(affiliate_id, {}).setdefault(year, {})[moment] = scores
    return [_affiliate_scores(years[max(years)]) for years in by_affiliate.values()]


def _affiliate_scores(by_moment: Mapping[Moment, Scores]) -> AffiliateScores:
    newest = next(moment for moment in reversed(SEEN_IN_ORDER) if moment in by_moment)
    before = None if newest is Moment.BEFORE else by_moment.get(Moment.BEFORE)
    return AffiliateScores(by_moment[newest], before)


def _submitted() -> Select[int, int, Moment, str, dict[str, int]]:
    """(affiliate, enrollment, moment, edition, scores) of what was submitted about a present; no looking back."""
    return (
        select(
            Enrollment.affiliate_id,
            Assessment.enrollment_id,
            Assessment.moment,
            Assessment.edition,
            Assessment.scores,
        )
        .join(Enrollment, Enrollment.id == Assessment.enrollment_id)
        .where(Assessment.submitted_at.is_not(None), Assessment.moment.in_(SEEN_IN_ORDER))
        .order_by(Enrollment.affiliate_id, Assessment.enrollment_id)
    )


def _newest(by_moment: Mapping[Moment, tuple[str, dict[str, int]]]) -> tuple[str, dict[str, int]] | None:
    return next((by_moment[moment] for moment in reversed(SEEN_IN_ORDER) if moment in by_moment), None)


def list_personal_scores(session: Session, moment: Moment) -> list[PersonalScores]:
    """What people said of themselves at this moment, in the order in which it came; no names."""
    answered = (
        select(PersonalAssessment.user_id, PersonalAssessment.position, PersonalAssessment.scores)
        .where(
            PersonalAssessment.moment == moment,
            PersonalAssessment.submitted_at.is_not(None),
            PersonalAssessment.edition == current_instrument().edition,
        )
        .order_by(PersonalAssessment.submitted_at, PersonalAssessment.id)
    )
    rows = session.execute(answered)
    return [PersonalScores(user_id, position, scores) for user_id, position, scores in rows if position is not None]


def find_own(session: Session, *, enrollment_id: int, user_id: int, moment: Moment) -> PersonalAssessment | None:
    """A person's own answers; nobody asks for another's."""
    mine = (PersonalAssessment.enrollment_id == enrollment_id) & (PersonalAssessment.user_id == user_id)
    return session.scalar(select(PersonalAssessment).where(mine, PersonalAssessment.moment == moment))


def list_own(session: Session, *, enrollment_id: int, user_id: int) -> dict[Moment, PersonalAssessment]:
    """A person's own answers of one year, by moment."""
    mine = (PersonalAssessment.enrollment_id == enrollment_id) & (PersonalAssessment.user_id == user_id)
    return {row.moment: row for row in session.scalars(select(PersonalAssessment).where(mine))}


def list_sessions_by_competency(session: Session, cohort_id: int) -> dict[str, TrainingSession]:
    """The cohort's first session for each competency, by its code: «C6» for «C6 quality»."""
    series = select(TrainingSession).where(TrainingSession.cohort_id == cohort_id, TrainingSession.competency != "")
    found: dict[str, TrainingSession] = {}
    for row in session.scalars(series.order_by(TrainingSession.number)):
        found.setdefault(row.competency.split(maxsplit=1)[0], row)
    return found


def get_note(session: Session, note_id: int) -> DevelopmentNote:
    """With its enrollment; raises NotFound."""
    loading = joinedload(DevelopmentNote.enrollment, innerjoin=True)
    found = session.scalar(select(DevelopmentNote).where(DevelopmentNote.id == note_id).options(loading))
    if found is None:
        raise NotFound()
    return found


def list_notes(session: Session, enrollment_id: int, *, first: int = 0, at_most: int = 25) -> Sequence[DevelopmentNote]:
    """One page of the development log with who wrote each line, newest first."""
    wanted = select(DevelopmentNote).where(DevelopmentNote.enrollment_id == enrollment_id)
    newest = wanted.options(joinedload(DevelopmentNote.user)).order_by(
        DevelopmentNote.learned_on.desc(), DevelopmentNote.id.desc()
    )
    return session.scalars(newest.offset(first).limit(at_most)).all()


def count_notes(session: Session, enrollment_id: int) -> int:
    wanted = select(func.count(DevelopmentNote.id)).where(DevelopmentNote.enrollment_id == enrollment_id)
    return session.scalar(wanted) or 0


def get_topic(session: Session, topic_id: int) -> LearningTopic:
    """Raises NotFound."""
    found = session.get(LearningTopic, topic_id)
    if found is None:
        raise NotFound()
    return found


def list_topics(session: Session, *, today: date, first: int = 0, at_most: int = 25) -> Sequence[LearningTopic]:
    """One page of the agenda: what comes next first, then what has no day yet, then what is over, newest first."""
    day, is_ahead = LearningTopic.happens_on, LearningTopic.happens_on >= today
    group = case((is_ahead, 0), (day.is_(None), 1), else_=2)
    order = (group, case((is_ahead, day)), day.desc(), LearningTopic.id.desc())
    return session.scalars(select(LearningTopic).order_by(*order).offset(first).limit(at_most)).all()


def count_topics(session: Session) -> int:
    return session.scalar(select(func.count(LearningTopic.id))) or 0


def list_begun(session: Session, moments: Sequence[Moment]) -> frozenset[tuple[int, Moment]]:
    """(enrollment, moment) of every assessment that was begun for one of the moments."""
    begun = select(Assessment.enrollment_id, Assessment.moment).where(Assessment.moment.in_(moments))
    return frozenset((enrollment_id, moment) for enrollment_id, moment in session.execute(begun))


def list_lately_trained(session: Session, *, since: datetime) -> Sequence[Enrollment]:
    """Enrollments in which «after» or «at twelve months» may have opened since then, with cohort and affiliate."""
    trained, closing = Enrollment.training_completed_at, Enrollment.reports_accepted_at
    lately = or_(trained >= since - timedelta(days=366), closing >= since)
    return session.scalars(select(Enrollment).where(trained.is_not(None), lately).order_by(Enrollment.id)).all()


def find_answered_and_start(session: Session, enrollment: Enrollment, moment: Moment) -> tuple[bool, datetime | None]:
    """Whether this moment's self-assessment was submitted, and when the cohort's first session begins; one query."""
    submitted = exists().where(
        Assessment.enrollment_id == enrollment.id, Assessment.moment == moment, Assessment.submitted_at.is_not(None)
    )
    first = select(func.min(TrainingSession.starts_at)).where(TrainingSession.cohort_id == enrollment.cohort_id)
    answered, start = session.execute(select(submitted, type_coerce(first.scalar_subquery(), UtcDateTime))).one()
    return bool(answered), start
