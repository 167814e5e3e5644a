"""A local launch keeps its secrets, and single commands can join it."""

from pathlib import Path

from commands.kept import Kept, find_kept, first_launch, join_launch, keep, keep_changed


def test_secrets_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    kept = first_launch(demo=True)
    keep(kept, tmp_path)
    assert find_kept(tmp_path) == kept
    assert [(path.name, oct(path.stat().st_mode & 0o777)) for path in tmp_path.iterdir()] == [("launch.json", "0o600")]


def test_each_installation_makes_its_own_secrets() -> None:
    one, other = first_launch(demo=True), first_launch(demo=True)
    assert one.secret_key != other.secret_key
    assert one.demo_password != other.demo_password
    assert one.queue_password != other.queue_password


def test_an_empty_installation_has_no_demo_password() -> None:
    assert first_launch(demo=False).demo_password is None


def test_a_command_joins_the_launch_of_its_data_directory(tmp_path: Path) -> None:
    kept = keep_changed(first_launch(demo=False), tmp_path, queue_port=7001, port=8123, host="127.0.0.1")
    environ = {"ACCOMPANY_DATA_DIR": str(tmp_path)}
    join_launch(environ)
    assert environ == {
        "ACCOMPANY_DATA_DIR": str(tmp_path),
        "ACCOMPANY_SECRET_KEY": kept.secret_key,
        "ACCOMPANY_DEMO": "0",
        "ACCOMPANY_HOST": "127.0.0.1",
        "ACCOMPANY_PORT": "8123",
        "REDIS_URL": f"redis://:{kept.queue_password}@127.0.0.1:7001/0",
    }


def test_what_the_environment_says_wins_over_what_is_kept(tmp_path: Path) -> None:
    keep(first_launch(demo=True), tmp_path)
    environ = {"ACCOMPANY_DATA_DIR": str(tmp_path), "ACCOMPANY_DEMO": "0", "REDIS_URL": "redis://queue/0"}
    join_launch(environ)
    assert (environ["ACCOMPANY_DEMO"], environ["REDIS_URL"]) == ("0", "redis://queue/0")


def test_nothing_is_added_where_nothing_was_launched(tmp_path: Path) -> None:
    environ = {"ACCOMPANY_DATA_DIR": str(tmp_path)}
    join_launch(environ)
    assert environ == {"ACCOMPANY_DATA_DIR": str(tmp_path)}


def test_a_later_version_s_facts_do_not_stop_an_earlier_one(tmp_path: Path) -> None:
    keep(first_launch(demo=False), tmp_path)
    path = tmp_path / "launch.json"
    path.write_text(path.read_text().replace("{", '{"unheard_of": 1,', 1))
    assert isinstance(find_kept(tmp_path), Kept)
