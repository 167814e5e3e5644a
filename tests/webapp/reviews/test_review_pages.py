"""A reviewer declares, scores and files in the browser, and sees nothing that is not theirs yet."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, reviewed, score, seats_of
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reviews.models import Review, ReviewState
from workflows.reviews.operations import declare_no_conflict, edition_of
from workflows.reviews.rubric import CRITERIA

SignIn = Callable[[User], FlaskClient]


def _answers(anchor: int | None = 75, *, version: int, once: str = "one") -> dict[str, Any]:
    given: dict[str, Any] = {"strengths": "Clear.", "questions": "", "version": version, "once": once}
    for criterion in CRITERIA:
        given[f"{criterion.id}_why"] = "Shown in section one."
        if anchor is not None:
            given[f"{criterion.id}_anchor"] = anchor
    return given


def _open_seat(session: Session, scene: Scene) -> Review:
    seat, _ = seats_of(session, scene)
    declare_no_conflict(seat, session=session, actor=as_actor(seat.reviewer), now=seat.assigned_at)
    session.flush()
    return seat


def test_the_proposal_opens_only_after_the_declaration(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    client = sign_in(seat.reviewer)
    before = client.get(f"/reviews/{seat.id}")
    assert (before.status_code, "Evening English" in before.text) == (200, False)
    refused = client.post(f"/reviews/{seat.id}/declaration", data={"once": "a"})
    assert (refused.status_code, "Choose what is true for you" in refused.text) == (422, True)
    assert client.post(f"/reviews/{seat.id}/declaration", data={"kind": "none", "once": "b"}).status_code == 303
    after = client.get(f"/reviews/{seat.id}")
    assert (after.status_code, "Evening English" in after.text) == (200, True)


def test_stepping_aside_hides_the_proposal_and_keeps_the_words(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat = _open_seat(session, scene)
    client = sign_in(seat.reviewer)
    assert client.post(f"/reviews/{seat.id}/step-aside", data={"once": "a"}).status_code == 422
    answer = client.post(
        f"/reviews/{seat.id}/step-aside", data={"kind": "family", "reason": "My sister works there.", "once": "b"}
    )
    page = client.get(f"/reviews/{seat.id}")
    assert answer.status_code == 303
    assert ("My sister works there." in page.text, "Evening English" in page.text) == (True, False)
    assert "Closed to you" in client.get("/reviews/").text


def test_a_draft_saves_as_one_types_and_answers_with_the_new_version(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    version = edition_of(seat)
    client = sign_in(seat.reviewer)
    first = client.post(
        f"/reviews/{seat.id}/scores", data={"C1_anchor": 50, "C1_why": "Old figures.", "version": version}
    )
    assert first.status_code == 200
    assert first.json is not None
    assert first.json["version"] > version
    late = client.post(f"/reviews/{seat.id}/scores", data={"C1_why": "Another window.", "version": version})
    assert late.status_code == 409
    assert late.json is not None
    assert late.json["url"] == f"/reviews/{seat.id}"
    long = client.post(f"/reviews/{seat.id}/scores", data={"C1_why": "x" * 2001, "version": first.json["version"]})
    assert long.status_code == 422
    page = client.get(f"/reviews/{seat.id}").text
    assert ("Old figures." in page, ">7.5</output>" in page) == (True, True)


def test_an_anchor_that_does_not_exist_is_refused(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    answer = sign_in(seat.reviewer).post(
        f"/reviews/{seat.id}/scores", data={"C1_anchor": 60, "version": edition_of(seat)}
    )
    assert answer.status_code == 422


def test_gaps_are_named_at_their_fields_and_nothing_typed_is_lost(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    client = sign_in(seat.reviewer)
    given = _answers(version=edition_of(seat))
    del given["C2_anchor"]
    given["C3_why"] = " "
    answer = client.post(f"/reviews/{seat.id}/final", data=given)
    assert answer.status_code == 422
    assert '<a href="#C2_anchor-0">SMART goals has no score yet.</a>' in answer.text
    assert '<a href="#C3_why">Indicators and data plan: say in a sentence why.</a>' in answer.text
    assert "Shown in section one." in client.get(f"/reviews/{seat.id}").text
    session.expire_all()
    assert session.get_one(Review, seat.id).state is ReviewState.SCORING


def test_reloading_after_an_error_leads_back_to_the_page(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    assert sign_in(seat.reviewer).get(f"/reviews/{seat.id}/final").headers["Location"] == f"/reviews/{seat.id}"


def test_filing_twice_counts_once(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat = _open_seat(session, scene)
    client = sign_in(seat.reviewer)
    given = _answers(version=edition_of(seat))
    assert client.post(f"/reviews/{seat.id}/final", data=given).status_code == 303
    assert client.post(f"/reviews/{seat.id}/final", data=given).status_code == 303
    session.expire_all()
    assert (session.get_one(Review, seat.id).state, scene.enrollment.final_reviews) == (ReviewState.FINAL, 1)
    assert "Your review is filed." in client.get(f"/reviews/{seat.id}").text


def test_saving_for_later_files_nothing(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    answer = sign_in(seat.reviewer).post(
        f"/reviews/{seat.id}/final", data={**_answers(version=edition_of(seat)), "later": "1"}
    )
    session.expire_all()
    assert (answer.status_code, session.get_one(Review, seat.id).state) == (303, ReviewState.SCORING)


def test_a_full_save_from_an_older_page_is_a_conflict_with_both_texts(session: Session, sign_in: SignIn) -> None:
    seat = _open_seat(session, a_scene(session))
    answer = sign_in(seat.reviewer).post(f"/reviews/{seat.id}/final", data=_answers(version=0))
    assert (answer.status_code, "75%. Shown in section one." in answer.text) == (409, True)


def test_others_scores_stay_hidden_until_ones_own_are_filed(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    session.flush()
    score(session, first, every_score(75, "A thought of the first reviewer."))
    declare_no_conflict(second, session=session, actor=as_actor(second.reviewer), now=second.assigned_at)
    client = sign_in(second.reviewer)
    assert "A thought of the first reviewer." not in client.get(f"/reviews/{second.id}").text
    client.post(f"/reviews/{second.id}/final", data=_answers(version=edition_of(second)))
    assert "A thought of the first reviewer." in client.get(f"/reviews/{second.id}").text


def test_a_seat_does_not_exist_for_other_reviewers_and_affiliates(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    for person in (a_person(session, Role.REVIEWER), scene.director):
        assert sign_in(person).get(f"/reviews/{seat.id}").status_code == 404


def test_the_manager_may_not_score_and_reads_who_can(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    answer = sign_in(scene.managers[0]).get(f"/reviews/{seat.id}")
    assert (answer.status_code, "The reviewer can." in answer.text) == (403, True)


@pytest.mark.parametrize("page", ["/reviews/", "/reviews/decisions"])
def test_lists_ask_the_same_queries_for_1_and_30(
    session: Session, sign_in: SignIn, count_queries: list[str], page: str
) -> None:
    reviewer, manager = a_person(session, Role.REVIEWER), a_person(session, Role.PROGRAM_MANAGER)
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            scene = a_scene(session)
            session.add(
                Review(
                    proposal=scene.proposal,
                    reviewer=reviewer,
                    assigned_by_id=manager.id,
                    assigned_at=scene.proposal.started_at,
                    rubric="2026-1",
                )
            )
        client = sign_in(manager if page.endswith("decisions") else reviewer)
        session.expire_all()
        count_queries.clear()
        assert client.get(page).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 13
    assert len(session.scalars(select(Review)).all()) == 30


def test_reviews_of_a_filed_proposal_are_one_page_for_the_manager(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session), (75, 50))
    page = sign_in(scene.managers[0]).get(f"/reviews/of/{scene.enrollment.id}").text
    for words in (
        "62.5 of 100",
        "Revise with the coach: from 55 points, or 70 and more with a criterion at 0.",
        "A third reviewer is asked for:",
        "$300,000",
    ):
        assert words in page
