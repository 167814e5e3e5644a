"""Editions side by side: the list, one edition, its copy, its publication, and what two of them say otherwise."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.frameworks import CopyForm, FrameworkForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.frameworks.blueprint import bp
from webapp.frameworks.shelves import draw_map
from webapp.library.blueprint import list_shelves
from webapp.refusals import refusals_into, status_of
from webapp.tables import TableFilter, asked_number
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.frameworks.comparing import compare_frameworks
from workflows.frameworks.editions import (
    WrittenFramework,
    copy_framework,
    edit_framework,
    publish_framework,
    throw_away,
    why_not_publish,
    written_framework_of,
)
from workflows.frameworks.models import Framework
from workflows.frameworks.queries import EditionRow, count_by_domain, get_framework, list_editions, list_editions_of
from workflows.permissions import Permission

KEEP = Permission.MANAGE_FRAMEWORKS


@bp.get("/frameworks")
@guarded(Permission.SEE_FRAMEWORKS)
def frameworks() -> ResponseReturnValue:
    rows = list_editions(db.session(), actor())
    return render_template(
        "frameworks/editions.html",
        rows=rows,
        filters=_pair(rows, old=rows[1].framework.id, new=rows[0].framework.id) if len(rows) > 1 else (),
        shelves=list_shelves("Indicators"),
    )


@bp.get("/frameworks/<int:framework_id>")
@guarded(Permission.SEE_FRAMEWORKS, get_framework)
def framework(framework: Framework) -> ResponseReturnValue:
    session = db.session()
    rows = {row.framework.id: row for row in list_editions(session, actor())}
    origin = rows.get(framework.copied_from_id or 0)
    return render_template(
        "frameworks/edition.html",
        framework=framework,
        row=rows[framework.id],
        domain_map=draw_map(count_by_domain(session, framework.id, retired=False)),
        url_for_domain=lambda name: url_for(".index", framework=framework.id, domain=name),
        origin=origin.framework if origin else None,
        reasons=why_not_publish(framework, actor=actor(), now=utc_now()),
        button=Confirmation(),
        shelves=list_shelves("Indicators"),
    )


@bp.get("/frameworks/compare")
@guarded(Permission.SEE_FRAMEWORKS)
def compare() -> ResponseReturnValue:
    session = db.session()
    rows = list_editions(session, actor())
    ids = [row.framework.id for row in rows]
    asked = [number if number in ids else None for number in (asked_number("old"), asked_number("new"))]
    if len(ids) < 2:
        return redirect(url_for(".frameworks"))
    new_id = asked[1] or next(number for number in ids if number != asked[0])
    old_id = asked[0] or next(number for number in ids if number != new_id)
    old, new = get_framework(session, old_id), get_framework(session, new_id)
    return render_template(
        "frameworks/compare.html",
        old=old,
        new=new,
        found=compare_frameworks(old, new),
        filters=_pair(rows, old=old_id, new=new_id),
        shelves=list_shelves("Indicators"),
    )


@bp.route("/frameworks/<int:framework_id>/copy", methods=["GET", "POST"])
@guarded(KEEP, get_framework)
def copy(framework: Framework) -> ResponseReturnValue:
    form = CopyForm.of(_next_edition(framework))
    assert isinstance(form, CopyForm)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                made = copy_framework(
                    framework, form.answers, with_indicators=form.with_indicators, session=session, actor=actor()
                )
            flash(f"{made.title} is a draft. Publish it when cohorts may choose it.", "good")
            return redirect(url_for(".framework", framework_id=made.id), 303)
    return _page(form, framework, is_copy=True), status_of(form)


@bp.route("/frameworks/<int:framework_id>/edit", methods=["GET", "POST"])
@guarded(KEEP, get_framework)
def rename(framework: Framework) -> ResponseReturnValue:
    form = FrameworkForm.of(written_framework_of(framework), version=framework.version)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_framework(
                    framework, form.answers, expected_version=form.expected_version, session=session, actor=actor()
                )
            flash("Saved.", "good")
            return redirect(url_for(".framework", framework_id=framework.id), 303)
    return _page(form, framework, is_copy=False), status_of(form)


@bp.post("/frameworks/<int:framework_id>/publish")
@guarded(KEEP, get_framework)
def publish(framework: Framework) -> ResponseReturnValue:
    with transaction():
        publish_framework(framework, actor=actor(), now=utc_now())
    flash("It is published: cohorts can choose it.", "good")
    return redirect(url_for(".framework", framework_id=framework.id), 303)


@bp.post("/frameworks/<int:framework_id>/remove")
@guarded(KEEP, get_framework)
def discard(framework: Framework) -> ResponseReturnValue:
    title = framework.title
    with transaction() as session:
        throw_away(framework, session=session, actor=actor())
    flash(f"The draft “{title}” is gone.", "good")
    return redirect(url_for(".frameworks"), 303)


def _next_edition(framework: Framework) -> WrittenFramework:
    """The framework as it is, with the number after the highest of its editions."""
    numbers = [int(name) for name in list_editions_of(db.session(), framework.code) if name.isdecimal()]
    written = written_framework_of(framework)
    return WrittenFramework(
        code=written.code,
        edition=str(max(numbers, default=0) + 1),
        name=written.name,
        source=written.source,
        purpose=written.purpose,
    )


def _pair(rows: Sequence[EditionRow], *, old: int, new: int) -> list[TableFilter]:
    choices = [(str(row.framework.id), row.framework.title) for row in rows]
    return [TableFilter("old", "From", str(old), choices), TableFilter("new", "To", str(new), choices)]


def _page(form: FrameworkForm, framework: Framework, *, is_copy: bool) -> str:
    return render_template(
        "frameworks/name.html",
        form=form,
        framework=framework,
        is_copy=is_copy,
        shelves=list_shelves("Indicators"),
    )
