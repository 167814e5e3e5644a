"""A person's own hours: write down, change, remove."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.helpdesk import NOBODY, TimeForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.helpdesk.blueprint import bp, list_parts
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.helpdesk.hours import (
    change_time,
    count_own_time,
    get_time_entry,
    list_own_time,
    log_time,
    remove_time,
    why_not_change,
)
from workflows.helpdesk.models import TimeEntry
from workflows.people.queries import list_affiliates
from workflows.permissions import Permission


@bp.route("/hours", methods=["GET", "POST"])
@guarded(Permission.LOG_HOURS)
def hours() -> ResponseReturnValue:
    form = _form(worked_on=local_date(utc_now(), zone_here()))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                log_time(form.answers, time_zone=zone_here(), session=session, actor=actor(), now=utc_now())
            flash("Written down.", "good")
            return redirect(url_for(".hours"), 303)
    total = count_own_time(db.session(), actor())
    number = asked_page(total)
    page = render_template(
        "helpdesk/hours.html",
        form=form,
        entries=list_own_time(db.session(), actor(), offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=TablePage(url_for(".hours"), number, total),
        parts=list_parts("Your hours"),
        is_changeable=lambda entry: not why_not_change(entry, actor=actor(), now=utc_now()),
    )
    return page, status_of(form)


@bp.route("/hours/<int:entry_id>", methods=["GET", "POST"])
@guarded(Permission.LOG_HOURS, get_time_entry)
def change_hours(entry: TimeEntry) -> ResponseReturnValue:
    form = _form(
        worked_on=entry.worked_on,
        function=entry.function.value,
        affiliate=entry.affiliate_id or NOBODY,
        minutes=entry.minutes,
        note=entry.note,
        version=str(entry.version),
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction():
                told = {"expected_version": form.expected_version, "actor": actor(), "now": utc_now()}
                change_time(entry, form.answers, time_zone=zone_here(), **told)
            flash("Saved.", "good")
            return redirect(url_for(".hours"), 303)
    reasons = why_not_change(entry, actor=actor(), now=utc_now())
    page = render_template(
        "helpdesk/change_hours.html", form=form, entry=entry, reasons=reasons, parts=list_parts("Your hours")
    )
    return page, status_of(form)


@bp.post("/hours/<int:entry_id>/remove")
@guarded(Permission.LOG_HOURS, get_time_entry)
def remove_hours(entry: TimeEntry) -> ResponseReturnValue:
    expected = _form().expected_version
    with transaction() as session:
        remove_time(entry, expected_version=expected, session=session, actor=actor(), now=utc_now())
    flash("Removed.", "good")
    return redirect(url_for(".hours"), 303)


def _form(**values: Any) -> TimeForm:
    affiliates = [(affiliate.id, affiliate.name) for affiliate in list_affiliates(db.session())]
    return TimeForm.among(affiliates, **values)
