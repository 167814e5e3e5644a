"""What an indicator counts, as data that staff can write and nothing executes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TypeVar

from workflows.errors import DomainError
from workflows.frameworks.library import load_library
from workflows.measurement.answers import FORMULA_CONDITIONS_MAX, NUMBER_DECIMALS_MAX, NUMBER_MAX, RATIO_MAX
from workflows.measurement.columns import AGE_AT_ARRIVAL, MEASURABLE, Kind

T = TypeVar("T", bound=StrEnum)


class Unit(StrEnum):
    """What is counted once."""

    PERSON = "person"
    CASE = "case"


class Operator(StrEnum):
    """How two quantities compare; a quantity that is not known compares as false."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """The number in a column."""

    column: str


@dataclass(frozen=True, slots=True)
class DaysTo:
    """Days from arrival to the date in a column."""

    column: str


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years on the day of arrival."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """Days from arrival to the as-of date."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One column divided by another; not known unless the second is above zero."""

    over: str
    under: str


Quantity = ColumnValue | DaysTo | Age | Tenure
Comparable = Quantity | Ratio


@dataclass(frozen=True, slots=True)
class Equals:
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class OneOf:
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The cell is filled, or with `known` false, blank."""

    column: str
    known: bool


@dataclass(frozen=True, slots=True)
class Compare:
    quantity: Comparable
    operator: Operator
    against: Decimal | Quantity


Condition = Equals | OneOf | Known | Compare


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of those counted for whom every condition holds."""

    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Sum and n of a quantity over those counted for whom it is known."""

    of: Quantity


@dataclass(frozen=True, slots=True)
class Count:
    """How many different people or cases."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Who is counted (`among`: every condition holds), once per `unit`, and what is measured."""

    unit: Unit
    among: tuple[Condition, ...]
    measure: Share | Mean | Count

    @property
    def columns(self) -> frozenset[str]:
        """Columns of a reduced extract that must be present, besides those always kept."""
        parts: list[Condition | Comparable] = list(self.among)
        match self.measure:
            case Share(when):
                parts.extend(when)
            case Mean(of):
                parts.append(of)
        return frozenset(name for part in parts for name in _columns_of(part))


def _columns_of(part: Condition | Comparable) -> Iterator[str]:
    match part:
        case ColumnValue(column) | DaysTo(column) | Equals(column, _) | OneOf(column, _) | Known(column, _):
            yield column
        case Ratio(over, under):
            yield over
            yield under
        case Age():
            yield AGE_AT_ARRIVAL
        case Compare(quantity, _, against):
            yield from _columns_of(quantity)
            if not isinstance(against, Decimal):
                yield from _columns_of(against)


def parse_formula(raw: object) -> Formula:
    """The formula in `raw`, decoded JSON: `unit`, `among` (a list of conditions), `measure`.

    Raises DomainError with a sentence for the first thing that cannot be read.
    """
    fields = _object(raw, "A formula", {"unit", "among", "measure"})
    unit = _choice(Unit, fields["unit"], "unit")
    return Formula(unit, _conditions(fields["among"], "among"), _measure(fields["measure"]))


@cache
def library_formulas() -> dict[str, Formula]:
    """The formula of every indicator of the library that an extract can compute, by code."""
    return {row.code: parse_formula(row.formula) for row in load_library() if row.formula is not None}


def _measure(raw: object) -> Share | Mean | Count:
    match raw:
        case {"share": when, **rest} if not rest:
            conditions = _conditions(when, "share")
            if not conditions:
                raise DomainError("A share needs at least one condition, or it would always be 100%.")
            return Share(conditions)
        case {"mean": of, **rest} if not rest:
            quantity = _comparable(of)
            if isinstance(quantity, Ratio):
                raise DomainError("A ratio can be compared with a number but not averaged.")
            return Mean(quantity)
        case {"count": True, **rest} if not rest:
            return Count()
    raise DomainError("“measure” is one of: share with conditions, mean with a quantity, or count with true.")


def _conditions(raw: object, where: str) -> tuple[Condition, ...]:
    if not isinstance(raw, list):
        raise DomainError(f"“{where}” is a list of conditions; an empty list means everyone.")
    if len(raw) > FORMULA_CONDITIONS_MAX:
        raise DomainError(f"“{where}” may hold {FORMULA_CONDITIONS_MAX} conditions; this has {len(raw)}.")
    return tuple(_condition(item) for item in raw)


