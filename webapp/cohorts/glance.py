"""A cohort at a glance: its seats, its invitations, who is silent, its interests, and what its pilot taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from workflows.cohorts.learning import why_closed
from workflows.cohorts.models import Cohort, CohortKind, LearningReview, LearningState
from workflows.cohorts.queries import find_cohort, find_learning_review
from workflows.enrollments.commitment import why_not_remind
from workflows.enrollments.invitation_queries import Standing, count_interests, count_standings, list_invitations
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.permissions import Actor

QUIET_SHOWN = 4
STATES: dict[LearningState | None, tuple[str, str]] = {
    None: ("Not begun", "wait"),
    LearningState.DRAFT: ("Being written", "open"),
    LearningState.SUBMITTED: ("Waits for a second person", "watch"),
    LearningState.RETURNED: ("Came back with a question", "watch"),
    LearningState.APPROVED: ("Approved", "good"),
}


@dataclass(frozen=True, slots=True)
class QuietRow:
    """An invitation without an answer: since when, and why no reminder can go out now."""

    enrollment: Enrollment
    days: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the cohort's page shows besides its board and its table."""

    seats: Sequence[Figure]
    standings: Sequence[Figure]
    quiet: Sequence[QuietRow]
    interests: int
    interests_waiting: int
    closed: tuple[Reason, ...]
    pilot: Cohort | None  # whose learning review counts here: this cohort's own, or the one it builds on
    learning: LearningReview | None
    learning_word: str
    learning_tone: str


def build_glance(session: Session, cohort: Cohort, *, actor: Actor, now: datetime) -> Glance:
    """The same number of queries whatever the cohort holds."""
    counts = count_standings(session, cohort.id)
    silent = list_invitations(session, cohort.id, standing=Standing.NOT_ANSWERED, actor=actor, at_most=QUIET_SHOWN)
    interests, waiting = count_interests(session, cohort.id)
    pilot = cohort if cohort.kind is CohortKind.PILOT else find_cohort(session, cohort.pilot_id)
    review = find_learning_review(session, pilot.id) if pilot is not None else None
    word, tone = STATES[review.state if review is not None else None]
    return Glance(
        seats=_seats(cohort),
        standings=[_figure(cohort, standing, number) for standing, number in counts.items() if number],
        quiet=[quiet_row(row, now=now) for row in silent],
        interests=interests,
        interests_waiting=waiting,
        closed=why_closed(cohort, session=session),
        pilot=pilot,
        learning=review,
        learning_word=word,
        learning_tone=tone,
    )


def quiet_row(enrollment: Enrollment, *, now: datetime) -> QuietRow:
    return QuietRow(enrollment, (now - enrollment.invited_at).days, why_not_remind(enrollment, now=now))


def _seats(cohort: Cohort) -> list[Figure]:
    figures = [Figure("Seats", cohort.seats), Figure("Taken", cohort.seats_taken)]
    if cohort.seats_offered:
        figures.append(Figure("Held for the waiting list", cohort.seats_offered))
    figures.append(Figure("Free", cohort.seats_free))
    return [*figures, Figure("Waiting", cohort.waiting)] if cohort.waiting_places else figures


def _figure(cohort: Cohort, standing: Standing, number: int) -> Figure:
    return Figure(standing.label, number, url_for("cohorts.invitations", cohort_id=cohort.id, state=standing.value))
