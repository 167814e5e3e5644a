"""An affiliate's way from the invitation's link to the certificate, on a telephone's width and without a mouse."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from tests.browser import keyboard
from tests.browser.people import NARROW, Person, a_person
from tests.browser.product import Product, running
from tests.browser.story import PASSWORD, words_of
from tests.factories import a_cohort, an_affiliate
from tests.factories import a_person as a_user
from tests.scenes_training import REPORT, SAMPLE_NUMBER, a_series
from webapp import create_app
from workflows.clock import utc_now
from workflows.cohorts.models import CompletionRule, RecordingCheck
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.invitations import invite_affiliate
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import confirm_enrollment, start_training
from workflows.people.models import User
from workflows.people.operations import invite_person
from workflows.permissions import Actor, Role
from workflows.training.imports import count_import, preview_attendance
from workflows.training.series import list_series

pytestmark = pytest.mark.browser

ANA = "ana@harbor.example.org"
REFLECTION = "Short sessions work: we will look at one chart in each team meeting, and ask what it leaves out."


@dataclass(frozen=True, slots=True)
class Office:
    """What the national office does meanwhile, straight through the program's own operations."""

    settings: Settings

    def does(self, deed: Callable[[Session, Actor], None]) -> None:
        """One transaction of the program manager."""
        app = create_app(self.settings)
        with app.app_context(), originating(Origin(writes=True)):
            with transaction() as session:
                manager = session.scalars(select(User).where(User.name == "Mara Quinn")).one()
                deed(session, manager.as_actor(utc_now()))
            db.session.remove()
            db.engine.dispose()


@contextmanager
def an_office(product: Product) -> Iterator[Office]:
    environment = {
        "ACCOMPANY_DATA_DIR": str(product.folder),
        "ACCOMPANY_SECRET_KEY": "only-in-tests-0123456789-abcdefghij-KLMNOPQ",
        "ACCOMPANY_BASE_URL": product.base_url,
    }
    office = Office(Settings.from_environment(environment))
    app = create_app(office.settings)
    with app.app_context(), originating(Origin(writes=True)):
        with transaction() as session:
            a_user(session, Role.PROGRAM_MANAGER, name="Mara Quinn")
        db.session.remove()
        db.engine.dispose()
    yield office


def the_cohort_invites_harbor(session: Session, manager: Actor) -> None:
    """Eight sessions that are over; a recording counts with a reflection, and one person a session is enough."""
    now = utc_now()
    cohort = a_cohort(
        session,
        name="Pilot cohort",
        completion_rule=CompletionRule.ONE_PER_SESSION,
        recording_check=RecordingCheck.REFLECTION,
        proposals_due_at=now + timedelta(days=60),
    )
    for row in a_series(session, cohort):
        row.is_required = row.number in (1, SAMPLE_NUMBER)
    harbor = an_affiliate(session, "Harbor Immigrant Services")
    invite_person(
        email=ANA,
        name="Ana Ruiz",
        role=Role.AFFILIATE_DIRECTOR,
        affiliate_id=harbor.id,
        is_told=False,
        session=session,
        actor=manager,
        now=now,
    )
    invite_affiliate(cohort, harbor, session=session, actor=manager, now=now)


def harbor_is_confirmed_and_trained(session: Session, manager: Actor) -> None:
    """The seat, the start of the training, and the eighth session read from Zoom's report: Ana was there."""
    now, enrollment = utc_now(), session.scalars(select(Enrollment)).one()
    confirm_enrollment(enrollment, session=session, actor=manager, now=now)
    start_training(enrollment.cohort, session=session, actor=manager, now=now)
    eighth = list_series(session, enrollment.cohort_id)[SAMPLE_NUMBER - 1]
    report = preview_attendance(
        eighth, content=REPORT, file_name="zoom.csv", date_order=None, session=session, actor=manager, now=now
    )
    count_import(report, session=session, actor=manager, now=now)


def test_from_the_invitation_to_the_certificate_by_keyboard_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "installation") as product, an_office(product) as office:
        office.does(the_cohort_invites_harbor)
        ana = a_person(browser, product.base_url, ANA, PASSWORD, width=NARROW)
        she_joins_and_signs(ana, product.link_to(ANA, about="is invited to"))
        office.does(harbor_is_confirmed_and_trained)
        she_meets_the_open_session(ana)
        words = words_of(she_takes_her_certificate(ana, to=tmp_path))
        ana.leaves()
    assert "Ana Ruiz" in words
    assert "Harbor Immigrant Services" in words


def she_joins_and_signs(ana: Person, link: str) -> None:
    ana.page.goto(link)
    ana.looks()
    keyboard.types(ana, name="Ana Ruiz", password=PASSWORD)
    keyboard.presses(ana, "Join")
    ana.sees("Your commitment")
    keyboard.types(ana, staff_count="9", languages="Dari, Spanish")
    keyboard.picks(ana, "data_lead", starting="Ana")
    keyboard.types(ana, typed_name="Ana Ruiz")
    keyboard.ticks(ana, "agrees")
    keyboard.presses(ana, "Sign the commitment")
    ana.sees("Committed")


def she_meets_the_open_session(ana: Person) -> None:
    """Session 8 was attended live; session 1 is open, and its recording counts with a reflection."""
    ana.goes_to("/")
    ana.sees("1 of 2 sessions are open")
    keyboard.follows(ana, "Go to your sessions")
    ana.sees("1 of 2 met")
    keyboard.follows(ana, "1. ")
    keyboard.presses(ana, "Open the recording")
    keyboard.follows(ana, "Write your reflection")
    keyboard.types(ana, text=REFLECTION)
    keyboard.presses(ana, "Send it")
    ana.goes_to("/")
    ana.sees("Write the proposal")


def she_takes_her_certificate(ana: Person, *, to: Path) -> Path:
    ana.goes_to("/training/")
    ana.waits_to_see("Certificate")
    ready = ana.page.get_by_role("main").get_by_role("link", name="Certificate").first
    while not ready.count():
        ana.page.wait_for_timeout(300)
        ana.page.reload()
    keyboard.follows(ana, "Certificate")
    download = ana.page.get_by_role("main").get_by_role("link", name="Download the Word file").first
    keyboard.tabs_to(ana, download)
    with ana.page.expect_download() as expected:
        ana.page.keyboard.press("Enter")
    kept = to / expected.value.suggested_filename
    expected.value.save_as(kept)
    return kept
