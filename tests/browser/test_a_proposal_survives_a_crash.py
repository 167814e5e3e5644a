"""A whole proposal is written in the browser; the server is killed in the middle, comes back, and it is submitted."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.acts import proposing
from tests.browser.story import Story
from tests.browser.web_server import comes, writing

pytestmark = pytest.mark.browser

BEFORE, AFTER = "We look at the figures each quarter", " with our coach and choose one change."


def test_a_proposal_is_written_and_submitted_though_the_server_dies(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, tmp_path) as (server, story):
        comes(story, "ana")
        bo = comes(story, "bo")
        proposing.the_proposal_is_begun(story)
        proposing.the_goal_is_made_smart(story)

        bo.goes_to(f"{story.proposal_path}/sections/learning")
        cycle = bo.page.locator("main [name='improvement_cycle']")
        cycle.press_sequentially(BEFORE)
        expect(bo.page.locator("[data-saved]")).to_contain_text("Saved", timeout=15_000)
        server.is_killed()
        cycle.press_sequentially(AFTER)
        note = bo.page.locator("[data-saved]")
        expect(note).to_have_text(
            "No connection. Your text is kept here and will be saved when it is back.", timeout=15_000
        )
        bo.complaints.clear()  # the browser's own words about the connection
        server.starts()
        expect(note).to_contain_text("Saved", timeout=40_000)
        bo.complaints.clear()
        bo.page.reload()
        assert cycle.input_value() == BEFORE + AFTER

        proposing.the_rest_is_written(story)
        the_proposal_is_submitted(story)


def the_proposal_is_submitted(story: Story) -> None:
    """The last act, as the year's own test plays it."""
    proposing.the_data_lead_hands_over(story)
    proposing.the_director_submits(story)
