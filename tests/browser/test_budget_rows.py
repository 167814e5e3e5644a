"""Rows of the budget's page in a browser: added, moved, copied, and opened by a link; every change saves itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Locator, Page, Route
from sqlalchemy.orm import Session

from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes
from workflows.people.models import User

STATIC = Path(__file__).parents[2] / "webapp/static"
TYPES = {".js": "text/javascript", ".css": "text/css"}
ADDRESS = "http://budget.test/page"


@pytest.fixture
def page(session: Session, sign_in: Callable[[User], FlaskClient], browser: Browser) -> Iterator[Page]:
    """The page of a budget with three lines, as the server gives it; its own saves are answered and counted."""
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    html = sign_in(scene.data_lead).get(f"/proposals/{proposal.id}/sections/budget").text

    def answer(route: Route) -> None:
        asked = route.request.url.partition("?")[0].removeprefix("http://budget.test")
        if route.request.method == "POST":
            return route.fulfill(content_type="application/json", body=json.dumps({"version": 9, "saved_at": "10:42"}))
        if asked == "/page":
            return route.fulfill(content_type="text/html", body=html)
        path = STATIC / asked.removeprefix("/static/")
        if not path.is_file():
            return route.fulfill(status=404)
        return route.fulfill(content_type=TYPES.get(path.suffix, "application/octet-stream"), body=path.read_bytes())

    opened = browser.new_page()
    opened.route("**/*", answer)
    opened.goto(ADDRESS)
    yield opened
    opened.close()


def names(page: Page) -> list[str]:
    return [text for text in page.locator("[data-line] [data-title]").all_text_contents() if text != "New line"]


def row(page: Page, number: int) -> Locator:
    return page.locator("[data-line]").nth(number - 1)


def requested(page: Page) -> str:
    return page.locator("[data-sum=requested]").inner_text()


def test_a_line_moves_up_and_down_and_is_copied(page: Page) -> None:
    assert names(page) == ["Employment navigator, half time", "Two laptops for the job club", "Bus passes"]
    row(page, 2).locator("summary").click()
    row(page, 2).get_by_role("button", name="Move up").click()
    assert names(page) == ["Two laptops for the job club", "Employment navigator, half time", "Bus passes"]
    assert page.locator("[data-said]").inner_text() == "It is line 1 now."
    page.keyboard.press("Enter")  # the same button, on the line that moved
    assert page.locator("[data-said]").inner_text() == "This is the first line."
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        row(page, 1).get_by_role("button", name="Copy").click()
    assert names(page)[:3] == ["Two laptops for the job club"] * 2 + ["Employment navigator, half time"]
    assert page.locator("[name=lines-1-tag]").input_value() == "technology"
    assert requested(page) == "$26,000"


def test_lines_are_added_and_removed_and_the_removal_is_taken_back(page: Page) -> None:
    for number in range(4, 10):
        page.get_by_role("button", name="Add a line").click()
        assert page.locator(":focus").get_attribute("name") == f"lines-{number - 1}-category"
        page.locator(f"[name=lines-{number - 1}-description]").fill(f"Cost {number}")
        page.locator(f"[name=lines-{number - 1}-unit_cost]").fill("10.01")
    assert requested(page) == "$24,060.06"
    row(page, 9).get_by_label("Remove").check()
    assert requested(page) == "$24,050.05"
    row(page, 9).get_by_label("Remove").uncheck()
    assert requested(page) == "$24,060.06"


def test_indirect_costs_follow_the_lines_as_one_types(page: Page) -> None:
    page.get_by_label("De minimis rate").check()
    page.get_by_label("Rate", exact=True).fill("15")
    base = page.locator("[data-sum=base]")
    assert (base.inner_text(), requested(page)) == ("$20,000", "$27,000")
    row(page, 3).locator("summary").click()
    row(page, 3).get_by_label("Category").select_option("TRA")
    assert (base.inner_text(), requested(page)) == ("$24,000", "$27,600")


def test_a_link_to_a_field_opens_its_line(page: Page) -> None:
    page.goto(f"{ADDRESS}#lines-2-justification")
    assert page.locator(":focus").get_attribute("id") == "lines-2-justification"
    assert page.locator("#lines-2-justification").is_visible()
