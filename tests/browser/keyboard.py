"""Somebody without a mouse: everything is come to with Tab, and pressed with Enter or Space."""

from playwright.sync_api import Locator

from tests.browser.people import Person

TABS_MOST = 150
_FOCUS = """e => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    here: e === document.activeElement,
    shows: outlined || style.boxShadow !== 'none',
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tabs_to(person: Person, wanted: Locator) -> None:
    """Press Tab until the focus is there; it must be seen, and within the window."""
    wanted.wait_for(state="attached")
    for _ in range(TABS_MOST):
        person.page.keyboard.press("Tab")
        focus = wanted.evaluate(_FOCUS)
        if focus["here"]:
            assert focus["shows"], f"nobody sees the focus on {wanted} of {person.page.url}"
            _comes_into_view(person, wanted)
            return
    raise AssertionError(f"Tab never came to {wanted} on {person.page.url}")


def _comes_into_view(person: Person, wanted: Locator) -> None:
    """The browser scrolls a moment after the focus has moved, later on a busy machine, and now and then not at all.

    Then people go one back and forward again; after that it has to be seen.
    """
    if _is_in_view(person, wanted):
        return
    person.page.keyboard.press("Shift+Tab")
    person.page.keyboard.press("Tab")
    assert wanted.evaluate(_FOCUS)["here"], f"the focus did not come back to {wanted} of {person.page.url}"
    assert _is_in_view(person, wanted), f"the focus left the window on {wanted} of {person.page.url}"


def _is_in_view(person: Person, wanted: Locator) -> bool:
    for _ in range(100):
        if wanted.evaluate(_FOCUS)["inside"]:
            return True
        person.page.wait_for_timeout(50)
    return False


def presses(person: Person, name: str) -> None:
    """Come to the button of that name, press it, and look at the page that answers."""
    tabs_to(person, person.page.get_by_role("main").get_by_role("button", name=name).first)
    _enters(person)


def follows(person: Person, name: str, *, within: str = "main") -> None:
    tabs_to(person, person.page.get_by_role(within).get_by_role("link", name=name).first)  # type: ignore[arg-type]
    _enters(person)


def types(person: Person, **values: str) -> None:
    """Fill text fields by their name attribute; what stands there is replaced."""
    for name, value in values.items():
        tabs_to(person, _field(person, name))
        person.page.keyboard.press("ControlOrMeta+a")
        person.page.keyboard.type(value)


def picks(person: Person, name: str, *, starting: str) -> None:
    """Choose from a list by the first letters of the option."""
    tabs_to(person, _field(person, name))
    person.page.keyboard.type(starting)


def ticks(person: Person, name: str) -> None:
    tabs_to(person, _field(person, name))
    person.page.keyboard.press("Space")


def _field(person: Person, name: str) -> Locator:
    return person.page.locator(f"main [name='{name}']:not([type=hidden])").first


def _enters(person: Person) -> None:
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.looks()
