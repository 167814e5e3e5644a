"""The tiers of risk as the portfolio groups and filters awards by them."""

from typing import Any

from sqlalchemy import ColumnElement, String, func, type_coerce

from workflows.enrollments.models import Enrollment

NOT_ASSESSED = "not_assessed"
RISK_WORDS: dict[str, str] = {
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    NOT_ASSESSED: "Not assessed",
}
"""Every tier with its word, the one to look at first on top."""


def risk_tier() -> ColumnElement[Any]:
    """The tier of an award, over awards joined with enrollments; `NOT_ASSESSED` where nobody judged it yet."""
    return func.coalesce(type_coerce(Enrollment.risk_tier, String), NOT_ASSESSED)
