"""The form of one proposal: which sections it has, and in which order."""

from typing import TYPE_CHECKING

from workflows.proposals.answers import SECTIONS, Section

if TYPE_CHECKING:
    from workflows.proposals.models import Proposal


def sections_of(proposal: "Proposal") -> tuple[Section, ...]:  # noqa: ARG001  every proposal has the same sections yet
    """The sections that this proposal is made of, in the order they are written and read."""
    return SECTIONS
