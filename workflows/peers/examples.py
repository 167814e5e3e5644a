"""What happens to shared examples: asked for by staff, published with the affiliate's consent, withdrawn."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import DomainError, Reason
from workflows.exercises.models import Product
from workflows.outbox import announce
from workflows.peers.answers import WHY_MAX
from workflows.peers.example_queries import find_example_of
from workflows.peers.lifecycle import EXAMPLE
from workflows.peers.models import Example, ExampleAudience, ExampleState
from workflows.permissions import Actor, Permission, can
from workflows.personal_data import require_no_personal_data


def why_not_offer(product: Product, *, session: Session, actor: Actor) -> tuple[Reason, ...]:
    """Every reason why this product cannot become an example now; empty when it can."""
    if not (can(actor, Permission.WRITE_PRACTICE, product) or can(actor, Permission.MANAGE_PEERS, product)):
        return (Reason("The affiliate that made it shares it, or the national office asks for it."),)
    if not product.versions:
        return (Reason("Hand it in first: an example shows what was handed in."),)
    if find_example_of(session, product.id) is not None:
        return (Reason("It is an example already, or waits for the affiliate to agree."),)
    return ()


def offer_example(
    product: Product,
    *,
    audience: ExampleAudience,
    why: str,
    consents: bool,
    is_checked: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Example:
    """Show the version handed in last as an example.

    From the affiliate itself, with its consent, it is published at once; from staff it waits for the affiliate to
    agree. Raises DomainError with every reason against it.
    """
    lock(session, product)
    reasons = why_not_offer(product, session=session, actor=actor)
    if reasons:
        raise DomainError(*reasons)
    _check(product, why, is_checked=is_checked, now=now)
    assert actor.id is not None
    example = Example(
        product=product,
        shown=product.versions[-1],
        cohort_id=product.enrollment.cohort_id,
        audience=audience,
        why=why.strip(),
        state=EXAMPLE.initial,
        asked_by_id=actor.id,
        asked_at=now,
    )
    session.add(example)
    session.flush()  # its table of states asks whose it is
    if can(actor, Permission.WRITE_PRACTICE, product):
        publish(example, consents=consents, session=session, actor=actor, now=now)
    return example


def publish(example: Example, *, consents: bool, session: Session, actor: Actor, now: datetime) -> None:
    """The affiliate agrees, and the example is there for its audience. Raises Refused."""
    lock(session, example)
    if consents and example.consented_at is None and can(actor, Permission.WRITE_PRACTICE, example):
        example.consented_at, example.consented_by_id = now, actor.id
    _move(example, "publish", session=session, actor=actor, now=now)


def may_withdraw(example: Example, *, actor: Actor) -> bool:
    """The affiliate that made it, and staff."""
    if example.state is ExampleState.WITHDRAWN:
        return False
    return can(actor, Permission.WRITE_PRACTICE, example) or can(actor, Permission.MANAGE_PEERS, example)


def withdraw(example: Example, *, session: Session, actor: Actor, now: datetime) -> None:
    """It is no longer shown; the affiliate may at any time, staff may too. Raises Refused."""
    lock(session, example)
    is_own = can(actor, Permission.WRITE_PRACTICE, example)
    name = "take_down" if not is_own else "decline" if example.state is ExampleState.ASKED else "withdraw"
    _move(example, name, session=session, actor=actor, now=now)
    example.withdrawn_at = now


def _check(product: Product, why: str, *, is_checked: bool, now: datetime) -> None:
    if not why.strip():
        raise DomainError(Reason("Say in a sentence what others can learn from it.", "why"))
    if len(why) > WHY_MAX:
        raise DomainError(Reason(f"At most {WHY_MAX} characters.", "why"))
    texts = (why, *product.versions[-1].answers.values())
    today = local_date(now, product.enrollment.affiliate.time_zone)
    require_no_personal_data(texts, is_checked=is_checked, today=today)


def _move(example: Example, name: str, *, session: Session, actor: Actor, now: datetime) -> None:
    row = EXAMPLE.move(example, name, actor=actor, now=now)
    for event in row.announces:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id,
            enrollment_id=example.product.enrollment_id,
            subject_id=example.id,
            title=example.product.title,
        )
