"""A goal given as JSON: read strictly, so that what is judged is what was meant."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from workflows.errors import DomainError
from workflows.proposals.smart.facts import GoalFacts, GoalType, Milestone, Risk, Spending

T = TypeVar("T")

TEXT_MAX = 5_000  # characters of any one text
ROWS_MAX = 500
FIGURE_MOST = Decimal(1_000_000_000)
YEARS = range(1900, 2101)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_TO_BE_SET = frozenset({"", "to be set", "tbd", "n/a", "none", "unknown"})
_TEXTS = (
    "statement", "population", "affiliate_site", "indicator_code", "direction_verb", "data_source", "data_owner",
    "review_frequency", "benchmark_or_rationale", "framework_domain", "activity_rationale", "unit",
)  # fmt: skip  # a list to read through
_DATES = ("baseline_date", "due_date", "project_starts_on", "project_ends_on")


def goal_facts(given: Any) -> GoalFacts:
    """The facts of a JSON object with the names of `GoalFacts`; keys that are not there are simply not given.

    Raises DomainError with a sentence for what cannot be what was meant.
    """
    if not isinstance(given, dict):
        raise DomainError("A goal is one JSON object with the fields of a goal, such as “statement”.")
    values: dict[str, Any] = {name: _text(given, name) for name in _TEXTS}
    values |= {name: _date(given, name) for name in _DATES}
    values |= {
        "goal_type": _choice(given, "goal_type", GoalType),
        "baseline_value": _figure(given, "baseline_value", unset=_TO_BE_SET),
        "baseline_n": _whole(given, "baseline_n"),
        "milestones": _rows(given, "milestones", _milestone),
        "activities": tuple(text for text in _rows(given, "activities", _row_text) if text),
        "budget_lines": _rows(given, "budget_lines", _spending),
        "assumptions_risks": _rows(given, "assumptions_risks", _risk),
        "award_amount": _figure(given, "award_amount"),
        "eligible_n": _whole(given, "eligible_n"),
        "arrivals_by_month": _arrivals(given),
        "field_completeness": _completeness(given),
    }
    return GoalFacts(**values, **_target(given), **_indicator(given))


def _indicator(given: Mapping[str, Any]) -> dict[str, Any]:
    """How the indicator is calculated; a numerator that is not mentioned is not known, an empty one is missing."""
    if _text(given, "direction") not in ("", "higher", "lower"):
        raise DomainError("“direction” is “higher” or “lower”: which way is better.")
    return {
        "calculation": _text(given, "calculation"),
        "direction": _text(given, "direction"),
        "numerator": _text(given, "numerator") if "numerator" in given else None,
        "denominator": _text(given, "denominator") if "denominator" in given else None,
        "outcome_day": _whole(given, "outcome_day"),
    }


def _target(given: Mapping[str, Any]) -> dict[str, Any]:
    """A target that is no number is a finding, not an unreadable file."""
    value = given.get("target_value")
    if isinstance(value, str) and _decimal(value) is None:
        return {"target_said": _text(given, "target_value")}
    return {"target_value": _figure(given, "target_value")}


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DomainError(f"“{name}” is a text, with quotation marks around it.")
    if len(value) > TEXT_MAX:
        raise DomainError(f"“{name}” has more than {TEXT_MAX:,} characters. Shorten it.")
    return value.strip()


def _choice(given: Mapping[str, Any], name: str, kind: type[GoalType]) -> GoalType | None:
    text = _text(given, name).lower()
    if not text:
        return None
    if text not in {member.value for member in kind}:
        raise DomainError(f"“{name}” is one of {', '.join(member.value for member in kind)}.")
    return kind(text)


def _date(given: Mapping[str, Any], name: str) -> date | None:
    text = _text(given, name)
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        found = date.min
    if found is not None and found.year not in YEARS:
        raise DomainError(f"“{name}” is a day such as 2027-06-30, between {YEARS[0]} and {YEARS[-1]}.")
    return found


def _figure(given: Mapping[str, Any], name: str, *, unset: frozenset[str] = frozenset({""})) -> Decimal | None:
    value = given.get(name)
    if value is None or (isinstance(value, str) and value.strip().lower() in unset):
        return None
    found = _decimal(value)
    if found is None or abs(found) > FIGURE_MOST:
        raise DomainError(f"“{name}” is a number such as 48 or 3.4, at most {FIGURE_MOST:,}.")
    return found


def _decimal(value: object) -> Decimal | None:
    """A finite number, or a text such as «1,500», «48 %» or «$12.50»; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, int) and abs(value) > FIGURE_MOST:  # turning a huge one into text would take long
        return FIGURE_MOST + 1
    text = str(value)
    if len(text) > 40:
        return None
    try:
        found = Decimal(text.translate({ord(sign): None for sign in "$%, \u00a0"}))
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found.adjusted()) > 12:
        return Decimal(0) if found == 0 else FIGURE_MOST + 1 if found.is_finite() and found.adjusted() > 0 else None
    return found


