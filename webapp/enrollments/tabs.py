"""The parts of an enrollment as tabs, as one table; every slice's page about an enrollment shows them."""

from dataclasses import dataclass

from flask import current_app, url_for

from webapp.access import allows
from workflows.enrollments.models import Enrollment
from workflows.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class TabRow:
    """One tab: label · endpoint · who."""

    label: str
    endpoint: str
    who: P


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


TABS: tuple[TabRow, ...] = (
    TabRow("Overview", "enrollments.show", P.SEE_ENROLLMENT),
    TabRow("Profile", "affiliates.of_enrollment", P.SEE_PROFILE),
    TabRow("Training", "training.of_enrollment", P.SEE_TRAINING),
    TabRow("Self-assessment", "assessments.of_enrollment", P.SEE_ASSESSMENT),
    TabRow("Proposal", "proposals.of_enrollment", P.SEE_PROPOSAL),
    TabRow("Reviews", "reviews.of_enrollment", P.SEE_REVIEWS),
    TabRow("Funding", "funding.of_enrollment", P.SEE_FUNDING),
    TabRow("Check-ins", "coaching.of_enrollment", P.SEE_COACHING),
    TabRow("Data sharing", "agreements.of_enrollment", P.SEE_DATA_AGREEMENT),
    TabRow("Messages", "conversation.of_enrollment", P.SEE_MESSAGES),
    TabRow("Outcomes", "measurement.of_enrollment", P.SEE_OUTCOMES),
    TabRow("Reports", "reporting.of_enrollment", P.SEE_REPORTS),
    TabRow("Prospects", "prospects.of_enrollment", P.SEE_PROSPECTS),
    TabRow("Documents", "documents.of_enrollment", P.SEE_DOCUMENTS),
)


def list_tabs(enrollment: Enrollment, current: str = "") -> list[Tab]:
    """The tabs that this person can use; `current` is the label of the page that shows them."""
    return [
        Tab(row.label, url_for(row.endpoint, enrollment_id=enrollment.id), current=row.label == current)
        for row in TABS
        if row.endpoint in current_app.view_functions and allows(row.who, enrollment)
    ]
