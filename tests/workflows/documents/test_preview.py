"""A template tried with a real record: a marked file for its maker, and every value."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from word_files import opened, paragraphs, word_file, words

from tests.factories import NOW, a_person
from tests.scenes_documents import Year, a_year, an_owed_run, context_of
from tests.scenes_templates import a_preview, a_template
from workflows.documents.contexts import CONTEXTS
from workflows.documents.models import Document
from workflows.documents.preview import list_values, preview_template
from workflows.documents.record_choice import find_record_choice, list_record_choices
from workflows.documents.template_operations import ask_for_preview
from workflows.documents.template_queries import KINDS, PREVIEW, find_preview_run, get_template_kind
from workflows.documents.templates import TemplateProblem
from workflows.documents.values import Picture
from workflows.errors import DomainError, Forbidden, NotFound
from workflows.files import FileStore
from workflows.outbox import JobRun
from workflows.permissions import Role


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files")


@pytest.fixture
def year(session: Session) -> Year:
    return a_year(session, "Harbor")


def run_of(session: Session, year: Year, preview_id: int) -> JobRun:
    return an_owed_run(session, year, "award_letter", job=PREVIEW, subject_id=preview_id)


@pytest.mark.parametrize("kind", CONTEXTS)
def test_every_template_can_be_tried_with_a_record(session: Session, year: Year, files: FileStore, kind: str) -> None:
    record = list_record_choices(session, kind)[0]
    preview = a_preview(
        session, year, year.manager, kind=kind, enrollment_id=record.enrollment_id, subject_id=record.subject_id
    )
    preview_template(context_of(run_of(session, year, preview.id), files))(session)
    session.flush()
    assert preview.file_sha256 is not None
    content = files.read(preview.file_sha256)
    assert paragraphs(content)[0] == (
        "Preview, made with the built-in file. This is a trial of a template, not a document."
    )
    assert opened(content).core_properties.title.startswith("Preview: ")
    assert preview.file_name.startswith("Preview - Harbor - ")
    assert (preview.made_at, preview.size) == (NOW, len(content))
    assert ["paper.affiliate", "", "Harbor"] in preview.values
    assert session.scalars(select(Document)).all() == []


def test_a_preview_is_made_with_the_version_that_was_chosen(session: Session, year: Year, files: FileStore) -> None:
    stored = files.put(word_file("Only {{ amount }}"))
    version = a_template(session, year.manager, file_sha256=stored.sha256)
    preview = a_preview(session, year, year.manager, template=version)
    preview_template(context_of(run_of(session, year, preview.id), files))(session)
    assert preview.file_sha256 is not None
    assert words(files.read(preview.file_sha256)) == (
        "Preview, made with version 1. This is a trial of a template, not a document.\nOnly $25,000.00"
    )


def test_a_template_that_does_not_fit_is_said_in_a_sentence(session: Session, year: Year, files: FileStore) -> None:
    stored = files.put(word_file("Only {{ amuont }}"))
    version = a_template(session, year.manager, file_sha256=stored.sha256)
    preview = a_preview(session, year, year.manager, template=version)
    with pytest.raises(TemplateProblem, match="this document has no “amuont”"):
        preview_template(context_of(run_of(session, year, preview.id), files))


def test_a_certificate_that_was_taken_back_cannot_be_tried(session: Session, year: Year, files: FileStore) -> None:
    preview = a_preview(session, year, year.manager, kind="certificate", subject_id=year.participant.id)
    year.participant.certified_at = None
    with pytest.raises(DomainError, match="This record has lost what the document would show"):
        preview_template(context_of(run_of(session, year, preview.id), files))


def test_records_are_those_that_have_the_facts(session: Session, year: Year) -> None:
    labels = {kind: [record.label for record in list_record_choices(session, kind)] for kind in CONTEXTS}
    award = [f"Harbor · {year.award.number}"]
    assert labels == {
        "proposal": ["Harbor · 6 March 2026"],
        "award_letter": award,
        "grant_agreement": award,
        "data_sharing_agreement": [f"Harbor · {year.agreement.number}"],
        "amendment": [f"Harbor · {year.award.number}-A1"],
        "progress_report": ["Harbor · report 1"],
        "closeout_report": ["Harbor · report 1"],
        "check_in_summary": [f"Harbor · {NOW.day} {NOW:%B %Y}"],
        "certificate": ["Harbor · Samuel Haile"],
    }


def test_a_record_that_is_not_in_the_list_is_refused(session: Session, year: Year) -> None:
    with pytest.raises(DomainError, match="Choose a record from the list"):
        find_record_choice(session, "award_letter", f"{year.enrollment.id}-999999")


def test_asking_owes_one_run_for_the_maker(session: Session, year: Year) -> None:
    admin = a_person(session, Role.NETWORK_ADMINISTRATOR)
    [record] = list_record_choices(session, "award_letter")
    kind = get_template_kind(session, "award_letter")
    preview = ask_for_preview(kind, None, record, session=session, actor=admin.as_actor(NOW), now=NOW)
    session.flush()
    run = find_preview_run(session, preview)
    assert run is not None
    assert (run.job, run.arguments, run.enrollment_id) == ("preview_template", {"kind": "award_letter"}, None)
    assert (preview.made_by_id, preview.file_sha256) == (admin.id, None)
    with pytest.raises(Forbidden, match="You may not replace Word templates"):
        ask_for_preview(kind, None, record, session=session, actor=year.manager.as_actor(NOW), now=NOW)


def test_there_is_no_template_of_another_name(session: Session) -> None:
    with pytest.raises(NotFound):
        get_template_kind(session, "invoice")
    assert set(KINDS) == set(CONTEXTS)


@dataclass(frozen=True)
class Step:
    what: str


@dataclass(frozen=True)
class Goal:
    name: str
    steps: tuple[Step, ...]
    chart: Picture | None = None


@dataclass(frozen=True)
class Letter:
    title: str
    note: str
    goals: tuple[Goal, ...]
    words: tuple[str, ...]
    conditions: tuple[Step, ...] = ()


def test_values_are_listed_with_the_line_they_stand_in(tiny_png: bytes) -> None:
    goals = (Goal("A", (Step("x"), Step("y"))), Goal("B", (), Picture(tiny_png, 40, "rising")))
    assert list(list_values(Letter("t" * 400, "", goals, ("one", "two")))) == [
        ["title", "", "t" * 300 + "…"],
        ["note", "", "(nothing)"],
        ["goals.name", "1", "A"],
        ["goals.steps.what", "1.1", "x"],
        ["goals.steps.what", "1.2", "y"],
        ["goals.chart", "1", "(nothing)"],
        ["goals.name", "2", "B"],
        ["goals.steps", "", "(nothing in the list)"],
        ["goals.chart", "2", "(a picture: rising)"],
        ["words", "1", "one"],
        ["words", "2", "two"],
        ["conditions", "", "(nothing in the list)"],
    ]
