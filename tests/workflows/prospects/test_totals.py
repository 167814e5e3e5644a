"""Totals add up, whichever way they are cut, in the program and in the database; and nobody is ranked."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import true
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_cohort, a_person
from tests.scenes_prospects import a_funder, a_prospect
from tests.scenes_year import a_year, acting
from workflows.permissions import Role
from workflows.prospects.answers import FunderKind, ProspectKind, ProspectState
from workflows.prospects.queries import count_prospects, list_prospects, list_sums, list_sums_seen
from workflows.prospects.totals import Sum, Total, add_up, by_cohort, by_kind, by_source, total_of

CENTS = some.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
TRAITS = (by_kind, by_source, by_cohort)


@some.composite
def sums(draw: some.DrawFn) -> list[Sum]:
    row = some.builds(
        Sum,
        cohort=some.sampled_from(["Pilot", "Expansion", "Third"]),
        kind=some.sampled_from(ProspectKind),
        source_kind=some.none() | some.sampled_from(FunderKind),
        state=some.sampled_from(ProspectState),
        prospects=some.integers(1, 50),
        sought=CENTS,
        won=CENTS,
    )
    return [
        row if row.state is ProspectState.WON else Sum(*_without_won(row)) for row in draw(some.lists(row, max_size=40))
    ]


def _without_won(row: Sum) -> tuple[object, ...]:
    return row.cohort, row.kind, row.source_kind, row.state, row.prospects, row.sought, Decimal(0)


def _together(totals: list[Total]) -> tuple[int, Decimal, Decimal, Decimal]:
    return (
        sum(row.prospects for row in totals),
        sum((row.asked for row in totals), Decimal(0)),
        sum((row.waiting for row in totals), Decimal(0)),
        sum((row.won for row in totals), Decimal(0)),
    )


@settings(max_examples=200, deadline=None)
@given(sums())
def test_every_way_of_cutting_gives_the_same_sum(rows: list[Sum]) -> None:
    whole = total_of(rows)
    expected = (whole.prospects, whole.asked, whole.waiting, whole.won)
    assert [_together(list(add_up(rows, trait))) for trait in TRAITS] == [expected] * 3
    assert whole.won == sum((row.won for row in rows), Decimal(0))
    assert whole.waiting <= whole.asked


@settings(max_examples=100, deadline=None)
@given(sums(), some.randoms())
def test_the_order_is_that_of_the_words_and_never_that_of_the_amounts(rows: list[Sum], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for trait in TRAITS:
        totals = add_up(rows, trait)
        assert [row.label for row in totals] == sorted({trait(row) for row in rows})
        assert add_up(shuffled, trait) == totals


def test_the_database_adds_what_was_written(session: Session) -> None:
    scene = a_year(session, cohort=a_cohort(session, name="Pilot"))
    other = a_year(session, cohort=a_cohort(session, name="Expansion"))
    funder = a_funder(session, scene.manager, kind=FunderKind.FEDERAL)
    a_prospect(session, scene, "ask", "win", funder_id=funder.id, funder_name="", amount_sought=Decimal("100.10"))
    a_prospect(session, scene, "ask", "decline", amount_sought=Decimal("50.25"))
    a_prospect(session, scene, amount_sought=Decimal(999), funder_name="")
    a_prospect(session, scene, "withdraw", amount_sought=Decimal(999))
    a_prospect(session, other, "ask", kind=ProspectKind.RESOURCE, amount_sought=None)
    a_prospect(session, other, "ask", amount_sought=Decimal("7.05"))
    rows = list_sums(session, true())
    assert total_of(rows) == Total("Together", 6, Decimal("157.40"), Decimal("7.05"), Decimal("100.10"))
    assert add_up(rows, by_cohort) == [
        Total("Expansion", 2, Decimal("7.05"), Decimal("7.05"), Decimal(0)),
        Total("Pilot", 4, Decimal("150.35"), Decimal(0), Decimal("100.10")),
    ]
    assert [(row.label, row.won) for row in add_up(rows, by_source)] == [
        ("City or county", Decimal(0)),
        ("Federal", Decimal("100.10")),
        ("Nobody chosen yet", Decimal(0)),
    ]
    assert [row.label for row in add_up(rows, by_kind)] == ["Another resource", "Funding"]


def test_a_person_sees_the_sums_and_rows_of_what_is_theirs(session: Session) -> None:
    scene, other = a_year(session, "Harbor"), a_year(session, "Alder")
    a_prospect(session, scene, "ask", amount_sought=Decimal(10))
    a_prospect(session, other, "ask", amount_sought=Decimal(7))
    asked = {
        name: (total_of(list_sums_seen(session, acting(user))).asked, count_prospects(session, acting(user)))
        for name, user in {
            "staff": scene.staff,
            "coach": other.coach,
            "manager": scene.manager,
            "reviewer": a_person(session, Role.REVIEWER),
        }.items()
    }
    assert asked == {
        "staff": (Decimal(10), 1),
        "coach": (Decimal(7), 1),
        "manager": (Decimal(17), 2),
        "reviewer": (Decimal(0), 0),
    }
    seen = list_prospects(session, acting(scene.manager), state=ProspectState.ASKED)
    assert [row.enrollment.affiliate.name for row in seen] == ["Alder", "Harbor"]
    assert list_prospects(session, acting(scene.manager), state=ProspectState.WON) == []


def test_a_page_of_many_takes_as_many_queries_as_one_of_few(session: Session, count_queries: Statements) -> None:
    scene, counts = a_year(session), []
    actor = acting(scene.manager)
    for more in (1, 20):
        for _ in range(more):
            a_prospect(session, scene, "ask")
        session.flush()
        session.expire_all()
        count_queries.clear()
        rows = list_prospects(session, actor)
        assert {row.enrollment.cohort.name + row.enrollment.affiliate.name + row.whom for row in rows}
        counts.append(len(count_queries))
    assert counts == [1, 1]
