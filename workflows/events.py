"""Everything the program announces, as one table: its sentence in the timeline, who reads it, and what it owes."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    EVERYONE = "everyone"  # all who may see the enrollment
    NATIONAL = "national"  # the national office only: affiliates learn of it when it is announced to them


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One piece of work that an event owes: a job by its name in the worker's table, and the kind it is for."""

    job: str
    kind: str


def document(kind: str) -> Subscriber:
    return Subscriber("make_document", kind)


def message(kind: str) -> Subscriber:
    return Subscriber("send_message", kind)


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    sentence: str  # filled from the event's details
    audience: Audience = Audience.EVERYONE
    subscribers: tuple[Subscriber, ...] = ()


_ALL, _NATIONAL = Audience.EVERYONE, Audience.NATIONAL

_ROWS = (
    Event("person_invited", "{name} was invited to sign in", _NATIONAL, (message("account_invitation"),)),
    Event("password_reset_asked", "A new password was asked for", _NATIONAL, (message("password_reset"),)),
    Event("role_ended", "{name} is no longer {role}", _NATIONAL, (Subscriber("follow_account", "role"),)),
    Event("account_deactivated", "The account of {name} was deactivated", _NATIONAL,
          (Subscriber("follow_account", "account"),)),
    Event("learning_submitted", "The learning review of {cohort} was handed in", _NATIONAL,
          (message("learning_to_approve"),)),
    Event("learning_approved", "The learning review of {cohort} was approved", _NATIONAL),
    Event("learning_returned", "The learning review of {cohort} came back with a question", _NATIONAL,
          (message("learning_returned"),)),
    Event("interest_expressed", "{affiliate} is interested in {cohort}", _NATIONAL, (message("interest_to_answer"),)),
    Event("interest_withdrawn", "{affiliate} withdrew its interest in {cohort}", _NATIONAL),
    Event("interest_selected", "{affiliate} was selected for {cohort}", _NATIONAL),
    Event("interest_answered", "{affiliate} was not selected for {cohort}", _NATIONAL, (message("interest_answered"),)),
    Event("affiliate_invited", "Invited to {cohort}", _ALL, (message("cohort_invitation"),)),
    Event("commitment_signed", "Signed the commitment", _ALL,
          (message("commitment_to_confirm"), Subscriber("follow_commitment", "data_lead"))),
    Event("invitation_reminded", "Reminded of the invitation", _ALL, (message("commitment_reminder"),)),
    Event("commitment_extended", "The commitment can be signed until {until}", _ALL, (message("commitment_extended"),)),
    Event("invitation_declined", "Declined the invitation", _ALL),
    Event("enrollment_deferred", "Deferred to a later cohort", _ALL),
    Event("affiliate_invited_again", "Invited again", _ALL, (message("cohort_invitation"),)),
    Event("waiting_list_joined", "Put on the waiting list", _ALL, (message("on_the_waiting_list"),)),
    Event("seat_offered", "Moved up from the waiting list: a seat of {cohort} is held", _ALL,
          (message("seat_to_confirm"),)),
    Event("enrollment_confirmed", "Enrollment confirmed", _ALL, (message("enrollment_confirmed"),)),
    Event("coach_assigned", "{coach} is the coach", _ALL),
    Event("profile_confirmed", "The profile was confirmed", _ALL),
    Event("data_role_named", "{name} is the {role}", _ALL),
    Event("data_role_ended", "{name} is no longer the {role}", _ALL),
    Event("data_lead_changed", "{name} is the data lead after {before}: the handover begins", _ALL,
          (message("handover_begun"),)),
    Event("data_lead_left", "{name} is no longer the data lead, and nobody follows yet", _ALL,
          (message("data_lead_vacant"),)),
    Event("handover_finished", "The handover from {name} is finished", _ALL),
    Event("tier_chosen", "The capacity tier is {tier}, by choice", _ALL),
    Event("tier_taken_back", "The capacity tier follows the suggestion again: {tier}", _ALL),
    Event("win_recognized", "A data win was recognized", _ALL),
    Event("win_shared", "A data win was shared with the network", _ALL),
    Event("training_started", "Training started", _ALL),
    Event("session_added", "Session {number} was added: {title}", _ALL, (message("session_added"),)),
    Event("session_moved", "Session {number} was moved", _ALL, (message("session_moved"),)),
    Event("series_shifted", "{count} sessions were moved, from session {number} on", _ALL,
          (message("series_shifted"),)),
    Event("session_cancelled", "Session {number} was cancelled", _ALL, (message("session_cancelled"),)),
    Event("session_restored", "Session {number} takes place after all", _ALL, (message("session_restored"),)),
    Event("attendance_imported", "Attendance of session {number} was read from the meeting report", _ALL),
    Event("recording_watched", "{name} watched the recording of session {number}", _ALL),
    Event("reflection_sent", "{name} sent a reflection on session {number}", _ALL),
    Event("reflection_verified", "The reflection of {name} on session {number} was verified", _ALL),
    Event("reflection_returned", "The reflection of {name} on session {number} was returned", _ALL,
          (message("reflection_returned"),)),
    Event("excuse_asked", "{name} asked to be excused from session {number}", _ALL),
    Event("excuse_accepted", "{name} is excused from session {number}", _ALL, (message("excuse_answered"),)),
    Event("excuse_returned", "The excuse of {name} for session {number} was returned", _ALL,
          (message("excuse_answered"),)),
    Event("make_up_asked", "{name} asked for a make-up of session {number}", _ALL),
    Event("make_up_arranged", "A make-up of session {number} was agreed with {name}", _ALL,
          (message("make_up_answered"),)),
    Event("make_up_handed_in", "{name} told what was done instead of session {number}", _ALL),
    Event("make_up_verified", "The make-up of {name} for session {number} was verified", _ALL,
          (message("make_up_answered"),)),
    Event("make_up_returned", "The make-up of {name} for session {number} was returned", _ALL,
          (message("make_up_answered"),)),
    Event("participant_ended", "{name} no longer takes part in the training", _ALL),
    Event("participant_back", "{name} takes part in the training again", _ALL),
    Event("certificate_earned", "{name} earned the certificate", _ALL,
          (document("certificate"), message("certificate_earned"))),
    Event("certificate_taken_back", "The certificate of {name} was taken back", _ALL,
          (Subscriber("withdraw_document", "certificate"),)),
    Event("product_handed_in", "Handed in the practice product of session {number}: {title}", _ALL),
    Event("feedback_given", "Gave feedback on the practice product of session {number}: {title}", _ALL),
    Event("question_answered", "Answered a question on the board", _NATIONAL, (message("question_answered"),)),
    Event("example_published", "Shared as an example: {title}", _ALL),
    Event("example_withdrawn", "No longer shared as an example: {title}", _ALL),
    Event("training_completed", "Training complete: the proposal is open", _ALL, (message("training_completed"),)),
    Event("training_reopened", "Training is open again", _ALL, (message("training_reopened"),)),
    Event("training_waived", "Training was waived", _ALL, (message("training_completed"),)),
    Event("assessment_opened", "The self-assessment {moment} is open", _ALL, (message("assessment_opened"),)),
    Event("assessment_submitted", "Submitted the self-assessment {moment}", _ALL,
          (Subscriber("follow_assessment", "tier"),)),
    Event("proposal_handed_over", "Handed the proposal over to the director to certify", _ALL,
          (message("proposal_to_certify"),)),
    Event("proposal_taken_back", "Took the proposal back to write on", _ALL),
    Event("proposal_sent_back", "The director sent the proposal back to write on", _ALL,
          (message("proposal_sent_back"),)),
    Event("extension_asked", "Asked for more time for the proposal", _ALL, (message("extension_to_answer"),)),
    Event("extension_refused", "The request for more time was answered with a no", _ALL,
          (message("extension_refused"),)),
    Event("deadline_extended", "The proposal can be handed over until {until}", _ALL,
          (message("deadline_extended"),)),
    Event("partner_asked", "{name} was asked to confirm the partnership", _ALL,
          (message("partner_asked"), Subscriber("write_to_partner", "invitation"))),
    Event("partner_confirmed", "{name} confirmed the partnership", _ALL, (message("partner_answered"),)),
    Event("partner_declined", "{name} declined the partnership", _ALL,
          (message("partner_answered"), message("partner_left"))),
    Event("partner_withdrawn", "{name} is no longer a partner", _ALL,
          (message("partner_released"), message("partner_left"))),
    Event("proposal_submitted", "Submitted the proposal, version {number}", _ALL,
          (document("proposal"), message("proposal_received"))),
    Event("reviewer_assigned", "{reviewer} was asked to review", _NATIONAL, (message("review_assigned"),)),
    Event("conflict_declared", "{reviewer} stepped aside for a conflict of interest", _NATIONAL,
          (message("seat_freed"),)),
    Event("review_finished", "{reviewer} finished the review", _NATIONAL),
    Event("review_reopened", "The review of {reviewer} was opened again", _NATIONAL, (message("review_reopened"),)),
    Event("third_review_asked", "A third review is asked for: two totals lie far apart", _NATIONAL,
          (message("third_reviewer_needed"),)),
    Event("third_review_waived", "The decision goes on without a third review", _NATIONAL),
    Event("changes_requested", "Changes were asked for", _ALL, (message("changes_requested"),)),
    Event("proposal_approved", "Approved: {amount}", _ALL,
          (document("award_letter"), document("grant_agreement"), document("data_sharing_agreement"),
           message("decision"))),
    Event("proposal_declined", "Not funded this time", _ALL, (message("decision"),)),
    Event("agreement_signed_by_side", "{signer} signed the agreement for the {side}", _ALL),
    Event("agreement_signed", "Both sides signed the agreement", _ALL, (message("agreement_signed"),)),
    Event("payment_scheduled", "{label} of {amount} was scheduled", _ALL),
    Event("payment_requested", "{label} of {amount} was requested", _NATIONAL, (message("payment_to_approve"),)),
    Event("payment_returned", "{label} of {amount} went back to the schedule", _NATIONAL),
    Event("payment_cancelled", "{label} of {amount} was cancelled", _ALL),
    Event("payment_approved", "{label} of {amount} was approved", _ALL),
    Event("payment_paid", "{label} of {amount} was paid", _ALL, (message("payment_paid"),)),
    Event("project_year_begun", "The project year began", _ALL, (Subscriber("plan_reports", "year"),)),
    Event("check_in_scheduled", "Check-in scheduled", _ALL, (message("check_in_scheduled"),)),
    Event("check_in_moved", "Check-in moved", _ALL, (message("check_in_moved"),)),
    Event("check_in_cancelled", "Check-in cancelled", _ALL, (message("check_in_cancelled"),)),
    Event("check_in_held", "Check-in held", _ALL),
    Event("action_done", "Done: {text}", _ALL),
    Event("extract_uploaded", "Extract {number} was uploaded", _ALL, (Subscriber("compute_extract", "figures"),)),
    Event("extract_computed", "Extract {number}: {figures} figures as of {as_of}", _ALL),
    Event("report_submitted", "Submitted {title}", _ALL,
          (document("report"), message("report_received"))),
    Event("report_returned", "{title} was returned with a question", _ALL, (message("report_returned"),)),
    Event("report_accepted", "{title} was accepted", _ALL, (message("report_accepted"),)),
    Event("prospect_asked", "Asked {whom}: {title}", _ALL),
    Event("prospect_won", "{whom} said yes: {title}", _ALL),
    Event("prospect_declined", "{whom} said no: {title}", _ALL),
    Event("prospect_withdrawn", "Let go: {title}", _ALL),
    Event("prospect_rethought", "An idea again: {title}", _ALL),
    Event("prospect_reopened", "Asked again, after an answer was taken back: {title}", _ALL),
    Event("closeout_begun", "Closeout began", _ALL, (message("closeout_begun"),)),
    Event("award_closed", "The year is complete", _ALL, (message("award_closed"),)),
    Event("enrollment_withdrawn", "Withdrew from the program", _ALL),
    Event("award_suspended", "The award was suspended", _ALL),
    Event("award_resumed", "The award was resumed", _ALL),
    Event("award_terminated", "The award was terminated", _ALL),
    Event("ticket_asked", "Asked for help", _NATIONAL, (message("ticket_asked"),)),
    Event("ticket_answered", "Answered a question", _NATIONAL, (message("ticket_answered"),)),
    Event("ticket_asked_back", "Asked something back", _NATIONAL, (message("ticket_asked_back"),)),
    Event("ticket_replied", "Wrote again about a question", _NATIONAL, (message("ticket_replied"),)),
    Event("ticket_reopened", "Opened a question again", _NATIONAL, (message("ticket_reopened"),)),
    Event("ticket_handed_on", "Handed a question on", _NATIONAL, (message("ticket_handed_on"),)),
)  # fmt: skip  # name, sentence, audience, owes

EVENTS: dict[str, Event] = {row.name: row for row in _ROWS}
