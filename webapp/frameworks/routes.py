"""Routes of frameworks."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("frameworks", __name__, url_prefix="/library")


@bp.get("/")
@guarded(Permission.SEE_FRAMEWORKS)
def index() -> ResponseReturnValue:
    return render_template("frameworks/index.html")
