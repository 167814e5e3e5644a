"""Questions as a table, and as CSV."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.csv_export import stream_csv
from webapp.helpdesk.blueprint import bp, list_parts
from webapp.helpdesk.listing import EXPORT_HEADER, TONES, build_table, due_words, export_rows, read_filter
from workflows.clock import utc_now
from workflows.db import db
from workflows.helpdesk.queries import iterate_tickets
from workflows.permissions import Permission


@bp.get("/")
@guarded(Permission.SEE_TICKETS)
def index() -> ResponseReturnValue:
    return render_template(
        "helpdesk/index.html",
        table=build_table(db.session(), actor=actor()),
        parts=list_parts("Questions"),
        tones=TONES,
        due_words=due_words,
        now=utc_now(),
    )


@bp.get("/questions.csv")
@guarded(Permission.SEE_TICKETS)
def export() -> ResponseReturnValue:
    tickets = iterate_tickets(db.session(), read_filter(actor()), actor=actor())
    return stream_csv("questions.csv", EXPORT_HEADER, export_rows(tickets, zone=zone_here()))
