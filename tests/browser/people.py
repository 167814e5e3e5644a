"""A person at a browser: every page they meet is checked by axe, for its title, one h1, and for what it logs."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

AXE = Axe()
_TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@dataclass
class Person:
    """One signed-in (or arriving) person with a browser of their own."""

    email: str
    password: str
    base_url: str
    context: BrowserContext
    page: Page
    totp_key: str = ""
    met: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        self.page.goto(urljoin(self.base_url, path))
        self.looks()

    def looks(self) -> None:
        """The page as it stands now: no finding of axe, a title, exactly one h1, no sideways scroll."""
        page = self.page
        page.wait_for_load_state("load")
        where = page.url.removeprefix(self.base_url)
        expect(page.locator("h1")).to_have_count(1)
        assert page.title(), f"{where} has no title"
        result = AXE.run(page, options=_TAGS)
        findings = [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in result.response["violations"]]
        assert findings == [], f"{where}: {findings}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{where} scrolls sideways"
        assert self.complaints == [], f"{where}: {self.complaints}"
        self.met.add(where)

    def presses(self, name: str) -> None:
        """Press the button of that name and look at the page that answers."""
        self.page.get_by_role("button", name=name, exact=False).first.click()
        self.looks()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=False).first.click()
        self.looks()

    def fills(self, **values: str) -> None:
        """Fill fields by their name attribute: text, dates, choices, ticks and radio buttons alike."""
        for name, value in values.items():
            self._fill(name, value)

    def _fill(self, name: str, value: str) -> None:
        fields = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = fields.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            by_label = fields.first.locator("option", has_text=value)
            fields.first.select_option(label=by_label.first.inner_text() if by_label.count() else value)
        elif kind in ("checkbox", "radio"):
            chosen = fields if kind == "checkbox" else self.page.locator(f"main [name='{name}'][value='{value}']")
            chosen.first.check()
        else:
            fields.first.fill(value)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def signs_in(self) -> None:
        self.goes_to("/sign-in")
        self.fills(email=self.email, password=self.password)
        self.presses("Sign in")
        if self.totp_key:
            self.fills(code=pyotp.TOTP(self.totp_key).now())
            self.presses("Sign in")

    def leaves(self) -> None:
        self.context.close()


def a_person(browser: Browser, base_url: str, email: str, password: str, *, width: int = 1280) -> Person:
    """Somebody with a fresh browser of the given width, reporting every error that a page logs."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    page = context.new_page()
    person = Person(email=email, password=password, base_url=base_url, context=context, page=page)

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            person.complaints.append(message.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    return person
