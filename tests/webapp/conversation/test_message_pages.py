"""Messages in the browser: a thread from both sides, Home, and rating the support without a name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person
from tests.scenes_conversation import Talk, a_message, a_rating, a_talk, a_thread
from tests.scenes_year import a_year
from workflows.clock import utc_now
from workflows.conversation.answers import About, Rating, Topic
from workflows.conversation.models import SupportMark, SupportRating, Thread, ThreadMessage, ThreadState
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
LONG_AGO = timedelta(days=200)  # always in a quarter that is over


@pytest.fixture
def talk(session: Session) -> Talk:
    return a_talk(session)


def test_a_thread_goes_from_the_year_to_the_other_side_and_back(session: Session, sign_in: SignIn, talk: Talk) -> None:
    client = sign_in(talk.director)
    assert "Nothing is written yet" in client.get(f"/messages/of/{talk.year.id}").text
    sent = {"subject": "Bus tickets", "about": "year", "text": "May we buy them?", "once": "one"}
    answer = client.post(f"/messages/of/{talk.year.id}/new", data=sent)
    thread = session.scalars(select(Thread)).one()
    assert (answer.status_code, answer.location) == (303, f"/messages/{thread.id}")
    assert "Waits for staff" in client.get(answer.location).text

    coach = sign_in(talk.coach)
    home = coach.get("/").text
    assert "Messages that wait for your answer" in home
    assert "Bus tickets" in home
    assert coach.post(f"/messages/{thread.id}/write", data={"text": "Yes, please do."}).status_code == 303
    assert "Bus tickets" not in coach.get("/").text
    assert "Bus tickets" in sign_in(talk.staff).get("/").text
    page = sign_in(talk.director).get(f"/messages/{thread.id}").text
    assert "Waits for you" in page
    assert "Yes, please do." in page


def test_the_same_form_sent_twice_writes_once(session: Session, sign_in: SignIn, talk: Talk) -> None:
    client, sent = sign_in(talk.director), {"subject": "A", "about": "year", "text": "B", "once": "same"}
    for _ in range(2):
        client.post(f"/messages/of/{talk.year.id}/new", data=sent)
    assert session.scalar(select(func.count(ThreadMessage.id))) == 1


def test_a_client_number_is_asked_about_and_may_be_explained(session: Session, sign_in: SignIn, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    client, sent = sign_in(talk.coach), {"text": "Call me: 555-123-4567."}
    refused = client.post(f"/messages/{thread.id}/write", data=sent)
    assert refused.status_code == 422
    assert "looks like a telephone number" in refused.text
    assert client.post(f"/messages/{thread.id}/write", data=sent | {"is_checked": "y"}).status_code == 303


def test_an_empty_or_too_long_message_is_refused(session: Session, sign_in: SignIn, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    client = sign_in(talk.coach)
    for text in ("  ", "a" * 4001):
        assert client.post(f"/messages/{thread.id}/write", data={"text": text}).status_code == 422
    assert session.scalar(select(func.count(ThreadMessage.id))) == 1


def test_a_closed_thread_is_read_and_opened_again(session: Session, sign_in: SignIn, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    client = sign_in(talk.coach)
    assert client.post(f"/messages/{thread.id}/close").status_code == 303
    page = client.get(f"/messages/{thread.id}").text
    assert "Closed" in page
    assert "Write in this thread" not in page
    assert client.post(f"/messages/{thread.id}/write", data={"text": "Late"}).status_code == 422
    client.post(f"/messages/{thread.id}/reopen")
    session.expire_all()
    assert thread.state is ThreadState.OPEN


def test_strangers_find_nothing_and_an_auditor_only_reads(session: Session, sign_in: SignIn, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    path, auditor = f"/messages/{thread.id}", a_person(session, Role.AUDITOR)
    for person in (talk.stranger, talk.other_coach, a_person(session, Role.NETWORK_ADMINISTRATOR)):
        client = sign_in(person)
        assert [client.get(path).status_code, client.post(f"{path}/write", data={"text": "x"}).status_code] == [404] * 2
    client = sign_in(auditor)
    assert client.post(f"{path}/write", data={"text": "x"}).status_code == 403
    page = client.get(path).text
    assert "When can we expect it?" in page
    assert "Write in this thread" not in page


def test_a_thread_links_to_what_it_is_about(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session, "Summit")
    about = About(Topic.REPORT, scene.first.id)
    thread = a_thread(session, scene.enrollment, scene.staff, about=about)
    client = sign_in(scene.staff)
    assert f'href="/reports/{scene.first.id}"' in client.get(f"/messages/{thread.id}").text
    chosen = client.get(f"/messages/of/{scene.enrollment.id}/new?about=report-{scene.first.id}").text
    assert f'<option selected value="report-{scene.first.id}">' in chosen


def test_the_list_narrows_to_what_waits_for_us(session: Session, sign_in: SignIn, talk: Talk) -> None:
    a_thread(session, talk.year, talk.director, subject="Asked by Harbor")
    a_thread(session, talk.year, talk.coach, subject="Asked by the coach")
    client = sign_in(talk.manager)
    shown = {
        show: [subject in client.get(f"/messages/?show={show}").text for subject in ("Asked by Harbor", "Asked by the")]
        for show in ("", "us", "them", "all", "nonsense")
    }
    assert shown == {
        "": [True, True], "us": [True, False], "them": [False, True], "all": [True, True], "nonsense": [True, True],
    }  # fmt: skip


def test_the_list_asks_the_database_as_often_for_many_threads_as_for_one(
    session: Session, sign_in: SignIn, talk: Talk, count_queries: Statements
) -> None:
    a_thread(session, talk.year, talk.director)
    client, asked = sign_in(talk.manager), []
    for _ in range(2):
        client.get("/messages/")
        count_queries.clear()
        client.get("/messages/")
        asked.append(len(count_queries))
        for number in range(6):
            a_thread(session, talk.year, talk.director, subject=f"Thread {number}")
        session.commit()
    assert asked[0] == asked[1]


def test_response_times_are_for_national_staff(session: Session, sign_in: SignIn, talk: Talk) -> None:
    now = utc_now()
    thread = a_thread(session, talk.year, talk.director, now=now - timedelta(days=1))
    a_message(session, thread, talk.coach, now=now)
    page = sign_in(talk.manager).get("/messages/response-times").text
    assert "1 of 1" in page
    assert sign_in(talk.director).get("/messages/response-times").status_code == 403


SCORES = {"helpful": "5", "timely": "4", "respectful": "5", "words": "You call back."}


def test_home_asks_once_a_quarter_and_the_answer_is_kept_without_a_name(
    session: Session, sign_in: SignIn, talk: Talk
) -> None:
    client = sign_in(talk.staff)
    assert "How is our support?" in client.get("/").text
    page = client.get(f"/messages/of/{talk.year.id}/support").text
    assert "without your name, your affiliate or the day" in page
    assert client.post(f"/messages/of/{talk.year.id}/support", data=SCORES).status_code == 303
    assert "How is our support?" not in client.get("/").text
    assert "You have answered for" in client.get(f"/messages/of/{talk.year.id}/support").text
    assert client.post(f"/messages/of/{talk.year.id}/support", data=SCORES).status_code == 422
    assert session.scalar(select(func.count(SupportRating.id))) == 1


def test_not_this_quarter_is_heard(session: Session, sign_in: SignIn, talk: Talk) -> None:
    client = sign_in(talk.staff)
    assert client.post(f"/messages/of/{talk.year.id}/support/not-now").status_code == 303
    assert "How is our support?" not in client.get("/").text
    assert [mark.has_answered for mark in session.scalars(select(SupportMark))] == [False]
    assert client.post(f"/messages/of/{talk.year.id}/support", data=SCORES).status_code == 303


def test_scores_are_needed_and_within_their_range(session: Session, sign_in: SignIn, talk: Talk) -> None:
    client = sign_in(talk.staff)
    for wrong in ({"helpful": ""}, {"timely": "6"}, {"respectful": "one"}):
        assert client.post(f"/messages/of/{talk.year.id}/support", data=SCORES | wrong).status_code == 422
    assert session.scalars(select(SupportMark)).all() == []


def test_staff_rate_nothing_and_read_results_from_five_on(session: Session, sign_in: SignIn, talk: Talk) -> None:
    then = utc_now() - LONG_AGO
    people = [a_person(session, Role.AFFILIATE_STAFF, affiliate=talk.year.affiliate) for _ in range(5)]
    for number, person in enumerate(people[:4]):
        a_rating(session, talk.year, person, Rating(4, 4, 4, "Zest" if number else ""), now=then)
    client = sign_in(talk.manager)
    assert client.get(f"/messages/of/{talk.year.id}/support").status_code == 403
    page = client.get("/messages/support-ratings").text
    assert "fewer than 5 people have answered" in page
    assert "Zest" not in page
    a_rating(session, talk.year, people[4], Rating(2, 4, 4), now=then)
    session.commit()
    page = client.get("/messages/support-ratings").text
    assert "3.6" in page
    assert "Zest" in page
    assert sign_in(talk.director).get("/messages/support-ratings").status_code == 403


def test_nobody_is_asked_at_the_national_office(session: Session, sign_in: SignIn, talk: Talk) -> None:
    assert "How is our support?" not in sign_in(talk.coach).get("/").text
