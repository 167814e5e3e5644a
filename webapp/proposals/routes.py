"""Routes of proposals."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("proposals", __name__, url_prefix="/proposals")


@bp.get("/")
@guarded(Permission.SEE_PROPOSAL)
def index() -> ResponseReturnValue:
    return render_template("proposals/index.html")
