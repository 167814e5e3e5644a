"""A plain look for what identifies a client, before a text is kept: a warning for people, never a lock."""

import re
from dataclasses import dataclass

_NOT_INSIDE = r"(?<![\w@./-])"
_NOT_BEFORE = r"(?![\w@-])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What it looks like to a person, and to a program."""

    words: str
    shape: re.Pattern[str]


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_NOT_INSIDE}(?:{pattern}){_NOT_BEFORE}", re.IGNORECASE)


PATTERNS: tuple[Pattern, ...] = (
    Pattern("an A-number", _shape(r"A[\s#:-]{0,2}(?:\d{3}[\s-]?\d{3}[\s-]?\d{3}|\d{2}[\s-]?\d{3}[\s-]?\d{3})")),
    Pattern("a Social Security number", _shape(r"\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}")),
    Pattern(
        "a Social Security number",
        re.compile(r"\b(?:ssn|social security)\b\D{0,20}\d{3}[\s-]?\d{2}[\s-]?\d{4}\b", re.IGNORECASE),
    ),
    Pattern("a phone number", _shape(r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}|\+\d{9,15}")),
    Pattern(
        "a date of birth",
        re.compile(r"\b(?:born(?: on)?|dob|date of birth|birthday)\b\W{0,3}\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", re.I),
    ),
)  # the words of one kind may stand in several rows


def list_suspicious(text: str) -> tuple[str, ...]:
    """The kinds of numbers in the text that usually belong to a client, each once, in the order of the table.

    The numbers themselves are not returned, so that no page, log or message repeats them.
    """
    return tuple(dict.fromkeys(row.words for row in PATTERNS if row.shape.search(text)))
