"""The test command shields tests from a launch's settings and never hides a missing part."""

import pytest

from commands import test as command
from config import SettingsError

EVERY_LEG = {leg.variable: "found" for leg in command.LEGS}


def test_settings_of_a_launch_do_not_reach_the_tests() -> None:
    launched = {"ACCOMPANY_SECRET_KEY": "x", "REDIS_URL": "redis://busy/0", "DATABASE_URL": "sqlite:///real"}
    chosen = {"ACCOMPANY_TEST_POSTGRES": "postgresql://mine", "ACCOMPANY_REQUIRE_LEGS": "1", "LANG": "C.UTF-8"}
    given = command.tests_environment({**launched, **chosen}, queue_url="redis://fresh/0")
    assert {name: value for name, value in given.items() if name not in EVERY_LEG} == {
        "ACCOMPANY_REQUIRE_LEGS": "1",
        "LANG": "C.UTF-8",
    }
    assert given["ACCOMPANY_TEST_POSTGRES"] == "postgresql://mine"
    assert given["ACCOMPANY_TEST_REDIS"] == "redis://fresh/0"


def test_a_missing_part_fails_where_every_part_is_asked_for() -> None:
    found = EVERY_LEG | {"ACCOMPANY_TEST_OFFICE": "", "ACCOMPANY_REQUIRE_LEGS": "1"}
    with pytest.raises(SettingsError, match=r"LibreOffice \(install libreoffice-writer\)\.$"):
        command.require_legs(found)


@pytest.mark.parametrize("found", [{}, EVERY_LEG | {"ACCOMPANY_REQUIRE_LEGS": "1"}])
def test_parts_may_be_left_out_elsewhere(found: dict[str, str]) -> None:
    command.require_legs(found)


def test_a_chosen_part_of_the_suite_runs_in_one_process() -> None:
    assert command.pytest_command(("tests/workflows", "-k", "late"))[1:] == (
        "-m",
        "pytest",
        "tests/workflows",
        "-k",
        "late",
    )
