"""The bootstrap installs what is missing, once, and takes nothing away."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from config import ROOT


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch) -> ModuleType:
    """The bootstrap over an empty checkout, with installers that only note what they were asked."""
    loader = SourceFileLoader("bootstrap", str(ROOT / "accompany"))
    module = module_from_spec(spec_from_loader("bootstrap", loader))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    for name in ("BOOTSTRAP_LOCK", "RUN_LOCK", "TEST_LOCK"):
        lock = tmp_path / getattr(module, name).name
        lock.write_text(name)
        monkeypatch.setattr(module, name, lock)
    venv = tmp_path / ".venv"
    for name in ("PYTHON", "VENV_STAMP", "RUN_STAMP", "TEST_STAMP", "LOG"):
        monkeypatch.setattr(module, name, venv / getattr(module, name).relative_to(module.VENV))
    monkeypatch.setattr(module, "VENV", venv)
    module.asked = []
    monkeypatch.setattr(module, "succeeds", lambda *command: note(module, command))
    return module


def note(module: ModuleType, command: tuple[str, ...]) -> bool:
    words = [Path(word).name for word in command]
    if "venv" in words:
        (module.VENV / "bin").mkdir()
        (module.VENV / "lib/python3.11/site-packages").mkdir(parents=True)
        module.PYTHON.touch()
        module.asked.append("venv")
    else:
        module.asked.append(f"{words[2]} {words[words.index('-r') + 1]}")
    return module.asked[-1] not in getattr(module, "failing", ())


def test_a_first_start_makes_the_environment_and_a_second_does_nothing(bootstrap: ModuleType) -> None:
    bootstrap.prepare(with_tests=False)
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked == ["venv", "pip requirements-bootstrap.lock", "uv requirements.lock"]
    pointer = bootstrap.VENV / "lib/python3.11/site-packages/accompany.pth"
    assert pointer.read_text() == f"{bootstrap.HERE}\n"


def test_a_start_after_the_tests_installs_nothing(bootstrap: ModuleType) -> None:
    bootstrap.prepare(with_tests=True)
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked == ["venv", "pip requirements-bootstrap.lock", "uv requirements-test.lock"]


def test_a_changed_lock_is_installed_into_the_same_environment(bootstrap: ModuleType) -> None:
    bootstrap.prepare(with_tests=False)
    bootstrap.RUN_LOCK.write_text("a newer library")
    bootstrap.asked.clear()
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked == ["uv requirements.lock"]


def test_a_changed_installer_or_a_lost_python_makes_a_new_environment(bootstrap: ModuleType) -> None:
    again = ["venv", "pip requirements-bootstrap.lock", "uv requirements.lock"]
    bootstrap.prepare(with_tests=False)
    bootstrap.BOOTSTRAP_LOCK.write_text("a newer installer")
    bootstrap.prepare(with_tests=False)
    bootstrap.PYTHON.unlink()
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked == again * 3


def test_pip_is_asked_where_the_faster_installer_cannot_reach_a_library(bootstrap: ModuleType) -> None:
    bootstrap.failing = ["uv requirements.lock"]
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked[2:] == ["uv requirements.lock", "pip requirements.lock"]


def test_a_failed_installation_is_said_and_tried_again_next_time(bootstrap: ModuleType, capsys) -> None:
    bootstrap.prepare(with_tests=False)
    bootstrap.RUN_LOCK.write_text("a library that nobody has")
    bootstrap.LOG.write_text("Looking everywhere\nNo such library\n")
    bootstrap.failing = ["uv requirements.lock", "pip requirements.lock"]
    with pytest.raises(SystemExit) as refused:
        bootstrap.prepare(with_tests=False)
    said = capsys.readouterr()
    assert (refused.value.code, said.out) == (2, "")
    assert said.err.splitlines()[-1] == (
        f"The environment could not be installed: No such library (see {bootstrap.LOG})"
    )
    bootstrap.failing = []
    bootstrap.prepare(with_tests=False)
    assert bootstrap.asked[-1] == "uv requirements.lock"
