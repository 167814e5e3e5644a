"""Certificates: one for each person who met everything, once, also later, and not any more when it is not true."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_documents import context_of
from tests.scenes_training import Scene, a_training, marked, marked_but
from workflows.documents.builders.certificate import competencies_of, hours_of
from workflows.documents.jobs import make_document, withdraw_document
from workflows.documents.models import Document
from workflows.documents.operations import ask_for_document
from workflows.files import FileStore
from workflows.outbox import JobRun, OutboxEvent, RunState, expand_events
from workflows.stages import Stage
from workflows.training.completion import recompute_completion
from workflows.training.models import AttendanceMode, TrainingSession
from workflows.training.operations import mark_by_hand

JOBS = {"make_document": make_document, "withdraw_document": withdraw_document}


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files")


def worked(session: Session, files: FileStore) -> list[str]:
    """Do everything that is owed by the worker's own jobs; the titles of the documents then."""
    session.flush()
    expand_events(session, now=NOW)
    session.flush()
    for run in session.scalars(select(JobRun).where(JobRun.state == RunState.OWED).order_by(JobRun.id)):
        if run.job in JOBS:
            JOBS[run.job](context_of(run, files))(session)
        run.state = RunState.DONE
        session.flush()
    return list(session.scalars(select(Document.title).order_by(Document.title)))


def missed(session: Session, scene: Scene, email: str, *, now=NOW) -> None:  # type: ignore[no-untyped-def]
    mark_by_hand(scene.sessions[0], [scene.people[email]], AttendanceMode.MISSED, note="", session=session,
                 actor=scene.actor, now=now)  # fmt: skip


def test_each_person_who_met_everything_gets_one_and_the_others_theirs_later(
    session: Session, files: FileStore
) -> None:
    scene = a_training(session, sessions=2)
    harbor, ana, bo = scene.enrollments["Harbor"], *(scene.people[f"{n}@harbor.example.org"] for n in ("ana", "bo"))
    marked(session, bo, scene.sessions[0])
    marked_but(session, ana, scene)
    assert harbor.stage is Stage.PROPOSING
    assert worked(session, files) == ["Certificate of Ana Ruiz"]
    recompute_completion(harbor, session=session, now=NOW)
    assert worked(session, files) == ["Certificate of Ana Ruiz"]
    marked(session, bo, scene.sessions[1], AttendanceMode.RECORDING)
    recompute_completion(harbor, session=session, now=NOW)
    assert worked(session, files) == ["Certificate of Ana Ruiz", "Certificate of Bo Lee"]
    runs = session.scalars(select(JobRun.subject_id).where(JobRun.arguments["kind"].as_string() == "certificate"))
    assert sorted(runs) == sorted([ana.id, bo.id])


def test_nobody_gets_one_before_the_affiliates_training_is_complete(session: Session, files: FileStore) -> None:
    scene = a_training(session, sessions=2)
    scene.cohort.completion_rule = type(scene.cohort.completion_rule).EVERY_PARTICIPANT
    marked_but(session, scene.people["ana@harbor.example.org"], scene)
    assert worked(session, files) == []


def test_made_again_it_is_the_same_file(session: Session, files: FileStore) -> None:
    scene = a_training(session, sessions=2)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene)
    worked(session, files)
    first = session.scalars(select(Document.digest)).all()
    ask_for_document("certificate", cy, session=session, actor=scene.actor, now=NOW)
    assert worked(session, files) == ["Certificate of Cy Otoo"]
    assert session.scalars(select(Document.digest)).all() == first


def test_it_is_taken_back_with_the_attendance_and_earned_anew(session: Session, files: FileStore) -> None:
    scene = a_training(session, sessions=2)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene)
    assert worked(session, files) == ["Certificate of Cy Otoo"]
    missed(session, scene, "cy@prairie.example.org")
    assert worked(session, files) == []
    mark_by_hand(scene.sessions[0], [cy], AttendanceMode.MAKE_UP, note="", session=session, actor=scene.actor, now=NOW)
    assert worked(session, files) == ["Certificate of Cy Otoo"]
    names = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name.startswith("certificate"))).all()
    assert names == ["certificate_earned", "certificate_taken_back", "certificate_earned"]


def test_one_taken_back_before_the_worker_came_is_not_made_and_one_earned_anew_is_kept(
    session: Session, files: FileStore
) -> None:
    scene = a_training(session, sessions=2)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene)
    missed(session, scene, "cy@prairie.example.org")
    assert worked(session, files) == []
    for _ in range(2):  # earned, taken back and earned again: the worker sees all three at once
        mark_by_hand(scene.sessions[0], [cy], AttendanceMode.MAKE_UP, note="", session=session, actor=scene.actor,
                     now=NOW)  # fmt: skip
        if _ == 0:
            missed(session, scene, "cy@prairie.example.org")
    assert worked(session, files) == ["Certificate of Cy Otoo"]


def test_hours_and_competencies_are_written_as_people_read_them() -> None:
    assert [hours_of(minutes) for minutes in (60, 90, 1110, 600)] == ["1 hour", "1.5 hours", "18.5 hours", "10 hours"]
    sessions = [TrainingSession(competency=text) for text in ("C1 outcome thinking", "C1", "", "C2 program design")]
    assert [(c.code, c.name) for c in competencies_of(sessions)] == [
        ("C1", "Outcome thinking"),
        ("C2", "Program design"),
    ]
