"""A web process that knows what documents show does not carry the machinery that makes them."""

import subprocess
import sys

import pytest

HEAVY = ("docxtpl", "docx", "lxml", "matplotlib", "s3fs")


@pytest.mark.parametrize("module", ["workflows.documents.contexts", "workflows.documents.pictures", "workflows.files"])
def test_import_stays_light(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"
