"""The last page of a proposal: everything read once more, what is missing, the certification, and the receipt."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.proposals.certifying import CertifyForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.documents.lines import list_lines
from webapp.enrollments.tabs import list_tabs
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import gap_links, outline_of, saved_words
from webapp.refusals import status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.queries import list_documents_of, list_open_runs
from workflows.lifecycle import why_not
from workflows.machine import Refused
from workflows.people.queries import names_of
from workflows.permissions import Permission
from workflows.proposals.answers import CERTIFICATION
from workflows.proposals.completeness import list_gaps
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.operations import submit_proposal
from workflows.proposals.queries import get_proposal, get_proposal_at_the_gate
from workflows.proposals.snapshot import content_of


@bp.get("/<int:proposal_id>/submit")
@guarded(Permission.WRITE_PROPOSAL, get_proposal)
def submit(proposal: Proposal) -> ResponseReturnValue:
    if proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".receipt", proposal_id=proposal.id))
    return _check_page(proposal, CertifyForm())


@bp.post("/<int:proposal_id>/submit")
@guarded(Permission.SUBMIT_PROPOSAL, get_proposal_at_the_gate)
def certify(proposal: Proposal) -> ResponseReturnValue:
    form = CertifyForm()
    if form.validate():
        typed_name = form.typed_name.data
        try:
            with transaction() as session:
                submit_proposal(proposal, typed_name=typed_name, session=session, actor=actor(), now=utc_now())
        except Refused:  # the page lists the same reasons, each with its place
            return _check_page(get_proposal(db.session(), proposal.id, fresh=True), form), 422
        return redirect(url_for(".receipt", proposal_id=proposal.id), 303)
    return _check_page(get_proposal(db.session(), proposal.id), form), status_of(form)


@bp.get("/<int:proposal_id>/receipt")
@guarded(Permission.SEE_PROPOSAL, get_proposal)
def receipt(proposal: Proposal) -> ResponseReturnValue:
    if not proposal.snapshots:
        return redirect(url_for(".show", proposal_id=proposal.id))
    snapshot = proposal.snapshots[-1]
    session, enrollment_id = db.session(), proposal.enrollment_id
    submitters = names_of(session, {snapshot.submitted_by_id})
    runs = list_open_runs(session, enrollment_id, kinds=("proposal",))
    made = list_documents_of(session, enrollment_id, kinds=("proposal",))
    return render_template(
        "proposals/receipt.html",
        proposal=proposal,
        snapshot=snapshot,
        documents=list_lines(runs, made),
        submitted_by=submitters[snapshot.submitted_by_id],
        tabs=list_tabs(proposal.enrollment, "Proposal"),
    )


def _check_page(proposal: Proposal, form: CertifyForm) -> str:
    gaps = list_gaps(proposal)
    reasons = why_not(proposal.enrollment, "submit_proposal", actor=actor(), now=utc_now())
    return render_template(
        "proposals/submit.html",
        proposal=proposal,
        form=form,
        gaps=gap_links(proposal, gaps),
        reasons=[reason for reason in reasons if reason not in gaps],
        content=content_of(proposal),
        certification=CERTIFICATION,
        outline=outline_of(proposal),
        saved=saved_words(proposal, "story", zone=zone_here(), now=utc_now()),
        due_at=proposal.enrollment.cohort.proposals_due_at,
    )
