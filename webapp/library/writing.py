"""Writing resources: a new one, its text with its own saving while it is a draft, its file, and its publication."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.library import ResourceFileForm, ResourceForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.library.blueprint import bp, list_shelves
from webapp.refusals import refusals_into, status_of
from webapp.uploads import keep_upload
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.frameworks.queries import find_newest_framework, list_domains
from workflows.library.answers import FILE_KINDS, FILE_MAX_BYTES
from workflows.library.lifecycle import PUBLICATION
from workflows.library.models import ExtractionGuide, Publication, Resource
from workflows.library.operations import change_publication, edit_resource, hold_file, write_resource, written_of
from workflows.library.queries import get_guide, get_resource, list_tags
from workflows.permissions import Permission
from workflows.training.series import load_modules

SAID = {
    "publish": "It is on the shelf.",
    "unpublish": "It is a draft again. Only those who write for the library see it.",
    "retire": "Retired: it left the shelf, and old links still open it.",
    "restore": "It is on the shelf again.",
}
TAGS_OFFERED = 20


@bp.route("/resources/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY)
def write() -> ResponseReturnValue:
    form = _form(None)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                resource = write_resource(form.answers, session=session, actor=actor(), now=utc_now())
            flash("Kept as a draft. Publish it when it is ready.", "good")
            return redirect(url_for(".resource", resource_id=resource.id), 303)
    return _page(form, None), status_of(form)


@bp.route("/resources/<int:resource_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY, get_resource)
def edit(resource: Resource) -> ResponseReturnValue:
    form = _form(resource)
    if form.validate_on_submit():
        with refusals_into(form):
            _keep(resource, form)
            flash("Saved.", "good")
            return redirect(url_for(".resource", resource_id=resource.id), 303)
    return _page(form, resource), status_of(form)


@bp.post("/resources/<int:resource_id>/save")
@guarded(Permission.MANAGE_LIBRARY, get_resource)
def autosave(resource: Resource) -> ResponseReturnValue:
    """Keep a draft while it is being written; JSON for its script. What is published waits for the button."""
    form = _form(resource)
    if not form.validate():
        return not_kept(form)
    if resource.state is Publication.DRAFT:
        _keep(resource, form)
    return kept(resource.version, now=utc_now())


@bp.route("/resources/<int:resource_id>/file/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY, get_resource)
def add_file(resource: Resource) -> ResponseReturnValue:
    form = ResourceFileForm()
    if form.validate_on_submit():
        with refusals_into(form):
            kept_file = keep_upload(form.file, kinds=FILE_KINDS, at_most=FILE_MAX_BYTES)
            with transaction():
                hold_file(resource, kept_file, actor=actor(), now=utc_now())
            flash("The file is there.", "good")
            return redirect(url_for(".resource", resource_id=resource.id), 303)
    page = render_template("library/file.html", resource=resource, form=form, shelves=list_shelves("Resources"))
    return page, status_of(form)


def _load_with_move(session: Session, *, resource_id: int, name: str) -> Resource:
    _require_move(name)
    return get_resource(session, resource_id)


def _load_guide_with_move(session: Session, *, guide_id: int, name: str) -> ExtractionGuide:
    _require_move(name)
    return get_guide(session, guide_id)


def _require_move(name: str) -> None:
    if name not in {row.name for row in PUBLICATION.rows}:
        raise NotFound()


@bp.post("/resources/<int:resource_id>/<name>")
@guarded(Permission.MANAGE_LIBRARY, _load_with_move)
def move(resource: Resource) -> ResponseReturnValue:
    return _move(resource, url_for(".resource", resource_id=resource.id))


@bp.post("/guides/<int:guide_id>/<name>")
@guarded(Permission.MANAGE_LIBRARY, _load_guide_with_move)
def move_guide(guide: ExtractionGuide) -> ResponseReturnValue:
    return _move(guide, url_for(".guide", guide_id=guide.id))


def _move(record: Resource | ExtractionGuide, onward: str) -> ResponseReturnValue:
    name = str((request.view_args or {})["name"])
    with transaction():
        change_publication(record, name, actor=actor(), now=utc_now())
    flash(SAID[name], "good")
    return redirect(onward, 303)


def _keep(resource: Resource, form: ResourceForm) -> None:
    with transaction():
        edit_resource(resource, form.answers, expected_version=form.expected_version, actor=actor(), now=utc_now())


def _form(resource: Resource | None) -> ResourceForm:
    session = db.session()
    framework = find_newest_framework(session)
    return ResourceForm.about(
        written_of(resource) if resource is not None else None,
        sessions=[(str(module.week), f"{module.week}. {module.title}") for module in load_modules()],
        domains=[domain for _, domain in list_domains(session, framework.id)] if framework is not None else (),
        written_by=actor().name,
        version=resource.version if resource is not None else 0,
    )


def _page(form: ResourceForm, resource: Resource | None) -> str:
    tags = [tag for tag, _ in list_tags(db.session(), actor=actor())[:TAGS_OFFERED]]
    return render_template(
        "library/write.html", form=form, resource=resource, tags=tags, shelves=list_shelves("Resources")
    )
