"""Answers go to standard output, errors are one sentence on standard error with status 2."""

import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import COMMANDS, main
from commands.kept import first_launch, keep
from config import ROOT
from workflows.errors import DomainError


def accompany(*words: str, data_dir: Path, **environ: str) -> Result:
    """The command line in this process, in an environment of its own."""
    clean: Mapping[str, str | None] = {
        "ACCOMPANY_SECRET_KEY": None,
        "ACCOMPANY_DEMO": None,
        "ACCOMPANY_PORT": None,
        "DATABASE_URL": None,
        "REDIS_URL": None,
        "ACCOMPANY_DATA_DIR": str(data_dir),
    }
    return CliRunner(env={**clean, **environ}).invoke(main, words, prog_name="accompany")


def test_help_names_every_command_without_loading_one(tmp_path: Path) -> None:
    loads_nothing = "import sys; from commands import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    asks = "print({'flask', 'sqlalchemy', 'pandas', 'redis'} & set(sys.modules), file=sys.stderr)"
    answer = subprocess.run(
        [sys.executable, "-c", loads_nothing + asks], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = {line.split()[0] for line in answer.stdout.partition("Commands:")[2].splitlines() if line.strip()}
    assert listed == {entry.name for entry in COMMANDS if entry.help}
    assert answer.stderr == "set()\n"


def test_the_version_is_the_declared_one_and_nothing_else(tmp_path: Path) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    answer = accompany("--version", data_dir=tmp_path)
    assert (answer.stdout, answer.stderr, answer.exit_code) == (f"{declared}\n", "", 0)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_in_the_table_exists_under_its_name(entry, tmp_path: Path) -> None:
    answer = accompany(entry.name, "--help", data_dir=tmp_path)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout.startswith(f"Usage: accompany {entry.name} ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["upp"], "No such command 'upp'."),
        (["up", "--port", "70000"], "Invalid value for '--port': 70000 is not in the range 0<=x<=65535."),
        (["up", "--prot", "1"], "No such option '--prot'. (Did you mean one of: '--empty', '--port'?)"),
    ],
)
def test_a_wrong_word_is_one_sentence_with_status_2(words: list[str], sentence: str, tmp_path: Path) -> None:
    answer = accompany(*words, data_dir=tmp_path)
    assert (answer.stdout, answer.stderr, answer.exit_code) == ("", f"{sentence}\n", 2)


def test_a_missing_secret_is_one_sentence_with_status_2(tmp_path: Path) -> None:
    answer = accompany("web", data_dir=tmp_path)
    assert (answer.stdout, answer.exit_code) == ("", 2)
    assert answer.stderr.startswith("ACCOMPANY_SECRET_KEY is missing: ")
    assert answer.stderr.count("\n") == 1


def test_a_refusal_of_the_program_is_one_sentence_with_status_2(tmp_path: Path, monkeypatch) -> None:
    def refuse(_environ: Mapping[str, str]) -> None:
        raise DomainError("The cohort is closed.", "Nobody can be added.")

    monkeypatch.setattr("config.Settings.from_environment", refuse)
    answer = accompany("up", data_dir=tmp_path)
    assert answer.stderr.splitlines()[-1] == "The cohort is closed. Nobody can be added."
    assert (answer.stdout, answer.exit_code) == ("", 2)


def test_no_words_show_the_help_on_standard_error(tmp_path: Path) -> None:
    answer = accompany(data_dir=tmp_path)
    assert (answer.stdout, answer.exit_code) == ("", 2)
    assert answer.stderr.startswith("Usage: accompany ")


def test_empty_is_refused_where_the_demo_world_lives(tmp_path: Path) -> None:
    keep(first_launch(demo=True), tmp_path)
    answer = accompany("up", "--empty", "--data-dir", str(tmp_path), data_dir=tmp_path)
    assert answer.stderr == f"{tmp_path} holds the demo world: choose another --data-dir for real use.\n"
    assert answer.exit_code == 2


def test_an_interrupted_command_ends_with_130_and_no_traceback(tmp_path: Path, monkeypatch) -> None:
    def interrupt(_environ: Mapping[str, str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("config.Settings.from_environment", interrupt)
    answer = accompany("up", data_dir=tmp_path)
    assert answer.exit_code == 130
    assert "Traceback" not in answer.stderr
