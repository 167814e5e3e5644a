"""Asking reviewers on the page: suggested, for a whole cohort, within limits; and the lists of seats."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_documents import sealed_content
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, reviewed, score, seats_of
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reviews.models import Review, ReviewerLimit, ReviewState, TieBreak
from workflows.reviews.operations import declare_no_conflict, step_aside

SignIn = Callable[[User], FlaskClient]


def _two(session: Session) -> list[Scene]:
    cohort = a_cohort(session, name="Pilot")
    return [a_scene(session, cohort=cohort) for _ in range(2)]


def _count(session: Session) -> int:
    return session.scalar(select(func.count(Review.id))) or 0


def test_the_manager_chooses_proposals_looks_at_the_plan_and_asks_them_all(session: Session, sign_in: SignIn) -> None:
    scenes = _two(session)
    client = sign_in(scenes[0].managers[0])
    path = f"/reviews/cohorts/{scenes[0].enrollment.cohort_id}/reviewers"
    assert "Suggest who reads what" in client.get(path).text
    plan = client.get(path, query_string={"proposal": [s.proposal.id for s in scenes]}).text
    kept = [part.split('"')[0] for part in plan.split('name="seats" id="seat-')[1:]]
    seats = [kept_one.replace("-", ":") for kept_one in kept]
    assert (len(seats), "Ask them all" in plan, "Others have fewer open reviews" in plan) == (4, True, True)
    assert client.post(path, data={"seats": seats, "once": "a"}).status_code == 303
    assert client.post(path, data={"seats": seats, "once": "b"}).status_code == 303
    assert _count(session) == 4
    assert "has its reviewers" in client.get(path).text


def test_a_refused_plan_changes_nothing_and_says_why(session: Session, sign_in: SignIn) -> None:
    scenes = _two(session)
    client = sign_in(scenes[0].managers[0])
    path = f"/reviews/cohorts/{scenes[0].enrollment.cohort_id}/reviewers"
    good, bad = scenes[0].reviewers[0].id, scenes[0].finance[0].id
    seats = [f"{scenes[0].proposal.id}:{who}" for who in (good, bad)]
    answer = client.post(path, data={"seats": [*seats, "not:one", "1"], "once": "a"})
    assert (answer.status_code, "Only people with the reviewer role can review." in answer.text) == (422, True)
    assert _count(session) == 0


def test_limits_are_kept_taken_away_and_checked(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    person = scene.reviewers[0]
    client = sign_in(scene.managers[0])
    path = f"/reviews/cohorts/{scene.enrollment.cohort_id}/limits"
    field = f"limit_{person.id}"
    assert client.post(path, data={field: "3", "once": "a"}).status_code == 303
    assert session.scalars(select(ReviewerLimit.at_most)).all() == [3]
    assert 'value="3"' in client.get(path).text
    wrong = client.post(path, data={field: "100", "once": "b"})
    assert (wrong.status_code, "Write a number between 0 and 99" in wrong.text) == (422, True)
    assert client.post(path, data={field: "", "once": "c"}).status_code == 303
    assert session.scalars(select(ReviewerLimit.at_most)).all() == []


def test_the_successor_of_a_freed_seat_is_ticked(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    third = a_person(session, Role.REVIEWER, name="Rosa Meyer")
    step_aside(seat, reason="A cousin.", session=session, actor=as_actor(seat.reviewer), now=NOW)
    client = sign_in(scene.managers[0])
    page = client.get(f"/reviews/proposals/{scene.proposal.id}/reviewers").text
    assert "Suggested: Rosa Meyer." in page
    assert f'value="{third.id}" checked' in page
    assert "Stepped aside for a conflict of interest." in page
    assert "Find another reviewer" in client.get("/").text


def test_an_older_page_does_not_double_the_seats(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seats_of(session, scene)
    third = a_person(session, Role.REVIEWER)
    answer = sign_in(scene.managers[0]).post(
        f"/reviews/proposals/{scene.proposal.id}/reviewers", data={"reviewers": [third.id], "seats": "0", "once": "a"}
    )
    assert (answer.status_code, "Somebody asked reviewers while you were choosing." in answer.text) == (422, True)
    assert _count(session) == 2


def test_the_third_review_is_asked_for_marked_and_can_be_waived(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    client = sign_in(scene.managers[0])
    page = client.get(f"/reviews/of/{scene.enrollment.id}").text
    assert "the totals lie 50 points apart" in page
    assert "/approve" not in page
    assert "Ask a third reviewer" in client.get("/").text
    path = f"/reviews/proposals/{scene.proposal.id}/without-third"
    assert client.post(path, data={"once": "a"}).status_code == 422
    assert client.post(path, data={"why": "Both would fund it.", "once": "b"}).status_code == 303
    page = client.get(f"/reviews/of/{scene.enrollment.id}").text
    assert ("Both would fund it." in page, "/approve" in page) == (True, True)
    assert session.scalars(select(TieBreak.waived_why)).all() == ["Both would fund it."]


def test_a_conflict_declared_at_the_door_frees_the_seat(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    client = sign_in(seat.reviewer)
    path = f"/reviews/{seat.id}/declaration"
    silent = client.post(path, data={"kind": "money", "once": "a"})
    assert (silent.status_code, "Say in a sentence what the conflict is." in silent.text) == (422, True)
    assert client.post(path, data={"kind": "made up", "once": "b"}).status_code == 422
    assert client.post(path, data={"kind": "money", "reason": "I sell them books.", "once": "c"}).status_code == 303
    session.expire_all()
    assert session.get_one(Review, seat.id).state is ReviewState.RECUSED
    page = sign_in(scene.managers[0]).get(f"/reviews/of/{scene.enrollment.id}").text
    assert "I sell them books." in page


def test_what_was_filed_stays_readable_after_it_was_opened_again(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    seat = scene.proposal.reviews[0]
    manager = sign_in(scene.managers[0])
    assert f'href="/reviews/{seat.id}/reopen"' in manager.get(f"/reviews/of/{scene.enrollment.id}").text
    given = {"why": "Look at C2 again.", "once": "a"}
    assert manager.post(f"/reviews/{seat.id}/reopen", data=given).status_code == 303
    page = manager.get(f"/reviews/of/{scene.enrollment.id}").text
    assert ("Look at C2 again." in page, "75 of 100, filed" in page) == (True, True)
    assert "Look at C2 again." in sign_in(seat.reviewer).get(f"/reviews/{seat.id}").text


def test_the_proposal_stands_beside_the_criteria_and_progress_counts_reasons_too(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_scene(session, content=sealed_content(1))
    seat, _ = seats_of(session, scene)
    declare_no_conflict(seat, session=session, actor=as_actor(seat.reviewer), now=NOW)
    session.flush()
    client = sign_in(seat.reviewer)
    page = client.get(f"/reviews/{seat.id}").text
    assert ('aria-label="The proposal"' in page, ">0</span> of 9 criteria done" in page) == (True, True)
    version = page.split('name="version" type="hidden" value="')[1].split('"')[0]
    given = {"C1_anchor": 50, "C1_why": "Old figures.", "C2_anchor": 75, "version": version}
    assert client.post(f"/reviews/{seat.id}/scores", data=given).status_code == 200
    page = client.get(f"/reviews/{seat.id}").text
    assert ">1</span> of 9 criteria done" in page
    assert "1 of 9" in client.get("/reviews/").text


@pytest.mark.parametrize("path", ["/reviews/", "/reviews/seats"])
def test_lists_of_seats_page_sort_filter_and_cost_the_same(
    session: Session, sign_in: SignIn, count_queries: list[str], path: str
) -> None:
    cohort = a_cohort(session, name="Pilot", seats=40)
    reviewer, manager = a_person(session, Role.REVIEWER), a_person(session, Role.PROGRAM_MANAGER)
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            scene = a_scene(session, cohort=cohort)
            seat = Review(
                proposal=scene.proposal,
                reviewer=reviewer,
                assigned_by_id=manager.id,
                assigned_at=NOW,
                rubric="2026-1",
            )
            session.add(seat)
        client = sign_in(reviewer if path == "/reviews/" else manager)
        session.expire_all()
        count_queries.clear()
        assert client.get(path).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    for query, shown in (
        ("", "1–25 of 30"),
        ("?page=2&sort=affiliate&direction=desc", "26–30 of 30"),
        (f"?cohort={cohort.id}&state=assigned", "1–25 of 30"),
        ("?state=final", "No review here" if path != "/reviews/" else "Nothing"),
        (f"?words={scene.enrollment.affiliate.name.split()[1]}", scene.enrollment.affiliate.name),
        ("?sort=made-up&cohort=x&state=y&page=-3", "1–25 of 30"),
    ):
        answer = client.get(path + query)
        assert (query, answer.status_code, shown in answer.text) == (query, 200, True)


def test_a_seat_of_the_list_says_that_it_breaks_a_tie(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    score(session, first, every_score(100))
    third = a_person(session, Role.REVIEWER)
    client = sign_in(scene.managers[0])
    client.post(f"/reviews/proposals/{scene.proposal.id}/reviewers", data={"reviewers": [third.id], "once": "a"})
    score(session, second, every_score(50))
    session.commit()
    assert "third review" in client.get("/reviews/seats").text
    assert "third review" in sign_in(third).get("/reviews/").text
