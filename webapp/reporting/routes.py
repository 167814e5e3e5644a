"""Routes of reporting."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("reporting", __name__, url_prefix="/reports")


@bp.get("/")
@guarded(Permission.SEE_REPORTS)
def index() -> ResponseReturnValue:
    return render_template("reporting/index.html")
