"""Federal elements as people read them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from workflows.funding.federal.answers import Element, Part, PartKind
from workflows.funding.federal.prefill import Known

NOT_STATED = "Not stated yet"


def told_part(part: Part, known: Mapping[str, Known]) -> str:
    """One answer in words: `1 April 2026`, `$25,000.00`, `Yes`; empty where it is not known."""
    value = known[part.name].value if part.name in known else ""
    if not value:
        return ""
    if part.kind is PartKind.DAY:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B} {day.year}"
    if part.kind is PartKind.MONEY:
        return f"${Decimal(value):,.2f}"
    return value.capitalize() if part.kind is PartKind.YES_NO else value


def told_element(element: Element, known: Mapping[str, Known]) -> str:
    """The whole element: a single answer alone, several each on a line with its name."""
    told = [(part, told_part(part, known) or NOT_STATED) for part in element.parts]
    if len(told) == 1:
        return told[0][1]
    return "\n".join(f"{part.label}{'' if part.label.endswith('?') else ':'} {words}" for part, words in told)
