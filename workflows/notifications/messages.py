"""Every message as one table: what it is about, who gets it, when it is still true, where it leads, what it says."""

from dataclasses import dataclass

from workflows.affiliates.models import DataRole
from workflows.assessments.models import Assessment
from workflows.coaching.models import CheckIn, CheckInState
from workflows.cohorts.models import LearningReview, LearningState
from workflows.documents.words import moment_in
from workflows.enrollments.models import Interest, InterestState, Participant
from workflows.funding.models import Payment, PaymentState
from workflows.helpdesk.models import Ticket, TicketState
from workflows.notifications import still
from workflows.notifications.agreement_messages import AGREEMENT_MESSAGES
from workflows.notifications.amendment_messages import AMENDMENT_MESSAGES
from workflows.notifications.award_messages import AWARD_MESSAGES
from workflows.notifications.decision_messages import DECISION_MESSAGES
from workflows.notifications.message import Message
from workflows.notifications.partner_messages import PARTNER_MESSAGES
from workflows.notifications.payment_messages import PAYMENT_MESSAGES
from workflows.notifications.recipients import (
    Occasion,
    affiliate,
    both_sides,
    coach_and_director,
    directors_to_certify,
    learning_approvers,
    national,
    payment_approvers,
    review_managers,
    the_asker,
    the_author,
    the_coach,
    the_interested,
    the_owner,
    the_participant,
    the_person,
    the_reviewer,
    trainees,
    who_asked,
    who_asked_it,
    who_pressed,
    who_wrote,
)
from workflows.notifications.thread_messages import THREAD_MESSAGES
from workflows.peers.models import Answer
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.deadlines.models import ExtensionRequest, RequestState
from workflows.proposals.models import Proposal, ProposalState
from workflows.reporting.models import Report, ReportState
from workflows.reviews.models import Review, ReviewState
from workflows.stages import Stage
from workflows.training.evidence.models import Excuse, ExcuseState, MakeUp, MakeUpState, Reflection, ReflectionState
from workflows.training.models import SessionState, TrainingSession

_LEADERS = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_DIRECTOR = affiliate(Role.AFFILIATE_DIRECTOR)
_MONEY = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_FINANCE)
_MANAGERS = national(Role.PROGRAM_MANAGER)
SIGNED_INVITATION = "cohort-invitation"  # the purpose of the signature, as the page that reads it says it
_INVITATION = "/enrollments/invitation/"
_ENROLLMENT = "/enrollments/{enrollment.id}"
_PROFILE = "/affiliates/{about.affiliate_id}"
_PROPOSAL = "/proposals/of/{enrollment.id}"
_CHECK_INS = "/coaching/of/{enrollment.id}"
_REPORTS = "/reports/of/{enrollment.id}"
_TRAINING = "/training/of/{enrollment.id}"
_PLACE = "/training/sessions/{about.session_id}/people/{about.participant_id}"
_FUNDING = "/funding/of/{enrollment.id}"
_SESSION = "/training/sessions/{about.id}"
_SERIES = "/training/cohorts/{enrollment.cohort_id}"
_TICKET = "/help/{about.id}"

