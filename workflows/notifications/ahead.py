"""The mail that would announce a decision, as the affiliate's leaders would read it."""

from dataclasses import dataclass

from workflows.notifications.messages import MESSAGES
from workflows.reviews.models import Outcome

KINDS: dict[Outcome, str] = {
    Outcome.APPROVE: "decision",
    Outcome.REQUEST_CHANGES: "changes_requested",
    Outcome.DECLINE: "decision",
}
LINK = "(the address of the page)"


@dataclass(frozen=True, slots=True)
class MailAhead:
    subject: str
    text: str


def mail_ahead(outcome: Outcome, *, affiliate: str, cohort: str) -> MailAhead:
    """Subject and text; the address stands there as words."""
    message = MESSAGES[KINDS[outcome]]
    words = {"affiliate": affiliate, "cohort": cohort, "link": LINK}
    return MailAhead(message.subject.format_map(words), message.text.format_map(words))
