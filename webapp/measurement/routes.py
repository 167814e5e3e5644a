"""Routes of measurement."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("measurement", __name__, url_prefix="/outcomes")


@bp.get("/")
@guarded(Permission.SEE_OUTCOMES)
def index() -> ResponseReturnValue:
    return render_template("measurement/index.html")
