"""The portfolio, what waits, and the filters of the list of awards in the browser."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import a_scene, as_actor, awarded, funded, reviewed, seats_of
from workflows.funding.models import FundingSource
from workflows.funding.schedules.operations import schedule_suggested
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
PAGES = ("/funding/portfolio", "/funding/portfolio/waiting", "/funding/portfolio/waiting.csv")


def test_the_portfolio_shows_every_sum_and_leads_to_the_awards(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session, name="Autumn", award_budget=Decimal("100000.05"))
    award = awarded(session, a_scene(session, cohort=cohort))
    award.source = FundingSource.FEDERAL
    page = sign_in(a_person(session, Role.FINANCE_OFFICER)).get("/funding/portfolio").text
    for figure in ("$100,000.05", "$24,000", "$76,000.05", "Autumn, federal", "All cohorts, private"):
        assert figure in page
    assert f'href="/funding/?cohort={cohort.id}&amp;source=federal"' in page
    assert 'href="/funding/?risk=not_assessed&amp;stage=awarded">Not assessed, awarded</a>' in page


def test_an_empty_network_has_a_portfolio_that_says_what_will_come(session: Session, sign_in: SignIn) -> None:
    client = sign_in(a_person(session, Role.AUDITOR))
    page = client.get("/funding/portfolio").text
    assert ("No award yet" in page, "Nothing waits" in page) == (True, True)
    assert "Nothing waits here" in client.get("/funding/portfolio/waiting?who=mine").text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.NETWORK_ADMINISTRATOR, 200),
        (Role.PROGRAM_MANAGER, 200),
        (Role.FINANCE_OFFICER, 200),
        (Role.AUDITOR, 200),
        (Role.COACH, 403),
        (Role.REVIEWER, 403),
        (Role.PRIVACY_STEWARD, 403),
        (Role.AFFILIATE_DIRECTOR, 403),
        (Role.AFFILIATE_FINANCE, 403),
    ],
)
def test_the_portfolio_is_for_staff_who_see_all_funding(
    session: Session, sign_in: SignIn, role: Role, status: int
) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    client = sign_in(a_person(session, role, affiliate=None if role.is_national else scene.enrollment.affiliate))
    answers = [client.get(page) for page in PAGES]
    assert {answer.status_code for answer in answers} == {status}
    if status == 403:
        assert all("You may not see the portfolio of every award." in answer.text for answer in answers)
        assert "Portfolio" not in client.get("/funding/", follow_redirects=True).text


def test_what_waits_says_who_and_since_when_and_is_kept_to_a_turn(session: Session, sign_in: SignIn) -> None:
    waits = a_scene(session)
    seats_of(session, waits)
    decided = reviewed(session, a_scene(session))
    client = sign_in(waits.managers[0])
    page = client.get("/funding/portfolio/waiting")
    assert waits.reviewers[0].name in page.text
    assert "Decide on the proposal" in page.text
    mine = client.get("/funding/portfolio/waiting?who=mine").text
    assert (waits.reviewers[0].name in mine, decided.enrollment.affiliate.name in mine) == (False, True)
    assert "portfolio/waiting.csv?who=mine" in mine
    assert "Nothing waits here" in client.get("/funding/portfolio/waiting?part=reports").text
    for wrong in ("who=nobody", "part=x", "cohort=99999999999999999999", "page=-3"):
        assert client.get(f"/funding/portfolio/waiting?{wrong}").status_code == 200


def test_the_file_has_every_row_that_the_list_pages(session: Session, sign_in: SignIn) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER)
    for days in range(27):
        a_scene(session).proposal.submitted_at = NOW - timedelta(days=days)
    client = sign_in(manager)
    first, second = (client.get(f"/funding/portfolio/waiting?part=reviews&page={n}").text for n in (1, 2))
    assert ("1–25 of 27" in first, "26–27 of 27" in second) == (True, True)
    assert "part=reviews&amp;page=2" in first
    answer = client.get("/funding/portfolio/waiting.csv?part=reviews")
    header, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header == ["Affiliate", "Cohort", "What", "Whose turn", "Since", "Days", "Amount"]
    assert len(rows) == 27
    assert {(row[2], row[3]) for row in rows} == {("Assign reviewers", "Program manager")}
    days = [int(row[5]) for row in rows]
    assert days == sorted(days, reverse=True)


def test_filters_of_the_awards_survive_paging_and_sorting(session: Session, sign_in: SignIn) -> None:
    finance = a_person(session, Role.FINANCE_OFFICER)
    cohort = a_cohort(session, seats=60, award_budget=Decimal(3_000_000))
    for _ in range(27):
        awarded(session, a_scene(session, cohort=cohort)).source = FundingSource.FEDERAL
    private = awarded(session, a_scene(session, cohort=cohort))
    client = sign_in(finance)
    page = client.get(f"/funding/?cohort={cohort.id}&source=federal&waits=agreement&sort=amount&direction=desc").text
    assert "1–25 of 27" in page
    kept = f"cohort={cohort.id}&amp;source=federal&amp;waits=agreement"
    assert f"{kept}&amp;sort=amount&amp;direction=desc&amp;page=2" in page
    assert f"{kept}&amp;sort=affiliate" in page
    assert '<option value="federal" selected>Federal</option>' in page
    only = client.get("/funding/?source=private").text
    assert ("1–1 of 1" in only, private.number in only) == (True, True)
    assert "No award like this" in client.get("/funding/?stage=closing").text
    for wrong in ("source=gold", "restriction=x", "stage=nowhere", "risk=huge", "waits=x", "sort=id", "cohort=-1"):
        assert "1–25 of 28" in client.get(f"/funding/?{wrong}").text


@pytest.mark.parametrize("address", ["/funding/portfolio", "/funding/portfolio/waiting", "/funding/"])
def test_five_and_fifty_awards_cost_the_same_queries(
    session: Session, sign_in: SignIn, count_queries: list[str], address: str
) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER)
    cohort = a_cohort(session, seats=99, award_budget=Decimal(9_000_000))
    counts = []
    for more in (5, 45):
        for number in range(more):
            scene = a_scene(session, cohort=cohort)
            award = funded(session, scene) if number % 2 else awarded(session, scene)
            if number % 4 == 1:
                schedule_suggested(award, session=session, actor=as_actor(scene.finance[0]), now=NOW)
        client = sign_in(manager)
        session.expire_all()
        count_queries.clear()
        assert client.get(address).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8
