"""Keeping the indicators of a framework: adding, changing, taking out, retiring and offering again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.frameworks import IndicatorForm, WhyForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.frameworks.blueprint import bp
from webapp.library.blueprint import list_shelves
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.frameworks.indicators import (
    add_indicator,
    edit_indicator,
    offer_again,
    retire_indicator,
    take_out,
    why_not_change,
    written_indicator_of,
)
from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.queries import count_uses, get_framework, get_indicator
from workflows.permissions import Permission

KEEP = Permission.MANAGE_FRAMEWORKS
LOST = "Saved. An extract can no longer compute it, because what is computed changed: its figures are typed in."


@bp.route("/frameworks/<int:framework_id>/indicators/new", methods=["GET", "POST"])
@guarded(KEEP, get_framework)
def add(framework: Framework) -> ResponseReturnValue:
    form = IndicatorForm.about(None, groups=_groups(framework))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                added = add_indicator(framework, form.answers, session=session, actor=actor())
            flash(f"“{added.name}” is in {framework.title}.", "good")
            return redirect(url_for(".show", indicator_id=added.id), 303)
    return _page(form, framework, None), status_of(form)


@bp.route("/indicators/<int:indicator_id>/edit", methods=["GET", "POST"])
@guarded(KEEP, get_indicator)
def edit(indicator: Indicator) -> ResponseReturnValue:
    framework = get_framework(db.session(), indicator.framework_id)
    form = IndicatorForm.about(
        written_indicator_of(indicator),
        groups=_groups(framework),
        is_computable=indicator.formula is not None,
        version=indicator.version,
    )
    if form.validate_on_submit():
        with refusals_into(form):
            has_lost_formula = _keep(indicator, form)
            flash(LOST if has_lost_formula else "Saved.", "info" if has_lost_formula else "good")
            return redirect(url_for(".show", indicator_id=indicator.id), 303)
    return _page(form, framework, indicator), status_of(form)


@bp.post("/indicators/<int:indicator_id>/remove")
@guarded(KEEP, get_indicator)
def remove(indicator: Indicator) -> ResponseReturnValue:
    framework_id, name = indicator.framework_id, indicator.name
    with transaction() as session:
        take_out(indicator, session=session, actor=actor())
    flash(f"“{name}” is out of this draft.", "good")
    return redirect(url_for(".index", framework=framework_id), 303)


@bp.route("/indicators/<int:indicator_id>/retire", methods=["GET", "POST"])
@guarded(KEEP, get_indicator)
def retire(indicator: Indicator) -> ResponseReturnValue:
    return _turn(indicator, is_retiring=True)


@bp.route("/indicators/<int:indicator_id>/restore", methods=["GET", "POST"])
@guarded(KEEP, get_indicator)
def restore(indicator: Indicator) -> ResponseReturnValue:
    return _turn(indicator, is_retiring=False)


def _turn(indicator: Indicator, *, is_retiring: bool) -> ResponseReturnValue:
    form = WhyForm()
    if form.validate_on_submit():
        with refusals_into(form):
            change = retire_indicator if is_retiring else offer_again
            with transaction():
                change(indicator, why=form.why.data or "", actor=actor(), now=utc_now())
            flash("New goals do not offer it any more." if is_retiring else "New goals offer it again.", "good")
            return redirect(url_for(".show", indicator_id=indicator.id), 303)
    page = render_template(
        "frameworks/retire.html",
        form=form,
        indicator=indicator,
        is_retiring=is_retiring,
        uses=count_uses(db.session(), indicator.id),
        shelves=list_shelves("Indicators"),
    )
    return page, status_of(form)


def _keep(indicator: Indicator, form: IndicatorForm) -> bool:
    with transaction() as session:
        return edit_indicator(
            indicator,
            form.answers,
            keeps_formula=form.keeps,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
        )


def _groups(framework: Framework) -> list[str]:
    return [row.domain_group for row in framework.indicators]


def _page(form: IndicatorForm, framework: Framework, indicator: Indicator | None) -> str:
    why_not = why_not_change(count_uses(db.session(), indicator.id)) if indicator is not None else None
    return render_template(
        "frameworks/write.html",
        form=form,
        framework=framework,
        indicator=indicator,
        why_not=why_not,
        domains=sorted({row.domain for row in framework.indicators}),
        sources=sorted({row.data_source for row in framework.indicators}),
        shelves=list_shelves("Indicators"),
    )
