"""Staff form peer groups: by hand, or as suggested."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.peers import GroupForm, SuggestionForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.peers.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.peers.groups import change_group, dissolve_group, form_group, form_suggested, mark_of, next_name
from workflows.peers.models import PeerGroup
from workflows.peers.queries import Circle, get_circle, get_group, list_candidates, list_group_names
from workflows.peers.suggestion import Candidate, suggest_groups
from workflows.permissions import Permission


@bp.route("/cohorts/<int:cohort_id>/groups/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_PEERS, get_circle)
def create_group(circle: Circle) -> ResponseReturnValue:
    session = db.session()
    candidates = list_candidates(session, circle)
    name = next_name(list_group_names(session, circle.cohort.id))
    form = GroupForm(data={"name": name}).for_candidates(map(_choice, candidates))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                formed = form_group(
                    circle,
                    name=form.name.data,
                    enrollment_ids=form.members.data or (),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{formed.name} is formed. Its members see each other on their page “Peers”.", "good")
            return redirect(url_for(".group", group_id=formed.id), 303)
    page = render_template("peers/edit_group.html", circle=circle, group=None, form=form, candidates=candidates)
    return page, status_of(form)


@bp.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_PEERS, get_group)
def edit_group(group: PeerGroup) -> ResponseReturnValue:
    session = db.session()
    circle = get_circle(session, group.cohort_id)
    candidates = list_candidates(session, circle, besides=group)
    members = [place.enrollment_id for place in group.places]
    form = GroupForm(data={"name": group.name, "members": members, "version": group.version})
    form.for_candidates(map(_choice, candidates))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_group(
                    group,
                    circle,
                    name=form.name.data,
                    enrollment_ids=form.members.data or (),
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".group", group_id=group.id), 303)
    page = render_template("peers/edit_group.html", circle=circle, group=group, form=form, candidates=candidates)
    return page, status_of(form)


@bp.post("/groups/<int:group_id>/dissolve")
@guarded(Permission.MANAGE_PEERS, get_group)
def dissolve(group: PeerGroup) -> ResponseReturnValue:
    with transaction() as session:
        dissolve_group(group, session=session, actor=actor(), now=utc_now())
    flash(f"{group.name} is dissolved. Its log stays for you to read.", "good")
    return redirect(url_for(".cohort", cohort_id=group.cohort_id), 303)


@bp.get("/cohorts/<int:cohort_id>/suggestion")
@guarded(Permission.MANAGE_PEERS, get_circle)
def suggestion(circle: Circle) -> ResponseReturnValue:
    suggested = suggest_groups(list_candidates(db.session(), circle))
    form = SuggestionForm(formdata=None, data={"seen": mark_of(suggested)})
    return render_template("peers/suggestion.html", circle=circle, suggested=suggested, form=form)


@bp.post("/cohorts/<int:cohort_id>/suggestion")
@guarded(Permission.MANAGE_PEERS, get_circle)
def accept(circle: Circle) -> ResponseReturnValue:
    form = SuggestionForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                formed = form_suggested(
                    circle, seen=form.seen.data or "", session=session, actor=actor(), now=utc_now()
                )
            flash(f"{len(formed)} groups are formed. You can still change each of them.", "good")
            return redirect(url_for(".cohort", cohort_id=circle.cohort.id), 303)
    suggested = suggest_groups(list_candidates(db.session(), circle))
    fresh = SuggestionForm(formdata=None, data={"seen": mark_of(suggested)})
    fresh.form_errors = list(form.form_errors)
    return render_template("peers/suggestion.html", circle=circle, suggested=suggested, form=fresh), 422


def _choice(candidate: Candidate) -> tuple[int, str]:
    people = f"{candidate.staff_count} people" if candidate.staff_count else "size not known"
    return candidate.enrollment_id, f"{candidate.name} ({people}{', rural' if candidate.is_rural else ''})"
