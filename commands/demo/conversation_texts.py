"""What an affiliate and the national office of the demo world write to each other, and how people rate the support."""

from dataclasses import dataclass

from workflows.conversation.answers import Rating, Topic


@dataclass(frozen=True, slots=True)
class Wrote:
    """One message: days before the loading, and whose."""

    days_ago: int
    who: str
    text: str
    hour: int = 16


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of one year; the first message begins it."""

    key: str
    subject: str
    topic: Topic
    messages: tuple[Wrote, ...]


COACH, FINANCE = "coach@national.example.org", "finance@national.example.org"
DANA, SAMIR = "director@harbor.example.org", "data@harbor.example.org"

THREADS: tuple[Thread, ...] = (
    Thread("Harbor", "Paying the college before the invoice comes", Topic.PAYMENT, (
        Wrote(22, DANA, "The college asks for half of the fee on the first day of class, and sends its invoice a month "
              "later. May we pay it from the first payment, or do we wait for the invoice?"),
        Wrote(21, FINANCE, "Pay it, and keep the letter in which they ask for it. Put the invoice beside it when it "
              "comes; then the two tell the whole story.", 14),
        Wrote(2, DANA, "The invoice is here, and it is 40 dollars higher than the letter said. Do we need a change of "
              "the budget for that?"),
    )),
    Thread("Harbor", "What went well goes first in the report", Topic.REPORT, (
        Wrote(4, COACH, "In our last check-in you told me about the two classes that now have a waiting list. Would "
              "you open the report with them? Half a page, in your own words, is plenty."),
    )),
)  # fmt: skip  # one message a paragraph

RATED_ON = 100  # days before the loading: a quarter is shorter, so the one of that day is over
RATINGS: tuple[tuple[str, str, Rating], ...] = (
    ("Harbor", DANA, Rating(5, 4, 5, "Somebody always calls back, and says so when they do not know yet.")),
    ("Harbor", SAMIR, Rating(5, 5, 5)),
    ("Ridgeview", "director@ridgeview.example.org", Rating(4, 3, 5, "Answers about money take longer than the rest.")),
    ("Ridgeview", "data@ridgeview.example.org", Rating(4, 4, 5)),
    ("Pinecrest", "director@pinecrest.example.org", Rating(3, 3, 4)),
    ("Prairie", "director@prairie.example.org", Rating(4, 4, 4, "The short guides are worth more to us than calls.")),
    ("Prairie", "data@prairie.example.org", Rating(5, 4, 5)),
)
