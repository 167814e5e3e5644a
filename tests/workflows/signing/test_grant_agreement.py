"""Two signatures of two people under one sealed agreement."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_reviews import a_scene, an_agreement, as_actor, awarded, sign
from workflows.documents.models import Document, SealedForever
from workflows.errors import Reason
from workflows.funding.models import Award
from workflows.funding.queries import AGREEMENT
from workflows.machine import Refused
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.signing import operations
from workflows.signing.models import Side, Signature
from workflows.signing.operations import find_file_of
from workflows.stages import Stage


def why_not_sign(award: Award, document: Document | None, *, side: Side, actor: User) -> list[str]:
    reasons: tuple[Reason, ...] = operations.why_not_sign(
        AGREEMENT, award, document, award.signatures, side=side, actor=as_actor(actor), now=NOW
    )
    return [reason.sentence for reason in reasons]


def test_the_first_signature_seals_and_the_second_funds(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    assert (document.sealed_at, scene.enrollment.stage) == (NOW, Stage.AWARDED)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    assert (scene.enrollment.stage, scene.enrollment.agreement_signed_at) == (Stage.FUNDED, NOW)
    affiliate = scene.enrollment.affiliate.name
    assert [(s.side, s.document_sha256, s.typed_name, s.address, s.role, s.office) for s in award.signatures] == [
        (Side.AFFILIATE, "a" * 64, scene.director.name, "127.0.0.1", "Affiliate director", affiliate),
        (Side.NETWORK, "a" * 64, scene.managers[0].name, "127.0.0.1", "Program manager", "National Network Office"),
    ]
    assert award.signatures[0].statement.startswith("I have read the grant agreement")


def test_each_side_signs_once(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    second = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.enrollment.affiliate)
    with pytest.raises(Refused, match="The affiliate has signed already"):
        sign(session, award, document, Side.AFFILIATE, second)


def test_the_same_signature_given_twice_is_one(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    for _ in range(2):
        sign(session, award, document, Side.AFFILIATE, scene.director)
        assert session.query(Signature).count() == 1


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
    reasons = why_not_sign(award, None, side=Side.AFFILIATE, actor=scene.director)
    assert reasons == ["The grant agreement is being made. It can be signed in a moment."]


def test_wrong_people_read_who_can_sign(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    by_manager = why_not_sign(award, document, side=Side.AFFILIATE, actor=scene.managers[0])
    by_director = why_not_sign(award, document, side=Side.NETWORK, actor=scene.director)
    assert by_manager == ["You may not sign for the affiliate. The affiliate director can."]
    assert by_director == ["You may not sign for the national office. The program manager can."]


def test_the_signed_version_stays_the_one_to_sign(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    first = an_agreement(session, award)
    sign(session, award, first, Side.AFFILIATE, scene.director)
    second = an_agreement(session, award, digest="b" * 64)
    assert find_file_of(session, AGREEMENT, award) is first
    with pytest.raises(Refused, match="The grant agreement was made again since you opened it"):
        sign(session, award, second, Side.NETWORK, scene.managers[0])


def test_a_file_that_was_made_again_meanwhile_is_not_signed_unseen(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    seen = an_agreement(session, award)
    newer = an_agreement(session, award, digest="b" * 64)
    with pytest.raises(Refused, match="Read the new file, then sign it"):
        sign(session, award, seen, Side.AFFILIATE, scene.director)
    assert (seen.sealed_at, newer.sealed_at) == (None, None)


@pytest.mark.parametrize("deed", ["change", "forget"])
def test_a_sealed_document_is_neither_changed_nor_forgotten(session: Session, deed: str) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    if deed == "change":
        document.file_sha256 = "b" * 64
    else:
        session.delete(document)
    with pytest.raises(SealedForever):
        session.flush()


def test_a_funded_award_is_not_signed_again(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    reasons = why_not_sign(award, document, side=Side.NETWORK, actor=scene.managers[1])
    assert reasons == [
        "The agreement is signed between the award and the first payment.",
        "The national office has signed already.",
    ]
