"""Answers kind by kind: their limits, when a question is answered, and how an answer reads."""

from typing import Any

import pytest

from workflows.proposals.answers import ETHICS, SECTION_BY_NAME, Field, Kind, Option, Section
from workflows.proposals.checks import count_words, has_answers, is_answered, over_limits, section_gaps, shown

ROWS = Field("rows", "Steps", Kind.ROWS, 2)
DAY = Field("day", "First day", Kind.DATE)
CHOICE = Field("choice", "Which", Kind.CHOICE, options=(Option("a", "The first"), Option("b", "The second")))
TICKS = Field("ticks", "Checklist", Kind.TICKS, 2, options=(Option("a", "One"), Option("b", "Two")), fewest=2)
DOMAINS = Field("domains", "Domains", Kind.DOMAINS, 3)
NUMBER = Field("number", "How many", Kind.NUMBER, 10, fewest=0)
FILE = Field("file", "The letter", Kind.FILE)
TICK = Field("tick", "It is right", Kind.TICK)
TEXT = Field("text", "Why", Kind.TEXT, 10)


def a_section(*fields: Field) -> Section:
    return Section("one", "One", "", fields)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (TEXT, "x" * 11, "Why: at most 10 characters. Shorten it a little."),
        (NUMBER, 11, "How many: at most 10."),
        (NUMBER, -1, "How many: a whole number from 0 to 10."),
        (NUMBER, "many", "How many: a whole number from 0 to 10."),
        (CHOICE, "c", "Which: choose one of the answers."),
        (TICKS, ["a", "z"], "Checklist: tick what is offered."),
        (TICKS, True, "Checklist: tick what is offered."),
        (DOMAINS, ["A", "B", "C", "D"], "Domains: choose at most 3. What matters most?"),
        (DOMAINS, ["A" * 81], "Domains: choose from the list."),
        (DAY, "tomorrow", "First day: choose a day, like 2026-10-31."),
        (TICK, "evil", "It is right: tick it, or leave it."),
        (ROWS, [{"month": "", "what": "x"}] * 3, "Steps: at most 2 rows. Put small steps together."),
        (ROWS, [{"month": "2026-13", "what": "x"}], "Steps: choose a month."),
        (ROWS, [{"month": "", "what": "x" * 201}], "Steps: at most 200 characters in a row. Shorten it a little."),
    ],
)
def test_an_answer_over_its_limit_is_refused_with_a_sentence(field: Field, value: Any, sentence: str) -> None:
    reasons = over_limits(a_section(field), {field.name: value})
    assert [(reason.sentence, reason.where) for reason in reasons] == [(sentence, field.name)]


@pytest.mark.parametrize("field", [TEXT, NUMBER, CHOICE, TICKS, DOMAINS, DAY, TICK, ROWS, FILE])
def test_nothing_is_within_every_limit_and_is_no_answer(field: Field) -> None:
    assert over_limits(a_section(field), {}) == []
    assert not is_answered(field, None)


@pytest.mark.parametrize(
    ("field", "value", "is_one"),
    [
        (NUMBER, 0, True),
        (Field("n", "People", Kind.NUMBER, 10), 0, False),
        (TICKS, ["a"], False),
        (TICKS, ["a", "b"], True),
        (DOMAINS, ["A"], True),
        (DOMAINS, [], False),
        (ROWS, [{"month": "2026-10", "what": ""}], False),
        (ROWS, [{"month": "2026-10", "what": "Visit"}], True),
        (TICK, False, False),
        (FILE, {"file_id": 1, "name": "letter.pdf"}, True),
    ],
)
def test_when_a_question_is_answered(field: Field, value: Any, is_one: bool) -> None:
    assert is_answered(field, value) is is_one


def test_a_checklist_says_how_many_ticks_are_open() -> None:
    gaps = section_gaps(SECTION_BY_NAME["privacy"], {"ethics": [option.key for option in ETHICS][:4]})
    assert gaps[-1].sentence == "Privacy and consent: 1 tick is still open in «Ethics checklist»."
    assert section_gaps(a_section(TICKS), {})[0].sentence == "One: 2 ticks are still open in «Checklist»."


def test_marks_are_optional_and_ask_for_what_shows_them_once_ticked() -> None:
    approach = SECTION_BY_NAME["approach"]
    whole = {field.name: "x" for field in approach.fields if field.is_required}
    assert section_gaps(approach, whole) == []
    gaps = section_gaps(approach, whole | {"marks": ["mark_technology"]})
    assert [(gap.sentence, gap.where) for gap in gaps] == [
        ("Your idea: «What shows it» is empty.", "approach.marks_evidence")
    ]


def test_a_row_that_was_begun_is_finished_also_where_rows_are_optional() -> None:
    optional = Field("rows", "Steps", Kind.ROWS, 2, is_required=False)
    half = [{"month": "", "what": "Visit"}]
    gaps = section_gaps(a_section(optional), {"rows": half})
    assert [gap.sentence for gap in gaps] == ["One: a row of «Steps» lacks its month or its text."]
    assert section_gaps(a_section(optional), {}) == []


def test_a_missing_file_is_asked_for() -> None:
    assert section_gaps(a_section(FILE), {})[0].sentence == "One: «The letter» needs its file."


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (CHOICE, "b", "The second"),
        (TICKS, ["a", "b"], "One\nTwo"),
        (TICKS, True, ""),
        (DOMAINS, ["Work", "Health"], "Work\nHealth"),
        (ROWS, [{"month": "2026-10", "what": "Visit"}, {"month": "", "what": "Call"}],
         "October 2026: Visit\nNo month yet: Call"),
        (DAY, "2026-10-31", "31 October 2026"),
        (DAY, None, ""),
        (TICK, True, "Yes"),
        (TICK, None, "Not yet"),
        (NUMBER, 1200, "1,200"),
        (FILE, {"name": "letter.pdf"}, "letter.pdf"),
        (TEXT, None, ""),
    ],
)  # fmt: skip  # a case a line
def test_an_answer_reads_as_people_write(field: Field, value: Any, text: str) -> None:
    assert shown(field, value) == text


def test_words_are_counted_in_texts_and_rows() -> None:
    section = a_section(TEXT, ROWS, CHOICE)
    answers = {"text": "two words", "rows": [{"month": "2026-10", "what": "Visit two shops"}], "choice": "a"}
    assert count_words(section, answers) == 5
    assert has_answers(section, answers)
    assert not has_answers(section, {"text": "", "rows": [], "choice": None})
