"""The columns that every finder of waiting things has."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Select, cast, null

from workflows.enrollments.models import Enrollment
from workflows.permissions import Actor

Finder = Callable[[Actor], Select[Any]]


def columns_of(key: Any, since: Any, amount: Any = None) -> tuple[Any, ...]:
    """Whose year it is, the key of its page, since when it waits, and US dollars where it is about money."""
    money = cast(null(), BigInteger) if amount is None else amount
    return (Enrollment.id.label("enrollment_id"), key.label("key"), since.label("since"), money.label("amount"))
