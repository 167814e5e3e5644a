"""Routes of documents."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/")
@guarded(Permission.SEE_DOCUMENTS)
def index() -> ResponseReturnValue:
    return render_template("documents/index.html")
