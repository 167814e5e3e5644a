"""How an affiliate's people say what the support was like, and what the national office reads of it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.conversation import SupportForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.conversation.blueprint import bp, list_parts
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.conversation.answers import LEAST_ANSWERS
from workflows.conversation.quarters import in_words
from workflows.conversation.queries import list_spans
from workflows.conversation.response import by_month
from workflows.conversation.results import list_results
from workflows.conversation.support import current_quarter, rate_support, set_aside, why_not_rate
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import Permission

MONTHS_SHOWN = 12


@bp.route("/of/<int:enrollment_id>/support", methods=["GET", "POST"])
@guarded(Permission.RATE_SUPPORT, get_enrollment)
def rate(enrollment: Enrollment) -> ResponseReturnValue:
    form, now = SupportForm(), utc_now()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                rate_support(
                    enrollment,
                    form.rating,
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("Thank you. Your answers are kept without your name.", "good")
            return redirect(url_for("home.show"), 303)
    page = render_template(
        "conversation/rate.html",
        enrollment=enrollment,
        form=form,
        reasons=why_not_rate(enrollment, session=db.session(), actor=actor(), now=now),
        quarter=in_words(current_quarter(enrollment.cohort, now=now)),
        least=LEAST_ANSWERS,
    )
    return page, status_of(form)


@bp.post("/of/<int:enrollment_id>/support/not-now")
@guarded(Permission.RATE_SUPPORT, get_enrollment)
def not_now(enrollment: Enrollment) -> ResponseReturnValue:
    with transaction() as session:
        set_aside(enrollment, session=session, actor=actor(), now=utc_now())
    flash("We do not ask again in this quarter. You can still answer under Messages.", "good")
    return redirect(url_for("home.show"), 303)


@bp.get("/support-ratings")
@guarded(Permission.SEE_SUPPORT_RATINGS)
def ratings() -> ResponseReturnValue:
    return render_template(
        "conversation/ratings.html",
        cohorts=list_results(db.session(), actor=actor(), now=utc_now()),
        least=LEAST_ANSWERS,
        in_words=in_words,
        parts=list_parts("Support ratings"),
    )


@bp.get("/response-times")
@guarded(Permission.SEE_HOURS)
def response_times() -> ResponseReturnValue:
    today = local_date(utc_now(), zone_here())
    begins = today.replace(year=today.year - 1, day=1)
    since = datetime.combine(begins, time(), tzinfo=ZoneInfo(zone_here()))
    months = by_month(list_spans(db.session(), since=since))[:MONTHS_SHOWN]
    return render_template("conversation/response_times.html", months=months, parts=list_parts("Response times"))
