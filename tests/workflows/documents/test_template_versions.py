"""Versions of a template: kept, used, gone back to; one of a kind in use, and who is slower is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from word_files import template, word_file, words

from tests.factories import NOW, a_person
from tests.scenes_documents import Year, a_year, an_owed_run, context_of
from tests.scenes_templates import a_preview, a_template
from tests.two_at_once import at_once
from workflows.attached import Attachment
from workflows.audit import AuditEntry
from workflows.db import Origin, db, originating, transaction
from workflows.documents.checking import Checked, Problem, TemplateRefused
from workflows.documents.jobs import make_document, sweep_files
from workflows.documents.models import Document, DocumentTemplate, TemplateChange, TemplatePreview, TemplateState
from workflows.documents.template_operations import upload_template, use_template
from workflows.documents.template_queries import (
    KINDS,
    find_active_template,
    get_template,
    list_changes,
    list_templates,
    newest_change_number,
    read_template,
)
from workflows.errors import Forbidden, Stale
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.permissions import Actor, Role

LETTER = KINDS["award_letter"]
SHORT = word_file("Letter {{ award_number }}", "You are awarded {{ amount }}.")
SHORTER = word_file("{{ amount }}")


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files")


@pytest.fixture
def admin(session: Session) -> Actor:
    return a_person(session, Role.NETWORK_ADMINISTRATOR).as_actor(NOW)


def uploaded(session: Session, files: FileStore, admin: Actor, content: bytes = SHORT) -> DocumentTemplate:
    return upload_template(
        LETTER,
        Attachment("C:\\letters\\Our letter.docx", content),
        checked=Checked(warnings=("“goals” is shown by the built-in template and not by this one.",)),
        note=" Shorter ",
        files=files,
        session=session,
        actor=admin,
        now=NOW,
    )


def used(session: Session, admin: Actor, version: DocumentTemplate | None, *, days: int = 0) -> None:
    expected = newest_change_number(session, "award_letter")
    now = NOW + timedelta(days=days)
    use_template(LETTER, version, expected_change=expected, session=session, actor=admin, now=now)


def states(session: Session) -> list[tuple[int, TemplateState]]:
    return [(version.number, version.state) for version in list_templates(session, "award_letter")]


def test_a_checked_file_is_kept_as_a_draft(session: Session, files: FileStore, admin: Actor) -> None:
    kept = uploaded(session, files, admin)
    assert (kept.number, kept.state, kept.file_name, kept.note) == (1, "draft", "Our letter.docx", "Shorter")
    assert kept.warnings == ["“goals” is shown by the built-in template and not by this one."]
    assert files.read(kept.file_sha256) == SHORT
    assert find_active_template(session, "award_letter") is None
    assert uploaded(session, files, admin).number == 2


def test_a_file_with_a_problem_is_not_kept(session: Session, files: FileStore, admin: Actor) -> None:
    checked = Checked((Problem("Paragraph 1", "{{ x }}", "this document has no “x”."),))
    with pytest.raises(TemplateRefused, match="Paragraph 1: this document has no “x”"):
        upload_template(
            LETTER, Attachment("x.docx", SHORT), checked=checked, note="", files=files, session=session, actor=admin,
            now=NOW,
        )  # fmt: skip
    assert session.scalars(select(DocumentTemplate)).all() == []
    assert not Path(files.root).exists()


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.COACH, Role.AUDITOR, Role.FINANCE_OFFICER])
def test_only_the_administrator_replaces_templates(session: Session, files: FileStore, role: Role) -> None:
    other = a_person(session, role).as_actor(NOW)
    with pytest.raises(Forbidden, match="You may not replace Word templates"):
        uploaded(session, files, other)
    with pytest.raises(Forbidden):
        used(session, other, None)


def test_using_a_version_retires_the_one_before_and_going_back_keeps_the_history(
    session: Session, files: FileStore, admin: Actor
) -> None:
    first, second = uploaded(session, files, admin), uploaded(session, files, admin, SHORTER)
    for days, version in enumerate((first, second, first, None, second)):
        used(session, admin, version, days=days)
    assert states(session) == [(2, "active"), (1, "retired")]
    assert find_active_template(session, "award_letter") is second
    assert [(c.number, c.template.number if c.template else None) for c in list_changes(session, "award_letter")] == [
        (5, 2), (4, None), (3, 1), (2, 2), (1, 1)
    ]  # fmt: skip


def test_going_back_to_the_built_in_file_leaves_none_in_use(session: Session, files: FileStore, admin: Actor) -> None:
    used(session, admin, uploaded(session, files, admin))
    used(session, admin, None)
    assert find_active_template(session, "award_letter") is None
    assert states(session) == [(1, "retired")]
    assert read_template(None, "award_letter", files=files) == template("award_letter")


def test_what_is_in_use_cannot_be_used_again(session: Session, files: FileStore, admin: Actor) -> None:
    with pytest.raises(Refused, match="Built-in file is in use already"):
        used(session, admin, None)
    version = uploaded(session, files, admin)
    used(session, admin, version)
    with pytest.raises(Refused, match="Version 1 is in use already"):
        used(session, admin, version)


def test_who_saw_an_older_state_is_told_both_versions(session: Session, files: FileStore, admin: Actor) -> None:
    first, second = uploaded(session, files, admin), uploaded(session, files, admin, SHORTER)
    used(session, admin, first)
    with pytest.raises(Stale) as stale:
        use_template(LETTER, second, expected_change=0, session=session, actor=admin, now=NOW)
    assert (stale.value.mine, stale.value.theirs) == (
        {"The template in use": "Version 2"}, {"The template in use": "Version 1"}
    )  # fmt: skip
    assert states(session) == [(2, "draft"), (1, "active")]


def test_every_change_is_in_the_audit_trail(session: Session, files: FileStore, admin: Actor) -> None:
    used(session, admin, uploaded(session, files, admin))
    session.flush()
    kinds = set(session.scalars(select(AuditEntry.kind).where(AuditEntry.kind.startswith("document_template"))))
    assert kinds == {"document_templates", "document_template_changes"}


def letters(session: Session, year: Year, files: FileStore) -> list[str]:
    """The text of every award letter, after one more run for it."""
    make_document(context_of(an_owed_run(session, year, "award_letter"), files))(session)
    session.flush()
    made = select(Document.file_sha256).where(Document.kind == "award_letter").order_by(Document.id)
    return [words(files.read(digest)) for digest in session.scalars(made)]


def test_new_documents_are_made_from_the_version_in_use(session: Session, files: FileStore, admin: Actor) -> None:
    year = a_year(session)
    [before] = letters(session, year, files)
    assert "We are glad to tell you" in before
    used(session, admin, uploaded(session, files, admin))
    assert letters(session, year, files) == [before, f"Letter {year.award.number}\nYou are awarded $25,000.00."]
    used(session, admin, None)
    assert len(letters(session, year, files)) == 2  # the same template and facts are the same document


def test_a_draft_makes_nothing(session: Session, files: FileStore, admin: Actor) -> None:
    year = a_year(session)
    uploaded(session, files, admin)
    assert "We are glad to tell you" in letters(session, year, files)[0]


def test_a_signed_document_is_not_made_again_from_a_new_template(
    session: Session, files: FileStore, admin: Actor
) -> None:
    year = a_year(session)
    [before] = letters(session, year, files)
    signed = session.scalars(select(Document)).one()
    signed.sealed_at = NOW
    used(session, admin, uploaded(session, files, admin))
    assert letters(session, year, files) == [before]
    assert session.scalars(select(Document)).all() == [signed]


def test_the_sweep_keeps_every_version_and_previews_for_a_day(session: Session, files: FileStore, admin: Actor) -> None:
    year = a_year(session)
    kept = uploaded(session, files, admin)
    shown = files.put(b"a preview")
    a_preview(session, year, year.manager, file_sha256=shown.sha256, asked_at=NOW - timedelta(days=2))
    young = a_preview(session, year, year.manager, asked_at=NOW)
    run = an_owed_run(session, year, "proposal", job="sweep_files")
    sweep_files(context_of(run, files, now=NOW))(session)
    assert session.scalars(select(TemplatePreview)).all() == [young]
    years_later = NOW + timedelta(days=3650)
    sweep_files(context_of(run, files, now=years_later))(session)
    assert (files.exists(kept.file_sha256), files.exists(shown.sha256)) == (True, False)


def _one_expected(session: Session, template_id: int, actor: Actor) -> None:
    version = get_template(session, template_id)
    use_template(LETTER, version, expected_change=0, session=session, actor=actor, now=NOW)


@pytest.mark.postgres
@pytest.mark.parametrize("is_same", [True, False])
def test_of_two_administrators_at_once_one_is_told(postgres_app: Flask, is_same: bool) -> None:
    app = postgres_app
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        people = [a_person(session, Role.NETWORK_ADMINISTRATOR) for _ in range(2)]
        ids = [a_template(session, person).id for person in people]
        who = [(ids[0 if is_same else n], person.id) for n, person in enumerate(people)]
    heard = at_once(app, get_template, _one_expected, who)
    assert heard == [
        "Someone saved this while you were writing. Nothing of yours is lost: choose which to keep.",
        "done",
    ]
    with app.app_context():
        active = db.session.scalars(select(DocumentTemplate).where(DocumentTemplate.state == "active")).all()
        assert (len(active), len(db.session.scalars(select(TemplateChange)).all())) == (1, 1)
