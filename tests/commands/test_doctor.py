"""The doctor says plainly what works and what does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands import doctor
from config import Settings

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
SECRET = "kT3vQ8xZ1mN6bW0rL5yH2jD9sF4gP7cA-uE"


def settings(data_dir: Path, **environ: str) -> Settings:
    return Settings.from_environment({"ACCOMPANY_SECRET_KEY": SECRET, "ACCOMPANY_DATA_DIR": str(data_dir), **environ})


def test_wrong_settings_are_the_only_finding_besides_python(monkeypatch) -> None:
    monkeypatch.setenv("ACCOMPANY_SECRET_KEY", "short")
    python, found = doctor.examine(now=NOW)
    assert python[0] is True
    assert found[0] is False
    assert found[1].startswith("settings    ACCOMPANY_SECRET_KEY has 5 characters")


def test_a_writable_file_store_is_left_as_it_was(tmp_path: Path) -> None:
    assert doctor.look_at_files(settings(tmp_path), NOW) == f"writable, file://{tmp_path}/files"
    assert list((tmp_path / "files").iterdir()) == []


def test_an_empty_database_is_told_to_be_migrated(tmp_path: Path) -> None:
    with pytest.raises(doctor.DownError, match=r"^reachable, but empty: run `accompany migrate`\.$"):
        doctor.look_at_database(settings(tmp_path), NOW)


def test_a_queue_without_an_address_is_down(tmp_path: Path) -> None:
    with pytest.raises(doctor.DownError, match=r"^no address: "):
        doctor.look_at_queue(settings(tmp_path), NOW)


def test_each_trouble_is_one_line_and_the_rest_is_still_examined(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("ACCOMPANY_SECRET_KEY", SECRET)
    monkeypatch.setenv("ACCOMPANY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = {line.split("  ")[0]: is_well for is_well, line in doctor.examine(now=NOW)}
    assert found == {
        "python": True,
        "settings": True,
        "database": False,
        "queue": False,
        "worker": False,
        "file store": True,
        "disk": True,
    }
