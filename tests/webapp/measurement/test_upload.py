"""An affiliate uploads an extract in the browser, and nobody in it can be found again."""

import csv
import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug import formparser
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from config import Settings
from tests.conftest import Statements
from tests.factories import a_person, an_affiliate
from tests.scenes_measurement import CLEAN, SAMPLES, a_year, work
from webapp.measurement.intake import IN_MEMORY
from webapp.measurement.pseudonym_key import pseudonym_key
from workflows.enrollments.models import Enrollment
from workflows.logs import JsonLines
from workflows.measurement.answers import EXTRACT_REQUEST_MAX_BYTES
from workflows.measurement.models import ExtractImport, Measurement
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
IDENTIFYING = ("case_number", "individual_id", "alien_number", "ssn", "first_name", "last_name", "phone")


def page_of(enrollment: Enrollment) -> str:
    return f"/outcomes/of/{enrollment.id}/upload"


def answer(content: bytes, name: str = "export.csv", **values: Any) -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name), "as_of": "2024-09-30", "once": "one", **values}


def a_lead(session: Session, enrollment: Enrollment, role: Role = Role.AFFILIATE_DATA_LEAD) -> User:
    return a_person(session, role, affiliate=enrollment.affiliate)


def identifiers() -> set[bytes]:
    with CLEAN.open(encoding="utf-8", newline="") as file:
        values = {row[name].strip() for row in csv.DictReader(file) for name in IDENTIFYING}
    return {value.encode() for value in values if len(value) > 3}


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every log line of the test, as the worker and the web would write it."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Keep(logging.DEBUG)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def test_the_figures_come_and_nobody_can_be_found_anywhere(
    app: Flask, session: Session, sign_in: SignIn, settings: Settings, logged: list[str]
) -> None:
    year = a_year(session, "AFF-03")
    client = sign_in(a_lead(session, year))
    assert client.post(page_of(year), data=answer(CLEAN.read_bytes())).status_code == 303
    before = bytes_under(settings.data_dir)
    assert work(app.extensions["accompany_files"]) == ["compute_extract", "forget_reduced_file"]
    page = client.get(f"/outcomes/of/{year.id}").text
    quality = client.get("/outcomes/imports/1").text
    kept = before + bytes_under(settings.data_dir) + "\n".join([page, quality, *logged]).encode()
    assert {value for value in identifiers() if value in kept} == set()
    assert len(session.scalars(select(Measurement)).all()) == 42
    assert "Data as of Monday 30 September 2024, from extract 1" in page
    assert "21 figures" in page


