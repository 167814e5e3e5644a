"""What JavaScript adds to the components, and what axe finds on them, in real Chromium."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, request
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.browser.chromium import chromium
from tests.webapp.gallery_app import PAGES, gallery_app

pytestmark = pytest.mark.browser


class Answers:
    """What the small server answers, and what it was sent."""

    def __init__(self) -> None:
        self.saves: list[dict[str, str]] = []
        self.posts: list[dict[str, str]] = []
        self.save_status = 200
        self.conflict_url = "/conflict"
        self.document_state = "running"


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def site(answers: Answers) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, answering_app(answers), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def answering_app(answers: Answers) -> Flask:
    app = gallery_app()

    @app.post("/goal/autosave")
    def save() -> tuple[dict[str, object], int]:
        answers.saves.append(request.form.to_dict())
        if answers.save_status == 200:
            return {"version": int(request.form["version"]) + 1, "saved_at": "10:42"}, 200
        return {
            "sentence": "Someone saved this while you were writing.",
            "url": answers.conflict_url,
        }, answers.save_status

    @app.post("/goal")
    def submit() -> str:
        answers.posts.append(request.form.to_dict())
        return "<!doctype html><title>Done</title>"

    @app.get("/documents/<number>")
    def document(number: str) -> dict[str, object]:
        return {"state": answers.document_state, "progress_percent": 70, "progress_text": "", "url": f"#d{number}"}

    return app


@pytest.fixture(scope="module")
def browser() -> Browser:
    return chromium()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_finding_no_violation_and_no_sideways_scroll(page: Page, name: str, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/" if name == "gallery" else f"/{name.replace('sign_in', 'sign-in')}")
    findings = [finding["id"] for finding in Axe().run(page).response["violations"]]
    assert (findings, complaints, page.evaluate("document.documentElement.scrollWidth")) == ([], [], width)


def test_error_summary_has_the_focus_and_its_link_puts_the_cursor_into_the_field(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Choose a day inside your year.").click()
    expect(page.get_by_label("Due required")).to_be_focused()


def test_form_saves_itself_with_its_version_and_says_when(page: Page, answers: Answers) -> None:
    page.goto("/")
    version = page.locator("form[data-autosave] input[name=version]")
    page.get_by_label("Why is this rise realistic?").fill("We asked the college.")
    expect(version).to_have_value("4")
    expect(page.locator("[data-saved]")).to_have_text("Saved 10:42")
    page.get_by_label("Why is this rise realistic?").fill("We asked the college twice.")
    expect(version).to_have_value("5")
    assert [(save["version"], save["why"], "once" in save) for save in answers.saves] == [
        ("3", "We asked the college.", False),
        ("4", "We asked the college twice.", False),
    ]


def test_conflict_is_said_and_the_text_survives_leaving(page: Page, answers: Answers) -> None:
    answers.save_status = 409
    page.goto("/")
    page.get_by_label("Why is this rise realistic?").fill("Mine.")
    expect(page.locator("[data-saved]")).to_contain_text("Someone saved this while you were writing.")
    page.get_by_role("link", name="See both versions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone saved this while you were writing")
    page.goto("/")
    expect(page.get_by_label("Why is this rise realistic?")).to_have_value("Mine.")


def test_conflict_without_an_address_sends_the_form_to_see_both_versions(page: Page, answers: Answers) -> None:
    answers.save_status, answers.conflict_url = 409, ""
    page.goto("/")
    page.get_by_label("Why is this rise realistic?").fill("Mine.")
    page.get_by_role("button", name="See both versions").click()
    page.wait_for_url("**/goal")
    assert [post["why"] for post in answers.posts] == ["Mine."]


def test_kept_text_waits_to_be_asked_for_when_someone_saved_since(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "sessionStorage.setItem('text:/goal/autosave', JSON.stringify({version: '2', kept: [['why', 'Mine.']]}))"
    )
    page.reload()
    expect(page.get_by_label("Why is this rise realistic?")).to_have_value("")
    page.get_by_role("button", name="Put my text back").click()
    expect(page.get_by_label("Why is this rise realistic?")).to_have_value("Mine.")


def test_leaving_with_unsaved_text_asks_first(page: Page) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Why is this rise realistic?").press_sequentially("Not saved")
    page.goto("/forbidden")
    assert asked == ["beforeunload"]


def test_second_click_on_the_same_button_sends_nothing(page: Page, answers: Answers) -> None:
    page.goto("/")
    page.route("**/goal", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.get_by_role("button", name="Next: indicator plan").dblclick(no_wait_after=True)
    page.wait_for_url("**/goal")
    assert len(answers.posts) == 1


def test_document_row_follows_its_making_until_it_is_ready(page: Page, answers: Answers) -> None:
    page.goto("/")
    row = page.locator(".document", has_text="Data-quality report")
    expect(row.locator("progress")).to_have_attribute("value", "70")
    answers.document_state = "done"
    expect(row.get_by_role("link", name="Data-quality report")).to_have_attribute("href", "#d4")
    expect(row.locator(".status")).to_have_text("Ready")


def test_choosing_a_filter_shows_the_rows_at_once(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Stage", exact=True).select_option("")
    page.wait_for_url("**/?sort=days&direction=desc")


def test_long_answer_says_how_much_room_is_left(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Why is this rise realistic?").fill("x" * 505)
    expect(page.locator(".counted")).to_have_text("5 characters too many")


def test_confirmation_opens_and_sends_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_text("End the link", exact=True).click()
    expect(page.get_by_role("button", name="Yes, end the link")).to_be_visible()
    context.close()
