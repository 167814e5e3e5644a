"""The partners of a proposal as its lead writes them: the list, one partner, asking, its letter, and suggestions."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.proposals.partners import LetterForm, PartnerForm, SuggestedForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import section_url
from webapp.proposals.pages import writing_page
from webapp.proposals.uploads import keep_paper
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.proposals.models import Proposal
from workflows.proposals.partners.answers import PARTNERS_MAX
from workflows.proposals.partners.content import standing
from workflows.proposals.partners.models import Partner, PartnerState
from workflows.proposals.partners.operations import (
    SECTION,
    add_letter,
    ask_partner,
    change_partner,
    name_partner,
    offer_to_others,
    why_not_ask,
    withdraw_partner,
)
from workflows.proposals.partners.queries import (
    find_site,
    get_partner,
    list_affiliate_choices,
    list_directed,
    list_partnerships,
    list_sites,
)
from workflows.proposals.partners.suggesting import suggest_sites
from workflows.proposals.queries import get_proposal

TONES = {
    PartnerState.NAMED: "open",
    PartnerState.ASKED: "wait",
    PartnerState.CONFIRMED: "good",
    PartnerState.DECLINED: "watch",
    PartnerState.WITHDRAWN: "open",
}


def partners_page(proposal: Proposal) -> ResponseReturnValue:
    """Every partner with where it stands, who could fit, and in which proposals of others this affiliate is one."""
    session, partners = db.session(), standing(proposal)
    directed = list_directed(session, [p.affiliate_id for p in partners if p.affiliate_id is not None])
    affiliate = proposal.enrollment.affiliate
    return writing_page(
        "proposals/partners.html",
        proposal,
        SECTION,
        form=Confirmation(),
        partners=[(partner, why_not_ask(partner, directed=directed)) for partner in partners],
        matches=suggest_sites(find_site(session, proposal), list_sites(session, proposal)),
        partnerships=list_partnerships(session, affiliate.id),
        suggested=SuggestedForm(formdata=None, data={"keep_out": not affiliate.may_be_suggested}),
        most=PARTNERS_MAX,
        tones=TONES,
    )


@bp.route("/<int:proposal_id>/partners/new", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def new_partner(proposal: Proposal) -> ResponseReturnValue:
    form = _new_form(proposal)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                partner = name_partner(
                    proposal,
                    form.answers,
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{partner.name} is named. Ask it to confirm when the words are right.", "good")
            return redirect(_place(proposal, partner), 303)
    return writing_page("proposals/partner.html", proposal, SECTION, form=form, partner=None), status_of(form)


@bp.route("/partners/<int:partner_id>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_partner)
def edit_partner(partner: Partner) -> ResponseReturnValue:
    proposal = partner.proposal
    form = PartnerForm.about(partner.typed, version=partner.version)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_partner(
                    partner,
                    form.answers_about(partner.affiliate_id),
                    expected_version=form.expected_version,
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            is_asked = partner.state is PartnerState.ASKED
            flash("Saved. The partner is asked about these words." if is_asked else "Saved.", "good")
            return redirect(_place(proposal, partner), 303)
    return writing_page("proposals/partner.html", proposal, SECTION, form=form, partner=partner), status_of(form)


@bp.post("/partners/<int:partner_id>/ask")
@guarded(Permission.WRITE_PROPOSAL, get_partner)
def ask(partner: Partner) -> ResponseReturnValue:
    with transaction() as session:
        ask_partner(partner, session=session, actor=actor(), now=utc_now())
    flash(f"{partner.name} gets a message and answers itself. You hear from us.", "good")
    return redirect(_place(partner.proposal, partner), 303)


@bp.post("/partners/<int:partner_id>/withdraw")
@guarded(Permission.WRITE_PROPOSAL, get_partner)
def withdraw(partner: Partner) -> ResponseReturnValue:
    with transaction() as session:
        withdraw_partner(partner, session=session, actor=actor(), now=utc_now())
    flash(f"You go on without {partner.name}.", "good")
    return redirect(section_url(partner.proposal, SECTION), 303)


@bp.route("/partners/<int:partner_id>/letter", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_partner)
def partner_letter(partner: Partner) -> ResponseReturnValue:
    form = LetterForm()
    if form.validate_on_submit():
        with refusals_into(form):
            kept = keep_paper(form.file)
            with transaction() as session:
                add_letter(
                    partner,
                    kept,
                    confirms=bool(form.confirms.data),
                    is_checked=bool(form.is_checked.data),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"The letter is kept as “{kept.name}”.", "good")
            return redirect(_place(partner.proposal, partner), 303)
    page = writing_page("proposals/partner_letter.html", partner.proposal, SECTION, form=form, partner=partner)
    return page, status_of(form)


@bp.post("/<int:proposal_id>/partners/suggestions")
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def suggest_us(proposal: Proposal) -> ResponseReturnValue:
    form = SuggestedForm()
    if form.validate_on_submit():
        with transaction():
            offer_to_others(proposal.enrollment.affiliate, may_be_suggested=not form.keep_out.data)
        flash("You are suggested to nobody." if form.keep_out.data else "You may be suggested to others.", "good")
    return redirect(section_url(proposal, SECTION), 303)


def _new_form(proposal: Proposal) -> PartnerForm:
    taken = {partner.affiliate_id for partner in standing(proposal)}
    others = [one for one in list_affiliate_choices(db.session(), proposal) if one.id not in taken]
    choices = [(str(one.id), f"{one.name}, {one.town}, {one.state}") for one in others]
    wished = request.args.get("affiliate", "")
    return PartnerForm.among(choices, **({"affiliate": wished} if wished in dict(choices) else {}))


def _place(proposal: Proposal, partner: Partner) -> str:
    return f"{section_url(proposal, SECTION)}#partner-{partner.id}"
