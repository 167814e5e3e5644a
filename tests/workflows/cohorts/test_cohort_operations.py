"""Setting up a cohort, changing it, and its series."""

from datetime import date, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_framework
from workflows.cohorts.models import Cohort, CohortKind, CompletionRule
from workflows.cohorts.operations import create_cohort, edit_cohort
from workflows.cohorts.terms import CohortTerms
from workflows.errors import DomainError, Stale
from workflows.training.series import list_series, load_modules, plan_series


def the_terms(session: Session, **values: object) -> CohortTerms:
    given = {
        "name": "Pilot cohort 2026",
        "program": "Data for integration",
        "kind": CohortKind.PILOT,
        "framework_id": a_framework(session).id,
        "time_zone": "America/New_York",
        "starts_on": date(2026, 1, 12),
        "ends_on": date(2027, 9, 30),
        "seats": 8,
        "award_budget": Decimal(300_000),
        "award_ceiling": Decimal(50_000),
        "completion_rule": CompletionRule.ONE_PER_SESSION,
        "attendance_percent": 80,
        "proposals_due_at": NOW,
        "minimum_reviews": 2,
    }
    return CohortTerms(**{**given, **values})  # type: ignore[arg-type]


def test_cohort_has_its_terms_and_no_seat_taken(session: Session) -> None:
    cohort = create_cohort(the_terms(session), session=session)
    assert (cohort.name, cohort.seats, cohort.seats_taken, cohort.free_amount) == (
        "Pilot cohort 2026",
        8,
        0,
        Decimal(300_000),
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": date(2026, 1, 12)}, "The cohort ends after it starts."),
        ({"award_ceiling": Decimal(400_000)}, "One award cannot be larger than the whole budget."),
        ({"name": "pilot COHORT 2025"}, "Another cohort has this name. Choose one that tells them apart."),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    session: Session, values: dict[str, object], sentence: str
) -> None:
    a_cohort(session, name="Pilot cohort 2025")
    with pytest.raises(DomainError) as refusal:
        create_cohort(the_terms(session, **values), session=session)
    assert refusal.value.sentences == (sentence,)


def test_seats_and_budget_cannot_fall_below_what_is_given(session: Session) -> None:
    cohort = create_cohort(the_terms(session), session=session)
    cohort.seats_taken, cohort.committed_amount = 3, Decimal(90_000)
    session.flush()
    terms = the_terms(session, seats=2, award_budget=Decimal(80_000), award_ceiling=Decimal(10_000))
    with pytest.raises(DomainError) as refusal:
        edit_cohort(cohort, terms, expected_version=cohort.version, session=session)
    assert refusal.value.sentences == ("3 seats are taken already.", "$90,000 is committed already.")


def test_slower_of_two_editors_sees_both_versions(session: Session) -> None:
    cohort = create_cohort(the_terms(session, name="First"), session=session)
    session.flush()
    seen = cohort.version
    edit_cohort(cohort, the_terms(session, name="Theirs"), expected_version=seen, session=session)
    session.flush()
    with pytest.raises(Stale) as conflict:
        edit_cohort(cohort, the_terms(session, name="Mine"), expected_version=seen, session=session)
    assert (conflict.value.mine["Name"], conflict.value.theirs["Name"]) == ("Mine", "Theirs")
    assert session.get_one(Cohort, cohort.id).name == "Theirs"


def test_series_has_the_twelve_weeks_of_the_curriculum(session: Session) -> None:
    assert [module.week for module in load_modules()] == list(range(1, 13))
    assert (load_modules()[11].minutes, load_modules()[0].minutes) == (120, 90)
    assert load_modules()[3].title == "Choosing indicators: numerator, denominator, source"


def test_sessions_keep_their_wall_clock_time_when_clocks_change(session: Session) -> None:
    cohort = a_cohort(session)
    plan_series(cohort, first_on=date(2026, 2, 24), first_at=time(14, 0), session=session)
    session.flush()
    series = list_series(session, cohort.id)
    local = [row.starts_at.astimezone(ZoneInfo("America/New_York")) for row in series]
    assert {moment.time() for moment in local} == {time(14, 0)}
    assert [moment.date() for moment in local[:3]] == [date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 10)]
    assert [row.starts_at.hour for row in series[:3]] == [19, 19, 18]
