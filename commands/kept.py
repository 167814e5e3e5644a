"""What a local launch keeps in its data directory: the secrets it made and where its queue listens."""

import json
import os
import secrets
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from config import data_dir_of

FILE_NAME = "launch.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Made at the first `accompany up` on a data directory, and the same at every later one."""

    demo: bool
    secret_key: str
    queue_password: str
    queue_port: int | None = None
    demo_password: str | None = None
    demo_loaded: bool = False
    settled: bool = False  # nothing is left to prepare but a newer schema
    host: str | None = None
    port: int | None = None

    @property
    def queue_url(self) -> str | None:
        if self.queue_port is None:
            return None
        return f"redis://:{self.queue_password}@127.0.0.1:{self.queue_port}/0"


def first_launch(*, demo: bool) -> Kept:
    """Fresh random secrets for a data directory that has none."""
    return Kept(
        demo=demo,
        secret_key=secrets.token_urlsafe(48),
        queue_password=secrets.token_urlsafe(32),
        demo_password=f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" if demo else None,
    )


def find_kept(data_dir: Path) -> Kept | None:
    """What `data_dir` keeps, or None where nothing was ever launched."""
    try:
        written = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    known = {field.name for field in fields(Kept)}
    return Kept(**{name: value for name, value in written.items() if name in known})


def keep(kept: Kept, data_dir: Path) -> None:
    """Write `kept` so that only its owner can read it; a reader never sees half of it."""
    draft = data_dir / f"{FILE_NAME}.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(kept), indent=2), encoding="utf-8")
    draft.replace(data_dir / FILE_NAME)


def keep_changed(kept: Kept, data_dir: Path, **changes: object) -> Kept:
    """`kept` with `changes`, written."""
    changed = replace(kept, **changes)  # type: ignore[arg-type]
    keep(changed, data_dir)
    return changed


def join_launch(environ: MutableMapping[str, str]) -> None:
    """Give a single command the settings that `accompany up` made for the same data directory.

    Writes into `environ` only what is not set there; does nothing where nothing was launched,
    so an installation with its own settings is read from its environment alone.
    """
    kept = find_kept(data_dir_of(environ))
    if kept is None:
        return
    offered = {
        "ACCOMPANY_SECRET_KEY": kept.secret_key,
        "ACCOMPANY_DEMO": "1" if kept.demo else "0",
        "ACCOMPANY_DEMO_PASSWORD": kept.demo_password,
        "ACCOMPANY_HOST": kept.host,
        "ACCOMPANY_PORT": str(kept.port) if kept.port else None,
        "REDIS_URL": kept.queue_url,
    }
    for name, value in offered.items():
        if value is not None:
            environ.setdefault(name, value)
