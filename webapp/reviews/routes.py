"""Routes of reviews."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.get("/")
@guarded(Permission.SCORE_PROPOSAL)
def index() -> ResponseReturnValue:
    return render_template("reviews/index.html")
