"""Frameworks and indicators as pages, proposals and figures need them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.errors import NotFound
from workflows.frameworks.answers import BETWEEN_DOMAINS
from workflows.frameworks.models import Framework, FrameworkState, Indicator, IndicatorRetirement
from workflows.measurement.models import Measurement
from workflows.permissions import Actor, Permission, Scope, scopes_of
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal

IS_PUBLISHED = Framework.state == FrameworkState.PUBLISHED


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The WHERE clause over `frameworks` for what this actor may see: drafts are read by few."""
    return true() if Scope.ANYWHERE in scopes_of(actor, Permission.SEE_FRAMEWORKS) else IS_PUBLISHED


def find_framework(session: Session, *, code: str, edition: str) -> Framework | None:
    return session.scalar(select(Framework).where(Framework.code == code, Framework.edition == edition))


def get_framework(session: Session, framework_id: int) -> Framework:
    """With its indicators; raises NotFound."""
    wanted = select(Framework).where(Framework.id == framework_id).options(selectinload(Framework.indicators))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def find_newest_framework(session: Session) -> Framework | None:
    """The newest published one."""
    return session.scalar(select(Framework).where(IS_PUBLISHED).order_by(Framework.id.desc()).limit(1))


def list_frameworks(session: Session) -> Sequence[Framework]:
    """The published frameworks, newest first, without their indicators."""
    return session.scalars(select(Framework).where(IS_PUBLISHED).order_by(Framework.id.desc())).all()


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition with how many indicators it has, how many of these are retired, and how many cohorts chose it."""

    framework: Framework
    indicators: int
    retired: int
    cohorts: int


def list_editions(session: Session, actor: Actor) -> Sequence[EditionRow]:
    """What this person may see, newest first."""
    counted = select(func.count(Indicator.id)).where(Indicator.framework_id == Framework.id)
    chosen = select(func.count(Cohort.id)).where(Cohort.framework_id == Framework.id)
    rows = session.execute(
        select(
            Framework,
            counted.scalar_subquery(),
            counted.where(Indicator.retired_at.is_not(None)).scalar_subquery(),
            chosen.scalar_subquery(),
        )
        .where(visible_to(actor))
        .order_by(Framework.id.desc())
    )
    return [EditionRow(*row) for row in rows]


def list_editions_of(session: Session, code: str) -> Sequence[str]:
    """The names of the editions that a framework has, drafts too."""
    return session.scalars(select(Framework.edition).where(Framework.code == code).order_by(Framework.id)).all()


def list_copies(session: Session, framework_id: int) -> Sequence[Framework]:
    return session.scalars(select(Framework).where(Framework.copied_from_id == framework_id)).all()


def get_indicator(session: Session, indicator_id: int) -> Indicator:
    """With its framework, and when and why it was retired; raises NotFound."""
    history = selectinload(Indicator.retirements).joinedload(IndicatorRetirement.by)
    wanted = select(Indicator).where(Indicator.id == indicator_id)
    found = session.scalar(wanted.options(joinedload(Indicator.framework), history))
    if found is None:
        raise NotFound()
    return found


def list_indicators(
    session: Session,
    framework_id: int,
    *,
    domain: str = "",
    group: str = "",
    domain_2019: str = "",
    computable: bool = False,
    words: str = "",
    retired: bool = True,
) -> Sequence[Indicator]:
    """The framework's indicators in its own order; `words` are looked for in code, name and definition.

    With `retired` false, only those that are still offered.
    """
    wanted = select(Indicator).where(Indicator.framework_id == framework_id).order_by(Indicator.position)
    exact: tuple[tuple[Any, str], ...] = ((Indicator.domain, domain), (Indicator.domain_group, group))
    wanted = wanted.where(*(column == value for column, value in exact if value))
    if domain_2019:
        listed = literal(BETWEEN_DOMAINS) + Indicator.domain_2019 + BETWEEN_DOMAINS
        wanted = wanted.where(listed.contains(f"{BETWEEN_DOMAINS}{domain_2019}{BETWEEN_DOMAINS}", autoescape=True))
    if computable:
        wanted = wanted.where(Indicator.formula.is_not(None))
    if not retired:
        wanted = wanted.where(Indicator.retired_at.is_(None))
    for word in words.split():
        columns = (Indicator.code, Indicator.name, Indicator.definition)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return session.scalars(wanted).all()


def list_choosable(
    session: Session, framework_id: int, *, also: Container[int | None] = frozenset()
) -> Sequence[Indicator]:
    """What a proposal may choose: what is not retired, and `also`, those that it has already."""
    return [row for row in list_indicators(session, framework_id) if not row.is_retired or row.id in also]


def list_domains(session: Session, framework_id: int) -> Sequence[tuple[str, str]]:
    """(group, domain) pairs in the framework's order."""
    rows = session.execute(
        select(Indicator.domain_group, Indicator.domain)
        .where(Indicator.framework_id == framework_id)
        .order_by(Indicator.position)
    )
    return tuple(dict.fromkeys((group, domain) for group, domain in rows))


@dataclass(frozen=True, slots=True)
class DomainCount:
    """One domain with how many indicators it has."""

    group: str
    domain: str
    count: int


def count_by_domain(session: Session, framework_id: int, *, retired: bool) -> Sequence[DomainCount]:
    """Every domain in the framework's order; with `retired`, what is retired counts too."""
    counted = select(Indicator.domain_group, Indicator.domain, func.count(Indicator.id))
    counted = counted.where(Indicator.framework_id == framework_id)
    if not retired:
        counted = counted.where(Indicator.retired_at.is_(None))
    counted = counted.group_by(Indicator.domain_group, Indicator.domain).order_by(func.min(Indicator.position))
    return [DomainCount(*row) for row in session.execute(counted)]


def list_neighbors(session: Session, indicator: Indicator) -> Sequence[Indicator]:
    """The other indicators of the same domain that are not retired."""
    same = (Indicator.framework_id == indicator.framework_id) & (Indicator.domain == indicator.domain)
    offered = (Indicator.id != indicator.id) & Indicator.retired_at.is_(None)
    return session.scalars(select(Indicator).where(same, offered).order_by(Indicator.position)).all()


def list_elsewhere(session: Session, indicator: Indicator, actor: Actor) -> Sequence[Indicator]:
    """The indicators of this code in the other frameworks that this person may see, with these, newest first."""
    wanted = (
        select(Indicator)
        .join(Indicator.framework)
        .where(Indicator.code == indicator.code, Indicator.framework_id != indicator.framework_id, visible_to(actor))
        .options(joinedload(Indicator.framework))
        .order_by(Indicator.framework_id.desc())
    )
    return session.scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Uses:
    """What would say something else if the indicator were changed."""

    goals: int
    figures: int

    def __bool__(self) -> bool:
        return bool(self.goals or self.figures)


def count_uses(session: Session, indicator_id: int) -> Uses:
    """Goals of proposals, whoever may read them, and figures computed from extracts."""
    goals = select(func.count(Goal.id)).where(Goal.indicator_id == indicator_id).scalar_subquery()
    figures = select(func.count(Measurement.id)).where(Measurement.indicator_id == indicator_id).scalar_subquery()
    return Uses(*session.execute(select(goals, figures)).one())


def is_chosen(session: Session, framework_id: int) -> bool:
    """Whether a cohort or a proposal points at the framework."""
    by_cohort = select(Cohort.id).where(Cohort.framework_id == framework_id).exists()
    by_proposal = select(Proposal.id).where(Proposal.framework_id == framework_id).exists()
    return bool(session.scalar(select(or_(by_cohort, by_proposal))))
