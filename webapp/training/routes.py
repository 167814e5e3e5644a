"""Routes of training."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("training", __name__, url_prefix="/training")


@bp.get("/")
@guarded(Permission.SEE_TRAINING)
def index() -> ResponseReturnValue:
    return render_template("training/index.html")
