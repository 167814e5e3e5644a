"""Deeds of practice: worksheets, feedback, peer groups and their board, labs, and what a proposal takes over."""

from datetime import timedelta

from sqlalchemy import select

from commands.demo.practice_texts import ANSWERS, EXAMPLE_WHY, LOGS, PRODUCTS, QUESTIONS, REMARKS, THANKS
from commands.demo.world import Deed, Scene
from workflows.exercises.answers import SHEETS
from workflows.exercises.lab_operations import answer_lab
from workflows.exercises.lab_queries import lab_of
from workflows.exercises.labs import right_answer
from workflows.exercises.models import Product
from workflows.exercises.operations import (
    Remarks,
    give_feedback,
    hand_in,
    revise,
    save_product,
    share_with_group,
    start_product,
    thank,
)
from workflows.exercises.queries import get_product
from workflows.peers.examples import offer_example
from workflows.peers.groups import LogLine, form_group, write_log
from workflows.peers.models import ExampleAudience, PeerGroup, Question
from workflows.peers.operations import answer_question, ask_question, mark_helpful, mark_solved
from workflows.peers.queries import get_circle, get_group, get_question
from workflows.people.models import User
from workflows.proposals.pulling import How, get_offer, pull_text
from workflows.proposals.queries import find_proposal_of
from workflows.training.models import TrainingSession
from workflows.training.series import list_series

_NAMES = {"plains": "Coast and plains", "rural": "Small and rural"}


def form_peer_group(scene: Scene, *, key: str, group: str, name: str, members: tuple[str, ...]) -> None:
    assert _NAMES[group] == name
    form_group(
        get_circle(scene.session, scene.world.cohorts[key].id),
        name=name,
        enrollment_ids=[scene.world.enrollments[member].id for member in members],
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def begin_product(scene: Scene, *, number: int) -> None:
    """Begun, with the first question answered."""
    product = _started(scene, number)
    first = product.worksheet.fields[0]
    texts = {**product.answers, first.name: "Adults in work that uses their skill, nine months after arrival"}
    _save(scene, product, texts)


def make_product(scene: Scene, *, number: int, shared: bool) -> None:
    product = _started(scene, number)
    _save(scene, product, PRODUCTS[scene.key, number])
    hand_in(
        product,
        expected_version=product.version,
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    if shared:
        scene.session.flush()  # a group is asked for by query
        share_with_group(product, session=scene.session, actor=scene.actor)


def revise_product(scene: Scene, *, number: int) -> None:
    revise(_product(scene, number), session=scene.session, actor=scene.actor, now=scene.now)


def say_about_product(scene: Scene, *, number: int, said: str) -> None:
    give_feedback(
        _product(scene, number),
        Remarks(*REMARKS[said]),
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def thank_for_feedback(scene: Scene, *, number: int) -> None:
    first = _product(scene, number).feedback[0]
    thank(first, reply=THANKS, is_checked=False, session=scene.session, actor=scene.actor, now=scene.now)


def share_example(scene: Scene, *, number: int) -> None:
    offer_example(
        _product(scene, number),
        audience=ExampleAudience.NETWORK,
        why=EXAMPLE_WHY,
        consents=True,
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def write_log_entry(scene: Scene, *, group: str, place: int) -> None:
    told = LOGS[group][place]
    group_id = scene.session.scalars(select(PeerGroup.id).where(PeerGroup.name == _NAMES[group])).one()
    line = LogLine(
        held_on=(scene.now - timedelta(days=1)).date(),
        minutes=60 + 15 * place,
        present=tuple(scene.world.enrollments[key].affiliate_id for key in told["present"]),
        topic=told["topic"],
        takeaway=told["takeaway"],
    )
    write_log(
        get_group(scene.session, group_id),
        line,
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def ask_peers(scene: Scene, *, key: str, question: str) -> None:
    title, text = QUESTIONS[question]
    circle = get_circle(scene.session, scene.world.cohorts[key].id)
    ask_question(
        circle, title=title, text=text, is_checked=False, session=scene.session, actor=scene.actor, now=scene.now
    )


def answer_peers(scene: Scene, *, question: str, answer: str) -> None:
    answer_question(
        _question(scene, question),
        text=ANSWERS[answer],
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def settle_question(scene: Scene, *, question: str) -> None:
    """The first answer helped, and the question is solved."""
    asked = _question(scene, question)
    mark_helpful(asked.answers[0], actor=scene.actor, now=scene.now)
    mark_solved(asked, is_solved=True, actor=scene.actor, now=scene.now)


def try_lab(scene: Scene, *, number: int, up_to: int) -> None:
    """The first question wrong at first, then rightly, and so on up to a number of questions."""
    training_session, user = _session(scene, number), scene.session.get_one(User, scene.actor.id)
    lab = lab_of(training_session)
    assert lab is not None
    first, *rest = lab.questions[:up_to]
    told = {"user": user, "session": scene.session, "now": scene.now}
    answer_lab(training_session, {first.name: "61"}, **told)
    answer_lab(training_session, {q.name: right_answer(lab, q) for q in (first, *rest)}, **told)


def pull_into_proposal(scene: Scene, *, source: str) -> None:
    proposal = find_proposal_of(scene.session, scene.enrollment.id)
    assert proposal is not None
    offer = get_offer(scene.session, proposal, source)
    section = proposal.section(offer.source.section)
    assert section is not None
    pull_text(
        proposal,
        offer,
        text=offer.text,
        how=How.APPEND,
        expected_version=section.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def _session(scene: Scene, number: int) -> TrainingSession:
    return list_series(scene.session, scene.enrollment.cohort_id)[number - 1]


def _started(scene: Scene, number: int) -> Product:
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    return start_product(scene.enrollment, _session(scene, number), **told)


def _save(scene: Scene, product: Product, texts: dict[str, str]) -> None:
    assert set(texts) <= {field.name for field in SHEETS[product.sheet].fields}
    save_product(
        product,
        answers=texts,
        link="",
        expected_version=product.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    scene.session.flush()  # handing in compares the version


def _product(scene: Scene, number: int) -> Product:
    scene.session.flush()  # what the step before wrote is read again
    mine = (Product.enrollment_id == scene.enrollment.id, TrainingSession.number == number)
    key = scene.session.scalars(select(Product.id).join(Product.session).where(*mine)).one()
    return get_product(scene.session, key, fresh=True)


def _question(scene: Scene, question: str) -> Question:
    title, _ = QUESTIONS[question]
    key = scene.session.scalars(select(Question.id).where(Question.title == title)).one()
    return get_question(scene.session, key)


PRACTICE_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        form_peer_group,
        begin_product,
        make_product,
        revise_product,
        say_about_product,
        thank_for_feedback,
        share_example,
        write_log_entry,
        ask_peers,
        answer_peers,
        settle_question,
        try_lab,
        pull_into_proposal,
    )
}
