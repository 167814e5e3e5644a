"""Holds: what keeps a payment from moving, what releases it, and who."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_money import a_payment, paid
from tests.scenes_reviews import Scene, a_scene, as_actor, awarded, funded
from workflows.errors import DomainError, Stale
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.holds.answers import HoldAnswers, Releaser
from workflows.funding.holds.models import PaymentHold
from workflows.funding.holds.operations import hold_payments, release_hold
from workflows.funding.holds.queries import list_holds
from workflows.funding.holds.rules import HOLD_RULES, HoldFacts, holds_of
from workflows.funding.ledger.posting import post_spending
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import approve_payment, cancel_payment, record_paid, request_payment
from workflows.funding.schedules.answers import WaitsFor
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.reporting.models import Report, ReportKind, ReportState

ANSWERS = HoldAnswers("The account is closed.", "Send us the new account.", Releaser.FINANCE_OFFICER)


def _ready(session: Session) -> tuple[Scene, Award, Payment]:
    scene = a_scene(session)
    award = funded(session, scene)
    return scene, award, a_payment(session, award, scene)


def _hold(session: Session, award: Award, scene: Scene, answers: HoldAnswers = ANSWERS) -> PaymentHold:
    kept = hold_payments(award, answers, session=session, actor=as_actor(scene.managers[0]), now=NOW)
    session.flush()
    return kept


def test_a_held_payment_takes_no_step_until_it_is_released_with_words(session: Session) -> None:
    scene, award, payment = _ready(session)
    hold = _hold(session, award, scene)
    one, manager = as_actor(scene.finance[0]), as_actor(scene.managers[0])
    with pytest.raises(Refused) as refusal:
        request_payment(payment, session=session, actor=one, now=NOW)
    assert refusal.value.sentences == (
        "On hold: The account is closed. Send us the new account. A finance officer can release it.",
    )
    with pytest.raises(DomainError, match="A finance officer can release it"):
        release_hold(hold, note="Done.", expected_version=hold.version, session=session, actor=manager, now=NOW)
    with pytest.raises(DomainError, match="Say what happened"):
        release_hold(hold, note=" ", expected_version=hold.version, session=session, actor=one, now=NOW)
    release_hold(hold, note="Checked.", expected_version=hold.version, session=session, actor=one, now=NOW)
    session.flush()
    assert (hold.is_open, hold.released_by_id, hold.release_note) == (False, one.id, "Checked.")
    with pytest.raises(Stale):
        release_hold(hold, note="Again.", expected_version=hold.version - 1, session=session, actor=one, now=NOW)
    with pytest.raises(DomainError, match="It is released already"):
        release_hold(hold, note="Again.", expected_version=hold.version, session=session, actor=one, now=NOW)
    request_payment(payment, session=session, actor=one, now=NOW)
    assert payment.state is PaymentState.REQUESTED
    names = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name.in_(("payment_held", "hold_released"))))
    assert names.all() == ["payment_held", "hold_released"]


def test_a_hold_stops_approving_and_paying_too_but_not_cancelling(session: Session) -> None:
    scene, award, payment = _ready(session)
    one, other = (as_actor(person) for person in scene.finance)
    request_payment(payment, session=session, actor=one, now=NOW)
    hold = _hold(session, award, scene)
    with pytest.raises(Refused, match="On hold"):
        approve_payment(payment, session=session, actor=other, now=NOW)
    release_hold(hold, note="Checked.", expected_version=hold.version, session=session, actor=one, now=NOW)
    approve_payment(payment, session=session, actor=other, now=NOW)
    _hold(session, award, scene, HoldAnswers("Again.", "Wait.", payment_id=payment.id))
    with pytest.raises(Refused, match="On hold"):
        record_paid(payment, paid_on=date(2026, 4, 3), reference="A", session=session, actor=one, now=NOW)
    free = a_payment(session, award, scene, "100")
    cancel_payment(free, note="Anew.", session=session, actor=one, now=NOW)
    assert free.state is PaymentState.CANCELLED


def test_a_hold_of_one_payment_leaves_the_others_alone(session: Session) -> None:
    scene, award, payment = _ready(session)
    other = a_payment(session, award, scene, "1000")
    _hold(session, award, scene, HoldAnswers("Wait.", "Until May.", payment_id=payment.id))
    assert [len(list_holds(session, one, now=NOW)) for one in (payment, other)] == [1, 0]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (HoldAnswers(" ", "Wait."), "Say why in a sentence; the affiliate reads it."),
        (HoldAnswers("Why.", " "), "Say what has to happen; the affiliate reads it."),
        (HoldAnswers("Why.", "Wait.", payment_id=0), "Choose one of the payments of this award."),
    ],
)
def test_a_hold_says_why_and_what_releases_it(session: Session, answers: HoldAnswers, sentence: str) -> None:
    scene, award, _ = _ready(session)
    with pytest.raises(DomainError) as refusal:
        _hold(session, award, scene, answers)
    assert refusal.value.sentences == (sentence,)


def test_what_is_paid_cannot_be_held_and_the_affiliate_holds_nothing(session: Session) -> None:
    scene, award, payment = _ready(session)
    paid(session, payment, scene)
    with pytest.raises(DomainError, match="This payment is over"):
        _hold(session, award, scene, HoldAnswers("Why.", "Wait.", payment_id=payment.id))
    with pytest.raises(DomainError, match="You may not hold payments"):
        hold_payments(award, ANSWERS, session=session, actor=as_actor(scene.director), now=NOW)


def _report(award: Award, number: int, state: ReportState, kind: ReportKind = ReportKind.PROGRESS) -> Report:
    return Report(
        award_id=award.id, enrollment_id=award.enrollment_id, kind=kind, number=number, state=state,
        period_starts_on=award.starts_on, period_ends_on=award.ends_on, due_at=NOW - timedelta(days=1),
    )  # fmt: skip  # not saved


def test_every_rule_of_the_table_holds_and_lets_go(session: Session) -> None:
    _scene, award, payment = _ready(session)
    late = _report(award, 1, ReportState.DRAFT)
    rules = [hold.rule for hold in holds_of(payment, HoldFacts(reports=[late]), now=NOW)]
    assert rules == ["overdue"]
    late.state = ReportState.SUBMITTED  # a report that is not saved
    assert holds_of(payment, HoldFacts(reports=[late]), now=NOW) == ()
    asked = HoldFacts(conditions=[AwardCondition(text="Name a second signer", remedy="A letter of the board")])
    assert [hold.sentence for hold in holds_of(payment, asked, now=NOW)] == [
        "A condition of the award is open: Name a second signer. It is lifted by this: A letter of the board."
    ]
    payment.waits_for, payment.report_number = WaitsFor.REPORT, 2
    assert [h.rule for h in holds_of(payment, HoldFacts(reports=[late]), now=NOW)] == ["report"]
    second = _report(award, 2, ReportState.ACCEPTED)
    assert holds_of(payment, HoldFacts(reports=[second]), now=NOW) == ()
    payment.report_number = 0
    assert [h.rule for h in holds_of(payment, HoldFacts(reports=[second]), now=NOW)] == ["report"]
    closed = _report(award, 1, ReportState.ACCEPTED, ReportKind.CLOSEOUT)
    assert holds_of(payment, HoldFacts(reports=[closed]), now=NOW) == ()
    payment.waits_for, payment.report_number = WaitsFor.DAY, None
    payment.due_on = NOW.date() + timedelta(days=15)
    assert [h.rule for h in holds_of(payment, HoldFacts(), now=NOW)] == ["day"]
    assert holds_of(payment, HoldFacts(), now=NOW + timedelta(days=1)) == ()
    payment.waits_for = WaitsFor.EXPENSES
    assert [h.rule for h in holds_of(payment, HoldFacts(spent=Decimal("11999.99")), now=NOW)] == ["expenses"]
    assert holds_of(payment, HoldFacts(spent=Decimal(12_000)), now=NOW) == ()
    session.rollback()


def test_without_signatures_the_agreement_holds_everything(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    payment = a_payment(session, award, scene)
    assert [hold.rule for hold in list_holds(session, payment, now=NOW)] == ["agreement"]


def test_the_table_of_rules_says_everything_in_sentences() -> None:
    assert len({rule.name for rule in HOLD_RULES}) == len(HOLD_RULES)
    assert all(text.endswith(".") for rule in HOLD_RULES for text in (rule.when, rule.released))


def test_a_milestone_asks_what_shows_it_and_a_reimbursement_for_accepted_spending(session: Session) -> None:
    scene, award, payment = _ready(session)
    one = as_actor(scene.finance[0])
    payment.waits_for, payment.milestone = WaitsFor.MILESTONE, "The class opens"
    with pytest.raises(Refused, match="Say what shows that the milestone is reached"):
        request_payment(payment, session=session, actor=one, now=NOW)
    request_payment(payment, evidence="The roster of 3 April.", session=session, actor=one, now=NOW)
    assert payment.evidence == "The roster of 3 April."
    back = a_payment(session, award, scene, "500", WaitsFor.EXPENSES)
    with pytest.raises(Refused, match=r"\$500 of it is not accepted yet"):
        request_payment(back, session=session, actor=one, now=NOW)
    report = _report(award, 1, ReportState.ACCEPTED)
    report.submitted_at = report.accepted_at = NOW
    session.add(report)
    session.flush()
    post_spending(award, [("PER", Decimal(500), "")], report_id=report.id, dated_on=NOW.date(), session=session,
                  actor=one, now=NOW)  # fmt: skip  # one entry
    request_payment(back, session=session, actor=one, now=NOW)
    assert back.state is PaymentState.REQUESTED
