"""The log of messages, for administrators: what kind, to whom, when; never the text."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.tables import TablePage, asked_page
from workflows.db import db
from workflows.notifications.queries import count_deliveries, list_deliveries
from workflows.permissions import Permission

bp = Blueprint("notifications", __name__, url_prefix="/admin/messages")


@bp.get("/")
@guarded(Permission.SEE_JOBS)
def index() -> ResponseReturnValue:
    session = db.session()
    total = count_deliveries(session)
    number = asked_page(total)
    page = TablePage(path=url_for(".index"), number=number, total=total)
    sent = list_deliveries(session, offset=(number - 1) * page.size, at_most=page.size)
    return render_template("notifications/index.html", sent=sent, page=page)
