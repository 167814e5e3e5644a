"""Two colleagues upload the same report in the same moment: it is one import, and both see it."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_training import REPORT, a_training
from tests.two_at_once import at_once
from workflows.db import Origin, db, originating, transaction
from workflows.permissions import Actor, Role
from workflows.training.imports import count_import, preview_attendance
from workflows.training.models import Attendance, AttendanceImport
from workflows.training.queries import get_attendance_import, get_training_session

pytestmark = pytest.mark.postgres


def _upload(session: Session, session_id: int, actor: Actor) -> None:
    preview_attendance(
        get_training_session(session, session_id),
        content=REPORT,
        file_name="zoom.csv",
        date_order=None,
        session=session,
        actor=actor,
        now=NOW,
    )


def _count(session: Session, import_id: int, actor: Actor) -> None:
    count_import(get_attendance_import(session, import_id), session=session, actor=actor, now=NOW)


def test_two_uploads_at_once_are_one_import_and_two_countings_count_once(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_training(session)
        managers = [scene.manager.id, a_person(session, Role.PROGRAM_MANAGER).id]
        session_id = scene.sample_session.id
    heard = at_once(postgres_app, get_training_session, _upload, [(session_id, who) for who in managers])
    assert heard == ["done", "done"]
    with postgres_app.app_context():
        (import_id,) = db.session.scalars(select(AttendanceImport.id)).all()
    heard = at_once(postgres_app, get_attendance_import, _count, [(import_id, who) for who in managers])
    assert heard.count("done") == 1
    with postgres_app.app_context():
        assert len(db.session.scalars(select(Attendance.id)).all()) == 3
