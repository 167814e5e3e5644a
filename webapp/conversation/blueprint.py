"""The blueprint of conversation, and its parts as one table."""

from flask import Blueprint, url_for

from webapp.access import allows
from webapp.enrollments.tabs import Tab
from workflows.permissions import Permission as P

bp = Blueprint("conversation", __name__, url_prefix="/messages")

PARTS: tuple[tuple[str, str, P], ...] = (
    ("Threads", "conversation.index", P.SEE_MESSAGES),
    ("Response times", "conversation.response_times", P.SEE_HOURS),
    ("Support ratings", "conversation.ratings", P.SEE_SUPPORT_RATINGS),
)


def list_parts(current: str) -> list[Tab]:
    """The parts that this person can use; none where there is only one."""
    links = [Tab(label, url_for(endpoint), label == current) for label, endpoint, who in PARTS if allows(who)]
    return links if len(links) > 1 else []
