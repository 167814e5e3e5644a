"""Both sides, or one side twice, in the same moment: one file, one signature a side."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_agreements import offered
from tests.two_at_once import at_once
from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.agreements.queries import KIND, get_data_agreement
from workflows.db import Origin, db, originating, transaction
from workflows.documents.models import Document
from workflows.permissions import Actor, Role
from workflows.signing.models import Side, Signature
from workflows.signing.operations import sign_document
from workflows.stages import Stage

pytestmark = pytest.mark.postgres


def _saved(app: Flask) -> tuple[int, int, int, int]:
    """The ids of an offered agreement, its two directors, and the steward."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        year = an_enrollment(session, Stage.ENROLLED)
        directors = [a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate) for _ in range(2)]
        steward = a_person(session, Role.PRIVACY_STEWARD)
        agreement = offered(session, year, steward)
        return agreement.id, directors[0].id, directors[1].id, steward.id


def _sign(session: Session, agreement_id: int, actor: Actor) -> None:
    sign_document(
        KIND,
        get_data_agreement(session, agreement_id),
        side=Side.NETWORK if actor.is_national else Side.AFFILIATE,
        seen_sha256="d" * 64,
        typed_name=actor.name,
        address="192.0.2.7",
        session=session,
        actor=actor,
        now=NOW,
    )


def _kept() -> tuple[AgreementState, list[str]]:
    agreement = db.session.scalars(select(DataSharingAgreement)).one()
    signatures = db.session.scalars(select(Signature).order_by(Signature.side)).all()
    sealed = db.session.scalars(select(Document.file_sha256).where(Document.sealed_at.is_not(None))).all()
    assert {s.document_sha256 for s in signatures} == set(sealed)
    return agreement.state, [s.side.value for s in signatures]


def test_both_sides_at_once_bring_it_into_force(postgres_app: Flask) -> None:
    agreement_id, director, _, steward = _saved(postgres_app)
    heard = at_once(postgres_app, get_data_agreement, _sign, [(agreement_id, who) for who in (director, steward)])
    assert heard == ["done", "done"]
    with postgres_app.app_context():
        assert _kept() == (AgreementState.ACTIVE, ["affiliate", "network"])


def test_two_directors_at_once_give_one_signature(postgres_app: Flask) -> None:
    agreement_id, first, second, _ = _saved(postgres_app)
    heard = at_once(postgres_app, get_data_agreement, _sign, [(agreement_id, who) for who in (first, second)])
    assert heard == ["The affiliate has signed already.", "done"]
    with postgres_app.app_context():
        assert _kept() == (AgreementState.OFFERED, ["affiliate"])


def test_one_person_twice_at_once_signs_once(postgres_app: Flask) -> None:
    agreement_id, director, _, _ = _saved(postgres_app)
    heard = at_once(postgres_app, get_data_agreement, _sign, [(agreement_id, director), (agreement_id, director)])
    assert heard == ["done", "done"]
    with postgres_app.app_context():
        assert _kept() == (AgreementState.OFFERED, ["affiliate"])
