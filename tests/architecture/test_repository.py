"""What every tracked file must and must not be."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

LONGEST_FILE = 400  # lines
# Put together from parts, so that this file does not contain what it forbids.
REGISTRIES = (
    "py" + "pi.org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "repo1.mav" + "en.org",
    "repo.anaconda" + ".com",
    "crates" + ".io/api",
    "rubygems" + ".org",
)
MACHINE_PATHS = tuple(
    re.compile(rf"(?<![\w.:/-])/{folder}/(?!\s)[\w.-]")
    for folder in ("work" + "/(?:main|wt|shared|venv)", "ho" + "me", "Us" + "ers", "ro" + "ot")
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)
RUN_LOCK, TEST_LOCK, BOOTSTRAP_LOCK = (ROOT / f"requirements{part}.lock" for part in ("", "-test", "-bootstrap"))


def tracked_files() -> list[Path]:
    """Every file of the checkout that git knows, or all but the ignored ones in an unpacked archive."""
    try:
        answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in answer.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", errors="replace")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    """Version by normalised name; several for one name (by platform) are joined."""
    found: dict[str, str] = {}
    for name, version in PIN.findall(lock.read_text()):
        found[normal(name)] = " ".join(filter(None, (found.get(normal(name)), version)))
    return found


def declared(*, extra: str | None = None) -> dict[str, str]:
    """The requirement line of each library that pyproject.toml asks for, by normalised name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {normal(re.match(r"[A-Za-z0-9._-]+", line).group()): line for line in lines}


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+", maxsplit=1)[0]))


def test_no_file_names_a_package_registry() -> None:
    assert [(name, host) for name, text in texts() for host in REGISTRIES if host in text] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [(name, match.group()) for name, text in texts() for path in MACHINE_PATHS for match in path.finditer(text)]
    assert found == []


def test_no_source_file_is_longer_than_a_reader_s_patience() -> None:
    sources = (".py", ".html", ".css", ".js")
    lengths = {name: text.count("\n") for name, text in texts() if name.endswith(sources) or name == "accompany"}
    generated = {name for name in lengths if name.startswith("migrations/versions/")}
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE and name not in generated}
    assert too_long == {}


@pytest.mark.parametrize(
    ("lock", "extra"),
    [(RUN_LOCK, None), (TEST_LOCK, None), (TEST_LOCK, "test")],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_declared_library_is_pinned_as_new_as_asked(lock: Path, extra: str | None) -> None:
    pinned = pins(lock)
    missing, too_old = [], []
    for name, line in declared(extra=extra).items():
        least = re.search(r">=\s*([\d.]+)", line)
        if name not in pinned:
            missing.append(line)
        elif least and any(numbers(version) < numbers(least.group(1)) for version in pinned[name].split()):
            too_old.append(f"{line}: {pinned[name]}")
    assert (missing, too_old) == ([], [])


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = pins(TEST_LOCK)
    assert {name: tested.get(name) for name in pins(RUN_LOCK)} == pins(RUN_LOCK)


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK, BOOTSTRAP_LOCK], ids=lambda lock: lock.name)
def test_every_pin_has_its_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\S*://\S*|--(?:extra-)?index\S*|--find-links\S*", text) == []


def test_the_bootstrap_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "accompany").read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported = {name.split(".")[0] for name in plain | named if name}
    assert imported - sys.stdlib_module_names == set()


@pytest.mark.parametrize("name", ["accompany", ".ci/run"])
def test_the_two_doors_can_be_executed(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111 == 0o111


def test_every_setting_is_explained_in_the_example() -> None:
    read = set(re.findall(r"\"((?:ACCOMPANY_[A-Z0-9_]+)|DATABASE_URL|REDIS_URL)\"", (ROOT / "config.py").read_text()))
    explained = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == explained
