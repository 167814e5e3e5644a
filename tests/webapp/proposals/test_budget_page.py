"""The budget's page: what is kept of it, what it refuses, and a hundred lines."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes
from tests.webapp.proposals.test_writing_pages import AUTOMATIC, SignIn, a_line, kept
from workflows.proposals.budget.answers import (
    BUDGET_LINES_MAX,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    LineKind,
    MatchAnswers,
    MatchKind,
)
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.models import Proposal

WHOLE = {
    "lines-0-category": "CON", "lines-0-description": "Language school", "lines-0-quantity": "1",
    "lines-0-unit": "course", "lines-0-unit_cost": "60,000",
    "lines-0-kind": "subaward", "lines-0-tag": "shared_services",
    "lines-0-justification": "Chosen from three.",
    "matches-0-kind": "in_kind", "matches-0-source": "County library", "matches-0-description": "A room",
    "matches-0-amount": "$1,920", "matches-0-standing": "y", "matches-0-valuation": "96 evenings at $20",
    "indirect_mode": "de_minimis", "indirect_rate": "10 %", "narrative": "We asked two offers.",
}  # fmt: skip


def budget_page(proposal: Proposal) -> str:
    return f"/proposals/{proposal.id}/sections/budget"


def test_every_part_of_a_budget_is_kept_as_it_is_typed(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    goal, version = proposal.goals[0].id, proposal.section("budget").version  # type: ignore[union-attr]
    answer = sign_in(scene.data_lead).post(
        budget_page(proposal), data={**WHOLE, "lines-0-goal": str(goal), "version": str(version)}
    )
    assert answer.status_code == 303
    assert budget_of(kept(session, proposal)) == BudgetAnswers(
        lines=(
            BudgetLineAnswers(
                "CON", "Language school", Decimal(1), Decimal(60_000), unit="course", kind=LineKind.SUBAWARD,
                tag="shared_services", goal_id=goal, justification="Chosen from three.",
            ),
        ),
        matches=(
            MatchAnswers(
                MatchKind.IN_KIND, "County library", "A room", Decimal(1920), is_secured=True,
                valuation="96 evenings at $20",
            ),
        ),
        indirect=IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal(10)),
        narrative="We asked two offers.",
    )  # fmt: skip
    assert kept(session, proposal).total == Decimal("65000.00")


def test_a_goal_that_was_removed_meanwhile_makes_it_a_line_of_the_whole_project(
    session: Session, sign_in: SignIn
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    sent = {**WHOLE, "lines-0-goal": "4711", "version": "1"}
    assert sign_in(scene.data_lead).post(budget_page(proposal), data=sent).status_code == 303
    assert [line.goal_id for line in kept(session, proposal).budget_lines] == [None]


def test_a_de_minimis_rate_over_fifteen_percent_is_refused_with_its_section(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    sent = {**WHOLE, "indirect_rate": "15.01", "version": "1"}
    answer = sign_in(scene.data_lead).post(budget_page(proposal), data=sent)
    assert answer.status_code == 422
    assert "The de minimis rate is at most 15 percent (2 CFR 200.414(f))." in answer.text
    assert kept(session, proposal).budget_lines == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"lines-0-category": "IND"}, "Not a valid choice."),
        ({"lines-0-tag": "boats"}, "Not a valid choice."),
        ({"lines-0-hours": "-1"}, "From 0 to 100,000."),
        ({"lines-0-unit": "x" * 41}, "At most 40 characters. Shorten it a little."),
        ({"lines-0-justification": "x" * 801}, "At most 800 characters. Shorten it a little."),
        ({"matches-0-amount": "much"}, "Write a number, for example 48 or 3.4."),
        ({"indirect_agreed_on": "June"}, "Write the day as year-month-day, for example 2027-06-30."),
        ({"indirect_mode": "typed"}, "Not a valid choice."),
        ({"narrative": "x" * 1501}, "At most 1,500 characters. Shorten it a little."),
    ],
)
def test_a_wrong_answer_is_refused_with_a_sentence_and_nothing_is_kept(
    session: Session, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    sent = {**WHOLE, **wrong, "version": "1"}
    answer = sign_in(scene.data_lead).post(budget_page(proposal), data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert budget_of(kept(session, proposal)) == BudgetAnswers()


def test_hours_and_kind_stay_with_the_categories_that_have_them(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    sent = {**WHOLE, "lines-0-category": "OTH", "lines-0-hours": "20", "version": "1"}
    sign_in(scene.data_lead).post(budget_page(proposal), data=sent)
    assert [(line.hours, line.kind) for line in kept(session, proposal).budget_lines] == [(None, LineKind.USUAL)]
    rent = {**sent, "lines-0-kind": "rent", "version": "2"}
    sign_in(scene.data_lead).post(budget_page(proposal), data=rent)
    assert [line.kind for line in kept(session, proposal).budget_lines] == [LineKind.RENT]


def test_what_is_no_number_is_said_once(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    answer = sign_in(scene.data_lead).post(
        budget_page(proposal), data={**WHOLE, "lines-0-unit_cost": "much", "version": "1"}, headers=AUTOMATIC
    )
    assert answer.json == {"sentence": "Not saved yet. Unit cost: Write a number, for example 48 or 3.4."}


def test_an_amount_that_was_typed_stays_until_another_way_is_chosen(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    told = proposal.budget_indirect
    assert told is not None
    told.mode, told.typed_note = IndirectMode.TYPED, "Overhead"
    told.amount = told.typed_amount = Decimal("240.00")
    session.commit()
    client, page = sign_in(scene.data_lead), budget_page(proposal)
    shown = client.get(page).text
    assert "This amount was written as a line: “Overhead”. It stays as it is until you choose another way." in shown
    assert kept(session, proposal).total == Decimal("24240.00")
    version = proposal.section("budget").version  # type: ignore[union-attr]
    client.post(page, data={**WHOLE, "version": str(version)})
    assert kept(session, proposal).total == Decimal("65000.00")
    assert "Keep the amount that was typed" not in client.get(page).text


def test_a_hundred_lines_are_kept_and_shown_closed(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), budget_page(proposal)
    lines: dict[str, str] = {}
    for number in range(BUDGET_LINES_MAX):
        lines |= a_line(number, "TRA", f"Trip {number + 1}", "1", "10.01")
    answer = client.post(page, data={**lines, "version": "1", "stay": "1"}, headers=AUTOMATIC, content_type=FORM)
    assert answer.status_code == 200
    assert kept(session, proposal).total == Decimal("1001.00")
    shown = client.get(page).text
    assert shown.count("data-line>") == BUDGET_LINES_MAX + 3
    assert shown.count("<details open>") == 1  # the first empty one
    more = {**lines, **a_line(100, "TRA", "One more", "1", "1"), "version": "2"}
    assert "at most 100 lines" in client.post(page, data=more, headers=AUTOMATIC).json["sentence"]  # type: ignore[index]


FORM = "multipart/form-data"  # as the page saves itself
