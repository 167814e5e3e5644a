"""Using a practice product in the draft: the text as it would be put in, and what stands there already."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.pulling import PullForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import crumb_of, section_url
from webapp.proposals.pages import is_asked
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.models import Proposal
from workflows.proposals.pulling import How, Offer, get_offer, list_replaced, pull_budget, pull_goal, pull_text
from workflows.proposals.queries import get_proposal
from workflows.proposals.writing import why_not_write


def get_proposal_with_offer(session: Session, proposal_id: int, source: str) -> Proposal:
    """The proposal, once the source is known to have something for it; raises NotFound."""
    proposal = get_proposal(session, proposal_id)
    if not is_asked(proposal, get_offer(session, proposal, source)):
        raise NotFound()
    return proposal


@bp.route("/<int:proposal_id>/practice/<source>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal_with_offer)
def pull(proposal: Proposal) -> ResponseReturnValue:
    offer = get_offer(db.session(), proposal, (request.view_args or {})["source"])
    row = proposal.section(offer.source.section)
    form = PullForm(data={"text": offer.text, "version": row.version if row else 1})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                onward = _take_over(proposal, offer, form, session)
            flash("It is in your draft now. Look it over; you can change every word.", "good")
            return redirect(onward, 303)
    reasons = why_not_write(proposal, actor=actor())
    return render_template("proposals/pull.html", form=form, reasons=reasons, **_told(proposal, offer)), status_of(form)


def _take_over(proposal: Proposal, offer: Offer, form: PullForm, session: Session) -> str:
    """Put it in, by what kind of section it is; the address where it stands then."""
    told: dict[str, Any] = {"session": session, "actor": actor(), "now": utc_now()}
    if offer.source.section == "goals":
        return url_for(".goal", goal_id=pull_goal(proposal, offer, **told).id)
    if offer.source.section == "budget":
        pull_budget(proposal, offer, expected_version=form.expected_version, **told)
    else:
        pull_text(
            proposal,
            offer,
            text=form.text.data,
            how=How(form.how.data),
            expected_version=form.expected_version,
            **told,
        )
    anchor = f"#{offer.source.field}" if offer.source.field else ""
    return section_url(proposal, offer.source.section) + anchor


def _told(proposal: Proposal, offer: Offer) -> dict[str, Any]:
    source = offer.source
    return {
        "proposal": proposal,
        "offer": offer,
        "section": SECTION_BY_NAME[source.section],
        "target": source.target,
        "current": str(proposal.answer(source.section, source.field) or "") if source.field else "",
        "replaced": list_replaced(db.session(), proposal, source) if source.field else (),
        "crumb": crumb_of(proposal, source.section),
        "back_url": section_url(proposal, source.section),
    }
