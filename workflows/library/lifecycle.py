"""The states of what the library publishes, as one table; resources and extraction guides share it."""

from datetime import datetime
from typing import Any

from workflows.errors import Reason
from workflows.library.models import ExtractionGuide, Publication
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P


def something_is_there(record: Any, now: datetime) -> Reason | None:
    if isinstance(record, ExtractionGuide):
        return None if record.steps else Reason("Write at least one step first.", "steps")
    if record.body.strip() or record.link or record.file_sha256:
        return None
    return Reason("There is nothing to read yet: write a text, or add a link or a file.", "body")


S, T = Publication, Transition

PUBLICATION: Machine[Publication] = Machine(
    name="publication",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset(),
    rows=(
        T("publish", (S.DRAFT,), S.PUBLISHED, P.MANAGE_LIBRARY, (something_is_there,), (), "Publish"),
        T("unpublish", (S.PUBLISHED,), S.DRAFT, P.MANAGE_LIBRARY, (), (), "Take back to draft"),
        T("retire", (S.PUBLISHED,), S.RETIRED, P.MANAGE_LIBRARY, (), (), "Retire"),
        T("restore", (S.RETIRED,), S.PUBLISHED, P.MANAGE_LIBRARY, (something_is_there,), (), "Put back on the shelf"),
    ),
)  # fmt: skip  # the columns of the table
