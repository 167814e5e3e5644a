"""Shared examples as pages need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy import func as sql
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.exercises.models import Product
from workflows.peers.models import LEFT, Example, ExampleAudience, ExampleState
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, Scope, scopes_of


def get_example(session: Session, example_id: int) -> Example:
    """With its product, the version that is shown, and the cohort's enrollments; raises NotFound."""
    loading = (
        joinedload(Example.product).joinedload(Product.enrollment),
        joinedload(Example.shown),
        selectinload(Example.enrollments),
    )
    found = session.scalar(select(Example).where(Example.id == example_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_example_of(session: Session, product_id: int) -> Example | None:
    """The product's example that is asked for or published, loaded as `get_example` does."""
    live = (ExampleState.ASKED, ExampleState.PUBLISHED)
    found = select(Example.id).where(Example.product_id == product_id, Example.state.in_(live))
    key = session.scalar(found.order_by(Example.id.desc()).limit(1))
    return get_example(session, key) if key is not None else None


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One line of the list, ready to show."""

    id: int
    sheet: str
    affiliate: str
    why: str
    audience: ExampleAudience
    state: ExampleState
    consented_at: datetime | None


def list_examples(
    session: Session, *, actor: Actor, sheet: str = "", words: str = "", first: int = 0, at_most: int = 25
) -> Sequence[ExampleRow]:
    """One page of the examples this person may see, newest first; those that wait for their consent on top."""
    columns: tuple[Any, ...] = (
        Example.id,
        Product.sheet,
        Affiliate.name,
        Example.why,
        Example.audience,
        Example.state,
        Example.consented_at,
    )
    rows = _seen(select(*columns), actor, sheet, words)
    rows = rows.order_by(Example.state != ExampleState.ASKED, Example.consented_at.desc(), Example.id.desc())
    return [ExampleRow(*row) for row in session.execute(rows.offset(first).limit(at_most))]


def count_examples(session: Session, *, actor: Actor, sheet: str = "", words: str = "") -> int:
    return session.scalar(_seen(select(sql.count(Example.id)), actor, sheet, words)) or 0


def _seen(rows: Select[Any], actor: Actor, sheet: str, words: str) -> Select[Any]:
    rows = (
        rows.join(Product, Product.id == Example.product_id)
        .join(Enrollment, Enrollment.id == Product.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(Example.state != ExampleState.WITHDRAWN, _reached(actor))
    )
    if sheet:
        rows = rows.where(Product.sheet == sheet)
    if words:
        rows = rows.where(or_(*(c.icontains(words, autoescape=True) for c in (Affiliate.name, Example.why))))
    return rows


def _reached(actor: Actor) -> ColumnElement[bool]:
    """What `Example.reach` says, as a WHERE clause."""
    scopes = scopes_of(actor, Permission.SEE_PRACTICE)
    if Scope.ANYWHERE in scopes:
        return true()
    mine = or_(Enrollment.affiliate_id.in_(actor.affiliate_ids), Enrollment.coach_id == actor.id)
    peer = aliased(Enrollment)
    cohorts = select(peer.cohort_id).where(
        peer.confirmed_at.is_not(None),
        peer.stage.not_in(LEFT),
        or_(peer.affiliate_id.in_(actor.affiliate_ids), peer.coach_id == actor.id),
    )
    published = Example.state == ExampleState.PUBLISHED
    return or_(mine, published & or_(Example.audience == ExampleAudience.NETWORK, Example.cohort_id.in_(cohorts)))
