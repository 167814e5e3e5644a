"""The program lifecycle, as one table: what may follow what, who may do it, only if what, and what it announces."""

from datetime import datetime

from workflows.clock import local_date, moment_in_words
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Actor
from workflows.permissions import Permission as P
from workflows.proposals.completeness import list_gaps
from workflows.stages import TERMINAL, Stage

REPORTS_IN_A_YEAR = 4


def commitment_is_signed(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.committed_at is not None:
        return None
    return Reason("The director has not signed the commitment yet.", "commitment")


def data_lead_is_named(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.data_lead_id is not None:
        return None
    return Reason("No data lead is named. The director names one with the commitment or on the profile.", "data_lead")


def a_seat_is_free(enrollment: Enrollment, now: datetime) -> Reason | None:
    """A seat that is held for this affiliate, or one that is neither taken nor held for the waiting list."""
    cohort = enrollment.cohort
    if enrollment.offered_at is not None or cohort.seats_free > 0:
        return None
    if enrollment.is_waiting:
        fix = "It moves up by itself when a seat becomes free and it is the first in line."
    elif cohort.waiting_free > 0:
        fix = "Put this affiliate on the waiting list, or raise the seats."
    else:
        fix = "Raise the seats, or ask the affiliate to defer."
    promised = f" or promised to the waiting list ({cohort.seats_offered})" if cohort.seats_offered else ""
    return Reason(f"All {cohort.seats} seats of {cohort.name} are taken{promised}. {fix}", "seats")


def no_seat_is_free(enrollment: Enrollment, now: datetime) -> Reason | None:
    free = enrollment.cohort.seats_free
    if free <= 0:
        return None
    are = "1 seat is" if free == 1 else f"{free} seats are"
    return Reason(f"{are} free, so nobody has to wait. Confirm the enrollment instead.", "seats")


def is_not_waiting_yet(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.waitlisted_at is None:
        return None
    return Reason(f"{enrollment.affiliate.name} is on the waiting list already.", "waiting_list")


def waiting_list_has_room(enrollment: Enrollment, now: datetime) -> Reason | None:
    cohort = enrollment.cohort
    if cohort.waiting_free > 0:
        return None
    if not cohort.waiting_places:
        return Reason(f"{cohort.name} keeps no waiting list. Give it places in the cohort’s rules.", "waiting_list")
    return Reason(
        f"All {cohort.waiting_places} places of the waiting list are taken. Lengthen it in the cohort’s rules, "
        "or ask the affiliate to defer.",
        "waiting_list",
    )


def commitments_are_open(enrollment: Enrollment, now: datetime) -> Reason | None:
    due = enrollment.commitment_due_at
    if due is None or now <= due:
        return None
    return Reason(
        f"Commitments closed on {moment_in_words(due, enrollment.cohort.time_zone)}. "
        "Ask the program manager or an administrator at the national office: they can extend it for you.",
        "deadline",
    )


def sessions_are_planned(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.sessions_required > 0:
        return None
    return Reason("The cohort has no required sessions yet. Plan the series first.", "sessions")


def every_session_is_met(enrollment: Enrollment, now: datetime) -> Reason | None:
    unmet = enrollment.open_sessions
    if not unmet:
        return None
    numbers = ", ".join(map(str, unmet[:-1])) + (" and " if unmet[:-1] else "") + str(unmet[-1])
    are = "sessions is" if len(unmet) == 1 else "sessions are"
    return Reason(
        f"{len(unmet)} of {enrollment.sessions_required} {are} open: {numbers}. Watch the recordings to finish.",
        "training",
    )


def training_is_complete(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.training_completed_at is not None:
        return None
    return every_session_is_met(enrollment, now) or Reason("The training is not complete yet.", "training")


def no_proposal_was_submitted(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.proposal_submitted_at is None:
        return None
    return Reason("A proposal was already submitted, so the training stays complete.", "proposal")


def proposal_is_complete(enrollment: Enrollment, now: datetime) -> tuple[Reason, ...]:
    if enrollment.proposal is None:
        return (Reason("The proposal is not started yet.", "proposal"),)
    return list_gaps(enrollment.proposal)


def proposals_are_open(enrollment: Enrollment, now: datetime) -> Reason | None:
    """In time by the server's clock. What came in time once stays in time, and handing over stops the clock."""
    if enrollment.proposal_submitted_at is not None or now <= enrollment.proposal_due_at:
        return None
    zone, proposal = enrollment.cohort.time_zone, enrollment.proposal
    if proposal is None or proposal.clock_stopped_at is None:
        closed = moment_in_words(enrollment.proposal_due_at, zone)
        return Reason(f"Proposals closed on {closed}. Ask the program manager for more time.", "deadline")
    if now <= enrollment.proposal_grace_ends_at:
        return None
    return Reason(
        f"It was handed over in time, and the time to certify it ended on "
        f"{moment_in_words(enrollment.proposal_grace_ends_at, zone)}. Ask the program manager for more time.",
        "deadline",
    )


def reviews_are_enough(enrollment: Enrollment, now: datetime) -> Reason | None:
    wanted, done = enrollment.cohort.minimum_reviews, enrollment.final_reviews
    if done >= wanted:
        return None
    return Reason(f"{done} of {wanted} reviews are final. The decision opens with the last one.", "reviews")


def no_third_review_is_awaited(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.tie_break_since is None:
        return None
    return Reason(
        "The reviewers’ totals lie far apart. The decision opens when a third review is final, or when the program "
        "manager goes on without it and says why.",
        "reviews",
    )


def agreement_is_signed(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.agreement_signed_at is not None:
        return None
    return Reason("Both sides have to sign the grant agreement first.", "agreement")


def first_payment_is_approved(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.first_payment_approved_at is not None:
        return None
    return Reason("The first payment is not approved yet.", "payments")


def project_year_has_come(enrollment: Enrollment, now: datetime) -> Reason | None:
    award = enrollment.award
    if award is not None and award.starts_on <= local_date(now, enrollment.affiliate.time_zone):
        return None
    return Reason("The project year has not begun yet.", "period")


def every_report_is_accepted(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.reports_accepted_at is not None:
        return None
    done = enrollment.reports_accepted
    return Reason(f"{done} of {REPORTS_IN_A_YEAR} progress reports are accepted.", "reports")


def closeout_is_accepted(enrollment: Enrollment, now: datetime) -> Reason | None:
    if enrollment.closeout_accepted_at is not None:
        return None
    return Reason("The closeout report is not accepted yet.", "closeout")


S, T = Stage, Transition

LIFECYCLE: Machine[Stage] = Machine(
    name="program year",
    attribute="stage",
    initial=S.INVITED,
    terminal=TERMINAL,
    rows=(
        T("commit", (S.INVITED,), S.COMMITTED, P.COMMIT,
          (commitment_is_signed, commitments_are_open), ("commitment_signed",), "Sign the commitment"),
        T("decline_invitation", (S.INVITED,), S.DECLINED_INVITATION, P.ANSWER_INVITATION,
          (), ("invitation_declined",), "Decline the invitation", needs_note=True),
        T("defer", (S.INVITED, S.COMMITTED), S.DEFERRED, P.ANSWER_INVITATION,
          (), ("enrollment_deferred",), "Defer to a later cohort", needs_note=True),
        T("invite_again", (S.DEFERRED,), S.INVITED, P.INVITE_AFFILIATE,
          (), ("affiliate_invited_again",), "Invite again"),
        T("confirm", (S.COMMITTED,), S.ENROLLED, P.CONFIRM_ENROLLMENT,
          (commitment_is_signed, data_lead_is_named, a_seat_is_free), ("enrollment_confirmed",), "Confirm enrollment"),
        T("wait", (S.COMMITTED,), S.COMMITTED, P.CONFIRM_ENROLLMENT,
          (commitment_is_signed, no_seat_is_free, is_not_waiting_yet, waiting_list_has_room),
          ("waiting_list_joined",), "Put on the waiting list"),
        T("start_training", (S.ENROLLED,), S.TRAINING, P.MANAGE_TRAINING,
          (sessions_are_planned,), ("training_started",), "Start the training"),
        T("complete_training", (S.TRAINING,), S.PROPOSING, None,
          (sessions_are_planned, every_session_is_met), ("training_completed",), "Training complete"),
        T("waive_training", (S.TRAINING,), S.PROPOSING, P.WAIVE_TRAINING,
          (), ("training_waived",), "Waive the training", needs_note=True),
        T("reopen_training", (S.PROPOSING,), S.TRAINING, None,
          (no_proposal_was_submitted,), ("training_reopened",), "Reopen the training", needs_note=True),
        T("submit_proposal", (S.PROPOSING,), S.IN_REVIEW, P.SUBMIT_PROPOSAL,
          (training_is_complete, proposal_is_complete, proposals_are_open), ("proposal_submitted",),
          "Certify and submit"),
        T("request_changes", (S.IN_REVIEW,), S.PROPOSING, P.DECIDE_PROPOSAL,
          (reviews_are_enough, no_third_review_is_awaited), ("changes_requested",), "Ask for changes", needs_note=True),
        T("approve", (S.IN_REVIEW,), S.AWARDED, P.DECIDE_PROPOSAL,
          (reviews_are_enough, no_third_review_is_awaited), ("proposal_approved",), "Approve"),
        T("decline_proposal", (S.IN_REVIEW,), S.NOT_FUNDED, P.DECIDE_PROPOSAL,
          (reviews_are_enough, no_third_review_is_awaited), ("proposal_declined",), "Decline with feedback",
          needs_note=True),
        T("fund", (S.AWARDED,), S.FUNDED, None,
          (agreement_is_signed,), ("agreement_signed",), "Agreement signed"),
        T("begin_project_year", (S.FUNDED,), S.IMPLEMENTING, None,
          (first_payment_is_approved, project_year_has_come), ("project_year_begun",), "Begin the project year"),
        T("begin_closeout", (S.IMPLEMENTING,), S.CLOSING, None,
          (every_report_is_accepted,), ("closeout_begun",), "Begin closeout"),
        T("complete", (S.CLOSING,), S.COMPLETED, P.CLOSE_AWARD,
          (closeout_is_accepted,), ("award_closed",), "Complete the year"),
        T("suspend", (S.IMPLEMENTING,), S.SUSPENDED, P.CLOSE_AWARD,
          (), ("award_suspended",), "Suspend", needs_note=True),
        T("resume", (S.SUSPENDED,), S.IMPLEMENTING, P.CLOSE_AWARD,
          (), ("award_resumed",), "Resume", needs_note=True),
        T("terminate", (S.AWARDED, S.FUNDED, S.IMPLEMENTING, S.SUSPENDED, S.CLOSING), S.TERMINATED, P.CLOSE_AWARD,
          (), ("award_terminated",), "Terminate", needs_note=True),
        T("withdraw", (S.COMMITTED, S.ENROLLED, S.TRAINING, S.PROPOSING, S.IN_REVIEW, S.AWARDED), S.WITHDRAWN,
          P.WITHDRAW, (), ("enrollment_withdrawn",), "Withdraw", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table


def why_not(
    enrollment: Enrollment, name: str, *, actor: Actor, now: datetime, note: str | None = None
) -> tuple[Reason, ...]:
    """Every reason against the transition for this person at this moment; empty when it may happen."""
    return LIFECYCLE.why_not(enrollment, name, actor=actor, now=now, note=note)
