"""`accompany up`: everything on one machine, from one command, until Ctrl-C."""

import os
import time
from collections.abc import MutableMapping
from pathlib import Path

import click

from commands import launch, queue_server
from commands.kept import Kept, find_kept, first_launch, keep, keep_changed
from config import FALSE_WORDS, Settings, SettingsError, data_dir_of
from workflows.people.demo_sign_ins import DEMO_SIGN_INS


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Listen here; 0 takes a free port.  [default: 8000]")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Keep all state here.")
@click.option("--empty", is_flag=True, help="Start without the demo world, for real use.")
def up(port: int | None, data_dir: Path | None, empty: bool) -> None:
    """Start everything on this machine and supervise it until Ctrl-C."""
    began = time.monotonic()
    environ = dict(os.environ)
    if data_dir is not None:
        environ["ACCOMPANY_DATA_DIR"] = str(data_dir)
    if port is not None:
        environ["ACCOMPANY_PORT"] = str(port or queue_server.free_port())
    folder = data_dir_of(environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold people's records
    with launch.only_one_launch(folder):
        wants_demo = not empty and environ.get("ACCOMPANY_DEMO", "").lower() not in FALSE_WORDS
        kept = kept_for(folder, demo=wants_demo, is_refused=empty)
        settings = settings_for(environ, folder=folder, kept=kept)
        kept = remember(kept, settings)
        require_free_port(settings)
        launch.run(settings, environ=environ, kept=kept, welcome=lambda link: welcome(settings, link, began=began))


def kept_for(folder: Path, *, demo: bool, is_refused: bool) -> Kept:
    """What this data directory keeps; made now at its first launch.

    The demo world and real use never mix: a directory stays what it was first started as.
    Raises SettingsError when `--empty` meets a demo world.
    """
    kept = find_kept(folder)
    if kept is None:
        kept = first_launch(demo=demo)
        keep(kept, folder)
        launch.say(f"Made fresh secrets for this installation; they stay in {folder}.")
    elif kept.demo and is_refused:
        raise SettingsError(f"{folder} holds the demo world: choose another --data-dir for real use.")
    elif demo and not kept.demo:
        launch.say(f"{folder} was started empty and stays without the demo world.")
    return kept


def settings_for(environ: MutableMapping[str, str], *, folder: Path, kept: Kept) -> Settings:
    """The settings of this launch, checked; `environ` becomes what its programs are started with."""
    environ["ACCOMPANY_DATA_DIR"] = str(folder)
    environ["ACCOMPANY_DEMO"] = "1" if kept.demo else "0"
    environ["TZ"] = "UTC"  # cron lines of the queue are read in local time
    environ["PYTHONUNBUFFERED"] = "1"
    environ.setdefault("ACCOMPANY_SECRET_KEY", kept.secret_key)
    if kept.demo:
        asked = environ.get("ACCOMPANY_DEMO_PASSWORD")
        if kept.demo_loaded and asked and asked != kept.demo_password:
            launch.say("The demo world was made with an earlier password, and that one still holds.")
        if kept.demo_loaded or not asked:
            environ["ACCOMPANY_DEMO_PASSWORD"] = kept.demo_password or ""
    settings = Settings.from_environment(environ)
    environ["ACCOMPANY_HOST"], environ["ACCOMPANY_PORT"] = settings.host, str(settings.port)
    return settings


def remember(kept: Kept, settings: Settings) -> Kept:
    """`kept` with this launch's address and demo password, so that single commands can join it."""
    return keep_changed(
        kept,
        settings.data_dir,
        host=settings.host,
        port=settings.port,
        demo_password=settings.demo_password,
    )


def require_free_port(settings: Settings) -> None:
    """Raises SettingsError when another program listens where the web server should."""
    if not queue_server.is_free(settings.port, host=settings.host):
        raise SettingsError(f"Port {settings.port} is in use or not allowed: choose another with --port.")


def welcome(settings: Settings, link: str | None, *, began: float) -> None:
    """Say where the product is and how to get in: the answer of this command, on standard output."""
    lines = [f"Accompany is ready at {settings.base_url}"]
    if settings.demo:
        width = max(len(row.email) for row in DEMO_SIGN_INS)
        lines += ["", "Sign in to the demo world as"]
        lines += [f"  {row.email:<{width}}  {row.known_as or row.role.label}".lower() for row in DEMO_SIGN_INS]
        lines += [f"with the password  {settings.demo_password}", ""]
    elif link:
        lines += ["", "Make the first administrator here:", f"  {link}", ""]
    click.echo("\n".join(lines))
    if settings.smtp_url is None:
        launch.say(f"Mail is not sent but kept in {settings.mail_dir}.")
    launch.say(f"Ready in {time.monotonic() - began:.1f} s. Everything is in {settings.data_dir}. Ctrl-C stops it.")
