"""Every message as one table: what it is about, who gets it, when it is still true, where it leads, what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflows.coaching.models import CheckIn, CheckInState
from workflows.cohorts.models import LearningReview, LearningState
from workflows.documents.words import moment_in
from workflows.enrollments.models import Interest, InterestState
from workflows.funding.models import Payment, PaymentState
from workflows.notifications.recipients import (
    Occasion,
    Recipients,
    affiliate,
    both_sides,
    learning_approvers,
    national,
    payment_approvers,
    the_author,
    the_coach,
    the_interested,
    the_person,
    the_reviewer,
)
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


def _holds_a_seat(occasion: Occasion) -> bool:
    """Moved up from the waiting list, and not confirmed yet."""
    return occasion.enrollment is not None and occasion.enrollment.offered_at is not None


def _is_ahead(occasion: Occasion) -> bool:
    return occasion.subject.state is CheckInState.SCHEDULED and occasion.subject.starts_at > occasion.now


_LEFT = TERMINAL - {Stage.COMPLETED, Stage.NOT_FUNDED}
_LEADERS = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_DIRECTOR = affiliate(Role.AFFILIATE_DIRECTOR)
_MONEY = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_FINANCE)
_MANAGERS = national(Role.PROGRAM_MANAGER)
SIGNED_INVITATION = "cohort-invitation"  # the purpose of the signature, as the page that reads it says it
_INVITATION = "/enrollments/invitation/"
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
    Message("learning_to_approve", LearningReview, learning_approvers, _in_state(LearningState.SUBMITTED),
        "/cohorts/{about.cohort_id}/learning",
        subject="What {about.cohort.name} taught waits for you",
        text="A colleague wrote down what {about.cohort.name} taught. The expansion opens once a second person has "
        "read and approved it:\n\n{link}"),
    Message("learning_returned", LearningReview, the_author, _in_state(LearningState.RETURNED),
        "/cohorts/{about.cohort_id}/learning",
        subject="A question about what {about.cohort.name} taught",
        text="The learning review of {about.cohort.name} came back with a question; its text is open again:"
        "\n\n{link}"),
    Message("interest_to_answer", Interest, _MANAGERS, _in_state(InterestState.EXPRESSED),
        "/cohorts/{about.cohort_id}/interests",
        subject="{about.affiliate.name} is interested in {about.cohort.name}",
        text="{about.affiliate.name} would like to join {about.cohort.name}. Read why, and answer:\n\n{link}"),
    Message("interest_answered", Interest, the_interested, _in_state(InterestState.NOT_SELECTED), "/cohorts/open",
        subject="Your interest in {about.cohort.name}",
        text="Thank you for your interest in {about.cohort.name}. There is an answer, with its reason:\n\n{link}"),
    Message("cohort_invitation", None, _DIRECTOR, _in_stage(Stage.INVITED), _INVITATION, signed_for=SIGNED_INVITATION,
        subject="{affiliate} is invited to {cohort}",
        text="Your organization is invited to {cohort}: training, a proposal of your own, and a year of work with a "
        "coach beside you. This link is yours alone and works for 30 days. If you are new here, you choose a password "
        "first; then you read what you would commit to, and sign, decline or defer:\n\n{link}"),
    Message("commitment_reminder", None, _DIRECTOR, _in_stage(Stage.INVITED), _INVITATION,
        signed_for=SIGNED_INVITATION,
        subject="{affiliate}: your invitation to {cohort} is still open",
        text="We would be glad to have you in {cohort}, and have not heard from you yet. Read what you would commit "
        "to, and sign, decline or defer; a no is fine too. The link works for 30 days:\n\n{link}"),
    Message("commitment_extended", None, _DIRECTOR, _in_stage(Stage.INVITED), _INVITATION,
        signed_for=SIGNED_INVITATION,
        subject="You have more time to answer the invitation to {cohort}",
        text="The national office gave {affiliate} more time for the commitment to {cohort}. You find the new day, "
        "and everything to read and sign, here; the link works for 30 days:\n\n{link}"),
    Message("commitment_to_confirm", None, _MANAGERS, _in_stage(Stage.COMMITTED), _ENROLLMENT,
        subject="{affiliate} signed the commitment",
        text="{affiliate} signed the commitment to {cohort}. Their place waits for you to confirm it:\n\n{link}"),
    Message("on_the_waiting_list", None, _LEADERS, lambda o: o.enrollment is not None and o.enrollment.is_waiting,
        _ENROLLMENT,
        subject="You are on the waiting list of {cohort}",
        text="Every seat of {cohort} is taken for now, and yours is the next place in the line. When a seat becomes "
        "free you move up by yourselves, and we write to you. Here you see where you stand:\n\n{link}"),
    Message("seat_to_confirm", None, _MANAGERS, _holds_a_seat, _ENROLLMENT,
        subject="A seat of {cohort} is free for {affiliate}",
        text="A seat became free, and {affiliate} is the first in line. The seat is held until you confirm it:"
        "\n\n{link}"),
    Message("enrollment_confirmed", None, _LEADERS, _while("confirmed_at"), _ENROLLMENT,
        subject="Your place in {cohort} is confirmed",
        text="Welcome to {cohort}. Here you see your year and its next step, and who goes with you:\n\n{link}"),
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
