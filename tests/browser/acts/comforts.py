"""What must hold besides the year: a keyboard is enough, nothing typed is lost, and closed doors are polite."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.story import Story

TABS_MOST = 60
TYPED = "We look at the figures every quarter, and this sentence took an hour."
_FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return { name: e.name || e.id || '', words: e.innerText || '', shows: outlined || style.boxShadow !== 'none' };
}"""


def a_keyboard_is_enough(story: Story) -> None:
    """The director of Cascade signs in and commits with Tab, Enter, Space and letters; the focus always shows."""
    diya = story.answers_invitation("diya", about="is invited to")
    diya.context.clear_cookies()
    commitment = story.commitment_of("Cascade", diya)
    keys = diya.page.keyboard
    _tabs_to(diya.page, "email")
    keys.type(diya.email)
    _tabs_to(diya.page, "password")
    keys.type(diya.password)
    keys.press("Enter")
    diya.page.wait_for_url(lambda url: urlsplit(url).path == commitment)  # the sign-in page names it too, as its next
    diya.looks()
    _tabs_to(diya.page, "data_lead")
    keys.type("Elif")
    _tabs_to(diya.page, "typed_name")
    keys.type("Diya Nair")
    _tabs_to(diya.page, "agrees")
    keys.press("Space")
    _tabs_to(diya.page, "Sign the commitment")
    keys.press("Enter")
    diya.page.wait_for_url(lambda url: not url.endswith("/commitment"))
    diya.looks()
    diya.goes_to(commitment.removesuffix("/commitment"))
    diya.sees("Committed", "Elif Kaya")


def _tabs_to(page: Page, wanted: str) -> None:
    for _ in range(TABS_MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["shows"], f"nobody sees that {focused} has the focus on {page.url}"
        if wanted in (focused["name"], focused["words"].strip()):
            return
    raise AssertionError(f"Tab never came to {wanted!r} on {page.url}")


def an_expired_session_keeps_the_text(story: Story) -> None:
    """Bo's sign-in ends while he writes; the text is still there, and so is the way back to its page."""
    bo = story.person("bo")
    section = f"{story.proposal_path}/sections/learning"
    bo.goes_to(section)
    bo.fills(improvement_cycle=TYPED)
    bo.context.clear_cookies()
    bo.page.locator("main form .form-actions button").first.click()
    bo.looks()
    assert TYPED in [area.input_value() for area in bo.page.locator("main textarea").all()]
    bo.follows("Open the page again")
    bo.fills(email=bo.email, password=bo.password)
    bo.presses("Sign in")
    assert bo.path == section


def the_office_looks_around(story: Story) -> None:
    """The sections that the year itself does not lead to, as the administrator finds them."""
    iris = story.person("iris")
    iris.goes_to("/")
    sections = iris.page.get_by_role("navigation", name="Sections").get_by_role("link")
    paths = sections.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(paths) > 10
    for path in (*paths, "/account", "/account/password"):
        iris.goes_to(path)


def closed_doors_are_polite(story: Story) -> None:
    """What does not exist and what belongs to another affiliate look the same."""
    diya = story.person("diya")
    for path in ("/nowhere", story.year_path, story.proposal_path, story.report_paths[0], story.check_in_path):
        answer = diya.page.goto(story.product.base_url + path)
        assert answer is not None
        assert answer.status == 404
        diya.looks()
        diya.does_not_see("Harbor")


def health_is_told(story: Story) -> None:
    """`/healthz` is 503 as soon as the queue is gone; where the product runs its own, it must not go."""
    page = story.person("diya").page
    healthz = f"{story.product.base_url}/healthz"
    assert page.request.get(healthz).status == 200
    if story.stop_queue is None:
        return
    story.stop_queue()
    ends = time.monotonic() + 10
    while page.request.get(healthz).status != 503:
        assert time.monotonic() < ends
        time.sleep(0.2)
