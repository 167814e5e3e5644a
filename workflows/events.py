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
    Event("affiliate_invited", "Invited to {cohort}", _ALL, (message("cohort_invitation"),)),
    Event("commitment_signed", "Signed the commitment", _ALL, (message("commitment_to_confirm"),)),
    Event("invitation_declined", "Declined the invitation", _ALL),
    Event("enrollment_deferred", "Deferred to a later cohort", _ALL),
    Event("affiliate_invited_again", "Invited again", _ALL, (message("cohort_invitation"),)),
    Event("enrollment_confirmed", "Enrollment confirmed", _ALL, (message("enrollment_confirmed"),)),
    Event("coach_assigned", "{coach} is the coach", _ALL),
    Event("training_started", "Training started", _ALL),
    Event("attendance_imported", "Attendance of session {number} was read from the meeting report", _ALL),
    Event("recording_watched", "{name} watched the recording of session {number}", _ALL),
    Event("product_handed_in", "Handed in the practice product of session {number}: {title}", _ALL),
    Event("feedback_given", "Gave feedback on the practice product of session {number}: {title}", _ALL),
    Event("question_answered", "Answered a question on the board", _NATIONAL, (message("question_answered"),)),
    Event("example_published", "Shared as an example: {title}", _ALL),
    Event("example_withdrawn", "No longer shared as an example: {title}", _ALL),
    Event("training_completed", "Training complete: the proposal is open", _ALL, (message("training_completed"),)),
    Event("training_reopened", "Training is open again", _ALL),
    Event("training_waived", "Training was waived", _ALL, (message("training_completed"),)),
    Event("proposal_submitted", "Submitted the proposal, version {number}", _ALL,
          (document("proposal"), message("proposal_received"))),
    Event("reviewer_assigned", "{reviewer} was asked to review", _NATIONAL, (message("review_assigned"),)),
    Event("conflict_declared", "{reviewer} stepped aside for a conflict of interest", _NATIONAL),
    Event("review_finished", "{reviewer} finished the review", _NATIONAL),
    Event("review_reopened", "The review of {reviewer} was opened again", _NATIONAL),
    Event("changes_requested", "Changes were asked for", _ALL, (message("changes_requested"),)),
    Event("proposal_approved", "Approved: {amount}", _ALL,
          (document("award_letter"), document("grant_agreement"), message("decision"))),
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
    Event("closeout_begun", "Closeout began", _ALL, (message("closeout_begun"),)),
    Event("award_closed", "The year is complete", _ALL, (message("award_closed"),)),
    Event("enrollment_withdrawn", "Withdrew from the program", _ALL),
    Event("award_suspended", "The award was suspended", _ALL),
    Event("award_resumed", "The award was resumed", _ALL),
    Event("award_terminated", "The award was terminated", _ALL),
)  # fmt: skip  # name, sentence, audience, owes

EVENTS: dict[str, Event] = {row.name: row for row in _ROWS}
