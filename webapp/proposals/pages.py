"""What every page of writing shows around its form: the outline, what comes next, when it was saved."""

from typing import Any

from flask import render_template, request, url_for

from forms.base import Form
from forms.proposals.shared import SharedForm
from webapp.context import zone_here
from webapp.proposals.asked import boxes_of
from webapp.proposals.outline import crumb_of, onward_from, outline_of, saved_words, section_url
from webapp.proposals.shared import waiting_on
from webapp.proposals.together import TwoTexts, here_words, names_in_sections, others_here
from workflows.clock import utc_now
from workflows.db import db
from workflows.errors import NotFound
from workflows.proposals.form import find_section
from workflows.proposals.models import Proposal
from workflows.proposals.pulling import Offer, list_offers
from workflows.proposals.queries import get_proposal


def writing_page(template: str, proposal: Proposal, name: str, *, form: Form, part: str = "", **values: Any) -> str:
    """The page of a section, or of a `part` of it such as one goal; raises NotFound where the form lacks it."""
    section = find_section(proposal, name)
    if section is None:
        raise NotFound()
    part, others = part or name, others_here(db.session(), proposal)
    return render_template(
        template,
        proposal=proposal,
        section=section,
        crumb=crumb_of(proposal, name),
        outline=outline_of(proposal, name, people=names_in_sections(others)),
        part=part,
        here=here_words(others, part),
        waiting=_waiting(proposal, part, form),
        onward=onward_from(proposal, name),
        offers=[offer for offer in list_offers(db.session(), proposal, name) if is_asked(proposal, offer)],
        saved=saved_words(proposal, name, zone=zone_here(), now=utc_now()),
        submit_url=url_for(".submit", proposal_id=proposal.id),
        due_at=proposal.enrollment.proposal_due_at,
        requests=boxes_of(proposal, name),
        form=form,
        **values,
    )


def is_asked(proposal: Proposal, offer: Offer) -> bool:
    """Whether this proposal's form has the question that the offer feeds."""
    section = find_section(proposal, offer.source.section)
    return section is not None and (offer.source.target is None or section.field(offer.source.field) is not None)


def _waiting(proposal: Proposal, part: str, form: Form) -> list[TwoTexts]:
    if not isinstance(form, SharedForm):
        return []
    rows = [row for row in proposal.waiting if row.part == part]
    return waiting_on(form, rows, version=int(form.version.object_data or 0))


def read_again(proposal: Proposal) -> Proposal:
    """The proposal as the database has it now, whatever this request has read."""
    return get_proposal(db.session(), proposal.id, fresh=True)


def onward_url(proposal: Proposal, name: str) -> str:
    """Where a save by the button leads: the next section, or the same page when asked to stay."""
    return section_url(proposal, name) if "stay" in request.form else onward_from(proposal, name).url
