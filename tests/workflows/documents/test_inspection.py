"""A template is read line by line: what it may say, and the exact sentence for what it may not."""

from dataclasses import dataclass

import pytest
from docx import Document
from word_files import saved, word_file

from workflows.documents.inspection import inspect_template
from workflows.documents.templates import template_variables
from workflows.documents.values import Picture

CODE = "a template can only show, repeat and choose; this asks for more."


@dataclass(frozen=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True)
class Step:
    what: str


@dataclass(frozen=True)
class Goal:
    sentence: str
    steps: tuple[Step, ...] = ()
    chart: Picture | None = None


@dataclass(frozen=True)
class Letter:
    title: str
    coach: Person
    goals: tuple[Goal, ...] = ()
    notes: tuple[str, ...] = ()
    award_number: str = ""


def faults(*lines: str) -> list[str]:
    return [str(fault) for fault in inspect_template(word_file(*lines), Letter).faults]


def test_what_a_template_may_say_is_understood() -> None:
    lines = (
        "{{ title }} for {{ coach.name }}",
        "{%p for goal in goals %}",
        "{{ loop.index }}. {{ goal.sentence }}{% if not loop.last %};{% endif %}",
        "{%p for step in goal.steps %}", "{{ step.what }}", "{%p endfor %}",
        "{%p if goal.chart and title %}", "{{ goal.chart }}", "{%p else %}", "{# no picture #}", "{%p endif %}",
        "{%p endfor %}",
        "{%p if title == “Award” %}", "{%p for note in notes %}", "{{ note }}", "{%p endfor %}", "{%p endif %}",
    )  # fmt: skip
    assert template_variables(word_file(*lines), Letter) == {
        "title", "coach", "coach.name", "goals", "goals.sentence", "goals.steps", "goals.steps.what", "goals.chart",
        "notes",
    }  # fmt: skip


def test_braces_that_word_cut_into_pieces_are_read_as_one() -> None:
    word = Document()
    paragraph = word.add_paragraph("Dear ")
    for piece in ("{", "{ ti", "tel }", "}"):
        paragraph.add_run(piece)
    assert [str(fault) for fault in inspect_template(saved(word), Letter).faults] == [
        "Paragraph 1, “Dear {{ titel }}”: this document has no “titel”. Did you mean “title”?"
    ]


def test_a_fault_in_a_table_a_header_and_the_title_tells_where_it_is() -> None:
    word = Document()
    word.add_paragraph("One")
    word.add_table(1, 2).rows[0].cells[1].text = "{{ coach.mail }}"
    word.sections[0].header.paragraphs[0].text = "{{ titel }}"
    word.core_properties.title = "{{ name }}"
    assert [str(fault) for fault in inspect_template(saved(word), Letter).faults] == [
        "Paragraph 3, “{{ coach.mail }}”: this document has no “coach.mail”. Did you mean “coach.email”?",
        "Page header, “{{ titel }}”: this document has no “titel”. Did you mean “title”?",
        "The file’s title, “{{ name }}”: this document has no “name”.",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "{{ title.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ title.upper() }}",
        "{{ title|upper }}",
        "{{ goals|map(attribute='sentence') }}",
        "{{ title is defined }}",
        "{{ range(10) }}",
        "{{ 7 * 7 }}",
        "{{ goals[0] }}",
        "{{ '%s' % title }}",
        "{{ [].append(1) }}",
        "{{ {'a': 1} }}",
        "{{ title ~ title }}",
        "{{ title if title }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% call title() %}{% endcall %}",
        "{% filter upper %}{% endfilter %}",
        "{% with x = 1 %}{% endwith %}",
        "{% block b %}{% endblock %}",
        "{% autoescape false %}{% endautoescape %}",
        "{% for a, b in goals %}{% endfor %}",
        "{% for x in 'abc' %}{% endfor %}",
        "{% for x in goals recursive %}{% endfor %}",
    ],
)
def test_code_is_refused(code: str) -> None:
    assert faults("Hello", f"Total: {code}")[0] == f"Paragraph 2, “Total: {code}”: {CODE}"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ goals.items }}", "“goals” is a list, so it has no “items” of its own; repeat it with "
         "{%p for line in goals %} and show {{ line.items }} inside."),
        ("{{ goals }}", "“goals” is a list; repeat it with {%p for line in goals %} and show {{ line.sentence }} "
         "inside."),
        ("{{ notes }}", "“notes” is a list; repeat it with {%p for line in notes %} and show {{ line }} inside."),
        ("{{ coach }}", "“coach” has parts; name one of them, such as “coach.name”."),
        ("{{ title.length }}", "this document has no “title.length”."),
        ("{% for x in title %}{% endfor %}", "“title” is no list, so it cannot be repeated."),
        ("{{ self }}", "this document has no “self”."),
        ("{{ award.award_number }}", "this document has no “award”."),
        ("{{ 'a{b' }}", "double braces cannot be shown as text; write single ones."),
        ("{_{ title }_}", "double braces cannot be shown as text; write single ones."),
        ("{% raw %}{{ title }}{% endraw %}", "double braces cannot be shown as text; write single ones."),
        ("{% endfor %}", "{% endfor %} has no beginning, or is not a word this template knows."),
        ("{% colour title %}", "{% colour %} has no beginning, or is not a word this template knows."),
        ("{% for goal in goals %}", "a {% for %} is never closed. Add {% endfor %} where it should stop."),
        ("{% if title %}", "a {% if %} is never closed. Add {% endif %} where it should stop."),
        ("{{ title title }}", "the braces cannot be read (expected token 'end of print statement', got 'title')."),
        ("{{ title", "the braces are never closed; write }} or %} where they should end."),
        ("{% for g in goals %}{{ g.chart }}{% endfor %}",
         "“g.chart” may be empty. Ask first: {%p if g.chart %} … {%p endif %}."),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_in_is_refused(line: str, sentence: str) -> None:
    assert faults("Hello", line)[0] == f"Paragraph 2, “{line}”: {sentence}"


