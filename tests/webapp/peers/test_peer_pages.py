"""Pages of the peers: groups, the log, the board and examples, and their queries."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_practice import CHECKED, a_practice, a_product
from workflows.peers.groups import LogLine, write_log
from workflows.peers.models import Answer, Example, LogEntry, PeerGroup, Question
from workflows.peers.operations import answer_question, ask_question
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def test_staff_form_what_they_saw_suggested(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    for _ in range(5):
        an_enrollment(session, Stage.TRAINING, cohort=scene.training.cohort)
    client, place = sign_in(scene.training.manager), f"/peers/cohorts/{scene.training.cohort.id}/suggestion"
    page = client.get(place).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert client.post(place, data={"seen": "1-2-3", "once": "a"}).status_code == 422
    assert client.post(place, data={"seen": seen, "once": "b"}).status_code == 303
    assert sorted(session.scalars(select(PeerGroup.name))) == ["Group A", "Group B"]
    few = client.post(
        f"/peers/groups/{scene.group.id}/edit", data={"name": "X", "members": [], "version": "1", "once": "c"}
    )
    assert "A group has 3 to 6 affiliates; you chose 0." in few.text
    assert sign_in(scene.leads["Harbor"]).get(place).status_code == 403


def test_a_member_writes_the_log_and_asks_the_cohort(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    client, group = sign_in(scene.leads["Harbor"]), f"/peers/groups/{scene.group.id}"
    assert client.get("/peers/").location == f"/peers/cohorts/{scene.training.cohort.id}"
    line = {"held_on": "2026-03-01", "minutes": "60", "topic": "Baselines", "takeaway": "Begin.", "once": "a"}
    assert client.post(group + "/log", data={**line, "present": []}).status_code == 422
    present = [str(key) for key in sorted(scene.group.affiliate_ids)]
    assert client.post(group + "/log", data={**line, "present": present, "once": "b"}).status_code == 303
    entry = session.scalars(select(LogEntry)).one()
    stale = client.post(f"/peers/log/{entry.id}", data={**line, "present": present, "version": "0", "once": "c"})
    assert stale.status_code == 409
    asked = client.post(
        f"/peers/cohorts/{scene.training.cohort.id}/questions/ask",
        data={"title": "A000-000-001?", "text": "Who knows?", "once": "d"},
    )
    assert asked.status_code == 422
    assert "looks like an A-number" in asked.text
    asked = client.post(
        f"/peers/cohorts/{scene.training.cohort.id}/questions/ask",
        data={"title": "Who asks for consent?", "text": "In Dari", "once": "e"},
    )
    question = session.scalars(select(Question)).one()
    assert asked.location == f"/peers/questions/{question.id}"
    peer = sign_in(scene.leads["Prairie"])
    assert peer.post(asked.location + "/answers", data={"text": "Aloud.", "once": "f"}).status_code == 303
    answer = session.scalars(select(Answer)).one()
    assert peer.post(f"/peers/answers/{answer.id}/helpful", data={"once": "g"}).status_code == 403
    assert client.post(f"/peers/answers/{answer.id}/helpful", data={"once": "h"}).status_code == 303
    staff = sign_in(scene.training.manager)
    assert staff.post(asked.location + "/hide", data={"reason": "It names a client.", "once": "i"}).status_code == 303
    assert peer.get(asked.location).status_code == 404
    assert "It names a client." in client.get(asked.location).text


def test_outside_the_cohort_there_is_no_such_page(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    question = ask_question(
        scene.circle(session), title="Who?", text="What?", session=session, actor=scene.lead("Harbor"), **CHECKED
    )
    stranger = an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Mesa"))
    client = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=stranger.affiliate))
    cohort = f"/peers/cohorts/{scene.training.cohort.id}"
    pages = (cohort, cohort + "/questions", f"/peers/questions/{question.id}", f"/peers/groups/{scene.group.id}")
    assert [client.get(page).status_code for page in pages] == [404, 404, 404, 404]


def test_an_affiliate_shares_and_withdraws_an_example(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    client, place = sign_in(scene.leads["Harbor"]), f"/peers/products/{product.id}/example"
    told = {"audience": "network", "why": "One page is enough."}
    assert "agrees first" in client.post(place, data={**told, "once": "a"}).text
    assert session.scalars(select(Example)).all() == []
    assert client.post(place, data={**told, "consents": "y", "once": "b"}).status_code == 303
    example = session.scalars(select(Example)).one()
    stranger = an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Mesa"))
    other = sign_in(a_person(session, Role.AFFILIATE_STAFF, affiliate=stranger.affiliate))
    assert "One page is enough." in other.get("/peers/examples").text
    assert other.get(f"/practice/{product.id}").status_code == 404  # the example, not the product
    assert other.post(f"/peers/examples/{example.id}/withdraw", data={"once": "c"}).status_code == 403
    assert client.post(f"/peers/examples/{example.id}/withdraw", data={"once": "d"}).status_code == 303
    assert other.get(f"/peers/examples/{example.id}").status_code == 404


def test_lists_ask_as_many_queries_for_thirty_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    """The board, a question with its answers, the group with its log, the cohort's peers."""
    scene = a_practice(session)
    ids = tuple(sorted(scene.group.affiliate_ids))
    told = {"session": session, "actor": scene.lead("Harbor"), **CHECKED}

    def one_more() -> Question:
        question = ask_question(scene.circle(session), title="Who?", text="What?", **told)
        write_log(scene.group, LogLine(NOW.date(), 60, ids, "Baselines", "Begin."), **told)
        return question

    first = one_more()
    answer_question(first, text="Me.", **{**told, "actor": scene.lead("Prairie")})
    client, cohort = sign_in(scene.leads["Harbor"]), f"/peers/cohorts/{scene.training.cohort.id}"
    pages = (cohort, cohort + "/questions", f"/peers/questions/{first.id}", f"/peers/groups/{scene.group.id}")

    def counted() -> list[int]:
        counts = []
        for page in pages:
            count_queries.clear()
            assert client.get(page).status_code == 200
            counts.append(len(count_queries))
        return counts

    counted()
    before = counted()
    for _ in range(30):
        one_more()
        author = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.enrollment("Cascade").affiliate)
        answer_question(first, text="Me too.", **{**told, "actor": author.as_actor(NOW)})
    session.commit()
    assert counted() == before
