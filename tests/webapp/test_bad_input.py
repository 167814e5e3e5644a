"""Nothing that a stranger types or sends is an error of ours: the answer is always a page with a sentence."""

from io import BytesIO
from typing import Any

import pytest

from tests.scenes_everything import Address, addresses
from tests.webapp.walking import Walk

WHO = ("network_administrator", "program_manager", "finance_officer", "affiliate_director", "coach", "reviewer")
QUERIES = (
    "page=99999", "page=abc", "page=-1", "page=0", f"page={2**63}", f"page={'9' * 5000}", "sort=evil", "sort=%00",
    "direction=sideways", "q=%00", "q=%25%5F%27%22", "words=%00", f"q={'x' * 3000}", "kind=evil", "state=evil",
    "stage=evil", "show=evil", f"cohort={2**64}", f"coach={2**64}", f"indicator={2**64}", "indicator=-1",
    f"record={2**64}", f"participant={2**64}", "domain=%F0%9F%92%A9", "next=//evil.example.org", "text=%E2%80%AE",
    "role=evil", "email=%00", "page[]=1&sort[]=2", "%00=1", "a=%ED%A0%80",
)  # fmt: skip
NUMBERS = (0, 2**31, 2**63 - 1, 2**63, 10**30, "9" * 5000)


def own(walk: Walk, method: str) -> list[Address]:
    return [address for address in addresses(walk.app, walk.scene.own) if address.method == method]


@pytest.mark.parametrize("who", WHO)
def test_every_page_bears_every_query(walk: Walk, who: str) -> None:
    client = walk.client(who)
    pages = [a.path for a in own(walk, "GET") if client.get(a.path).status_code == 200]
    broken = [
        f"{path}?{query[:60]}"
        for path in pages
        for query in QUERIES
        if client.get(f"{path}?{query}").status_code == 500
    ]
    assert broken == []


def test_an_address_with_an_impossible_number_is_no_page(walk: Walk) -> None:
    client = walk.client("network_administrator")
    answers = {
        (rule.rule, str(number)[:30]): client.get(_with_number(rule, number)).status_code
        for rule in walk.app.url_map.iter_rules()
        if any(name.endswith("_id") for name in rule.arguments) and "GET" in (rule.methods or ())
        for number in NUMBERS
    }
    assert {key: status for key, status in answers.items() if status not in (404, 403)} == {}


def _with_number(rule: Any, number: object) -> str:
    parts = (str(number) if part.startswith("<int:") else part for part in rule.rule.split("/"))
    return "/".join(f"{number}.ics" if part.startswith("<int:") and part.endswith(".ics") else part for part in parts)


def _bodies() -> tuple[dict[str, Any], ...]:
    return (
        {"json": {"once": "x", "note": None}},
        {"data": b"\xff\xfe\x00", "content_type": "application/octet-stream"},
        {"data": b"--broken", "content_type": "multipart/form-data; boundary=x"},
        {"data": {"file": (BytesIO(b""), "")}},
    )


@pytest.mark.parametrize("who", WHO)
def test_a_body_that_is_no_form_changes_nothing(walk: Walk, who: str) -> None:
    client = walk.client(who)
    statuses = {
        (address.path, number): client.post(address.path, **body).status_code
        for address in own(walk, "POST")
        for number, body in enumerate(_bodies())
    }
    assert {key: status for key, status in statuses.items() if status == 500} == {}
