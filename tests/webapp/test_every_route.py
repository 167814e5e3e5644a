"""Every route, asked by everybody: the answer is what the permissions say, reading writes nothing, twice is once."""

from typing import Any

import pytest
from lxml import html
from werkzeug.test import TestResponse

from tests.scenes_everything import Address, addresses
from tests.webapp.walking import VISITOR_NAME, Walk, forms_on
from workflows.permissions import Role

PEOPLE = (
    *(role.value for role in Role if role not in (Role.COACH, Role.REVIEWER)),
    "other_director",
    "coach",
    "other_coach",
    "reviewer",
    "other_reviewer",
    "unassigned_reviewer",
    VISITOR_NAME,
)
STRANGERS = ("other_director", "other_coach", "other_reviewer", "unassigned_reviewer")
READING = frozenset({200, 302, 303})
FOR_EVERYBODY = frozenset(
    {"cohorts.show", "frameworks.show"}  # a cohort and an indicator belong to no affiliate
)
NEEDS_NO_TOKEN: frozenset[str] = frozenset()


def both(walk: Walk) -> list[Address]:
    """Every address with Harbor's records, then those with Prairie's."""
    own = list(addresses(walk.app, walk.scene.own))
    return own + [a for a in addresses(walk.app, walk.scene.foreign) if a not in own]


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_as_the_permissions_say_and_writes_nothing(walk: Walk, who: str) -> None:
    client, wrong = walk.client(who), []
    for address in both(walk):
        if address.method != "GET":
            continue
        expected, answer = walk.expected(who, address), client.get(address.path)
        fits = answer.status_code == expected if expected else answer.status_code in READING | _may_also(address)
        if not fits:
            wrong.append((str(address), expected, answer.status_code))
        elif answer.status_code == 403:
            assert "You may not" in answer.text or "You coach" in answer.text or "You scored" in answer.text
    assert wrong == []
    assert walk.everything_kept() == walk.rows


def _may_also(address: Address) -> frozenset[int]:
    """What a view may answer besides its page: made-up links are over, a kind of document is somebody else's, …"""
    special = {
        "people.join_by_link": {410},
        "people.reset_password": {410},
        "enrollments.answer_invitation": {410},
        "people.first_administrator": {410},
        "people.turn_off_two_steps": {422},
        "healthz": {503},
        "documents.show": {404},
        "documents.download": {404, 503},
        "documents.run": {404},
        "signing.certificate": {404},
        "exercises.download": {404},
        "enrollments.change_stage": {403},
        "training.download": {503},
        "proposals.answer_file": {503},
        "calendar.feed": {404},
        "proposals.answer_by_mail": {410},
        "proposals.paper": {503},
        "templates.download": {503},
        "library.file": {404},  # a resource without a file
        "helpdesk.file": {404},  # a message without one
    }
    return frozenset(special.get(address.endpoint, set()))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_button_refuses_those_who_may_not_press_it(walk: Walk, who: str) -> None:
    client, wrong = walk.client(who), []
    for address in both(walk):
        expected = walk.expected(who, address) if address.method == "POST" else None
        if expected is None:
            continue
        answer = client.post(address.path, data={"once": f"{who}{address.path}"})
        if answer.status_code != expected:
            wrong.append((str(address), expected, answer.status_code))
    assert wrong == []
    assert walk.everything_kept() == walk.rows


OF_A_COHORT = tuple(f"reviews.{name}" for name in ("bulk", "limits", "announcement", "announce", "letters"))
"""A cohort belongs to no affiliate: whoever sees cohorts hears that they may not."""


@pytest.mark.parametrize("who", STRANGERS)
def test_what_is_harbors_does_not_exist_for_strangers(walk: Walk, who: str) -> None:
    """Said without the table of permissions: whoever has nothing to do with Harbor learns nothing of its records."""
    client = walk.client(who)
    found = [
        str(address)
        for address in addresses(walk.app, walk.scene.own)
        if any(name.endswith("_id") for name in address.values)
        and address.endpoint.split(".")[0] not in ("cohorts", "frameworks", "learning", "library", "funders")
        and address.endpoint not in OF_A_COHORT
        and client.open(address.path, method=address.method).status_code != 404
    ]
    assert found == []


def test_an_auditor_changes_nothing(walk: Walk) -> None:
    client = walk.client("auditor")
    own_account = ("people.account", "people.change_password", "people.sign_out", "people.sign_out_everywhere")
    answers = {
        address.endpoint: client.post(address.path, data={}).status_code
        for address in addresses(walk.app, walk.scene.own)
        if address.method == "POST" and not address.path.startswith(("/account", "/sign", "/join", "/forgot"))
    }
    open_doors = {name: status for name, status in answers.items() if status not in (403, 404, 410)}
    comparing = {"documents.show", "signing.verify"}  # reads a file and keeps nothing of it
    assert open_doors.keys() - set(own_account) == comparing
    assert walk.everything_kept() == walk.rows


def test_every_button_refuses_a_form_without_our_token(walk: Walk) -> None:
    walk.app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = walk.client("program_manager")
        answers = {
            str(address): client.post(address.path, data={"once": "x"}).status_code
            for address in addresses(walk.app, walk.scene.own)
            if address.method == "POST"
        }
    finally:
        walk.app.config["WTF_CSRF_ENABLED"] = False
    assert {name: status for name, status in answers.items() if status != 400} == {}
    assert walk.everything_kept() == walk.rows


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != VISITOR_NAME])
def test_every_form_carries_both_tokens_and_every_link_leads_on(walk: Walk, who: str) -> None:
    walk.app.config["WTF_CSRF_ENABLED"] = True
    try:
        client, bare, dead = walk.client(who), set(), set()
        pages = [client.get(a.path) for a in addresses(walk.app, walk.scene.own) if a.method == "GET"]
        for page in (page for page in pages if page.status_code == 200 and page.mimetype == "text/html"):
            for form in forms_on(page.text) if page.text.lstrip().startswith("<!") else ():
                names = {node.get("name") for node in form.iter("input")}
                if not {"csrf_token", "once"} <= names:
                    bare.add((page.request.path, form.get("action")))
            dead |= {(page.request.path, link) for link in _links(page) if _is_closed(client, link)}
    finally:
        walk.app.config["WTF_CSRF_ENABLED"] = False
    assert bare == set()
    assert dead == set()


_answers: dict[tuple[int, str], bool] = {}


def _links(page: TestResponse) -> set[str]:
    root = html.document_fromstring(page.text)
    found = {a.get("href").split("#")[0] for a in root.iter("a") if a.get("href")}
    found = {"/help/ask" if link.startswith("/help/ask?") else link for link in found}  # from any page to one form
    return {link for link in found if link.startswith("/") and not link.startswith(("/static", "/bootstrap"))}


def _is_closed(client: Any, link: str) -> bool:
    key = (id(client), link)
    if key not in _answers:
        _answers[key] = client.get(link).status_code not in READING | {503}
    return _answers[key]
