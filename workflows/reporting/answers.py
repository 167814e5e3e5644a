"""What a report asks, as one table: fields, limits and repeated rows. Form, page and document read it from here.

`Report.answers` holds text by question; for the rows a list of {column: text}; and for each goal, by its number in
the report, {"goals": {"1": {"explanation", "outputs"}}}. The documents read the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of a repeated row; `most` is characters."""

    name: str
    label: str
    most: int = 300


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `missing` is the sentence when a required answer is not there; empty when it may be left out."""

    name: str
    label: str
    kind: Kind
    most: int = 0
    hint: str = ""
    missing: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_required(self) -> bool:
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class SpentLine:
    """What was spent in one budget category in the report's period; US dollars, below zero with a reason."""

    category: str
    amount: Decimal
    reason: str = ""


ROWS_MAX = 6
SPENT_REASON_MAX = 300
TYPED_NAME_MAX = 120
NOTE_MAX = 2000
MINUTES_MAX = 6000
SPENT_MAX = 10_000_000  # US dollars
DUE_AFTER_DAYS = 30
CLOSEOUT_DUE_AFTER_DAYS = 90
MONTHS_OF_A_PERIOD = 3
CERTIFICATION = (
    "To the best of our knowledge this report is true and complete, and the spending in it follows the agreement."
)

LEVERAGE = "leverage"
LEVERAGE_MOST = 800

GOALS = "goals"
GOALS_MAX = 12
EXPLANATION_MOST = 1500
EXPLANATION_MISSING = (
    "Goal {number} is off track. Write what you think is behind it: that is where learning starts, and none of it "
    "counts against you."
)

DECISIONS = Question(
    "decisions",
    "What you decided because of data",
    Kind.ROWS,
    hint="At least one: what you saw, what you decided, and what changed. A small change counts.",
    missing="Tell at least one decision that you made from your data. A small one counts.",
    columns=(
        Column("saw", "What the data showed"),
        Column("decided", "What you decided"),
        Column("changed", "What changed"),
        Column("decided_on", "When", 60),
    ),
)
THEMES = Question(
    "themes",
    "What clients said",
    Kind.ROWS,
    hint="Themes without names, and about how often you heard them.",
    columns=(Column("theme", "Theme"), Column("heard", "How often", 120)),
)
VOICE_RESPONSE = Question("voice_response", "What came of it", Kind.TEXT, 1000)
STORY = Question("story", "A story", Kind.TEXT, 1500, "Only with consent, and without a name.")
CONSENT = Question("story_consent", "How consent was given", Kind.LINE, 200, "For example: in writing, 4 May 2026.")
VARIANCE = Question(
    "variance_note",
    "About the spending",
    Kind.TEXT,
    800,
    "Only where it differs by more than a tenth from the plan: what happened, and what it means for the rest.",
)
LEARNING_CHOICES = (("keep", "We keep it"), ("adapt", "We adapt it"), ("stop", "We stop it, and learned"))

PROGRESS: tuple[Part, ...] = (
    Part(
        "In one sentence",
        "What a colleague should remember from these three months.",
        (Question("headline", "Headline", Kind.LINE, 300, missing="Write the headline: one sentence is enough."),),
    ),
    Part("Decisions from data", "What the figures led to is the heart of a report.", (DECISIONS,)),
    Part("Client voice", "What you heard from the people you serve.", (THEMES, VOICE_RESPONSE, STORY, CONSENT)),
    Part(
        "Learning",
        "What you tried, and what you keep.",
        (
            Question("learning_choice", "What happens with what you tried?", Kind.CHOICE,
                     missing="Choose what happens with what you tried: keep, adapt or stop.",
                     choices=LEARNING_CHOICES),
            Question("learning", "What you learned", Kind.TEXT, 1500, missing="Write what you learned, in a sentence."),
        ),
    ),
    Part(
        "What comes next",
        "Help is part of the program: ask for it early.",
        (
            Question("next_steps", "Next steps", Kind.ROWS, hint="The two or three things of the next three months.",
                     missing="Name at least one next step.",
                     columns=(Column("what", "What"), Column("who", "Who", 120), Column("by", "By when", 60))),
            Question("changes_requested", "Changes you wish for", Kind.TEXT, 1000,
                     "In goals, dates or budget. Your coach talks it over with you; the agreement stays until then."),
            Question("help_needed", "Help you need", Kind.TEXT, 1000),
        ),
    ),
    Part(
        "Only if there is something to tell",
        "Leave out what does not apply.",
        (
            Question("developments", "Something important that happened", Kind.TEXT, 1000),
            Question("data_quality", "Limits of the data", Kind.TEXT, 800, "What is missing, late or uncertain in it."),
            Question("collaboration", "Working with others", Kind.TEXT, 800),
            Question(LEVERAGE, "Funds or partners you sought or won", Kind.TEXT, LEVERAGE_MOST,
                     "It begins with what your log of prospects says about these months."),
            VARIANCE,
        ),
    ),
)  # fmt: skip  # a question a paragraph

