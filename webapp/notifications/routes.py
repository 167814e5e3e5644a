"""The log of messages, for administrators: what kind, to whom, when; never the text."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.tables import TablePage
from workflows.db import db
from workflows.notifications.queries import count_deliveries, list_deliveries
from workflows.permissions import Permission

bp = Blueprint("notifications", __name__, url_prefix="/admin/messages")


@bp.get("/")
@guarded(Permission.SEE_JOBS)
def index() -> ResponseReturnValue:
    session, number = db.session(), max(request.args.get("page", 1, int), 1)
    page = TablePage(path=url_for(".index"), number=number, total=count_deliveries(session))
    sent = list_deliveries(session, offset=(number - 1) * page.size, at_most=page.size)
    return render_template("notifications/index.html", sent=sent, page=page)
