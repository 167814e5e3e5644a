"""A whole review round at the browser: six proposals, three reviewers, one recusal, one tie-break, one announcement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.story import NAMES, PASSWORD, ZONE, Story
from tests.browser.web_server import a_web_server, comes
from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_documents import sealed_content
from tests.scenes_reviews import a_submitted_proposal
from workflows.people.passwords import set_password
from workflows.permissions import Role
from workflows.stages import Stage

pytestmark = pytest.mark.browser

OFFICE = {
    "iris": Role.NETWORK_ADMINISTRATOR,
    "mara": Role.PROGRAM_MANAGER,
    "rosa": Role.REVIEWER,
    "ravi": Role.REVIEWER,
    "rhea": Role.REVIEWER,
}
COHORT = "/reviews/cohorts/1"
APPROVE, CHANGES, DECLINE = "Approve", "Ask for changes", "Decline with feedback"


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal: what it asks for, the anchor that its first and second reviewer give, and what is decided."""

    name: str
    asks: int
    anchors: tuple[int, int]
    decision: str
    stage: str


CASES = (
    Case("Harbor Immigrant Services", 40_000, (100, 100), APPROVE, "Awarded"),
    Case("Prairie Welcome Center", 24_000, (100, 50), APPROVE, "Awarded"),
    Case("Cascade Newcomers", 24_000, (75, 75), APPROVE, "Awarded"),
    Case("Mesa Together", 24_000, (75, 75), APPROVE, "Awarded"),
    Case("Lakeside Refugee Aid", 12_000, (75, 75), CHANGES, "Proposing"),
    Case("Dune Resettlement", 8_000, (25, 25), DECLINE, "Not funded"),
)
BY_NAME = {case.name: case for case in CASES}
TIED, RECUSED = "Prairie Welcome Center", "Cascade Newcomers"
PUTS_IN = """([percent, why]) => {
  const all = (kind) => document.querySelectorAll(`main .criterion ${kind}`);
  for (const box of all(`input[type=radio][value="${percent}"]`)) box.checked = true;
  for (const text of all('textarea[name$="_why"]')) text.value = why;
}"""


def _six_in_review(session: Session) -> None:
    """Six affiliates have submitted; the budget pays the four approvals to the last dollar."""
    today = datetime.now(ZONE).date()
    cohort = a_cohort(
        session,
        name="Pilot cohort",
        starts_on=today - timedelta(days=200),
        ends_on=today + timedelta(days=500),
        award_budget=Decimal(112_000),
        confirm_above=Decimal(25_000),
    )
    for case in CASES:
        affiliate = an_affiliate(session, name=case.name)
        enrollment = an_enrollment(session, Stage.IN_REVIEW, affiliate=affiliate, cohort=cohort)
        a_submitted_proposal(session, enrollment, total=Decimal(case.asks), content=_content(case.name))
        if case is CASES[0]:
            ana = a_person(
                session,
                Role.AFFILIATE_DIRECTOR,
                affiliate=affiliate,
                email="ana@harbor.example.org",
                name=NAMES["ana@harbor.example.org"],
            )
            set_password(ana, PASSWORD, session=session)
    for short, role in OFFICE.items():
        email = f"{short}@national.example.org"
        person = a_person(session, role, email=email, name=NAMES[email], totp_confirmed_at=None)
        set_password(person, PASSWORD, session=session)


def _content(name: str) -> dict[str, Any]:
    """What a reviewer reads: every answer with its question."""
    content = sealed_content(1)
    content["affiliate"]["name"] = name
    for section in content["sections"]:
        for answer in section["answers"]:
            answer["label"] = answer["name"].replace("_", " ").capitalize()
    return content


@pytest.fixture
def story(browser: Browser, tmp_path: Path) -> Iterator[Story]:
    with a_web_server(tmp_path / "installation", _six_in_review) as server:
        product = Product(base_url=server.base_url, first_link="", folder=server.folder)
        told = Story(product=product, browser=browser, downloads=tmp_path, today=datetime.now(ZONE).date())
        yield told
        for person in told.people.values():
            person.leaves()


def test_a_review_round(story: Story) -> None:
    mara, iris = comes(story, "mara"), comes(story, "iris")
    _asks_in_bulk(mara)
    filed: dict[str, int] = {}
    recused = ""
    for short in ("rosa", "ravi", "rhea"):
        person = comes(story, short)
        recused = _reviews(person, filed, steps_aside=not recused) or recused
    assert recused == RECUSED
    third = _finds_another(mara, RECUSED)
    _reviews(story.person(third), filed, steps_aside=False)
    _breaks_the_tie(story, mara, filed)
    _decides(mara)
    ana = comes(story, "ana")
    _learns_nothing(ana)
    _confirms(iris)
    _announces(mara)
    ana.goes_to("/enrollments/1")
    ana.sees("Awarded")


def _asks_in_bulk(mara: Person) -> None:
    mara.goes_to(f"{COHORT}/reviewers")
    mara.presses("Suggest who reads what")
    mara.presses("Ask them all")
    mara.sees("12 reviewers asked.")


