"""Two browsers in one section: each sees the other's text come in, and two texts for one answer wait for a choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.acts import proposing
from tests.browser.people import Person
from tests.browser.story import Story
from tests.browser.web_server import comes, writing

pytestmark = pytest.mark.browser
BY_ITSELF = 60_000  # milliseconds; a page asks every half minute when nobody else is on it


@pytest.fixture
def story(browser: Browser, tmp_path: Path) -> Iterator[Story]:
    with writing(browser, tmp_path) as (_server, told):
        yield told


def field(person: Person, name: str) -> str:
    return person.page.locator(f"main [name='{name}']").input_value()


def is_saved(person: Person) -> None:
    expect(person.page.locator("[data-saved]")).to_contain_text("Saved", timeout=15_000)


def types(person: Person, name: str, text: str) -> None:
    """Key by key at the end of what is there, and wait until the server has it."""
    place = person.page.locator(f"main [name='{name}']")
    place.click()
    place.press("Control+End")
    with person.page.expect_response(lambda answer: answer.request.method == "POST" and "sections" in answer.url):
        place.press_sequentially(text)
    is_saved(person)


def test_two_people_write_one_section_and_lose_nothing(story: Story) -> None:
    ana, bo = comes(story, "ana"), comes(story, "bo")
    bo.goes_to(f"/proposals/of/{story.year_id}")
    bo.presses("Start the proposal")
    story.proposal_path = bo.path.split("/sections/")[0]
    section = f"{story.proposal_path}/sections/story"
    bo.goes_to(section)
    ana.goes_to(section)
    ana.sees("Bo Lee is here too, on this page.")

    # Different answers: each finds the other's text in the field, without loading the page again.
    types(bo, "title", proposing.TITLE)
    types(ana, "population", "Adults who arrived lately")
    expect(ana.page.locator("[data-saved]")).to_contain_text("Bo Lee changed “Title”.")
    assert field(ana, "title") == proposing.TITLE
    need = "Fewer than half worked at day 180."
    types(bo, "need_with_data", need)
    assert field(bo, "population") == "Adults who arrived lately"
    bo.sees("Ana Ruiz is here too, on this page.")
    expect(ana.page.locator("main [name='need_with_data']")).to_have_value(need, timeout=BY_ITSELF)

    # One answer, while Bo has no connection: his text waits, and goes on being typed without touching Ana's.
    bo.context.set_offline(True)
    bo.page.locator("main [name='need_with_data']").press("Control+End")
    bo.page.locator("main [name='need_with_data']").press_sequentially(" Bo's sentence.")
    bo.sees("No connection. Your text is kept here and will be saved when it is back.")
    types(ana, "need_with_data", " Ana's sentence.")
    bo.context.set_offline(False)
    expect(bo.page.locator("[data-saved]")).to_contain_text("so both texts are kept.", timeout=BY_ITSELF)
    bo.sees("Two texts for “The need, with your own data”")
    bo.complaints.clear()  # the browser's own words about the connection
    types(bo, "need_with_data", " And more of it.")
    types(bo, "summary", "Saved all the same.")
    assert field(bo, "need_with_data") == "Fewer than half worked at day 180. Bo's sentence. And more of it."
    bo.looks()
    bo.looks_on_a_phone()

    # Ana sees both and puts them together; Bo's page takes that over by itself.
    ana.goes_to(section)
    assert field(ana, "need_with_data") == "Fewer than half worked at day 180. Ana's sentence."
    assert field(ana, "summary") == "Saved all the same."
    ana.sees("Saved, by Ana Ruiz", "Waiting, by Bo Lee")
    ana.goes_to(f"{story.proposal_path}/submit")
    ana.sees("two texts wait for a choice at «The need, with your own data».")
    ana.page.get_by_role("link", name="two texts wait for a choice").click()
    ana.presses("Keep both, one below the other")
    together = (
        "Fewer than half worked at day 180. Ana's sentence.\n\n"
        "Fewer than half worked at day 180. Bo's sentence. And more of it."
    )
    assert field(ana, "need_with_data") == together
    expect(bo.page.locator("main [name='need_with_data']")).to_have_value(together, timeout=BY_ITSELF)
    expect(bo.page.locator("[data-text]")).to_have_count(0)


def test_a_lost_sign_in_loses_no_text_and_another_persons_text_is_forgotten(story: Story) -> None:
    bo = comes(story, "bo")
    bo.goes_to(f"/proposals/of/{story.year_id}")
    bo.presses("Start the proposal")
    section = f"{bo.path.split('/sections/')[0]}/sections/story"
    bo.goes_to(section)
    bo.context.clear_cookies()
    bo.page.locator("main [name='title']").press_sequentially("Work that lasts")
    bo.sees("You are signed out. Your text is kept in this window.")
    bo.page.get_by_role("link", name="Sign in and go on").click()
    bo.fills(email=bo.email, password=bo.password)
    bo.presses("Sign in")
    assert bo.path == section
    is_saved(bo)
    bo.page.reload()
    assert field(bo, "title") == "Work that lasts"

    # The last words before the page is left are sent on their way out.
    bo.page.locator("main [name='summary']").press_sequentially("The last words.")
    bo.page.on("dialog", lambda dialog: dialog.accept())
    bo.page.goto(f"{story.product.base_url}/")
    bo.goes_to(section)
    expect(bo.page.locator("main [name='summary']")).to_have_value("The last words.")
    is_saved(bo)
    others = "sessionStorage.setItem('text:/elsewhere', JSON.stringify({ person: '999', kept: [['title', 'Secret']] }))"
    bo.page.evaluate(others)
    bo.page.reload()
    assert bo.page.evaluate("Object.keys(sessionStorage)") == []
