"""Settings: read from the environment once, checked at start, then passed along as one frozen value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32  # characters
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
WELL_KNOWN_SECRETS = ("change", "secret", "default", "insecure", "development", "password", "example")


class SettingsError(Exception):
    """A setting is missing or wrong: one sentence that names the variable and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between two installations; `.env.example` explains each variable."""

    data_dir: Path
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    queue_name: str
    secret_key: str = field(repr=False)
    demo: bool
    demo_password: str | None = field(repr=False)
    host: str
    port: int
    base_url: str
    files_url: str
    s3_endpoint: str | None
    s3_region: str | None
    s3_access_key: str | None
    s3_secret_key: str | None = field(repr=False)
    smtp_url: str | None = field(repr=False)
    mail_from: str
    trusted_proxies: int
    secure_cookies: bool
    max_upload_mb: int
    log_level: str
    web_threads: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """The checked settings of `environ` (by default the process's own).

        Raises SettingsError for the first variable that is missing, malformed or unsafe.
        """
        env = {name: value.strip() for name, value in (os.environ if environ is None else environ).items()}
        data_dir = data_dir_of(env)
        demo = _flag(env, "ACCOMPANY_DEMO", default=False)
        host = env.get("ACCOMPANY_HOST") or "127.0.0.1"
        port = _whole_number(env, "ACCOMPANY_PORT", default=8000, least=1, most=65535)
        base_url = _base_url(env, host=host, port=port)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env, data_dir=data_dir),
            redis_url=_redis_url(env),
            queue_name=env.get("ACCOMPANY_QUEUE") or "accompany",
            secret_key=_secret_key(env),
            demo=demo,
            demo_password=(env.get("ACCOMPANY_DEMO_PASSWORD") or None) if demo else None,
            host=host,
            port=port,
            base_url=base_url,
            files_url=_files_url(env, data_dir=data_dir),
            s3_endpoint=env.get("ACCOMPANY_S3_ENDPOINT") or None,
            s3_region=env.get("ACCOMPANY_S3_REGION") or None,
            s3_access_key=env.get("ACCOMPANY_S3_ACCESS_KEY") or None,
            s3_secret_key=env.get("ACCOMPANY_S3_SECRET_KEY") or None,
            smtp_url=_smtp_url(env),
            mail_from=env.get("ACCOMPANY_MAIL_FROM") or "Accompany <accompany@example.org>",
            trusted_proxies=_whole_number(env, "ACCOMPANY_TRUSTED_PROXIES", default=0, least=0, most=10),
            secure_cookies=_flag(env, "ACCOMPANY_SECURE_COOKIES", default=base_url.startswith("https://")),
            max_upload_mb=_whole_number(env, "ACCOMPANY_MAX_UPLOAD_MB", default=250, least=1, most=10_000),
            log_level=_log_level(env),
            web_threads=_whole_number(env, "ACCOMPANY_WEB_THREADS", default=4, least=1, most=256),
        )

    @property
    def mail_dir(self) -> Path:
        """Where mail is kept as files when there is no mail server."""
        return self.data_dir / "mail"

    @property
    def files_options(self) -> dict[str, object]:
        """What fsspec needs besides `files_url`: nothing for a folder, address and keys for S3."""
        if not self.files_url.startswith("s3://"):
            return {}
        client = {"endpoint_url": self.s3_endpoint, "region_name": self.s3_region}
        return {
            "key": self.s3_access_key,
            "secret": self.s3_secret_key,
            "client_kwargs": {name: value for name, value in client.items() if value},
        }


def data_dir_of(environ: Mapping[str, str]) -> Path:
    """The folder that holds all state: ACCOMPANY_DATA_DIR, or `var` in the checkout."""
    named = environ.get("ACCOMPANY_DATA_DIR", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    return (ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()) / "var"


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = env.get(name, "").lower()
    if not word:
        return default
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise SettingsError(f"{name} is “{word}”: write 1 for yes or 0 for no.")
    return word in TRUE_WORDS


def _whole_number(env: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    written = env.get(name, "")
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and least <= int(written) <= most):
        raise SettingsError(f"{name} is “{written}”: write a whole number from {least} to {most}.")
    return int(written)


def _log_level(env: Mapping[str, str]) -> str:
    level = (env.get("ACCOMPANY_LOG_LEVEL") or "INFO").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"ACCOMPANY_LOG_LEVEL is “{level}”: write one of {', '.join(LOG_LEVELS)}.")
    return level


def _secret_key(env: Mapping[str, str]) -> str:
    name = "ACCOMPANY_SECRET_KEY"
    remedy = "set it to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    secret = env.get(name, "")
    if not secret:
        raise SettingsError(f"{name} is missing: {remedy}")
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{name} has {len(secret)} characters and needs {SHORTEST_SECRET}: {remedy}")
    if secret.lower().startswith(WELL_KNOWN_SECRETS) or len(set(secret)) < SHORTEST_SECRET // 4:
        raise SettingsError(f"{name} can be guessed: {remedy}")
    return secret


def _base_url(env: Mapping[str, str], *, host: str, port: int) -> str:
    written = env.get("ACCOMPANY_BASE_URL", "").rstrip("/")
    if not written:
        return f"http://{reachable_host(host)}:{port}"
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"ACCOMPANY_BASE_URL is “{written}”: write the public address, such as https://accompany.example.org."
        )
    return written


def reachable_host(host: str) -> str:
    """The host to write in an address for a server that listens on `host`."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not listened on
    return f"[{own}]" if ":" in own else own


def _database_url(env: Mapping[str, str], *, data_dir: Path) -> str:
    written = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'accompany.sqlite3'}"
    scheme, separator, rest = written.partition("://")
    if not separator or scheme.split("+")[0] not in ("sqlite", "postgres", "postgresql"):
        raise SettingsError(
            "DATABASE_URL names no database that Accompany can use: write postgresql://… or sqlite:///…"
        )
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else written


def _redis_url(env: Mapping[str, str]) -> str | None:
    written = env.get("REDIS_URL") or None
    if written and urlsplit(written).scheme not in ("redis", "rediss", "unix"):
        raise SettingsError("REDIS_URL is no Redis or Valkey address: write redis://host:6379/0.")
    return written


def _files_url(env: Mapping[str, str], *, data_dir: Path) -> str:
    written = env.get("ACCOMPANY_FILES_URL") or f"file://{data_dir / 'files'}"
    parts = urlsplit(written)
    if parts.scheme not in ("file", "s3") or not (parts.netloc or parts.path.strip("/")):
        raise SettingsError("ACCOMPANY_FILES_URL names no file store: write file:///folder or s3://bucket/prefix.")
    return written


def _smtp_url(env: Mapping[str, str]) -> str | None:
    written = env.get("ACCOMPANY_SMTP_URL") or None
    if written and (urlsplit(written).scheme not in ("smtp", "smtps") or not urlsplit(written).hostname):
        raise SettingsError("ACCOMPANY_SMTP_URL is no mail server: write smtp://user:password@host:587.")
    return written
