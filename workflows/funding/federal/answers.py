"""The fourteen elements that a federal subaward states (2 CFR 200.332(b)(1)), as one table, and their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.people.legal import UEI_HINT

LINE_MAX = 200
TEXT_MAX = 1500
NOTE_MAX = 500
RULE = "2 CFR 200.332(b)(1)"


class PartKind(StrEnum):
    """How a part of an element is given."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    UEI = "uei"
    LISTING = "listing"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of an element; `name` is its key among the stored values."""

    name: str
    label: str
    kind: PartKind
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One of the fourteen: its number in the rule, what it is, and the answers that make it."""

    number: int
    label: str
    roman: str
    hint: str
    parts: tuple[Part, ...]

    @property
    def citation(self) -> str:
        return f"{RULE}({self.roman})"


K = PartKind
ELEMENTS: tuple[Element, ...] = (
    Element(1, "Subrecipient’s name", "i", "Exactly as it is registered with its Unique Entity Identifier.", (
        Part("subrecipient_name", "Registered name", K.LINE),
    )),
    Element(2, "Unique Entity Identifier", "ii", "It comes from the affiliate’s profile.", (
        Part("uei", "UEI", K.UEI, UEI_HINT),
    )),
    Element(3, "Federal Award Identification Number", "iii", "The FAIN on the award that the network received.", (
        Part("fain", "FAIN", K.LINE),
    )),
    Element(4, "Federal award date", "iv", "The day the federal official signed the award to the network.", (
        Part("federal_award_on", "Federal award date", K.DAY),
    )),
    Element(5, "Period of performance of the subaward", "v", "As in the agreement.", (
        Part("period_starts_on", "Period of performance begins", K.DAY),
        Part("period_ends_on", "Period of performance ends", K.DAY),
    )),
    Element(6, "Budget period of the subaward", "vi", "The same days, unless the budget covers only a part of them.", (
        Part("budget_starts_on", "Budget period begins", K.DAY),
        Part("budget_ends_on", "Budget period ends", K.DAY),
    )),
    Element(7, "Federal money obligated by this subaward", "vii", "The amount of this award.", (
        Part("obligated_now", "Obligated by this subaward", K.MONEY),
    )),
    Element(8, "Federal money obligated in total", "viii", "To this affiliate, this subaward included.", (
        Part("obligated_total", "Obligated to this affiliate in total", K.MONEY),
    )),
    Element(9, "Federal award committed in total", "ix", "What the network has committed to this affiliate.", (
        Part("committed_total", "Committed to this affiliate in total", K.MONEY),
    )),
    Element(10, "Federal award project description", "x",
            "A sentence or two, as reported under the Transparency Act (FFATA).", (
        Part("description", "Project description", K.TEXT),
    )),
    Element(11, "Agency, pass-through entity, and contact", "xi", "Whom the affiliate can ask about the award.", (
        Part("agency", "Federal agency", K.LINE),
        Part("pass_through", "Pass-through entity", K.LINE),
        Part("official", "Awarding official of the pass-through entity", K.LINE, "Name, email and telephone number."),
    )),
    Element(12, "Assistance Listing", "xii", "The program that the money comes from, as it is when money is paid.", (
        Part("listing_number", "Assistance Listing number", K.LISTING, "Two digits, a dot, three digits: 12.345."),
        Part("listing_title", "Assistance Listing title", K.LINE),
        Part("listing_amount", "Amount made available under it", K.MONEY),
    )),
    Element(13, "Research and development", "xiii", "Whether the award is for research and development.", (
        Part("is_research", "Is it for research and development?", K.YES_NO),
    )),
    Element(14, "Indirect cost rate", "xiv", "As in the budget, and whether it is the de minimis rate.", (
        Part("indirect_rate", "Indirect cost rate", K.LINE),
        Part("is_de_minimis", "Is it the de minimis rate?", K.YES_NO),
    )),
)  # fmt: skip  # one element a paragraph
PARTS: dict[str, Part] = {part.name: part for element in ELEMENTS for part in element.parts}
SHARED_IN_A_COHORT = (
    "fain", "federal_award_on", "description", "agency", "pass_through", "official", "listing_number", "listing_title",
    "is_research",
)  # fmt: skip  # a network usually passes one federal award on to many: what one of them says suits the next


@dataclass(frozen=True, slots=True)
class FederalAnswers:
    """The values as they are kept, by the name of their part: days as 2026-04-01, money as 1500.00."""

    values: Mapping[str, str]


class ExclusionResult(StrEnum):
    """What SAM.gov says about the affiliate."""

    CLEAR = "clear"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        return {"clear": "No active exclusion", "excluded": "An active exclusion was found"}[self.value]


@dataclass(frozen=True, slots=True)
class ExclusionAnswers:
    """One look at SAM.gov: when, what it said, and how it can be found again."""

    checked_on: date
    result: ExclusionResult
    note: str
