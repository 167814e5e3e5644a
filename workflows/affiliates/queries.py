"""Affiliates as their profile, the list and the network's overview need them, each with its loading stated."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.affiliates.answers import EntryKind
from workflows.affiliates.gaps import RoleGap, list_gaps
from workflows.affiliates.models import DataRole, Handover, HandoverStep, LogEntry, TierChoice
from workflows.affiliates.tiers import Capacity, count_words
from workflows.assessments.queries import find_latest_mean
from workflows.clock import local_date
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.answers import DataRoleKind
from workflows.people.models import Affiliate, User
from workflows.people.queries import list_people_of
from workflows.permissions import Actor, Permission, Reach
from workflows.stages import RUNNING, TERMINAL, Stage


@dataclass(frozen=True, slots=True)
class Profile:
    """An affiliate as the gate of its pages sees it: with everyone who coaches or coached it."""

    affiliate: Affiliate
    coach_ids: frozenset[int]

    @property
    def reach(self) -> Reach:
        return Reach(affiliate_id=self.affiliate.id, coach_ids=self.coach_ids)


def get_profile(session: Session, affiliate_id: int) -> Profile:
    """Two queries; raises NotFound."""
    affiliate = session.get(Affiliate, affiliate_id)
    if affiliate is None:
        raise NotFound()
    coaches = select(Enrollment.coach_id).where(
        Enrollment.affiliate_id == affiliate_id, Enrollment.coach_id.is_not(None)
    )
    return Profile(affiliate, frozenset(key for key in session.scalars(coaches) if key is not None))


def get_capacity(session: Session, affiliate: Affiliate) -> Capacity:
    """What the suggestion of the tier looks at; two queries."""
    held = {role.kind: role for role in list_current_roles(session, [affiliate.id])[affiliate.id] if role.is_filled}
    lead = held.get(DataRoleKind.DATA_LEAD)
    return Capacity(
        staff_count=affiliate.staff_count,
        people_served=affiliate.people_served,
        is_rural=affiliate.is_rural,
        languages=count_words(affiliate.languages),
        programs=count_words(affiliate.programs),
        has_data_lead=lead is not None,
        has_sponsor=DataRoleKind.EXECUTIVE_SPONSOR in held,
        data_lead_hours=lead.hours_a_week if lead is not None else None,
        has_backup=lead is not None and bool(lead.backup_name.strip()),
        assessment_mean=find_latest_mean(session, affiliate.id),
    )


def find_affiliate_again(session: Session, affiliate_id: int) -> Affiliate:
    """As it is saved now, over what this session already holds."""
    return session.get_one(Affiliate, affiliate_id, populate_existing=True)


def list_current_roles(session: Session, affiliate_ids: Sequence[int]) -> Mapping[int, Sequence[DataRole]]:
    """Data roles that have not ended, with their accounts, by affiliate; one query."""
    rows = session.scalars(
        select(DataRole)
        .where(DataRole.affiliate_id.in_(affiliate_ids), DataRole.until.is_(None))
        .options(joinedload(DataRole.user))
    )
    found: dict[int, list[DataRole]] = defaultdict(list)
    for role in rows:
        found[role.affiliate_id].append(role)
    return found


def find_current_role(session: Session, affiliate_id: int, kind: DataRoleKind) -> DataRole | None:
    """Who holds it now, as the database has it, with the account."""
    held = (DataRole.affiliate_id == affiliate_id, DataRole.kind == kind, DataRole.until.is_(None))
    wanted = select(DataRole).where(*held).options(joinedload(DataRole.user))
    return session.scalar(wanted.execution_options(populate_existing=True))


def list_roles_held_by(session: Session, user_id: int) -> Sequence[DataRole]:
    """The person's data roles that have not ended, with their affiliates."""
    held = select(DataRole).where(DataRole.user_id == user_id, DataRole.until.is_(None)).order_by(DataRole.id)
    return session.scalars(held.options(joinedload(DataRole.affiliate, innerjoin=True))).all()


def list_past_roles(session: Session, affiliate_id: int, *, at_most: int = 30) -> Sequence[DataRole]:
    """The history of the affiliate's data roles, the latest end first."""
    ended = select(DataRole).where(DataRole.affiliate_id == affiliate_id, DataRole.until.is_not(None))
    return session.scalars(ended.order_by(DataRole.until.desc(), DataRole.id.desc()).limit(at_most)).all()


