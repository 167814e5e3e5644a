"""The day after arrival at which an indicator is seen, as its name says it."""

import re

_DAY = re.compile(r"\b(?:at|by) day (\d{1,4})\b|\bwithin (\d{1,4}) days\b|\bday (\d{1,4})\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:at|by) month (\d{1,2})\b", re.IGNORECASE)
DAYS_OF_A_YEAR, MONTHS_OF_A_YEAR = 365, 12


def outcome_day_of(name: str) -> int | None:
    """180 for «Employed at day 180», 30 for «School entry within 30 days», 456 for «… by month 15»; else None."""
    found = _DAY.search(name)
    if found:
        return int(next(part for part in found.groups() if part))
    months = _MONTH.search(name)
    return -(-int(months[1]) * DAYS_OF_A_YEAR // MONTHS_OF_A_YEAR) if months else None
