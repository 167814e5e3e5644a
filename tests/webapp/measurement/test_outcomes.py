"""Outcomes in the browser: an affiliate's own, and the network's."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.frameworks.operations import seed_framework
from workflows.funding.models import Award
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
DAY = date(2026, 2, 1)


def a_network(session: Session) -> Cohort:
    return a_cohort(session, framework_id=seed_framework(session=session).id, seats=40)


def indicator(session: Session, code: str = "EMP-01") -> Indicator:
    return session.scalars(select(Indicator).where(Indicator.code == code)).one()


def measured(
    session: Session, cohort: Cohort, shares: list[tuple[int, int]], *, name: str, days: int = 1
) -> Enrollment:
    """An enrollment in its year whose imports measured EMP-01, oldest first."""
    year = an_enrollment(session, Stage.IMPLEMENTING, cohort=cohort, affiliate=an_affiliate(session, name))
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=year.affiliate)
    for number, (numerator, denominator) in enumerate(shares * days, start=1):
        as_of = DAY - timedelta(days=len(shares * days) - number)
        extract = ExtractImport(
            enrollment=year,
            number=number,
            file_name="export.csv",
            content_sha256=str(number),
            as_of=as_of,
            state=ExtractState.COMPUTED,
            quality={},
            uploaded_by_id=lead.id,
            uploaded_at=NOW,
        )
        session.add(extract)
        session.flush()
        session.add(
            Measurement(
                extract_id=extract.id,
                enrollment_id=year.id,
                indicator_id=indicator(session).id,
                site=year.affiliate.code,
                as_of=as_of,
                numerator=numerator,
                denominator=denominator,
                n=denominator,
            )
        )
    session.flush()
    return year


def a_goal(session: Session, year: Enrollment) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER)
    proposal = Proposal(enrollment_id=year.id, framework_id=year.cohort.framework_id, started_at=NOW)
    proposal.goals = [
        Goal(
            position=1,
            indicator_id=indicator(session).id,
            statement="Raise employment at day 180",
            baseline_value=Decimal(40),
            target_value=Decimal(60),
            due_on=date(2026, 12, 31),
        )
    ]
    award = Award(
        enrollment_id=year.id,
        number="A-1",
        amount=Decimal(1000),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        awarded_at=NOW,
        awarded_by_id=manager.id,
    )
    session.add_all([proposal, award])
    session.flush()


def own(session: Session, year: Enrollment) -> User:
    return a_person(session, Role.AFFILIATE_STAFF, affiliate=year.affiliate)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_an_affiliate_sees_its_goal_with_its_figures_and_their_source(session: Session, sign_in: SignIn) -> None:
    year = measured(session, a_network(session), [(20, 50), (31, 50)], name="Harbor")
    a_goal(session, year)
    page = sign_in(own(session, year)).get(f"/outcomes/of/{year.id}").text
    found = [
        word in page
        for word in (
            "Raise employment at day 180",
            "EMP-01 · 31 of 50, as of 1 Feb 2026, extract 2",
            "On track",
            "up 22.0 since 31 Jan 2026",
            "Data as of Sunday 1 February 2026, from extract 2",
        )
    ]
    assert found == [True] * 5


def test_an_affiliate_sees_its_own_small_figures_and_the_national_office_does_not(
    session: Session, sign_in: SignIn
) -> None:
    year = measured(session, a_network(session), [(2, 4)], name="Harbor")
    a_goal(session, year)
    page = f"/outcomes/of/{year.id}"
    assert "2 of 4" in sign_in(own(session, year)).get(page).text
    national = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get(page).text
    assert ("2 of 4" in national, "50.0%" in national) == (False, False)
    assert "hidden, fewer than 5" in national
    assert "Too few people to show" in national


def test_the_index_leads_an_affiliate_to_its_own_year(session: Session, sign_in: SignIn) -> None:
    year = measured(session, a_network(session), [(31, 50)], name="Harbor")
    answer = sign_in(own(session, year)).get("/outcomes/")
    assert (answer.status_code, answer.location) == (302, f"/outcomes/of/{year.id}")


def test_an_affiliate_without_a_year_reads_when_figures_come(session: Session, sign_in: SignIn) -> None:
    person = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    assert "No program year yet" in sign_in(person).get("/outcomes/").text


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.REVIEWER])
def test_finance_and_reviewers_see_no_outcomes(session: Session, sign_in: SignIn, role: Role) -> None:
    year = measured(session, a_network(session), [(31, 50)], name="Harbor")
    client = sign_in(a_person(session, role))
    assert client.get("/outcomes/").status_code == 403
    assert client.get(f"/outcomes/of/{year.id}").status_code in {403, 404}
    assert client.get("/outcomes/network.csv").status_code == 403


def test_totals_add_up_numerators_and_denominators(session: Session, sign_in: SignIn) -> None:
    cohort = a_network(session)
    measured(session, cohort, [(10, 10), (30, 40)], name="Harbor")
    measured(session, cohort, [(10, 60)], name="Prairie")
    text = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get("/outcomes/network.csv").text
    assert [row[3:8] for row in cells(text)[1:]] == [["2 affiliates", "40.0%", "40 of 100", "100", "1 Feb 2026"]]


def test_page_and_file_hide_the_same_cells_and_a_second_one_to_protect_the_first(
    session: Session, sign_in: SignIn
) -> None:
    cohort = a_network(session)
    for name, share in {"Harbor": (20, 40), "Mesa": (2, 4), "Prairie": (12, 30)}.items():
        measured(session, cohort, [share], name=name)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    query = f"?indicator={indicator(session).id}"
    rows = cells(client.get(f"/outcomes/network.csv{query}").text)[1:]
    assert [row[3:7] for row in rows] == [
        ["3 affiliates", "45.9%", "34 of 74", "74"],
        ["Harbor", "50.0%", "20 of 40", "40"],
        ["Mesa", "hidden, fewer than 5", "", ""],
        ["Prairie", "hidden to protect a small group", "", ""],
    ]
    page = client.get(f"/outcomes/{query}").text
    assert [word in page for word in ("2 of 4<", "12 of 30", "20 of 40", "34 of 74")] == [False, False, True, True]
    prairie = session.scalars(select(Enrollment).order_by(Enrollment.id.desc())).first()
    assert prairie is not None
    assert "12 of 30" not in client.get(f"/outcomes/of/{prairie.id}").text


def test_a_coach_sees_the_figures_of_coached_affiliates_without_totals(session: Session, sign_in: SignIn) -> None:
    cohort = a_network(session)
    mine = measured(session, cohort, [(20, 40)], name="Harbor")
    measured(session, cohort, [(12, 30)], name="Prairie")
    coach = a_person(session, Role.COACH)
    mine.coach_id = coach.id
    client = sign_in(coach)
    assert [row[3:6] for row in cells(client.get("/outcomes/network.csv").text)[1:]] == [
        ["Harbor", "50.0%", "20 of 40"]
    ]
    assert "Prairie" not in client.get("/outcomes/").text


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(session: Session, sign_in: SignIn) -> None:
    measured(session, a_network(session), [(20, 40)], name="=HYPERLINK()")
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    text = client.get(f"/outcomes/network.csv?indicator={indicator(session).id}").text
    assert [row[3] for row in cells(text)] == ["Who", "1 affiliate", "'=HYPERLINK()"]


def test_no_figures_yet_says_what_brings_them(session: Session, sign_in: SignIn) -> None:
    page = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get("/outcomes/").text
    assert "They appear here as soon as an affiliate’s extract is computed." in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_network_asks_as_much_for_thirty_affiliates_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements, count: int
) -> None:
    cohort = a_network(session)
    for number in range(count):
        measured(session, cohort, [(20, 40)], name=f"Harbor town {number}")
    client, page = sign_in(a_person(session, Role.PROGRAM_MANAGER)), f"/outcomes/?indicator={indicator(session).id}"
    count_queries.clear()
    assert client.get(page).status_code == 200
    assert len(count_queries) == 6


@pytest.mark.parametrize("days", [1, 15])
def test_an_affiliates_page_asks_as_much_for_thirty_imports_as_for_two(
    session: Session, sign_in: SignIn, count_queries: Statements, days: int
) -> None:
    year = measured(session, a_network(session), [(20, 40), (25, 40)], name="Harbor", days=days)
    a_goal(session, year)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    count_queries.clear()
    assert client.get(f"/outcomes/of/{year.id}").status_code == 200
    assert len(count_queries) == 10
