"""Resources as readers meet them: the shelf with its search, one resource, its file, and whether it helped."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.library import HelpfulForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.downloads import send_kept
from webapp.library.blueprint import bp, list_shelves
from webapp.library.listing import build_shelf
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.library.answers import COMPETENCY_WORDS, LANGUAGE_WORDS
from workflows.library.lifecycle import PUBLICATION
from workflows.library.models import Publication, Resource, Shelf
from workflows.library.operations import say_helpful
from workflows.library.queries import count_states, count_votes, get_resource, is_empty
from workflows.library.seed import seed_library
from workflows.permissions import Permission
from workflows.training.series import load_modules


@bp.get("/")
@guarded(Permission.SEE_LIBRARY)
def index() -> ResponseReturnValue:
    session = db.session()
    shelf = build_shelf(session, actor=actor())
    return render_template(
        "library/index.html",
        shelf=shelf,
        shelves=list_shelves("Resources"),
        languages=LANGUAGE_WORDS,
        is_empty=not shelf.cards and is_empty(session),
        drafts=count_states(session).get(Publication.DRAFT, 0),
        confirmation=Confirmation(),
    )


@bp.post("/starting-shelf")
@guarded(Permission.MANAGE_LIBRARY)
def seed() -> ResponseReturnValue:
    with transaction() as session:
        added = seed_library(session=session, actor=actor(), now=utc_now())
    flash("The starting shelf is in the library." if added.total else "It was all here already.", "good")
    return redirect(url_for(".index"), 303)


@bp.get("/resources/<int:resource_id>")
@guarded(Permission.SEE_LIBRARY, get_resource)
def resource(resource: Resource) -> ResponseReturnValue:
    return render_template(
        "library/resource.html",
        resource=resource,
        shelves=list_shelves("Resources"),
        votes=count_votes(db.session(), resource.id, actor=actor()),
        tags=resource.words_on(Shelf.TAG),
        competencies=[(code, COMPETENCY_WORDS.get(code, "")) for code in resource.words_on(Shelf.COMPETENCY)],
        sessions=_sessions(resource),
        domains=resource.words_on(Shelf.DOMAIN),
        languages=LANGUAGE_WORDS,
        moves=PUBLICATION.open_to(resource.state),
        confirmation=Confirmation(),
    )


def _sessions(resource: Resource) -> list[tuple[str, str]]:
    titles = {str(module.week): module.title for module in load_modules()}
    return [(number, titles.get(number, "")) for number in resource.words_on(Shelf.SESSION)]


@bp.get("/resources/<int:resource_id>/file")
@guarded(Permission.SEE_LIBRARY, get_resource)
def file(resource: Resource) -> ResponseReturnValue:
    """The file of a resource, always as a download."""
    if resource.file_sha256 is None:
        raise NotFound()
    back_url = url_for(".resource", resource_id=resource.id)
    answer: Response = send_kept(resource, files=current_app.extensions["accompany_files"], back_url=back_url)
    return answer


@bp.post("/resources/<int:resource_id>/helpful")
@guarded(Permission.RATE_RESOURCE, get_resource)
def helpful(resource: Resource) -> ResponseReturnValue:
    form = HelpfulForm()
    if form.validate_on_submit():
        with transaction() as session:
            has_helped = form.helped.data == "yes"
            say_helpful(resource, has_helped=has_helped, session=session, actor=actor(), now=utc_now())
        flash("Thank you. That tells the next reader.", "good")
    else:
        flash("Choose yes or no.", "watch")
    return redirect(url_for(".resource", resource_id=resource.id), 303)
