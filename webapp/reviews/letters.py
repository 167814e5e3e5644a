"""What a kept decision would tell the affiliate, put together for a page."""

from dataclasses import dataclass
from datetime import datetime

from webapp.actors import actor
from workflows.db import db
from workflows.documents.ahead import award_letter_ahead
from workflows.documents.contexts.award_letter import AwardLetter
from workflows.notifications.ahead import MailAhead, mail_ahead
from workflows.permissions import Permission, can
from workflows.proposals.revisions.asked import titles_of
from workflows.reviews.staging.models import StagedDecision


@dataclass(frozen=True, slots=True)
class LetterAhead:
    """The mail, the words and requests beside the decision, and the award letter where there is one."""

    staged: StagedDecision
    mail: MailAhead
    requests: tuple[tuple[str, str], ...]
    letter: AwardLetter | None


def letter_ahead(staged: StagedDecision, *, now: datetime) -> LetterAhead:
    """As it would read if this person announced it now, or who decided where this person may not."""
    who, enrollment = actor(), staged.proposal.enrollment
    titles = titles_of(staged.proposal)
    by_id = who.id if who.id and can(who, Permission.DECIDE_PROPOSAL, staged) else staged.decided_by_id
    return LetterAhead(
        staged=staged,
        mail=mail_ahead(staged.outcome, affiliate=enrollment.affiliate.name, cohort=enrollment.cohort.name),
        requests=tuple((titles.get(name, name), words) for name, words in staged.requests.items()),
        letter=award_letter_ahead(db.session(), staged, by_id=by_id, now=now),
    )
