"""The board of questions and answers, and shared examples: who may do what, and who reads it."""

from itertools import product as product_of

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_practice import CHECKED, Practice, a_practice, a_product
from tests.workflows.notifications.owed import Postbox, context_of
from workflows.errors import DomainError, Forbidden
from workflows.machine import Refused
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, expand_events
from workflows.peers.example_queries import count_examples, find_example_of, get_example, list_examples
from workflows.peers.examples import offer_example, publish, withdraw
from workflows.peers.lifecycle import EXAMPLE
from workflows.peers.models import Example, ExampleAudience, ExampleState, Question
from workflows.peers.operations import (
    answer_question,
    ask_question,
    hide,
    mark_helpful,
    mark_solved,
    show_again,
)
from workflows.peers.queries import QuestionFilter, count_questions, get_question, list_questions
from workflows.permissions import Actor, Permission, Role, can
from workflows.stages import Stage

SEE = Permission.SEE_PRACTICE


def a_question(session: Session, scene: Practice, title: str = "How do you ask for consent?") -> Question:
    told = {"text": "In which language, and when?", "session": session, "actor": scene.lead("Harbor"), **CHECKED}
    return ask_question(scene.circle(session), title=title, **told)


def test_the_asker_gets_one_message_and_says_what_helped(session: Session) -> None:
    scene = a_practice(session)
    question = a_question(session, scene)
    answer = answer_question(question, text="Aloud, in both.", session=session, actor=scene.lead("Prairie"), **CHECKED)
    own = answer_question(question, text="We tried it.", session=session, actor=scene.lead("Harbor"), **CHECKED)
    with pytest.raises(Forbidden, match="Only who asked"):
        mark_helpful(answer, actor=scene.lead("Prairie"), now=NOW)
    mark_helpful(answer, actor=scene.lead("Harbor"), now=NOW)
    mark_solved(question, is_solved=True, actor=scene.lead("Harbor"), now=NOW)
    assert (answer.helped_at, question.solved_at, own.helped_at) == (NOW, NOW, None)
    session.flush()
    expand_events(session, now=NOW)
    session.commit()
    runs = session.scalars(select(JobRun).where(JobRun.job == "send_message")).all()
    runs = [run for run in runs if run.arguments["kind"] == "question_answered"]
    assert len(runs) == 1  # an answer to oneself is no news
    postbox = Postbox()
    send_message(context_of(runs[0], postbox))
    ((to, subject, text),) = postbox.sent
    assert (to, subject) == (scene.leads["Harbor"].email, "Your question has an answer")
    assert f"https://accompany.example.org/peers/questions/{question.id}" in text


def test_the_board_is_the_cohorts_and_personal_data_is_asked_about(session: Session) -> None:
    scene = a_practice(session)
    question = a_question(session, scene)
    coach = a_person(session, Role.COACH)
    scene.enrollment("Cascade").coach_id = coach.id
    session.flush()
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW)
    invited = an_enrollment(session, Stage.INVITED, cohort=scene.training.cohort)
    guest = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=invited.affiliate).as_actor(NOW)
    question = get_question(session, question.id)
    readers = {"peer": scene.lead("Prairie"), "coach": coach.as_actor(NOW), "staff": scene.staff}
    others = {"stranger": stranger, "invited only": guest, "other coach": a_person(session, Role.COACH).as_actor(NOW)}
    assert {name: can(who, Permission.SEE_PEERS, question) for name, who in readers.items()} == dict.fromkeys(
        readers, True
    )
    assert {name: can(who, Permission.SEE_PEERS, question) for name, who in others.items()} == dict.fromkeys(
        others, False
    )
    with pytest.raises(Forbidden):
        answer_question(question, text="Hello", session=session, actor=stranger, **CHECKED)
    told = {"session": session, "actor": scene.lead("Prairie"), "now": NOW}
    with pytest.raises(DomainError, match="“000-12-3456” looks like a Social Security number"):
        answer_question(question, text="Hers is 000-12-3456", is_checked=False, **told)
    answer_question(question, text="The form number is 000-12-3456", is_checked=True, **told)
    with pytest.raises(DomainError, match="Write something here first"):
        answer_question(question, text="  ", is_checked=False, **told)


def test_staff_hide_with_a_reason_and_everyone_their_own_words(session: Session) -> None:
    scene = a_practice(session)
    question = a_question(session, scene)
    answer = answer_question(question, text="Ask Mrs. B.", session=session, actor=scene.lead("Prairie"), **CHECKED)
    told = {"session": session, "now": NOW}
    with pytest.raises(Forbidden, match="Only who wrote it and the national office"):
        hide(answer, reason="No", actor=scene.lead("Cascade"), **told)
    with pytest.raises(DomainError, match="Say why in a sentence"):
        hide(answer, reason=" ", actor=scene.staff, **told)
    hide(answer, reason="It names a client.", actor=scene.staff, **told)
    with pytest.raises(DomainError, match="off the board already"):
        hide(answer, reason="Again", actor=scene.staff, **told)
    with pytest.raises(Forbidden):
        show_again(answer, session=session, actor=scene.lead("Prairie"))
    hide(question, reason="", actor=scene.lead("Harbor"), **told)
    assert (answer.hidden_because, question.hidden_because) == ("It names a client.", "Taken back by who wrote it.")
    session.flush()
    question = get_question(session, question.id)
    seen = {name: can(scene.lead(name), Permission.SEE_PEERS, question) for name in scene.leads}
    assert seen == {"Harbor": True, "Prairie": False, "Cascade": False}
    with pytest.raises(DomainError, match="taken off the board"):
        answer_question(question, text="More", session=session, actor=scene.lead("Harbor"), **CHECKED)
    assert count_questions(session, scene.circle(session), QuestionFilter()) == 0
    show_again(question, session=session, actor=scene.staff)
    session.flush()
    assert count_questions(session, scene.circle(session), QuestionFilter()) == 1


