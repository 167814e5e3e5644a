"""One question: its thread, what both sides write, notes, handing on, solving, and a resource made from an answer."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.helpdesk import AnswerForm, HandOnForm, MessageForm, NoteForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.downloads import send_kept
from webapp.helpdesk.blueprint import bp
from webapp.helpdesk.listing import TONES, due_words
from webapp.helpdesk.page_context import find_page
from webapp.helpdesk.uploads import kept_file_of
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.helpdesk import operations
from workflows.helpdesk.hours import WrittenTime, find_last_on_ticket, log_time
from workflows.helpdesk.lifecycle import TICKET
from workflows.helpdesk.models import Ticket, TicketMessage
from workflows.helpdesk.queries import get_message, get_ticket, list_helpers, list_notes
from workflows.permissions import Permission, require


@bp.get("/<int:ticket_id>")
@guarded(Permission.SEE_TICKETS, get_ticket)
def show(ticket: Ticket) -> ResponseReturnValue:
    return _page(ticket)


@bp.post("/<int:ticket_id>/answer")
@guarded(Permission.ANSWER_TICKET, get_ticket)
def answer(ticket: Ticket) -> ResponseReturnValue:
    """Answer, or ask something back with its own button; minutes are written down with it."""
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_into(form):
            asks_back = "ask_back" in request.form
            _answer(ticket, form, asks_back=asks_back)
            flash("Asked. The ball is with them." if asks_back else "Answered. They get a mail with the link.", "good")
            return redirect(url_for(".show", ticket_id=ticket.id), 303)
    return _page(ticket, answer_form=form), status_of(form)


def _answer(ticket: Ticket, form: AnswerForm, *, asks_back: bool) -> None:
    minutes, function = form.spent
    file, now = kept_file_of(form.file), utc_now()
    with transaction() as session:
        operations.answer(
            ticket,
            text=str(form.text.data).strip(),
            file=file,
            asks_back=asks_back,
            session=session,
            actor=actor(),
            now=now,
        )
        if minutes and allows(Permission.LOG_HOURS):
            today = local_date(now, zone_here())
            spent = WrittenTime(today, function, ticket.affiliate_id, minutes, f"Question {ticket.id}")
            log_time(spent, time_zone=zone_here(), session=session, actor=actor(), now=now, ticket_id=ticket.id)


@bp.post("/<int:ticket_id>/reply")
@guarded(Permission.ASK_FOR_HELP, get_ticket)
def reply(ticket: Ticket) -> ResponseReturnValue:
    form = MessageForm()
    if form.validate_on_submit():
        with refusals_into(form):
            file = kept_file_of(form.file)
            with transaction() as session:
                operations.reply(
                    ticket,
                    text=str(form.text.data).strip(),
                    file=file,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Sent. You get a mail when there is an answer.", "good")
            return redirect(url_for(".show", ticket_id=ticket.id), 303)
    return _page(ticket, reply_form=form), status_of(form)


@bp.post("/<int:ticket_id>/reopen")
@guarded(Permission.ASK_FOR_HELP, get_ticket)
def reopen(ticket: Ticket) -> ResponseReturnValue:
    form = MessageForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                text = str(form.text.data).strip()
                operations.reopen(ticket, text=text, session=session, actor=actor(), now=utc_now())
            flash("Open again. Somebody looks at it.", "good")
            return redirect(url_for(".show", ticket_id=ticket.id), 303)
    return _page(ticket, reply_form=form), status_of(form)


@bp.post("/<int:ticket_id>/solve")
@guarded(Permission.ASK_FOR_HELP, get_ticket)
def solve(ticket: Ticket) -> ResponseReturnValue:
    with transaction():
        operations.solve(ticket, actor=actor(), now=utc_now())
    flash("Good to hear. You can open it again for 30 days.", "good")
    return redirect(url_for(".show", ticket_id=ticket.id), 303)


@bp.post("/<int:ticket_id>/settle")
@guarded(Permission.ANSWER_TICKET, get_ticket)
def settle(ticket: Ticket) -> ResponseReturnValue:
    with transaction():
        operations.settle(ticket, actor=actor(), now=utc_now())
    flash("Marked as solved. The asker can open it again for 30 days.", "good")
    return redirect(url_for(".show", ticket_id=ticket.id), 303)


@bp.post("/<int:ticket_id>/notes")
@guarded(Permission.ANSWER_TICKET, get_ticket)
def note(ticket: Ticket) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with transaction() as session:
            text = str(form.note.data).strip()
            operations.add_note(ticket, text=text, session=session, actor=actor(), now=utc_now())
        flash("Noted for colleagues.", "good")
        return redirect(url_for(".show", ticket_id=ticket.id), 303)
    return _page(ticket, note_form=form), status_of(form)


@bp.route("/<int:ticket_id>/hand-on", methods=["GET", "POST"])
@guarded(Permission.ANSWER_TICKET, get_ticket)
def hand_on(ticket: Ticket) -> ResponseReturnValue:
    now = utc_now()
    never = {ticket.owner_id, ticket.asked_by_id}
    people = [(helper.id, helper.name) for helper in list_helpers(db.session(), now=now) if helper.id not in never]
    form = HandOnForm.among(people, version=ticket.version)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                operations.hand_on(
                    ticket,
                    to_id=int(form.to.data),
                    note=str(form.note.data).strip(),
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("Handed on. They get a mail.", "good")
            return redirect(url_for(".index"), 303)
    return render_template("helpdesk/hand_on.html", ticket=ticket, form=form), status_of(form)


@bp.get("/messages/<int:message_id>/file")
@guarded(Permission.SEE_TICKETS, get_message)
def file(message: TicketMessage) -> ResponseReturnValue:
    if message.file_sha256 is None:
        raise NotFound()
    back_url = url_for(".show", ticket_id=message.ticket_id)
    return send_kept(message, files=current_app.extensions["accompany_files"], back_url=back_url)


@bp.post("/messages/<int:message_id>/resource")
@guarded(Permission.ANSWER_TICKET, get_message)
def draft(message: TicketMessage) -> ResponseReturnValue:
    require(actor(), Permission.MANAGE_LIBRARY)
    with transaction() as session:
        resource = operations.draft_resource(message, session=session, actor=actor(), now=utc_now())
    flash("A draft with the words of the answer. Look through it for names, give it a title, then publish it.", "good")
    return redirect(url_for("library.edit", resource_id=resource.id), 303)


def _page(ticket: Ticket, **forms: Any) -> str:
    now = utc_now()
    sees_notes = allows(Permission.SEE_TICKET_NOTES, ticket)
    page = find_page(ticket.page) if ticket.page else None
    return render_template(
        "helpdesk/show.html",
        ticket=ticket,
        tone=TONES[ticket.state.value],
        due=due_words(ticket, now, zone_here()),
        may={row.name for row in TICKET.rows if _may(ticket, row.name)},
        reopen_reasons=_reopen_reasons(ticket),
        notes=list_notes(db.session(), ticket, actor=actor()) if sees_notes else (),
        sees_notes=sees_notes,
        asked_on=page.address if page is not None and page.is_open else "",
        forms={"answer": _answer_form(), "reply": MessageForm(formdata=None), "note": NoteForm(formdata=None)}
        | {name.removesuffix("_form"): form for name, form in forms.items()},
        confirmation=Confirmation(),
        now=now,
    )


def _may(ticket: Ticket, name: str) -> bool:
    return not TICKET.why_not(ticket, name, actor=actor(), now=utc_now(), note=None)


def _reopen_reasons(ticket: Ticket) -> tuple[Any, ...]:
    if ticket.is_open or not allows(Permission.ASK_FOR_HELP, ticket):
        return ()
    return TICKET.why_not(ticket, "reopen", actor=actor(), now=utc_now(), note=None)


def _answer_form() -> AnswerForm:
    """With the minutes and the function of this person's last answer."""
    last = find_last_on_ticket(db.session(), actor())
    remembered = {"minutes": last.minutes, "function": last.function.value} if last is not None else {}
    return AnswerForm(formdata=None, data=remembered)
