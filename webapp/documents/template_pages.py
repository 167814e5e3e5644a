"""Word templates for administrators: what is in use, a new version with its check, going back, and the variables."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.documents import TemplateForm, UseTemplateForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.documents import preview_pages  # noqa: F401 - its routes belong to the same blueprint
from webapp.documents.routes import WORD
from webapp.documents.template_blueprint import bp, file_store, send_word
from webapp.refusals import status_of
from workflows.attached import Attachment
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.answers import TEMPLATE_MAX_BYTES
from workflows.documents.catalogue import TEMPLATES
from workflows.documents.checking import Checked, check_file, require_sound
from workflows.documents.models import DocumentTemplate
from workflows.documents.template_operations import upload_template, use_template, version_name
from workflows.documents.template_queries import (
    KINDS,
    TemplateKind,
    count_templates,
    get_template,
    get_template_kind,
    list_active_templates,
    list_change_moments,
    list_changes,
    list_templates,
    newest_change_number,
    read_template,
)
from workflows.documents.variables import list_variables
from workflows.permissions import Permission

__all__ = ["bp"]
MANAGE = Permission.MANAGE_TEMPLATES
COLUMNS = ("Template", "In use", "Since", "Versions")
VERSION_COLUMNS = ("Version", "Standing", "Uploaded", "What is new", "Check")
VARIABLE_COLUMNS = ("Write", "It shows", "For example", "Inside")


@dataclass(frozen=True, slots=True)
class KindLine:
    """One template of the list."""

    kind: TemplateKind
    in_use: str
    since: datetime | None
    versions: int


def labelled(labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"key": label, "label": label} for label in labels]


@bp.get("/")
@guarded(MANAGE)
def index() -> ResponseReturnValue:
    session = db.session()
    active, counts, since = list_active_templates(session), count_templates(session), list_change_moments(session)
    lines = [
        KindLine(kind, version_name(active.get(name)), since.get(name), counts.get(name, 0))
        for name, kind in KINDS.items()
    ]
    return render_template("documents/templates.html", lines=lines, columns=labelled(COLUMNS))


@bp.route("/<template_kind>", methods=["GET", "POST"])
@guarded(MANAGE, get_template_kind)
def show(kind: TemplateKind) -> ResponseReturnValue:
    form, checked = TemplateForm(), Checked()
    if form.validate_on_submit():
        with closing(form.file.data) as file:  # one more byte than is allowed is enough to refuse it
            given = Attachment(file.filename or "", file.stream.read(TEMPLATE_MAX_BYTES + 1))
        db.session.rollback()  # the check takes a second or two, and nobody else waits for it
        checked = check_file(given.content, kind.name)
        if not checked.problems:
            return _keep(kind, given, checked, note=form.note.data or "")
    session = db.session()
    versions = list_templates(session, kind.name)
    page = render_template(
        "documents/template.html",
        kind=kind,
        active=next((version for version in versions if version.state == "active"), None),
        versions=versions,
        changes=list_changes(session, kind.name),
        columns=labelled(VERSION_COLUMNS),
        version_name=version_name,
        form=form,
        problems=checked.problems,
        use_form=_use_form(session, kind.name),
    )
    return page, 422 if checked.problems else status_of(form)


def _keep(kind: TemplateKind, given: Attachment, checked: Checked, *, note: str) -> ResponseReturnValue:
    with transaction() as session:
        template = upload_template(
            kind,
            given,
            checked=checked,
            note=note,
            files=file_store(),
            session=session,
            actor=actor(),
            now=utc_now(),
        )
    flash(f"{version_name(template)} is kept as a draft. Try it with a real record, then use it.", "good")
    return redirect(url_for(".version", template_id=template.id), 303)


def _use_form(session: Session, kind: str) -> UseTemplateForm:
    """A button's form that knows which change is the newest, whatever was sent from the same page."""
    return UseTemplateForm(formdata=None, data={"version": str(newest_change_number(session, kind))})


@bp.get("/versions/<int:template_id>")
@guarded(MANAGE, get_template)
def version(template: DocumentTemplate) -> ResponseReturnValue:
    return render_template(
        "documents/template_version.html",
        template=template,
        kind=KINDS[template.kind],
        name=version_name(template),
        use_form=_use_form(db.session(), template.kind),
    )


@bp.post("/versions/<int:template_id>/use")
@guarded(MANAGE, get_template)
def use(template: DocumentTemplate) -> ResponseReturnValue:
    """Use an uploaded version; it is checked again, as the program may know other variables than on that day."""
    kind, template_id = KINDS[template.kind], template.id
    content = read_template(template, kind.name, files=file_store())
    db.session.rollback()  # as above
    require_sound(content, kind.name)
    with transaction() as session:
        _change(session, kind, get_template(session, template_id))
    return redirect(url_for(".show", template_kind=kind.name), 303)


@bp.post("/<template_kind>/built-in/use")
@guarded(MANAGE, get_template_kind)
def use_built_in(kind: TemplateKind) -> ResponseReturnValue:
    with transaction() as session:
        _change(session, kind, None)
    return redirect(url_for(".show", template_kind=kind.name), 303)


def _change(session: Session, kind: TemplateKind, template: DocumentTemplate | None) -> None:
    expected = UseTemplateForm().expected_version
    use_template(kind, template, expected_change=expected, session=session, actor=actor(), now=utc_now())
    flash(f"New documents are made from: {version_name(template)}. What was made before stays as it is.", "good")


@bp.get("/versions/<int:template_id>/download")
@guarded(MANAGE, get_template)
def download(template: DocumentTemplate) -> ResponseReturnValue:
    back_url = url_for(".version", template_id=template.id)
    return send_word(template.file_sha256, size=template.size, name=template.file_name, back_url=back_url)


@bp.get("/<template_kind>/built-in")
@guarded(MANAGE, get_template_kind)
def built_in(kind: TemplateKind) -> ResponseReturnValue:
    """The file that the program brings along, to begin from."""
    name = f"{kind.name}.docx"
    return send_file(TEMPLATES / name, mimetype=WORD, as_attachment=True, download_name=name)


@bp.get("/<template_kind>/variables")
@guarded(MANAGE, get_template_kind)
def variables(kind: TemplateKind) -> ResponseReturnValue:
    return render_template(
        "documents/template_variables.html",
        kind=kind,
        variables=list_variables(kind.context),
        columns=labelled(VARIABLE_COLUMNS),
    )
