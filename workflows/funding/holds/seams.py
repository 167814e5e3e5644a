"""What other chapters know about whether money may move; the rules of holding ask here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows.funding.models import Award


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of the award that holds payments: what it asks, and what lifts it."""

    text: str
    lifted_by: str


def open_conditions(session: Session, award: Award) -> Sequence[OpenCondition]:  # noqa: ARG001  asked here later
    """The conditions that hold payments and are not lifted."""
    return ()


def has_active_data_agreement(session: Session, award: Award) -> bool:  # noqa: ARG001  asked here later
    """Whether the data-sharing agreement of the year is in force."""
    return True