CLOSEOUT: tuple[Part, ...] = (
    Part(
        "The year in one sentence",
        "What a colleague should remember from this year.",
        (Question("headline", "Headline", Kind.LINE, 300, missing="Write the headline: one sentence is enough."),),
    ),
    Part(
        "What worked and what did not",
        "“It did not work, and we learned” is a full result. It saves others a year.",
        (
            Question("worked", "What worked, and for whom", Kind.TEXT, 2000,
                     missing="Write what worked, and for whom."),
            Question("did_not_work", "What did not work, and what you learned", Kind.TEXT, 2000,
                     "It counts as much as a success.",
                     "Write what did not work and what you learned. It counts as much as a success."),
            Question("cost_per_outcome", "What an outcome cost", Kind.TEXT, 600, "Only where the figure helps."),
            DECISIONS,
        ),
    ),
    Part("Client voice", "What you heard from the people you serve.", (THEMES, VOICE_RESPONSE, STORY, CONSENT)),
    Part(
        "What your organization can do now",
        "Before and after, from 1 to 5, as you see it yourselves.",
        (
            Question("capacity", "Capacity", Kind.ROWS,
                     missing="Name one thing that your organization can do better now.",
                     columns=(Column("dimension", "What", 120), Column("before", "Before", 20),
                              Column("after", "Now", 20))),
        ),
    ),
    Part(
        "Closing the books",
        "What is left goes back; what was bought is accounted for.",
        (
            VARIANCE,
            Question("equipment", "Equipment that outlives the award", Kind.ROWS,
                     columns=(Column("item", "What"), Column("cost", "Cost", 40),
                              Column("stays_with", "Who keeps it", 120))),
            Question("data", "What became of the data", Kind.ROWS, hint="Returned, destroyed or kept until a day.",
                     missing="Tell what became of the data: returned, destroyed or kept.",
                     columns=(Column("data", "Which data"), Column("disposition", "What became of it"),
                              Column("done_on", "When", 60))),
            Question("data_agreement", "The data-sharing agreement", Kind.LINE, 200, "Ended, or going on until when."),
            Question("access_removed", "Whose access was removed", Kind.LINE, 200),
        ),
    ),
    Part(
        "What stays",
        "A year ends; the practice goes on.",
        (
            Question("sustaining_owner", "Who carries it on", Kind.LINE, 200,
                     missing="Write who carries the work on, also if nobody does."),
            Question("sustaining_funding", "With which money", Kind.LINE, 300),
            Question("tools_kept", "Tools you keep using", Kind.TEXT, 600),
            Question("practices", "A practice that others could take up", Kind.ROWS,
                     columns=(Column("title", "Practice", 120), Column("domain", "Domain of integration", 80),
                              Column("innovation", "What is new"), Column("effect", "What it did"),
                              Column("replicable", "What others need for it"))),
            Question("follow_ups", "What you will measure again", Kind.ROWS, hint="For example six months from now.",
                     missing="Name one thing that you will measure again, or write that there is none.",
                     columns=(Column("measure", "What"), Column("when", "When", 60), Column("who", "Who", 120))),
            Question("feedback", "What we at the national office should do better", Kind.TEXT, 1500),
        ),
    ),
)  # fmt: skip  # a question a paragraph


def parts_of(kind: str) -> tuple[Part, ...]:
    """The questions of a progress or a closeout report."""
    return CLOSEOUT if kind == "closeout" else PROGRESS


def questions_of(kind: str) -> tuple[Question, ...]:
    return tuple(question for part in parts_of(kind) for question in part.questions)


def rows_of(answers: Mapping[str, Any], question: Question) -> list[dict[str, str]]:
    """The rows of a repeated question that say something."""
    found = answers.get(question.name) or []
    return [row for row in found if any(row.get(c.name) for c in question.columns)]


def choice_in_words(answers: Mapping[str, Any]) -> str:
    """`We adapt it`, or nothing where nobody chose."""
    return dict(LEARNING_CHOICES).get(str(answers.get("learning_choice") or ""), "")


def explanation_of(answers: Mapping[str, Any], number: int) -> str:
    """What was written about a goal, by its number in the report from 1."""
    return str((answers.get(GOALS) or {}).get(str(number), {}).get("explanation") or "")


def is_answered(answers: Mapping[str, Any], question: Question) -> bool:
    if question.kind is Kind.ROWS:
        return bool(rows_of(answers, question))
    return bool(str(answers.get(question.name) or "").strip())
