"""The worksheets of the practice products, as one table: fields, help and limits that column, form and page share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workflows.errors import Reason
from workflows.file_kinds import JPEG, PDF, PNG, WORD

LINK_MAX = 500
FILE_MAX_BYTES = 5_000_000
FILE_NAME_MAX = 200
# No spreadsheets and no CSV: a worksheet is about data, and must never carry the data of clients.
FILE_KINDS = (PDF, WORD, PNG, JPEG)
NO_SPREADSHEETS = "Spreadsheets stay with you."
REMARK_MAX = 1_000  # each of the three boxes of feedback
REPLY_MAX = 1_000
EDITABLE_FOR = timedelta(hours=48)  # how long feedback can be changed by who gave it
WAITS_TOO_LONG = timedelta(days=5)  # after which Home names a product that waits for feedback
LINE_MAX = 300  # characters up to which a question is answered in one line


@dataclass(frozen=True, slots=True)
class SheetField:
    """One question of a worksheet. `most` is characters; up to LINE_MAX it is one line."""

    name: str
    label: str
    help: str
    most: int
    is_required: bool = True

    @property
    def is_line(self) -> bool:
        return self.most <= LINE_MAX


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What one session asks for. `words` are looked for in the session's practice product, in any case."""

    name: str
    title: str
    intro: str
    words: tuple[str, ...]
    fields: tuple[SheetField, ...]


def _indicator_fields(number: int, which: str) -> tuple[SheetField, ...]:
    key = f"indicator_{number}"
    return (
        SheetField(f"{key}_name", f"Indicator {number}: {which}", "What you would look at, in one line.", 200),
        SheetField(f"{key}_numerator", f"Indicator {number}: numerator", "Whom or what you count.", 300),
        SheetField(f"{key}_denominator", f"Indicator {number}: denominator",
                   "Out of whom: everyone who could have been counted. Write “none” for a plain count.", 300),
        SheetField(f"{key}_source", f"Indicator {number}: source",
                   "The report or list that it comes from, and who makes it.", 200),
    )  # fmt: skip  # one question a line


