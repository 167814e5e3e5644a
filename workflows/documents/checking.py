"""An uploaded template checked in a process of its own: it may crash or run out of time there, and nothing is lost.

`python -m workflows.documents.checking award_letter` reads a Word file from its input and writes what it found as JSON.
"""

import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from workflows.documents.catalogue import TEMPLATES
from workflows.documents.contexts import CONTEXTS
from workflows.errors import DomainError

SECONDS = 30  # a template of fifty pages takes one
MEMORY = 2_000_000_000  # bytes of address space
TOO_MUCH = "This file takes too long to read, or too much memory. Save it anew in Word and try again."
ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One place to mend before the template can be kept. `where` and `text` are empty for the file as a whole."""

    where: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: problems refuse the file, warnings are kept with it."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


class TemplateRefused(DomainError):
    """The uploaded file is not kept; `problems` say where it has to be mended."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*(": ".join(filter(None, (each.where, each.sentence))) for each in problems))
        self.problems = problems


def check_file(content: bytes, kind: str) -> Checked:
    """What is wrong with the file as a template of this kind, within 30 seconds, whatever is in it."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    command = [sys.executable, "-m", __name__, kind]
    try:
        run = subprocess.run(  # noqa: S603 - our own program, and a kind from our own table
            command, input=content, capture_output=True, timeout=SECONDS, check=True, env=environment, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        log.warning("a template took too long to check", extra={"kind": kind, "size": len(content)})
        return Checked((Problem("", "", TOO_MUCH),))
    except subprocess.CalledProcessError as stopped:
        log.warning("a template could not be checked", extra={"kind": kind, "why": str(stopped.stderr)[-400:]})
        return Checked((Problem("", "", TOO_MUCH),))
    found = json.loads(run.stdout)
    return Checked(tuple(Problem(**each) for each in found["problems"]), tuple(found["warnings"]))


def require_sound(content: bytes, kind: str) -> Checked:
    """The check of a file that may be kept; raises TemplateRefused with every problem."""
    checked = check_file(content, kind)
    if checked.problems:
        raise TemplateRefused(checked.problems)
    return checked


def check_template_file(content: bytes, kind: str) -> Checked:
    """The check itself, to be run where it may fail: it reads the file and runs nothing in it."""
    # A web process imports this module, and must carry no Word machinery.
    from workflows.documents.foreign_parts import check_upload  # noqa: PLC0415
    from workflows.documents.inspection import inspect_template  # noqa: PLC0415

    try:
        check_upload(content)
        inspection = inspect_template(content, CONTEXTS[kind])
    except DomainError as refusal:
        return Checked(tuple(Problem("", "", sentence) for sentence in refusal.sentences))
    if inspection.faults:
        return Checked(tuple(Problem(each.where, each.text, each.sentence) for each in inspection.faults))
    shipped = inspect_template((TEMPLATES / f"{kind}.docx").read_bytes(), CONTEXTS[kind])
    return Checked(warnings=tuple(map(_warning, _outermost(shipped.used - inspection.used))))


def _outermost(paths: frozenset[str]) -> list[str]:
    """`payments` stands for everything in it."""
    return sorted(path for path in paths if path.rpartition(".")[0] not in paths)


def _warning(path: str) -> str:
    return f"“{path}” is shown by the built-in template and not by this one."


def _main(kind: str) -> None:
    import resource  # noqa: PLC0415 - only where the limits are set

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):  # a system that knows no such limit still has the clock
            resource.setrlimit(limit, (most, most))
    found = asdict(check_template_file(sys.stdin.buffer.read(), kind))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main(sys.argv[1])
