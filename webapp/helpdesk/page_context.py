"""Where a question was asked: the page's own route says what it is about, and whether this person may know of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

from webapp.access import SEEN_WITH, Access
from webapp.actors import actor
from webapp.places import plain_address
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.helpdesk.answers import TITLE_MAX
from workflows.helpdesk.operations import AskedFrom
from workflows.permissions import can

_WAYS = ("enrollment", "proposal", "award", "check_in")  # by which a record leads to its enrollment


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of ours that exists and that this person may know of."""

    address: str
    enrollment: Enrollment | None
    is_open: bool  # whether this person may open it


def find_page(address: str) -> SeenPage | None:
    """What stands behind a path that came from outside; None for everything that is no page for this person.

    The query is never looked at. An address that may hold a token counts as none.
    """
    try:
        endpoint, values = current_app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except (HTTPException, ValueError):
        return None
    access = getattr(current_app.view_functions.get(endpoint), "access", None)
    plain = plain_address(endpoint, values)
    if not isinstance(access, Access) or not plain:
        return None
    if access.load is None:
        return SeenPage(plain, None, access.permission is None or can(actor(), access.permission))
    return _page_of(access, plain, values)


def _page_of(access: Access, address: str, values: dict[str, Any]) -> SeenPage | None:
    assert access.load is not None
    try:
        subject = access.load(db.session, **values)
    except NotFound:
        return None
    if not any(can(actor(), permission, subject) for permission in SEEN_WITH[type(subject)]):
        return None
    is_open = access.permission is None or can(actor(), access.permission, subject)
    return SeenPage(address, enrollment_of(subject), is_open)


def enrollment_of(record: Any) -> Enrollment | None:
    """The enrollment that a record belongs to, found by its own relations."""
    if isinstance(record, Enrollment):
        return record
    for way in _WAYS:
        further = getattr(record, way, None)
        if further is not None:
            return enrollment_of(further)
    return None


def asked_from(address: str, title: str) -> AskedFrom:
    """The context that a ticket keeps. Without a page that this person may know of there is no title either."""
    page = find_page(address) if address else None
    if page is None:
        return AskedFrom()
    return AskedFrom(page.address, " ".join(title.split())[:TITLE_MAX], page.enrollment)
