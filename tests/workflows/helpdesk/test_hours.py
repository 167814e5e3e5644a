"""Hours: whose they are, how long they can be changed, and totals that add up to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_library import ZONE, acting, some_time
from workflows.errors import DomainError, Forbidden, Stale
from workflows.helpdesk.hours import (
    Cell,
    WrittenTime,
    change_time,
    cost_of,
    lines_by,
    list_cells,
    list_own_time,
    remove_time,
    set_rate,
    sum_of,
    total_line,
    why_not_change,
)
from workflows.helpdesk.models import HourlyRate, WorkFunction
from workflows.permissions import Role

TODAY = NOW.date()
MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
F = WorkFunction


def rate(function: WorkFunction, month: date, amount: str) -> HourlyRate:
    return HourlyRate(function=function, starts_on=month, amount=Decimal(amount))


RATES = [rate(F.RESEARCH, MONTHS[0], "61.37"), rate(F.RESEARCH, MONTHS[2], "70"), rate(F.TRAINING, MONTHS[1], "0.01")]


@pytest.mark.parametrize(
    ("function", "month", "minutes", "cost"),
    [
        (F.RESEARCH, MONTHS[1], 60, "61.37"),
        (F.RESEARCH, MONTHS[1], 25, "25.57"),
        (F.RESEARCH, MONTHS[2], 90, "105.00"),
        (F.TRAINING, MONTHS[1], 30, "0.01"),  # half a cent is rounded up
        (F.TRAINING, MONTHS[0], 30, None),
        (F.MANAGEMENT, MONTHS[2], 30, None),
    ],
)
def test_an_hour_costs_the_rate_of_its_month(
    function: WorkFunction, month: date, minutes: int, cost: str | None
) -> None:
    assert cost_of(minutes, function, month, RATES) == (None if cost is None else Decimal(cost))


cells = st.lists(
    st.builds(
        lambda month, number, function, minutes: Cell(
            month, number or None, f"Affiliate {number}", function, minutes, cost_of(minutes, function, month, RATES)
        ),
        st.sampled_from(MONTHS),
        st.integers(0, 4),
        st.sampled_from(list(F)),
        st.integers(1, 5000),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(cells)
def test_rows_columns_and_cells_add_up_to_the_same_total(kept: list[Cell]) -> None:
    total = total_line(kept)
    for lines in (lines_by(kept, lambda cell: f"{cell.month}"), lines_by(kept, lambda cell: cell.affiliate)):
        assert sum(line.total.minutes for line in lines) == total.total.minutes
        assert sum((line.total.cost for line in lines), Decimal(0)) == total.total.cost
        for function in F:
            assert sum(line.minutes[function] for line in lines) == total.minutes[function]
        assert any(line.total.has_gaps for line in lines) == total.total.has_gaps
    assert sum(total.minutes.values()) == total.total.minutes == sum(cell.minutes for cell in kept)
    assert total.total.cost == sum((cell.cost for cell in kept if cell.cost is not None), Decimal(0))


def test_the_report_has_a_cell_for_each_function_month_and_affiliate(
    session: Session, count_queries: Statements
) -> None:
    coach, other = a_person(session, Role.COACH), a_person(session, Role.PROGRAM_MANAGER)
    harbor = an_affiliate(session, "Harbor")
    admin = acting(a_person(session, Role.NETWORK_ADMINISTRATOR))
    set_rate(F.INQUIRIES, amount=Decimal("60"), from_month=date(2026, 2, 15), session=session, actor=admin)
    for person, values in (
        (coach, {"affiliate_id": harbor.id, "minutes": 20}),
        (other, {"affiliate_id": harbor.id, "minutes": 15}),
        (coach, {"affiliate_id": harbor.id, "minutes": 15, "worked_on": TODAY - timedelta(days=1)}),
        (coach, {"minutes": 45, "function": F.RESEARCH}),
        (coach, {"affiliate_id": harbor.id, "minutes": 30, "worked_on": date(2026, 1, 31)}),
    ):
        some_time(session, person, **values)
    count_queries.clear()
    found = list_cells(session, since=date(2026, 1, 1), until=date(2026, 4, 1))
    assert len(count_queries) == 2
    assert [(f"{c.month:%b}", c.affiliate, c.function, c.minutes, c.cost) for c in found] == [
        ("Jan", "Harbor", F.INQUIRIES, 30, None),
        ("Mar", "The network as a whole", F.RESEARCH, 45, None),
        ("Mar", "Harbor", F.INQUIRIES, 50, Decimal("50.00")),
    ]
    assert sum_of(found).minutes == 125
    assert list_cells(session, since=date(2026, 2, 1), until=date(2026, 3, 1)) == []


def test_one_s_own_entry_can_be_changed_for_sixty_days(session: Session) -> None:
    coach = a_person(session, Role.COACH)
    entry = some_time(session, coach)
    written = WrittenTime(TODAY, F.TRAINING, None, 40, "The clinic")
    told = {"time_zone": ZONE, "actor": acting(coach)}
    change_time(entry, written, expected_version=entry.version, now=NOW, **told)
    session.flush()
    assert (entry.minutes, entry.function, entry.version) == (40, F.TRAINING, 2)
    with pytest.raises(Stale):
        change_time(entry, written, expected_version=1, now=NOW, **told)
    assert why_not_change(entry, actor=acting(coach), now=NOW + timedelta(days=60)) == ()
    with pytest.raises(DomainError, match="for 60 days"):
        change_time(entry, written, expected_version=2, now=NOW + timedelta(days=61), **told)
    remove_time(entry, expected_version=2, session=session, actor=acting(coach), now=NOW)
    session.flush()
    assert list_own_time(session, acting(coach), offset=0, at_most=5) == []


@pytest.mark.parametrize("role", [Role.COACH, Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR, Role.AUDITOR])
def test_nobody_changes_another_s_hours(session: Session, role: Role) -> None:
    entry = some_time(session, a_person(session, Role.COACH))
    (reason,) = why_not_change(entry, actor=acting(a_person(session, role)), now=NOW)
    assert reason.sentence.startswith("You may not record hours.")


def test_hours_of_the_future_and_of_long_ago_are_refused(session: Session) -> None:
    coach = a_person(session, Role.COACH)
    for days, why in ((1, "has not come yet"), (-61, "Check the year")):
        with pytest.raises(DomainError, match=why):
            some_time(session, coach, worked_on=TODAY + timedelta(days=days))


def test_only_the_administrator_sets_rates_and_affiliates_record_no_hours(session: Session) -> None:
    with pytest.raises(Forbidden):
        set_rate(F.RESEARCH, amount=Decimal(60), from_month=TODAY, session=session,
                 actor=acting(a_person(session, Role.PROGRAM_MANAGER)))  # fmt: skip
    for role in (Role.AFFILIATE_STAFF, Role.AUDITOR):
        with pytest.raises(Forbidden):
            some_time(session, a_person(session, role, affiliate=None if role.is_national else an_affiliate(session)))


def test_the_rate_of_a_month_is_replaced_and_not_doubled(session: Session) -> None:
    admin = acting(a_person(session, Role.NETWORK_ADMINISTRATOR))
    for amount in ("50.00", "55.50"):
        kept = set_rate(F.RESEARCH, amount=Decimal(amount), from_month=TODAY, session=session, actor=admin)
        session.flush()
    assert (kept.starts_on, kept.amount, kept.version) == (date(2026, 3, 1), Decimal("55.50"), 2)
