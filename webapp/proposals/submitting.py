"""The last page of a proposal: read once more, handed over, certified or sent back; and the receipt."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.proposals.certifying import CertifyForm, SendBackForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.documents.lines import list_lines
from webapp.enrollments.tabs import list_tabs
from webapp.proposals.asked import boxes_of
from webapp.proposals.blueprint import bp
from webapp.proposals.last_page import last_page
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.queries import list_documents_of, list_open_runs
from workflows.machine import Refused
from workflows.people.queries import names_of
from workflows.permissions import Permission
from workflows.proposals.certifying import hand_over, send_back, take_back
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.operations import submit_proposal
from workflows.proposals.queries import get_proposal, get_proposal_at_the_gate
from workflows.proposals.team import list_team, named

_ON_ITS_WAY = (*OPEN_TO_WRITING, ProposalState.READY)


@bp.get("/<int:proposal_id>/submit")
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def submit(proposal: Proposal) -> ResponseReturnValue:
    if proposal.state not in _ON_ITS_WAY:
        return redirect(url_for(".receipt", proposal_id=proposal.id))
    return _last_page(proposal, CertifyForm())


@bp.post("/<int:proposal_id>/submit")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_at_the_gate)
def press(proposal: Proposal) -> ResponseReturnValue:
    """Hand it over to the director; a second click finds it handed over, or submitted already."""
    if proposal.state not in _ON_ITS_WAY:
        return redirect(url_for(".receipt", proposal_id=proposal.id), 303)
    try:
        with transaction() as session:
            proposal = hand_over(proposal, session=session, actor=actor(), now=utc_now())
            directors = list_team(session, proposal, now=utc_now()).certifiers(but=proposal.handed_over_by_id)
    except Refused as refused:  # the page lists the same reasons, each with its place
        fresh = get_proposal(db.session(), proposal.id, fresh=True)
        return _last_page(fresh, CertifyForm(formdata=None), refused=refused), 422
    flash(f"It is handed over. {named(directors)} reads it and certifies; then it is submitted.", "good")
    return redirect(url_for(".submit", proposal_id=proposal.id), 303)


@bp.post("/<int:proposal_id>/certify")
@guarded(Permission.SUBMIT_PROPOSAL, get_proposal_at_the_gate)
def certify(proposal: Proposal) -> ResponseReturnValue:
    form = CertifyForm()
    refused: Refused | None = None
    if form.validate():
        given: dict[str, Any] = {"typed_name": form.typed_name.data, "seen": form.seen.data or ""}
        try:
            with transaction() as session:
                submit_proposal(proposal, **given, session=session, actor=actor(), now=utc_now())
            return redirect(url_for(".receipt", proposal_id=proposal.id), 303)
        except Refused as refusal:
            refused = refusal
    fresh = get_proposal(db.session(), proposal.id, fresh=True)
    if fresh.state not in _ON_ITS_WAY:
        return redirect(url_for(".receipt", proposal_id=proposal.id), 303)
    return _last_page(fresh, form, refused=refused), 422


@bp.post("/<int:proposal_id>/take-back")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_at_the_gate)
def take_it_back(proposal: Proposal) -> ResponseReturnValue:
    with transaction() as session:
        take_back(proposal, session=session, actor=actor(), now=utc_now())
    flash("The proposal is open to writing again. Submit it again when it is ready.", "good")
    return redirect(url_for(".submit", proposal_id=proposal.id), 303)


@bp.route("/<int:proposal_id>/send-back", methods=["GET", "POST"])
@guarded(Permission.SUBMIT_PROPOSAL, get_proposal_at_the_gate)
def send_it_back(proposal: Proposal) -> ResponseReturnValue:
    form = SendBackForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                send_back(proposal, words=form.note.data, session=session, actor=actor(), now=utc_now())
            flash("The proposal is open to writing again, with your words on its last page.", "good")
            return redirect(url_for(".submit", proposal_id=proposal.id), 303)
    is_ready = proposal.state is ProposalState.READY
    page = render_template("proposals/send_back.html", proposal=proposal, form=form, is_ready=is_ready)
    return page, status_of(form)


@bp.get("/<int:proposal_id>/receipt")
@guarded(Permission.SEE_PROPOSAL, get_proposal)
def receipt(proposal: Proposal) -> ResponseReturnValue:
    if not proposal.snapshots:
        return redirect(url_for(".show", proposal_id=proposal.id))
    snapshot = proposal.snapshots[-1]
    session, enrollment_id = db.session(), proposal.enrollment_id
    pressed = snapshot.handed_over_by_id or snapshot.submitted_by_id
    names = names_of(session, {snapshot.submitted_by_id, pressed})
    runs = list_open_runs(session, enrollment_id, kinds=("proposal",))
    made = list_documents_of(session, enrollment_id, kinds=("proposal",))
    return render_template(
        "proposals/receipt.html",
        proposal=proposal,
        snapshot=snapshot,
        documents=list_lines(runs, made),
        pressed_by=names[pressed],
        certified_by=names[snapshot.submitted_by_id],
        is_in=proposal.state is ProposalState.SUBMITTED,
        tabs=list_tabs(proposal.enrollment, "Proposal"),
    )


def _last_page(proposal: Proposal, form: CertifyForm, *, refused: Refused | None = None) -> str:
    facts = last_page(db.session(), proposal, actor=actor(), now=utc_now(), refused=refused, zone=zone_here())
    if not form.seen.data:
        form.seen.data = facts.digest
    return render_template(
        "proposals/submit.html",
        proposal=proposal,
        form=form,
        button=Confirmation(),
        requests=boxes_of(proposal),
        facts=facts,
    )
