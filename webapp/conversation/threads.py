"""Threads: of one year, of all that a person may read, one with its messages, and beginning one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.conversation import MessageForm, ThreadForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.conversation.blueprint import bp, list_parts
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.conversation import operations
from workflows.conversation.answers import Topic
from workflows.conversation.models import Thread
from workflows.conversation.operations import side_of
from workflows.conversation.queries import (
    ThreadFilter,
    count_visible,
    get_thread,
    list_subjects,
    list_threads,
    list_visible,
    words_about,
)
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import Permission
from workflows.signing.models import Side

SHOWN = {"": "Open threads", "us": "Those that wait for us", "them": "Those that wait for an affiliate", "all": "All"}


@bp.get("/")
@guarded(Permission.SEE_MESSAGES)
def index() -> ResponseReturnValue:
    session, asked = db.session(), request.args.get("show", "")
    shown = asked if asked in SHOWN else ""
    wanted = ThreadFilter({"us": Side.NETWORK, "them": Side.AFFILIATE}.get(shown), is_open=shown != "all")
    total = count_visible(session, wanted, actor=actor())
    page = TablePage(url_for(".index"), asked_page(total), total, filters={"show": shown})
    return render_template(
        "conversation/index.html",
        rows=list_visible(session, wanted, actor=actor(), offset=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=page,
        filters=[TableFilter("show", "Show", shown, list(SHOWN.items()))] if actor().is_national else [],
        parts=list_parts("Threads"),
        standing=_standing,
        now=utc_now(),
    )


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_MESSAGES, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    return render_template(
        "conversation/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Messages"),
        threads=list_threads(db.session(), enrollment),
        standing=_standing,
        now=utc_now(),
    )


@bp.route("/of/<int:enrollment_id>/new", methods=["GET", "POST"])
@guarded(Permission.WRITE_MESSAGES, get_enrollment)
def begin(enrollment: Enrollment) -> ResponseReturnValue:
    subjects = list_subjects(db.session(), enrollment, actor=actor())
    form = ThreadForm.among(subjects, chosen=request.args.get("about", ""))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                thread = operations.begin_thread(
                    enrollment,
                    form.opening,
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Sent. The other side gets a mail with the link.", "good")
            return redirect(url_for(".show", thread_id=thread.id), 303)
    return render_template("conversation/begin.html", enrollment=enrollment, form=form), status_of(form)


@bp.get("/<int:thread_id>")
@guarded(Permission.SEE_MESSAGES, get_thread)
def show(thread: Thread) -> ResponseReturnValue:
    return _page(thread, MessageForm(formdata=None))


@bp.post("/<int:thread_id>/write")
@guarded(Permission.WRITE_MESSAGES, get_thread)
def write(thread: Thread) -> ResponseReturnValue:
    form = MessageForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                operations.write_message(
                    thread,
                    text=str(form.text.data),
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Sent.", "good")
            return redirect(url_for(".show", thread_id=thread.id), 303)
    return _page(thread, form), status_of(form)


@bp.post("/<int:thread_id>/close")
@guarded(Permission.WRITE_MESSAGES, get_thread)
def close(thread: Thread) -> ResponseReturnValue:
    with transaction() as session:
        operations.close_thread(thread, session=session, actor=actor(), now=utc_now())
    flash("The thread is closed. It stays here to be read, and can be opened again.", "good")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@bp.post("/<int:thread_id>/reopen")
@guarded(Permission.WRITE_MESSAGES, get_thread)
def reopen(thread: Thread) -> ResponseReturnValue:
    with transaction() as session:
        operations.reopen_thread(thread, session=session, actor=actor(), now=utc_now())
    flash("The thread is open again. Write what you would like to add.", "good")
    return redirect(url_for(".show", thread_id=thread.id), 303)


def _page(thread: Thread, form: MessageForm) -> str:
    return render_template(
        "conversation/show.html",
        thread=thread,
        form=form,
        about=words_about(thread),
        about_url=_address_of(thread),
        writes=allows(Permission.WRITE_MESSAGES, thread),
        standing=_standing(thread),
        confirmation=Confirmation(),
        now=utc_now(),
    )


def _standing(thread: Thread) -> tuple[str, str]:
    """Where a thread stands, in words for this person's side, and the tone."""
    if not thread.is_open:
        return "Closed", "good"
    if thread.awaits is None:
        return "Open", "open"
    if thread.awaits is side_of(actor(), thread.enrollment):
        return ("Waits for you", "watch") if actor().affiliate_ids else ("Waits for us", "watch")
    return "Waits for the affiliate" if thread.awaits is Side.AFFILIATE else "Waits for staff", "open"


def _address_of(thread: Thread) -> str:
    """The page of what the thread is about, for those who may open it."""
    enrollment = thread.enrollment
    if thread.topic is Topic.REPORT and allows(Permission.SEE_REPORTS, enrollment):
        return url_for("reporting.show", report_id=thread.report_id)
    if thread.topic is Topic.PAYMENT and allows(Permission.SEE_FUNDING, enrollment):
        return url_for("funding.of_enrollment", enrollment_id=enrollment.id)
    if thread.topic is Topic.PROPOSAL and allows(Permission.SEE_PROPOSAL, enrollment):
        return url_for("proposals.of_enrollment", enrollment_id=enrollment.id)
    return ""
