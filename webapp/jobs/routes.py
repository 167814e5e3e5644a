"""Routes of jobs."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("jobs", __name__, url_prefix="/admin/jobs")


@bp.get("/")
@guarded(Permission.SEE_JOBS)
def index() -> ResponseReturnValue:
    return render_template("jobs/index.html")
