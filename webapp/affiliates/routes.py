"""An affiliate's profile, and the network's capacity at a glance."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import guarded
from webapp.actors import actor
from webapp.affiliates import log, roles, tier, writing
from webapp.affiliates.blueprint import bp
from webapp.affiliates.rows import count_barriers, count_tiers, list_facts, list_member_rows, list_role_lines
from webapp.enrollments.tabs import Tab, list_tabs
from webapp.filters import ago
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.affiliates.answers import CONFIRM_AFTER
from workflows.affiliates.gaps import list_gaps
from workflows.affiliates.operations import confirm_profile
from workflows.affiliates.queries import (
    Profile,
    count_entries,
    find_newest_enrollment,
    get_capacity,
    get_profile,
    list_current_roles,
    list_entries,
    list_gaps_of,
    list_handovers,
    list_members,
    list_past_roles,
    list_running_ids,
    list_tier_choices,
)
from workflows.affiliates.tiers import DOSAGES, suggest_tier, tier_in_force
from workflows.clock import local_date, utc_now
from workflows.cohorts.queries import list_cohorts
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.people.models import Affiliate
from workflows.permissions import Permission

__all__ = ["bp", "log", "roles", "tier", "writing"]

ENTRIES_SHOWN = 3


@bp.get("/")
@guarded(Permission.SEE_PROFILE)
def index() -> ResponseReturnValue:
    """The network's capacity; people of one affiliate are led to their own profile."""
    session, now = db.session(), utc_now()
    if not actor().is_national:
        own = find_own_enrollment(session, actor())
        mine = own.affiliate_id if own is not None else min(actor().affiliate_ids)
        return redirect(url_for(".show", affiliate_id=mine))
    cohort_id = asked_number("cohort")
    members = list_members(session, actor(), cohort_id=cohort_id)
    number = asked_page(len(members))
    shown = members[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    ids = [affiliate.id for affiliate in shown]
    needed = list_running_ids(session, ids)
    running = [affiliate for affiliate in shown if affiliate.id in needed]
    cohorts = [("", "Every cohort"), *((str(c.id), c.name) for c in list_cohorts(session))]
    return render_template(
        "affiliates/index.html",
        members=members,
        tiers=count_tiers(members),
        barriers=count_barriers(members),
        rows=list_member_rows(shown, list_gaps_of(session, running, now=now), count_entries(session, ids)),
        page=TablePage(request.path, number, len(members), filters={"cohort": str(cohort_id or "")}),
        filters=[TableFilter("cohort", "Cohort", str(cohort_id or ""), cohorts)],
    )


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_PROFILE, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    return redirect(url_for(".show", affiliate_id=enrollment.affiliate_id))


@bp.get("/<int:affiliate_id>")
@guarded(Permission.SEE_PROFILE, get_profile)
def show(profile: Profile) -> ResponseReturnValue:
    session, now, affiliate = db.session(), utc_now(), profile.affiliate
    held = list_current_roles(session, [affiliate.id]).get(affiliate.id, ())
    gaps = list_gaps(held, today=local_date(now, affiliate.time_zone))
    suggestion = suggest_tier(get_capacity(session, affiliate))
    return render_template(
        "affiliates/show.html",
        profile=profile,
        affiliate=affiliate,
        tabs_here=tabs_of(affiliate),
        facts_by_section=list_facts(affiliate),
        role_lines=list_role_lines(held, gaps),
        past_roles=list_past_roles(session, affiliate.id),
        gaps=gaps,
        handovers=list_handovers(session, affiliate.id),
        suggestion=suggestion,
        dosage=DOSAGES[tier_in_force(suggestion.tier, affiliate.chosen_tier)],
        choices=list_tier_choices(session, affiliate.id),
        entries=list_entries(session, affiliate.id, at_most=ENTRIES_SHOWN),
        counts=count_entries(session, [affiliate.id]).get(affiliate.id, {}),
        is_old=affiliate.profile_confirmed_at is None or affiliate.profile_confirmed_at < now - CONFIRM_AFTER,
        confirmed_ago=ago(affiliate.profile_confirmed_at, now, affiliate.time_zone),
        today=local_date(now, affiliate.time_zone),
        button=Confirmation(),
    )


@bp.post("/<int:affiliate_id>/confirm")
@guarded(Permission.EDIT_PROFILE, get_profile)
def confirm(profile: Profile) -> ResponseReturnValue:
    with transaction() as session:
        confirm_profile(profile.affiliate, session=session, actor=actor(), now=utc_now())
    flash("Thank you: the profile is confirmed as of today.", "good")
    return redirect(url_for(".show", affiliate_id=profile.affiliate.id), 303)


def tabs_of(affiliate: Affiliate) -> list[Tab]:
    """The tabs of the affiliate's newest year that this person may see; none outside of any cohort."""
    enrollment = find_newest_enrollment(db.session(), affiliate.id, actor=actor())
    return list_tabs(enrollment, "Profile") if enrollment is not None else []
