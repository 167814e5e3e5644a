"""Pages of the funders that the network knows: the list that every affiliate reads, and its upkeep by staff."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.prospects import FunderForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.queries import find_own_enrollment
from workflows.permissions import Permission
from workflows.prospects.answers import FunderKind
from workflows.prospects.models import Funder
from workflows.prospects.operations import change_funder, list_funder
from workflows.prospects.queries import count_funders, get_funder, list_funders

bp = Blueprint("funders", __name__, url_prefix="/funders")

KINDS = (("", "All"), *((kind.value, kind.words) for kind in FunderKind), ("retired", "No longer in the list"))


@bp.get("/")
@guarded(Permission.SEE_FUNDERS)
def index() -> ResponseReturnValue:
    session, asked = db.session(), request.args.get("kind", "")
    kind = FunderKind(asked) if asked in set(FunderKind) else None
    retired = asked == "retired"
    total = count_funders(session, kind=kind, retired=retired)
    number = asked_page(total)
    return render_template(
        "funders/index.html",
        funders=list_funders(session, kind=kind, retired=retired, offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=TablePage(url_for(".index"), number, total, filters={"kind": asked}),
        filters=[TableFilter("kind", "Kind of source", asked, KINDS)],
    )


@bp.get("/<int:funder_id>")
@guarded(Permission.SEE_FUNDERS, get_funder)
def show(funder: Funder) -> ResponseReturnValue:
    own = None if actor().is_national else find_own_enrollment(db.session(), actor())
    return render_template("funders/show.html", funder=funder, own=own, now=utc_now())


@bp.route("/add", methods=["GET", "POST"])
@guarded(Permission.MANAGE_FUNDERS)
def add() -> ResponseReturnValue:
    form = FunderForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                funder = list_funder(form.answers, session=session, actor=actor(), now=utc_now())
            flash(f"{funder.name} is in the list. Every affiliate can read it.", "good")
            return redirect(url_for(".show", funder_id=funder.id), 303)
    return render_template("funders/write.html", form=form, funder=None), status_of(form)


@bp.route("/<int:funder_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_FUNDERS, get_funder)
def edit(funder: Funder) -> ResponseReturnValue:
    form = FunderForm(
        data={
            "version": str(funder.version),
            "name": funder.name,
            "kind": funder.kind.value,
            "funds": funder.funds,
            "link": funder.link,
            "next_deadline_on": funder.next_deadline_on,
            "notes": funder.notes,
            "is_retired": funder.is_retired,
        }
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_funder(
                    funder, form.answers, expected_version=form.expected_version, session=session, actor=actor()
                )
            flash("Saved.", "good")
            return redirect(url_for(".show", funder_id=funder.id), 303)
    return render_template("funders/write.html", form=form, funder=funder), status_of(form)
