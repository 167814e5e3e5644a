"""What a goal's sentence says by itself: dates, figures, the target, how many people, who arrives when."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b(?P<year>{_YEAR})-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})\s*,?\s*(?P<year>{_YEAR})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})\s*,?\s+(?P<year>{_YEAR})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH})\s*,?\s*(?P<year>{_YEAR})\b", re.IGNORECASE),
    re.compile(rf"(?P<year>\b{_YEAR}\b)(?![-\d%])"),
)
_UNTIL = re.compile(r"\b(?:by|through|until|before)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:set|arriv\w*|enrolled|born|who\s+(?:\w+\s+)?\w+)\s+(?:by|through|until|before)\s+(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)
_NUMBER = r"\d[\d,]{0,14}(?:\.\d{1,8})?"
_PEOPLE = (
    r"(?:learners?|people|persons?|clients?|adults?|children|youth|students?|participants?|families|households?|women"
    r"|men|refugees|newcomers?|parents|cases|arrivals|members)"
)
_COUNTED = re.compile(
    rf"(?<![\d.,/–-])(?<!level )(?<!grade )(?<!month )(?<!day )(?<!aged )(?<!ages )(?<!to )\b(?P<n>\d[\d,]{{0,9}})\s+"
    rf"(?:(?!and\b|or\b|of\b|to\b|days?\b|months?\b|years?\b)[\w-]+\s+)?{_PEOPLE}\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(?<!aged )\bfrom\s+(?P<base>{_NUMBER})\s*(?P<unit>%|percent)?(?:\s+of\s+\d{{1,9}})?(?:\s+[a-z]+){{0,2}}"
    rf"(?:\s*\([^)]*\))?\s+to\s+(?P<target>{_NUMBER})\s*(?P<unit2>%|percent)?(?!\s*(?:{_MONTH})\b)",
    re.IGNORECASE,
)
_TARGETS = (
    re.compile(
        rf"(?<![\d%])(?<!\d )\bto\s+(?:at\s+least\s+|about\s+)?(?P<target>{_NUMBER})(?P<unit>\s*(?:%|percent))?"
        rf"(?:\s+of\s+(?P<of>\d{{1,9}}))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:reach(?:es|ing)?|maintain(?:s|ing)?|at\s+least|at\s+or\s+above|at\s+or\s+below|no\s+more\s+than"
        rf"|at\s+most)\s+(?P<target>{_NUMBER})(?P<unit>\s*(?:%|percent))?(?:\s+of\s+(?P<of>\d{{1,9}}))?",
        re.IGNORECASE,
    ),
)
_BY_SO_MUCH = re.compile(rf"\bby\s+(?P<change>{_NUMBER})\s*(?:%|percent|points|percentage)", re.IGNORECASE)
_OUTCOME_DAY = re.compile(r"\bday[- ](?P<day>\d{1,4})\b|\bwithin\s+(?P<within>\d{1,4})\s+days\b", re.IGNORECASE)
_EVERYONE = re.compile(
    r"\b(?:every|all|each|everyone|everybody|nobody|no\s+one)\b[^.;]{0,60}\bwill\b|\b100\s*(?:%|percent)", re.IGNORECASE
)
_ARRIVING = re.compile(
    rf"\b(?:arriv\w*|arrivals)\s+(?:in\s+|from\s+|between\s+)?(?P<first>(?:{_DAY}\s+)?{_MONTH})(?:\s+(?P<year1>{_YEAR}))?"
    rf"\s*(?:-|–|—|to|through|and|until)\s*(?P<last>(?:{_DAY}\s+)?{_MONTH})\s+(?P<year2>{_YEAR})\b",
    re.IGNORECASE,
)  # fmt: skip  # one window


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that the sentence names as the end: as written, and the days it may mean."""

    said: str
    first: date
    last: date
    is_whole_year: bool = False

    def agrees_with(self, due: date) -> bool:
        return self.first <= due <= self.last


@dataclass(frozen=True, slots=True)
class Window:
    """Whom the sentence is about, by day of arrival; both days belong to it."""

    first: date
    last: date


def deadlines_in(text: str) -> tuple[Deadline, ...]:
    """«by 30 June 2026», «through Sept 2026», «By 2030»; not the day by which a baseline is set or people arrived."""
    return tuple(
        deadline
        for deadline, start in _dates_in(text)
        if _UNTIL.search(text[:start]) and not _OF_SOMETHING_ELSE.search(text[:start])
    )


def due_in(text: str) -> date | None:
    """The one full day or month that the sentence ends with; a bare year is no date."""
    said = {deadline.last for deadline in deadlines_in(text) if not deadline.is_whole_year}
    return said.pop() if len(said) == 1 else None