def _open_seats(person: Person) -> list[tuple[str, str]]:
    """(affiliate, path) of every review that waits for this person."""
    person.goes_to("/reviews/")
    rows = person.page.locator("main tbody tr", has_text=re.compile("To declare|Scoring"))
    links = rows.locator("th a")
    return [(link.inner_text(), link.get_attribute("href") or "") for link in links.all()]


def _reviews(person: Person, filed: dict[str, int], *, steps_aside: bool) -> str:
    """Declare and score every seat; the name of the affiliate that this person stepped aside from."""
    left = ""
    for name, path in _open_seats(person):
        person.goes_to(path)
        if name == RECUSED and steps_aside:
            person.fills(kind="family", reason="My brother is their treasurer.")
            person.presses("Declare")
            person.sees("Someone else will review this proposal.")
            left = name
            continue
        person.fills(kind="none")
        person.presses("Declare")
        _scores(person, BY_NAME[name].anchors[filed.get(name, 0) % 2])
        filed[name] = filed.get(name, 0) + 1
    return left


def _scores(person: Person, percent: int) -> None:
    person.page.evaluate(PUTS_IN, [percent, "The plan names the figure, its source and who looks after it."])
    person.fills(strengths="A goal with a baseline of their own.", questions="Who teaches in July?")
    person.presses("File as final")
    person.sees("Your review is filed.")


def _finds_another(mara: Person, name: str) -> str:
    """Home says that a seat is free; the short name of who takes it."""
    mara.goes_to("/")
    _follows_waiting(mara, "Find another reviewer")
    mara.sees(name)
    return _asks_the_first(mara)


def _asks_the_first(mara: Person) -> str:
    """Whoever stands first among those who may read it; their short name."""
    choice = mara.page.locator("main form .choice:has(input[name=reviewers])").first
    short = choice.locator("label").inner_text().split()[0].lower()
    choice.locator("input").check()
    mara.presses("Ask them")
    return short


def _follows_waiting(person: Person, what: str) -> None:
    """To the page of what waits on Home."""
    person.page.locator("main tr", has_text=what).get_by_role("link").first.click()
    person.looks()


def _breaks_the_tie(story: Story, mara: Person, filed: dict[str, int]) -> None:
    """The totals of one proposal lie far apart: a third person reads, and the decision waits for it."""
    mara.goes_to(_page_of(TIED))
    mara.sees("A third reviewer is asked for:", "What speaks against:")
    mara.follows("Ask reviewers")
    _reviews(story.person(_asks_the_first(mara)), filed, steps_aside=False)
    assert filed[TIED] == 3
    assert all(count == 2 for name, count in filed.items() if name != TIED)


def _page_of(name: str) -> str:
    return f"/reviews/of/{[case.name for case in CASES].index(name) + 1}"


def _decides(mara: Person) -> None:
    """Each decision is kept; the words begin with what the reviewers wrote."""
    for case in CASES:
        mara.goes_to(_page_of(case.name))
        mara.sees("The rubric suggests:", "The budget in short")
        mara.follows(case.decision)
        words = mara.page.locator("main textarea").last if case.decision != CHANGES else mara.page.locator("#note")
        assert "A goal with a baseline of their own." in words.input_value()
        if case.decision == APPROVE and case.asks > 25_000:
            mara.fills(**{"conditions-0-text": "Name a second data lead.", "conditions-0-lifted_by": "it is named"})
            mara.looks_on_a_phone()
            mara.presses("Approve and announce now")
            mara.sees("An award of more than $25,000 needs a second person.")
        if case.decision == CHANGES:
            mara.fills(ask_budget="y", words_budget="Split line 1.")
        mara.presses("Keep it for the announcement")
        mara.sees("Decided, and not announced")


def _learns_nothing(ana: Person) -> None:
    for path in ("/", "/enrollments/1", "/proposals/1", "/funding/of/1"):
        ana.goes_to(path)
        for words in ("not announced", "Name a second data lead", "Award letter"):
            ana.does_not_see(words)
    ana.goes_to("/enrollments/1")
    ana.sees("In review")


def _confirms(iris: Person) -> None:
    iris.goes_to("/")
    _follows_waiting(iris, "Confirm a decision")
    iris.sees("As the affiliate would read it", "$40,000", "Name a second data lead.", "What lifts it: it is named")
    iris.looks_on_a_phone()
    iris.presses("Confirm this decision")
    iris.sees("Confirmed. It can be announced now.")


def _announces(mara: Person) -> None:
    mara.goes_to("/reviews/decisions")
    mara.follows("Pilot cohort")
    mara.sees("confirmed by Iris Hale", "$112,000", "$0")
    mara.looks_on_a_phone()
    mara.follows("Read every letter first")
    for case in CASES:
        mara.sees(case.name)
    mara.follows("Back to the announcement")
    mara.presses("Announce the chosen decisions")
    mara.sees("6 decisions announced.", "No decision waits")
    for number, case in enumerate(CASES, 1):
        mara.goes_to(f"/enrollments/{number}")
        mara.sees(case.stage)
