"""What a budget asks: its categories, tags and limits, and the answers that the form gives."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

BUDGET_LINES_MAX = 100
MATCHES_MAX = 20
CENT = Decimal("0.01")
STAFF = "PER"
INDIRECT = "IND"  # never a category of a line: it is computed
BUDGET_CATEGORIES: dict[str, str] = {
    "PER": "Personnel",
    "FRI": "Fringe benefits",
    "TRA": "Travel",
    "EQU": "Equipment (unit of $10,000 or more)",
    "SUP": "Supplies (devices under $10,000 included)",
    "CON": "Contractual and consultants",
    "PAR": "Participant support",
    "OTH": "Other direct costs",
    INDIRECT: "Indirect costs",
}
LINE_CATEGORIES: dict[str, str] = {code: label for code, label in BUDGET_CATEGORIES.items() if code != INDIRECT}
TAGS: dict[str, str] = {
    "technology": "Technology",
    "shared_services": "Shared services",
    "data_staff": "Data staff",
    "core_costs": "Core costs",
}
COST_MOST = Decimal(10_000_000)  # US dollars
HOURS_MOST = Decimal(100_000)
RATE_MOST = Decimal(100)  # percent
BUDGET_DESCRIPTION_MAX = 300
UNIT_MAX = 40
JUSTIFICATION_MAX = 800
NARRATIVE_MAX = 1500
MATCH_SOURCE_MAX = 120
VALUATION_MAX = 300
BASE_TEXT_MAX = 300


class LineKind(StrEnum):
    """What a line is where the indirect base treats it in its own way."""

    USUAL = ""
    SUBAWARD = "subaward"  # of the category CON
    RENT = "rent"  # of the category OTH


LINE_KINDS: dict[LineKind, str] = {
    LineKind.USUAL: "Neither",
    LineKind.SUBAWARD: "A subaward to another organization",
    LineKind.RENT: "Rent of a place",
}


class MatchKind(StrEnum):
    CASH = "cash"
    IN_KIND = "in_kind"


MATCH_KINDS: dict[MatchKind, str] = {MatchKind.CASH: "Cash", MatchKind.IN_KIND: "In-kind"}


class IndirectMode(StrEnum):
    NONE = "none"
    DE_MINIMIS = "de_minimis"
    NEGOTIATED = "negotiated"
    TYPED = "typed"  # an amount that was typed as a line, before indirect costs were computed


INDIRECT_MODES: dict[IndirectMode, str] = {
    IndirectMode.NONE: "No indirect costs",
    IndirectMode.DE_MINIMIS: "De minimis rate: up to 15 percent of modified total direct costs (2 CFR 200.414(f))",
    IndirectMode.NEGOTIATED: "Our negotiated rate",
    IndirectMode.TYPED: "Keep the amount that was typed as a line",
}


class IndirectBase(StrEnum):
    """What a negotiated rate is taken of; the de minimis rate is always of the first."""

    MTDC = "mtdc"
    DIRECT = "direct"
    SALARIES = "salaries"
    SALARIES_FRINGE = "salaries_fringe"


INDIRECT_BASES: dict[IndirectBase, str] = {
    IndirectBase.MTDC: "Modified total direct costs",
    IndirectBase.DIRECT: "All direct costs",
    IndirectBase.SALARIES: "Salaries and wages",
    IndirectBase.SALARIES_FRINGE: "Salaries, wages and fringe benefits",
}


@dataclass(frozen=True, slots=True)
class BudgetLineAnswers:
    """One line as typed; anything but the numbers may be empty in a draft.

    `category` is a code of LINE_CATEGORIES, `tag` one of TAGS, `goal_id` None where it is for the whole project.
    """

    category: str
    description: str
    quantity: Decimal
    unit_cost: Decimal
    unit: str = ""
    justification: str = ""
    goal_id: int | None = None
    hours: Decimal | None = None
    tag: str = ""
    kind: LineKind = LineKind.USUAL

    @property
    def amount(self) -> Decimal:
        return line_amount(self.quantity, self.unit_cost)


@dataclass(frozen=True, slots=True)
class MatchAnswers:
    """What others give, in cash or in kind: never part of what is requested."""

    kind: MatchKind = MatchKind.CASH
    source: str = ""
    description: str = ""
    amount: Decimal = Decimal(0)
    is_secured: bool = False
    valuation: str = ""


@dataclass(frozen=True, slots=True)
class IndirectAnswers:
    """How indirect costs are worked out. `rate` is percent; `typed_amount` and `typed_note` are of the mode typed."""

    mode: IndirectMode = IndirectMode.NONE
    rate: Decimal | None = None
    base: IndirectBase = IndirectBase.MTDC
    base_text: str = ""
    agreed_on: date | None = None
    typed_amount: Decimal = Decimal(0)
    typed_note: str = ""


@dataclass(frozen=True, slots=True)
class BudgetAnswers:
    """The whole budget as its form gives it."""

    lines: tuple[BudgetLineAnswers, ...] = ()
    matches: tuple[MatchAnswers, ...] = ()
    indirect: IndirectAnswers = IndirectAnswers()
    narrative: str = ""


def line_amount(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """US dollars, rounded half up to the cent."""
    return (quantity * unit_cost).quantize(CENT, ROUND_HALF_UP)
