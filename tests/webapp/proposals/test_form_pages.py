"""The form in the browser: started short or from an earlier proposal, with questions of the staff and their files."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_library import a_term
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes
from tests.workflows.proposals.test_extra_questions import PDF, a_question
from workflows.clock import utc_now
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.extra.answers import ExtraKind
from workflows.proposals.models import Proposal
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
AUTOMATIC = {"Accept": "application/json"}


def kept(session: Session, proposal: Proposal) -> Proposal:
    session.expire_all()
    return session.get_one(Proposal, proposal.id)


def test_a_small_request_starts_with_the_short_form_and_can_leave_it(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session, proposals_due_at=utc_now() + timedelta(days=30))
    client, way_in = sign_in(scene.data_lead), f"/proposals/of/{scene.enrollment.id}"
    assert "We ask for $15,000 or less" in client.get(way_in).text
    client.post(way_in, data={"is_short": "y", "once": "one"})
    session.expire_all()
    proposal = scene.enrollment.proposal
    assert proposal is not None
    page = client.get(f"/proposals/{proposal.id}/sections/story").text
    assert "Short form, for up to $15,000" in page
    assert "section 2 of 9" in page
    assert client.get(f"/proposals/{proposal.id}/sections/approach").status_code == 404
    assert client.post(f"/proposals/{proposal.id}/form/long").status_code == 303
    assert client.get(f"/proposals/{proposal.id}/sections/approach").status_code == 200
    assert client.post(f"/proposals/{proposal.id}/form/endless").status_code == 404


def test_a_cohort_without_a_short_form_does_not_offer_it(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session, proposals_due_at=utc_now() + timedelta(days=30), short_form_up_to=0)
    client = sign_in(scene.data_lead)
    assert "or less" not in client.get(f"/proposals/of/{scene.enrollment.id}").text
    proposal = a_draft(session, scene)
    session.commit()
    refused = client.post(f"/proposals/{proposal.id}/form/short")
    assert (refused.status_code, "Your cohort has no short form." in refused.text) == (422, True)


def test_a_second_proposal_starts_from_the_first(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    a_complete_proposal(session, scene)
    cohort = a_cohort(
        session,
        framework_id=scene.enrollment.cohort.framework_id,
        proposals_due_at=utc_now() + timedelta(days=30),
    )
    year = an_enrollment(session, Stage.PROPOSING, affiliate=scene.affiliate, cohort=cohort, sessions_required=0)
    client, way_in = sign_in(scene.data_lead), f"/proposals/of/{year.id}"
    assert "Start from the earlier proposal" in client.get(way_in).text
    client.post(way_in, data={"earlier": "y", "once": "one"})
    session.expire_all()
    proposal = year.proposal
    assert proposal is not None
    assert proposal.title == "Title: what we wrote"
    assert (len(proposal.goals), len(proposal.budget_lines)) == (1, 3)
    page = client.get(f"/proposals/{proposal.id}/sections/learning")
    assert "This comes from your earlier proposal." in page.text
    assert "Look it over" in page.text
    row = proposal.section("learning")
    assert row is not None
    same = {"version": str(row.version), "stay": "1", **row.answers}
    assert client.post(f"/proposals/{proposal.id}/sections/learning", data=same).status_code == 303
    assert not kept(session, proposal).section("learning").is_copied  # type: ignore[union-attr]


def test_the_profile_is_shown_and_confirmed(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    scene.affiliate.staff_count, scene.affiliate.languages = 1200, "Dari, Somali"
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/profile"
    shown = client.get(page).text
    assert "<dd>1,200</dd>" in shown
    assert "<dd>Dari, Somali</dd>" in shown
    assert f'href="/affiliates/{scene.affiliate.id}"' in shown
    client.post(page, data={"confirmed": "y", "version": "1"})
    assert kept(session, proposal).answer("profile", "confirmed") is True
    assert "Who you are<small>Answered</small>" in client.get(page).text
    reading = client.get(f"/proposals/{proposal.id}").text
    assert "<dd>Dari, Somali</dd>" in reading


def test_ticks_domains_and_rows_are_saved_and_come_back(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    domain = proposal.framework.indicators[0].domain
    client, sections = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections"
    client.post(f"{sections}/story", data={"domains-0": "y", "version": "1"})
    client.post(f"{sections}/privacy", data={"ethics-0": "y", "ethics-2": "y", "agreement": "signed", "version": "1"})
    rows = {
        "activities-0-month": "2026-10",
        "activities-0-what": "Visit",
        "activities-1-month": "",
        "activities-1-what": "",
        "activities-2-what": "Half",
        "activities-3-month": "2026-11",
        "activities-3-what": "Gone",
        "activities-3-remove": "y",
    }
    client.post(f"{sections}/timeline", data={**rows, "version": "1"})
    proposal = kept(session, proposal)
    assert proposal.answer("story", "domains") == [domain]
    assert proposal.answer("privacy", "ethics") == ["need", "small"]
    steps = [{"month": "2026-10", "what": "Visit"}, {"month": "", "what": "Half"}]
    assert proposal.answer("timeline", "activities") == steps
    again = client.get(f"{sections}/timeline").text
    assert '<option selected value="2026-10">October 2026</option>' in again
    assert again.count('class="month-row"') == 5
    ticked = client.get(f"{sections}/privacy").text
    assert 'checked class="form-check-input" id="ethics-0"' in ticked
    assert 'checked class="form-check-input" id="ethics-1"' not in ticked


@pytest.mark.parametrize(
    ("section", "wrong", "sentence"),
    [
        ("timeline", {"activities-0-month": "soon", "activities-0-what": "x"}, "Steps: choose a month."),
        ("timeline", {"activities-0-what": "x" * 201}, "At most 200 characters."),
        ("privacy", {"agreement": "maybe"}, "Not a valid choice"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_on_its_page(
    session: Session, sign_in: SignIn, section: str, wrong: dict[str, str], sentence: str
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    page = f"/proposals/{proposal.id}/sections/{section}"
    answer = sign_in(scene.data_lead).post(page, data={**wrong, "version": "1"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(session, proposal).section(section).answers == {}  # type: ignore[union-attr]


def test_the_adopted_meaning_stands_where_it_is_asked(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/approach"
    assert "adopted" not in client.get(page).text
    term = a_term(session, "innovation", "Something new to the affiliate.")
    session.commit()
    shown = client.get(page).text
    assert "Something new to the affiliate." in shown
    assert "Edition 1, adopted" in shown
    assert f'href="/library/glossary/{term.id}"' in shown or f"{term.id}" in shown


def test_examples_are_folded_and_the_time_spent_is_told(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    assert "so far, all of you together" not in client.get(page).text
    row = proposal.section("story")
    assert row is not None
    row.seconds_spent = 12_000
    session.commit()
    shown = client.get(page).text
    assert "About 3 h 20 min so far, all of you together." in shown
    assert shown.count('<details class="examples">') == 3


def the_page_asks(session: Session, kind: ExtraKind, **values: Any) -> tuple[Any, Proposal, str]:
    scene = an_affiliate_that_writes(session)
    question = a_question(session, scene.enrollment.cohort, kind=kind, **values)
    proposal = a_draft(session, scene)
    session.commit()
    return scene, proposal, question.key


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (ExtraKind.LINE, "The library", "The library"),
        (ExtraKind.TEXT, "One\r\ntwo", "One\ntwo"),
        (ExtraKind.NUMBER, "1,200", 1200),
        (ExtraKind.DATE, "2026-10-31", "2026-10-31"),
        (ExtraKind.CHOICE, "No", "No"),
    ],
)
def test_a_question_of_the_staff_is_answered_by_hand_and_by_itself(
    session: Session, sign_in: SignIn, kind: ExtraKind, typed: str, answer: object
) -> None:
    choices = ("Yes", "No") if kind is ExtraKind.CHOICE else ()
    scene, proposal, key = the_page_asks(session, kind, choices=choices)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    assert "Who helps you?" in client.get(page).text
    by_itself = client.post(page, data={key: typed, "version": "1"}, headers=AUTOMATIC)
    assert by_itself.status_code == 200
    assert kept(session, proposal).answer("story", key) == answer
    again = client.post(page, data={key: typed, "version": "2", "stay": "1"})
    assert again.status_code == 303
    assert "Who helps you?" in client.get(f"/proposals/{proposal.id}").text


def test_a_number_of_the_staff_over_its_limit_is_refused(session: Session, sign_in: SignIn) -> None:
    scene, proposal, key = the_page_asks(session, ExtraKind.NUMBER, most=9)
    page = f"/proposals/{proposal.id}/sections/story"
    answer = sign_in(scene.data_lead).post(page, data={key: "10", "version": "1"})
    assert (answer.status_code, "Write a number from 0 to 9." in answer.text) == (422, True)


def test_a_file_is_kept_read_and_taken_away(session: Session, sign_in: SignIn) -> None:
    scene, proposal, key = the_page_asks(session, ExtraKind.FILE, label="The letter")
    client, number = sign_in(scene.data_lead), key.removeprefix("extra-")
    address = f"/proposals/{proposal.id}/questions/{number}/file"
    sent = client.post(address, data={"file": (BytesIO(PDF), "Our letter.pdf"), "once": "one"})
    assert sent.location == f"/proposals/{proposal.id}/sections/story#{key}"
    answer = kept(session, proposal).answer("story", key)
    assert "Our letter.pdf" in client.get(f"/proposals/{proposal.id}/sections/story").text
    got = client.get(f"/proposals/files/{answer['file_id']}")
    assert (got.status_code, got.data, got.mimetype) == (200, PDF, "application/pdf")
    assert got.headers["Content-Disposition"] == 'attachment; filename="Our letter.pdf"'
    assert f"/proposals/files/{answer['file_id']}" in client.get(f"/proposals/{proposal.id}").text
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    assert stranger.get(f"/proposals/files/{answer['file_id']}").status_code == 404
    client = sign_in(scene.data_lead)
    assert client.post(f"{address}/remove", data={"once": "two"}).status_code == 303
    assert kept(session, proposal).answer("story", key) is None
    assert client.get(f"/proposals/files/{answer['file_id']}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.pdf", b"MZ\x90\x00", "This is a program, not a document."),
        ("photo.png", b"<html>", "is not the PNG file that its name says."),
    ],
)
def test_a_file_that_cannot_be_kept_says_why_on_the_page(
    session: Session, sign_in: SignIn, name: str, content: bytes, sentence: str
) -> None:
    scene, proposal, key = the_page_asks(session, ExtraKind.FILE, label="The letter")
    address = f"/proposals/{proposal.id}/questions/{key.removeprefix('extra-')}/file"
    client = sign_in(scene.data_lead)
    answer = client.post(address, data={"file": (BytesIO(content), name)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Your project" in answer.text
    without = client.post(address, data={})
    assert (without.status_code, "Choose a file first." in without.text) == (422, True)


def test_a_question_without_a_file_has_no_address_for_one(session: Session, sign_in: SignIn) -> None:
    scene, proposal, key = the_page_asks(session, ExtraKind.TEXT)
    address = f"/proposals/{proposal.id}/questions/{key.removeprefix('extra-')}/file"
    assert sign_in(scene.data_lead).post(address, data={}).status_code == 404
