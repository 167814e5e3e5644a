"""Staged decisions are announced together: all of the chosen ones in one transaction, or none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.funding.operations import approve_proposal
from workflows.machine import Refused
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.decisions import decline_proposal, request_changes
from workflows.reviews.models import Outcome
from workflows.reviews.staging.gate import why_not_alone
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import STANDS, release_for_announcement, stage_decision
from workflows.reviews.staging.plan import DecisionPlan, plan_of
from workflows.reviews.staging.queries import list_chosen
from workflows.reviews.staging.rules import what_stops


@dataclass(frozen=True, slots=True)
class _Told:
    """Who announces, when, and where it is written."""

    session: Session
    actor: Actor
    now: datetime


def announce_decisions(
    cohort: Cohort, chosen: Mapping[int, int], *, session: Session, actor: Actor, now: datetime
) -> Sequence[StagedDecision]:
    """Carry out these decisions of the cohort; `chosen` is the version that was seen, by the decision's id.

    Raises Stale when one was changed or announced since, Refused with the affiliate's name before every reason; then
    nothing has changed. The letters go out after the transaction.
    """
    lock(session, cohort)
    rows = _held(cohort, chosen, session=session)
    _refuse_stale(rows, chosen)
    reasons = [_named(row, reason) for row in rows for reason in what_stops(row, actor=actor, now=now)]
    if reasons:
        raise Refused(*reasons)
    for row in rows:
        with _naming(row):
            release_for_announcement(row, actor=actor, now=now)
            _CARRY_OUT[row.outcome](row, _Told(session, actor, now))
            session.flush()  # the cohort's budget is checked by the database after each one
    return rows


def decide_now(
    proposal: Proposal,
    plan: DecisionPlan,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
    seen_digest: str | None = None,
) -> StagedDecision:
    """Take the decision and announce it alone, in one transaction; raises as both operations do."""
    staged = stage_decision(
        proposal,
        plan,
        expected_version=expected_version,
        seen_digest=seen_digest,
        session=session,
        actor=actor,
        now=now,
    )
    session.flush()  # its key and version are set
    alone = [] if staged.amount is None else why_not_alone(proposal, staged.amount, session=session)
    reasons = alone or what_stops(staged, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    release_for_announcement(staged, actor=actor, now=now)
    _CARRY_OUT[staged.outcome](staged, _Told(session, actor, now))
    return staged


def _held(cohort: Cohort, chosen: Mapping[int, int], *, session: Session) -> Sequence[StagedDecision]:
    """The chosen ones with their enrollments and themselves locked, in the order that everyone locks in."""
    if not chosen:
        raise Refused(Reason("Choose at least one decision to announce.", "chosen"))
    rows = list_chosen(session, chosen)
    if len(rows) != len(chosen) or any(row.proposal.enrollment.cohort_id != cohort.id for row in rows):
        raise Refused(Reason("One of these is no decision of this cohort. Look at the list again.", "chosen"))
    for row in rows:
        lock(session, row.proposal.enrollment)
    return list_chosen(session, chosen)  # as they are now that nobody else can change them


def _refuse_stale(rows: Sequence[StagedDecision], chosen: Mapping[int, int]) -> None:
    changed = [row for row in rows if row.version != chosen[row.id]]
    if not changed:
        return
    raise Stale(
        mine={_name(row): "Announce it as you saw it" for row in changed},
        theirs={_name(row): _as_it_stands(row) for row in changed},
    )


def _as_it_stands(row: StagedDecision) -> str:
    who = row.announced_by.name if row.announced_by is not None else row.decided_by.name
    told = "\n".join(f"{label}: {words}" for label, words in plan_of(row).in_words().items())
    return f"{STANDS[row.state]} by {who}.\n{told}"


def _approve(row: StagedDecision, told: _Told) -> None:
    assert row.amount is not None
    assert row.starts_on is not None
    approve_proposal(
        row.proposal,
        amount=row.amount,
        starts_on=row.starts_on,
        feedback=row.feedback,
        conditions=row.planned_conditions,
        source=row.source,
        restriction=row.restriction,
        session=told.session,
        actor=told.actor,
        now=told.now,
    )


def _request_changes(row: StagedDecision, told: _Told) -> None:
    request_changes(row.proposal, row.requests, note=row.feedback, session=told.session, actor=told.actor, now=told.now)


def _decline(row: StagedDecision, told: _Told) -> None:
    decline_proposal(row.proposal, feedback=row.feedback, session=told.session, actor=told.actor, now=told.now)


_CARRY_OUT: dict[Outcome, Callable[[StagedDecision, _Told], None]] = {
    Outcome.APPROVE: _approve,
    Outcome.REQUEST_CHANGES: _request_changes,
    Outcome.DECLINE: _decline,
}


def _name(row: StagedDecision) -> str:
    return row.proposal.enrollment.affiliate.name


def _named(row: StagedDecision, reason: Reason) -> Reason:
    return Reason(f"{_name(row)}: {reason.sentence}", "chosen")


@contextmanager
def _naming(row: StagedDecision) -> Iterator[None]:
    """Say which decision was refused."""
    try:
        yield
    except DomainError as refusal:
        raise Refused(*(_named(row, reason) for reason in refusal.reasons)) from refusal
