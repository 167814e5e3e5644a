"""A person at a browser: every page they meet is checked by axe, for its title, one h1, and for what it logs."""

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

AXE = Axe()
SHOTS = os.environ.get("ACCOMPANY_SHOTS")  # a folder: a picture of every distinct page is kept there
NARROW = 390  # CSS pixels of a usual phone
_TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


_PARTS = """[...document.querySelectorAll('main :is(h1, h2, table, form, details, [role=alert], svg, input, select)')]
  .map(e => e.tagName + (e.type || '')).join(' ').replace(/(\\S+)( \\1)+/g, '$1+')"""


@dataclass
class Person:
    """One signed-in (or arriving) person with a browser of their own."""

    email: str
    password: str
    base_url: str
    context: BrowserContext
    page: Page
    totp_key: str = ""
    met: set[str] = field(default_factory=set)  # what axe has seen; shared by the people of one product
    complaints: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def goes_to(self, path: str) -> None:
        self.page.goto(urljoin(self.base_url, path))
        self.looks()

    def looks(self) -> None:
        """The page as it stands: a title, one h1, no sideways scroll, nothing logged, and no finding of axe.

        Axe looks once at each page as its headings and fields make it, and again when those differ.
        """
        page = self.page
        page.wait_for_load_state("load")
        where = page.url.removeprefix(self.base_url)
        expect(page.locator("h1")).to_have_count(1)
        assert page.title(), f"{where} has no title"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{where} scrolls sideways"
        assert self.complaints == [], f"{where}: {self.complaints}"
        shape = self._shape()
        if shape not in self.met:
            self.met.add(shape)
            self._is_accessible(where)
            self._keeps_a_picture(shape)

    def _shape(self) -> str:
        """What makes a page another one: its address without numbers and secrets, its parts, and the width."""
        path = re.sub(r"/\d+", "/0", urlsplit(self.page.url).path)
        path = re.sub(r"/(join|first-administrator|reset-password|invitation)/.*", r"/\1/secret", path)
        parts = self.page.evaluate(_PARTS)
        return f"{self.page.viewport_size['width']} {path} {parts}"  # type: ignore[index]

    def _is_accessible(self, where: str) -> None:
        result = AXE.run(self.page, options=_TAGS)
        findings = [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in result.response["violations"]]
        assert findings == [], f"{where}: {findings}"

    def _keeps_a_picture(self, shape: str) -> None:
        if SHOTS:
            width, path, _ = shape.split(" ", 2)
            name = f"{path.strip('/').replace('/', '-') or 'home'}.{width}.{len(self.met):03}.png"
            self.page.screenshot(path=Path(SHOTS) / name, full_page=True)

    def looks_on_a_phone(self) -> None:
        """The same page at 390 pixels, and back."""
        usual = self.page.viewport_size
        assert usual is not None
        self.page.set_viewport_size({"width": NARROW, "height": 844})
        self.looks()
        self.page.set_viewport_size(usual)

    def presses(self, name: str) -> None:
        """Press the button of that name and look at the page that answers."""
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()
        self.looks()

    def confirms(self, name: str) -> None:
        """A button that asks once more before it acts."""
        self.page.locator("details.confirm > summary", has_text=name).first.click()
        self.presses(f"Yes, {name[0].lower()}{name[1:]}")

    def follows(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.looks()

    def chooses_file(self, name: str, path: Path) -> None:
        self.page.locator(f"main input[type=file][name='{name}']").set_input_files(path)

    def posts(self, path: str, form: str) -> int:
        """Send a form's body once more, as a tired browser does; the status of the answer after its redirects."""
        answer = self.page.request.post(
            urljoin(self.base_url, path),
            data=form,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": self.page.url},
        )
        return answer.status

    def downloads(self, name: str, *, to: Path) -> Path:
        """The file behind the link of that name."""
        with self.page.expect_download() as expected:
            self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        kept = to / expected.value.suggested_filename
        expected.value.save_as(kept)
        return kept

    def fills(self, **values: str) -> None:
        """Fill fields by their name attribute: text, dates, choices, ticks and radio buttons alike."""
        for name, value in values.items():
            self._fill(name, value)

    def _fill(self, name: str, value: str) -> None:
        fields = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        folded = fields.first.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        kind = fields.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            by_label = fields.first.locator("option", has_text=value)
            fields.first.select_option(label=by_label.first.inner_text() if by_label.count() else value)
        elif kind in ("checkbox", "radio"):
            chosen = fields if kind == "checkbox" else self.page.locator(f"main [name='{name}'][value='{value}']")
            chosen.first.check()
        else:
            fields.first.fill(value)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def waits_to_see(self, text: str, *, within: float = 60.0) -> None:
        """Load the page again until the worker has done its part."""
        ends = time.monotonic() + within
        while text not in self.page.locator("body").inner_text():
            assert time.monotonic() < ends, f"{text!r} did not come to {self.page.url}"
            self.page.wait_for_timeout(300)
            self.page.reload()
        self.looks()

    def does_not_see(self, text: str) -> None:
        assert text not in self.page.content(), f"{text!r} is on {self.page.url}"

    def joins(self, link: str, *, name: str) -> None:
        """Answer an invitation; a role that reaches every affiliate sets up its second step on the way."""
        self.page.goto(link)
        self.looks()
        self.fills(name=name, password=self.password)
        self.presses("Join")
        if "/two-step" in self.page.url:
            self.sets_up_two_steps()

    def sets_up_two_steps(self) -> None:
        self.page.get_by_text("Or type the key").click()
        self.totp_key = self.page.locator("details code").inner_text().replace(" ", "")
        self.fills(code=pyotp.TOTP(self.totp_key).now())
        self.presses("Turn it on")
        self.follows("I have kept them")

    def signs_in(self) -> None:
        self.goes_to("/sign-in")
        self.fills(email=self.email, password=self.password)
        self.presses("Sign in")
        if self.totp_key:
            self.fills(code=pyotp.TOTP(self.totp_key).now())
            self.presses("Sign in")

    def leaves(self) -> None:
        self.context.close()


def a_person(
    browser: Browser, base_url: str, email: str, password: str, *, width: int = 1280, met: set[str] | None = None
) -> Person:
    """Somebody with a fresh browser of the given width, reporting every error that a page logs."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    page = context.new_page()
    person = Person(email=email, password=password, base_url=base_url, context=context, page=page)
    if met is not None:
        person.met = met

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            person.complaints.append(message.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    return person
