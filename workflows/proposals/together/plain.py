"""Answers as plain values that JSON keeps exactly, and back, whatever fields their dataclass has."""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, days as ISO text, numbers with a point as the shortest text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: to_plain(one) for key, one in value.items()}
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_plain(kind: type[T], values: dict[str, Any]) -> T:
    """The dataclass `kind` of what `to_plain` made; a field that is not there takes its default."""
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass, as said
    return kind(**{name: _read(hints[name], value) for name, value in values.items() if name in known})


def _read(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        kind = next(part for part in parts if part is not type(None))
        return None if value is None else _read(kind, value)
    if origin is tuple:
        return tuple(_read(parts[0], one) for one in value)
    if not isinstance(hint, type):
        return value
    return from_plain(hint, value) if is_dataclass(hint) else _of_text(hint, value)


def _of_text(kind: type, value: Any) -> Any:
    if issubclass(kind, date):
        return date.fromisoformat(value)
    return kind(value) if issubclass(kind, Decimal | Enum) else value
