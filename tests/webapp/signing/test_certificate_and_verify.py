"""The certificate of a signed document, and the public check of a file."""

import hashlib
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate, an_enrollment
from tests.scenes_agreements import offered, sign_data
from workflows.agreements.models import DataSharingAgreement
from workflows.documents.models import Document
from workflows.people.models import User
from workflows.permissions import Role
from workflows.signing.models import Side
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
CONTENT = b"PK the signed file"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def signed(session: Session) -> tuple[DataSharingAgreement, User, User]:
    """Signed by both sides, with the director and the steward."""
    year = an_enrollment(session, Stage.ENROLLED)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate, name="Amina Diallo")
    steward = a_person(session, Role.PRIVACY_STEWARD, name="Pia Sund")
    agreement = offered(session, year, steward, sha256=SHA256)
    for side, signer in ((Side.AFFILIATE, director), (Side.NETWORK, steward)):
        sign_data(session, agreement, side, signer, sha256=SHA256)
    return agreement, director, steward


Signed = tuple[DataSharingAgreement, User, User]


def the_document(session: Session) -> Document:
    return session.query(Document).one()


def test_the_certificate_tells_everything_about_both_signatures(
    session: Session, sign_in: SignIn, signed: Signed
) -> None:
    agreement, director, _ = signed
    page = sign_in(director).get(f"/signatures/{the_document(session).id}").text
    told = ("Amina Diallo", "Pia Sund", "Affiliate director", "Privacy steward", "192.0.2.7", SHA256,
            agreement.affiliate_party, "National Network Office", "Signed by both sides",
            "I am authorized to sign it for the national office")  # fmt: skip
    assert [words for words in told if words not in page] == []


def test_others_do_not_learn_of_the_certificate(session: Session, sign_in: SignIn, signed: Signed) -> None:
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    finance = a_person(session, Role.FINANCE_OFFICER)
    page = f"/signatures/{the_document(session).id}"
    assert [sign_in(who).get(page).status_code for who in (stranger, finance)] == [404, 404]


def test_an_unsigned_document_has_no_certificate(session: Session, sign_in: SignIn) -> None:
    year, steward = an_enrollment(session, Stage.ENROLLED), a_person(session, Role.PRIVACY_STEWARD)
    offered(session, year, steward)
    assert sign_in(steward).get(f"/signatures/{the_document(session).id}").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [lambda: {"file": (io.BytesIO(CONTENT), "any name.docx")}, lambda: {"fingerprint": f" {SHA256.upper()} "}],
)
def test_a_visitor_learns_that_it_is_the_signed_file_and_no_name(
    app: Flask, signed: Signed, asked: Callable[[], dict[str, object]]
) -> None:
    agreement, director, steward = signed
    page = app.test_client().post("/verify", data=asked())
    assert page.status_code == 200
    assert "This is the sealed data-sharing agreement of this program, byte for byte." in page.text
    assert (agreement.affiliate_party in page.text, "National Network Office" in page.text) == (True, True)
    assert [name for name in (director.name, steward.name) if name in page.text] == []


def test_who_may_see_the_document_reads_the_names(sign_in: SignIn, signed: Signed) -> None:
    _, director, _ = signed
    page = sign_in(director).post("/verify", data={"fingerprint": SHA256}).text
    assert "by Pia Sund (Privacy steward)" in page
    assert "Certificate of signatures" in page


def test_a_changed_file_is_told_so_clearly(app: Flask, signed: Signed) -> None:
    page = app.test_client().post("/verify", data={"file": (io.BytesIO(CONTENT + b"!"), "a.docx")}).text
    assert "No document that was signed in this program has this fingerprint." in page
    assert signed[0].affiliate_party not in page


def test_an_unsigned_file_is_not_told_of(app: Flask, session: Session) -> None:
    offered(session, an_enrollment(session, Stage.ENROLLED), a_person(session, Role.PRIVACY_STEWARD), sha256=SHA256)
    page = app.test_client().post("/verify", data={"fingerprint": SHA256}).text
    assert "No document that was signed in this program has this fingerprint." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose the file, or paste its fingerprint."),
        ("abc", "A fingerprint has 64 signs, from 0 to 9 and from a to f."),
    ],
)
def test_a_question_without_a_file_is_answered_with_what_is_missing(app: Flask, typed: str, sentence: str) -> None:
    page = app.test_client().post("/verify", data={"fingerprint": typed})
    assert (page.status_code, sentence in page.text) == (422, True)


def test_a_huge_file_is_refused_before_it_is_read(app: Flask) -> None:
    page = app.test_client().post(
        "/verify",
        input_stream=io.BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(30 * 1024 * 1024)},
    )
    assert page.status_code == 413
