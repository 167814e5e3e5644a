"""Spending by budget category: checked, posted with the accepted report, corrected by another entry."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_year import COMPLETE_ANSWERS, LATER, YearScene, a_year, acting
from workflows.errors import DomainError, Stale
from workflows.funding.ledger.models import LedgerEntry
from workflows.funding.ledger.posting import correct_spending
from workflows.funding.ledger.queries import ledger_of
from workflows.machine import Refused
from workflows.permissions import Role
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.models import Proposal
from workflows.reporting.answers import SpentLine
from workflows.reporting.lifecycle import list_warnings
from workflows.reporting.models import Report, ReportState
from workflows.reporting.operations import WrittenReport, accept_report, return_report, save_report, submit_report
from workflows.reporting.spending import spending_of


def _year(session: Session) -> YearScene:
    """An award of $25,000 with $20,000 for staff and $5,000 for travel."""
    scene = a_year(session)
    proposal = session.scalars(select(Proposal).where(Proposal.enrollment_id == scene.enrollment.id)).one()
    for position, (category, amount) in enumerate((("PER", 20_000), ("TRA", 5000)), 1):
        line = BudgetLine(position=position, category=category, description="As planned", quantity=Decimal(1))
        line.unit_cost = line.amount = Decimal(amount)
        proposal.budget_lines.append(line)
    session.flush()
    return scene


def _write(session: Session, scene: YearScene, report: Report, *lines: SpentLine) -> None:
    written = WrittenReport(COMPLETE_ANSWERS, lines, 60)
    save_report(report, written, expected_version=report.version, actor=acting(scene.staff), now=LATER)
    session.flush()


def _submit(session: Session, scene: YearScene, report: Report) -> None:
    submit_report(report, typed_name="Amina Diallo", expected_version=report.version, session=session,
                  actor=acting(scene.director), now=LATER)  # fmt: skip  # one report
    session.flush()


def _accept(session: Session, scene: YearScene, report: Report) -> None:
    accept_report(report, session=session, actor=acting(scene.coach), now=LATER)
    session.flush()


def _spent(category: str, amount: str, why: str = "") -> SpentLine:
    return SpentLine(category, Decimal(amount), why)


def _posted(session: Session) -> list[tuple[str, str, Decimal]]:
    rows = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))
    return [(entry.kind.value, entry.category, entry.amount) for entry in rows]


def test_an_accepted_report_posts_its_lines_and_a_returned_one_nothing(session: Session) -> None:
    scene = _year(session)
    report = scene.first
    _write(session, scene, report, _spent("PER", "4000.10"), _spent("TRA", "0"), _spent("SUP", "12.40"))
    _submit(session, scene, report)
    assert (report.spent_amount, _posted(session)) == (Decimal("4012.50"), [])
    return_report(report, question="Which supplies?", session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    assert _posted(session) == []
    _write(session, scene, report, _spent("PER", "4000.10"), _spent("TRA", "12.40"))
    _submit(session, scene, report)
    _accept(session, scene, report)
    assert _posted(session) == [("spent", "PER", Decimal("4000.10")), ("spent", "TRA", Decimal("12.40"))]
    with pytest.raises(Refused):
        _accept(session, scene, report)
    assert len(_posted(session)) == 2
    found = ledger_of(session, scene.award)
    assert [(row.key, row.committed, row.spent) for row in found.categories] == [
        ("PER", Decimal(20_000), Decimal("4000.10")),
        ("TRA", Decimal(5000), Decimal("12.40")),
    ]
    assert (found.total.unspent, found.in_hand) == (Decimal("20987.50"), Decimal("8487.50"))
    assert found.total.planned == Decimal("6232.88")  # 91 of 365 days


def test_the_next_report_counts_on_with_corrections(session: Session) -> None:
    scene = _year(session)
    first, second = scene.reports[:2]
    _write(session, scene, first, _spent("PER", "4000"))
    _submit(session, scene, first)
    _accept(session, scene, first)
    correct_spending(scene.award, category="PER", amount=Decimal(-500), note="Counted twice.",
                     dated_on=date(2026, 7, 1), session=session, now=LATER,
                     actor=acting(a_person(session, Role.FINANCE_OFFICER)))  # fmt: skip  # one entry
    _write(session, scene, second, _spent("PER", "1000"))
    row = spending_of(session, second).row("PER")
    assert (row.committed, row.before, row.now, row.to_date, row.left) == (20_000, 3500, 1000, 4500, 15_500)


def test_what_is_below_zero_says_why_and_takes_back_only_what_was_told(session: Session) -> None:
    scene = _year(session)
    first, second = scene.reports[:2]
    _write(session, scene, first, _spent("PER", "4000"))
    _submit(session, scene, first)
    with pytest.raises(DomainError) as refusal:
        _write(session, scene, second, _spent("PER", "-100"))
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        ("Personnel: an amount below zero corrects an earlier report. Say why.", "why_PER")
    ]
    _write(session, scene, second, _spent("PER", "-4000.01", "Told twice."))
    with pytest.raises(Refused, match=r"\$4,000 was told so far"):
        _submit(session, scene, second)
    _write(session, scene, second, _spent("PER", "-4000", "Told twice."))
    _submit(session, scene, second)
    assert second.state is ReportState.SUBMITTED


def test_over_a_categorys_budget_warns_and_over_the_award_blocks(session: Session) -> None:
    scene = _year(session)
    report = scene.first
    _write(session, scene, report, _spent("TRA", "5000.01"))
    warned = [str(one) for one in list_warnings(report, spending_of(session, report), now=LATER)]
    assert warned == [
        "Travel: $0.01 more than its budget of $5,000. Moving money between categories may need an amendment: talk it "
        "over with your coach first."
    ]
    _submit(session, scene, report)
    second = scene.reports[1]
    _write(session, scene, second, _spent("PER", "20000"))
    with pytest.raises(Refused) as refusal:
        _submit(session, scene, second)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        ("The spending so far is $0.01 more than the award of $25,000.", "money")
    ]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((_spent("???", "1"),), "Choose a budget category."),
        ((_spent("PER", "1.001"),), "Personnel: write the amount in dollars and cents."),
        ((_spent("PER", "1"), _spent("PER", "2")), "Each budget category is told once."),
        ((_spent("PER", "10000001"),), "Personnel: write an amount up to $10,000,000."),
    ],
)
def test_lines_that_cannot_be_are_refused(session: Session, lines: tuple[SpentLine, ...], sentence: str) -> None:
    scene = _year(session)
    with pytest.raises(DomainError) as refusal:
        _write(session, scene, scene.first, *lines)
    assert refusal.value.sentences == (sentence,)


def test_moving_money_between_categories_is_another_version(session: Session) -> None:
    scene = _year(session)
    report = scene.first
    _write(session, scene, report, _spent("PER", "100"))
    seen = report.version
    _write(session, scene, report, _spent("TRA", "100"))
    with pytest.raises(Stale) as stale:
        save_report(report, WrittenReport(COMPLETE_ANSWERS, [_spent("PER", "100")], 60), expected_version=seen,
                    actor=acting(scene.staff), now=LATER)  # fmt: skip  # one attempt
    assert stale.value.mine == {"Spent: Personnel": "$100", "Spent: Travel": ""}
    assert stale.value.theirs == {"Spent: Personnel": "", "Spent: Travel": "$100"}
