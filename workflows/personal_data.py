"""A plain look for what could belong to a client: identifiers, telephone numbers, birthdays. Names it cannot see."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.errors import DomainError, Reason

NOTICE = "No names, numbers or birthdays of clients, please: “a mother of three from our Tuesday class” is enough."
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_LONG_AGO = 365  # days: a full date further back is more often a birthday than a plan


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that looks like it belongs to a person: what it looks like, and the text itself."""

    looks_like: str
    text: str

    @property
    def sentence(self) -> str:
        return f"“{self.text}” looks like {self.looks_like}."


# In the order in which they are looked for; what one has found is no longer there for the next.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an A-number", re.compile(r"\bA[-#: ]{0,2}\d{3}[- ]?\d{3}[- ]?\d{2,3}\b", re.IGNORECASE)),
    ("a Social Security number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    ("a Social Security number",
     re.compile(r"\b(?:ssn|social security)\D{0,20}\d{3}[- ]?\d{2}[- ]?\d{4}\b", re.IGNORECASE)),
    ("a telephone number",
     re.compile(r"(?<![\w./-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)")),
    ("a telephone number", re.compile(r"(?<![\w.,$/-])\d{3}-\d{4}(?![\w-]|[.,]\d)")),
    ("a telephone number", re.compile(r"(?<![\w+])\+\d{9,15}\b")),
    ("a case number", re.compile(r"\b(?:[A-Za-z]{2,3}-|[A-Z]{2,3})\d{5,8}\b")),
)  # fmt: skip  # what it looks like · how it is written
_DATE = re.compile(
    r"(?<![\w-])(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<n1>\d{1,2})(?P<sign>[/.])(?P<n2>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})"
    rf"|(?P<word1>{_MONTH}) (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year1>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[- ](?P<word2>{_MONTH})[- ](?P<year2>\d{{4}}|\d{{2}}))(?![\w-]|\.\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:born|birth|dob|d\.o\.b|birthday)\b[^.\n]{0,20}$", re.IGNORECASE)


def list_suspicions(text: str, *, today: date) -> list[Suspicion]:
    """Everything in the text that a person should look at once more before others read it, in order of kinds."""
    found: list[Suspicion] = []
    rest = text
    for looks_like, pattern in _PATTERNS:
        found += [Suspicion(looks_like, match.group().strip(" :#")) for match in pattern.finditer(rest)]
        rest = pattern.sub(" … ", rest)
    return [*found, *_birthdays(rest, today=today)]


def require_no_personal_data(texts: Iterable[str], *, is_checked: bool, today: date) -> None:
    """Raise DomainError with what looks personal, unless the writer looked at it and says that it is nobody's.

    The reasons belong to the field `is_checked`, where the writer says so.
    """
    if is_checked:
        return
    found = [suspicion for text in texts for suspicion in list_suspicions(text, today=today)]
    if found:
        end = " Take it out, or tick below that it belongs to no client."
        said = list(dict.fromkeys(suspicion.sentence for suspicion in found))
        raise DomainError(*(Reason(s, "is_checked") for s in said[:-1]), Reason(said[-1] + end, "is_checked"))


def _birthdays(text: str, *, today: date) -> Iterator[Suspicion]:
    for match in _DATE.finditer(text):
        day = _day_of(match, today=today)
        if day is None or day > today:
            continue
        after_birth_word = _BIRTH.search(text[: match.start()]) is not None
        if after_birth_word or (today - day).days > _LONG_AGO:
            yield Suspicion("a date of birth", match.group())


def _day_of(match: re.Match[str], *, today: date) -> date | None:
    """The day that is written, with day and month in either order; None for what is no day."""
    part = match.groupdict()
    year = _year_of(part["y"] or part["year"] or part["year1"] or part["year2"], today=today)
    word, number = part["word1"] or part["word2"], part["day1"] or part["day2"]
    if word:
        tries = [(_MONTHS.index(word[:3].casefold()) + 1, int(number))]
    else:
        first, second = int(part["m"] or part["n1"]), int(part["d"] or part["n2"])
        tries = [(first, second)] if part["y"] else [(first, second), (second, first)]
    return next((day for month, number in tries if (day := _as_day(year, month, number)) is not None), None)


def _year_of(written: str, *, today: date) -> int:
    """Two digits are of this century, until they would lie ahead."""
    year = int(written)
    if len(written) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _as_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
