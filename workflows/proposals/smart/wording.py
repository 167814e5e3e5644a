"""Words that the rules look for, and how figures and days are written in their sentences."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from workflows.proposals.goals.answers import DIRECTION_VERBS

Broken = Mapping[str, str] | None
BROKEN: Mapping[str, str] = {}

RISING = frozenset({"increase", "raise"})
FALLING = frozenset({"decrease", "reduce"})

# What names nobody in particular: a population made of these words alone has no qualifier.
BARE_WORDS = frozenset({
    "a", "all", "an", "and", "any", "arrivals", "beneficiaries", "case", "cases", "client", "clients", "communities",
    "community", "customers", "each", "employer", "employers", "every", "everybody", "everyone", "families", "family",
    "folks", "for", "from", "household", "households", "immigrants", "in", "individuals", "many", "members", "most",
    "newcomer", "newcomers", "of", "or", "our", "participant", "participants", "partner", "partners", "people",
    "percent", "person", "persons", "population", "refugee", "refugees", "served", "some", "staff", "the", "their",
    "them", "they", "those", "to", "us", "we", "who", "whom",
})  # fmt: skip  # a list to read through

_DIRECTION = re.compile(
    r"\b(?:(increas)(?:e|es|ing)|(rais)(?:e|es|ing)|(decreas)(?:e|es|ing)|(reduc)(?:e|es|ing)|(reach)(?:es|ing)?"
    r"|(maintain)(?:s|ing)?)\b",
    re.IGNORECASE,
)
_VERB_OF_STEM = {"increas": "increase", "rais": "raise", "decreas": "decrease", "reduc": "reduce"}


def directions_in(text: str) -> tuple[str, ...]:
    """The direction verbs of a text in their order, each in its plain form."""
    stems = (next(part for part in found.groups() if part).lower() for found in _DIRECTION.finditer(text))
    return tuple(_VERB_OF_STEM.get(stem, stem) for stem in stems)


def direction_of(given: str) -> str:
    """The one direction verb that was given; empty when it is none of the six, or more than one."""
    word = given.strip().lower()
    if word in DIRECTION_VERBS:
        return word
    found = directions_in(word)
    return found[0] if len(found) == 1 and len(word.split()) == 1 else ""


def number_text(value: Decimal) -> str:
    """Thousands with commas, no trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(value: Decimal, *, calculation: str, unit: str = "") -> str:
    """`48%`, `25 days`, `24`."""
    number = number_text(value)
    if calculation == "percent":
        return f"{number}%"
    return number if unit in PLAIN_UNITS else f"{number} {unit}"


PLAIN_UNITS = frozenset({"", "%", "number", "person", "case"})  # a bare number says enough


def long_day(day: date) -> str:
    """`30 June 2027`."""
    return f"{day.day} {day:%B} {day.year}"
