"""Whatever people paste comes through whole, or is refused with a sentence while the page keeps it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from forms.base import UNWRITABLE
from forms.proposals.pasted import plain, plain_line
from tests.scenes_proposals import a_draft, an_affiliate_that_writes
from webapp.csv_export import safe_cell
from workflows.people.models import User
from workflows.proposals.models import Proposal

SignIn = Callable[[User], FlaskClient]
FAMILY = "👩\u200d👩\u200d👧"
KEPT = [
    ("quotation marks of Word", "“We’re ready” – said Ana…", "“We’re ready” – said Ana…"),
    ("a space that does not break", "48\u00a0% of\u202f62", "48 % of 62"),
    ("a line break of Word", "one\vtwo\ftwo and a half\u2028three", "one\ntwo\ntwo and a half\nthree"),
    ("signs without a width", "resettle\u200bment\ufeff and co\u00adoperation\u2060", "resettlement and cooperation"),
    ("hyphens of Word", "day\u201180 and 7\x1e9 and ex\x1famined", "day-80 and 7-9 and examined"),
    ("bullets of Word", "•\tVisit\r\n\uf0b7 Call\r\no\tWrite\r\n§\tWait", "- Visit\n- Call\n- Write\n- Wait"),
    ("a list inside a list", "• Visit\n  ▪ twice", "- Visit\n  - twice"),
    ("a word that begins with o", "o tempora, oats", "o tempora, oats"),
    ("an arrow of Wingdings", "need \uf0e0 goal", "need → goal"),
    ("line ends of an old Mac", "one\rtwo", "one\ntwo"),
    ("emoji", f"Families {FAMILY} 🎉🏽", f"Families {FAMILY} 🎉🏽"),
    ("Arabic", "نريد عملًا لائقًا", "نريد عملًا لائقًا"),
    ("Persian with its joiners", "می\u200cخواهیم", "می\u200cخواهیم"),
    ("Burmese", "အလုပ်", "အလုပ်"),
    ("a forced direction", "pay \u202e0001$\u202c now \u2066x\u2069", "pay 0001$ now x"),
    ("markup", "A & B <x> </textarea><script>alert(1)</script>", "A & B <x> </textarea><script>alert(1)</script>"),
    ("a formula", '=HYPERLINK("http://evil")', '=HYPERLINK("http://evil")'),
]  # fmt: skip  # what it is, as pasted, as kept


def story(**values: str) -> dict[str, str]:
    return {"title": "Work", "summary": "", "need_with_data": "", "population": "", "eligible_n": "", **values}


def kept(session: Session, proposal: Proposal, field: str) -> str:
    session.expire_all()
    return str(session.get_one(Proposal, proposal.id).answer("story", field))


@pytest.mark.parametrize(("pasted", "text"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_is_pasted_is_kept_and_comes_back_on_the_page(
    session: Session, sign_in: SignIn, pasted: str, text: str
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    assert client.post(page, data=story(summary=pasted, title=pasted, version="1", stay="1")).status_code == 303
    assert kept(session, proposal, "summary") == text
    assert kept(session, proposal, "title") == " ".join(text.split())
    again = client.get(page).text
    assert "<script>alert(1)" not in again
    unchanged = client.post(page, data=story(summary=text, title=text, version="2", stay="1"))
    assert unchanged.status_code == 303
    assert kept(session, proposal, "summary") == text


def test_a_hidden_control_character_is_refused_and_the_text_stays(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    answer = client.post(page, data=story(summary="before\0after", version="1"))
    assert answer.status_code == 422
    assert UNWRITABLE in answer.text
    assert "beforeafter" in answer.text
    by_itself = client.post(
        page, data=story(summary="before\0after", version="1"), headers={"Accept": "application/json"}
    )
    assert by_itself.json == {"sentence": f"Not saved yet. Summary: {UNWRITABLE}"}


def test_two_million_characters_are_refused_and_stay_on_the_page(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    book = "A whole book, by mistake. " * 80_000
    answer = client.post(page, data=story(summary=book, title="Kept as well", version="1"))
    assert answer.status_code == 422
    assert "At most 800 characters. Shorten it a little." in answer.text
    assert book.strip() in answer.text
    assert 'value="Kept as well"' in answer.text
    by_itself = client.post(page, data=story(summary=book, version="1"), headers={"Accept": "application/json"})
    assert by_itself.json == {"sentence": "Not saved yet. Summary: At most 800 characters. Shorten it a little."}
    session.expire_all()
    assert session.get_one(Proposal, proposal.id).section("story").answers == {}  # type: ignore[union-attr]


def test_a_line_is_not_cut_off_by_the_browser_and_says_its_room(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    page = sign_in(scene.data_lead).get(f"/proposals/{a_draft(session, scene).id}/sections/story").text
    assert "maxlength" not in page
    assert 'data-limit="120"' in page
    assert page.count('dir="auto"') == 5


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain_line(plain_line(text)) == plain_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "Sc", "Sm"])))
def test_letters_marks_figures_and_signs_all_stay(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_an_export_is_text(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
