"""The help desk's blueprint and its parts, as one table."""

from dataclasses import dataclass

from flask import Blueprint, url_for

from webapp.access import allows
from workflows.permissions import Permission as P

bp = Blueprint("helpdesk", __name__, url_prefix="/help")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: label · endpoint · who."""

    label: str
    endpoint: str
    who: P


@dataclass(frozen=True, slots=True)
class PartLink:
    label: str
    url: str
    current: bool


PARTS: tuple[PartRow, ...] = (
    PartRow("Questions", "helpdesk.index", P.SEE_TICKETS),
    PartRow("Away", "helpdesk.away", P.ANSWER_TICKET),
    PartRow("Your hours", "helpdesk.hours", P.LOG_HOURS),
    PartRow("Hours by function", "helpdesk.report", P.SEE_HOURS),
    PartRow("Rates", "helpdesk.rates", P.SEE_HOURS),
    PartRow("Response times", "helpdesk.response_times", P.SEE_HOURS),
)


def list_parts(current: str) -> list[PartLink]:
    """The parts that this person can use; none where there is only one."""
    links = [PartLink(row.label, url_for(row.endpoint), row.label == current) for row in PARTS if allows(row.who)]
    return links if len(links) > 1 else []
