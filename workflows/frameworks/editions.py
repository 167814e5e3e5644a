"""Making and keeping editions of frameworks: copy, rename, publish, throw away."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason, Stale
from workflows.frameworks.answers import FRAMEWORK_CODE
from workflows.frameworks.lifecycle import EDITIONS
from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.queries import find_framework, is_chosen, list_copies
from workflows.permissions import Actor, Permission, require

OWN_COLUMNS = frozenset({"id", "framework_id", "version"})  # what a copy of an indicator does not take over
PUBLISHED_STAYS = "This edition is published, and proposals name it. Copy it into a new edition to change it."


@dataclass(frozen=True, slots=True)
class WrittenFramework:
    """What a person says about an edition as a whole."""

    code: str
    edition: str
    name: str
    source: str
    purpose: str


def written_framework_of(framework: Framework) -> WrittenFramework:
    """The edition as a form is filled with it."""
    return WrittenFramework(framework.code, framework.edition, framework.name, framework.source, framework.purpose)


def copy_framework(
    framework: Framework, written: WrittenFramework, *, with_indicators: bool = True, session: Session, actor: Actor
) -> Framework:
    """A draft with every indicator of the framework, whatever it says, retired ones too; the original stays as it is.

    Without `with_indicators` an empty draft. Raises Forbidden; DomainError at `code` or `edition`.
    """
    require(actor, Permission.MANAGE_FRAMEWORKS)
    _require_own_name(written, None, session=session)
    copy = Framework(**asdict(written), copied_from_id=framework.id if with_indicators else None)
    copy.indicators = [_copied(row) for row in framework.indicators] if with_indicators else []
    session.add(copy)
    session.flush()  # callers show it under its number
    return copy


def edit_framework(
    framework: Framework, written: WrittenFramework, *, expected_version: int, session: Session, actor: Actor
) -> None:
    """Say a draft otherwise; of a published edition only what it is for. Raises Forbidden, Stale, DomainError."""
    require(actor, Permission.MANAGE_FRAMEWORKS, framework)
    before = written_framework_of(framework)
    if framework.version != expected_version:
        raise Stale(mine=_texts(written), theirs=_texts(before))
    changed = {name: value for name, value in asdict(written).items() if getattr(framework, name) != value}
    if framework.is_published and changed.keys() - {"purpose"}:
        raise DomainError(*(Reason(PUBLISHED_STAYS, name) for name in changed if name != "purpose"))
    _require_own_name(written, framework, session=session)
    for name, value in changed.items():
        setattr(framework, name, value)


def publish_framework(framework: Framework, *, actor: Actor, now: datetime) -> None:
    """From now on cohorts may choose it. Raises Refused."""
    EDITIONS.move(framework, "publish", actor=actor, now=now)
    framework.published_at = now


def why_not_publish(framework: Framework, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    return EDITIONS.why_not(framework, "publish", actor=actor, now=now)


def throw_away(framework: Framework, *, session: Session, actor: Actor) -> None:
    """Remove a draft with its indicators; copies of it stay. Raises Forbidden, DomainError."""
    require(actor, Permission.MANAGE_FRAMEWORKS, framework)
    if framework.is_published or is_chosen(session, framework.id):
        raise DomainError("A published edition stays, because cohorts and proposals may point at it.")
    for copy in list_copies(session, framework.id):
        copy.copied_from_id = framework.copied_from_id
    session.flush()  # nothing may point at a row that goes
    session.delete(framework)


def _copied(indicator: Indicator) -> Indicator:
    return Indicator(**deepcopy(columns_of(indicator)))


def columns_of(indicator: Indicator) -> Mapping[str, Any]:
    """Everything an indicator keeps besides its keys and its version."""
    names = (column.key for column in inspect(Indicator).column_attrs)
    return {name: getattr(indicator, name) for name in names if name not in OWN_COLUMNS}


def _require_own_name(written: WrittenFramework, framework: Framework | None, *, session: Session) -> None:
    if not FRAMEWORK_CODE.fullmatch(written.code):
        raise DomainError(Reason("Write the code in small letters and digits, with hyphens between words.", "code"))
    with session.no_autoflush:
        twin = find_framework(session, code=written.code, edition=written.edition)
    if twin is not None and twin is not framework:
        sentence = f"“{written.code}” has an edition {written.edition} already. Give this one another."
        raise DomainError(Reason(sentence, "edition"))


def _texts(written: WrittenFramework) -> dict[str, str]:
    return {
        "Code": written.code,
        "Edition": written.edition,
        "Name": written.name,
        "Source": written.source,
        "What it is for": written.purpose,
    }
