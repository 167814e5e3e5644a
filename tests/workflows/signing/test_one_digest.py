"""Whatever comes in between, both sides sign one digest, and the sealed file stays what it was."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_agreements import drafted
from tests.scenes_documents import context_of
from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.agreements.operations import offer_data_agreement
from workflows.agreements.queries import KIND
from workflows.documents.jobs import make_document, sweep_files, withdraw_document
from workflows.documents.models import Document
from workflows.documents.operations import ask_for_document
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.outbox import JobRun, RunState
from workflows.people.models import User
from workflows.permissions import Role
from workflows.signing.models import Side, Signature
from workflows.signing.operations import find_file_of, sign_document
from workflows.signing.queries import find_sealed, list_signatures
from workflows.stages import Stage

STEPS = ("make", "make_otherwise", "withdraw", "sweep", "sign_affiliate", "sign_network", "sign_stale", "verify")


class Table:
    """An offered agreement with its people, on which steps are taken in any order."""

    def __init__(self, session: Session, files: FileStore) -> None:
        self.session, self.files, self.count = session, files, 0
        self.year = an_enrollment(session, Stage.ENROLLED)
        self.steward = a_person(session, Role.PRIVACY_STEWARD)
        self.director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=self.year.affiliate)
        self.agreement: DataSharingAgreement = drafted(session, self.year)
        offer_data_agreement(self.agreement, session=session, actor=self.steward.as_actor(NOW), now=NOW)
        session.flush()

    def take(self, step: str) -> None:
        getattr(self, step)()
        self.session.flush()

    def make(self) -> None:
        self._run(make_document)

    def make_otherwise(self) -> None:
        """The facts of the paper changed: the director has another name."""
        self.director.name = f"Director {self.count}"
        self._run(make_document)

    def withdraw(self) -> None:
        self._run(withdraw_document)

    def sweep(self) -> None:
        self._run(sweep_files)

    def sign_affiliate(self) -> None:
        self._sign(Side.AFFILIATE, self.director)

    def sign_network(self) -> None:
        self._sign(Side.NETWORK, self.steward)

    def sign_stale(self) -> None:
        with pytest.raises(Refused):
            self._give(Side.AFFILIATE, self.director, "0" * 64)

    def verify(self) -> None:
        for document in self.session.query(Document).filter(Document.sealed_at.is_not(None)):
            assert find_sealed(self.session, document.file_sha256) is document

    def _sign(self, side: Side, signer: User) -> None:
        document = find_file_of(self.session, KIND, self.agreement)
        if document is None:
            return
        try:
            self._give(side, signer, document.file_sha256)
        except Refused:
            assert self.agreement.state is AgreementState.ACTIVE

    def _give(self, side: Side, signer: User, sha256: str) -> None:
        sign_document(
            KIND,
            self.agreement,
            side=side,
            seen_sha256=sha256,
            typed_name=signer.name,
            address="192.0.2.1",
            session=self.session,
            actor=signer.as_actor(NOW),
            now=NOW,
        )

    def _run(self, job: Any) -> None:
        self.count += 1
        run = JobRun(
            job=job.__name__,
            key=f"one-digest-{self.agreement.id}-{self.count}",
            enrollment_id=self.year.id,
            subject_id=self.agreement.id,
            arguments={"kind": KIND},
            state=RunState.OWED,
            created_at=NOW,
            due_at=NOW,
        )
        self.session.add(run)
        self.session.flush()
        job(context_of(run, self.files))(self.session)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12))
def test_both_sides_always_sign_the_one_sealed_digest(session: Session, tmp_path: Path, steps: list[str]) -> None:
    with session.begin_nested() as point:
        table, sealed = Table(session, FileStore(str(tmp_path / "files"))), set()
        for step in ("make", *steps):
            table.take(step)
            found = session.query(Document).filter_by(kind=KIND, subject_id=table.agreement.id).all()
            sealed |= {(d.id, d.file_sha256) for d in found if d.sealed_at is not None}
        signatures = session.query(Signature).all()
        assert len(sealed) <= 1
        assert {(s.document_id, s.document_sha256) for s in signatures} == sealed
        assert len(signatures) == len({s.side for s in signatures})
        assert (table.agreement.state is AgreementState.ACTIVE) == (len(signatures) == len(Side))
        for document_id, sha256 in sealed:
            assert table.files.open(sha256).read(2) == b"PK"
            assert len(list_signatures(session, document_id)) == len(signatures)
        point.rollback()


def test_asking_again_after_a_signature_makes_no_second_file(session: Session, tmp_path: Path) -> None:
    table = Table(session, FileStore(str(tmp_path / "files")))
    table.take("make")
    table.take("sign_network")
    ask_for_document(KIND, table.agreement, session=session, actor=table.steward.as_actor(NOW), now=NOW)
    for step in ("make_otherwise", "withdraw", "make"):
        table.take(step)
    (document,) = session.query(Document).all()
    assert document.sealed_at == NOW