def test_a_loop_without_an_end_hides_no_other_fault() -> None:
    assert faults(
        "{{ titel }}", "{%p for goal in goals %}", "{{ goal.any }} {{ coach.nam }}", "{{ title() }}", "Bye"
    ) == [
        "Paragraph 4, “{{ title() }}”: a {% for %} is never closed. Add {% endfor %} where it should stop.",
        "Paragraph 1, “{{ titel }}”: this document has no “titel”. Did you mean “title”?",
        "Paragraph 3, “{{ goal.any }} {{ coach.nam }}”: this document has no “coach.nam”. Did you mean “coach.name”?",
        f"Paragraph 4, “{{{{ title() }}}}”: {CODE}",
    ]


def test_braces_that_are_left_open_hide_no_other_fault() -> None:
    assert faults("{{ titel }}", "{{ title") == [
        "Paragraph 2, “{{ title”: the braces are never closed; write }} or %} where they should end.",
        "Paragraph 1, “{{ titel }}”: this document has no “titel”. Did you mean “title”?",
    ]


def test_loops_stand_three_deep_at_most() -> None:
    line = "{% for a in goals %}" * 4 + "{{ a.sentence }}" + "{% endfor %}" * 4
    assert [fault.sentence for fault in inspect_template(word_file(line), Letter).faults] == [
        "loops may stand 3 deep, not deeper."
    ]


def test_a_loop_that_would_tear_the_page_is_refused() -> None:
    word = Document()
    word.add_table(1, 1).rows[0].cells[0].text = "{% for goal in goals %}"
    word.add_paragraph("{% endfor %}")
    assert [str(fault) for fault in inspect_template(saved(word), Letter).faults] == [
        "Paragraph 1, “{% for goal in goals %}”: a loop or condition starts in one place and ends in another, such as "
        "in a table cell and outside of it. Put both ends in paragraphs of their own ({%p … %}), or in rows of their "
        "own ({%tr … %})."
    ]


def test_code_hidden_where_no_reader_looks_is_found() -> None:
    word = Document()
    paragraph = word.add_paragraph("Hello")
    paragraph._p.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rsidR", "{{ x.__class__ }}")
    assert [str(fault) for fault in inspect_template(saved(word), Letter).faults] == [
        f"Outside of the visible text, “{{{{ x.__class__ }}}}”: {CODE}"
    ]


def test_braces_in_a_comment_of_the_file_are_refused() -> None:
    word = Document()
    word.settings.element.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}note", "{{ title }}")
    assert [str(fault) for fault in inspect_template(saved(word), Letter).faults] == [
        "word/settings.xml, “{{ title }}”: variables work only in the text, page headers and page footers."
    ]
