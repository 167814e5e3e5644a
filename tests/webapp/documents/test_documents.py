"""Documents in the browser: who finds what, waiting, downloading, comparing."""

import hashlib
import io
import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_documents import Year, a_document, a_year, an_owed_run
from workflows.documents.catalogue import DOCUMENTS
from workflows.files import FileStore
from workflows.outbox import RunState
from workflows.people.models import User
from workflows.permissions import Role
from workflows.signing.models import Side, Signature

SignIn = Callable[[User], FlaskClient]
KINDS = list(DOCUMENTS)


@pytest.fixture
def year(session: Session) -> Year:
    return a_year(session, "Harbor")


@pytest.fixture
def store(app: Flask) -> FileStore:
    store: FileStore = app.extensions["accompany_files"]
    return store


def who_reads(session: Session, year: Year) -> dict[str, User]:
    """One person of every sort who might come by."""
    harbor = year.enrollment.affiliate
    return {
        "director": year.director,
        "finance of the affiliate": a_person(session, Role.AFFILIATE_FINANCE, affiliate=harbor),
        "coach": year.coach,
        "another coach": a_person(session, Role.COACH),
        "manager": year.manager,
        "finance officer": a_person(session, Role.FINANCE_OFFICER),
        "privacy steward": a_person(session, Role.PRIVACY_STEWARD),
        "auditor": a_person(session, Role.AUDITOR),
        "reviewer": a_person(session, Role.REVIEWER),
        "another director": a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)),
    }


ALL, MONEY = set(KINDS), {"award_letter", "grant_agreement", "amendment"}
READS: dict[str, set[str]] = {
    "director": ALL,
    "finance of the affiliate": ALL,
    "coach": ALL,
    "another coach": set(),
    "manager": ALL,
    "finance officer": MONEY | {"report"},
    "privacy steward": {"data_sharing_agreement"},
    "auditor": ALL,
    "reviewer": set(),
    "another director": set(),
}


@pytest.mark.parametrize("who", READS)
def test_each_person_sees_the_kinds_that_are_theirs(session: Session, year: Year, sign_in: SignIn, who: str) -> None:
    person = who_reads(session, year)[who]
    documents = {kind: a_document(session, year, kind, title=f"Paper {kind}") for kind in KINDS}
    client = sign_in(person)
    opened = {kind for kind, made in documents.items() if client.get(f"/documents/{made.id}").status_code == 200}
    assert opened == READS[who]
    assert {kind for kind in KINDS if f"Paper {kind}<" in client.get("/documents/").text} == READS[who]
    assert {kind for kind in KINDS if f"Paper {kind}<" in client.get(f"/documents/of/{year.enrollment.id}").text} == (
        READS[who]
    )


def test_what_is_not_theirs_does_not_exist_for_them(session: Session, year: Year, sign_in: SignIn) -> None:
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    made, run = a_document(session, year), an_owed_run(session, year, "proposal")
    client = sign_in(stranger)
    pages = (f"{made.id}", f"{made.id}/download", f"runs/{run.id}", f"of/{year.enrollment.id}", "999999", "runs/999999")
    assert [client.get(f"/documents/{page}").status_code for page in pages] == [404] * 6


def test_run_of_another_kind_of_work_is_no_document(session: Session, year: Year, sign_in: SignIn) -> None:
    message = an_owed_run(session, year, "proposal", job="send_message")
    assert sign_in(year.director).get(f"/documents/runs/{message.id}").status_code == 404


def test_steward_may_not_wait_for_a_document_they_may_not_read(session: Session, year: Year, sign_in: SignIn) -> None:
    run = an_owed_run(session, year, "award_letter")
    assert sign_in(a_person(session, Role.PRIVACY_STEWARD)).get(f"/documents/runs/{run.id}").status_code == 404


def test_owed_document_is_listed_with_its_progress(session: Session, year: Year, sign_in: SignIn) -> None:
    running = an_owed_run(
        session,
        year,
        "award_letter",
        state=RunState.RUNNING,
        progress_percent=50,
        progress_text="Writing the Word file",
    )
    an_owed_run(session, year, "grant_agreement", error="The template is missing.")
    an_owed_run(session, year, "report", state=RunState.FAILED, error="There is no report to make a document of.")
    an_owed_run(session, year, "proposal", state=RunState.DONE)
    page = sign_in(year.director).get(f"/documents/of/{year.enrollment.id}").text
    assert f'data-poll="/documents/runs/{running.id}"' in page
    assert "Writing the Word file" in page
    assert "The template is missing. It is tried again by itself." in page
    assert "There is no report to make a document of." in page
    assert page.count('class="document document-') == 3


