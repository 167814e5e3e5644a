"""Dates, moments and money as documents write them: in full, never abbreviated."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

NOT_GIVEN = "Not given"


def day(value: date | None, missing: str = NOT_GIVEN) -> str:
    """`30 June 2026`."""
    return missing if value is None else f"{value.day} {value:%B} {value.year}"


def local_day(moment: datetime | None, zone: str, missing: str = NOT_GIVEN) -> str:
    """`Monday 9 March 2026`, the calendar day in the zone."""
    if moment is None:
        return missing
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {day(local.date())}"


def moment_in(moment: datetime | None, zone: str, missing: str = NOT_GIVEN) -> str:
    """`Friday 6 March 2026, 4:12 pm EST`."""
    if moment is None:
        return missing
    local = moment.astimezone(ZoneInfo(zone))
    hour = f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return f"{local_day(moment, zone)}, {hour} {local.tzname()}"


def period(first: date, last: date) -> str:
    """`1 April 2026 to 31 March 2027`."""
    return f"{day(first)} to {day(last)}"


def dollars(amount: Decimal | int | str) -> str:
    """`$25,000.00`: cents always, so that columns of a contract line up; `−$50.00` below zero."""
    value = Decimal(amount)
    return f"{'−' if value < 0 else ''}${abs(value):,.2f}"


def percent_of(part: Decimal, whole: Decimal) -> str:
    """`42%`; a dash where there is no whole."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def counted(number: int, one: str, many: str) -> str:
    """`1 minute`, `2 minutes`."""
    return f"{number:,} {one if number == 1 else many}"


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that a person typed, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def fingerprint(facts: Sequence[object]) -> str:
    """The first 12 hex digits of the SHA-256 over what a record says; the same record, the same digits."""
    return hashlib.sha256(json.dumps(facts, default=str, ensure_ascii=False).encode()).hexdigest()[:12]
