"""Writing to an outside organization: one letter with a link, to somebody who has no account here."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows.db import db
from workflows.outbox import Effect, JobContext
from workflows.proposals.partners.answers import LINK_WORKS, SIGNED_PARTNERSHIP
from workflows.proposals.partners.models import Partner, PartnerState
from workflows.proposals.partners.queries import get_partner

PATH = "/proposals/partner/"
SUBJECT = "{lead} names {partner} as a partner: please confirm"
TEXT = (
    "Hello {contact},\n\n"
    "{lead} writes a proposal with the title “{title}” and would like to name {partner} as a partner. Nothing is "
    "certain until you say yes. This page shows what the project is, and what you would bring; you confirm or decline "
    "there with your name. You need no account. The link works for {days} days:\n\n{link}\n\n"
    "If you do not know about this, decline there, or leave this message: nothing happens without you.\n\nAccompany\n"
)


def write_to_partner(context: JobContext) -> Effect:
    """Mail the link of the newest asking, once; nothing for an affiliate, whose director gets a message.

    Raises MailProblem, so that the run is tried again.
    """
    assert context.run.subject_id is not None
    partner = get_partner(db.session(), context.run.subject_id)
    asked = partner.round
    if not _waits_for_a_link(partner):
        return _nothing
    link = context.base_url + PATH + context.sign(SIGNED_PARTNERSHIP, {"partner": partner.id, "round": asked})
    words = {
        "contact": partner.contact_name or partner.name,
        "lead": partner.proposal.enrollment.affiliate.name,
        "partner": partner.name,
        "title": partner.proposal.title,
        "days": LINK_WORKS.days,
        "link": link,
    }
    context.mailer.send(to=partner.contact_email, subject=SUBJECT.format(**words), text=TEXT.format(**words))

    def remember(session: Session) -> None:
        """Beside the session: whoever edits the partner meanwhile meets no other version."""
        session.execute(update(Partner).where(Partner.id == partner.id).values(mailed_round=asked))

    return remember


def _waits_for_a_link(partner: Partner) -> bool:
    is_asked = partner.state is PartnerState.ASKED and partner.affiliate_id is None
    return is_asked and bool(partner.contact_email) and partner.mailed_round < partner.round


def _nothing(_session: Session) -> None:
    """Nobody waits for this letter any more."""