def bytes_under(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_upload_never_goes_through_a_temporary_file(
    session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_values: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(formparser, "SpooledTemporaryFile", refuse)
    year = a_year(session)
    long = CLEAN.read_bytes() + b"\n" * 600_000  # more than the web library keeps in memory by itself
    boundary, body = encode_multipart(answer(b"") | {"file": FileStorage(io.BytesIO(long), filename="export.csv")})
    client = sign_in(a_lead(session, year))
    page = client.post(page_of(year), data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert page.status_code == 303


def test_a_body_over_the_limit_is_refused_before_it_is_read(session: Session, sign_in: SignIn) -> None:
    year = a_year(session)
    page = sign_in(a_lead(session, year)).post(
        page_of(year),
        input_stream=io.BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(EXTRACT_REQUEST_MAX_BYTES + 1)},
    )
    assert page.status_code == 413
    assert session.scalars(select(ExtractImport)).all() == []


def test_the_endpoint_that_keeps_files_in_memory_is_there(app: Flask) -> None:
    assert set(app.view_functions) >= IN_MEMORY


def test_the_key_is_the_networks_and_not_the_secret_itself(settings: Settings) -> None:
    assert pseudonym_key(settings) == pseudonym_key(settings)
    assert len(pseudonym_key(settings)) == 32
    assert pseudonym_key(settings) not in settings.secret_key.encode()


def test_the_same_file_for_the_same_day_shows_the_import_that_is_there(session: Session, sign_in: SignIn) -> None:
    year = a_year(session)
    client = sign_in(a_lead(session, year))
    client.post(page_of(year), data=answer(CLEAN.read_bytes()))
    again = client.post(page_of(year), data=answer(CLEAN.read_bytes(), once="two"), follow_redirects=True)
    assert "You uploaded this file for this day before: it is extract 1. Nothing was changed." in again.text
    assert len(session.scalars(select(ExtractImport)).all()) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and more", "This is an Excel workbook."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x89PNG\r\n\0\0", "This file is not a CSV we can read."),
        (b"", "This file is empty."),
        (b"name,town\nSynth,Port Ansel\n", "none of the column names we look for"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_nothing_is_kept(
    session: Session, sign_in: SignIn, content: bytes, sentence: str
) -> None:
    year = a_year(session)
    page = sign_in(a_lead(session, year)).post(page_of(year), data=answer(content))
    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalars(select(ExtractImport)).all() == []


def test_a_day_that_has_not_come_is_said_at_its_field(session: Session, sign_in: SignIn) -> None:
    year = a_year(session)
    page = sign_in(a_lead(session, year)).post(page_of(year), data=answer(CLEAN.read_bytes(), as_of="2099-01-01"))
    assert page.status_code == 422
    assert 'href="#as_of">This day has not come yet.' in page.text


@pytest.mark.parametrize("role", [Role.AFFILIATE_STAFF, Role.AFFILIATE_FINANCE])
def test_other_people_of_the_affiliate_may_not_upload(session: Session, sign_in: SignIn, role: Role) -> None:
    year = a_year(session)
    assert sign_in(a_lead(session, year, role)).get(page_of(year)).status_code == 403


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR, Role.FINANCE_OFFICER])
def test_national_staff_may_not_upload(session: Session, sign_in: SignIn, role: Role) -> None:
    year = a_year(session)
    answered = sign_in(a_person(session, role)).post(page_of(year), data=answer(CLEAN.read_bytes()))
    assert answered.status_code == 403


def test_another_affiliate_finds_nothing(session: Session, sign_in: SignIn) -> None:
    year = a_year(session)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    client = sign_in(stranger)
    assert [client.get(page).status_code for page in (page_of(year), f"/outcomes/of/{year.id}")] == [404, 404]


def test_before_the_training_the_page_says_when_it_opens(session: Session, sign_in: SignIn) -> None:
    year = a_year(session, stage=Stage.COMMITTED)
    page = sign_in(a_lead(session, year)).get(page_of(year))
    assert "Extracts are uploaded from the training on until the year is complete." in page.text
    assert '<form method="post" enctype' not in page.text


def test_the_row_of_an_import_tells_its_progress_and_then_where_to_look(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    year = a_year(session)
    client = sign_in(a_lead(session, year))
    client.post(page_of(year), data=answer(CLEAN.read_bytes()))
    assert 'data-poll="/outcomes/imports/1/news"' in client.get(f"/outcomes/of/{year.id}").text
    work(app.extensions["accompany_files"])
    news = client.get("/outcomes/imports/1/news").text
    assert "load the page again" in news
    assert "data-poll" not in news


def test_the_quality_report_names_rows_columns_and_remedies(session: Session, sign_in: SignIn) -> None:
    year = a_year(session)
    client = sign_in(a_lead(session, year))
    client.post(page_of(year), data=answer((SAMPLES / "synthetic_extract.csv").read_bytes()))
    page = client.get("/outcomes/imports/1")
    assert page.status_code == 200
    assert "What would help" in page.text
    assert "last_name" in page.text


def test_the_quality_report_asks_as_much_for_many_problems_as_for_none(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    year = a_year(session)
    client = sign_in(a_lead(session, year))
    client.post(page_of(year), data=answer(CLEAN.read_bytes()))
    count_queries.clear()
    client.get("/outcomes/imports/1")
    assert len(count_queries) <= 12
