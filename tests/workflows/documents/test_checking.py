"""An uploaded template is checked in a process of its own, whatever is in it."""

import subprocess
from typing import Any

import pytest
from docx import Document
from word_files import opened, saved, template, word_file

from workflows.documents import checking
from workflows.documents.checking import (
    TOO_MUCH,
    Checked,
    Problem,
    TemplateRefused,
    check_file,
    check_template_file,
    require_sound,
)


def test_the_built_in_file_passes_without_a_note() -> None:
    assert check_file(template("award_letter"), "award_letter") == Checked()


def test_a_problem_comes_with_its_place_its_text_and_the_nearest_name() -> None:
    found = check_file(word_file("Dear {{ addressee.name }},", "About {{ award_numbr }}"), "award_letter")
    assert found.problems == (
        Problem("Paragraph 2", "About {{ award_numbr }}", "this document has no “award_numbr”. Did you mean "
                "“award_number”?"),
    )  # fmt: skip


def test_what_the_built_in_file_shows_and_this_one_does_not_is_a_note() -> None:
    word = opened(template("certificate"))
    for paragraph in word.paragraphs:
        if "signer_name" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    for cell in (cell for table in word.tables for row in table.rows for cell in row.cells):
        for paragraph in cell.paragraphs:
            if "signer_name" in paragraph.text:
                paragraph.clear()
    found = check_template_file(saved(word), "certificate")
    assert found.problems == ()
    assert "“signer_name” is shown by the built-in template and not by this one." in found.warnings


def test_a_list_that_is_left_out_is_told_once() -> None:
    found = check_template_file(word_file("{{ paper.title }}"), "award_letter")
    told = [warning for warning in found.warnings if "payments" in warning]
    assert told == [
        "“payments” is shown by the built-in template and not by this one.",
        "“payments_total” is shown by the built-in template and not by this one.",
    ]


def test_the_template_of_one_kind_does_not_fit_another() -> None:
    sentences = {problem.sentence for problem in check_template_file(template("award_letter"), "certificate").problems}
    assert "this document has no “addressee”." in sentences


def test_a_damaged_file_has_no_place_but_a_sentence() -> None:
    assert check_file(b"not a zip", "award_letter").problems == (
        Problem("", "", "This is not a Word document (.docx), or it is damaged."),
    )


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*command: Any, **options: Any) -> None:
        raise subprocess.TimeoutExpired("check", options["timeout"])

    monkeypatch.setattr(subprocess, "run", slow)
    assert check_file(b"PK", "award_letter").problems == (Problem("", "", TOO_MUCH),)


def test_a_check_that_dies_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "__name__", "workflows.documents.nowhere")
    assert check_file(b"PK", "award_letter").problems == (Problem("", "", TOO_MUCH),)


def test_what_must_be_sound_is_refused_in_sentences() -> None:
    with pytest.raises(TemplateRefused) as refused:
        require_sound(word_file("{{ nobody }}"), "award_letter")
    assert refused.value.sentences == ("Paragraph 1: this document has no “nobody”.",)


def test_a_long_template_is_checked() -> None:
    word = Document()
    for _ in range(1500):
        word.add_paragraph("Dear {{ addressee.name }}, about {{ award_number }} of {{ amount }}.")
    assert check_file(saved(word), "award_letter").problems == ()
