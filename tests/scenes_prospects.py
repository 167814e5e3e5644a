"""Scenes of prospects: a funder in the list, and prospects of a year as far along as a test needs them."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_year import LATER, YearScene, acting
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.prospects.answers import FunderAnswers, FunderKind, ProspectAnswers, ProspectKind, StepAnswers
from workflows.prospects.models import Funder, Prospect
from workflows.prospects.operations import list_funder, move_prospect, write_prospect

ASKED_ON, ANSWERED_ON = date(2026, 5, 4), date(2026, 6, 15)
_numbers = count(1)


def funder_answers(name: str = "Lantern Fund", **values: Any) -> FunderAnswers:
    return FunderAnswers(
        **{
            "name": name,
            "kind": FunderKind.PRIVATE,
            "funds": "Work for newcomers, up to $50,000 a year.",
            "link": "https://lantern.example.org/grants",
            "next_deadline_on": date(2026, 9, 1),
            "notes": "They want to hear about one family, and about one figure.",
            "is_retired": False,
            **values,
        }
    )


def a_funder(session: Session, manager: User, name: str | None = None, **values: Any) -> Funder:
    given = funder_answers(name or f"Lantern Fund {next(_numbers)}", **values)
    return list_funder(given, session=session, actor=acting(manager), now=NOW)


def prospect_answers(**values: Any) -> ProspectAnswers:
    return ProspectAnswers(
        **{
            "kind": ProspectKind.FUNDING,
            "title": "A second year of evening classes",
            "funder_id": None,
            "funder_name": "Port Ansel Rotary",
            "funder_kind": FunderKind.LOCAL,
            "amount_sought": Decimal(18_000),
            "deadline_on": None,
            "basis": None,
            "evidence": "With evening classes, 18 of 20 came.",
            "sustains": "The teacher for two evenings a week.",
            "owner_id": None,
            **values,
        }
    )


def a_prospect(session: Session, scene: YearScene, *steps: str, **values: Any) -> Prospect:
    """Written by the staff of the affiliate and moved along `steps`; wins what was asked for."""
    return a_prospect_of(session, scene.enrollment, scene.staff, *steps, **values)


def a_prospect_of(session: Session, year: Enrollment, writer: User, *steps: str, **values: Any) -> Prospect:
    given = prospect_answers(**values)
    prospect = write_prospect(year, given, session=session, actor=acting(writer), now=LATER)
    for step in steps:
        take(session, prospect, step, writer)
    return prospect


def step_answers(step: str, prospect: Prospect, **values: Any) -> StepAnswers:
    on = ASKED_ON if step == "ask" else ANSWERED_ON
    won = prospect.amount_sought if step == "win" else None
    return StepAnswers(**{"on": on, "amount_won": won, "note": "They said so on the phone.", **values})


def take(session: Session, prospect: Prospect, step: str, who: User, **values: Any) -> None:
    move_prospect(
        prospect,
        step,
        step_answers(step, prospect, **values),
        expected_version=prospect.version,
        session=session,
        actor=acting(who),
        now=LATER,
    )
    session.flush()
