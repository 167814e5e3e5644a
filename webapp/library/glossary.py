"""The glossary: every word with its meaning, one word with its editions, and changing one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.library import TermForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.library.blueprint import bp, list_shelves
from webapp.refusals import refusals_into, status_of
from webapp.tables import TableFilter
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.library.answers import SEARCH_MAX
from workflows.library.models import GlossaryTerm
from workflows.library.operations import add_term, edit_term, written_term_of
from workflows.library.queries import get_term, list_terms
from workflows.permissions import Permission


@bp.get("/glossary")
@guarded(Permission.SEE_LIBRARY)
def glossary() -> ResponseReturnValue:
    words = request.args.get("q", "")[:SEARCH_MAX]
    return render_template(
        "library/glossary.html",
        terms=list_terms(db.session(), words),
        words=words,
        filters=[TableFilter("q", "Search", words)],
        shelves=list_shelves("Glossary"),
    )


@bp.get("/glossary/<int:term_id>")
@guarded(Permission.SEE_LIBRARY, get_term)
def term(term: GlossaryTerm) -> ResponseReturnValue:
    return render_template("library/term.html", term=term, shelves=list_shelves("Glossary"))


@bp.route("/glossary/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY)
def write_term() -> ResponseReturnValue:
    form = TermForm(data={"adopted_on": local_date(utc_now(), zone_here())})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                term = add_term(form.answers, session=session, actor=actor(), now=utc_now())
            flash(f"“{term.word}” is in the glossary.", "good")
            return redirect(url_for(".glossary", _anchor=f"term-{term.id}"), 303)
    page = render_template("library/write_term.html", form=form, term=None, shelves=list_shelves("Glossary"))
    return page, status_of(form)


@bp.route("/glossary/<int:term_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_LIBRARY, get_term)
def change_term(term: GlossaryTerm) -> ResponseReturnValue:
    written = written_term_of(term)
    form = TermForm(
        data={
            "word": written.word,
            "meaning": written.meaning,
            "instead_of": written.instead_of,
            "source": written.source,
            "adopted_on": written.adopted_on,
            "version": str(term.version),
        }
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_term(
                    term,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".term", term_id=term.id), 303)
    page = render_template("library/write_term.html", form=form, term=term, shelves=list_shelves("Glossary"))
    return page, status_of(form)
