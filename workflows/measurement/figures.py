"""A figure: one indicator for one site or for all, exact, before any suppression."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

ALL_SITES = "ALL"
_ONE_DECIMAL = Decimal("0.1")
_TWO_DECIMALS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """What adds up across sites: never an average of averages.

    A percent has `numerator` and `denominator`, a mean has `total` and n, a count has n alone; `n` is
    always how many people or cases stand behind the figure. `site` is an affiliate code or ALL_SITES.
    """

    code: str
    site: str
    numerator: int | None
    denominator: int | None
    total: Decimal | None
    n: int

    @property
    def value(self) -> Decimal | int | None:
        """Percent to 1 decimal, mean to 2, or a count; None where nobody is counted, never 0."""
        if self.denominator is not None and self.numerator is not None:
            return _divide(Decimal(100 * self.numerator), self.denominator, _ONE_DECIMAL)
        if self.total is not None:
            return _divide(self.total, self.n, _TWO_DECIMALS)
        return self.n


def _divide(over: Decimal, under: int, places: Decimal) -> Decimal | None:
    return (over / under).quantize(places, rounding=ROUND_HALF_EVEN) if under else None
