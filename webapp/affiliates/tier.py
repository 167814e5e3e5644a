"""The capacity tier: a person's word against the suggestion, and back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.affiliates import TierForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.affiliates.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.affiliates.operations import choose_tier, take_back_tier
from workflows.affiliates.queries import Profile, find_tier_choice, get_capacity, get_profile
from workflows.affiliates.tiers import DOSAGES, suggest_tier
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import Stale
from workflows.people.answers import Tier
from workflows.permissions import Permission


@bp.route("/<int:affiliate_id>/tier", methods=["GET", "POST"])
@guarded(Permission.CHOOSE_TIER, get_profile)
def choose(profile: Profile) -> ResponseReturnValue:
    session, affiliate = db.session(), profile.affiliate
    suggestion = suggest_tier(get_capacity(session, affiliate))
    standing = find_tier_choice(session, affiliate.id)
    number = standing.id if standing is not None else 0
    form = TierForm(data={"version": str(number), "tier": (affiliate.chosen_tier or suggestion.tier).value})
    if form.validate_on_submit():
        with refusals_into(form):
            if form.expected_version != number:
                raise _stale(form, standing.tier if standing is not None else None, standing.note if standing else "")
            with transaction() as writing:
                choose_tier(
                    affiliate,
                    tier=Tier(form.tier.data),
                    note=str(form.note.data),
                    session=writing,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"The tier of {affiliate.name} is {Tier(form.tier.data).label.lower()} now.", "good")
            return redirect(url_for(".show", affiliate_id=affiliate.id, _anchor="tier"), 303)
    page = render_template(
        "affiliates/tier.html",
        affiliate=affiliate,
        suggestion=suggestion,
        standing=standing,
        dosages=DOSAGES.values(),
        form=form,
    )
    return page, status_of(form)


@bp.post("/<int:affiliate_id>/tier/take-back")
@guarded(Permission.CHOOSE_TIER, get_profile)
def take_back(profile: Profile) -> ResponseReturnValue:
    with transaction() as session:
        take_back_tier(profile.affiliate, session=session, actor=actor(), now=utc_now())
    flash("The suggestion counts again. The choice stays in the history.", "good")
    return redirect(url_for(".show", affiliate_id=profile.affiliate.id, _anchor="tier"), 303)


def _stale(form: TierForm, tier: Tier | None, note: str) -> Stale:
    theirs = {"Tier": tier.label if tier else "As suggested", "Why this tier?": note}
    return Stale(mine={"Tier": Tier(form.tier.data).label, "Why this tier?": form.note.data}, theirs=theirs)
