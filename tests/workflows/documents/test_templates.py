"""Every Word template shows all its facts, bears rough text, and says what it should."""

from itertools import pairwise
from typing import Any

import document_samples as samples
import pytest
from document_parts import AWKWARD, NAMES
from word_files import TEMPLATES, opened, template, words

from workflows.documents.contexts import CONTEXTS
from workflows.documents.reference import variables_markdown
from workflows.documents.render import check_docx, field_paths, render, template_variables

KINDS = list(CONTEXTS)
# What a reader must find: figures, dates, people.
GOLDEN = {
    "proposal": ("48% (30 of 62), arrivals July to December 2025", "60% by 30 June 2026", "$25,000.00",
                 "Digest of the proposal as it stood: " + samples.PROPOSAL.snapshot_digest),
    "amendment": ("The change counts from 1 February 2027.", "31 March 2027", "31 July 2027", "$25,000.00",
                  "Tell us in April how many people came."),
    "award_letter": ("Dear Amina Diallo,", "Please read the terms below and sign the acceptance by Friday 20 March "
                     "2026.", "$12,500.00", "Board minutes with the name", "Daniel Okafor, Coach"),
    "grant_agreement": ("1 April 2026 to 31 March 2027", "DSA-2026-03", "2 CFR 200.332(b)(1)(ii)",
                        "Ruth Adeyemi", "$2,400.00"),
    "data_sharing_agreement": ("belonging score", "within 72 hours", "Figures of fewer than 5 people are hidden.",
                               "1 March 2027", "9 March 2026, 2:05 pm EDT"),
    "progress_report": ("57.4%", "39 employable adults with a job on day 180", "Import 7, data as of 30 September 2026",
                        "Not amended", "$9,745.00", "95 minutes"),
    "closeout_report": ("61.3%", "Not met", "Q1 49.2% · Q2 52% · Q3 57.4% · Q4 61.3%", "Destroyed", "Month 18"),
    "certificate": ("Samuel Haile", "18 hours", "9 live · 2 by recording · 1 made up for",
                    "C1\N{NO-BREAK SPACE}Outcome"),
    "check_in_summary": ("Ask the library this week.", "52% (34 of 65)", "13 February 2026", "4 of 5"),
}  # fmt: skip
CHARTS = {"progress_report": 1, "closeout_report": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_template_shows_every_fact_and_asks_for_no_other(kind: str) -> None:
    assert template_variables(template(kind), CONTEXTS[kind]) == field_paths(CONTEXTS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_sample_is_rendered_with_its_figures(kind: str) -> None:
    content = render(template(kind), samples.SAMPLES[kind])
    shown = words(content)
    assert [text for text in GOLDEN[kind] if text not in shown] == []
    assert len(opened(content).inline_shapes) == CHARTS.get(kind, 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 12])
def test_lists_may_be_empty_or_long(kind: str, count: int) -> None:
    content = render(template(kind), samples.with_rows(samples.SAMPLES[kind], count))
    check_docx(content)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [AWKWARD, NAMES, "first\n\nsecond\nthird", "long " * 400], ids=str.split)
def test_rough_text_survives_everywhere(kind: str, text: str) -> None:
    shown = words(render(template(kind), samples.with_text(samples.SAMPLES[kind], text)))
    pieces = [piece for piece in text.strip().split("\n") if piece]
    assert all(shown.count(piece) > 10 for piece in pieces)


@pytest.mark.parametrize("kind", KINDS)
def test_page_header_footer_title_and_language_are_set(kind: str) -> None:
    sample: Any = samples.SAMPLES[kind]
    word = opened(render(template(kind), sample))
    section = word.sections[0]
    footer = section.footer.tables[0]
    assert [cell.text for cell in section.header.tables[0].rows[0].cells] == [
        sample.paper.title,
        "Harbor Refugee Services",
    ]
    version = "As submitted · " if kind == "proposal" else ""
    assert footer.rows[0].cells[0].text == f"{version}HARBOR-2026-07 · record 4f1c9a70be21"
    assert [f.get(f.nsmap["w"].join("{}") + "instr") for f in footer._tbl.xpath(".//w:fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert (word.core_properties.title, word.core_properties.language) == (sample.paper.title, "en-US")


@pytest.mark.parametrize("kind", KINDS)
def test_headings_have_no_gap_in_their_levels(kind: str) -> None:
    styles = [p.style.name for p in opened(render(template(kind), samples.SAMPLES[kind])).paragraphs]
    levels = [int(name.removeprefix("Heading ")) for name in styles if name.startswith("Heading ")]
    assert levels[0] in (1, 2)
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_same_facts_make_the_same_file(kind: str) -> None:
    assert render(template(kind), samples.SAMPLES[kind]) == render(template(kind), samples.SAMPLES[kind])


def test_private_notes_have_no_place_in_any_document() -> None:
    assert [path for kind in CONTEXTS.values() for path in field_paths(kind) if "private" in path] == []


def test_staff_readme_lists_the_variables_as_they_are() -> None:
    readme = (TEMPLATES / "README.md").read_text("utf-8")
    assert readme.endswith(variables_markdown().rstrip("\n") + "\n")
