"""The library of indicators: browse by domain, read one indicator."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.frameworks.shelves import shelve
from webapp.library.blueprint import list_shelves
from webapp.tables import TableFilter
from workflows.db import db
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import (
    find_newest_framework,
    get_indicator,
    list_domains,
    list_indicators,
    list_neighbors,
)
from workflows.permissions import Permission

bp = Blueprint("frameworks", __name__, url_prefix="/library")

EXTRACT = (("", "Every indicator"), ("extract", "Computable from an extract"))


@bp.get("/indicators")
@guarded(Permission.SEE_FRAMEWORKS)
def index() -> ResponseReturnValue:
    session = db.session()
    framework = find_newest_framework(session)
    if framework is None:
        return render_template("frameworks/index.html", framework=None, shelves=list_shelves("Indicators"))
    domain, source, words = (request.args.get(name, "")[:80] for name in ("domain", "source", "q"))
    domains = list_domains(session, framework.id)
    found = list_indicators(session, framework.id, domain=domain, computable=source == EXTRACT[1][0], words=words)
    filters = (
        TableFilter("domain", "Domain", domain, [("", "All domains"), *((name, name) for _, name in domains)]),
        TableFilter("source", "Source", source, EXTRACT),
        TableFilter("q", "Search", words),
    )
    return render_template(
        "frameworks/index.html",
        framework=framework,
        filters=filters,
        groups=shelve(found),
        total=len(found),
        shelves=list_shelves("Indicators"),
    )


@bp.get("/indicators/<int:indicator_id>")
@guarded(Permission.SEE_FRAMEWORKS, get_indicator)
def show(indicator: Indicator) -> ResponseReturnValue:
    return render_template(
        "frameworks/show.html", indicator=indicator, neighbors=list_neighbors(db.session(), indicator)
    )
