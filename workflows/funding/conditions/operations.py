"""What happens to conditions: set with the decision or later, worded anew before the signatures, lifted promptly."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from workflows.clock import LAST_MINUTE, local_date, moment_at
from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.funding.conditions.answers import USUAL_REMEDY, ConditionAnswers
from workflows.funding.conditions.lifecycle import CONDITION
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.lifecycle import ENDED_EARLY
from workflows.funding.models import Award, FundingSource
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot
from workflows.reviews.answers import PlannedCondition
from workflows.stages import Stage

OVER = ENDED_EARLY | {Stage.COMPLETED}
SIGNED = "The agreement is signed with this condition as it is. Lift it, and add another one."


def set_conditions(award: Award, planned: Sequence[PlannedCondition], *, actor: Actor, now: datetime) -> None:
    """The conditions of the decision itself, which announces them."""
    assert actor.id is not None
    award.conditions.extend(planned_conditions(planned, by_id=actor.id, now=now))


def planned_conditions(planned: Sequence[PlannedCondition], *, by_id: int, now: datetime) -> list[AwardCondition]:
    """The rows that a decision makes of its conditions, also for a letter that nobody has sent yet."""
    given = [ConditionAnswers(one.text, one.lifted_by or USUAL_REMEDY, one.holds_payment) for one in planned]
    return [_row(number, one, due_at=None, by_id=by_id, now=now) for number, one in enumerate(given, 1)]


def why_not_add(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against another condition now."""
    found = [why_cannot(actor, Permission.MANAGE_AWARD, award)]
    if award.enrollment.stage in OVER:
        found.append(Reason("The year is over, so no condition is added to its award."))
    return tuple(reason for reason in found if reason is not None)


def add_condition(
    award: Award, given: ConditionAnswers, *, session: Session, actor: Actor, now: datetime
) -> AwardCondition:
    """Another condition after the decision; letter and agreement are made anew until they are signed.

    The affiliate is told what it asks for and what lifts it (2 CFR 200.208). Raises Refused with every reason.
    """
    lock(session, award.enrollment)
    lock(session, award)
    reasons = (*why_not_add(award, actor=actor), *_why_not_so(award, given, now=now))
    if reasons:
        raise Refused(*reasons)
    condition = _append(award, given, actor=actor, now=now)
    _tell(condition, "condition_added", session=session, actor=actor, now=now)
    return condition


def why_not_change(condition: AwardCondition, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against new words: lifted, or signed as it stands."""
    found = [why_cannot(actor, Permission.MANAGE_AWARD, condition)]
    if not condition.is_open:
        found.append(Reason("This condition is lifted, so its words stay."))
    elif any(s.signed_at >= condition.added_at for s in condition.award.signatures):
        found.append(Reason(SIGNED))
    return tuple(reason for reason in found if reason is not None)


def change_condition(
    condition: AwardCondition,
    given: ConditionAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Other words for an open condition. Raises Refused with every reason, Stale when someone else saved first."""
    award = condition.award
    lock(session, award.enrollment)
    lock(session, award)
    lock(session, condition)
    reasons = (*why_not_change(condition, actor=actor), *_why_not_so(award, given, now=now, before=condition.due_on))
    if reasons:
        raise Refused(*reasons)
    if condition.version != expected_version:
        raise Stale(mine=_shown(given), theirs=_shown(condition))
    if _values(given) == _values(condition):
        return
    for name, value in _values(given).items():
        setattr(condition, name, value)
    condition.due_at, condition.changed_at = _end_of(award, given.due_on), now
    _tell(condition, "condition_changed", session=session, actor=actor, now=now)


def lift_condition(condition: AwardCondition, *, words: str, session: Session, actor: Actor, now: datetime) -> None:
    """It is met: with the words that say how it was seen; raises Refused without them, or a second time."""
    lock(session, condition.award.enrollment)
    lock(session, condition.award)
    lock(session, condition)
    row = CONDITION.move(condition, "lift", actor=actor, now=now, note=words)
    condition.lifted_at, condition.lifted_by_id, condition.lifted_words = now, actor.id, words.strip()
    for event in row.announces:
        _tell(condition, event, session=session, actor=actor, now=now, note=condition.lifted_words)


def _append(award: Award, given: ConditionAnswers, *, actor: Actor, now: datetime) -> AwardCondition:
    assert actor.id is not None
    due_at = _end_of(award, given.due_on)
    condition = _row(len(award.conditions) + 1, given, due_at=due_at, by_id=actor.id, now=now)
    award.conditions.append(condition)
    return condition


def _row(number: int, given: ConditionAnswers, *, due_at: datetime | None, by_id: int, now: datetime) -> AwardCondition:
    values = _values(given)
    return AwardCondition(number=number, added_at=now, added_by_id=by_id, changed_at=now, due_at=due_at, **values)


def _end_of(award: Award, due_on: date | None) -> datetime | None:
    return moment_at(due_on, LAST_MINUTE, award.enrollment.affiliate.time_zone) if due_on else None


def _values(told: ConditionAnswers | AwardCondition) -> dict[str, str | bool | date | None]:
    return {
        "text": told.text,
        "remedy": told.remedy,
        "holds_payment": told.holds_payment,
        "reason": told.reason,
        "due_on": told.due_on,
        "appeal": told.appeal,
    }


def _shown(told: ConditionAnswers | AwardCondition) -> dict[str, str]:
    return {
        "Condition": told.text,
        "What lifts it": told.remedy,
        "Payments": "wait until it is lifted" if told.holds_payment else "go on",
        "Why": told.reason,
        "Due on": told.due_on.isoformat() if told.due_on else "",
        "To ask again": told.appeal,
    }


def _why_not_so(award: Award, given: ConditionAnswers, *, now: datetime, before: date | None = None) -> list[Reason]:
    """What is missing in the words; a federal notice says reason, day and appeal as well (2 CFR 200.208)."""
    is_federal = award.source is FundingSource.FEDERAL
    today = local_date(now, award.enrollment.affiliate.time_zone)
    is_past = given.due_on is not None and given.due_on < today and given.due_on != before
    rules = (
        (not given.text.strip(), "Say what is asked for.", "text"),
        (not given.remedy.strip(), "Say what lifts it.", "remedy"),
        (is_past, "The day has passed already. Choose today or a later day.", "due_on"),
        (is_federal and not given.reason.strip(), "Federal money: say why the condition is set.", "reason"),
        (is_federal and given.due_on is None, "Federal money: say by when it should be met.", "due_on"),
        (is_federal and not given.appeal.strip(), "Federal money: say how to ask for reconsideration.", "appeal"),
    )
    return [Reason(sentence, where) for broken, sentence, where in rules if broken]


def _tell(
    condition: AwardCondition, event: str, *, session: Session, actor: Actor, now: datetime, note: str = ""
) -> None:
    session.flush()  # the announcement names the condition by its id
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=condition.award.enrollment_id,
        subject_id=condition.id,
        note=note,
        number=condition.number,
    )
