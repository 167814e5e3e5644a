"""How one cell of an extract becomes one clean cell, or a problem in words."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from workflows.measurement.answers import AGE_MAX, NUMBER_DECIMALS_MAX, NUMBER_MAX, TEXT_CELL_MAX
from workflows.measurement.columns import Kind


class CellProblem(Exception):
    """What is wrong and how to put it right. Never holds the value: it may name a person."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


# What case databases write when nobody answered. Blank is never counted as "no".
MISSING = frozenset({"", "n/a", "na", "null", "none", "unknown", "not available", "-", "--", ".", "?"})

YES_NO = {
    **dict.fromkeys(("y", "yes", "true", "t", "1"), "Y"),
    **dict.fromkeys(("n", "no", "false", "f", "0"), "N"),
}

_NUMBER = re.compile(r"-?\$?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\$?\.\d+", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean_cell(raw: str, *, kind: Kind) -> str:
    """The cell in the one form we store: ISO date, plain number, Y or N, safe text, or "" for not known.

    Raises CellProblem.
    """
    text = raw.strip()
    return "" if text.casefold() in MISSING else _CLEANERS[kind](text)


def read_date(text: str) -> date:
    """A date written yyyy-mm-dd or mm/dd/yyyy. Raises CellProblem for every other way."""
    if iso := _ISO_DATE.fullmatch(text):
        return _calendar_day(*iso.groups())
    if us := _US_DATE.fullmatch(text):
        month, day, year = us.groups()
        return _calendar_day(year, month, day)
    raise CellProblem("This is not a date we can read safely.", "Write it as yyyy-mm-dd or mm/dd/yyyy.")


def _calendar_day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        fix = "Write a real date as yyyy-mm-dd or mm/dd/yyyy."
        raise CellProblem("This day is not in the calendar.", fix) from None


def age_on(day: date, *, born: date) -> int:
    """Completed years. Raises CellProblem where nobody can be that old or that young."""
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if born > day:
        raise CellProblem("The date of birth is after the arrival date.", "Check whether the two dates were swapped.")
    if years > AGE_MAX:
        raise CellProblem(
            f"The date of birth makes this person older than {AGE_MAX} on arrival.",
            "Check the year of birth.",
        )
    return years


def _clean_text(text: str) -> str:
    if len(text) > TEXT_CELL_MAX:
        raise CellProblem(
            f"The answer is longer than {TEXT_CELL_MAX} characters.",
            "Choose one of the usual answers; keep notes in the notes column, which we drop.",
        )
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_STARTS_FORMULA) else flat


def _clean_yes_no(text: str) -> str:
    answer = YES_NO.get(text.casefold())
    if answer is None:
        raise CellProblem("This is neither yes nor no.", "Write Y, N, or leave the cell blank if not known.")
    return answer


def _clean_number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise CellProblem("This is not a number.", "Write digits only, for example 15.50.")
    number = Decimal(text.replace("$", "").replace(",", ""))
    if number != round(number, NUMBER_DECIMALS_MAX) or abs(number) > NUMBER_MAX:
        raise CellProblem(
            "This number is too large or too long.",
            f"Use at most {NUMBER_DECIMALS_MAX} decimals and at most {NUMBER_MAX:,}.",
        )
    return f"{number:f}"


def _clean_date(text: str) -> str:
    return read_date(text).isoformat()


_CLEANERS: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: _clean_text,
    Kind.YES_NO: _clean_yes_no,
    Kind.NUMBER: _clean_number,
    Kind.DATE: _clean_date,
}
