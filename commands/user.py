"""`accompany user`: add people and list them, for whoever keeps the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from config import Settings
from workflows.errors import DomainError
from workflows.permissions import PROGRAM, Role

if TYPE_CHECKING:  # the application takes a second to load, and `--help` should not
    from sqlalchemy.orm import Session

    from workflows.people.models import User

ROLE = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def user() -> None:
    """People who can sign in."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="How the person is called.")
@click.option("--role", type=ROLE, required=True, help="What the person does.")
@click.option("--affiliate", help="The affiliate's code, for the roles inside one.")
@click.option("--until", type=DAY, help="The last day of the role (UTC), as 2027-03-31. Auditors need one.")
def add(*, email: str, name: str, role: str, affiliate: str | None, until: datetime | None) -> None:
    """Invite a person and print the link by which they join; somebody who joined already only gets the role."""
    from webapp.people.links import Link, link_for  # noqa: PLC0415
    from workflows.clock import utc_now  # noqa: PLC0415
    from workflows.db import transaction  # noqa: PLC0415
    from workflows.people.operations import invite_person  # noqa: PLC0415

    settings = Settings.from_environment()
    with _application(settings), transaction() as session:
        person = invite_person(
            email=_checked(email),
            name=name,
            role=Role(role),
            affiliate_id=_affiliate_id(session, affiliate),
            session=session,
            actor=PROGRAM,
            now=utc_now(),
            expires_at=_end_of(until),
        )
        link = link_for(Link.JOIN, person, settings=settings) if person.joined_at is None else ""
    click.echo(f"{person.name} <{person.email}> is {Role(role).label.lower()}.", err=True)
    if link:
        click.echo(link)


@user.command("list")
def list_users() -> None:
    """One line a person: address, name, roles, and whether they joined; tabs between them."""
    from workflows.clock import utc_now  # noqa: PLC0415
    from workflows.db import db  # noqa: PLC0415
    from workflows.people.queries import PeopleFilter, list_people  # noqa: PLC0415

    with _application(Settings.from_environment()):
        now = utc_now()
        offset = 0
        while people := list_people(db.session(), PeopleFilter(), now=now, offset=offset, at_most=PAGE):
            for person in people:
                click.echo(_line(person, now=now))
            offset += PAGE


PAGE = 500  # people read at a time


@contextmanager
def _application(settings: Settings) -> Iterator[None]:
    from webapp import create_app  # noqa: PLC0415 - loading the application takes a second
    from workflows.db import Origin, originating  # noqa: PLC0415

    with create_app(settings).app_context(), originating(Origin(request_id="command")):
        yield


def _affiliate_id(session: "Session", code: str | None) -> int | None:
    from workflows.people.queries import find_affiliate_by_code  # noqa: PLC0415

    if code is None:
        return None
    found = find_affiliate_by_code(session, code)
    if found is None:
        raise DomainError(f"No affiliate has the code “{code}”.")
    return found.id


def _checked(email: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise DomainError(f"“{email}” is no complete e-mail address.") from error


def _end_of(day: datetime | None) -> datetime | None:
    return datetime.combine(day.date() + timedelta(days=1), time(), UTC) if day else None


def _line(person: "User", *, now: datetime) -> str:
    from workflows.people.operations import list_held  # noqa: PLC0415

    roles = [f"{r.role.value}@{r.affiliate.code}" if r.affiliate else r.role.value for r in list_held(person, now=now)]
    state = "deactivated" if not person.is_active else "joined" if person.joined_at else "invited"
    return "\t".join((person.email, person.name, ", ".join(roles) or "no role", state))
