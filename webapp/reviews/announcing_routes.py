"""The decisions of a cohort that wait for their announcement: what stops each, every letter, and one button."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.decisions import AnnounceForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.reviews.blueprint import bp
from webapp.reviews.letters import letter_ahead
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import db, transaction
from workflows.funding.announcing import announce_decisions
from workflows.permissions import Permission, can
from workflows.reviews.comparison import may_read_others
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.queries import list_staged
from workflows.reviews.staging.rules import what_stops


@bp.get("/cohorts/<int:cohort_id>/announcement")
@guarded(Permission.SEE_REVIEWS, get_cohort)
def announcement(cohort: Cohort) -> ResponseReturnValue:
    return _page(cohort, AnnounceForm(formdata=None))


@bp.post("/cohorts/<int:cohort_id>/announcement")
@guarded(Permission.DECIDE_PROPOSAL, get_cohort)
def announce(cohort: Cohort) -> ResponseReturnValue:
    form = AnnounceForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                made = announce_decisions(cohort, form.versions, session=session, actor=actor(), now=utc_now())
            flash(f"{plural(len(made), 'decision')} announced. The letters are on their way.", "good")
            return redirect(url_for(".announcement", cohort_id=cohort.id), 303)
    return _page(cohort, form)


@bp.get("/cohorts/<int:cohort_id>/letters")
@guarded(Permission.SEE_REVIEWS, get_cohort)
def letters(cohort: Cohort) -> ResponseReturnValue:
    """Every letter, one after the other, to read before the button is pressed."""
    now = utc_now()
    ahead = [letter_ahead(staged, now=now) for staged in _readable(cohort)]
    return render_template("reviews/letters.html", cohort=cohort, letters=ahead)


def _readable(cohort: Cohort) -> list[StagedDecision]:
    """Without those that this person reviews and has not filed."""
    return [s for s in list_staged(db.session(), cohort, actor()) if may_read_others(s.proposal, actor())]


def _page(cohort: Cohort, form: AnnounceForm) -> ResponseReturnValue:
    now = utc_now()
    rows = [(staged, what_stops(staged, actor=actor(), now=now)) for staged in _readable(cohort)]
    wanted = form.versions
    page = render_template(
        "reviews/announcement.html",
        cohort=cohort,
        form=form,
        rows=rows,
        chosen={staged.id for staged, stops in rows if not stops and (not wanted or staged.id in wanted)},
        may_announce=can(actor(), Permission.DECIDE_PROPOSAL) and any(not stops for _, stops in rows),
        now=now,
    )
    return page, status_of(form)
