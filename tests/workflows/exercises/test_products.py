"""Practice products: written by two people, handed in with every version, shared, answered, thanked."""

import dataclasses
from datetime import timedelta
from itertools import product as product_of

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from tests.factories import NOW, a_cohort, a_person, an_affiliate
from tests.scenes_practice import CHECKED, REMARKS, a_draft_product, a_practice, a_product, some_feedback, texts_of
from tests.scenes_training import a_series
from workflows.audit import AuditEntry
from workflows.errors import DomainError, Forbidden, NotFound, Stale
from workflows.exercises.answers import SHEETS, WORKSHEETS, sheet_for
from workflows.exercises.lifecycle import PRODUCT
from workflows.exercises.models import ProductState
from workflows.exercises.operations import (
    Remarks,
    edit_feedback,
    give_feedback,
    hand_in,
    revise,
    save_product,
    share_with_group,
    start_product,
    stop_sharing,
    thank,
)
from workflows.exercises.queries import get_product
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.peers.groups import dissolve_group
from workflows.permissions import Permission, Role, can
from workflows.stages import Stage
from workflows.training.series import load_modules

S = ProductState


def test_every_session_of_the_curriculum_has_a_worksheet_of_its_own() -> None:
    found = [sheet_for(module.practice_product) for module in load_modules()]
    assert [sheet.name for sheet in found if sheet] == [sheet.name for sheet in WORKSHEETS]
    assert sheet_for("") is None
    assert sheet_for("Your own slides") is SHEETS["open"]


def test_the_table_decides_who_moves_what(session: Session) -> None:
    """Transition × state × person; a peer counts once the product is shared."""
    scene = a_practice(session)
    coach = a_person(session, Role.COACH)
    scene.enrollment("Harbor").coach_id = coach.id
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"), shared=True)
    actors = {
        "author": scene.lead("Harbor"),
        "staff": scene.staff,
        "coach": coach.as_actor(NOW),
        "peer": scene.lead("Prairie"),
        "stranger": a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW),
    }
    wrong = []
    for state, row, who in product_of(S, PRODUCT.rows, actors):
        set_committed_value(product, "state", state)  # past the engine
        givers = {"staff", "coach", "peer"} if row.who is Permission.GIVE_FEEDBACK else {"author"}
        may = state in row.sources and who in givers
        if (PRODUCT.why_not(product, row.name, actor=actors[who], now=NOW) == ()) is not may:
            wrong.append((state, row.name, who))
    assert wrong == []


def test_a_colleague_begins_the_same_product(session: Session) -> None:
    scene = a_practice(session)
    harbor, director = scene.enrollment("Harbor"), a_person(
        session, Role.AFFILIATE_DIRECTOR, affiliate=scene.enrollment("Harbor").affiliate
    )  # fmt: skip
    first = start_product(harbor, scene.session(3), session=session, actor=scene.lead("Harbor"), now=NOW)
    again = start_product(harbor, scene.session(3), session=session, actor=director.as_actor(NOW), now=NOW)
    assert again is first
    with pytest.raises(Forbidden):
        start_product(harbor, scene.session(4), session=session, actor=scene.lead("Prairie"), now=NOW)


def test_a_session_of_another_cohort_or_without_a_product_is_refused(session: Session) -> None:
    scene, elsewhere = a_practice(session), a_series(session, a_cohort(session), count=1)
    told = {"session": session, "actor": scene.lead("Harbor"), "now": NOW}
    with pytest.raises(NotFound):
        start_product(scene.enrollment("Harbor"), elsewhere[0], **told)
    scene.session(3).practice_product = ""
    with pytest.raises(DomainError, match="Session 3 asks for no practice product"):
        start_product(scene.enrollment("Harbor"), scene.session(3), **told)


