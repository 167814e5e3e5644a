"""Every message as one table: what it is about, who gets it, when it is still true, where it leads, what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflows.coaching.models import CheckIn, CheckInState
from workflows.documents.words import moment_in
from workflows.funding.models import Payment, PaymentState
from workflows.notifications.recipients import (
    Occasion,
    Recipients,
    affiliate,
    both_sides,
    national,
    payment_approvers,
    the_asker,
    the_coach,
    the_person,
    the_reviewer,
)
from workflows.peers.models import Answer
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reporting.models import Report, ReportState
from workflows.reviews.models import Review, ReviewState
from workflows.stages import TERMINAL, Stage

Still = Callable[[Occasion], bool]


@dataclass(frozen=True, slots=True)
class Message:
    """One row. `subject` and `text` are filled from the occasion; `{link}` is the one address in the text.

    With `signed_for`, the purpose of a signature, the path ends with a token that is the person's own.
    """

    kind: str
    about: type[Any] | None
    to: Recipients
    is_still_true: Still
    path: str
    subject: str
    text: str
    signed_for: str = ""


def _in_stage(*stages: Stage) -> Still:
    return lambda occasion: occasion.enrollment is not None and occasion.enrollment.stage in stages


def _while(fact: str) -> Still:
    """As long as the enrollment goes on and the fact stands."""
    return lambda o: (
        o.enrollment is not None and getattr(o.enrollment, fact) is not None and o.enrollment.stage not in _LEFT
    )


def _in_state(*states: Any) -> Still:
    return lambda occasion: occasion.subject.state in states


def _has_not_joined(occasion: Occasion) -> bool:
    return bool(occasion.subject.joined_at is None)


def _always(_occasion: Occasion) -> bool:
    return True


def _is_ahead(occasion: Occasion) -> bool:
    return occasion.subject.state is CheckInState.SCHEDULED and occasion.subject.starts_at > occasion.now


def _is_on_the_board(occasion: Occasion) -> bool:
    return occasion.subject.hidden_at is None and occasion.subject.question.hidden_at is None


_LEFT = TERMINAL - {Stage.COMPLETED, Stage.NOT_FUNDED}
_LEADERS = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_DIRECTOR = affiliate(Role.AFFILIATE_DIRECTOR)
_MONEY = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_FINANCE)
_MANAGERS = national(Role.PROGRAM_MANAGER)
_ENROLLMENT = "/enrollments/{enrollment.id}"
_PROPOSAL = "/proposals/of/{enrollment.id}"
_CHECK_INS = "/coaching/of/{enrollment.id}"
_REPORTS = "/reports/of/{enrollment.id}"
_FUNDING = "/funding/of/{enrollment.id}"

_ROWS = (
    Message("account_invitation", User, the_person, _has_not_joined, "/join/", signed_for="join",
        subject="You are invited to Accompany",
        text="You have been invited to Accompany, where your organization and the national office run the program "
        "year together. Choose your password here; the link works for 14 days:\n\n{link}\n\n"
        "If you did not expect this, you can leave it; nothing happens."),
    Message("password_reset", User, the_person, _always, "/reset-password/", signed_for="reset-password",
        subject="Choose a new password",
        text="Someone, probably you, asked for a new password. Choose it here; the link works for two hours:\n\n"
        "{link}\n\nIf it was not you, leave this message: your password stays as it is."),
    Message("cohort_invitation", None, _DIRECTOR, _in_stage(Stage.INVITED), "/enrollments/{enrollment.id}/commitment",
        subject="{affiliate} is invited to {cohort}",
        text="Your organization is invited to {cohort}: training, a proposal of your own, and a year of work with a "
        "coach beside you. Read what you would commit to, and sign, decline or defer:\n\n{link}\n\n"
        "Are you new here? Then choose your password first: its link is in our message “You are invited to "
        "Accompany”."),
    Message("commitment_to_confirm", None, _MANAGERS, _in_stage(Stage.COMMITTED), _ENROLLMENT,
        subject="{affiliate} signed the commitment",
        text="{affiliate} signed the commitment to {cohort}. Their place waits for you to confirm it:\n\n{link}"),
    Message("enrollment_confirmed", None, _LEADERS, _while("confirmed_at"), _ENROLLMENT,
        subject="Your place in {cohort} is confirmed",
        text="Welcome to {cohort}. Here you see your year and its next step, and who goes with you:\n\n{link}"),
    Message("question_answered", Answer, the_asker, _is_on_the_board, "/peers/questions/{about.question_id}",
        subject="Your question has an answer",
        text="{about.author.name} answered your question “{about.question.title}”. Read it here, and say whether it "
        "helped:\n\n{link}"),
    Message("training_completed", None, _LEADERS, _in_stage(Stage.PROPOSING), _PROPOSAL,
        subject="Your proposal is open",
        text="The training is behind you: well done. You can write your proposal now, section by section, together "
        "with your colleagues. What you type is saved as you go:\n\n{link}"),
    Message("proposal_received", None, _LEADERS, _while("proposal_submitted_at"), _PROPOSAL,
        subject="We have your proposal",
        text="Thank you: your proposal arrived. Reviewers read it next, and you hear from us when there is a "
        "decision. You can read here what you sent:\n\n{link}"),
    Message("review_assigned", Review, the_reviewer, _in_state(ReviewState.ASSIGNED), "/reviews/",
        subject="A proposal for you to review",
        text="You are asked to review a proposal. Before it opens, say whether you have a conflict of interest; "
        "stepping aside is always fine:\n\n{link}"),
    Message("changes_requested", None, _LEADERS, _in_stage(Stage.PROPOSING), _PROPOSAL,
        subject="Your proposal: some changes are asked for",
        text="The reviewers read your proposal and ask for some changes. Your text is open again with their words "
        "beside it; your coach and the national office are glad to talk it through:\n\n{link}"),
    Message("decision", None, _LEADERS, _while("decided_at"), _ENROLLMENT,
        subject="There is a decision on your proposal",
        text="The decision on your proposal is made, with the reasons for it and what comes next. Read it here:"
        "\n\n{link}"),
    Message("agreement_signed", None, _MONEY, _while("agreement_signed_at"), _FUNDING,
        subject="Both sides signed the agreement",
        text="The grant agreement carries both signatures. You find it here, with the payments to come:\n\n{link}"),
    Message("payment_to_approve", Payment, payment_approvers, _in_state(PaymentState.REQUESTED), _FUNDING,
        subject="A payment for {affiliate} waits for approval",
        text="{about.label} of ${about.amount:,.2f} for {affiliate} was requested and waits for a second person to "
        "approve it:\n\n{link}"),
    Message("payment_paid", Payment, _MONEY, _in_state(PaymentState.PAID), _FUNDING,
        subject="{about.label} is on its way",
        text="{about.label} of ${about.amount:,.2f} was paid. You see all payments of your award here:\n\n{link}"),
    Message("check_in_scheduled", CheckIn, both_sides, _is_ahead, _CHECK_INS,
        subject="Check-in on {when}",
        text="A check-in of {affiliate} with {about.coach.name} is planned for {when}. You find the agenda and the "
        "calendar file here:\n\n{link}"),
    Message("check_in_moved", CheckIn, both_sides, _is_ahead, _CHECK_INS,
        subject="Check-in moved to {when}",
        text="The check-in of {affiliate} with {about.coach.name} has a new time: {when}. You find the new calendar "
        "file here:\n\n{link}"),
    Message("check_in_cancelled", CheckIn, both_sides, _in_state(CheckInState.CANCELLED), _CHECK_INS,
        subject="Check-in on {when} is cancelled",
        text="The check-in of {affiliate} with {about.coach.name} on {when} does not take place. You can choose "
        "another time here:\n\n{link}"),
    Message("report_received", Report, the_coach, _in_state(ReportState.SUBMITTED), _REPORTS,
        subject="{affiliate} sent {about.title}",
        text="{about.title} of {affiliate} arrived and waits for you to read it:\n\n{link}"),
    Message("report_returned", Report, _LEADERS, _in_state(ReportState.RETURNED), _REPORTS,
        subject="A question about {about.title}",
        text="Thank you for {about.title}. There is a question about it; your text is open again with the question "
        "beside it:\n\n{link}"),
    Message("report_accepted", Report, _LEADERS, _in_state(ReportState.ACCEPTED), _REPORTS,
        subject="{about.title} is accepted",
        text="{about.title} is accepted. Thank you for what you shared; you can read it again here:\n\n{link}"),
    Message("closeout_begun", None, _LEADERS, _in_stage(Stage.CLOSING), _REPORTS,
        subject="The year comes to its close",
        text="Every progress report of your year is accepted. What remains is the closeout report, where you say what "
        "you reached and what you learned:\n\n{link}"),
    Message("award_closed", None, _LEADERS, _in_stage(Stage.COMPLETED), _ENROLLMENT,
        subject="Your year is complete",
        text="Your program year is complete. Thank you for going this way with us; everything you wrote and reached "
        "stays here for you to read:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words

MESSAGES: dict[str, Message] = {row.kind: row for row in _ROWS}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message for one person, in plain values that outlive a transaction."""

    user_id: int
    to: str
    subject: str
    text: str


def write_letter(message: Message, occasion: Occasion, person: User, *, link: str) -> Letter:
    """The message in this person's hands; `link` is the full address."""
    enrollment = occasion.enrollment
    words = {
        "about": occasion.subject,
        "affiliate": enrollment.affiliate.name if enrollment is not None else "",
        "cohort": enrollment.cohort.name if enrollment is not None else "",
        "when": moment_in(occasion.subject.starts_at, occasion.subject.time_zone) if message.about is CheckIn else "",
        "link": link,
    }
    text = f"Hello {person.name},\n\n{message.text.format_map(words)}\n\nAccompany\n"
    return Letter(person.id, person.email, message.subject.format_map(words), text)
