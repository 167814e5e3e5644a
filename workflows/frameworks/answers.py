"""Limits and choices of frameworks and their indicators, and how a list is written in one column."""

import re

CODE_MAX = 40
EDITION_MAX = 20
NAME_MAX = 120
SOURCE_MAX = 1000
PURPOSE_MAX = 1000
INDICATOR_CODE_MAX = 20
INDICATOR_NAME_MAX = 160
WORDS_MAX = 80  # a domain, a group, a source
UNIT_MAX = 40
TEXT_MAX = 1000  # a definition, a numerator, a denominator, a note
LIST_MAX = 1000
WHY_MAX = 500
SEARCH_MAX = 80

FRAMEWORK_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INDICATOR_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
COLUMN = re.compile(r"[a-z][a-z0-9_]*")

CALCULATIONS = (("percent", "A share, in percent"), ("mean", "An average"), ("count", "A count"))
DIRECTIONS = (("higher", "Higher is better"), ("lower", "Lower is better"))
FREQUENCIES = ("monthly", "quarterly", "semiannual", "annual", "each term", "per cohort", "pre/post/12 months")
LEVELS = ("outcome", "output/early outcome", "output", "program")
GROUPS = ("Markers and means", "Social connections", "Facilitators", "Foundation", "Program")
DOMAINS_2019 = (
    "Work",
    "Housing",
    "Education",
    "Health and social care",
    "Leisure",
    "Bonds",
    "Bridges",
    "Links",
    "Communication",
    "Culture",
    "Digital skills",
    "Safety",
    "Stability",
    "Rights and responsibilities",
)  # the fourteen of the UK Home Office's Indicators of Integration (2019)
BETWEEN_DOMAINS = " / "
NO_DOMAIN = "n/a"
TOPICS = (
    ("health", "Health"),
    ("mental health", "Mental health"),
    ("GBV", "Violence against women and girls"),
    ("LGBTQ+", "Sexual orientation and gender identity"),
    ("status", "Immigration status"),
)  # what calls for stricter suppression outside the network

# Column and label of everything an indicator says, in the order in which people read it.
INDICATOR_WORDS = (
    ("code", "Code"),
    ("name", "Name"),
    ("domain_group", "Group"),
    ("domain", "Domain"),
    ("domain_2019", "Domains of 2019"),
    ("definition", "Definition"),
    ("calculation", "Figured as"),
    ("numerator", "Numerator"),
    ("denominator", "Denominator"),
    ("unit", "Unit"),
    ("direction", "Good direction"),
    ("level", "Level"),
    ("data_source", "Source"),
    ("fields", "Columns of the extract"),
    ("frequency", "How often"),
    ("disaggregations", "Break down by"),
    ("topics", "Sensitive topics"),
    ("note", "Note"),
)


def items_of(column: str) -> tuple[str, ...]:
    """The items of a column that keeps a list."""
    return tuple(item for item in column.split(";") if item)


def as_column(text: str) -> str:
    """A list as a person types it (a line each, or with commas), as a column keeps it: each item once."""
    items = (" ".join(item.split()) for item in re.split(r"[;,\n]", text))
    return ";".join(dict.fromkeys(item for item in items if item))


def domains_of_2019(column: str) -> tuple[str, ...]:
    """The domains of the 2019 revision that an indicator belongs to; empty for one outside of it."""
    return () if column == NO_DOMAIN else tuple(name for name in column.split(BETWEEN_DOMAINS) if name)
