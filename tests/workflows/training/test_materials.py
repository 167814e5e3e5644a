"""Materials are added, ordered, changed and removed; the audit and the sweep know of them."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_training import Scene, a_training
from tests.workflows.notifications.owed import Postbox
from tests.workflows.training.material_samples import PDF
from workflows.audit import AuditEntry
from workflows.documents.jobs import sweep_files
from workflows.errors import DomainError, Stale
from workflows.files import FileStore, StoredFile
from workflows.outbox import JobContext, JobRun
from workflows.training import materials as operations
from workflows.training.answers import MaterialAnswers, MaterialKind
from workflows.training.materials import add_material, change_material, raise_material, remove_material
from workflows.training.models import SessionMaterial
from workflows.training.queries import count_materials, list_materials

LINK = MaterialAnswers("Ten domains, two pages", MaterialKind.OTHER, "English", "https://example.org/domains")
SLIDES = MaterialAnswers("Slides", MaterialKind.SLIDES, "Spanish")
STORED = StoredFile("a" * 64, 1200)


def add(session: Session, scene: Scene, answers: MaterialAnswers, stored: StoredFile | None = None) -> SessionMaterial:
    told = {"session": session, "actor": scene.actor, "now": NOW}
    name = "slides.pdf" if stored else ""
    material = add_material(scene.sample_session, answers, file_name=name, stored=stored, **told)
    session.flush()
    return material


def titles(session: Session, scene: Scene) -> list[str]:
    return [one.title for one in list_materials(session, scene.sample_session.id)]


def test_materials_stand_in_the_order_they_were_given(session: Session) -> None:
    scene = a_training(session)
    slides, link = add(session, scene, SLIDES, STORED), add(session, scene, LINK)
    assert titles(session, scene) == ["Slides", "Ten domains, two pages"]
    for _ in range(2):  # the first one stays where it is
        raise_material(link, session=session)
        session.flush()
    assert titles(session, scene) == ["Ten domains, two pages", "Slides"]
    assert (slides.size, slides.url, link.file_sha256) == (1200, "", None)
    assert count_materials(session, scene.cohort.id) == {scene.sample_session.id: 2}


def test_a_material_is_a_file_or_a_link(session: Session) -> None:
    scene = a_training(session)
    for answers, stored in ((SLIDES, None), (LINK, STORED)):
        with pytest.raises(DomainError, match="Choose a file, or write a link; one of the two"):
            add(session, scene, answers, stored)


def test_a_session_bears_so_many_materials(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_training(session)
    monkeypatch.setattr(operations, "MATERIALS_MAX", 1)
    add(session, scene, LINK)
    with pytest.raises(DomainError, match="Remove one that nobody needs first"):
        add(session, scene, LINK)


def test_the_slower_of_two_who_rename_sees_both(session: Session) -> None:
    scene = a_training(session)
    link = add(session, scene, LINK)
    change_material(link, MaterialAnswers("Domains", MaterialKind.WORKSHEET, "French", LINK.url), expected_version=1)
    session.flush()
    assert (link.title, link.kind, link.language, link.version) == ("Domains", MaterialKind.WORKSHEET, "French", 2)
    with pytest.raises(Stale) as stale:
        change_material(link, LINK, expected_version=1)
    assert (stale.value.mine["Title"], stale.value.theirs["Title"]) == ("Ten domains, two pages", "Domains")
    with pytest.raises(DomainError, match="to have none, remove the material"):
        change_material(link, SLIDES, expected_version=2)


def test_a_removed_file_stays_in_the_audit(session: Session) -> None:
    scene = a_training(session)
    slides = add(session, scene, SLIDES, STORED)
    remove_material(slides, session=session)
    session.flush()
    assert titles(session, scene) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "deleted")).one()
    assert (entry.kind, entry.before["title"], entry.before["file_sha256"]) == ("session_materials", "Slides", "a" * 64)


def test_the_sweep_keeps_what_a_material_needs_and_takes_the_orphan(session: Session, tmp_path: Path) -> None:
    scene = a_training(session)
    store = FileStore(str(tmp_path))
    needed, orphan = store.put(PDF), store.put(b"left by a failure")
    add(session, scene, SLIDES, needed)
    session.commit()
    context = JobContext(
        run=JobRun(), now=NOW + timedelta(days=36_500), files=store, mailer=Postbox(), base_url="",
        sign=lambda purpose, _content: purpose, report=lambda _percent, _sentence: None,
    )  # fmt: skip
    sweep_files(context)
    assert (store.exists(needed.sha256), store.exists(orphan.sha256)) == (True, False)
