"""Routes of coaching."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("coaching", __name__, url_prefix="/coaching")


@bp.get("/")
@guarded(Permission.SEE_COACHING)
def index() -> ResponseReturnValue:
    return render_template("coaching/index.html")
