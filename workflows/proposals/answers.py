"""What a proposal asks, as one table: sections, fields, limits. Column, form, import and document read it from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.errors import Reason


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `most` is characters for text and the highest value for a number."""

    name: str
    label: str
    kind: Kind
    most: int = 0
    hint: str = ""
    is_required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    intro: str
    fields: tuple[Field, ...] = ()  # empty for the sections that are rows


FREQUENCIES = ("monthly", "quarterly", "twice a year")

SECTIONS: tuple[Section, ...] = (
    Section(
        "story",
        "Your project",
        "What you want to change for newcomers, and how you know it is needed.",
        (
            Field("title", "Title", Kind.LINE, 120, "A few words that your colleagues would recognize."),
            Field("summary", "Summary", Kind.TEXT, 800, "Three or four sentences: who, what, why now."),
            Field("need_with_data", "The need, with your own data", Kind.TEXT, 2500,
                  "Recent figures of your own, the gap they show, and what clients say about it."),
            Field("population", "Who it is for", Kind.LINE, 300, "Age, arrival, program, site."),
            Field("eligible_n", "How many people could take part", Kind.NUMBER, 100_000),
        ),
    ),
    Section("goals", "Goals and indicators", "One to three goals, each with an indicator that shows if it is met."),
    Section(
        "data_plan",
        "Data plan",
        "Where the figures come from, who keeps them right, and when you look at them.",
        (
            Field("source", "Source of the data", Kind.LINE, 200, "For example: monthly extract of the case database."),
            Field("fields", "Fields you use", Kind.TEXT, 600, "The columns that the indicator needs."),
            Field("frequency", "How often you look", Kind.CHOICE, 20, choices=FREQUENCIES),
            Field("owner", "Who is responsible", Kind.LINE, 120, "A role and a name at your organization."),
            Field("quality_checks", "How you check the data", Kind.TEXT, 600),
        ),
    ),
    Section(
        "learning",
        "Learning and feedback",
        "How figures and voices turn into decisions.",
        (
            Field("improvement_cycle", "When you review, and who decides", Kind.TEXT, 800),
            Field("feedback_protocol", "How clients' feedback is heard", Kind.TEXT, 600),
        ),
    ),
    Section(
        "privacy",
        "Privacy and consent",
        "What personal data the project touches, and how it is protected.",
        (
            Field("personal_data", "Personal data used", Kind.TEXT, 600, "Which fields, who sees them, for how long."),
            Field("consent", "How people agree, and can change their mind", Kind.TEXT, 600),
            Field("ethics", "We went through the ethics checklist together", Kind.TICK),
        ),
    ),
    Section(
        "staffing",
        "People and risks",
        "Who does the work, what help you want from your coach, and what could go wrong.",
        (
            Field("staffing", "Who works on it, and coaching you would like", Kind.TEXT, 600),
            Field("risks", "Risks, and what you would do", Kind.TEXT, 800),
            Field("sustaining", "What stays after the year", Kind.TEXT, 800),
        ),
    ),
    Section("partners", "Partners", "Who goes this way with you, and what each one brings. Each confirms it itself."),
    Section("budget", "Budget", "What it costs, line by line. Totals add up by themselves."),
    Section("papers", "Attachments", "Papers about your organization that the reviewers should see."),
)  # fmt: skip  # one question a line

SECTION_BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}

CERTIFICATION = (
    "I certify that this proposal is true and complete to the best of my knowledge, that our organization will carry "
    "it out if it is funded, and that we protect the personal data of the people we serve."
)
TYPED_NAME_MAX = 120


def over_limits(section: Section, answers: Mapping[str, Any]) -> list[Reason]:
    """Every answer of a section that is longer or larger than the table allows; `where` is the field."""
    return [
        Reason(_over(field), field.name)
        for field in section.fields
        if field.most and _size(answers.get(field.name)) > field.most
    ]


def _size(value: Any) -> int:
    return value if isinstance(value, int) else len(str(value or ""))


def _over(field: Field) -> str:
    if field.kind is Kind.NUMBER:
        return f"{field.label}: at most {field.most:,}."
    return f"{field.label}: at most {field.most:,} characters. Shorten it a little."


def count_words(section: Section, answers: Mapping[str, Any]) -> int:
    """Words written in the section's text answers."""
    texts = (answers.get(field.name) for field in section.fields if field.kind in (Kind.LINE, Kind.TEXT))
    return sum(len(str(text or "").split()) for text in texts)
