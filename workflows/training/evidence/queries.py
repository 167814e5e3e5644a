"""Tries, reflections, excuses and make-ups as pages and rules need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, bindparam, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session, joinedload

from workflows.db import UtcDateTime
from workflows.enrollments.models import Enrollment, Participant
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, Reach
from workflows.stages import TERMINAL
from workflows.training.evidence.models import (
    CheckTry,
    Excuse,
    ExcuseState,
    MakeUp,
    MakeUpState,
    OfOnePlace,
    Reflection,
    ReflectionState,
)
from workflows.training.models import TrainingSession
from workflows.training.queries import get_participant_of_cohort, get_training_session

KINDS: dict[str, type[Reflection | Excuse | MakeUp]] = {"reflection": Reflection, "excuse": Excuse, "make_up": MakeUp}
WAITS_FOR_STAFF: dict[str, tuple[str, ...]] = {
    "reflection": (ReflectionState.SENT,),
    "excuse": (ExcuseState.ASKED,),
    "make_up": (MakeUpState.ASKED, MakeUpState.HANDED_IN),
}
"""The states in which the national office has the next word."""


@dataclass(frozen=True, slots=True)
class Place:
    """One person in one session, with everything told about it."""

    training_session: TrainingSession
    participant: Participant

    @property
    def reach(self) -> Reach:
        return self.participant.reach


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something about one person and session that waits for the national office."""

    kind: str
    state: str
    since: datetime
    session_id: int
    number: int
    participant_id: int
    name: str
    affiliate: str
    cohort_id: int


def get_place(session: Session, session_id: int, participant_id: int) -> Place:
    """Raises NotFound where the person is not of the session's cohort."""
    training_session = get_training_session(session, session_id)
    participant = get_participant_of_cohort(session, participant_id, training_session.cohort_id)
    return Place(training_session, participant)


def find_of_place(session: Session, kind: type[Any], participant_id: int, session_id: int) -> Any:
    """The person's Reflection, Excuse or MakeUp of this session, or None."""
    return session.scalar(select(kind).where(kind.participant_id == participant_id, kind.session_id == session_id))