def test_the_slower_of_two_editors_gets_both_texts(session: Session) -> None:
    scene = a_practice(session)
    product = a_draft_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    seen = product.version
    told = {"link": "", "session": session, "actor": scene.lead("Harbor"), "now": NOW}
    texts = texts_of("logic_model")
    save_product(product, answers={**texts, "chain": "Theirs"}, expected_version=seen, **told)
    session.flush()
    with pytest.raises(Stale) as stale:
        save_product(product, answers={**texts, "chain": "Mine"}, expected_version=seen, **told)
    assert stale.value.mine == {"If … then … chain": "Mine"}
    assert stale.value.theirs == {"If … then … chain": "Theirs"}
    save_product(product, answers={**texts, "chain": "Theirs"}, expected_version=seen, **told)  # the same text is kept
    with pytest.raises(DomainError, match="at most 1,500 characters"):
        save_product(product, answers={"chain": "x" * 1501}, expected_version=product.version, **told)


def test_handing_in_says_what_is_missing_and_a_link_may_stand_for_it(session: Session) -> None:
    scene = a_practice(session)
    told = {"session": session, "actor": scene.lead("Harbor"), "now": NOW}
    product = start_product(scene.enrollment("Harbor"), scene.session(3), **told)
    with pytest.raises(Refused) as refused:
        hand_in(product, expected_version=product.version, is_checked=False, **told)
    assert [reason.where for reason in refused.value.reasons] == ["inputs", "chain", "assumptions"]
    link = "https://docs.example.org/chain"
    save_product(product, answers={}, link=link, expected_version=product.version, **told)
    session.flush()
    assert hand_in(product, expected_version=product.version, is_checked=False, **told).link == link


def test_every_version_stays_and_the_text_is_closed_in_between(session: Session) -> None:
    scene = a_practice(session)
    told = {"session": session, "actor": scene.lead("Harbor"), "now": NOW}
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    texts = dict(product.answers)
    with pytest.raises(DomainError, match="Choose “Revise it” to go on writing"):
        save_product(product, answers={}, link="", expected_version=product.version, **told)
    revise(product, **told)
    session.flush()
    save_product(product, answers={**texts, "chain": "Better"}, link="", expected_version=product.version, **told)
    session.flush()
    seen = product.version
    save_product(product, answers={**texts, "chain": "Best"}, link="", expected_version=seen, **told)
    session.flush()
    with pytest.raises(Stale):  # the colleague saved since the page was opened
        hand_in(product, expected_version=seen, is_checked=False, **told)
    hand_in(product, expected_version=product.version, is_checked=False, **told)
    assert [(v.number, v.answers["chain"]) for v in product.versions] == [(1, texts["chain"]), (2, "Best")]
    events = session.scalars(select(OutboxEvent.name).where(OutboxEvent.subject_id == product.id)).all()
    assert events.count("product_handed_in") == 2


def test_personal_data_is_asked_about_before_it_is_handed_in(session: Session) -> None:
    scene = a_practice(session)
    told = {"session": session, "actor": scene.lead("Harbor"), "now": NOW}
    product = a_draft_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    save_product(
        product,
        answers={**product.answers, "inputs": "Call 555-0142"},
        link="",
        expected_version=product.version,
        **told,
    )
    session.flush()
    with pytest.raises(DomainError, match="“555-0142” looks like a telephone number"):
        hand_in(product, expected_version=product.version, is_checked=False, **told)
    session.rollback()


def test_peers_read_it_only_while_it_is_shared_and_they_are_together(session: Session) -> None:
    scene = a_practice(session)
    lead = scene.lead("Harbor")
    product = a_draft_product(session, scene.enrollment("Harbor"), scene.session(3), lead)
    prairie = scene.lead("Prairie")

    def is_read() -> bool:
        return can(prairie, Permission.SEE_PRACTICE, get_product(session, product.id, fresh=True))

    with pytest.raises(DomainError, match="Hand it in first"):
        share_with_group(product, session=session, actor=lead)
    hand_in(product, expected_version=product.version, session=session, actor=lead, **CHECKED)
    assert not is_read()
    share_with_group(product, session=session, actor=lead)
    session.flush()
    assert is_read()
    stop_sharing(product, actor=lead)
    session.flush()
    assert not is_read()
    share_with_group(product, session=session, actor=lead)
    session.flush()
    scene.enrollment("Prairie").stage = Stage.WITHDRAWN
    session.flush()
    assert not is_read()
    scene.enrollment("Prairie").stage = Stage.TRAINING
    dissolve_group(scene.group, session=session, actor=scene.staff, now=NOW)
    session.flush()
    assert not is_read()
    with pytest.raises(DomainError, match="You are in no peer group yet"):
        share_with_group(product, session=session, actor=lead)


