"""Routes of cohorts."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")


@bp.get("/")
@guarded(Permission.SEE_COHORTS)
def index() -> ResponseReturnValue:
    return render_template("cohorts/index.html")
