"""Planning the payments of an award: one by one, by the usual schedule, or the whole table at once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.errors import Reason, Stale
from workflows.funding.answers import CENT
from workflows.funding.lifecycle import PAYMENT, STOPPED
from workflows.funding.locking import hold_schedule
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import announce_payment
from workflows.funding.schedules.answers import (
    LINES_MAX,
    METHOD_NAMES,
    REPORTS,
    Method,
    ScheduleLine,
    WaitsFor,
    in_words,
    suggest,
)
from workflows.funding.schedules.models import PaymentPlan
from workflows.funding.schedules.queries import find_plan
from workflows.machine import Refused
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot

TAKEN_OUT = "Taken out when the schedule was saved."


def why_not_edit(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against another schedule of this award by this person."""
    found = [why_cannot(actor, Permission.REQUEST_PAYMENT, award)]
    if award.enrollment.stage in STOPPED:
        found.append(Reason(f"The year is {award.enrollment.stage.label.lower()}, so nothing more is scheduled."))
    return tuple(reason for reason in found if reason is not None)


def why_not_schedule(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against another payment of this award by this person."""
    found = why_not_edit(award, actor=actor)
    if award.enrollment.stage not in STOPPED and award.free_amount <= 0:
        return (*found, Reason("All of the award is scheduled. Cancel a payment first to plan it anew."))
    return found


def schedule_payment(
    award: Award,
    *,
    label: str,
    amount: Decimal,
    due_on: date,
    session: Session,
    actor: Actor,
    now: datetime,
    waits_for: WaitsFor = WaitsFor.AGREEMENT,
    report_number: int | None = None,
    milestone: str = "",
) -> Payment:
    """Plan one payment in US dollars; raises Refused when it would exceed what is free of the award."""
    hold_schedule(award, session=session)
    line = ScheduleLine(label, amount, due_on, None, waits_for, report_number, milestone)
    reasons = [*why_not_schedule(award, actor=actor), *_why_not_amount(award, amount)]
    if reasons:
        raise Refused(*reasons)
    return _add(award, line, session=session, actor=actor, now=now)


def _why_not_amount(award: Award, amount: Decimal) -> list[Reason]:
    free = award.free_amount
    rules = (
        (amount <= 0, "A payment has to be more than nothing."),
        (amount != amount.quantize(CENT), "Write the amount in dollars and cents."),
        (0 < free < amount, f"{dollars(free)} of the award of {dollars(award.amount)} is still free."),
    )
    return [Reason(sentence, "amount") for broken, sentence in rules if broken]


def why_not_suggested(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against taking the usual schedule: it is for an award with nothing scheduled."""
    found = why_not_schedule(award, actor=actor)
    if not found and award.scheduled_amount > 0:
        return (Reason("Some payments are scheduled already. Add the others by hand."),)
    return found


def schedule_suggested(award: Award, *, session: Session, actor: Actor, now: datetime) -> list[Payment]:
    """The usual three payments, 50, 40 and 10 percent, in one step."""
    hold_schedule(award, session=session)
    reasons = why_not_suggested(award, actor=actor)
    if reasons:
        raise Refused(*reasons)
    lines = suggest(Method.INSTALMENTS, award.free_amount, starts_on=award.starts_on, ends_on=award.ends_on)
    _keep_plan(award, Method.INSTALMENTS, session=session, actor=actor, now=now)
    return [_add(award, line, session=session, actor=actor, now=now) for line in lines]


def edition_of(award: Award, plan: PaymentPlan | None) -> int:
    """A number that grows with every change of the schedule or of one of its payments."""
    return sum((payment.version for payment in award.payments), 0 if plan is None else plan.version)


def save_schedule(
    award: Award,
    method: Method,
    lines: Sequence[ScheduleLine],
    *,
    expected_edition: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Make the payments that are not requested yet what `lines` say; those that are left out are cancelled.

    Payments that were requested, approved or paid are no part of it and stay. Raises Refused with every reason, and
    Stale with both schedules when somebody changed a payment meanwhile.
    """
    hold_schedule(award, session=session)
    if edition_of(award, find_plan(session, award)) != expected_edition:
        raise Stale(mine={"Schedule": _as_text(lines)}, theirs={"Schedule": _as_text(lines_of(award))})
    open_ones = {p.id: p for p in award.payments if p.state is PaymentState.SCHEDULED}
    reasons = [*why_not_edit(award, actor=actor), *_why_not_lines(award, lines, open_ones)]
    if reasons:
        raise Refused(*reasons)
    kept = {line.payment_id for line in lines}
    for payment in open_ones.values():
        if payment.id not in kept:
            PAYMENT.move(payment, "cancel", actor=actor, now=now, note=TAKEN_OUT)
            award.scheduled_amount -= payment.amount
            announce_payment(payment, "payment_cancelled", session=session, actor=actor, now=now, note=TAKEN_OUT)
    for line in (one for one in lines if one.payment_id is not None):
        assert line.payment_id is not None
        _change(award, open_ones[line.payment_id], line)
    for line in (one for one in lines if one.payment_id is None):
        _add(award, line, session=session, actor=actor, now=now)
    _keep_plan(award, method, session=session, actor=actor, now=now)


def _why_not_lines(award: Award, lines: Sequence[ScheduleLine], open_ones: dict[int, Payment]) -> list[Reason]:
    found = [reason for number, line in enumerate(lines, 1) for reason in _why_not_line(number, line)]
    known = [line.payment_id for line in lines if line.payment_id is not None]
    if len(lines) > LINES_MAX:
        found.append(Reason(f"A schedule has at most {LINES_MAX} payments."))
    if len(set(known)) < len(known) or not set(known) <= set(open_ones):
        found.append(Reason("One of these payments is not open any more. Open the schedule again."))
    most = award.free_amount + sum((p.amount for p in open_ones.values()), Decimal(0))
    planned = sum((line.amount for line in lines), Decimal(0))
    if planned > most:
        found.append(
            Reason(f"These payments are {dollars(planned - most)} more than the {dollars(most)} that can be planned.")
        )
    return found


def _why_not_line(number: int, line: ScheduleLine) -> Iterable[Reason]:
    where = f"lines-{number - 1}-"
    waits_for_report, nameless = line.waits_for is WaitsFor.REPORT, not line.milestone.strip()
    rules = (
        (not line.label.strip(), "label", "give the payment a name."),
        (line.amount <= 0, "amount", "a payment has to be more than nothing."),
        (line.amount != line.amount.quantize(CENT), "amount", "write the amount in dollars and cents."),
        (waits_for_report and line.report_number not in REPORTS, "waits_for", "choose which report releases it."),
        (line.waits_for is WaitsFor.MILESTONE and nameless, "milestone", "say what has to be reached."),
    )
    return [Reason(f"Payment {number}: {sentence}", where + field) for broken, field, sentence in rules if broken]


def _values(line: ScheduleLine) -> dict[str, object]:
    return {
        "label": line.label.strip(),
        "amount": line.amount,
        "due_on": line.due_on,
        "waits_for": line.waits_for,
        "report_number": line.report_number if line.waits_for is WaitsFor.REPORT else None,
        "milestone": line.milestone.strip() if line.waits_for is WaitsFor.MILESTONE else "",
    }


def _change(award: Award, payment: Payment, line: ScheduleLine) -> None:
    award.scheduled_amount += line.amount - payment.amount
    for name, value in _values(line).items():
        if getattr(payment, name) != value:
            setattr(payment, name, value)


def _add(award: Award, line: ScheduleLine, *, session: Session, actor: Actor, now: datetime) -> Payment:
    payment = Payment(
        number=max((p.number for p in award.payments), default=0) + 1, state=PAYMENT.initial, **_values(line)
    )
    award.payments.append(payment)
    award.scheduled_amount += line.amount
    session.flush()  # the announcement names the payment by its number
    announce_payment(payment, "payment_scheduled", session=session, actor=actor, now=now)
    return payment


def _keep_plan(award: Award, method: Method, *, session: Session, actor: Actor, now: datetime) -> None:
    assert actor.id is not None
    plan = find_plan(session, award)
    if plan is None:
        plan = PaymentPlan(award_id=award.id)
        session.add(plan)
    plan.method, plan.saved_by_id, plan.saved_at = method, actor.id, now
    announce(
        session,
        "schedule_saved",
        now=now,
        actor_id=actor.id,
        enrollment_id=award.enrollment_id,
        subject_id=award.id,
        method=METHOD_NAMES[method].lower(),
    )


def lines_of(award: Award) -> tuple[ScheduleLine, ...]:
    """The part of the schedule that can be edited, in its order."""
    return tuple(
        ScheduleLine(p.label, p.amount, p.due_on, p.id, p.waits_for, p.report_number, p.milestone)
        for p in award.payments
        if p.state is PaymentState.SCHEDULED
    )


def _as_text(lines: Iterable[ScheduleLine]) -> str:
    return "\n".join(
        f"{line.label}, {dollars(line.amount)}, {line.due_on.day} {line.due_on:%B %Y}, "
        + in_words(line.waits_for, report_number=line.report_number, milestone=line.milestone, due_on=line.due_on)
        for line in lines
    )