def figures_in(text: str) -> tuple[Decimal, Decimal] | None:
    """(baseline, target) of «from 40% to 90%»."""
    found = _FROM_TO.search(text)
    return (_decimal(found["base"]), _decimal(found["target"])) if found else None


def is_in_percent(text: str) -> bool:
    return bool(re.search(r"\d\s*(?:%|percent\b)", text, re.IGNORECASE))


def targets_in(text: str) -> tuple[Decimal, ...]:
    """Every number that the sentence gives as the target; «24 of 40» also as the percentage it is."""
    return tuple(dict.fromkeys(_targets(text)))


def changes_in(text: str) -> tuple[Decimal, ...]:
    """The numbers of «by 20%»: how much, not up to what."""
    return tuple(_decimal(found["change"]) for found in _BY_SO_MUCH.finditer(text))


def people_in(text: str) -> int | None:
    """The smallest number of people that the sentence counts: «for 6 learners»."""
    counted = [int(found["n"].replace(",", "")) for found in _COUNTED.finditer(_without_dates(text))]
    return min(counted, default=None)


def outcome_day_in(text: str) -> int | None:
    """180 of «at day 180», 30 of «within 30 days»."""
    found = _OUTCOME_DAY.search(text)
    return int(found["day"] or found["within"]) if found else None


def is_about_everyone(text: str) -> bool:
    """«every family will …», «100% of clients»."""
    return bool(_EVERYONE.search(text))


def arrivals_in(text: str) -> Window | None:
    """«arrived July-Dec 2025», «arrivals between 1 Jan and 30 June 2026»."""
    found = _ARRIVING.search(text)
    if found is None:
        return None
    last = _of_parts(found["last"], int(found["year2"]))
    first = _of_parts(found["first"], int(found["year1"] or found["year2"]))
    if first is None or last is None or first.first > last.last:
        return None
    return Window(first.first, last.last)


def numbers_left(text: str) -> bool:
    """Whether a number remains once dates, years and ages are taken away."""
    rest = re.sub(r"\b\d+\s*(?:-|–|to)\s*\d+\b", " ", _without_dates(text))
    return bool(
        re.search(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", rest, re.IGNORECASE)
    )


def _targets(text: str) -> Iterator[Decimal]:
    both = _FROM_TO.search(text)
    if both:
        yield _decimal(both["target"])
    for found in (one for pattern in _TARGETS for one in pattern.finditer(text)):
        after = text[found.end() :]
        if re.match(rf"(?:st|nd|rd|th)?\s*(?:{_MONTH})\b", after, re.IGNORECASE) or re.match(r"\s*[-–/]\s*\d", after):
            continue
        if not found["unit"] and re.fullmatch(_YEAR, found["target"]):
            continue
        if _counts_ages(text[: found.start()], after):
            continue
        yield _decimal(found["target"])
        if found["of"] and int(found["of"]):
            yield _decimal(found["target"]) * 100 / int(found["of"])


def _counts_ages(before: str, after: str) -> bool:
    """«aged 5 to 17», «5 to 17 years»."""
    is_range = re.search(r"\d\s*$", before) is not None
    return is_range and (
        re.search(r"\bfrom\s+[\d.,]+\s*$", before) is None or re.match(r"\s*years?\b", after) is not None
    )


def _dates_in(text: str) -> Iterator[tuple[Deadline, int]]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            deadline = _deadline(found)
            if deadline is not None:
                taken.append(found.span())
                yield deadline, found.start()


def _deadline(found: "re.Match[str]") -> Deadline | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if parts.get("number"):
        return _day(found[0], year, int(parts["number"]), int(parts["day"]))
    if not parts.get("month"):
        return Deadline(found[0], date(year, 1, 1), date(year, 12, 31), is_whole_year=True)
    month = _month_number(parts["month"])
    if parts.get("day"):
        return _day(found[0], year, month, int(re.sub(r"\D", "", parts["day"])))
    return _whole_month(found[0], year, month)


def _of_parts(said: str, year: int) -> Deadline | None:
    *day, month = said.split()
    number = _month_number(month)
    return _day(said, year, number, int(re.sub(r"\D", "", day[0]))) if day else _whole_month(said, year, number)


def _day(said: str, year: int, month: int, day: int) -> Deadline | None:
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return Deadline(said, on, on)


def _whole_month(said: str, year: int, month: int) -> Deadline:
    return Deadline(said, date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _month_number(word: str) -> int:
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _without_dates(text: str) -> str:
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