def test_search_looks_into_answers_and_takes_signs_literally(session: Session) -> None:
    scene = a_practice(session)
    first, second = a_question(session, scene), a_question(session, scene, "Which 100% figure do you use?")
    answer = answer_question(second, text="The Tigrinya form.", session=session, actor=scene.staff, **CHECKED)
    mark_solved(second, is_solved=True, actor=scene.lead("Harbor"), now=NOW)
    session.flush()
    circle = scene.circle(session)

    def found(words: str = "", solved: bool | None = None) -> list[int]:
        return [row.id for row in list_questions(session, circle, QuestionFilter(solved, words))]

    assert found() == [first.id, second.id]  # open ones first
    assert (found("tigrinya"), found("0%"), found("_"), found(solved=False)) == (
        [second.id],
        [second.id],
        [],
        [first.id],
    )
    hide(answer, reason="Wrong form", session=session, actor=scene.staff, now=NOW)
    session.flush()
    assert found("tigrinya") == []


def an_example(session: Session, scene: Practice, by: Actor, *, consents: bool, **values: object) -> Example:
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    told = {"audience": ExampleAudience.COHORT, "why": "One page is enough.", **CHECKED, **values}
    return offer_example(product, consents=consents, session=session, actor=by, **told)  # type: ignore[arg-type]


def test_an_example_needs_the_consent_of_its_affiliate(session: Session) -> None:
    scene = a_practice(session)
    example = an_example(session, scene, scene.staff, consents=True)
    session.flush()
    assert (example.state, example.consented_at) == (ExampleState.ASKED, None)  # staff cannot agree for others
    told = {"session": session, "now": NOW}
    with pytest.raises(Refused, match="agrees first"):
        publish(example, consents=False, actor=scene.lead("Harbor"), **told)
    with pytest.raises(Refused):
        publish(example, consents=True, actor=scene.lead("Prairie"), **told)
    with pytest.raises(DomainError, match="It is an example already"):
        offer_example(
            example.product, audience=ExampleAudience.NETWORK, why="Again", consents=True, is_checked=False,
            actor=scene.lead("Harbor"), **told,
        )  # fmt: skip
    publish(example, consents=True, actor=scene.lead("Harbor"), **told)
    assert (example.state, example.consented_by_id) == (ExampleState.PUBLISHED, scene.leads["Harbor"].id)
    withdraw(example, actor=scene.lead("Harbor"), **told)
    assert (example.state, example.withdrawn_at) == (ExampleState.WITHDRAWN, NOW)
    assert find_example_of(session, example.product_id) is None


def test_the_list_of_examples_shows_what_the_gate_lets_through(session: Session) -> None:
    """The WHERE clause of the list and `Example.reach` agree, for every state, audience and person."""
    scene = a_practice(session)
    example = an_example(session, scene, scene.lead("Harbor"), consents=True)
    coach, stranger = a_person(session, Role.COACH), an_enrollment(session, Stage.TRAINING)
    scene.enrollment("Prairie").coach_id = coach.id
    left = an_enrollment(session, Stage.WITHDRAWN, cohort=scene.training.cohort)
    people = {
        "own": scene.lead("Harbor"), "peer": scene.lead("Prairie"), "staff": scene.staff,
        "coach of a peer": coach.as_actor(NOW), "other coach": a_person(session, Role.COACH).as_actor(NOW),
        "stranger": a_person(session, Role.AFFILIATE_STAFF, affiliate=stranger.affiliate).as_actor(NOW),
        "left": a_person(session, Role.AFFILIATE_STAFF, affiliate=left.affiliate).as_actor(NOW),
    }  # fmt: skip
    in_cohort, everyone = {"own", "peer", "staff", "coach of a peer"}, set(people)
    for state, audience in product_of((ExampleState.ASKED, ExampleState.PUBLISHED), ExampleAudience):
        set_committed_value(example, "state", state)
        example.audience = audience
        session.execute(Example.__table__.update().values(state=state, audience=audience))
        expected = {"own", "staff"} if state is ExampleState.ASKED else everyone if audience == "network" else in_cohort
        found = get_example(session, example.id)
        assert {name for name, who in people.items() if can(who, SEE, found)} == expected
        assert {name for name, who in people.items() if list_examples(session, actor=who)} == expected
        assert {name for name, who in people.items() if count_examples(session, actor=who, words="page")} == expected


def test_the_table_of_examples_decides_who_moves_what(session: Session) -> None:
    scene = a_practice(session)
    example = an_example(session, scene, scene.lead("Harbor"), consents=True)
    people = {"own": scene.lead("Harbor"), "staff": scene.staff, "peer": scene.lead("Prairie")}
    wrong = []
    for state, row, who in product_of(ExampleState, EXAMPLE.rows, people):
        set_committed_value(example, "state", state)
        may = state in row.sources and who == ("staff" if row.who is Permission.MANAGE_PEERS else "own")
        if (EXAMPLE.why_not(example, row.name, actor=people[who], now=NOW) == ()) is not may:
            wrong.append((state, row.name, who))
    assert wrong == []
