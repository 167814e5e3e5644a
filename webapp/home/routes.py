"""Everyone's Home: where am I, what is the one next thing, what is due."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from workflows.permissions import Permission

bp = Blueprint("home", __name__)


@bp.get("/")
@guarded(Permission.SEE_HOME)
def show() -> ResponseReturnValue:
    return render_template("home/show.html")
