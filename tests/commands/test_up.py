"""A launch keeps demo and real use apart, and its programs get settings that were checked."""

import socket
from pathlib import Path

import pytest

from commands import launch, up
from commands.kept import Kept, find_kept, first_launch, keep, keep_changed
from config import SettingsError


def test_a_first_launch_makes_and_keeps_secrets(tmp_path: Path, capsys) -> None:
    kept = up.kept_for(tmp_path, demo=False, is_refused=True)
    said = capsys.readouterr()
    assert find_kept(tmp_path) == kept
    assert (said.out, said.err) == ("", f"Made fresh secrets for this installation; they stay in {tmp_path}.\n")


def test_a_directory_that_was_started_empty_never_gets_the_demo_world(tmp_path: Path, capsys) -> None:
    keep(first_launch(demo=False), tmp_path)
    assert up.kept_for(tmp_path, demo=True, is_refused=False).demo is False
    assert capsys.readouterr().err == f"{tmp_path} was started empty and stays without the demo world.\n"


def test_programs_get_the_kept_secret_and_utc(tmp_path: Path) -> None:
    kept, environ = first_launch(demo=True), {}
    settings = up.settings_for(environ, folder=tmp_path, kept=kept)
    assert (settings.secret_key, settings.demo, settings.demo_password) == (kept.secret_key, True, kept.demo_password)
    assert {name: environ[name] for name in ("TZ", "ACCOMPANY_PORT", "ACCOMPANY_DEMO")} == {
        "TZ": "UTC",
        "ACCOMPANY_PORT": "8000",
        "ACCOMPANY_DEMO": "1",
    }


def demo_password(tmp_path: Path, *, kept: Kept, asked: str) -> str | None:
    return up.settings_for({"ACCOMPANY_DEMO_PASSWORD": asked}, folder=tmp_path, kept=kept).demo_password


def test_a_demo_password_may_be_chosen_before_the_demo_world_is_made(tmp_path: Path) -> None:
    assert demo_password(tmp_path, kept=first_launch(demo=True), asked="river-stone") == "river-stone"


def test_a_demo_password_that_comes_too_late_is_said_to_be(tmp_path: Path, capsys) -> None:
    kept = keep_changed(first_launch(demo=True), tmp_path, demo_loaded=True, demo_password="first-one")
    assert demo_password(tmp_path, kept=kept, asked="river-stone") == "first-one"
    assert capsys.readouterr().err == "The demo world was made with an earlier password, and that one still holds.\n"


def test_a_secret_of_the_environment_wins_and_is_checked(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^ACCOMPANY_SECRET_KEY has 5 characters"):
        up.settings_for({"ACCOMPANY_SECRET_KEY": "short"}, folder=tmp_path, kept=first_launch(demo=False))


def test_a_port_in_use_is_refused_by_its_number(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = up.settings_for({"ACCOMPANY_PORT": str(port)}, folder=tmp_path, kept=first_launch(demo=True))
        with pytest.raises(SettingsError, match=f"^Port {port} is in use"):
            up.require_free_port(settings)


def test_a_second_launch_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with (
        launch.only_one_launch(tmp_path),
        pytest.raises(SettingsError, match="already runs on"),
        launch.only_one_launch(tmp_path),
    ):
        pass


def test_the_welcome_is_the_answer_and_progress_is_not(tmp_path: Path, capsys) -> None:
    settings = up.settings_for({"ACCOMPANY_PORT": "8123"}, folder=tmp_path, kept=first_launch(demo=False))
    up.welcome(settings, "http://127.0.0.1:8123/invitations/first", began=0.0)
    said = capsys.readouterr()
    assert said.out == (
        "Accompany is ready at http://127.0.0.1:8123\n\n"
        "Make the first administrator here:\n  http://127.0.0.1:8123/invitations/first\n\n"
    )
    assert str(tmp_path) in said.err


def test_the_demo_sign_ins_are_shown_with_their_password(tmp_path: Path, capsys) -> None:
    kept = first_launch(demo=True)
    up.welcome(up.settings_for({}, folder=tmp_path, kept=kept), None, began=0.0)
    shown = capsys.readouterr().out
    assert [row.email for row in up.DEMO_SIGN_INS if row.email not in shown] == []
    assert f"with the password  {kept.demo_password}\n" in shown
