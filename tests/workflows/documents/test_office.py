"""LibreOffice opens every document and makes pages of it."""

import os
import shutil
import subprocess
from pathlib import Path

import document_samples as samples
import pytest
from word_files import template

from workflows.documents.contexts import CONTEXTS
from workflows.documents.render import render


@pytest.mark.office
def test_every_document_becomes_a_pdf(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("ACCOMPANY_REQUIRE_LEGS") != "1", "LibreOffice is required here but not installed."
        pytest.skip("LibreOffice is not installed.")
    for kind in CONTEXTS:
        (tmp_path / f"{kind}.docx").write_bytes(render(template(kind), samples.SAMPLES[kind]))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *(str(tmp_path / f"{kind}.docx") for kind in CONTEXTS)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert {path.stem for path in tmp_path.glob("*.pdf") if path.read_bytes().startswith(b"%PDF")} == set(CONTEXTS)