def test_feedback_is_kept_with_its_author_and_the_author_of_the_product_reads_it(session: Session) -> None:
    """R13: “Peer feedback is stored and visible to the author”."""
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"), shared=True)
    of_peer = some_feedback(session, product, scene.lead("Prairie"))
    of_staff = some_feedback(session, product, scene.staff)
    assert (of_peer.affiliate_id, of_staff.affiliate_id) == (scene.enrollment("Prairie").affiliate_id, None)
    assert (of_peer.works, of_peer.version_number, product.state) == (REMARKS.works, 1, S.ANSWERED)
    seen = {
        name: [can(scene.lead(name), Permission.SEE_PRACTICE, said) for said in (of_peer, of_staff)]
        for name in ("Harbor", "Prairie", "Cascade")
    }
    assert seen == {"Harbor": [True, True], "Prairie": [True, False], "Cascade": [False, False]}
    stranger = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session)).as_actor(NOW)
    with pytest.raises(Forbidden):
        give_feedback(product, REMARKS, session=session, actor=stranger, **CHECKED)
    with pytest.raises(Forbidden):
        give_feedback(product, REMARKS, session=session, actor=scene.lead("Harbor"), **CHECKED)
    with pytest.raises(DomainError, match="at least one of the three"):
        give_feedback(product, Remarks("", " ", ""), session=session, actor=scene.staff, **CHECKED)


def test_feedback_meanwhile_leaves_the_revision_open(session: Session) -> None:
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"), shared=True)
    revise(product, session=session, actor=scene.lead("Harbor"), now=NOW)
    some_feedback(session, product, scene.lead("Prairie"))
    assert product.state == S.REVISING


def test_feedback_is_changed_for_two_days_until_it_is_answered(session: Session) -> None:
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"), shared=True)
    said = some_feedback(session, product, scene.lead("Prairie"))
    better = dataclasses.replace(REMARKS, question="Who pays the bus?")
    told = {"is_checked": False, "session": session, "actor": scene.lead("Prairie")}
    seen = said.version
    edit_feedback(said, better, expected_version=seen, now=NOW + timedelta(hours=47), **told)
    session.flush()
    assert said.question == "Who pays the bus?"
    kept = session.scalars(select(AuditEntry).where(AuditEntry.kind == "practice_feedback")).all()
    assert kept[-1].before["question"] == REMARKS.question
    with pytest.raises(Stale):
        edit_feedback(said, REMARKS, expected_version=seen, now=NOW, **told)
    with pytest.raises(DomainError, match="for two days"):
        edit_feedback(said, REMARKS, expected_version=said.version, now=NOW + timedelta(hours=49), **told)
    with pytest.raises(DomainError, match="Only who gave this feedback"):
        edit_feedback(said, REMARKS, expected_version=said.version, now=NOW, **{**told, "actor": scene.staff})
    with pytest.raises(Forbidden):
        thank(said, reply="Thanks", session=session, actor=scene.lead("Cascade"), **CHECKED)
    thank(said, reply="The city does.", session=session, actor=scene.lead("Harbor"), **CHECKED)
    assert (said.reply, said.thanked_by_id) == ("The city does.", scene.leads["Harbor"].id)
    with pytest.raises(DomainError, match="thanked for this already"):
        thank(said, reply="", session=session, actor=scene.lead("Harbor"), **CHECKED)
    with pytest.raises(DomainError, match="It was answered"):
        edit_feedback(said, REMARKS, expected_version=said.version, now=NOW, **told)
