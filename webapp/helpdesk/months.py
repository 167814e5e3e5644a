"""Months as first days: from an address, and counting back and forth."""

import re
from datetime import date, timedelta

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_from(text: str, *, otherwise: date) -> date:
    """`2026-03` as its first day; `otherwise` for everything that is no month."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else otherwise


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def list_months(last: date, count: int) -> list[date]:
    """`count` months up to `last`, the newest first."""
    months = [last.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months
