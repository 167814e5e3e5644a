"""The ledger: everything adds up to the cent, by category, by goal and by tag, and cash beside it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_amendments import a_plan, approved, drafted, letter_of, new_lines, sent, sign_letter
from tests.scenes_money import a_paid_payment, a_payment, asked_back, confirmed
from tests.scenes_reviews import as_actor
from workflows.amendments.answers import AmendmentType
from workflows.errors import DomainError, Forbidden
from workflows.funding.ledger.posting import correct_spending
from workflows.funding.ledger.queries import budget_shares, ledger_of
from workflows.funding.ledger.sums import (
    LedgerRow,
    Share,
    amend,
    by_category,
    by_goal,
    by_tag,
    commit,
    plan,
    spend,
    spread,
    total_of,
)
from workflows.funding.models import Award
from workflows.permissions import Actor, Role
from workflows.proposals.budget.answers import LINE_CATEGORIES, TAGS
from workflows.proposals.queries import find_proposal_of
from workflows.signing.models import Side

CENTS = st.decimals(Decimal(0), Decimal(50_000), places=2)
SHARES = st.lists(
    st.builds(Share, st.sampled_from(list(LINE_CATEGORIES)), st.integers(0, 3), st.sampled_from(["", *TAGS]), CENTS),
    min_size=1,
    max_size=12,
)
SPENT = st.dictionaries(st.sampled_from(["ALL", *LINE_CATEGORIES]), CENTS, max_size=6)


@given(st.decimals(Decimal(-50_000), Decimal(50_000), places=2), st.lists(CENTS, min_size=1, max_size=12))
def test_what_is_spread_adds_up_and_no_part_is_a_cent_away(amount: Decimal, weights: list[Decimal]) -> None:
    parts = spread(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    if total > 0:
        assert all(abs(part - amount * w / total) < Decimal("0.01") for part, w in zip(parts, weights, strict=True))


@given(SHARES, CENTS, st.integers(0, 400), SPENT)
def test_every_view_of_the_ledger_has_the_same_totals(
    shares: list[Share], amount: Decimal, days: int, spent: dict[str, Decimal]
) -> None:
    found = spend(plan(commit(shares, amount), days=days, of_days=365), spent)
    total = total_of(found)
    assert (total.committed, total.spent) == (amount, sum(spent.values(), Decimal(0)))
    for rows in (by_category(found), by_goal(found, {1: "One", 2: "Two"}), by_tag(found)):
        for name in ("budgeted", "committed", "planned", "spent", "unspent", "variance"):
            assert sum(getattr(row, name) for row in rows) == getattr(total, name)


AMENDED = st.lists(
    st.builds(
        lambda key, category, amount: {"key": key, "category": category, "amount": f"{amount:.2f}"},
        st.sampled_from([*map(str, range(1, 13)), "new-1", "new-2"]),
        st.sampled_from(list(LINE_CATEGORIES)),
        CENTS,
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row["key"],
)


@given(SHARES, AMENDED, CENTS)
def test_an_amended_budget_commits_exactly_the_award(
    shares: list[Share], amended: list[dict[str, str]], amount: Decimal
) -> None:
    found = commit(amend(shares, amended), amount)
    total = total_of(found)
    assert (total.budgeted, total.committed) == (sum(Decimal(row["amount"]) for row in amended), amount)
    originals = {str(place): share for place, share in enumerate(shares, 1)}
    for row, share in zip(amended, found, strict=True):
        original = originals.get(row["key"])
        assert (share.goal, share.tag) == ((original.goal, original.tag) if original else (0, ""))
        assert share.category == row["category"]


def _by_category(session: Session, award: Award) -> dict[str, Decimal]:
    return {row.key: row.committed for row in ledger_of(session, award).categories}


def _count(statements: list[str], session: Session, award: Award) -> int:
    statements.clear()
    budget_shares(session, award)
    return len(statements)


def test_the_ledger_follows_the_budget_amendments_in_effect(session: Session, count_queries: list[str]) -> None:
    scene = a_plan(session)
    award, budget = scene.year.award, AmendmentType.BUDGET
    proposal = find_proposal_of(session, award.enrollment_id)
    assert proposal is not None
    proposal.budget_lines[1].goal_id, proposal.budget_lines[1].tag = scene.goal.id, next(iter(TAGS))
    session.flush()
    assert _by_category(session, award) == {"PER": 15_000, "TRA": 4_000, "PAR": 6_000}
    lines = new_lines(session, scene, PER="13500.00", TRA="5000.00")
    paper = {"key": "new-1", "category": "SUP", "description": "Paper", "amount": "500.00", "kind": ""}
    asked = drafted(session, scene, budget, lines=[*lines, paper])
    assert _by_category(session, award)["PER"] == 15_000
    sent(session, asked, scene.lead)
    assert _by_category(session, award) == {"PER": 13_500, "TRA": 5_000, "PAR": 6_000, "SUP": 500}
    found = ledger_of(session, award)
    assert [(row.key, row.committed) for row in found.goals] == [(str(scene.goal.id), 5_000), ("", 20_000)]
    assert [(row.key, row.committed) for row in found.tags] == [(next(iter(TAGS)), 5_000), ("", 20_000)]
    again = drafted(session, scene, budget, lines=new_lines(session, scene, PER="13000.00", PAR="6500.00"))
    asked_for_one = _count(count_queries, session, award)
    sent(session, again, scene.lead)
    assert _count(count_queries, session, award) == asked_for_one
    assert _by_category(session, award) == {"PER": 13_000, "TRA": 5_000, "PAR": 6_500, "SUP": 500}


def test_another_amount_is_committed_once_its_letter_is_signed(session: Session) -> None:
    scene = a_plan(session)
    award, manager = scene.year.award, scene.year.manager
    values = {"amount": "30000.00", "lines": new_lines(session, scene, PER="20000.00")}
    asked = sent(session, drafted(session, scene, AmendmentType.BUDGET, by=manager, **values), manager)
    other = a_person(session, Role.PROGRAM_MANAGER)
    approved(session, asked, other, sign=False)
    assert ledger_of(session, award).total.committed == 25_000
    letter_of(session, asked)
    sign_letter(session, asked, Side.AFFILIATE, scene.year.director)
    sign_letter(session, asked, Side.NETWORK, other)
    assert _by_category(session, award) == {"PER": 20_000, "TRA": 4_000, "PAR": 6_000}
    assert ledger_of(session, award).total.committed == award.amount == 30_000


@pytest.mark.parametrize(
    ("planned", "spent", "words", "is_flagged"),
    [
        (100, 100, "As planned", False),
        (100, 109, "$9 more than planned (9%)", False),
        (100, 110, "$10 more than planned (10%)", True),
        (100, 90, "$10 less than planned (10%)", True),
        (0, 5, "$5 more than planned", True),
        (0, 0, "As planned", False),
    ],
)
def test_a_variance_is_said_in_words_and_marked_from_ten_percent_on(
    planned: int, spent: int, words: str, is_flagged: bool
) -> None:
    row = LedgerRow("Travel", Decimal(0), Decimal(0), Decimal(planned), Decimal(spent))
    assert (row.variance_words, row.is_flagged) == (words, is_flagged)


def test_cash_adds_up_to_the_award(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    award = payment.award
    confirmed(session, asked_back(session, payment, scene, "2000"), scene)
    a_payment(session, award, scene, "3000")
    cash = ledger_of(session, award).cash
    parts = (cash.given_back, cash.scheduled, cash.requested, cash.approved, cash.paid, cash.free)
    assert sum(parts) == cash.awarded == Decimal(24_000)
    assert (cash.paid, cash.reversed, cash.scheduled, cash.free) == (10_000, 2000, 3000, 11_000)


def _correct(
    session: Session, award: Award, actor: Actor, amount: str, *, category: str = "PER", why: str = "Wrong account."
) -> None:
    correct_spending(award, category=category, amount=Decimal(amount), note=why, dated_on=date(2026, 5, 1),
                     session=session, actor=actor, now=NOW)  # fmt: skip  # one entry
    session.flush()


def test_a_correction_is_an_entry_with_a_reason_within_the_award(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    award, finance = payment.award, as_actor(scene.finance[0])
    _correct(session, award, finance, "500")
    _correct(session, award, finance, "-120.50")
    found = ledger_of(session, award)
    assert (found.total.spent, found.total.committed) == (Decimal("379.50"), Decimal(24_000))
    assert (found.in_hand, found.to_return) == (Decimal("11620.50"), Decimal("11620.50"))
    for amount, category, why, sentence in (
        ("0", "PER", "Why.", "A correction of nothing changes nothing."),
        ("-379.51", "PER", "Why.", "Only $379.50 of this category is in the ledger."),
        ("23620.51", "PER", "Why.", "With this, spending would be more than the award of $24,000."),
        ("1", "???", "Why.", "Choose a budget category."),
        ("1", "PER", " ", "Say why in a sentence; it stays with the entry."),
    ):
        with pytest.raises(DomainError) as refusal:
            _correct(session, award, finance, amount, category=category, why=why)
        assert refusal.value.sentences == (sentence,)
    with pytest.raises(Forbidden):
        _correct(session, award, as_actor(scene.managers[0]), "1")
