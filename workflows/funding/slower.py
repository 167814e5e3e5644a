"""Two people take a step with one payment: the slower one gets both steps to read, and one stands."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.errors import Stale
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Payment, PaymentState
from workflows.machine import Transition, words_of
from workflows.money import dollars
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Actor

_SOURCES: dict[str, frozenset[PaymentState]] = {
    event: frozenset(state for row in PAYMENT.rows if event in row.announces for state in row.sources)
    for event in ("payment_scheduled", *(event for row in PAYMENT.rows for event in row.announces))
}
"""From which states each announced step led away."""


def refuse_slower_step(
    payment: Payment, row: Transition[Any], *, said: Mapping[str, str], session: Session, actor: Actor
) -> None:
    """Raise Stale with both steps when this one was possible until somebody else took theirs.

    The payment has to be locked; `said` is what this person typed, by label.
    """
    if PAYMENT.state(payment) in row.sources:
        return
    last = session.execute(
        select(OutboxEvent, User.name)
        .outerjoin(User, User.id == OutboxEvent.actor_id)
        .where(OutboxEvent.subject_id == payment.id, OutboxEvent.name.in_(_SOURCES))
        .order_by(OutboxEvent.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last[0].actor_id in (None, actor.id) or _SOURCES[last[0].name].isdisjoint(row.sources):
        return
    event, name = last
    what = f"{payment.label} of {dollars(payment.amount)}"
    raise Stale(
        mine={"Step": f"{row.label}: {what}", **said},
        theirs={"Step": f"{words_of(payment.state).capitalize()}: {what}", **_kept(payment, event.note)},
        by=name,
        at=event.at,
        page=("funding.of_enrollment", "enrollment_id", payment.award.enrollment_id),
    )


def _kept(payment: Payment, note: str) -> Mapping[str, str]:
    return {
        "Why": note,
        "Paid on": "" if payment.paid_on is None else payment.paid_on.isoformat(),
        "Reference": payment.reference,
    }
