"""Which rows of a reduced extract fulfil a condition, over whole columns. Imports pandas."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pandas as pd

from workflows.measurement.columns import AGE_AT_ARRIVAL, ARRIVAL_DATE
from workflows.measurement.formula import (
    Age,
    ColumnValue,
    Compare,
    Condition,
    DaysTo,
    Equals,
    Known,
    OneOf,
    Operator,
    Quantity,
    Ratio,
    Tenure,
)

SCALE = 10_000  # numbers are whole ten-thousandths, so that comparing and adding are exact

Booleans = pd.Series  # of bool, one a row
Numbers = pd.Series  # of Int64 in units of 1/SCALE, one a row; <NA> where not known

_COMPARE: dict[Operator, Callable[[Numbers, Numbers | int], Booleans]] = {
    Operator.AT_LEAST: pd.Series.ge,
    Operator.AT_MOST: pd.Series.le,
    Operator.MORE_THAN: pd.Series.gt,
    Operator.LESS_THAN: pd.Series.lt,
}


class Rows:
    """Rows of text with their quantities, each column turned into numbers once."""

    def __init__(self, frame: pd.DataFrame, *, as_of: date) -> None:
        self.frame = frame
        self._as_of = as_of
        self._numbers: dict[tuple[str, str], Numbers] = {}

    def hold(self, conditions: Iterable[Condition]) -> Booleans:
        """True where every condition holds; what is not known never holds, save “known: false”."""
        result = pd.Series(True, index=self.frame.index)
        for condition in conditions:
            result &= self._holds(condition)
        return result

    def quantity(self, quantity: Quantity) -> Numbers:
        match quantity:
            case ColumnValue(column):
                return self._number(column)
            case Age():
                return self._number(AGE_AT_ARRIVAL)
            case DaysTo(column):
                return (self._day(column) - self._day(ARRIVAL_DATE)) * SCALE
            case Tenure():
                return (self._as_of.toordinal() - self._day(ARRIVAL_DATE)) * SCALE

    def _holds(self, condition: Condition) -> Booleans:
        match condition:
            case Equals(column, value):
                return self.frame[column].eq(value)
            case OneOf(column, values):
                return self.frame[column].isin(values)
            case Known(column, known):
                return self.frame[column].ne("").eq(known)
            case Compare(Ratio(over, under), operator, Decimal() as limit):
                return self._ratio_holds(over, under, operator, limit)
            case Compare(ColumnValue() | Age() | DaysTo() | Tenure() as quantity, operator, against):
                other = scaled(against) if isinstance(against, Decimal) else self.quantity(against)
                return _known_true(_COMPARE[operator](self.quantity(quantity), other))
        raise ValueError(f"no way to compute {condition}")

    def _ratio_holds(self, over: str, under: str, operator: Operator, limit: Decimal) -> Booleans:
        # Multiplied out: a division would round, and 0.5 is a threshold somebody stands on.
        above, below = self._number(over), self._number(under)
        return _known_true(_COMPARE[operator](above * SCALE, below * scaled(limit)) & (below > 0))

    def _number(self, column: str) -> Numbers:
        return self._converted("number", column, lambda text: scaled(Decimal(text)))

    def _day(self, column: str) -> Numbers:
        return self._converted("day", column, lambda text: date.fromisoformat(text).toordinal())

    def _converted(self, kind: str, column: str, convert: Callable[[str], int]) -> Numbers:
        if (kind, column) not in self._numbers:
            codes, unique = pd.factorize(self.frame[column])  # dates and wages repeat: convert each once
            values = pd.array([convert(text) if text else None for text in unique], dtype="Int64")
            taken = values.take(codes, allow_fill=True)
            self._numbers[kind, column] = pd.Series(taken, index=self.frame.index)
        return self._numbers[kind, column]


def scaled(number: Decimal) -> int:
    """In whole units of 1/SCALE; the reduction and formulas allow no finer number."""
    return int(number * SCALE)


def _known_true(answers: Booleans) -> Booleans:
    return answers.fillna(False).astype(bool)
