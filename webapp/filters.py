"""Template filters: dates, money, sizes and counts in words; values in, text out."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from webapp.library.prose import prose

CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
SIZE_UNITS = ("KB", "MB", "GB", "TB")
ZONE_NAMES = {
    "America/New_York": "Eastern Time",
    "America/Chicago": "Central Time",
    "America/Denver": "Mountain Time",
    "America/Phoenix": "Arizona Time",
    "America/Los_Angeles": "Pacific Time",
    "America/Anchorage": "Alaska Time",
    "Pacific/Honolulu": "Hawaii Time",
}
_BRACES = re.compile(r"(\{+_?[{%].*?[%}]_?\}+|\{_?[{%].*$)")
DASH = "–"  # what a table shows where there is no value


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone cannot be shown in one.")
    return moment.astimezone(ZoneInfo(zone))


def _day(value: date | datetime, zone: str) -> date:
    return _local(value, zone).date() if isinstance(value, datetime) else value


def clock_time(moment: datetime | None, zone: str) -> str:
    """`10:42 am EST`; a dash for None."""
    if moment is None:
        return DASH
    local = _local(moment, zone)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'} {local.tzname()}"


def date_time(moment: datetime | None, zone: str) -> str:
    """`Friday 6 March 2026, 11:59 pm EST`; a dash for None."""
    return DASH if moment is None else f"{long_date(moment, zone)}, {clock_time(moment, zone)}"


def short_date_time(moment: datetime | None, zone: str) -> str:
    """`6 Mar 2026, 11:59 pm EST`; a dash for None."""
    return DASH if moment is None else f"{short_date(moment, zone)}, {clock_time(moment, zone)}"


def long_date(value: date | datetime | None, zone: str = "UTC") -> str:
    """`Friday 6 March 2026`; a plain date needs no zone, a dash for None."""
    if value is None:
        return DASH
    day = _day(value, zone)
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def short_date(value: date | datetime | None, zone: str = "UTC") -> str:
    """`6 Mar 2026`; a plain date needs no zone, a dash for None."""
    if value is None:
        return DASH
    day = _day(value, zone)
    return f"{day.day} {day:%b} {day.year}"


def iso(value: date | datetime | None) -> str:
    """What `<time datetime>` wants: a date, or a moment in UTC; empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def zone_name(zone: str) -> str:
    """`Eastern Time`; for zones without an everyday name here, the city: `Boise time`."""
    return ZONE_NAMES.get(zone) or f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def due_in(due: date | datetime | None, now: datetime, zone: str) -> str:
    """`in 11 days`, `tomorrow`, `today`, `4 days late`, counted in calendar days of the zone.

    A deadline is a moment: earlier the same day it reads `today`, a minute after it `late today`.
    """
    if due is None:
        return DASH
    days = (_day(due, zone) - _local(now, zone).date()).days
    if days == 0:
        return "late today" if isinstance(due, datetime) and due < now else "today"
    if days < 0:
        return f"{plural(-days, 'day')} late"
    return "tomorrow" if days == 1 else f"in {days} days"


def ago(moment: date | datetime | None, now: datetime, zone: str) -> str:
    """`today`, `yesterday`, `6 days ago`, counted in calendar days of the zone."""
    if moment is None:
        return DASH
    days = (_local(now, zone).date() - _day(moment, zone)).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def money(amount: Decimal | int | str | None, currency: str = "USD") -> str:
    """`$24,000`, cents only when there are some; a minus sign before it below zero; a dash for None."""
    if amount is None:
        return DASH
    value = Decimal(amount)
    figures = f"{abs(value):,.2f}".removesuffix(".00")
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
    return f"{'−' if value < 0 else ''}{sign}{figures}"


def percent(value: Decimal | float | None, decimals: int = 0) -> str:
    """`54%` from 54 (percent, not a share of one); a dash for None."""
    return DASH if value is None else f"{value:.{decimals}f}%"


def points(value: Decimal | None) -> str:
    """`71.25`, `70`: points without needless zeros; a dash for None."""
    return DASH if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def file_size(size_bytes: int | None) -> str:
    """`480 bytes`, `12 KB`, `1.4 MB`; thousands, as file managers count; a dash for None."""
    if size_bytes is None:
        return DASH
    if size_bytes < 1000:
        return plural(size_bytes, "byte")
    size = float(size_bytes)
    for unit in SIZE_UNITS:
        size /= 1000
        if size < 999.5 or unit == SIZE_UNITS[-1]:
            break
    return f"{size:.1f} {unit}" if size < 9.95 and unit != "KB" else f"{size:.0f} {unit}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 day`, `3 days`, `2 people`: the count with the word that fits it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _label(column: Any) -> str:
    return str(column["label"] if isinstance(column, Mapping) else column.label)


def label_cells(cells: str, columns: Sequence[Any]) -> Markup:
    """The cells of one table row, each carrying its column's label, for rows shown as cards."""
    labels = iter(columns)

    def labelled(match: re.Match[str]) -> str:
        column = next(labels, None)
        label = f' data-label="{escape(_label(column))}"' if column else ""
        role = "rowheader" if match[1] == "th" else "cell"
        return f'<{match[1]} role="{role}"{label}'

    return Markup(re.sub(r"<(td|th)(?=[\s>])", labelled, str(cells)))  # noqa: S704  rendered by our own template


def braces_as_code(text: str) -> Markup:
    """The text with what stands in a template's braces set as code; everything in it is escaped."""
    pieces = (
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(_BRACES.split(text))
    )
    return Markup("").join(pieces)


FILTERS: dict[str, Callable[..., str]] = {
    "clock_time": clock_time,
    "date_time": date_time,
    "short_date_time": short_date_time,
    "long_date": long_date,
    "short_date": short_date,
    "iso": iso,
    "zone_name": zone_name,
    "due_in": due_in,
    "ago": ago,
    "money": money,
    "percent": percent,
    "points": points,
    "file_size": file_size,
    "plural": plural,
    "label_cells": label_cells,
    "prose": prose,
    "braces_as_code": braces_as_code,
}
