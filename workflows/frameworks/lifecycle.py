"""The states of a framework, as one table: a draft is published once, and stays."""

from datetime import datetime

from workflows.errors import Reason
from workflows.frameworks.models import Framework, FrameworkState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P


def offers_an_indicator(framework: Framework, now: datetime) -> Reason | None:
    if any(not row.is_retired for row in framework.indicators):
        return None
    return Reason("Goals need something to choose from: add an indicator first.", "indicators")


S, T = FrameworkState, Transition

EDITIONS: Machine[FrameworkState] = Machine(
    name="framework",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.PUBLISHED}),
    rows=(
        T("publish", (S.DRAFT,), S.PUBLISHED, P.MANAGE_FRAMEWORKS, (offers_an_indicator,), (), "Publish"),
    ),
)  # fmt: skip  # the columns of the table
