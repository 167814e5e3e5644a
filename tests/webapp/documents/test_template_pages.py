"""Word templates in the browser: upload with line-by-line errors, trying, using, going back, and who may."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person
from tests.scenes_documents import a_year, context_of
from tests.scenes_templates import a_preview, a_template
from workflows.clock import utc_now
from workflows.documents.catalogue import TEMPLATES
from workflows.documents.contexts import CONTEXTS
from workflows.documents.models import DocumentTemplate, TemplatePreview
from workflows.documents.preview import preview_template
from workflows.files import FileStore
from workflows.outbox import JobRun
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
BASE = "/documents/templates"
LETTER = f"{BASE}/award_letter"


@pytest.fixture
def admin(session: Session) -> User:
    return a_person(session, Role.NETWORK_ADMINISTRATOR, name="Nora Admin")


@pytest.fixture
def store(app: Flask) -> FileStore:
    store: FileStore = app.extensions["accompany_files"]
    return store


@pytest.fixture
def client(admin: User, sign_in: SignIn) -> FlaskClient:
    return sign_in(admin)


def word_file(*lines: str) -> bytes:
    word = Document()
    word.core_properties.title = "Test"
    for line in lines:
        word.add_paragraph(line)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def upload(client: FlaskClient, content: bytes, *, name: str = "letter.docx", **more: str) -> Any:
    return client.post(LETTER, data={"file": (io.BytesIO(content), name), **more})


def versions(session: Session) -> list[tuple[int, str]]:
    session.expire_all()
    rows = session.scalars(select(DocumentTemplate).order_by(DocumentTemplate.number))
    return [(row.number, row.state.value) for row in rows]


def test_the_list_names_every_template_and_what_is_in_use(session: Session, admin: User, sign_in: SignIn) -> None:
    a_template(session, admin, kind="certificate", state="active")
    page = sign_in(admin).get(f"{BASE}/").text
    assert [kind for kind in CONTEXTS if f"/documents/templates/{kind}" not in page] == []
    assert "Data-sharing agreement" in page
    assert "Closeout report" in page
    assert page.count("Built-in file") == len(CONTEXTS) - 1
    assert "Version 1" in page


def test_a_sound_file_is_kept_as_a_draft_with_what_it_leaves_out(
    session: Session, client: FlaskClient, store: FileStore
) -> None:
    content = word_file("Letter {{ award_number }}", "You are awarded {{ amount }}.")
    answer = upload(client, content, note="In our words")
    [kept] = session.scalars(select(DocumentTemplate)).all()
    assert (answer.status_code, answer.location) == (303, f"{BASE}/versions/{kept.id}")
    assert (kept.state, kept.note, kept.uploaded_by.name) == ("draft", "In our words", "Nora Admin")
    assert store.read(kept.file_sha256) == content
    page = client.get(f"{BASE}/versions/{kept.id}").text
    assert "“goals” is shown by the built-in template and not by this one." in page
    assert "Version 1 is kept as a draft." in page
    assert "In our words" in client.get(LETTER).text
    assert client.get(f"{BASE}/versions/{kept.id}/download").data == content


def test_a_file_with_unknown_variables_is_refused_line_by_line(
    session: Session, client: FlaskClient, store: FileStore
) -> None:
    answer = upload(client, word_file("Dear {{ addressee.nam }},", "{{ ''.__class__ }}", "{{ amount }}"))
    assert answer.status_code == 422
    assert "The file was not kept: 2 places to mend" in answer.text
    assert "Paragraph 1" in answer.text
    assert "Dear <code>{{ addressee.nam }}</code>," in answer.text
    assert "This document has no “addressee.nam”. Did you mean “addressee.name”?" in answer.text
    assert "A template can only show, repeat and choose; this asks for more." in answer.text
    assert session.scalars(select(DocumentTemplate)).all() == []
    assert not Path(store.root).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,amount\n", "This is not a Word document (.docx), or it is damaged."),
        (b"", "This file is empty. Choose another one."),
    ],
    ids=["csv", "empty"],
)
def test_what_is_no_word_file_is_refused_in_a_sentence(
    session: Session, client: FlaskClient, content: bytes, sentence: str
) -> None:
    answer = upload(client, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(DocumentTemplate)).all() == []


def test_no_file_and_a_long_note_are_told_at_their_fields(session: Session, client: FlaskClient) -> None:
    assert "Choose a Word document (.docx)." in client.post(LETTER, data={}).text
    answer = upload(client, word_file("{{ amount }}"), note="x" * 301)
    assert (answer.status_code, "Use at most 300 characters." in answer.text) == (422, True)
    assert session.scalars(select(DocumentTemplate)).all() == []


def test_using_a_version_going_back_and_the_history(session: Session, client: FlaskClient) -> None:
    for words in ("{{ amount }}", "{{ award_number }}"):
        upload(client, word_file(words))
    first, second = session.scalars(select(DocumentTemplate.id).order_by(DocumentTemplate.number)).all()
    for number, version in enumerate((first, second, first)):
        assert client.post(f"{BASE}/versions/{version}/use", data={"version": str(number)}).status_code == 303
    assert versions(session) == [(1, "active"), (2, "retired")]
    page = client.get(LETTER).text
    assert "In use now: Version 1" in page
    assert page.count(", by Nora Admin") == 3
    assert client.post(f"{LETTER}/built-in/use", data={"version": "3"}).status_code == 303
    assert versions(session) == [(1, "retired"), (2, "retired")]
    assert "New documents are made from: Built-in file." in client.get(LETTER).text
    assert "Go back to this version" in client.get(f"{BASE}/versions/{first}").text


def test_the_slower_of_two_administrators_sees_both_versions(session: Session, client: FlaskClient) -> None:
    for words in ("{{ amount }}", "{{ award_number }}"):
        upload(client, word_file(words))
    first, second = session.scalars(select(DocumentTemplate.id).order_by(DocumentTemplate.number)).all()
    client.post(f"{BASE}/versions/{first}/use", data={"version": "0"})
    answer = client.post(f"{BASE}/versions/{second}/use", data={"version": "0"})
    assert answer.status_code == 409
    assert "Version 2" in answer.text
    assert "Version 1" in answer.text
    assert versions(session) == [(1, "active"), (2, "draft")]


def test_a_version_that_the_program_no_longer_understands_is_not_used(
    session: Session, admin: User, sign_in: SignIn, store: FileStore
) -> None:
    stored = store.put(word_file("{{ a_variable_of_old }}"))
    old = a_template(session, admin, file_sha256=stored.sha256)
    answer = sign_in(admin).post(f"{BASE}/versions/{old.id}/use", data={"version": "0"})
    assert answer.status_code == 422
    assert "Paragraph 1: this document has no “a_variable_of_old”." in answer.text
    assert versions(session) == [(1, "draft")]


def test_the_built_in_file_can_be_downloaded_to_begin_from(client: FlaskClient) -> None:
    answer = client.get(f"{LETTER}/built-in")
    assert answer.data == (TEMPLATES / "award_letter.docx").read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=award_letter.docx"


def test_a_version_whose_file_is_lost_says_so(session: Session, admin: User, sign_in: SignIn) -> None:
    lost = a_template(session, admin)
    answer = sign_in(admin).get(f"{BASE}/versions/{lost.id}/download")
    assert (answer.status_code, "This file is not in the file store." in answer.text) == (503, True)


@pytest.mark.parametrize("kind", CONTEXTS)
def test_variables_are_listed_with_meaning_and_example(client: FlaskClient, kind: str) -> None:
    page = client.get(f"{BASE}/{kind}/variables")
    assert page.status_code == 200
    assert "{{ paper.affiliate }}" in page.text
    assert "Harbor Refugee Services" in page.text


def test_a_preview_is_asked_for_made_and_downloaded(
    session: Session, admin: User, sign_in: SignIn, store: FileStore
) -> None:
    year = a_year(session, "Harbor")
    client = sign_in(admin)
    assert f"Harbor · {year.award.number}" in client.get(f"{LETTER}/preview").text
    asked = {"version": "built-in", "record": f"{year.enrollment.id}-{year.award.id}"}
    answer = client.post(f"{LETTER}/preview", data=asked)
    preview = session.scalars(select(TemplatePreview)).one()
    here = f"{BASE}/previews/{preview.id}"
    assert (answer.status_code, answer.location) == (303, here)
    assert f'data-poll="{here}/news"' in client.get(here).text
    assert client.get(f"{here}/download").status_code == 404
    run = session.scalars(select(JobRun).where(JobRun.job == "preview_template")).one()
    preview_template(context_of(run, store))(session)
    session.commit()
    page = client.get(here).text
    assert "Download the preview" in page
    assert "payments.amount" in page
    assert "$12,500.00" in page
    assert f'href="{here}"' in client.get(f"{here}/news").text
    file = client.get(f"{here}/download")
    assert (file.status_code, file.data[:2]) == (200, b"PK")
    assert "Preview - Harbor - Award letter" in file.headers["Content-Disposition"]
    assert "Award letter" not in client.get(f"/documents/of/{year.enrollment.id}").text


def test_a_preview_is_its_makers_alone_and_for_a_day(session: Session, admin: User, sign_in: SignIn) -> None:
    year = a_year(session)
    young = a_preview(session, year, admin, asked_at=utc_now())
    old = a_preview(session, year, admin, asked_at=utc_now() - timedelta(days=1, minutes=1))
    other = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    assert [other.get(f"{BASE}/previews/{young.id}{page}").status_code for page in ("", "/news", "/download")] == [
        404
    ] * 3
    mine = sign_in(admin)
    assert [mine.get(f"{BASE}/previews/{each.id}").status_code for each in (young, old)] == [200, 404]


def test_a_template_without_a_record_to_try_says_what_is_missing(session: Session, client: FlaskClient) -> None:
    assert "No record to try it with yet" in client.get(f"{LETTER}/preview").text
    assert "No record to try it with yet" in client.post(f"{LETTER}/preview", data={}).text


def test_a_record_that_is_not_offered_is_refused(session: Session, admin: User, sign_in: SignIn) -> None:
    a_year(session)
    answer = sign_in(admin).post(f"{LETTER}/preview", data={"version": "built-in", "record": "1-999999"})
    assert answer.status_code == 422
    assert session.scalars(select(TemplatePreview)).all() == []


@pytest.mark.parametrize(
    "role", [Role.PROGRAM_MANAGER, Role.COACH, Role.AUDITOR, Role.FINANCE_OFFICER, Role.PRIVACY_STEWARD]
)
def test_nobody_else_sees_the_templates(session: Session, admin: User, sign_in: SignIn, role: Role) -> None:
    version = a_template(session, admin)
    client = sign_in(a_person(session, role))
    assert client.get(f"{BASE}/").status_code == 403
    pages = (LETTER, f"{LETTER}/variables", f"{LETTER}/built-in", f"{LETTER}/preview", f"{BASE}/versions/{version.id}")
    assert [client.get(page).status_code for page in pages] == [404] * 5
    posts = (LETTER, f"{LETTER}/built-in/use", f"{BASE}/versions/{version.id}/use", f"{LETTER}/preview")
    assert [client.post(page, data={"version": "0"}).status_code for page in posts] == [404] * 4
    assert "Word templates" not in client.get("/documents/").text
    assert versions(session) == [(1, "draft")]


def test_there_is_no_template_of_another_name(client: FlaskClient) -> None:
    assert client.get(f"{BASE}/invoice").status_code == 404


@pytest.mark.parametrize("address", [f"{BASE}/", LETTER])
def test_lists_ask_the_same_of_the_database_for_one_and_for_thirty(
    session: Session, admin: User, sign_in: SignIn, count_queries: Statements, address: str
) -> None:
    asked = []
    for more in (1, 29):
        for _ in range(more):
            a_template(session, admin)
        client = sign_in(admin)
        session.expunge_all()
        count_queries.clear()
        assert client.get(address).status_code == 200
        asked.append(len(count_queries))
    assert asked[0] == asked[1] <= 8
