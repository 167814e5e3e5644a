"""One session: its page and its calendar entry."""

from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import signed_in_user
from webapp.exercises.session_part import practice_of_session
from webapp.training.blueprint import bp
from webapp.training.feed import organizer
from workflows.clock import utc_now
from workflows.cohorts.models import RecordingCheck
from workflows.db import db
from workflows.permissions import Permission
from workflows.proposals.parts import section_of, words_of_part
from workflows.training.answers import LANGUAGE_CODES
from workflows.training.calendar import session_calendar
from workflows.training.evidence.models import Reflection
from workflows.training.evidence.queries import find_of_place
from workflows.training.evidence.questions import check_of, find_sheet, questions_of
from workflows.training.evidence.recording_rules import why_not_open, why_not_watched
from workflows.training.grid import MODE_STANDINGS
from workflows.training.models import TrainingSession
from workflows.training.queries import (
    find_attendance,
    find_own_participant,
    find_transcript,
    get_training_session,
    has_opened_recording,
    list_imports,
    list_materials,
)
from workflows.training.recording_state import recording_state
from workflows.training.roster import count_roster
from workflows.training.series import list_series, neighbours


@bp.get("/sessions/<int:session_id>")
@guarded(Permission.SEE_TRAINING, get_training_session)
def show(training_session: TrainingSession) -> ResponseReturnValue:
    return session_page(training_session)


@bp.get("/sessions/<int:session_id>.ics")
@guarded(Permission.SEE_TRAINING, get_training_session)
def calendar(training_session: TrainingSession) -> ResponseReturnValue:
    page_url = url_for(".show", session_id=training_session.id, _external=True)
    content = session_calendar(training_session, page_url=page_url, now=utc_now(), organizer=organizer())
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="session-{training_session.number}.ics"'
    return answer


def session_page(training_session: TrainingSession) -> ResponseReturnValue:
    manages = allows(Permission.MANAGE_TRAINING, training_session)
    told: dict[str, Any] = {"training_session": training_session, "confirm": Confirmation()}
    told |= {"is_over": training_session.ends_at <= utc_now(), "manages": manages}
    told |= _for_everyone(training_session)
    if manages:
        told |= _for_staff(training_session)
    if allows(Permission.ATTEND_TRAINING, training_session):
        told |= _for_participant(training_session)
    told |= practice_of_session(training_session)
    return render_template("training/session.html", **told)


def _for_everyone(training_session: TrainingSession) -> dict[str, Any]:
    """Materials, transcript, what it feeds, how the recording stands, and the sessions before and after."""
    session, now = db.session(), utc_now()
    before, after = neighbours(list_series(session, training_session.cohort_id), training_session)
    transcript = find_transcript(session, training_session.id)
    return {
        "now": now,
        "materials": list_materials(session, training_session.id),
        "transcript": transcript,
        "transcript_code": LANGUAGE_CODES.get(transcript.language.casefold(), "") if transcript else "",
        "feeds": words_of_part(training_session.feeds),
        "feeds_section": section_of(training_session.feeds),
        "recording_stands": recording_state(training_session, now=now),
        "before": before,
        "after": after,
    }


def _for_staff(training_session: TrainingSession) -> dict[str, Any]:
    """How many are expected and counted, the reports that were read, and what a recording asks for."""
    session = db.session()
    questions = questions_of(training_session, find_sheet(session, training_session.id))
    return {
        "roster": count_roster(session, training_session),
        "imports": list_imports(session, training_session.id),
        "questions": len(questions),
        "asks": training_session.cohort.recording_check,
    }


def _for_participant(training_session: TrainingSession) -> dict[str, Any]:
    """The person's own mark, and what keeps them from opening the recording or from counting it."""
    session, user, now = db.session(), signed_in_user(), utc_now()
    assert user is not None
    me = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    own = find_attendance(session, me.id, training_session.id) if me else None
    opened = me is not None and has_opened_recording(session, me.id, training_session.id)
    check = check_of(training_session, questions_of(training_session, find_sheet(session, training_session.id)))
    return {
        "me": me,
        "own": own,
        "own_standing": MODE_STANDINGS[own.mode] if own else None,
        "opened": opened,
        "check": check,
        "expires_at": training_session.recording_expires_at,
        "reflection": find_of_place(session, Reflection, me.id, training_session.id) if me else None,
        "open_reasons": why_not_open(training_session, me, now),
        "watched_reasons": why_not_watched(training_session, me, now, has_opened=opened, check=RecordingCheck.NONE),
    }
