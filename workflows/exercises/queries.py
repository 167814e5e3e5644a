"""Practice products as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.exercises.models import Feedback, Product, ProductState
from workflows.peers.models import GroupPlace, PeerGroup
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.training.models import TrainingSession


def whose() -> tuple[ORMOption, ...]:
    """What it takes to say who may see a product."""
    return (
        joinedload(Product.enrollment, innerjoin=True),
        joinedload(Product.session, innerjoin=True),
        selectinload(Product.versions),
        joinedload(Product.shared_with).selectinload(PeerGroup.places).joinedload(GroupPlace.enrollment),
    )


def get_product(session: Session, product_id: int, *, fresh: bool = False) -> Product:
    """With enrollment, session, versions, its group, and feedback with authors; raises NotFound."""
    said = selectinload(Product.feedback)
    loading = (*whose(), said.joinedload(Feedback.author), said.joinedload(Feedback.affiliate))
    wanted = select(Product).where(Product.id == product_id).options(*loading)
    found = session.scalar(wanted.execution_options(populate_existing=fresh))
    if found is None:
        raise NotFound()
    return found


def get_feedback(session: Session, feedback_id: int) -> Feedback:
    """With its whole product; raises NotFound."""
    product_id = session.scalar(select(Feedback.product_id).where(Feedback.id == feedback_id))
    if product_id is None:
        raise NotFound()
    return next(one for one in get_product(session, product_id).feedback if one.id == feedback_id)


def find_product(session: Session, *, enrollment_id: int, session_id: int) -> Product | None:
    same = (Product.enrollment_id == enrollment_id, Product.session_id == session_id)
    return session.scalar(select(Product).where(*same))


def list_products_of(session: Session, enrollment_id: int) -> dict[int, Product]:
    """The products of one affiliate by session, without their versions and feedback."""
    return {
        row.session_id: row for row in session.scalars(select(Product).where(Product.enrollment_id == enrollment_id))
    }


def find_group_of(session: Session, enrollment_id: int) -> PeerGroup | None:
    """The peer group of an affiliate in its cohort, with everyone in it."""
    return session.scalar(
        select(PeerGroup)
        .join(GroupPlace, GroupPlace.group_id == PeerGroup.id)
        .where(GroupPlace.enrollment_id == enrollment_id)
        .options(selectinload(PeerGroup.places).joinedload(GroupPlace.enrollment))
    )


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What the list of handed-in products shows; empty words and None leave a column open."""

    state: ProductState | None = None
    cohort_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One line of a list, ready to show."""

    id: int
    affiliate: str
    cohort: str
    sheet: str
    session_number: int
    state: ProductState
    handed_in_at: datetime
    feedback_count: int


_SAID = select(func.count(Feedback.id)).where(Feedback.product_id == Product.id).correlate(Product).scalar_subquery()


def list_products(
    session: Session, wanted: ProductFilter, *, actor: Actor, first: int = 0, at_most: int = 25
) -> Sequence[ProductRow]:
    """One page of what was handed in and this person may see: what waits first, oldest first."""
    rows = (
        _chosen(_columns(), wanted, actor)
        .order_by(Product.state != ProductState.HANDED_IN, Product.handed_in_at, Product.id)
        .offset(first)
        .limit(at_most)
    )
    return [ProductRow(*row) for row in session.execute(rows)]


def count_products(session: Session, wanted: ProductFilter, *, actor: Actor) -> int:
    return session.scalar(_chosen(select(func.count(Product.id)), wanted, actor)) or 0


def list_shared(session: Session, group: PeerGroup, *, first: int = 0, at_most: int = 25) -> Sequence[ProductRow]:
    """One page of what the members of a group share with it, newest first."""
    rows = _joined(_columns()).where(*_in_group(group)).order_by(Product.handed_in_at.desc(), Product.id.desc())
    return [ProductRow(*row) for row in session.execute(rows.offset(first).limit(at_most))]


def count_shared(session: Session, group: PeerGroup) -> int:
    return session.scalar(_joined(select(func.count(Product.id))).where(*_in_group(group))) or 0


def _columns() -> Select[Any]:
    return select(
        Product.id,
        Affiliate.name,
        Cohort.name,
        Product.sheet,
        TrainingSession.number,
        Product.state,
        Product.handed_in_at,
        _SAID,
    )


def _joined(rows: Select[Any]) -> Select[Any]:
    return (
        rows.join(Enrollment, Enrollment.id == Product.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(TrainingSession, TrainingSession.id == Product.session_id)
    )


def _in_group(group: PeerGroup) -> tuple[ColumnElement[bool], ...]:
    members = [enrollment.id for enrollment in group.enrollments]
    shared = (Product.shared_with_id == group.id, Product.handed_in_at.is_not(None))
    return (*shared, Product.enrollment_id.in_(members))


def _chosen(rows: Select[Any], wanted: ProductFilter, actor: Actor) -> Select[Any]:
    """The join first, then the scope, then the filters."""
    rows = _joined(rows).where(visible_to(actor, Permission.SEE_PRACTICE), Product.handed_in_at.is_not(None))
    if wanted.state is not None:
        rows = rows.where(Product.state == wanted.state)
    if wanted.cohort_id is not None:
        rows = rows.where(Enrollment.cohort_id == wanted.cohort_id)
    if wanted.words:
        found = (column.icontains(wanted.words, autoescape=True) for column in (Affiliate.name, TrainingSession.title))
        rows = rows.where(or_(*found))
    return rows


def list_cohorts_with_products(session: Session, *, actor: Actor) -> Sequence[tuple[int, str]]:
    """(id, name) of the cohorts with something handed in that this person may see, newest first."""
    rows = (
        select(Cohort.id, Cohort.name)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(Product, Product.enrollment_id == Enrollment.id)
        .where(visible_to(actor, Permission.SEE_PRACTICE), Product.handed_in_at.is_not(None))
        .distinct()
        .order_by(Cohort.id.desc())
    )
    return [(key, name) for key, name in session.execute(rows)]
