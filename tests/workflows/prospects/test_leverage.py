"""The log in a progress report: told once, in the words of the report, and never cut in the middle."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from tests.scenes_prospects import a_prospect
from tests.scenes_year import LATER, a_year, acting, spent
from workflows.measurement.network import NETWORK
from workflows.prospects.answers import ProspectKind
from workflows.prospects.leverage import leverage_text
from workflows.reporting.operations import WrittenReport, save_report
from workflows.reporting.prefill import begun_with, prefill


def test_a_report_begins_with_what_was_asked_and_answered_in_its_months(session: Session) -> None:
    scene = a_year(session)
    a_prospect(session, scene, "ask", "win", title="Classes", amount_sought=Decimal("18000.50"))
    a_prospect(session, scene, "ask", "decline", title="A van", kind=ProspectKind.RESOURCE, amount_sought=None)
    a_prospect(session, scene, "ask", title="A room", kind=ProspectKind.PARTNERSHIP)
    a_prospect(session, scene, title="Only an idea")
    a_prospect(session, scene, "ask", "withdraw", title="Let go")
    known = prefill(session, scene.first, profile=NETWORK, today=LATER.date())
    assert known.leverage == (
        "Funding: Classes, Port Ansel Rotary. Won: $18,000.50.",
        "Another resource: A van, Port Ansel Rotary. Asked; declined.",
        "Partnership: A room, Port Ansel Rotary. Asked for $18,000; the answer is open.",
    )
    assert begun_with(scene.first, known)["leverage"].splitlines() == list(known.leverage)
    second = prefill(session, scene.reports[1], profile=NETWORK, today=LATER.date())
    assert second.leverage == ()


def test_what_people_wrote_themselves_stays(session: Session) -> None:
    scene = a_year(session)
    a_prospect(session, scene, "ask")
    written = WrittenReport({"leverage": ""}, spending=spent(0), minutes_spent=None)
    actor = acting(scene.director)
    save_report(scene.first, written, expected_version=scene.first.version, actor=actor, now=LATER)
    known = prefill(session, scene.first, profile=NETWORK, today=LATER.date())
    assert (len(known.leverage), begun_with(scene.first, known)["leverage"]) == (1, "")


def test_a_later_answer_is_open_at_the_end_of_the_months(session: Session) -> None:
    scene = a_year(session)
    scene.first.period_ends_on = date(2026, 5, 31)
    a_prospect(session, scene, "ask", "win")
    [line] = prefill(session, scene.first, profile=NETWORK, today=LATER.date()).leverage
    assert line.endswith("Asked for $18,000; the answer is open.")


@given(some.lists(some.text(min_size=1, max_size=120), max_size=12), some.integers(60, 800))
def test_a_text_fits_and_counts_what_is_left_out(lines: list[str], most: int) -> None:
    text = leverage_text(lines, most=most)
    assert len(text) <= most
    if text and text != "\n".join(lines):
        kept = next(
            k for k in range(len(lines)) if text.endswith(f"And {len(lines) - k} more in our log of prospects.")
        )
        assert text.startswith("\n".join(lines[:kept]))
