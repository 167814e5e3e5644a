"""Calendar quarters, each named by its first day."""

from datetime import date


def quarter_of(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(quarter: date) -> date:
    return date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)


def in_words(first: date, last: date | None = None) -> str:
    """`January to March 2026`; over several quarters `October 2025 to June 2026`."""
    ends_in = (last or first).replace(month=(last or first).month + 2)
    year = "" if first.year == ends_in.year else f" {first.year}"
    return f"{first:%B}{year} to {ends_in:%B %Y}"
