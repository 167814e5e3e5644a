"""The one next thing for each person in each stage, as a table: stage · who · what · where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.lifecycle import why_not
from workflows.permissions import Actor, can
from workflows.permissions import Permission as P
from workflows.stages import Stage as S


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now. `endpoint` and `values` name the page; with `reasons` the button is not open yet."""

    title: str
    text: str
    label: str = ""
    endpoint: str = ""
    values: Mapping[str, str | int] | None = None
    reasons: tuple[Reason, ...] = ()
    due_at: datetime | None = None


Only = Callable[[Enrollment], bool]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row: the first one that fits stage, person and `only` counts; `who` None fits everyone."""

    stage: S
    who: P | None
    title: str
    text: str
    label: str = ""
    endpoint: str = ""
    transition: str = ""  # its refusals are shown instead of the button
    only: Only | None = None
    is_due: bool = False  # the deadline of the stage applies: of the commitment, or of the proposal


def _was_returned(enrollment: Enrollment) -> bool:
    return enrollment.proposal_submitted_at is not None


def _has_open_sessions(enrollment: Enrollment) -> bool:
    return bool(enrollment.open_sessions)


def _first_payment_is_approved(enrollment: Enrollment) -> bool:
    return enrollment.first_payment_approved_at is not None


def _is_waiting(enrollment: Enrollment) -> bool:
    return enrollment.is_waiting


def _holds_a_seat(enrollment: Enrollment) -> bool:
    return enrollment.offered_at is not None


def _could_wait(enrollment: Enrollment) -> bool:
    return enrollment.cohort.seats_free <= 0 and enrollment.cohort.waiting_free > 0


def _is_handed_over(enrollment: Enrollment) -> bool:
    proposal = enrollment.proposal
    return proposal is not None and proposal.handed_over_at is not None


R = StepRow
_AFFILIATE = P.ATTEND_TRAINING  # held by the affiliate's own people and nobody else
_TRAINING, _PROPOSAL, _REVIEWS = "training.of_enrollment", "proposals.of_enrollment", "reviews.of_enrollment"
_FUNDING, _COACHING, _REPORTS = "funding.of_enrollment", "coaching.of_enrollment", "reporting.of_enrollment"
_STAGE, _DOCUMENTS = "enrollments.change_stage", "documents.of_enrollment"

STEPS: tuple[StepRow, ...] = (
    R(S.INVITED, P.COMMIT, "Sign the commitment",
      "You are invited to {cohort}. Read what taking part means, name your data lead and sign: about ten minutes.",
      "Read and sign", "enrollments.commit", "commit", is_due=True),
    R(S.INVITED, _AFFILIATE, "Your director signs first",
      "You are invited to {cohort}. As soon as your director has signed the commitment, the next step stands here.",
      is_due=True),
    R(S.INVITED, P.INVITE_AFFILIATE, "The director has the invitation",
      "{affiliate} signs the commitment next. Remind them if it has been quiet for a week.",
      "See the invitations", "cohorts.invitations", is_due=True),
    R(S.INVITED, None, "The director has the invitation",
      "{affiliate} signs the commitment next. Call them if it has been quiet for a while."),

    R(S.COMMITTED, P.CONFIRM_ENROLLMENT, "Confirm the seat",
      "{affiliate} moved up from the waiting list. Its seat is held until you confirm.",
      "Confirm enrollment", _STAGE, "confirm", only=_holds_a_seat),
    R(S.COMMITTED, P.CONFIRM_ENROLLMENT, "On the waiting list",
      "{affiliate} moves up by itself when a seat of {cohort} becomes free and it is the first in line.",
      "See the waiting list", "cohorts.invitations", only=_is_waiting),
    R(S.COMMITTED, P.CONFIRM_ENROLLMENT, "No seat is free",
      "{affiliate} has signed, and every seat of {cohort} is taken. It can wait for the next one.",
      "Put on the waiting list", _STAGE, "wait", only=_could_wait),
    R(S.COMMITTED, P.CONFIRM_ENROLLMENT, "Confirm the enrollment",
      "{affiliate} has signed the commitment. Confirming takes one of the {free} free seats.",
      "Confirm enrollment", _STAGE, "confirm"),
    R(S.COMMITTED, _AFFILIATE, "You are on the waiting list",
      "Every seat of {cohort} is taken for now. When one becomes free and you are the first in line, you move up by "
      "yourselves and hear from us.", only=_is_waiting),
    R(S.COMMITTED, _AFFILIATE, "Thank you for signing",
      "The national office confirms your place next. You hear from us as soon as it is done."),
    R(S.COMMITTED, None, "On the waiting list", "{affiliate} waits for a free seat of {cohort}.", only=_is_waiting),
    R(S.COMMITTED, None, "Waiting for the confirmation",
      "{affiliate} has signed. The program manager confirms the place next."),

    R(S.ENROLLED, P.MANAGE_TRAINING, "Start the training",
      "The training starts for all confirmed affiliates of {cohort} at once.",
      "Go to the cohort", "cohorts.show"),
    R(S.ENROLLED, P.NAME_PARTICIPANTS, "Say who takes part",
      "Your place is confirmed. Name everyone you send to the training, so that each attendance counts.",
      "Name participants", "enrollments.participants"),
    R(S.ENROLLED, None, "The training starts soon", "The place is confirmed. The sessions stand under Training."),

    R(S.TRAINING, _AFFILIATE, "Finish the training",
      "{open} of {required} sessions are open. Come live where you still can, or watch the recordings.",
      "Go to your sessions", _TRAINING, only=_has_open_sessions),
    R(S.TRAINING, _AFFILIATE, "Every session is done",
      "Thank you. The proposal opens by itself in a moment.", "Go to your sessions", _TRAINING),
    R(S.TRAINING, None, "In training", "{affiliate} has {open} of {required} sessions open.",
      "See the sessions", _TRAINING),

    R(S.PROPOSING, P.SUBMIT_PROPOSAL, "Read the proposal and certify it",
      "Your team handed it over. Certify it, and it is submitted; or send it back with a few words.",
      "Read and certify", _PROPOSAL, only=_is_handed_over, is_due=True),
    R(S.PROPOSING, P.WRITE_PROPOSAL, "The proposal waits for your director",
      "It is handed over and stays as it is until your director certifies it or sends it back.",
      "Open the proposal", _PROPOSAL, only=_is_handed_over, is_due=True),
    R(S.PROPOSING, None, "The proposal waits for the director", "{affiliate} handed it over to be certified.",
      "Read the proposal", _PROPOSAL, only=_is_handed_over, is_due=True),
    R(S.PROPOSING, P.WRITE_PROPOSAL, "Answer what was asked, then submit again",
      "Changes were asked for in some sections, and these are open. Say to each request what you did.",
      "Open the proposal", _PROPOSAL, only=_was_returned),
    R(S.PROPOSING, P.SUBMIT_PROPOSAL, "Write the proposal, then certify it",
      "Your team writes together and every section saves on its own. A colleague presses submit, and you certify.",
      "Open the proposal", _PROPOSAL, is_due=True),
    R(S.PROPOSING, P.WRITE_PROPOSAL, "Write the proposal together",
      "Every section saves on its own, so an interruption costs nothing. You press submit; your director certifies.",
      "Open the proposal", _PROPOSAL, is_due=True),
    R(S.PROPOSING, None, "The proposal is being written", "{affiliate} writes its proposal.",
      "Read the draft", _PROPOSAL, is_due=True),

    R(S.IN_REVIEW, P.DECIDE_PROPOSAL, "Decide on the proposal",
      "{reviews} of {minimum} reviews are final. Read them side by side, then decide.",
      "Open the reviews", _REVIEWS, "approve"),
    R(S.IN_REVIEW, _AFFILIATE, "Your proposal is being read",
      "Thank you for all this work. Reviewers read it now; you hear the decision here and by e-mail."),
    R(S.IN_REVIEW, None, "The proposal is being read", "{reviews} of {minimum} reviews are final."),

    R(S.AWARDED, P.SIGN_FOR_AFFILIATE, "Read and sign the agreement",
      "Your proposal is approved. The grant agreement is ready: read it in your own time and sign.",
      "Open the agreement", _FUNDING),
    R(S.AWARDED, P.SIGN_FOR_NETWORK, "Sign the agreement for the national office",
      "The proposal of {affiliate} is approved. Both sides sign the grant agreement.",
      "Open the agreement", _FUNDING),
    R(S.AWARDED, None, "Both sides sign the agreement", "The proposal is approved and the agreement is ready.",
      "See the funding", _FUNDING),

    R(S.FUNDED, None, "The project year begins soon",
      "The agreement is signed and the first payment is approved. The year begins on its first day by itself.",
      "See the funding", _FUNDING, only=_first_payment_is_approved),
    R(S.FUNDED, P.REQUEST_PAYMENT, "Request the first payment",
      "The agreement with {affiliate} is signed. The first payment opens the project year.",
      "Open the payments", _FUNDING),
    R(S.FUNDED, P.APPROVE_PAYMENT, "Approve the first payment",
      "The agreement with {affiliate} is signed. The first payment opens the project year.",
      "Open the payments", _FUNDING),
    R(S.FUNDED, None, "The first payment comes next", "The agreement is signed. The finance officer prepares it.",
      "See the funding", _FUNDING),

    R(S.IMPLEMENTING, P.COACH, "Stay in touch",
      "Schedule the next check-in with {affiliate} and look at its goals beforehand.",
      "Open the check-ins", _COACHING),
    R(S.IMPLEMENTING, P.WRITE_REPORT, "Keep your year on track",
      "{reports} of 4 progress reports are accepted. Goals, spending and check-ins fill themselves in.",
      "Open the reports", _REPORTS),
    R(S.IMPLEMENTING, None, "The project year is under way", "{reports} of 4 progress reports are accepted.",
      "See the reports", _REPORTS),

    R(S.CLOSING, P.CLOSE_AWARD, "Complete the year",
      "All progress reports are accepted. The closeout report completes the year of {affiliate}.",
      "Open the closeout", _REPORTS, "complete"),
    R(S.CLOSING, P.WRITE_REPORT, "Tell how the year went",
      "The closeout report is the last one: what changed, what you learned, what stays.",
      "Write the closeout report", _REPORTS),
    R(S.CLOSING, None, "The year is closing", "{affiliate} writes the closeout report.", "See the reports", _REPORTS),

    R(S.COMPLETED, None, "The year is complete",
      "Thank you for going this way together. Everything stays here to read.", "Read the documents", _DOCUMENTS),
    R(S.DECLINED_INVITATION, None, "Not this time", "{affiliate} declined the invitation to {cohort}."),
    R(S.DEFERRED, P.INVITE_AFFILIATE, "Invite again when the time is right",
      "{affiliate} deferred. Its reason stands in the timeline.", "Invite again", _STAGE, "invite_again"),
    R(S.DEFERRED, None, "Deferred to a later cohort", "The national office invites again when the time is right."),
    R(S.NOT_FUNDED, None, "Not funded this time",
      "The feedback of the reviewers is yours to keep. The training counts for a later cohort.",
      "Read the decision", _PROPOSAL),
    R(S.SUSPENDED, P.CLOSE_AWARD, "Resume the award",
      "The award of {affiliate} is suspended; the reason stands in the timeline.", "Resume", _STAGE, "resume"),
    R(S.SUSPENDED, None, "The award is suspended", "The reason, and what would resume it, stand in the timeline."),
    R(S.WITHDRAWN, None, "Withdrawn", "{affiliate} left the program. Everything stays here to read."),
    R(S.TERMINATED, None, "The award has ended", "The reason stands in the timeline. Everything stays here to read."),
)  # fmt: skip  # the columns of the table


def next_step(enrollment: Enrollment, *, actor: Actor, now: datetime) -> NextStep:
    """What this person does next, or whom they wait for."""
    row = next(row for row in STEPS if _fits(row, enrollment, actor))
    return NextStep(
        title=row.title,
        text=row.text.format_map(_facts(enrollment)),
        label=row.label,
        endpoint=row.endpoint,
        values=_values(row, enrollment),
        reasons=_reasons(row, enrollment, actor, now),
        due_at=_due_at(row, enrollment),
    )


def _due_at(row: StepRow, enrollment: Enrollment) -> datetime | None:
    if not row.is_due:
        return None
    if row.stage is S.INVITED:
        return enrollment.commitment_due_at
    return enrollment.proposal_grace_ends_at if row.only is _is_handed_over else enrollment.proposal_due_at


def _fits(row: StepRow, enrollment: Enrollment, actor: Actor) -> bool:
    if row.stage is not enrollment.stage or (row.only is not None and not row.only(enrollment)):
        return False
    return row.who is None or can(actor, row.who, enrollment)


def _facts(enrollment: Enrollment) -> dict[str, str | int]:
    cohort = enrollment.cohort
    return {
        "affiliate": enrollment.affiliate.name,
        "cohort": cohort.name,
        "free": cohort.seats_free,
        "open": len(enrollment.open_sessions),
        "required": enrollment.sessions_required,
        "reviews": enrollment.final_reviews,
        "minimum": cohort.minimum_reviews,
        "reports": enrollment.reports_accepted,
    }


def _values(row: StepRow, enrollment: Enrollment) -> dict[str, str | int]:
    if row.endpoint == "cohorts.invitations":
        state = "waiting" if row.stage is S.COMMITTED else "not_answered"
        return {"cohort_id": enrollment.cohort_id, "state": state}
    if row.endpoint == "cohorts.show":
        return {"cohort_id": enrollment.cohort_id}
    values: dict[str, str | int] = {"enrollment_id": enrollment.id}
    return values | {"name": row.transition} if row.endpoint == _STAGE else values


def _reasons(row: StepRow, enrollment: Enrollment, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Why the button is not open; what the page itself asks for is no reason against opening it."""
    if not row.transition:
        return ()
    reasons = why_not(enrollment, row.transition, actor=actor, now=now)
    return tuple(reason for reason in reasons if reason.where not in {"commitment", "closeout"})
