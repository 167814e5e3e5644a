"""Frameworks and indicators as pages, proposals and figures need them."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.errors import NotFound
from workflows.frameworks.models import Framework, Indicator


def find_framework(session: Session, *, code: str, edition: str) -> Framework | None:
    return session.scalar(select(Framework).where(Framework.code == code, Framework.edition == edition))


def find_newest_framework(session: Session) -> Framework | None:
    return session.scalar(select(Framework).order_by(Framework.id.desc()).limit(1))


def list_frameworks(session: Session) -> Sequence[Framework]:
    """All frameworks, newest first, without their indicators."""
    return session.scalars(select(Framework).order_by(Framework.id.desc())).all()


def get_indicator(session: Session, indicator_id: int) -> Indicator:
    """With its framework; raises NotFound."""
    wanted = select(Indicator).where(Indicator.id == indicator_id).options(joinedload(Indicator.framework))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def list_indicators(
    session: Session, framework_id: int, *, domain: str = "", computable: bool = False, words: str = ""
) -> Sequence[Indicator]:
    """The framework's indicators in its own order; `words` are looked for in code, name and definition."""
    wanted = select(Indicator).where(Indicator.framework_id == framework_id).order_by(Indicator.position)
    if domain:
        wanted = wanted.where(Indicator.domain == domain)
    if computable:
        wanted = wanted.where(Indicator.formula.is_not(None))
    for word in words.split():
        columns = (Indicator.code, Indicator.name, Indicator.definition)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return session.scalars(wanted).all()


def list_domains(session: Session, framework_id: int) -> Sequence[tuple[str, str]]:
    """(group, domain) pairs in the framework's order."""
    rows = session.execute(
        select(Indicator.domain_group, Indicator.domain)
        .where(Indicator.framework_id == framework_id)
        .order_by(Indicator.position)
    )
    return tuple(dict.fromkeys((group, domain) for group, domain in rows))


def list_neighbors(session: Session, indicator: Indicator) -> Sequence[Indicator]:
    """The other indicators of the same domain."""
    same = (Indicator.framework_id == indicator.framework_id) & (Indicator.domain == indicator.domain)
    wanted = select(Indicator).where(same, Indicator.id != indicator.id).order_by(Indicator.position)
    return session.scalars(wanted).all()
