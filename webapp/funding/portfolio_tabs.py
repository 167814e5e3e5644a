"""The pages about all awards as tabs: the list, the portfolio, and what waits."""

from flask import url_for

from webapp.access import allows
from webapp.enrollments.tabs import Tab
from workflows.permissions import Permission as P

_PAGES = (
    ("Awards", "funding.index", P.SEE_FUNDING),
    ("Portfolio", "funding.portfolio", P.SEE_PORTFOLIO),
    ("What waits", "funding.waiting", P.SEE_PORTFOLIO),
)


def portfolio_tabs(current: str) -> list[Tab]:
    """Those this person may open; none when that is the list alone."""
    if not allows(P.SEE_PORTFOLIO):
        return []
    return [Tab(label, url_for(endpoint), label == current) for label, endpoint, who in _PAGES if allows(who)]
