"""What a manager weighs beside the scores."""

from decimal import Decimal

from sqlalchemy.orm import Session

from tests.factories import a_cohort
from tests.scenes_reviews import a_scene, every_score, reviewed, score, seats_of
from tests.scenes_staging import stage
from workflows.proposals.budget.answers import IndirectBase, IndirectMode
from workflows.proposals.budget.models import BudgetIndirect, BudgetLine
from workflows.reviews.answers import ScoreAnswer
from workflows.reviews.moderation import moderate


def test_the_budget_in_short_adds_up_to_what_is_asked(session: Session) -> None:
    scene = a_scene(session)
    scene.proposal.budget_lines += [
        BudgetLine(
            position=number,
            category=category,
            description="Something",
            quantity=Decimal(1),
            unit_cost=Decimal(amount),
            amount=Decimal(amount),
        )
        for number, (category, amount) in enumerate((("TRA", "300.50"), ("PER", 1_000), ("", 20)), 2)
    ]
    scene.proposal.budget_indirect = BudgetIndirect(
        mode=IndirectMode.DE_MINIMIS,
        base=IndirectBase.MTDC,
        base_text="",
        typed_amount=Decimal(0),
        typed_note="",
        amount=Decimal(500),
    )
    session.flush()
    found = moderate(scene.proposal)
    assert dict(found.budget) == {
        "Personnel": Decimal(25_000),
        "Travel": Decimal("300.50"),
        "Indirect costs": Decimal(500),
        "No category yet": Decimal(20),
    }
    assert sum(amount for _, amount in found.budget) == found.asked == Decimal("25820.50")


def test_what_others_will_take_is_told_beside_what_is_free(session: Session) -> None:
    cohort = a_cohort(session, award_budget=Decimal(100_000), committed_amount=Decimal(10_000))
    first, second = (reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2))
    stage(session, first)
    found = moderate(second.proposal)
    assert (found.free, found.held, found.left) == (Decimal(90_000), Decimal(24_000), Decimal(66_000))


def test_what_speaks_against(session: Session) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    score(session, first, every_score(100))
    score(session, second, [*every_score(75)[:8], ScoreAnswer("C9", 0, "No owner after the year.")])
    name = moderate(scene.proposal).against[0].removesuffix(" stands at 0 in a review.")
    assert moderate(scene.proposal).against == (
        f"{name} stands at 0 in a review.",
        "The totals lie 28.75 points apart; more than 15 is far.",
    )
    assert moderate(reviewed(session, a_scene(session)).proposal).against == ()


def test_scores_never_depend_on_how_much_is_asked(session: Session) -> None:
    small, large = (reviewed(session, a_scene(session, total=Decimal(total))) for total in (2_000, 50_000))
    assert [r.total for r in small.proposal.reviews] == [r.total for r in large.proposal.reviews]
