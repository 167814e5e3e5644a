"""Limits of conversation, and what people write as plain values."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SUBJECT_MAX = 120
TEXT_MAX = 4000
WORDS_MAX = 2000
SCORE_LEAST, SCORE_MOST = 1, 5
LEAST_ANSWERS = 5  # fewer are held back: whoever knows the people could tell whose they are
TELL_AGAIN_AFTER = timedelta(hours=1)  # each side hears of a thread once in this time


class Topic(StrEnum):
    """What a thread is about: the year as a whole, or one record of it."""

    YEAR = "year"
    PROPOSAL = "proposal"
    PAYMENT = "payment"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class About:
    """`record_id` is the payment's or the report's; None for the other topics."""

    topic: Topic = Topic.YEAR
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """How a thread begins."""

    subject: str
    text: str
    about: About = About()


@dataclass(frozen=True, slots=True, order=True)
class Rating:
    """What one person says about the support of one quarter: three scores from 1 (not at all) to 5 (very), and words.

    Ordered by content, so that a pile of them can be kept in an order that says nothing about who came when.
    """

    helpful: int
    timely: int
    respectful: int
    words: str = ""
