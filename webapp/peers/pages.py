"""The peers of a cohort, and one group with its log and what it shares."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.peers import LogForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.exercises.words import STATE_TONES, STATE_WORDS
from webapp.peers.blueprint import bp
from webapp.peers.parts import parts_here
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from webapp.training.parts import PEERS, parts_of_all
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.queries import find_own_enrollment
from workflows.exercises.answers import SHEETS
from workflows.exercises.queries import count_shared, list_shared
from workflows.peers.groups import edit_log, write_log
from workflows.peers.models import LogEntry, PeerGroup, takes_part
from workflows.peers.queries import (
    Circle,
    QuestionFilter,
    count_log,
    count_questions,
    find_own_group,
    get_circle,
    get_group,
    get_log_entry,
    list_candidates,
    list_circles,
    list_groups,
    list_log,
    list_questions,
)
from workflows.permissions import Permission
from workflows.personal_data import NOTICE

NEWEST = 5  # questions on the peers' first page


@bp.get("/")
@guarded(Permission.SEE_PEERS)
def index() -> ResponseReturnValue:
    session = db.session()
    own = find_own_enrollment(session, actor()) if not actor().is_national else None
    if own is not None and takes_part(own):
        return redirect(url_for(".cohort", cohort_id=own.cohort_id))
    return render_template("peers/index.html", circles=list_circles(session, actor=actor()), parts=parts_of_all(PEERS))


@bp.get("/cohorts/<int:cohort_id>")
@guarded(Permission.SEE_PEERS, get_circle)
def cohort(circle: Circle) -> ResponseReturnValue:
    session, manages = db.session(), allows(Permission.MANAGE_PEERS)
    still_open = QuestionFilter(solved=False)
    return render_template(
        "peers/cohort.html",
        circle=circle,
        own=find_own_group(session, circle, actor=actor()),
        groups=list_groups(session, circle, actor=actor()),
        free=list_candidates(session, circle) if manages else (),
        manages=manages,
        questions=list_questions(session, circle, still_open, at_most=NEWEST),
        open_questions=count_questions(session, circle, still_open),
        joins=allows(Permission.JOIN_PEERS, circle),
        parts=parts_here(circle),
    )


@bp.get("/groups/<int:group_id>")
@guarded(Permission.SEE_PEERS, get_group)
def group(group: PeerGroup) -> ResponseReturnValue:
    """The log is paged by `page`; what the group shares shows its newest."""
    session = db.session()
    total = count_log(session, group.id)
    page = TablePage(request.path, asked_page(total), total)
    sees_shared = allows(Permission.MANAGE_PEERS) or bool(group.affiliate_ids & actor().affiliate_ids)
    return render_template(
        "peers/group.html",
        group=group,
        log=list_log(session, group.id, first=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=page,
        names=_names(group),
        shared=list_shared(session, group, at_most=PAGE_SIZE) if sees_shared else None,
        shared_total=count_shared(session, group) if sees_shared else 0,
        sheets=SHEETS,
        words=STATE_WORDS,
        tones=STATE_TONES,
        manages=allows(Permission.MANAGE_PEERS, group),
        joins=allows(Permission.JOIN_PEERS, group) and group.dissolved_at is None,
        confirm=Confirmation(),
        parts=parts_here(get_circle(session, group.cohort_id)),
    )


@bp.route("/groups/<int:group_id>/log", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_group)
def write(group: PeerGroup) -> ResponseReturnValue:
    today = local_date(utc_now(), group.cohort.time_zone)
    own = sorted(group.affiliate_ids & actor().affiliate_ids)
    form = LogForm(data={"held_on": today, "minutes": 60, "present": own}).for_group(_members(group))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                write_log(
                    group,
                    form.answers,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("It is in the log. Everybody in the group can read and mend it.", "good")
            return redirect(url_for(".group", group_id=group.id), 303)
    return render_template("peers/log.html", group=group, entry=None, form=form, notice=NOTICE), status_of(form)


@bp.route("/log/<int:entry_id>", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_log_entry)
def edit(entry: LogEntry) -> ResponseReturnValue:
    group = entry.group
    names = ("held_on", "minutes", "present", "topic", "takeaway", "version")
    form = LogForm(data={name: getattr(entry, name) for name in names}).for_group(_members(group))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_log(
                    entry,
                    form.answers,
                    expected_version=form.expected_version,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".group", group_id=group.id), 303)
    return render_template("peers/log.html", group=group, entry=entry, form=form, notice=NOTICE), status_of(form)


def _members(group: PeerGroup) -> list[tuple[int, str]]:
    return [(one.affiliate_id, one.affiliate.name) for one in group.enrollments]


def _names(group: PeerGroup) -> dict[int, str]:
    """The names of everyone who is or was in the group, as far as their place is still there."""
    return {place.enrollment.affiliate_id: place.enrollment.affiliate.name for place in group.places}
