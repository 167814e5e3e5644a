"""Taking over from practice products: nothing written is ever lost, and the source is noted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_practice import a_product
from tests.scenes_proposals import a_draft, an_affiliate_that_writes
from tests.scenes_training import a_series
from workflows.errors import DomainError, NotFound, Stale
from workflows.exercises.answers import SHEETS
from workflows.exercises.models import Product, PulledText
from workflows.exercises.operations import hand_in, revise
from workflows.machine import Refused
from workflows.permissions import Actor, Role
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.budget.answers import BudgetLineAnswers
from workflows.proposals.goals.answers import GOAL_POPULATION_MAX, GOAL_TEXT_MAX
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.pulling import (
    SOURCES,
    How,
    budget_lines,
    combined,
    get_offer,
    list_offers,
    pull_budget,
    pull_goal,
    pull_text,
)
from workflows.proposals.writing import save_section
from workflows.training.series import load_modules

TEXTS = some.text(alphabet="abc \n", max_size=12).map(str.strip)


def writing(session: Session) -> tuple[Proposal, Actor, dict[str, Product]]:
    """A draft, its writer, and every practice product handed in, by worksheet."""
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_draft(session, scene), scene.data_lead.as_actor(NOW)
    series = a_series(session, scene.enrollment.cohort)
    for one, module in zip(series, load_modules(), strict=True):
        one.practice_product = module.practice_product
    products = [a_product(session, scene.enrollment, one, actor) for one in series]
    return proposal, actor, {product.sheet: product for product in products}


def test_the_table_names_only_what_is_there() -> None:
    for source in SOURCES:
        asked = {field.name for field in SHEETS[source.sheet].fields}
        assert set(source.fields) <= asked, source.name
        assert source.section in SECTION_BY_NAME
        assert (source.target is None) is (source.section in ("goals", "budget")), source.name
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    goal = {field.name: field.most for field in SHEETS["goal_sheet"].fields}
    assert goal["goal_1_who"] <= GOAL_POPULATION_MAX
    assert goal["goal_1"] + goal["goal_1_why"] + 2 <= GOAL_TEXT_MAX  # a goal takes both whole


@given_settings(max_examples=200, deadline=None)
@given(some.lists(some.tuples(TEXTS, some.sampled_from(How)), max_size=8), TEXTS, some.booleans())
def test_no_text_is_ever_lost(steps: list[tuple[str, How]], written: str, is_line: bool) -> None:
    """Whatever stood there or was put in is still there, or was kept when it was replaced."""
    current, replaced, seen = written, [], [written]
    for text, how in steps:
        after = combined(current, text, how, is_line=is_line)
        if how is How.REPLACE:
            replaced.append(current)
        current = after
        seen.append(text)
        assert all(any(one in kept for kept in (current, *replaced)) for one in seen)


def test_text_is_put_in_and_its_source_is_noted(session: Session) -> None:
    proposal, actor, products = writing(session)
    told = {"session": session, "actor": actor, "now": NOW}
    told_of_section = {"name": "story", "session": session, "actor": actor, "now": NOW}
    save_section(proposal, answers={"title": "Work", "need_with_data": "Ours"}, expected_version=1, **told_of_section)
    session.flush()
    offer = get_offer(session, proposal, "domain_map.gaps")
    version = proposal.section("story").version
    pull_text(proposal, offer, text=offer.text, how=How.APPEND, expected_version=version, **told)
    session.flush()
    assert proposal.answer("story", "need_with_data") == f"Ours\n\n{offer.text}"
    assert proposal.answer("story", "title") == "Work"
    version = proposal.section("story").version
    pull_text(proposal, offer, text="Shorter", how=How.REPLACE, expected_version=version, **told)
    session.flush()
    notes = session.scalars(select(PulledText).order_by(PulledText.id)).all()
    assert [(n.source, n.field, n.how, n.version_number, n.before) for n in notes] == [
        ("domain_map.gaps", "need_with_data", "append", 1, ""),
        ("domain_map.gaps", "need_with_data", "replace", 1, f"Ours\n\n{offer.text}"),
    ]
    product = products["domain_map"]
    revise(product, **told)
    session.flush()
    hand_in(product, expected_version=product.version, is_checked=False, **told)
    session.flush()
    (again,) = [o for o in list_offers(session, proposal, "story") if o.source.name == "domain_map.gaps"]
    assert (again.version_number, again.is_newer) == (2, True)


def test_a_colleague_who_saved_since_is_not_overwritten(session: Session) -> None:
    proposal, actor, _ = writing(session)
    told = {"session": session, "actor": actor, "now": NOW}
    offer = get_offer(session, proposal, "data_flow.consent")
    seen = proposal.section("privacy").version
    save_section(proposal, name="privacy", answers={"consent": "Theirs"}, expected_version=seen, **told)
    session.flush()
    with pytest.raises(Stale):
        pull_text(proposal, offer, text=offer.text, how=How.REPLACE, expected_version=seen, **told)
    assert proposal.answer("privacy", "consent") == "Theirs"


def test_too_long_too_late_and_not_theirs_is_refused(session: Session) -> None:
    proposal, actor, _ = writing(session)
    told = {"session": session, "actor": actor, "now": NOW, "how": How.APPEND, "expected_version": 1}
    offer = get_offer(session, proposal, "data_flow.consent")
    with pytest.raises(DomainError, match="50 characters too long") as refused:
        pull_text(proposal, offer, text="x" * 650, **told)
    assert refused.value.reasons[0].where == "text"
    for unknown in ("data_flow.flow", "nothing", "open.made"):
        with pytest.raises(NotFound):
            get_offer(session, proposal, unknown)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW)
    with pytest.raises(Refused):
        pull_text(proposal, offer, text="Mine", **{**told, "actor": stranger})
    session.execute(Proposal.__table__.update().values(state=ProposalState.SUBMITTED))
    session.expire(proposal, ["state"])
    with pytest.raises(Refused, match="was submitted"):
        pull_text(proposal, offer, text="Late", **told)


def test_a_goal_and_a_budget_come_from_their_sheets(session: Session) -> None:
    proposal, actor, products = writing(session)
    told = {"session": session, "actor": actor, "now": NOW}
    goal = pull_goal(proposal, get_offer(session, proposal, "goal_sheet.goal_1"), **told)
    texts = products["goal_sheet"].answers
    assert goal.population == texts["goal_1_who"]
    assert goal.rationale == f"{texts['goal_1']}\n\n{texts['goal_1_why']}"
    session.flush()
    offer = get_offer(session, proposal, "pdsa_plan.budget")
    for _ in range(2):  # twice adds nothing
        pull_budget(proposal, offer, expected_version=proposal.section("budget").version, **told)
        session.flush()
    assert [line.description for line in proposal.budget_lines] == [offer.text]
    with pytest.raises(Stale):
        pull_budget(proposal, offer, expected_version=0, **told)


def test_a_cost_is_read_as_people_write_it() -> None:
    one = Decimal(1)
    assert budget_lines("Bus passes; 80; $50\n\nInterpreter, by the hour; 1,200; 35.50\nCoffee\nOdd; many; 3") == [
        BudgetLineAnswers("", "Bus passes", Decimal(80), Decimal("50.00")),
        BudgetLineAnswers("", "Interpreter, by the hour", Decimal(1200), Decimal("35.50")),
        BudgetLineAnswers("", "Coffee", one, Decimal(0)),
        BudgetLineAnswers("", "Odd; many; 3", one, Decimal(0)),
    ]
