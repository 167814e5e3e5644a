"""A participant opens a recording, and says that they have watched it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.actors import actor, signed_in_user
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.people.models import User
from workflows.permissions import Permission
from workflows.training.models import TrainingSession
from workflows.training.operations import confirm_watched, open_recording
from workflows.training.queries import get_training_session


@bp.post("/sessions/<int:session_id>/recording")
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def open_it(training_session: TrainingSession) -> ResponseReturnValue:
    """The session's page then shows the link: a form may not lead to another site (Content-Security-Policy)."""
    with transaction() as session:
        open_recording(training_session, user=_user(), session=session, now=utc_now())
    return redirect(url_for(".show", session_id=training_session.id, _anchor="recording"), 303)


@bp.post("/sessions/<int:session_id>/watched")
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def watched(training_session: TrainingSession) -> ResponseReturnValue:
    with transaction() as session:
        counted = confirm_watched(training_session, user=_user(), session=session, actor=actor(), now=utc_now())
    number = training_session.number
    flash(f"Thank you. Session {number} counts for you{'' if counted else ' already'}.", "good")
    return redirect(url_for(".index"), 303)


def _user() -> User:
    user = signed_in_user()
    assert user is not None
    return user