def get_of_kind(session: Session, kind: type[Any], record_id: int) -> Any:
    """With participant, enrollment and session; raises NotFound."""
    loading = (joinedload(kind.participant).joinedload(Participant.enrollment), joinedload(kind.session))
    found = session.scalar(select(kind).where(kind.id == record_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_last_try(session: Session, participant_id: int, session_id: int) -> CheckTry | None:
    tried = select(CheckTry).where(CheckTry.participant_id == participant_id, CheckTry.session_id == session_id)
    return session.scalar(tried.order_by(CheckTry.id.desc()).limit(1))


def count_tries(session: Session, participant_id: int, session_id: int) -> int:
    tried = (CheckTry.participant_id == participant_id, CheckTry.session_id == session_id)
    return session.scalar(select(func.count(CheckTry.id)).where(*tried)) or 0


def list_states(session: Session, participant_ids: Iterable[int]) -> dict[tuple[int, int], dict[str, str]]:
    """(session's id, participant's id) → kind → state, of everything these people asked, wrote or were told."""
    ids = list(participant_ids)
    if not ids:
        return {}
    found: dict[tuple[int, int], dict[str, str]] = {}
    parts = [
        select(
            literal(name).label("kind"),
            kind.session_id.label("session_id"),
            kind.participant_id.label("participant_id"),
            kind.state.label("state"),
        ).where(kind.participant_id.in_(ids))
        for name, kind in KINDS.items()
    ]
    told = union_all(*parts).subquery()
    rows = select(told.c.kind, told.c.session_id, told.c.participant_id, _text(told.c.state))
    for name, session_id, participant_id, state in session.execute(rows):
        found.setdefault((session_id, participant_id), {})[name] = state
    return found


def _sent_back() -> Select[str, int, str]:
    back = {"reflection": (ReflectionState.RETURNED,), "make_up": (MakeUpState.ARRANGED, MakeUpState.RETURNED)}
    parts = [
        select(literal(name).label("kind"), TrainingSession.number, Participant.name)
        .select_from(KINDS[name])
        .join(Participant, Participant.id == KINDS[name].participant_id)
        .join(TrainingSession, TrainingSession.id == KINDS[name].session_id)
        .where(Participant.enrollment_id == bindparam("enrollment_id"), Participant.ended_at.is_(None))
        .where(KINDS[name].state.in_(states))
        for name, states in back.items()
    ]
    found = union_all(*parts).subquery()
    return select(found.c.kind, found.c.number, found.c.name).order_by(found.c.number)


_SENT_BACK = _sent_back()  # made once: every affiliate's Home asks it


def list_sent_back(session: Session, enrollment_id: int) -> list[tuple[str, int, str]]:
    """(kind, session's number, name) of everything in which the affiliate's people have the next word."""
    return [
        (kind, number, name) for kind, number, name in session.execute(_SENT_BACK, {"enrollment_id": enrollment_id})
    ]


def list_waiting_for_staff(
    session: Session, *, actor: Actor, cohort_id: int | None = None, kind: str = "", offset: int = 0, at_most: int = 25
) -> Sequence[WaitingLine]:
    """What waits for the national office, oldest first."""
    queue = _queue(actor, cohort_id=cohort_id, kind=kind)
    rows = (
        select(
            queue.c.kind,
            _text(queue.c.state),
            type_coerce(queue.c.since, UtcDateTime),
            TrainingSession.id,
            TrainingSession.number,
            Participant.id,
            Participant.name,
            Affiliate.name,
            TrainingSession.cohort_id,
        )
        .join(TrainingSession, TrainingSession.id == queue.c.session_id)
        .join(Participant, Participant.id == queue.c.participant_id)
        .join(Enrollment, Enrollment.id == Participant.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .order_by(queue.c.since, queue.c.kind, queue.c.key)
        .offset(offset)
        .limit(at_most)
    )
    return [WaitingLine(*row) for row in session.execute(rows)]


def count_waiting_for_staff(session: Session, *, actor: Actor, cohort_id: int | None = None, kind: str = "") -> int:
    return session.scalar(select(func.count()).select_from(_queue(actor, cohort_id=cohort_id, kind=kind))) or 0


def _queue(actor: Actor, *, cohort_id: int | None, kind: str) -> Any:
    parts = [_waiting(name, actor, cohort_id) for name in KINDS if kind in ("", name)]
    return union_all(*parts).subquery()


def _waiting(name: str, actor: Actor, cohort_id: int | None) -> Select[Any]:
    kind = KINDS[name]
    rows = (
        select(
            literal(name).label("kind"),
            kind.id.label("key"),
            kind.state.label("state"),
            since_of(kind).label("since"),
            kind.session_id.label("session_id"),
            kind.participant_id.label("participant_id"),
        )
        .join(Participant, Participant.id == kind.participant_id)
        .join(Enrollment, Enrollment.id == Participant.enrollment_id)
        .where(
            kind.state.in_(WAITS_FOR_STAFF[name]),
            visible_to(actor, Permission.MANAGE_TRAINING),
            Enrollment.stage.not_in(TERMINAL),
        )
    )
    return rows if cohort_id is None else rows.where(Enrollment.cohort_id == cohort_id)


def since_of(kind: type[OfOnePlace]) -> Any:
    """Since when a waiting record of this kind waits."""
    if kind is Reflection:
        return Reflection.sent_at
    return func.coalesce(MakeUp.handed_in_at, MakeUp.asked_at) if kind is MakeUp else Excuse.asked_at


def _text(column: Any) -> Any:
    """The state as its word, whichever of the three enums it is."""

    return type_coerce(column, String)
