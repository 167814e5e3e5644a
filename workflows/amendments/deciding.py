"""What the national office does with a request: the coach advises, the manager decides, and then it takes effect."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.amendments.answers import Advice, Choice, DecisionAnswers, Track
from workflows.amendments.cases import get_case
from workflows.amendments.checks import list_gaps
from workflows.amendments.effects import apply_changes, hold, tell
from workflows.amendments.in_force import get_plan
from workflows.amendments.lifecycle import AMENDMENT
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.queries import list_approved_ahead
from workflows.amendments.terms import key_of
from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.funding.changing import why_not_amount
from workflows.machine import Refused
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot


def why_not_advise(amendment: Amendment, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against this coach's word now."""
    found = [why_cannot(actor, Permission.RECOMMEND_AMENDMENT, amendment)]
    if amendment.state is not AmendmentState.SUBMITTED or amendment.track is not Track.FAST:
        found.append(Reason("The coach says a word while a request on the fast track waits for its decision."))
    return tuple(reason for reason in found if reason is not None)


def advise(amendment: Amendment, advice: Advice, *, words: str, session: Session, actor: Actor, now: datetime) -> None:
    """Keep the coach's word, or a new one; it decides nothing. Raises Refused."""
    lock(session, amendment)
    reasons = why_not_advise(amendment, actor=actor)
    if reasons:
        raise Refused(*reasons)
    amendment.advice, amendment.advice_words = advice, words
    amendment.advised_by_id, amendment.advised_at = actor.id, now


def why_not_decide(amendment: Amendment, choice: Choice, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against this decision by this person now, without the words it needs."""
    return AMENDMENT.why_not(amendment, choice.value, actor=actor, now=now, note=None)


def decide(
    amendment: Amendment,
    decision: DecisionAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Approve, return or decline. An approval whose day has come is in effect in the same transaction.

    Raises Refused with every reason; Stale, with both decisions, when somebody was faster.
    """
    hold(amendment, session=session)
    if amendment.version != expected_version:
        raise _stale(amendment, decision)
    row = AMENDMENT.row(decision.choice.value)
    reasons = list(AMENDMENT.why_not(amendment, row.name, actor=actor, now=now, note=decision.note))
    if decision.choice is Choice.APPROVE and not reasons:
        reasons += _why_not_approve(amendment, decision, session=session, now=now)
    if reasons:
        raise Refused(*reasons)
    AMENDMENT.move(amendment, row.name, actor=actor, now=now, note=decision.note)
    amendment.decision_note = decision.note
    if decision.choice is Choice.RETURN:
        amendment.returned_at = now
    else:
        amendment.decided_by_id, amendment.decided_at = actor.id, now
    if decision.choice is Choice.APPROVE:
        amendment.conditions = decision.conditions
        amendment.effective_on = effective_day(amendment, decision.effective_on, now=now)
    for event in row.announces:
        tell(amendment, event, session=session, actor=actor, now=now, note=decision.note)
    if decision.choice is Choice.APPROVE:
        take_effect_if_ready(amendment, session=session, now=now)


def effective_day(amendment: Amendment, decided: date | None, *, now: datetime) -> date:
    """The decided day; else the wanted one, or today where that is over or none was wanted."""
    today = local_date(now, amendment.award.enrollment.affiliate.time_zone)
    return decided or max(amendment.effective_on or today, today)


def _why_not_approve(
    amendment: Amendment, decision: DecisionAnswers, *, session: Session, now: datetime
) -> list[Reason]:
    """The rules once more, as the plan and the money are now; and nothing that another approved one changes."""
    case = get_case(session, amendment, now=now)
    found = [reason for reason in list_gaps(case) if reason.where != "effective_on"]
    if decision.effective_on is not None and decision.effective_on < case.today:
        found.append(Reason("A change takes effect today or later, never backwards.", "effective_on"))
    mine = {key_of(change) for change in amendment.changes}
    return found + [
        Reason(f"{other.title} is approved and changes the same. Wait until it is in effect.")
        for other in list_approved_ahead(session, amendment)
        if mine & {key_of(change) for change in other.changes}
    ]


def take_effect_if_ready(amendment: Amendment, *, session: Session, now: datetime) -> bool:
    """Change the plan when the day has come; returns whether it did. The rows have to be held.

    What stands in the way by then (money that was scheduled meanwhile) leaves it approved, to be looked at.
    """
    if why_not_in_effect(amendment, session=session, now=now):
        return False
    row = AMENDMENT.move(amendment, "take_effect", actor=PROGRAM, now=now)
    amendment.took_effect_at = now
    apply_changes(amendment, session=session)
    for event in row.announces:
        tell(amendment, event, session=session, actor=PROGRAM, now=now)
    return True


def why_not_in_effect(amendment: Amendment, *, session: Session, now: datetime) -> tuple[Reason, ...]:
    """Every reason why an approved amendment is not in effect yet."""
    reasons = AMENDMENT.why_not(amendment, "take_effect", actor=PROGRAM, now=now)
    if reasons:
        return reasons
    plan = get_plan(session, amendment.award)
    if any(plan.in_force.get(key_of(change)) != change.old for change in amendment.changes):
        return (Reason("The plan changed since this was approved. Ask for it anew."),)
    amounts = [Decimal(change.new) for change in amendment.changes if change.field == "amount"]
    award = amendment.award
    return tuple(r for amount in amounts for r in why_not_amount(award, amount, cohort=award.enrollment.cohort))


def bring_into_effect(amendment: Amendment, *, session: Session, now: datetime) -> bool:
    """For the clock: hold the rows, then `take_effect_if_ready`."""
    hold(amendment, session=session)
    return take_effect_if_ready(amendment, session=session, now=now)


def _stale(amendment: Amendment, decision: DecisionAnswers) -> Stale:
    """Both decisions side by side."""
    mine = {"Decision": decision.choice.label, "Words": decision.note, "Conditions": decision.conditions}
    theirs = {
        "Decision": amendment.state.words,
        "Words": amendment.decision_note,
        "Conditions": amendment.conditions,
    }
    return Stale(mine=mine, theirs=theirs)