def test_waiting_row_hears_when_the_document_is_there(session: Session, year: Year, sign_in: SignIn) -> None:
    run = an_owed_run(session, year, "award_letter", progress_percent=10)
    client = sign_in(year.director)
    news = {"state": "owed", "progress_percent": 10, "progress_text": "", "error": "", "url": ""}
    assert client.get(f"/documents/runs/{run.id}").json == news
    made = a_document(session, year, "award_letter")
    run = session.merge(run)
    setattr(run, "state", RunState.DONE)  # noqa: B010  as the worker leaves it
    session.commit()
    news = {**news, "state": "done", "url": f"/documents/{made.id}"}
    assert client.get(f"/documents/runs/{run.id}").json == news


def test_download_is_the_file_with_a_readable_name(
    session: Session, year: Year, sign_in: SignIn, store: FileStore
) -> None:
    kept = store.put(b"a Word file")
    made = a_document(session, year, file_sha256=kept.sha256, size=kept.size, file_name="Añil & Söhne - Proposal.docx")
    answer = sign_in(year.director).get(f"/documents/{made.id}/download")
    assert (answer.status_code, answer.data) == (200, b"a Word file")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Anil & Sohne - Proposal.docx"; '
        "filename*=UTF-8''A%C3%B1il%20&%20S%C3%B6hne%20-%20Proposal.docx"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Length"] == "11"
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_missing_file_is_said_in_a_sentence_and_in_the_log(
    session: Session, year: Year, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    made = a_document(session, year)
    with caplog.at_level(logging.ERROR):
        answer = sign_in(year.director).get(f"/documents/{made.id}/download")
    assert answer.status_code == 503
    assert "This file is not in the file store." in answer.text
    assert [r.message for r in caplog.records] == ["a document's file cannot be read"]


def test_same_file_is_recognized_and_another_is_not(session: Session, year: Year, sign_in: SignIn) -> None:
    made = a_document(session, year, file_sha256=hashlib.sha256(b"the file").hexdigest())
    client = sign_in(year.director)

    def compared(content: bytes) -> str:
        answer = client.post(f"/documents/{made.id}", data={"file": (io.BytesIO(content), "mine.docx")})
        assert answer.status_code == 200
        return answer.text

    assert "Your file is this document, byte for byte." in compared(b"the file")
    assert "Your file differs from this document." in compared(b"another file")


def test_comparing_nothing_asks_for_a_file(session: Session, year: Year, sign_in: SignIn) -> None:
    made = a_document(session, year)
    answer = sign_in(year.director).post(f"/documents/{made.id}", data={})
    assert answer.status_code == 422
    assert "Choose a file to compare." in answer.text


def test_signed_document_shows_who_signed(session: Session, year: Year, sign_in: SignIn) -> None:
    made = a_document(session, year, "grant_agreement", sealed_at=NOW)
    session.add(
        Signature(
            document_id=made.id,
            document_sha256=made.file_sha256,
            side=Side.AFFILIATE,
            signer_id=year.director.id,
            role="Affiliate director",
            office="Harbor",
            typed_name="A. Diallo",
            statement="I agree.",
            signed_at=NOW,
            address="127.0.0.1",
        )
    )
    page = sign_in(year.director).get(f"/documents/{made.id}").text
    assert "A. Diallo" in page
    assert "Amina Diallo, for the affiliate" in page
    assert made.file_sha256 in page


def test_list_is_filtered_searched_and_paged(session: Session, year: Year, sign_in: SignIn) -> None:
    a_document(session, year, "award_letter", title="The letter")
    for _ in range(30):
        a_document(session, year, "proposal")
    client = sign_in(year.manager)
    assert "The letter" not in client.get("/documents/?kind=proposal").text
    assert "The letter" in client.get("/documents/?q=LETTER").text
    assert "The letter" in client.get("/documents/?kind=award_letter&q=harb").text
    assert "No document fits" in client.get("/documents/?q=100%25").text
    assert "26–31 of 31" in client.get("/documents/?page=2").text
    assert "26–31 of 31" in client.get("/documents/?page=99").text


def test_empty_list_says_what_fills_it(session: Session, sign_in: SignIn) -> None:
    page = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get("/documents/").text
    assert "the first one when a proposal is submitted" in page


@pytest.mark.parametrize("address", ["/documents/", "/documents/of/{id}"])
def test_lists_ask_the_same_of_the_database_for_one_and_for_thirty(
    session: Session, year: Year, sign_in: SignIn, count_queries: Statements, address: str
) -> None:
    page = address.format(id=year.enrollment.id)
    asked = []
    for more in (1, 29):
        for _ in range(more):
            a_document(session, year)
            an_owed_run(session, year, "award_letter")
        client = sign_in(year.manager)
        session.expunge_all()
        count_queries.clear()
        assert client.get(page).status_code == 200
        asked.append(len(count_queries))
    assert asked[0] == asked[1] <= 12
