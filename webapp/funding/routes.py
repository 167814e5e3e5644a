"""Routes of funding."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("funding", __name__, url_prefix="/funding")


@bp.get("/")
@guarded(Permission.SEE_FUNDING)
def index() -> ResponseReturnValue:
    return render_template("funding/index.html")