def list_held_and_ended(
    session: Session, affiliate_id: int, *, at_most: int = 60
) -> tuple[Sequence[DataRole], Mapping[DataRoleKind, date]]:
    """The data roles that have not ended, with their accounts, and when each kind was given up last; one query."""
    every = select(DataRole).where(DataRole.affiliate_id == affiliate_id).options(joinedload(DataRole.user))
    newest_first = every.order_by(DataRole.until.desc().nulls_first(), DataRole.id.desc()).limit(at_most)
    held: list[DataRole] = []
    ended: dict[DataRoleKind, date] = {}
    for role in session.scalars(newest_first):
        if role.until is None:
            held.append(role)
        else:
            ended.setdefault(role.kind, role.until)
    return held, ended


def list_gaps_of(
    session: Session, affiliates: Sequence[Affiliate], *, now: datetime
) -> Mapping[int, tuple[RoleGap, ...]]:
    """The flags of each affiliate by its id; one query."""
    held = list_current_roles(session, [affiliate.id for affiliate in affiliates])
    return {
        affiliate.id: list_gaps(held.get(affiliate.id, ()), today=local_date(now, affiliate.time_zone))
        for affiliate in affiliates
    }


def count_vacancies(session: Session, actor: Actor) -> Mapping[DataRoleKind, int]:
    """Running years that this actor sees without a data lead, and without an executive sponsor; one query."""
    kinds = (DataRoleKind.DATA_LEAD, DataRoleKind.EXECUTIVE_SPONSOR)
    counted = (func.coalesce(func.sum(case((DataRole.filled_in(kind), 0), else_=1)), 0) for kind in kinds)
    running = (
        select(*counted)
        .select_from(Affiliate)
        .join(Enrollment, Enrollment.affiliate_id == Affiliate.id)
        .where(Enrollment.stage.in_(RUNNING), visible_to(actor, Permission.SEE_PROFILE))
    )
    return dict(zip(kinds, session.execute(running).one(), strict=True))


def list_open_enrollments(session: Session, affiliate_id: int) -> Sequence[Enrollment]:
    """The affiliate's years that have not ended, the newest first."""
    wanted = select(Enrollment).where(Enrollment.affiliate_id == affiliate_id, Enrollment.stage.not_in(TERMINAL))
    return session.scalars(wanted.order_by(Enrollment.id.desc())).all()


def find_newest_enrollment(session: Session, affiliate_id: int, *, actor: Actor) -> Enrollment | None:
    """The newest year of the affiliate that this actor may see, with its coach."""
    wanted = select(Enrollment).where(
        Enrollment.affiliate_id == affiliate_id, visible_to(actor, Permission.SEE_ENROLLMENT)
    )
    return session.scalar(wanted.options(joinedload(Enrollment.coach)).order_by(Enrollment.id.desc()).limit(1))


def list_handovers(session: Session, affiliate_id: int, *, at_most: int = 10) -> Sequence[Handover]:
    """With roles and steps, the open ones and the newest first."""
    wanted = select(Handover).where(Handover.affiliate_id == affiliate_id)
    loading = (
        joinedload(Handover.role, innerjoin=True),
        joinedload(Handover.successor),
        selectinload(Handover.steps).joinedload(HandoverStep.done_by),
    )
    order = (Handover.finished_at.is_not(None), Handover.opened_at.desc(), Handover.id.desc())
    return session.scalars(wanted.options(*loading).order_by(*order).limit(at_most)).all()


def list_open_handovers(session: Session, affiliate_id: int) -> Sequence[Handover]:
    """Those that are not finished, with the role that ended, oldest first."""
    wanted = select(Handover).where(Handover.affiliate_id == affiliate_id, Handover.finished_at.is_(None))
    return session.scalars(wanted.options(joinedload(Handover.role, innerjoin=True)).order_by(Handover.id)).all()


def get_step(session: Session, step_id: int, *, affiliate_id: int) -> HandoverStep:
    """A handover step of this very affiliate, with its handover and the other steps; raises NotFound."""
    wanted = (
        select(HandoverStep)
        .join(HandoverStep.handover)
        .where(HandoverStep.id == step_id, Handover.affiliate_id == affiliate_id)
        .options(contains_eager(HandoverStep.handover).selectinload(Handover.steps))
    )
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def list_open_steps(session: Session, affiliate_id: int) -> Sequence[HandoverStep]:
    """What is still to be handed over, by day."""
    wanted = select(HandoverStep).join(HandoverStep.handover).where(
        Handover.affiliate_id == affiliate_id, HandoverStep.done_at.is_(None)
    )  # fmt: skip
    return session.scalars(wanted.order_by(HandoverStep.due_on, HandoverStep.id)).all()


