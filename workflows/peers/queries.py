"""Peer groups, the board and examples as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.exercises.queries import find_group_of
from workflows.peers.models import LEFT, Answer, GroupPlace, LogEntry, PeerGroup, Question, reach_of_peers
from workflows.peers.suggestion import Candidate
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Permission, Reach, Scope, scopes_of

TAKES_PART: tuple[ColumnElement[bool], ...] = (Enrollment.confirmed_at.is_not(None), Enrollment.stage.not_in(LEFT))


@dataclass(frozen=True, slots=True)
class Circle:
    """The peers of one cohort: everyone confirmed, and their coaches."""

    cohort: Cohort
    enrollments: tuple[Enrollment, ...]
    reach: Reach


def get_circle(session: Session, cohort_id: int) -> Circle:
    """With the enrollments that take part, by affiliate; raises NotFound."""
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound()
    rows = select(Enrollment).where(Enrollment.cohort_id == cohort_id, *TAKES_PART)
    taking_part = session.scalars(rows.join(Enrollment.affiliate).order_by(Affiliate.name)).all()
    return Circle(cohort, tuple(taking_part), reach_of_peers(taking_part))


def find_own_group(session: Session, circle: Circle, *, actor: Actor) -> PeerGroup | None:
    """The group of the actor's affiliate in this cohort."""
    own = next((e for e in circle.enrollments if e.affiliate_id in actor.affiliate_ids), None)
    return find_group_of(session, own.id) if own is not None else None


