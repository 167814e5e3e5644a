"""`accompany library`: bring the starting shelf into the library, for whoever keeps the server."""

import click

from config import Settings


@click.group()
def library() -> None:
    """Resources, extraction guides and the glossary."""


@library.command()
def seed() -> None:
    """Bring in what is missing of the starting shelf; what was changed or retired here stays as it is."""
    from webapp import create_app  # noqa: PLC0415 - loading the application takes a second
    from workflows.clock import utc_now  # noqa: PLC0415
    from workflows.db import Origin, originating, transaction  # noqa: PLC0415
    from workflows.library.seed import seed_library  # noqa: PLC0415
    from workflows.permissions import PROGRAM  # noqa: PLC0415

    app = create_app(Settings.from_environment())
    with app.app_context(), originating(Origin(request_id="command")), transaction() as session:
        added = seed_library(session=session, actor=PROGRAM, now=utc_now())
    click.echo(f"{added.resources} resources, {added.guides} extraction guides and {added.words} words were added.")
