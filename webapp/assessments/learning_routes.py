"""What the network learns together: shared gaps, skills by role, and the learning agenda."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.assessments import TopicForm
from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.assessments.chart import change_text, score_text
from webapp.context import zone_here
from webapp.csv_export import stream_csv
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.assessments.answers import FOR_ONESELF, Moment
from workflows.assessments.instrument import current_instrument
from workflows.assessments.learning import answers_of, change_topic, remove_topic, write_topic
from workflows.assessments.models import LearningTopic
from workflows.assessments.network import (
    LEAST_AFFILIATES,
    LEAST_PEOPLE,
    GapRow,
    RoleGroup,
    gap_rows,
    role_groups,
    top_gaps,
)
from workflows.assessments.queries import (
    count_topics,
    get_topic,
    list_affiliate_scores,
    list_personal_scores,
    list_topics,
)
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission

bp = Blueprint("learning", __name__, url_prefix="/learning")

GAPS_HEADER = ("Code", "Dimension or statement", "Affiliates", "Below 3", "Mean", "Change since before")
HIDDEN = f"hidden, fewer than {LEAST_AFFILIATES}"


@bp.get("/")
@guarded(Permission.SEE_LEARNING)
def index() -> ResponseReturnValue:
    session = db.session()
    gaps, moment, today = _gaps(), _asked_moment(), local_date(utc_now(), zone_here())
    sees_figures = allows(Permission.SEE_SHARED_GAPS)
    total = count_topics(session)
    page = TablePage(
        path=request.path, number=asked_page(total), total=total, filters={"at": request.args.get("at", "")}
    )
    return render_template(
        "learning/index.html",
        top=top_gaps(gaps),
        gaps=[row for row in gaps if row.is_dimension],
        statements=[row for row in gaps if not row.is_dimension],
        sees_figures=sees_figures,
        groups=_groups(moment) if sees_figures else (),
        moment=moment,
        moment_filter=TableFilter("at", "When", moment.value, [(one.value, one.words) for one in FOR_ONESELF]),
        dimensions=current_instrument().dimensions,
        dimension_names={row.code: row.name for row in current_instrument().dimensions},
        today=today,
        topics=list_topics(session, today=today, first=(page.number - 1) * PAGE_SIZE),
        page=page,
        least=LEAST_AFFILIATES,
        least_people=LEAST_PEOPLE,
        score_text=score_text,
        change_text=change_text,
        hidden=HIDDEN,
    )


@bp.get("/gaps.csv")
@guarded(Permission.SEE_SHARED_GAPS)
def export() -> ResponseReturnValue:
    return stream_csv("shared-gaps.csv", GAPS_HEADER, _gap_lines(_gaps()))


@bp.route("/topics/new", methods=["GET", "POST"])
@guarded(Permission.PLAN_LEARNING)
def write() -> ResponseReturnValue:
    form = TopicForm.about(current_instrument(), data={"dimension": request.args.get("about", ""), "version": 0})
    if form.validate_on_submit():
        with transaction() as session:
            topic = write_topic(form.answers, session=session, actor=actor(), now=utc_now())
        flash(f"“{topic.title}” is on the agenda; every affiliate sees it.", "good")
        return redirect(url_for(".index"), 303)
    return render_template("learning/topic.html", form=form, topic=None, button=None), status_of(form)


@bp.route("/topics/<int:topic_id>", methods=["GET", "POST"])
@guarded(Permission.PLAN_LEARNING, get_topic)
def change(topic: LearningTopic) -> ResponseReturnValue:
    form = TopicForm.about(current_instrument(), data=_values(topic))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_topic(topic, form.answers, expected_version=form.expected_version, session=session)
            flash(f"“{topic.title}” is changed.", "good")
            return redirect(url_for(".index"), 303)
    return render_template("learning/topic.html", form=form, topic=topic, button=Confirmation()), status_of(form)


@bp.post("/topics/<int:topic_id>/remove")
@guarded(Permission.PLAN_LEARNING, get_topic)
def remove(topic: LearningTopic) -> ResponseReturnValue:
    with transaction() as session:
        remove_topic(topic, session=session)
    flash(f"“{topic.title}” is off the agenda.", "good")
    return redirect(url_for(".index"), 303)


def _values(topic: LearningTopic) -> dict[str, object]:
    kept = answers_of(topic)
    return {name: getattr(kept, name) for name in type(kept).__slots__} | {
        "offer": kept.offer.value,
        "version": topic.version,
    }


def _gaps() -> list[GapRow]:
    return gap_rows(current_instrument(), list_affiliate_scores(db.session()))


def _groups(moment: Moment) -> list[RoleGroup]:
    return role_groups(current_instrument(), list_personal_scores(db.session(), moment))


def _asked_moment() -> Moment:
    wanted = request.args.get("at", "")
    return Moment(wanted) if wanted in {one.value for one in FOR_ONESELF} else Moment.BEFORE


def _gap_lines(rows: Sequence[GapRow]) -> Iterator[Sequence[object]]:
    """The rows as the page shows them; for fewer than five affiliates the sentence alone."""
    if not rows:
        yield ("", f"Hidden: fewer than {LEAST_AFFILIATES} affiliates have answered.", "", "", "", "")
    for row in rows:
        change = HIDDEN if row.change is None else row.change
        yield (row.code, row.text, row.affiliates, row.below, row.mean, change)