def get_group(session: Session, group_id: int) -> PeerGroup:
    """With its cohort and everyone in it; raises NotFound."""
    loading = (joinedload(PeerGroup.cohort), selectinload(PeerGroup.places).joinedload(GroupPlace.enrollment))
    found = session.scalar(select(PeerGroup).where(PeerGroup.id == group_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_groups(session: Session, circle: Circle, *, actor: Actor) -> Sequence[PeerGroup]:
    """The cohort's groups that this person may see, with everyone in them, by name."""
    mine = (
        select(GroupPlace.id)
        .join(Enrollment, Enrollment.id == GroupPlace.enrollment_id)
        .where(GroupPlace.group_id == PeerGroup.id, visible_to(actor, Permission.SEE_PEERS))
    )
    rows = select(PeerGroup).where(PeerGroup.cohort_id == circle.cohort.id, PeerGroup.dissolved_at.is_(None))
    if Scope.ANYWHERE not in scopes_of(actor, Permission.SEE_PEERS):
        rows = rows.where(exists(mine.correlate(PeerGroup)))
    loading = selectinload(PeerGroup.places).joinedload(GroupPlace.enrollment)
    return session.scalars(rows.order_by(PeerGroup.name).options(loading)).all()


def list_candidates(session: Session, circle: Circle, *, besides: PeerGroup | None = None) -> list[Candidate]:
    """The cohort's affiliates without a group, and those of the group that is being changed."""
    places = select(GroupPlace.enrollment_id)
    if besides is not None:
        places = places.where(GroupPlace.group_id != besides.id)
    taken = set(session.scalars(places.join(PeerGroup).where(PeerGroup.cohort_id == circle.cohort.id)))
    return [
        Candidate(e.id, e.affiliate.name, e.affiliate.staff_count, e.affiliate.is_rural)
        for e in circle.enrollments
        if e.id not in taken
    ]


def find_group_named(session: Session, cohort_id: int, name: str) -> PeerGroup | None:
    same = (PeerGroup.cohort_id == cohort_id, func.lower(PeerGroup.name) == name.lower())
    return session.scalar(select(PeerGroup).where(*same))


def list_group_names(session: Session, cohort_id: int) -> set[str]:
    return set(session.scalars(select(PeerGroup.name).where(PeerGroup.cohort_id == cohort_id)))


def get_log_entry(session: Session, entry_id: int) -> LogEntry:
    """With its group and everyone in it; raises NotFound."""
    found = session.get(LogEntry, entry_id)
    if found is None:
        raise NotFound()
    get_group(session, found.group_id)
    return found


def list_log(session: Session, group_id: int, *, first: int = 0, at_most: int = 25) -> Sequence[LogEntry]:
    """One page of the group's log, newest session first."""
    rows = select(LogEntry).where(LogEntry.group_id == group_id)
    return session.scalars(
        rows.order_by(LogEntry.held_on.desc(), LogEntry.id.desc()).offset(first).limit(at_most)
    ).all()


def count_log(session: Session, group_id: int) -> int:
    return session.scalar(select(func.count(LogEntry.id)).where(LogEntry.group_id == group_id)) or 0


def get_question(session: Session, question_id: int) -> Question:
    """With its cohort's enrollments, who asked, and answers with who gave them; raises NotFound."""
    said = selectinload(Question.answers)
    loading = (
        joinedload(Question.cohort),
        joinedload(Question.asked_by),
        joinedload(Question.affiliate),
        selectinload(Question.enrollments),
        said.joinedload(Answer.author),
        said.joinedload(Answer.affiliate),
    )
    found = session.scalar(select(Question).where(Question.id == question_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def get_answer(session: Session, answer_id: int) -> Answer:
    """With its whole question; raises NotFound."""
    question_id = session.scalar(select(Answer.question_id).where(Answer.id == answer_id))
    if question_id is None:
        raise NotFound()
    return next(one for one in get_question(session, question_id).answers if one.id == answer_id)


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """What the board shows; `solved` None shows both."""

    solved: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One line of the board, ready to show."""

    id: int
    title: str
    asked_by: str
    affiliate: str | None
    asked_at: datetime
    solved_at: datetime | None
    answers: int


_ANSWERS = (
    select(func.count(Answer.id))
    .where(Answer.question_id == Question.id, Answer.hidden_at.is_(None))
    .correlate(Question)
    .scalar_subquery()
)


def list_questions(
    session: Session, circle: Circle, wanted: QuestionFilter, *, first: int = 0, at_most: int = 25
) -> Sequence[QuestionRow]:
    """One page of the cohort's board: what is open first, then newest first. Hidden questions are not on it."""
    columns = (Question.id, Question.title, User.name, Affiliate.name, Question.asked_at, Question.solved_at, _ANSWERS)
    rows = (
        _asked(select(*columns), circle, wanted)
        .join(User, User.id == Question.asked_by_id)
        .outerjoin(Affiliate, Affiliate.id == Question.affiliate_id)
        .order_by(Question.solved_at.is_not(None), Question.asked_at.desc(), Question.id.desc())
    )
    return [QuestionRow(*row) for row in session.execute(rows.offset(first).limit(at_most))]


def count_questions(session: Session, circle: Circle, wanted: QuestionFilter) -> int:
    return session.scalar(_asked(select(func.count(Question.id)), circle, wanted)) or 0


def _asked(rows: Select[Any], circle: Circle, wanted: QuestionFilter) -> Select[Any]:
    rows = rows.where(Question.cohort_id == circle.cohort.id, Question.hidden_at.is_(None))
    if wanted.solved is not None:
        rows = rows.where(Question.solved_at.is_not(None) if wanted.solved else Question.solved_at.is_(None))
    if not wanted.words:
        return rows
    in_answers = exists().where(
        Answer.question_id == Question.id,
        Answer.hidden_at.is_(None),
        Answer.text.icontains(wanted.words, autoescape=True),
    )
    texts = (column.icontains(wanted.words, autoescape=True) for column in (Question.title, Question.text))
    return rows.where(or_(*texts, in_answers))


@dataclass(frozen=True, slots=True)
class CircleRow:
    """A cohort with what its peers have, counted."""

    cohort: Cohort
    groups: int
    open_questions: int


def list_circles(session: Session, *, actor: Actor) -> list[CircleRow]:
    """The cohorts whose peers this person may see, newest first."""
    seen = exists().where(Enrollment.cohort_id == Cohort.id, *TAKES_PART, visible_to(actor, Permission.SEE_PEERS))
    groups = select(func.count(PeerGroup.id)).where(PeerGroup.cohort_id == Cohort.id, PeerGroup.dissolved_at.is_(None))
    still_open = select(func.count(Question.id)).where(
        Question.cohort_id == Cohort.id, Question.solved_at.is_(None), Question.hidden_at.is_(None)
    )
    counted = (part.correlate(Cohort).scalar_subquery() for part in (groups, still_open))
    rows = select(Cohort, *counted).order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    if Scope.ANYWHERE not in scopes_of(actor, Permission.SEE_PEERS):
        rows = rows.where(seen)
    return [CircleRow(*row) for row in session.execute(rows)]