def _whole(given: Mapping[str, Any], name: str) -> int | None:
    found = _figure(given, name)
    if found is None:
        return None
    if found != found.to_integral_value() or found < 0:
        raise DomainError(f"“{name}” is a whole number such as 62.")
    return int(found)


def _rows(given: Mapping[str, Any], name: str, read: Callable[[str, Any], T]) -> tuple[T, ...]:
    rows = given.get(name)
    if rows is None:
        return ()
    if not isinstance(rows, list) or len(rows) > ROWS_MAX:
        raise DomainError(f"“{name}” is a list in square brackets, of at most {ROWS_MAX} rows.")
    return tuple(read(f"{name}, row {number}", row) for number, row in enumerate(rows, 1))


def _row_text(place: str, row: Any) -> str:
    return _text({place: row if row is not None else ""}, place)


def _object(place: str, row: Any) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise DomainError(f"“{place}” is an object in curly brackets.")
    return row


def _milestone(place: str, row: Any) -> Milestone:
    named = _named(place, _object(place, row))
    return Milestone(_date(named, f"{place}: on"), _figure(named, f"{place}: value"))


def _spending(place: str, row: Any) -> Spending:
    named = _named(place, _object(place, row))
    hours, amount = _figure(named, f"{place}: hours"), _figure(named, f"{place}: amount")
    return Spending(_text(named, f"{place}: description"), hours, amount)


def _risk(place: str, row: Any) -> Risk:
    named = _named(place, _object(place, row))
    return Risk(_text(named, f"{place}: risk"), _text(named, f"{place}: mitigation"))


def _named(place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values under names that say where they stand."""
    return {f"{place}: {name}": value for name, value in row.items()}


def _by_name(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = given.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > ROWS_MAX:
        raise DomainError(f"“{name}” is an object in curly brackets, of at most {ROWS_MAX} entries.")
    return value


def _arrivals(given: Mapping[str, Any]) -> dict[date, int]:
    found = {}
    for month, people in _by_name(given, "arrivals_by_month").items():
        parts = _MONTH.fullmatch(month)
        if parts is None or int(parts[1]) not in YEARS or int(parts[2]) not in range(1, 13):
            raise DomainError("“arrivals_by_month” counts people by month, such as {“2025-07”: 12}.")
        found[date(int(parts[1]), int(parts[2]), 1)] = _whole({month: people}, month) or 0
    return found


def _completeness(given: Mapping[str, Any]) -> dict[str, Decimal]:
    found = {}
    for field, share in _by_name(given, "field_completeness").items():
        number = _figure({field: share}, field) or Decimal(0)
        number = number / 100 if number > 1 or (isinstance(share, str) and "%" in share) else number
        if not 0 <= number <= 1:
            raise DomainError("“field_completeness” holds shares from 0 to 1, such as {“employed_day_180”: 0.93}.")
        found[field] = number
    return found
