"""Two signatures of two people under one sealed agreement."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import a_scene, an_agreement, as_actor, awarded, sign
from workflows.funding.models import Side
from workflows.funding.operations import why_not_sign
from workflows.funding.queries import find_agreement
from workflows.machine import Refused
from workflows.people.models import RoleAssignment
from workflows.permissions import Role
from workflows.stages import Stage


def test_the_first_signature_seals_and_the_second_funds(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    assert (document.sealed_at, scene.enrollment.stage) == (NOW, Stage.AWARDED)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    assert (scene.enrollment.stage, scene.enrollment.agreement_signed_at) == (Stage.FUNDED, NOW)
    assert [(s.side, s.document_sha256, s.typed_name, s.address) for s in award.signatures] == [
        (Side.AFFILIATE, "a" * 64, scene.director.name, "127.0.0.1"),
        (Side.NETWORK, "a" * 64, scene.managers[0].name, "127.0.0.1"),
    ]
    assert award.signatures[0].statement.startswith("I have read the grant agreement")


def test_each_side_signs_once(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    with pytest.raises(Refused, match="The affiliate has signed already"):
        sign(session, award, document, Side.AFFILIATE, scene.director)


def test_one_person_does_not_sign_for_both(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    session.add(RoleAssignment(user=scene.director, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    session.flush()
    with pytest.raises(Refused, match="You signed for the other side"):
        sign(session, award, document, Side.NETWORK, scene.director)


def test_nobody_signs_what_is_still_being_made(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    reasons = why_not_sign(award, None, side=Side.AFFILIATE, actor=as_actor(scene.director))
    assert [r.sentence for r in reasons] == ["The agreement is being made. It can be signed in a moment."]


def test_wrong_people_read_who_can_sign(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    by_manager = why_not_sign(award, document, side=Side.AFFILIATE, actor=as_actor(scene.managers[0]))
    by_director = why_not_sign(award, document, side=Side.NETWORK, actor=as_actor(scene.director))
    assert [r.sentence for r in by_manager] == ["You may not sign for the affiliate. The affiliate director can."]
    assert [r.sentence for r in by_director] == ["You may not sign for the national office. The program manager can."]


def test_the_signed_version_stays_the_one_to_sign(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    first = an_agreement(session, award)
    sign(session, award, first, Side.AFFILIATE, scene.director)
    second = an_agreement(session, award, digest="b" * 64)
    assert find_agreement(session, award) is first
    reasons = why_not_sign(award, second, side=Side.NETWORK, actor=as_actor(scene.managers[0]))
    assert [r.sentence for r in reasons] == [
        "The other side signed another version of the agreement. Open the signed one."
    ]


def test_a_funded_award_is_not_signed_again(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    reasons = why_not_sign(award, document, side=Side.NETWORK, actor=as_actor(scene.managers[1]))
    assert [r.sentence for r in reasons] == [
        "The agreement is signed between the award and the first payment.",
        "The national office has signed already.",
    ]
