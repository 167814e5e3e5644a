"""Settings are read from the environment once and refused in one sentence."""

from pathlib import Path

import pytest

from config import Settings, SettingsError

SECRET = "kT3vQ8xZ1mN6bW0rL5yH2jD9sF4gP7cA-uE"


def settings(**environ: str) -> Settings:
    return Settings.from_environment({"ACCOMPANY_SECRET_KEY": SECRET, "ACCOMPANY_DATA_DIR": "/srv/acc"} | environ)


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as refused:
        settings(**environ)
    return str(refused.value)


def test_defaults_keep_all_state_under_the_data_directory() -> None:
    read = settings()
    assert read.database_url == "sqlite:////srv/acc/accompany.sqlite3"
    assert read.files_url == "file:///srv/acc/files"
    assert read.mail_dir == Path("/srv/acc/mail")
    assert (read.base_url, read.demo, read.secure_cookies) == ("http://127.0.0.1:8000", False, False)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_uses_psycopg_3(scheme: str) -> None:
    assert settings(DATABASE_URL=f"{scheme}://me@db/accompany").database_url == "postgresql+psycopg://me@db/accompany"


@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-change-me-change-me", "a" * 64])
def test_missing_short_and_well_known_secrets_are_refused(secret: str) -> None:
    assert refusal(ACCOMPANY_SECRET_KEY=secret).startswith("ACCOMPANY_SECRET_KEY ")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ACCOMPANY_PORT", "eighty"),
        ("ACCOMPANY_PORT", "70000"),
        ("ACCOMPANY_DEMO", "perhaps"),
        ("ACCOMPANY_LOG_LEVEL", "loud"),
        ("ACCOMPANY_BASE_URL", "accompany.example.org"),
        ("ACCOMPANY_FILES_URL", "ftp://files.example.org"),
        ("ACCOMPANY_SMTP_URL", "mail.example.org"),
        ("ACCOMPANY_TRUSTED_PROXIES", "-1"),
        ("DATABASE_URL", "mysql://db/accompany"),
        ("REDIS_URL", "localhost"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(name: str, written: str) -> None:
    assert refusal(**{name: written}).startswith(f"{name} ")


def test_an_https_address_asks_for_secure_cookies() -> None:
    assert settings(ACCOMPANY_BASE_URL="https://accompany.example.org/").secure_cookies is True
    assert settings(ACCOMPANY_BASE_URL="https://accompany.example.org/").base_url == "https://accompany.example.org"


def test_a_demo_password_counts_only_in_demo_mode() -> None:
    assert settings(ACCOMPANY_DEMO_PASSWORD="river-stone").demo_password is None
    assert settings(ACCOMPANY_DEMO_PASSWORD="river-stone", ACCOMPANY_DEMO="1").demo_password == "river-stone"


def test_s3_keys_go_to_the_file_store_and_nowhere_else() -> None:
    read = settings(
        ACCOMPANY_FILES_URL="s3://bucket/prefix",
        ACCOMPANY_S3_ENDPOINT="http://127.0.0.1:9000",
        ACCOMPANY_S3_ACCESS_KEY="reader",
        ACCOMPANY_S3_SECRET_KEY="hidden-from-logs",
    )
    assert read.files_options == {
        "key": "reader",
        "secret": "hidden-from-logs",
        "client_kwargs": {"endpoint_url": "http://127.0.0.1:9000"},
    }
    assert "hidden-from-logs" not in repr(read)
    assert SECRET not in repr(read)
