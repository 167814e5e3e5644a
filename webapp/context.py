"""What every template may use: who is here, the sections they can use, and in whose time zone hours are shown."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from webapp.access import allows
from webapp.actors import actor, signed_in_user
from webapp.places import plain_address
from workflows.permissions import VISITOR, Permission


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line of the navigation: label · endpoint · who · its name inside one affiliate · other slices of it."""

    label: str
    endpoint: str
    who: Permission
    own: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionLink:
    label: str
    url: str
    current: bool
    count: str = ""


P = Permission
SECTIONS: tuple[SectionRow, ...] = (
    SectionRow("Home", "home.show", P.SEE_HOME),
    SectionRow("Cohorts", "cohorts.index", P.SEE_COHORTS),
    SectionRow("Affiliates", "enrollments.index", P.SEE_ENROLLMENT, "Record"),
    SectionRow("Capacity", "affiliates.index", P.SEE_PROFILE, "Profile"),
    SectionRow("Training", "training.index", P.SEE_TRAINING, also=("exercises", "peers", "calendar")),
    SectionRow("Learning", "learning.index", P.SEE_LEARNING),
    SectionRow("Proposals", "proposals.index", P.SEE_PROPOSAL, "Proposal"),
    SectionRow("Reviews", "reviews.index", P.SCORE_PROPOSAL),
    SectionRow("Decisions", "reviews.decisions", P.SEE_REVIEWS),
    SectionRow("Funding", "funding.index", P.SEE_FUNDING),
    SectionRow("Coaching", "coaching.index", P.SEE_COACHING, "Check-ins"),
    SectionRow("Messages", "conversation.index", P.SEE_MESSAGES),
    SectionRow("Outcomes", "measurement.index", P.SEE_OUTCOMES),
    SectionRow("Reports", "reporting.index", P.SEE_REPORTS),
    SectionRow("Prospects", "prospects.index", P.SEE_PROSPECTS, also=("funders",)),
    SectionRow("Documents", "documents.index", P.SEE_DOCUMENTS, also=("templates",)),
    SectionRow("Library", "library.index", P.SEE_LIBRARY, also=("frameworks",)),
    SectionRow("Help", "helpdesk.index", P.SEE_TICKETS),
    SectionRow("People", "people.index", P.MANAGE_USERS),
    SectionRow("Admin", "jobs.index", P.SEE_JOBS),
    SectionRow("Audit trail", "jobs.audit", P.SEE_AUDIT),
)


_OWN_PAGES = frozenset(
    f"people.{name}" for name in ("account", "change_password", "two_steps", "turn_off_two_steps", "new_recovery_codes")
) | {"calendar.settings", "calendar.renew"}


def list_sections() -> list[SectionLink]:
    """Only what this person can use."""
    if actor() is VISITOR:
        return []
    named = {row.endpoint for row in SECTIONS}
    return [
        SectionLink(
            row.label if actor().is_national else row.own or row.label,
            url_for(row.endpoint),
            current=_is_here(row, named),
        )
        for row in SECTIONS
        if allows(row.who)
    ]


def _is_here(row: SectionRow, named: set[str]) -> bool:
    """A page that is no section itself belongs to its slice's section; one's own account belongs to none."""
    if (request.endpoint or "") in _OWN_PAGES:
        return False
    if request.endpoint in named:
        return row.endpoint == request.endpoint
    return request.blueprint in (row.endpoint.split(".", maxsplit=1)[0], *row.also)


def help_page() -> str:
    """The address that a question from here would carry: without the query, and empty where a token stands in it."""
    return plain_address(request.endpoint, request.view_args or {})


def zone_here() -> str:
    """The time zone in which this person reads hours."""
    user = signed_in_user()
    return user.time_zone if user is not None else "America/New_York"


def init_app(app: Flask) -> None:
    @app.context_processor
    def add_context() -> dict[str, Any]:
        return {
            "actor": actor(),
            "sections": list_sections(),
            "zone": zone_here(),
            "home_url": url_for("home.show"),
            "account_url": url_for("people.account"),
            "sign_out_url": url_for("people.sign_out"),
            "help_page": help_page() if allows(P.ASK_FOR_HELP) else None,
            "demo": current_app.extensions["accompany"].demo,
            "allows": allows,
            "P": Permission,
        }
