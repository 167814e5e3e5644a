"""Letter, agreements and the rest, read back word for word, and opened by LibreOffice.

`ACCOMPANY_RENEW_GOLDEN=1 ./accompany test tests/workflows/documents/test_golden.py` writes the files in `golden/` anew;
read what changed before you keep it.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import document_samples as samples
import pytest
from word_files import template, told

from workflows.documents.contexts import CONTEXTS
from workflows.documents.render import render

GOLDEN = Path(__file__).parent / "golden"
SIGNED = ("award_letter", "grant_agreement", "data_sharing_agreement", "amendment")
FIGURE = re.compile(r"\$[\d,]+\.\d\d|\d+(?:\.\d+)?%|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")


@pytest.mark.parametrize("kind", CONTEXTS)
def test_the_whole_text_is_as_it_was_read_and_kept(kind: str) -> None:
    text = told(render(template(kind), samples.SAMPLES[kind]))
    path = GOLDEN / f"{kind}.txt"
    if os.environ.get("ACCOMPANY_RENEW_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", CONTEXTS)
def test_every_figure_and_day_of_the_facts_is_shown(kind: str) -> None:
    text = told(render(template(kind), samples.SAMPLES[kind]))
    figures = set(FIGURE.findall(" ".join(samples.texts_of(samples.SAMPLES[kind]))))
    assert figures != set()
    assert {figure for figure in figures if figure not in text} == set()


@pytest.mark.office
def test_libreoffice_reads_the_same_figures(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("ACCOMPANY_REQUIRE_LEGS") != "1", "LibreOffice is required here but not installed."
        pytest.skip("LibreOffice is not installed.")
    for kind in SIGNED:
        (tmp_path / f"{kind}.docx").write_bytes(render(template(kind), samples.SAMPLES[kind]))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path),
         *(str(tmp_path / f"{kind}.docx") for kind in SIGNED)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for kind in SIGNED:
        read = (tmp_path / f"{kind}.txt").read_text(encoding="utf-8-sig")
        figures = set(FIGURE.findall(" ".join(samples.texts_of(samples.SAMPLES[kind]))))
        assert {figure for figure in figures if figure not in read} == set()
