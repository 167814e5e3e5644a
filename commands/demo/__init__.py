"""The demo world: a network of invented affiliates whose year is replayed through the real operations."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def load(app: "Flask", password: str) -> bool:
    """Make the demo world in an empty database, all or nothing; everybody in it signs in with `password`.

    Returns whether it was loaded now: a database that holds people already is left alone.
    """
    from commands.demo.loading import load_world  # noqa: PLC0415 - pandas and docxtpl cost a second

    with app.app_context():
        return load_world(app, password)
