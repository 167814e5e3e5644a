"""Enrollments as pages and rules need them, each with its loading stated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload, selectinload

from workflows.affiliates.models import DataRole
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment, Participant
from workflows.enrollments.timeline import kind_of
from workflows.errors import NotFound
from workflows.events import EVENTS, Audience
from workflows.outbox import OutboxEvent
from workflows.people.answers import DataRoleKind, Tier
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import CLOSED_BY_RECUSAL, Actor, Permission, Role, Scope, scopes_of
from workflows.proposals.models import Proposal
from workflows.reviews.models import OPEN_TO_REVIEWER, Review, ReviewState
from workflows.stages import RUNNING, Stage
from workflows.training.models import TrainingSession


def visible_to(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The WHERE clause over `enrollments` for what this actor's grants reach. Every list starts with it."""
    reached = _reached_by(actor, permission)
    if permission not in CLOSED_BY_RECUSAL:
        return reached
    seats = select(Proposal.enrollment_id).join(Review)
    left = seats.where(Review.reviewer_id == actor.id, Review.state == ReviewState.RECUSED)
    return and_(reached, Enrollment.id.not_in(left))


def _reached_by(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    scopes = scopes_of(actor, permission)
    if Scope.ANYWHERE in scopes:
        return true()
    reached: list[ColumnElement[bool]] = [false()]
    if Scope.OWN_AFFILIATE in scopes:
        reached.append(Enrollment.affiliate_id.in_(actor.affiliate_ids))
    if Scope.COACHED in scopes:
        reached.append(Enrollment.coach_id == actor.id)
    if Scope.ASSIGNED in scopes:
        undeclared = [ReviewState.ASSIGNED] if permission is Permission.SCORE_PROPOSAL else []
        seats = select(Proposal.enrollment_id).join(Review).where(Review.reviewer_id == actor.id)
        reached.append(Enrollment.id.in_(seats.where(Review.state.in_([*OPEN_TO_REVIEWER, *undeclared]))))
    return or_(*reached)


def get_enrollment(session: Session, enrollment_id: int) -> Enrollment:
    """With cohort, affiliate, coach, data lead, commitment and participants; raises NotFound."""
    loading = (
        joinedload(Enrollment.coach),
        joinedload(Enrollment.data_lead),
        joinedload(Enrollment.commitment),
        selectinload(Enrollment.participants),
    )
    found = session.scalar(select(Enrollment).where(Enrollment.id == enrollment_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_own_enrollment(session: Session, actor: Actor) -> Enrollment | None:
    """The newest enrollment of the actor's own affiliate."""
    mine = select(Enrollment).where(Enrollment.affiliate_id.in_(actor.affiliate_ids))
    return session.scalar(mine.order_by(Enrollment.id.desc()).limit(1))


def find_enrollment(session: Session, *, cohort_id: int, affiliate_id: int) -> Enrollment | None:
    same = (Enrollment.cohort_id == cohort_id) & (Enrollment.affiliate_id == affiliate_id)
    return session.scalar(select(Enrollment).where(same))


def list_in_stage(session: Session, cohort_id: int, stage: Stage) -> Sequence[Enrollment]:
    wanted = select(Enrollment).where(Enrollment.cohort_id == cohort_id, Enrollment.stage == stage)
    return session.scalars(wanted.order_by(Enrollment.id)).all()


def list_of_cohort(session: Session, cohort_id: int, *, actor: Actor) -> Sequence[Enrollment]:
    """Every enrollment of the cohort that this actor may see, longest in its stage first."""
    wanted = select(Enrollment).where(Enrollment.cohort_id == cohort_id, visible_to(actor, Permission.SEE_ENROLLMENT))
    return session.scalars(wanted.order_by(Enrollment.stage_since, Enrollment.id)).all()


def list_required_sessions(session: Session, cohort_id: int) -> list[int]:
    """The numbers of the cohort's required sessions."""
    required = select(TrainingSession.number).where(TrainingSession.cohort_id == cohort_id, TrainingSession.is_required)
    return list(session.scalars(required.order_by(TrainingSession.number)))


def get_participant(session: Session, participant_id: int, *, enrollment: Enrollment) -> Participant:
    """A participant of this very enrollment; raises NotFound."""
    found = session.get(Participant, participant_id)
    if found is None or found.enrollment_id != enrollment.id:
        raise NotFound()
    return found


def find_participant(session: Session, enrollment: Enrollment, email: str) -> Participant | None:
    same = (Participant.enrollment_id == enrollment.id) & (func.lower(Participant.email) == email.strip().lower())
    return session.scalar(select(Participant).where(same))


def has_attended(session: Session, participant: Participant) -> bool:
    """Whether any record names them: a mark, or anything else that they did about a session."""
    columns = (column for table in Participant.metadata.sorted_tables for column in table.columns)
    naming = (
        column for column in columns if any(fk.column.table is Participant.__table__ for fk in column.foreign_keys)
    )
    return bool(session.scalar(select(or_(*(exists().where(column == participant.id) for column in naming)))))


def list_leads(session: Session, affiliate_id: int) -> Sequence[User]:
    """The affiliate's active directors and data leads, each once."""
    roles = (Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
    leads = select(RoleAssignment.user_id).where(
        RoleAssignment.affiliate_id == affiliate_id, RoleAssignment.role.in_(roles), RoleAssignment.ended_at.is_(None)
    )
    return session.scalars(select(User).where(User.id.in_(leads), User.is_active).order_by(User.id)).all()


def list_directors(session: Session, affiliate_id: int) -> Sequence[User]:
    """Who may sign for the affiliate, in the order they came."""
    directors = select(RoleAssignment.user_id).where(
        RoleAssignment.affiliate_id == affiliate_id,
        RoleAssignment.role == Role.AFFILIATE_DIRECTOR,
        RoleAssignment.ended_at.is_(None),
    )
    return session.scalars(select(User).where(User.id.in_(directors), User.is_active).order_by(User.id)).all()


def is_affiliate_named(session: Session, name: str) -> bool:
    return session.scalar(select(Affiliate.id).where(func.lower(Affiliate.name) == name.strip().lower())) is not None


_IN_LINE = (Enrollment.waitlisted_at.is_not(None), Enrollment.offered_at.is_(None))


def find_first_in_line(session: Session, cohort_id: int) -> Enrollment | None:
    """Who waits longest for a seat of the cohort."""
    line = select(Enrollment).where(Enrollment.cohort_id == cohort_id, *_IN_LINE)
    return session.scalar(line.order_by(Enrollment.waitlisted_at, Enrollment.id).limit(1))


def place_in_line(session: Session, enrollment: Enrollment) -> int | None:
    """1 for the first in line; None for who does not wait."""
    if not enrollment.is_waiting:
        return None
    since = enrollment.waitlisted_at
    ahead = or_(Enrollment.waitlisted_at < since, (Enrollment.waitlisted_at == since) & (Enrollment.id < enrollment.id))
    line = select(func.count(Enrollment.id)).where(Enrollment.cohort_id == enrollment.cohort_id, *_IN_LINE, ahead)
    return 1 + (session.scalar(line) or 0)


def list_coaches(session: Session) -> Sequence[User]:
    """Everyone who may accompany an affiliate, by name."""
    coaches = select(RoleAssignment.user_id).where(RoleAssignment.role == Role.COACH, RoleAssignment.ended_at.is_(None))
    return session.scalars(select(User).where(User.id.in_(coaches), User.is_active).order_by(User.name)).all()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known already about the affiliates of an import."""

    affiliates: dict[str, Affiliate]  # by code
    names: dict[str, str]  # lower-case name of every affiliate -> its code
    invited: frozenset[int]  # ids of affiliates in the cohort
    people: frozenset[tuple[int, Role, str]]  # (affiliate id, role, lower-case e-mail) of roles that are held


def list_standing(session: Session, *, cohort_id: int, codes: Sequence[str]) -> Standing:
    """Four queries, however many rows the import has."""
    affiliates = {row.code: row for row in session.scalars(select(Affiliate).where(Affiliate.code.in_(codes)))}
    names = {name.lower(): code for name, code in session.execute(select(Affiliate.name, Affiliate.code))}
    keys = [row.id for row in affiliates.values()]
    invited = session.scalars(select(Enrollment.affiliate_id).where(Enrollment.cohort_id == cohort_id))
    held = (
        select(RoleAssignment.affiliate_id, RoleAssignment.role, func.lower(User.email))
        .join(User, User.id == RoleAssignment.user_id)
        .where(RoleAssignment.affiliate_id.in_(keys), RoleAssignment.ended_at.is_(None))
    )
    people = frozenset((key or 0, role, email) for key, role, email in session.execute(held))
    return Standing(affiliates=affiliates, names=names, invited=frozenset(invited), people=people)


def is_reviewer_of(session: Session, enrollment: Enrollment, user_id: int) -> bool:
    """Whether the person holds a seat in the review of this enrollment's proposal."""
    seats = select(Review.id).join(Proposal).where(Proposal.enrollment_id == enrollment.id)
    return session.scalar(seats.where(Review.reviewer_id == user_id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class EnrollmentFilter:
    """What a list of enrollments shows; None and empty words leave a column open. `vacant` is a role nobody holds."""

    cohort_id: int | None = None
    stage: Stage | None = None
    coach_id: int | None = None
    tier: Tier | None = None
    vacant: DataRoleKind | None = None
    words: str = ""
    sort: str = "affiliate"
    descending: bool = False


_SORTS: Mapping[str, InstrumentedAttribute[Any] | ColumnElement[Any]] = {
    "affiliate": Affiliate.name,
    "cohort": Cohort.name,
    "stage": Enrollment.stage.expression,
    "since": Enrollment.stage_since.expression,
}
SORTS = tuple(_SORTS)


def list_enrollments(
    session: Session, wanted: EnrollmentFilter, *, actor: Actor, first: int = 0, at_most: int = 25
) -> Sequence[Enrollment]:
    """One page of what this actor may see, with affiliate, cohort and coach."""
    key = _SORTS.get(wanted.sort, _SORTS["affiliate"])
    order = key.desc() if wanted.descending else key.asc()
    loading = (
        contains_eager(Enrollment.affiliate),
        contains_eager(Enrollment.cohort),
        joinedload(Enrollment.coach),
    )
    rows = (
        _chosen(select(Enrollment), wanted, actor)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .options(*loading)
    )
    return session.scalars(rows.order_by(order, Enrollment.id).offset(first).limit(at_most)).all()


def count_enrollments(session: Session, wanted: EnrollmentFilter, *, actor: Actor) -> int:
    rows = select(func.count(Enrollment.id))
    if wanted.words or wanted.tier or wanted.vacant:
        rows = rows.join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
    return session.scalar(_chosen(rows, wanted, actor)) or 0


def iterate_enrollments(session: Session, wanted: EnrollmentFilter, *, actor: Actor) -> Iterator[Enrollment]:
    """Everything the list shows, a few hundred at a time, for an export."""
    first, size = 0, 500
    while rows := list_enrollments(session, wanted, actor=actor, first=first, at_most=size):
        yield from rows
        first += size


def _chosen(rows: Select[Any], wanted: EnrollmentFilter, actor: Actor) -> Select[Any]:
    """The rows of `wanted` that this actor may see; what is asked of the affiliate, the caller joins."""
    rows = rows.where(visible_to(actor, Permission.SEE_ENROLLMENT))
    chosen = {
        Enrollment.cohort_id: wanted.cohort_id,
        Enrollment.stage: wanted.stage,
        Enrollment.coach_id: wanted.coach_id,
    }
    rows = rows.where(*(column == value for column, value in chosen.items() if value is not None))
    if wanted.tier is not None:
        rows = rows.where(func.coalesce(Affiliate.chosen_tier, Affiliate.suggested_tier) == wanted.tier)
    if wanted.vacant is not None:
        rows = rows.where(Enrollment.stage.in_(RUNNING), ~DataRole.filled_in(wanted.vacant))
    for word in wanted.words.split():
        columns = (Affiliate.name, Affiliate.town, Affiliate.code)
        rows = rows.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return rows


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the shared record, ready to show."""

    at: datetime
    sentence: str
    actor: str
    note: str
    name: str


def list_timeline(
    session: Session,
    enrollment: Enrollment,
    *,
    actor: Actor,
    kind: str = "",
    also: frozenset[str] = frozenset(),
    at_most: int = 200,
) -> Sequence[TimelineEntry]:
    """What happened, newest first, of one kind (see `timeline.KINDS`) or all; `also` names events of other kinds.

    What is the national office's alone stays there.
    """
    heard = [
        e.name
        for e in EVENTS.values()
        if (actor.is_national or e.audience is Audience.EVERYONE)
        and (not kind or e.name in also or kind_of(e.name) == kind)
    ]
    happened = (
        select(OutboxEvent, User.name)
        .outerjoin(User, User.id == OutboxEvent.actor_id)
        .where(OutboxEvent.enrollment_id == enrollment.id, OutboxEvent.name.in_(heard))
        .order_by(OutboxEvent.at.desc(), OutboxEvent.id.desc())
        .limit(at_most)
    )
    return [
        TimelineEntry(
            at=row.at,
            sentence=EVENTS[row.name].sentence.format_map(row.details),
            actor=who or "Accompany",
            note=row.note,
            name=row.name,
        )
        for row, who in session.execute(happened)
    ]