def find_tier_choice(session: Session, affiliate_id: int) -> TierChoice | None:
    """The choice that stands."""
    wanted = select(TierChoice).where(TierChoice.affiliate_id == affiliate_id, TierChoice.taken_back_at.is_(None))
    return session.scalar(wanted.options(joinedload(TierChoice.chosen_by)))


def list_tier_choices(session: Session, affiliate_id: int, *, at_most: int = 10) -> Sequence[TierChoice]:
    """Every choice with who made it and who took it back, newest first."""
    wanted = select(TierChoice).where(TierChoice.affiliate_id == affiliate_id)
    loading = (joinedload(TierChoice.chosen_by), joinedload(TierChoice.taken_back_by))
    return session.scalars(wanted.options(*loading).order_by(TierChoice.id.desc()).limit(at_most)).all()


def get_entry(session: Session, entry_id: int, *, affiliate_id: int) -> LogEntry:
    """An entry of this very affiliate's log; raises NotFound."""
    found = session.get(LogEntry, entry_id)
    if found is None or found.affiliate_id != affiliate_id:
        raise NotFound()
    return found


def list_entries(
    session: Session, affiliate_id: int, *, kind: EntryKind | None = None, offset: int = 0, at_most: int = 25
) -> Sequence[LogEntry]:
    """The decisions log, newest day first, with who wrote and who recognized."""
    loading = (joinedload(LogEntry.written_by), joinedload(LogEntry.recognized_by))
    rows = _of_kind(select(LogEntry).where(LogEntry.affiliate_id == affiliate_id), kind).options(*loading)
    order = (LogEntry.happened_on.desc(), LogEntry.id.desc())
    return session.scalars(rows.order_by(*order).offset(offset).limit(at_most)).all()


def count_entries(session: Session, affiliate_ids: Sequence[int]) -> Mapping[int, Counter[EntryKind]]:
    """How many of each kind, by affiliate; one query."""
    rows = session.execute(
        select(LogEntry.affiliate_id, LogEntry.kind, func.count(LogEntry.id))
        .where(LogEntry.affiliate_id.in_(affiliate_ids))
        .group_by(LogEntry.affiliate_id, LogEntry.kind)
    )
    found: dict[int, Counter[EntryKind]] = defaultdict(Counter)
    for affiliate_id, kind, number in rows:
        found[affiliate_id][kind] = number
    return found


def _of_kind(rows: Select[Any], kind: EntryKind | None) -> Select[Any]:
    return rows if kind is None else rows.where(LogEntry.kind == kind)


def list_shared_wins(session: Session, *, offset: int = 0, at_most: int = 25) -> Sequence[LogEntry]:
    """What affiliates share with the network, with the affiliate, the latest first."""
    shared = (
        select(LogEntry).where(LogEntry.shared_at.is_not(None)).options(joinedload(LogEntry.affiliate, innerjoin=True))
    )
    return session.scalars(
        shared.order_by(LogEntry.shared_at.desc(), LogEntry.id.desc()).offset(offset).limit(at_most)
    ).all()


def count_shared_wins(session: Session) -> int:
    return session.scalar(select(func.count(LogEntry.id)).where(LogEntry.shared_at.is_not(None))) or 0


def list_members(session: Session, actor: Actor, *, cohort_id: int | None) -> Sequence[Affiliate]:
    """Every affiliate that this actor sees, of one cohort or of all, by name; one query.

    Who declined the invitation or never answered it is left out where a cohort is asked for.
    """
    seen = select(Enrollment.affiliate_id).where(visible_to(actor, Permission.SEE_PROFILE))
    if cohort_id is not None:
        seen = seen.where(Enrollment.cohort_id == cohort_id, Enrollment.stage != Stage.DECLINED_INVITATION)
    return session.scalars(select(Affiliate).where(Affiliate.id.in_(seen)).order_by(Affiliate.name)).all()


def list_running_ids(session: Session, affiliate_ids: Sequence[int]) -> frozenset[int]:
    """Those of the affiliates that are in a running year: only they need their data roles now."""
    running = select(Enrollment.affiliate_id).where(
        Enrollment.affiliate_id.in_(affiliate_ids), Enrollment.stage.in_(RUNNING)
    )
    return frozenset(session.scalars(running))


def find_person_of(session: Session, affiliate_id: int, user_id: int) -> User | None:
    """An active account with a role in the affiliate."""
    return next((person for person in list_people_of(session, affiliate_id) if person.id == user_id), None)
