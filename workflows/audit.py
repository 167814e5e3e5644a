"""The audit trail: who changed what, when, from which value to which, written with the change itself."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, event, insert, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflows.clock import utc_now
from workflows.db import Key, Row, UtcDateTime, current_origin


class AuditEntry(Row):
    """One changed row. `before` and `after` hold only the columns that changed; secrets are named, never shown."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_record", "kind", "record_id"),)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"), index=True)
    request_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int] = mapped_column(Key)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class Audited:
    """Mark of a model whose every change is kept. `audit_hides` names columns whose values are secret."""

    audit_hides: ClassVar[frozenset[str]] = frozenset()


HIDDEN = "(hidden)"


@event.listens_for(Session, "after_flush")
def _write_entries(session: Session, _context: Any) -> None:
    entries = [
        *(_entry(row, "created") for row in session.new if isinstance(row, Audited)),
        *(_entry(row, "changed") for row in session.dirty if isinstance(row, Audited)),
        *(_entry(row, "deleted") for row in session.deleted if isinstance(row, Audited)),
    ]
    entries = [entry for entry in entries if entry["before"] or entry["after"]]
    if entries:
        session.execute(insert(AuditEntry), entries)


def note_created(session: Session, kind: type[Row], rows: Iterable[Mapping[str, Any]]) -> None:
    """The entries of many rows that were inserted at once, beside the session; each row has its id and its values."""
    entries = [
        _entry_of(kind.__tablename__, row["id"], "created", {}, {n: _shown(v, hidden=False) for n, v in row.items()})
        for row in rows
    ]
    if entries:
        session.execute(insert(AuditEntry), entries)


def _entry(row: Any, action: str) -> dict[str, Any]:
    return _entry_of(row.__tablename__, row.id, action, *_difference(row, action))


def _entry_of(kind: str, record_id: int, action: str, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    origin = current_origin()
    return {
        "at": utc_now(),
        "actor_id": origin.actor_id,
        "request_id": origin.request_id,
        "action": action,
        "kind": kind,
        "record_id": record_id,
        "before": before,
        "after": {name: value for name, value in after.items() if name != "id"},
    }


def _difference(row: Any, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        name = column.key
        history = state.attrs[name].history
        if name in {"id", "version"} or not (history.has_changes() or action == "deleted"):
            continue
        hidden = name in row.audit_hides
        if history.deleted or action == "deleted":
            before[name] = _shown(history.deleted[0] if history.deleted else getattr(row, name), hidden=hidden)
        if action != "deleted":
            after[name] = _shown(history.added[0] if history.added else None, hidden=hidden)
    return before, after


def _shown(value: Any, *, hidden: bool) -> Any:
    if hidden and value is not None:
        return HIDDEN
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value
