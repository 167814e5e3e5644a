"""The labs of the training, as one table: what is asked about a synthetic sample, and the hint for a wrong answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILES = Path(__file__).with_name("lab_files")
ANSWER_MAX = 400
RATE_TOLERANCE = Decimal("0.05")  # percentage points: an answer rounded to one decimal is right


class Ask(StrEnum):
    """How a question is answered."""

    WHOLE = "whole"
    RATE = "rate"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class LabQuestion:
    """One question. `hint` teaches the way and never tells the answer; `learned` is said once it is right.

    The right answer stands in `lab_files/values.json`, computed by our own engine; `answer` is for a judgement.
    """

    name: str
    text: str
    ask: Ask
    hint: str
    learned: str
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab, found by the worksheet of its session."""

    name: str
    sheet: str
    title: str
    intro: str
    questions: tuple[LabQuestion, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def question(self, name: str) -> LabQuestion:
        return next(question for question in self.questions if question.name == name)


def _plain(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


Q = LabQuestion
LABS: tuple[Lab, ...] = (
    Lab("extraction", "extract_notes", "Get data out",
        "An invented site exported its case database. Open the sample in a spreadsheet and find your way around.", (
        Q("rows", "How many people are in the file?", Ask.WHOLE,
          "One row is one person. The first row holds the names of the columns, so it is nobody.",
          "Count first, always: it is how you notice later that something is missing."),
        Q("households", "How many households (cases) are that?", Ask.WHOLE,
          "People of one household share a case number. Count each case number once: in a spreadsheet, remove the "
          "duplicates of that column in a copy.",
          "A rate of households and a rate of people are two different figures. Say which one you show."),
        Q("personal", "Which of these columns name or number a person or a household?", Ask.SEVERAL,
          "Ask of each column: could somebody who knows the family find them by it? There are more than the obvious "
          "ones: numbers that only your office uses count as well.",
          "These go before the file leaves your desk. What is left still gives every figure that you need.",
          _plain("individual_id", "case_number", "alien_number", "first_name", "last_name", "date_of_birth", "phone",
                 "sex", "arrival_date", "employed_day_180", "hourly_wage")),
        Q("answered", "For how many people is “employed_day_180” filled in?", Ask.WHOLE,
          "Filter the column for everything that is not blank. A blank is not a “no”: often nobody could know yet.",
          "Only people with a known answer can be counted in a rate."),
    )),
    Lab("cleaning", "quality_report", "Clean and trust",
        "The same people as exports really look. Find what is wrong before you count anything.", (
        Q("rows", "How many rows of people does this file have?", Ask.WHOLE,
          "Leave out the row with the names of the columns, and count every other one, also those that repeat.",
          "More rows than people is the first sign that something repeats."),
        Q("repeated", "How many rows repeat somebody who is there already?", Ask.WHOLE,
          "Sort by individual_id and look for the same id in two rows. The first row of a person does not count as a "
          "repetition.",
          "Count people, never rows."),
        Q("blank", "How many people have no arrival date?", Ask.WHOLE,
          "Filter arrival_date for blanks.",
          "Without an arrival date nobody can say when day 180 was."),
        Q("impossible", "How many arrival dates cannot be?", Ask.WHOLE,
          "Sort the column: a spreadsheet keeps a day that is in no calendar as text, apart from the dates.",
          "A date that cannot be is worse than a blank, as it looks like an answer."),
        Q("kept", "How many people are left once everything is put aside that cannot be counted?", Ask.WHOLE,
          "Take away the repetitions, the rows without a usable arrival date, and those where “employable” is neither "
          "Y nor N nor blank. There are a few of the last kind; nobody asked you about them yet.",
          "This is your n for now. The rows put aside go into the gap register, each with an owner."),
        Q("blank_next", "What do you do about a blank arrival date?", Ask.ONE,
          "Think of what a colleague could find out, and of what a reader of your figure would want to know.",
          "Yes: a gap with an owner gets closed.",
          (("average", "Fill in the average of the others"), ("delete", "Delete the person from the file"),
           ("ask", "Ask who knows, and note the gap with an owner until it is closed"),
           ("today", "Write today’s date so that it is not blank")), "ask"),
    )),
    Lab("numbers", "chart", "Make sense of numbers",
        "The sample again, cleaned and without anybody’s name. Compute EMP-01: employed at day 180.", (
        Q("denominator", "EMP-01: how many people belong in the denominator?", Ask.WHOLE,
          "Everyone who is employable (Y) and for whom employed_day_180 is known, whether Y or N. Use both filters.",
          "The denominator is who could have reached it."),
        Q("numerator", "EMP-01: how many of them are in the numerator?", Ask.WHOLE,
          "Keep both filters of the denominator, and add that employed_day_180 is Y.",
          "The numerator is always a part of the denominator, never more."),
        Q("rate", "EMP-01: the rate in percent, to one decimal?", Ask.RATE,
          "Numerator divided by denominator, times one hundred. Round at the very end.",
          "Always show it with its n: the same rate of ten people and of a thousand are two different stories."),
        Q("small", "By primary language: which groups are too small to show a rate in the network (fewer than five "
          "people in the denominator)?", Ask.SEVERAL,
          "Count the denominator of EMP-01 in each language, not everyone who speaks it. Five is enough, four is not.",
          "With so few people, a reader who knows the town could tell who has a job.",
          _plain("Arabic", "Dari", "Karen", "Somali", "Swahili", "Tigrinya")),
        Q("compare", "Women and men differ by some points here. What may you write?", Ask.ONE,
          "Move two people from one side to the other in your head: how far does the rate of about ten people jump?",
          "Yes: say the figures with their n, and what you will ask next.",
          (("cause", "Our program works better for one of them"), ("nothing", "Nothing: small groups say nothing"),
           ("careful", "Both figures with their n, how easily so few people move them, and your next question"),
           ("rank", "Which of the two did better this year")), "careful"),
    )),
)  # fmt: skip  # one question a paragraph
LAB_OF_SHEET: dict[str, Lab] = {lab.sheet: lab for lab in LABS}


@cache
def _values() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = json.loads((FILES / "values.json").read_text(encoding="utf-8"))
    return read


def sample_of(lab: Lab) -> bytes:
    """The CSV that learners download."""
    return (FILES / lab.file_name).read_bytes()


def right_answer(lab: Lab, question: LabQuestion) -> str:
    """The answer as `as_kept` writes it: the engine's, or the judgement that is meant."""
    if question.answer:
        return question.answer
    value = _values()[lab.name][question.name]
    return ",".join(value) if isinstance(value, list) else str(value)


def is_right(lab: Lab, question: LabQuestion, answer: str) -> bool:
    """Whether the answer, as `as_kept` writes it, is the right one; a figure however it is written."""
    expected = right_answer(lab, question)
    if question.ask in (Ask.SEVERAL, Ask.ONE):
        return answer == expected
    number = as_number(answer)
    if number is None:
        return False
    return abs(number - Decimal(expected)) <= (RATE_TOLERANCE if question.ask is Ask.RATE else 0)


def as_number(text: str) -> Decimal | None:
    """«1,200», « 51.9 %»; None for what is no number."""
    try:
        number = Decimal(text.replace(",", "").replace("%", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_kept(question: LabQuestion, given: str | list[str]) -> str:
    """The answer as one text: choices in their order by name, anything else as typed; empty when nothing is given."""
    if isinstance(given, list):
        known = {key for key, _ in question.choices}
        return ",".join(sorted(set(given) & known))
    return given.strip()[:ANSWER_MAX]


def in_words(question: LabQuestion, kept: str) -> str:
    """The kept answer as a person reads it."""
    labels: Mapping[str, str] = dict(question.choices)
    return ", ".join(labels.get(key, key) for key in kept.split(",")) if labels else kept
