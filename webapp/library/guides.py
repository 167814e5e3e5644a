"""Extraction guides: the shelf, one guide to follow or print, and writing one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.library import GuideForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.library.blueprint import bp, list_shelves
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.library.lifecycle import PUBLICATION
from workflows.library.models import ExtractionGuide, Publication
from workflows.library.operations import edit_guide, write_guide, written_guide_of
from workflows.library.queries import get_guide, list_guides
from workflows.permissions import Permission


@bp.get("/guides")
@guarded(Permission.SEE_LIBRARY)
def guides() -> ResponseReturnValue:
    found = list_guides(db.session(), actor=actor())
    return render_template("library/guides.html", guides=found, shelves=list_shelves("Extraction guides"))


@bp.get("/guides/<int:guide_id>")
@guarded(Permission.SEE_LIBRARY, get_guide)
def guide(guide: ExtractionGuide) -> ResponseReturnValue:
    return render_template(
        "library/guide.html",
        guide=guide,
        shelves=list_shelves("Extraction guides"),
        moves=PUBLICATION.open_to(guide.state),
        confirmation=Confirmation(),
    )


@bp.route("/guides/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY)
def write_steps() -> ResponseReturnValue:
    form = GuideForm.about(written_by=actor().name)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                guide = write_guide(form.answers, session=session, actor=actor(), now=utc_now())
            flash("Kept as a draft. Publish it when it is ready.", "good")
            return redirect(url_for(".guide", guide_id=guide.id), 303)
    return _page(form, None), status_of(form)


@bp.route("/guides/<int:guide_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY, get_guide)
def edit_steps(guide: ExtractionGuide) -> ResponseReturnValue:
    form = GuideForm.about(written_guide_of(guide), version=guide.version)
    if form.validate_on_submit():
        with refusals_into(form):
            _keep(guide, form)
            flash("Saved.", "good")
            return redirect(url_for(".guide", guide_id=guide.id), 303)
    return _page(form, guide), status_of(form)


@bp.post("/guides/<int:guide_id>/save")
@guarded(Permission.MANAGE_LIBRARY, get_guide)
def autosave_steps(guide: ExtractionGuide) -> ResponseReturnValue:
    """Keep a draft while it is being written; JSON for its script. What is published waits for the button."""
    form = GuideForm.about(written_guide_of(guide), version=guide.version)
    if not form.validate():
        return not_kept(form)
    if guide.state is Publication.DRAFT:
        _keep(guide, form)
    return kept(guide.version, now=utc_now())


def _keep(guide: ExtractionGuide, form: GuideForm) -> None:
    with transaction():
        edit_guide(guide, form.answers, expected_version=form.expected_version, actor=actor(), now=utc_now())


def _page(form: GuideForm, guide: ExtractionGuide | None) -> str:
    return render_template(
        "library/write_guide.html", form=form, guide=guide, shelves=list_shelves("Extraction guides")
    )