def _condition(raw: object) -> Condition:
    match raw:
        case {"column": name, "equals": value, **rest} if not rest:
            column, (text,) = _answers(name, [value])
            return Equals(column, text)
        case {"column": name, "in": list(values), **rest} if not rest and values:
            return OneOf(*_answers(name, values))
        case {"column": name, "known": bool(known), **rest} if not rest:
            return Known(_column(name, set(Kind)), known)
        case {"quantity": quantity, "is": operator, "value": value, **rest} if not rest:
            return _compare(_comparable(quantity), _choice(Operator, operator, "is"), value)
    raise DomainError("A condition is a column with “equals”, “in” or “known”, or a quantity with “is” and “value”.")


def _answers(name: object, values: list[object]) -> tuple[str, tuple[str, ...]]:
    column = _column(name, {Kind.TEXT, Kind.YES_NO})
    texts = tuple(value for value in values if isinstance(value, str) and value.strip())
    if len(texts) != len(values):
        raise DomainError(f"The answers to compare “{column}” with are texts that are not blank.")
    if MEASURABLE[column].kind is Kind.YES_NO and not set(texts) <= {"Y", "N"}:
        raise DomainError(f"“{column}” holds Y or N; write one of these.")
    return column, texts


def _compare(quantity: Comparable, operator: Operator, value: object) -> Compare:
    if isinstance(value, bool) or not isinstance(value, int | float | str | dict):
        raise DomainError("“value” is a number or another quantity.")
    if isinstance(value, int | float):
        return _compare_number(quantity, operator, _number(value))
    other = _comparable(value)
    if isinstance(other, Ratio) or isinstance(quantity, Ratio):
        raise DomainError("A ratio can only be compared with a number.")
    return Compare(quantity, operator, other)


def _compare_number(quantity: Comparable, operator: Operator, number: Decimal) -> Compare:
    if isinstance(quantity, Ratio) and not 0 <= number <= RATIO_MAX:
        raise DomainError(f"A ratio is compared with a number from 0 to {RATIO_MAX}; 0.5 means half.")
    return Compare(quantity, operator, number)


def _number(value: float) -> Decimal:
    try:
        number = Decimal(str(value))
        exact = number == round(number, NUMBER_DECIMALS_MAX)
    except InvalidOperation:
        exact = False
    if not exact or abs(number) > NUMBER_MAX:
        raise DomainError(
            f"A number in a formula has at most {NUMBER_DECIMALS_MAX} decimals and is at most {NUMBER_MAX:,}."
        )
    return number


def _comparable(raw: object) -> Comparable:
    match raw:
        case "age":
            return Age()
        case "tenure":
            return Tenure()
        case {"column": name, **rest} if not rest:
            return ColumnValue(_column(name, {Kind.NUMBER}))
        case {"days_to": name, **rest} if not rest:
            return DaysTo(_column(name, {Kind.DATE}))
        case {"ratio": [over, under], **rest} if not rest:
            return Ratio(_column(over, {Kind.NUMBER}), _column(under, {Kind.NUMBER}))
    raise DomainError(
        "A quantity is “age”, “tenure”, a column of numbers, “days_to” a column of dates, "
        "or the “ratio” of two columns."
    )


def _column(name: object, kinds: set[Kind]) -> str:
    column = MEASURABLE.get(name) if isinstance(name, str) else None
    if column is None:
        raise DomainError(f"“{name}” is not a column that formulas may use.")
    if column.kind not in kinds:
        raise DomainError(f"“{column.name}” holds a {column.kind} and cannot be used that way.")
    return column.name


def _object(raw: object, what: str, keys: set[str]) -> dict[str, object]:
    if not isinstance(raw, dict) or set(raw) != keys:
        raise DomainError(f"{what} has exactly these parts: {', '.join(sorted(keys))}.")
    return raw


def _choice(kind: type[T], raw: object, where: str) -> T:
    for member in kind:
        if member.value == raw:
            return member
    raise DomainError(f"“{where}” is one of: {', '.join(member.value for member in kind)}.")