_ROWS = (
    Message("account_invitation", User, the_person, still.has_not_joined, "/join/", signed_for="join",
        subject="You are invited to Accompany",
        text="You have been invited to Accompany, where your organization and the national office run the program "
        "year together. Choose your password here; the link works for 14 days:\n\n{link}\n\n"
        "If you did not expect this, you can leave it; nothing happens."),
    Message("password_reset", User, the_person, still.always, "/reset-password/", signed_for="reset-password",
        subject="Choose a new password",
        text="Someone, probably you, asked for a new password. Choose it here; the link works for two hours:\n\n"
        "{link}\n\nIf it was not you, leave this message: your password stays as it is."),
    Message("learning_to_approve", LearningReview, learning_approvers, still.in_state(LearningState.SUBMITTED),
        "/cohorts/{about.cohort_id}/learning",
        subject="What {about.cohort.name} taught waits for you",
        text="A colleague wrote down what {about.cohort.name} taught. The expansion opens once a second person has "
        "read and approved it:\n\n{link}"),
    Message("learning_returned", LearningReview, the_author, still.in_state(LearningState.RETURNED),
        "/cohorts/{about.cohort_id}/learning",
        subject="A question about what {about.cohort.name} taught",
        text="The learning review of {about.cohort.name} came back with a question; its text is open again:"
        "\n\n{link}"),
    Message("interest_to_answer", Interest, _MANAGERS, still.in_state(InterestState.EXPRESSED),
        "/cohorts/{about.cohort_id}/interests",
        subject="{about.affiliate.name} is interested in {about.cohort.name}",
        text="{about.affiliate.name} would like to join {about.cohort.name}. Read why, and answer:\n\n{link}"),
    Message("interest_answered", Interest, the_interested, still.in_state(InterestState.NOT_SELECTED), "/cohorts/open",
        subject="Your interest in {about.cohort.name}",
        text="Thank you for your interest in {about.cohort.name}. There is an answer, with its reason:\n\n{link}"),
    Message("cohort_invitation", None, _DIRECTOR, still.in_stage(Stage.INVITED), _INVITATION,
        signed_for=SIGNED_INVITATION,
        subject="{affiliate} is invited to {cohort}",
        text="Your organization is invited to {cohort}: training, a proposal of your own, and a year of work with a "
        "coach beside you. This link is yours alone and works for 30 days. If you are new here, you choose a password "
        "first; then you read what you would commit to, and sign, decline or defer:\n\n{link}"),
    Message("commitment_reminder", None, _DIRECTOR, still.in_stage(Stage.INVITED), _INVITATION,
        signed_for=SIGNED_INVITATION,
        subject="{affiliate}: your invitation to {cohort} is still open",
        text="We would be glad to have you in {cohort}, and have not heard from you yet. Read what you would commit "
        "to, and sign, decline or defer; a no is fine too. The link works for 30 days:\n\n{link}"),
    Message("commitment_extended", None, _DIRECTOR, still.in_stage(Stage.INVITED), _INVITATION,
        signed_for=SIGNED_INVITATION,
        subject="You have more time to answer the invitation to {cohort}",
        text="The national office gave {affiliate} more time for the commitment to {cohort}. You find the new day, "
        "and everything to read and sign, here; the link works for 30 days:\n\n{link}"),
    Message("commitment_to_confirm", None, _MANAGERS, still.in_stage(Stage.COMMITTED), _ENROLLMENT,
        subject="{affiliate} signed the commitment",
        text="{affiliate} signed the commitment to {cohort}. Their place waits for you to confirm it:\n\n{link}"),
    Message("on_the_waiting_list", None, _LEADERS, lambda o: o.enrollment is not None and o.enrollment.is_waiting,
        _ENROLLMENT,
        subject="You are on the waiting list of {cohort}",
        text="Every seat of {cohort} is taken for now, and yours is the next place in the line. When a seat becomes "
        "free you move up by yourselves, and we write to you. Here you see where you stand:\n\n{link}"),
    Message("seat_to_confirm", None, _MANAGERS, still.holds_a_seat, _ENROLLMENT,
        subject="A seat of {cohort} is free for {affiliate}",
        text="A seat became free, and {affiliate} is the first in line. The seat is held until you confirm it:"
        "\n\n{link}"),
    Message("enrollment_confirmed", None, _LEADERS, still.while_fact("confirmed_at"), _ENROLLMENT,
        subject="Your place in {cohort} is confirmed",
        text="Welcome to {cohort}. Here you see your year and its next step, and who goes with you:\n\n{link}"),
    Message("session_added", TrainingSession, trainees, still.session_is_still_then, _SESSION,
        subject="One more session: {about.title}",
        text="Session {about.number}, “{about.title}”, was added to the training of {cohort}. It begins on {when}. You "
        "find everything about it here:\n\n{link}"),
    Message("session_moved", TrainingSession, trainees, still.session_is_still_then, _SESSION,
        subject="Session {about.number} has moved to {when}",
        text="Session {about.number} of {cohort}, “{about.title}”, has a new time: {when}. If your calendar follows "
        "Accompany, it moves there by itself; otherwise you find the new calendar file here:\n\n{link}"),
    Message("series_shifted", TrainingSession, trainees, still.session_is(SessionState.PLANNED), _SERIES,
        subject="Sessions of {cohort} have moved",
        text="Session {about.number} of {cohort} and the sessions after it have new times. Session {about.number} now "
        "begins on {when}. If your calendar follows Accompany, they move there by themselves; you find every new "
        "time here:\n\n{link}"),
    Message("session_cancelled", TrainingSession, trainees, still.session_is(SessionState.CANCELLED), _SESSION,
        subject="Session {about.number} on {when} is cancelled",
        text="Session {about.number} of {cohort}, “{about.title}”, on {when} does not take place, and nobody needs it "
        "for completion. The reason: {about.cancelled_because}\n\nIts page stays here:\n\n{link}"),
    Message("session_restored", TrainingSession, trainees, still.session_is_still_then, _SESSION,
        subject="Session {about.number} takes place after all",
        text="Session {about.number} of {cohort}, “{about.title}”, takes place after all, on {when}. You find "
        "everything about it here:\n\n{link}"),
    Message("data_lead_vacant", DataRole, coach_and_director, still.waits_for_a_data_lead, _PROFILE,
        subject="{about.affiliate.name} has no data lead",
        text="{about.name} is no longer the data lead of {about.affiliate.name}, and nobody follows yet. Name "
        "somebody, even if only for a while, and see what should be handed over before it is forgotten:\n\n{link}"),
    Message("handover_begun", DataRole, coach_and_director, still.is_handed_over, _PROFILE,
        subject="A new data lead for {about.affiliate.name}",
        text="{about.name} hands the work of the data lead over. The handover steps with their days are here, to be "
        "ticked off as they happen:\n\n{link}"),
    Message("question_answered", Answer, who_asked_it, still.is_on_the_board, "/peers/questions/{about.question_id}",
        subject="Your question has an answer",
        text="{about.author.name} answered your question “{about.question.title}”. Read it here, and say whether it "
        "helped:\n\n{link}"),
    Message("training_completed", None, _LEADERS, still.in_stage(Stage.PROPOSING), _PROPOSAL,
        subject="Your proposal is open",
        text="The training is behind you: well done. You can write your proposal now, section by section, together "
        "with your colleagues. What you type is saved as you go:\n\n{link}"),
    Message("assessment_opened", Assessment, _LEADERS, still.is_unanswered, "/self-assessment/of/{enrollment.id}",
        subject="Time to look at yourselves again",
        text="It is time for the self-assessment “{about.moment.words}” of {affiliate}. Answer it together, an hour "
        "is enough; every part saves on its own. A lower figure than last time is no failure: often it means that you "
        "look closer now:\n\n{link}"),
    Message("training_reopened", None, _LEADERS, still.in_stage(Stage.TRAINING), _TRAINING,
        subject="Your training is open again",
        text="An attendance was taken back, so your training is not complete any more. What you wrote in the proposal "
        "is kept. Here you see which session is open, why, and what would meet it:\n\n{link}"),
    Message("reflection_returned", Reflection, who_wrote, still.in_state(ReflectionState.RETURNED),
        "/training/sessions/{about.session_id}/reflection",
        subject="Your reflection on session {about.session.number} came back with a comment",
        text="Thank you for your reflection on session {about.session.number}. There is a comment on it; your text is "
        "open again, and the session counts as soon as you send it once more:\n\n{link}"),
    Message("excuse_answered", Excuse, who_asked, still.in_state(ExcuseState.ACCEPTED, ExcuseState.RETURNED), _PLACE,
        subject="About session {about.session.number}: an answer to your excuse",
        text="You told us that {about.participant.name} cannot come to session {about.session.number}. Read the "
        "answer here:\n\n{link}"),
    Message("make_up_answered", MakeUp, who_asked,
        still.in_state(MakeUpState.ARRANGED, MakeUpState.VERIFIED, MakeUpState.RETURNED), _PLACE,
        subject="About session {about.session.number}: an answer about the make-up",
        text="There is an answer about the make-up of session {about.session.number} for {about.participant.name}. "
        "Read what comes next:\n\n{link}"),
    Message("certificate_earned", Participant, the_participant, still.is_certified, _TRAINING,
        subject="Your certificate",
        text="You met every session of {cohort}: well done. Your certificate is ready to open and to print:"
        "\n\n{link}"),
    Message("proposal_to_certify", Proposal, directors_to_certify, still.in_state(ProposalState.READY),
        "/proposals/{about.id}/submit",
        subject="Your proposal waits for your certification",
        text="Your colleagues handed the proposal of {affiliate} for {cohort} over to you. Certify it, or send it back "
        "with a few words; until then it is not submitted:\n\n{link}"),
    Message("proposal_sent_back", Proposal, who_pressed,
        still.in_state(ProposalState.DRAFT, ProposalState.CHANGES_REQUESTED), "/proposals/{about.id}/submit",
        subject="Your director sent the proposal back",
        text="Your director read the proposal of {affiliate} and asks for something first. It is open again, "
        "with the words on its last page:\n\n{link}"),
    Message("extension_to_answer", ExtensionRequest, _MANAGERS, still.in_state(RequestState.ASKED),
        "/proposals/deadline/of/{enrollment.id}",
        subject="{affiliate} asks for more time",
        text="{affiliate} asks for more time for its proposal in {cohort} and says why. Give it, or say no with a "
        "reason:\n\n{link}"),
    Message("extension_refused", ExtensionRequest, _LEADERS, still.in_state(RequestState.REFUSED),
        "/proposals/more-time/{enrollment.id}",
        subject="An answer to your request for more time",
        text="You asked for more time for the proposal of {affiliate}. This time the answer is no; the reason, and the "
        "deadline that stays, are here:\n\n{link}"),
    Message("deadline_extended", None, _LEADERS, still.in_stage(Stage.TRAINING, Stage.PROPOSING),
        "/proposals/more-time/{enrollment.id}",
        subject="You have more time for the proposal",
        text="The national office gave {affiliate} more time for its proposal in {cohort}. The new deadline and the "
        "reason are here:\n\n{link}"),
    Message("proposal_received", None, _LEADERS, still.while_fact("proposal_submitted_at"), _PROPOSAL,
        subject="We have your proposal",
        text="Thank you: your proposal arrived. Reviewers read it next, and you hear from us when there is a "
        "decision. You can read here what you sent:\n\n{link}"),
    Message("review_assigned", Review, the_reviewer, still.in_state(ReviewState.ASSIGNED), "/reviews/",
        subject="A proposal for you to review",
        text="You are asked to review a proposal. Before it opens, say whether you have a conflict of interest; "
        "stepping aside is always fine:\n\n{link}"),
    Message("review_reopened", Review, the_reviewer, still.in_state(ReviewState.SCORING), "/reviews/{about.id}",
        subject="Your review is open again",
        text="The program manager opened your review again and says why on its page. Your scores stand as you filed "
        "them; change what you want and file it again:\n\n{link}"),
    Message("seat_freed", Review, review_managers, still.lacks_a_reviewer,
        "/reviews/proposals/{about.proposal_id}/reviewers",
        subject="A reviewer is needed: {about.proposal.enrollment.affiliate.name}",
        text="{about.reviewer.name} stepped aside from the proposal of {about.proposal.enrollment.affiliate.name}. "
        "Who could follow is suggested here:\n\n{link}"),
    Message("third_reviewer_needed", Proposal, review_managers, still.awaits_a_third_review,
        "/reviews/proposals/{about.id}/reviewers",
        subject="A third reviewer is needed: {about.enrollment.affiliate.name}",
        text="Two totals lie far apart. The decision waits for a third review, or for your reason to go on without "
        "it. Who could read it is suggested here:\n\n{link}"),
    Message("changes_requested", None, _LEADERS, still.in_stage(Stage.PROPOSING), _PROPOSAL,
        subject="Your proposal: some changes are asked for",
        text="The reviewers read your proposal and ask for some changes. Your text is open again with their words "
        "beside it; your coach and the national office are glad to talk it through:\n\n{link}"),
    Message("decision", None, _LEADERS, still.while_fact("decided_at"), _ENROLLMENT,
        subject="There is a decision on your proposal",
        text="The decision on your proposal is made, with the reasons for it and what comes next. Read it here:"
        "\n\n{link}"),
    Message("agreement_signed", None, _MONEY, still.while_fact("agreement_signed_at"), _FUNDING,
        subject="Both sides signed the agreement",
        text="The grant agreement carries both signatures. You find it here, with the payments to come:\n\n{link}"),
    Message("payment_to_approve", Payment, payment_approvers, still.in_state(PaymentState.REQUESTED), _FUNDING,
        subject="A payment for {affiliate} waits for approval",
        text="{about.label} of ${about.amount:,.2f} for {affiliate} was requested and waits for a second person to "
        "approve it:\n\n{link}"),
    Message("payment_paid", Payment, _MONEY, still.in_state(PaymentState.PAID), _FUNDING,
        subject="{about.label} is on its way",
        text="{about.label} of ${about.amount:,.2f} was paid. You see all payments of your award here:\n\n{link}"),
    Message("check_in_scheduled", CheckIn, both_sides, still.is_ahead, _CHECK_INS,
        subject="Check-in on {when}",
        text="A check-in of {affiliate} with {about.coach.name} is planned for {when}. You find the agenda and the "
        "calendar file here:\n\n{link}"),
    Message("check_in_moved", CheckIn, both_sides, still.is_ahead, _CHECK_INS,
        subject="Check-in moved to {when}",
        text="The check-in of {affiliate} with {about.coach.name} has a new time: {when}. You find the new calendar "
        "file here:\n\n{link}"),
    Message("check_in_cancelled", CheckIn, both_sides, still.in_state(CheckInState.CANCELLED), _CHECK_INS,
        subject="Check-in on {when} is cancelled",
        text="The check-in of {affiliate} with {about.coach.name} on {when} does not take place. You can choose "
        "another time here:\n\n{link}"),
    Message("report_received", Report, the_coach, still.in_state(ReportState.SUBMITTED), _REPORTS,
        subject="{affiliate} sent {about.title}",
        text="{about.title} of {affiliate} arrived and waits for you to read it:\n\n{link}"),
    Message("report_returned", Report, _LEADERS, still.in_state(ReportState.RETURNED), _REPORTS,
        subject="A question about {about.title}",
        text="Thank you for {about.title}. There is a question about it; your text is open again with the question "
        "beside it:\n\n{link}"),
    Message("report_accepted", Report, _LEADERS, still.in_state(ReportState.ACCEPTED), _REPORTS,
        subject="{about.title} is accepted",
        text="{about.title} is accepted. Thank you for what you shared; you can read it again here:\n\n{link}"),
    Message("closeout_begun", None, _LEADERS, still.in_stage(Stage.CLOSING), _REPORTS,
        subject="The year comes to its close",
        text="Every progress report of your year is accepted. What remains is the closeout report, where you say what "
        "you reached and what you learned:\n\n{link}"),
    Message("award_closed", None, _LEADERS, still.in_stage(Stage.COMPLETED), _ENROLLMENT,
        subject="Your year is complete",
        text="Your program year is complete. Thank you for going this way with us; everything you wrote and reached "
        "stays here for you to read:\n\n{link}"),
    Message("ticket_asked", Ticket, the_owner, still.in_state(TicketState.NEW), _TICKET,
        subject="Somebody asks for help (question {about.id})",
        text="A question waits for your first answer, with the day by which it is due:\n\n{link}"),
    Message("ticket_answered", Ticket, the_asker, still.in_state(TicketState.ANSWERED), _TICKET,
        subject="There is an answer to your question {about.id}",
        text="You find the answer here. If it is not solved, simply write again below it:\n\n{link}"),
    Message("ticket_asked_back", Ticket, the_asker, still.in_state(TicketState.WAITING), _TICKET,
        subject="We have something to ask about your question {about.id}",
        text="To help you we need to know a little more. You can write below our question:\n\n{link}"),
    Message("ticket_replied", Ticket, the_owner, still.in_state(TicketState.NEW), _TICKET,
        subject="There is news about question {about.id}",
        text="Whoever asked has written again and waits for your answer:\n\n{link}"),
    Message("ticket_reopened", Ticket, the_owner, still.in_state(TicketState.NEW), _TICKET,
        subject="Question {about.id} is open again",
        text="It was not solved after all; what is missing stands below the answers:\n\n{link}"),
    Message("ticket_handed_on", Ticket, the_owner, still.is_open_ticket, _TICKET,
        subject="Question {about.id} is yours now",
        text="A question was handed on to you, with a note from whoever had it before:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words

__all__ = ["MESSAGES", "Letter", "Message", "write_letter"]

MESSAGES: dict[str, Message] = {
    row.kind: row
    for row in (
        *_ROWS,
        *PARTNER_MESSAGES,
        *DECISION_MESSAGES,
        *AWARD_MESSAGES,
        *AGREEMENT_MESSAGES,
        *PAYMENT_MESSAGES,
        *AMENDMENT_MESSAGES,
        *THREAD_MESSAGES,
    )
}


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
        "when": _when(occasion.subject, person) if message.about in (CheckIn, TrainingSession) else "",
        "link": link,
    }
    text = f"Hello {person.name},\n\n{message.text.format_map(words)}\n\nAccompany\n"
    return Letter(person.id, person.email, message.subject.format_map(words), text)


def _when(subject: CheckIn | TrainingSession, person: User) -> str:
    """In the zone that it was agreed in; a session also on the person's own clock, where that one differs."""
    agreed = moment_in(subject.starts_at, subject.time_zone)
    own = moment_in(subject.starts_at, person.time_zone)
    return agreed if own == agreed or isinstance(subject, CheckIn) else f"{agreed} ({own} where you are)"
