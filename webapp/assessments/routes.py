"""The self-assessment of one affiliate: its results, its log, and the way into answering."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.assessments import NoteForm
from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.assessments import own_view, writing
from webapp.assessments.blueprint import bp
from webapp.assessments.chart import change_text, score_text, trend_words
from webapp.assessments.loaders import load_with_moment
from webapp.assessments.rows import (
    EXPORT_HEADER,
    export_rows,
    first_open_url,
    list_moments,
    list_own_rows,
    main_moment,
    results_of,
)
from webapp.context import zone_here
from webapp.csv_export import stream_csv
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.assessments.answers import Moment
from workflows.assessments.instrument import current_instrument
from workflows.assessments.learning import add_note, remove_note
from workflows.assessments.models import DevelopmentNote
from workflows.assessments.operations import start_assessment
from workflows.assessments.queries import (
    count_notes,
    get_note,
    list_agreed,
    list_notes,
    list_own,
    list_sessions_by_competency,
)
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import Permission
from workflows.reporting.queries import count_decisions

__all__ = ["bp", "own_view", "writing"]


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_ASSESSMENT, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    return _page(enrollment, NoteForm.about(current_instrument()))


@bp.post("/of/<int:enrollment_id>/log")
@guarded(Permission.KEEP_LEARNING, get_enrollment)
def note(enrollment: Enrollment) -> ResponseReturnValue:
    form = NoteForm.about(current_instrument())
    if not form.validate():
        return _page(enrollment, form), status_of(form)
    with transaction() as session:
        add_note(enrollment, form.answers, session=session, actor=actor())
    flash("It is in your log.", "good")
    return redirect(_log_url(enrollment.id), 303)


@bp.post("/log/<int:note_id>/remove")
@guarded(Permission.KEEP_LEARNING, get_note)
def drop_note(note: DevelopmentNote) -> ResponseReturnValue:
    with transaction() as session:
        remove_note(note, session=session, actor=actor())
    flash("The line is taken out of the log.", "good")
    return redirect(_log_url(note.enrollment_id), 303)


@bp.post("/of/<int:enrollment_id>/begin/<moment>")
@guarded(Permission.ANSWER_ASSESSMENT, load_with_moment)
def start(enrollment: Enrollment) -> ResponseReturnValue:
    moment = Moment((request.view_args or {})["moment"])
    with transaction() as session:
        assessment = start_assessment(enrollment, moment, session=session, actor=actor(), now=utc_now())
    return redirect(first_open_url(assessment), 303)


@bp.get("/of/<int:enrollment_id>/results.csv")
@guarded(Permission.SEE_ASSESSMENT, get_enrollment)
def export(enrollment: Enrollment) -> ResponseReturnValue:
    rows = export_rows(list_agreed(db.session(), enrollment.id))
    return stream_csv(f"self-assessment-{enrollment.affiliate.code}.csv", EXPORT_HEADER, list(rows))


def _page(enrollment: Enrollment, note_form: NoteForm) -> str:
    session, now = db.session(), utc_now()
    begun = list_agreed(session, enrollment.id)
    moments = list_moments(
        enrollment, begun, answers=allows(Permission.ANSWER_ASSESSMENT, enrollment), now=now, zone=zone_here()
    )
    keeps_learning = allows(Permission.KEEP_LEARNING, enrollment)
    total = count_notes(session, enrollment.id)
    page = TablePage(path=url_for(".of_enrollment", enrollment_id=enrollment.id), number=asked_page(total), total=total)
    return render_template(
        "assessments/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Self-assessment"),
        moments=moments,
        main=main_moment(moments),
        score_text=score_text,
        change_text=change_text,
        trend_words=trend_words,
        moment_columns=[{"label": one.moment.short, "numeric": True} for one in begun if one.is_submitted],
        results=results_of(begun, list_sessions_by_competency(session, enrollment.cohort_id)),
        decisions=count_decisions(session, enrollment.id),
        own=_own(enrollment) if keeps_learning else None,
        notes=list_notes(session, enrollment.id, first=(page.number - 1) * PAGE_SIZE),
        notes_page=page,
        dimension_names={row.code: row.name for row in current_instrument().dimensions},
        note_form=note_form if keeps_learning else None,
        button=Confirmation(),
    )


def _own(enrollment: Enrollment) -> list[object]:
    user_id = actor().id
    assert user_id is not None
    own = list_own(db.session(), enrollment_id=enrollment.id, user_id=user_id)
    return list(list_own_rows(enrollment, own, now=utc_now()))


def _log_url(enrollment_id: int) -> str:
    return url_for(".of_enrollment", enrollment_id=enrollment_id) + "#log"