F = SheetField
WORKSHEETS: tuple[Worksheet, ...] = (
    Worksheet("change_story", "Change story", "One paragraph about a change that you want to see, told plainly.",
              ("change story",), (
        F("story", "Your change story", "Who, what is hard today, what will be different in a year. No names.", 1200),
        F("output", "What you do (outputs)", "Classes held, visits made, people served.", 400),
        F("outcome", "What changes (outcomes)", "What is different in people’s lives because of it.", 400),
    )),
    Worksheet("domain_map", "Domain map", "Which domains of integration your services touch, and where the gaps are.",
              ("domain map",), (
        F("services", "Your services by domain", "One line a service: the service, then its domains.", 1500),
        F("strong", "Where you are strong", "Two or three domains, and how you know.", 600),
        F("gaps", "The gap that matters most", "What newcomers need and do not find, with a figure if you have one.",
          1500),
    )),
    Worksheet("logic_model", "Logic model", "Your if-then chain on one page, with what you assume.",
              ("logic model", "theory of change"), (
        F("inputs", "What you put in", "People, time, money, partners.", 600),
        F("chain", "If … then … chain", "One step a line: “If we …, then …, so that …”.", 1500),
        F("assumptions", "What you assume", "What must be true for each step, and what would tell you that it is not.",
          800),
    )),
    Worksheet("indicator_sheet", "Indicator sheet", "Two outcome indicators and one output indicator.",
              ("indicator sheet", "indicator"), (
        *_indicator_fields(1, "an outcome"), *_indicator_fields(2, "an outcome"), *_indicator_fields(3, "an output"),
    )),
    Worksheet("goal_sheet", "Two goals", "Two goals that pass the five tests, in your own words.",
              ("goals", "two goals", "goal sheet"), (
        F("goal_1", "First goal", "From what, to what, for whom, by when.", 400),
        F("goal_1_who", "First goal: who it is about", "Age, arrival, program, site.", 300),
        F("goal_1_why", "First goal: why it is realistic", "Your own trend, what peers reach, national figures.", 380),
        F("goal_2", "Second goal", "From what, to what, for whom, by when.", 400),
        F("goal_2_who", "Second goal: who it is about", "Age, arrival, program, site.", 300),
        F("goal_2_why", "Second goal: why it is realistic", "Your own trend, what peers reach, national figures.", 380),
    )),
    Worksheet("extract_notes", "Extract notes", "How you got your data out, so that a colleague could do it again.",
              ("extract",), (
        F("source", "Where it comes from", "The report’s name, its filters, and how long it took.", 200),
        F("columns", "Columns you kept", "One a line, by its name in our data dictionary. Leave out names and numbers "
          "of people.", 600),
        F("removed", "Personal columns you took out", "Which ones, and before whose eyes.", 600),
        F("trouble", "What was hard", "What you would ask a peer.", 600, False),
    )),
    Worksheet("quality_report", "Quality report and gap register", "What you found in your data, and what you do next.",
              ("quality report", "gap register"), (
        F("found", "What you found", "Duplicates, blanks, odd dates: how many of each.", 800),
        F("checks", "How you will check from now on", "What you look at, how often, and who does it.", 600),
        F("gaps", "Gap register", "One gap a line: the gap, its owner, by when.", 1000),
    )),
    Worksheet("data_flow", "Data flow sketch", "Where personal data comes in, who sees it, and where it leaves.",
              ("data flow", "data-flow"), (
        F("personal_data", "Personal data you use", "Which fields, who sees them, for how long.", 600),
        F("flow", "The way it takes", "One step a line: from whom, to whom, by what means.", 1000),
        F("consent", "How people agree, and can change their mind", "In which language, on paper or aloud.", 600),
        F("signed_by", "Signed off by", "A role at your organization and the day.", 200, False),
    )),
    Worksheet("chart", "One chart and three sentences", "A figure of your own, drawn, and what it says.",
              ("chart",), (
        F("figure", "The figure", "Numerator, denominator, the day it is of, and the source.", 400),
        F("sentences", "Three sentences", "What it shows, what it does not show, what you will do.", 1000),
        F("small", "Groups too small to show", "Which ones you left out, and why.", 400, False),
    )),
    Worksheet("feedback_protocol", "Feedback protocol", "How clients’ voices reach a decision, and come back to them.",
              ("feedback protocol",), (
        F("protocol", "How you ask and listen", "Who asks whom, how, how often, in which language.", 600),
        F("code", "How you make sense of it", "Who reads it, which themes, how you guard what was said in trust.", 600),
        F("back", "How people hear what came of it", "When and by whom.", 400),
    )),
    Worksheet("brief_draft", "Draft brief", "One page for somebody who can help: what changed, and with what caution.",
              ("brief",), (
        F("message", "The message", "What changed, in two sentences.", 600),
        F("evidence", "The evidence and its limits", "The figure with its n, one voice, what you do not know.", 1000),
        F("sustaining", "What stays after the year", "Who carries it on, with what.", 800),
    )),
    Worksheet("pdsa_plan", "Improvement plan and budget", "A first plan-do-study-act cycle, roles, and what it costs.",
              ("pdsa", "proposal draft", "improvement plan", "improvement cycle"), (
        F("cycle", "Your first cycle", "What you try, for how long, what you look at, and who decides.", 800),
        F("roles", "Who does what", "One role a line.", 600),
        F("budget", "Budget", "One line a cost: what for; how many; cost of one. “Bus passes; 80; 50”", 1500),
    )),
)  # fmt: skip  # one question a line
OPEN_SHEET = Worksheet("open", "Practice product", "What you made in this session, in your own words.", (), (
    F("made", "What you made", "Write it here, or say what is behind the link.", 3000),
))  # fmt: skip

SHEETS: dict[str, Worksheet] = {sheet.name: sheet for sheet in (*WORKSHEETS, OPEN_SHEET)}


def sheet_for(practice_product: str) -> Worksheet | None:
    """The worksheet that fits what a session asks for; the open one for anything else; None where nothing is asked."""
    asked = practice_product.casefold()
    if not asked.strip():
        return None
    return next((sheet for sheet in WORKSHEETS if any(word in asked for word in sheet.words)), OPEN_SHEET)


def over_limits(sheet: Worksheet, answers: Mapping[str, Any]) -> list[Reason]:
    """Every answer that is longer than the table allows; `where` is the field."""
    return [
        Reason(f"{field.label}: at most {field.most:,} characters. Shorten it a little.", field.name)
        for field in sheet.fields
        if len(str(answers.get(field.name) or "")) > field.most
    ]


def unanswered(sheet: Worksheet, answers: Mapping[str, Any]) -> list[SheetField]:
    """The required questions that are still empty."""
    return [field for field in sheet.fields if field.is_required and not str(answers.get(field.name) or "").strip()]
