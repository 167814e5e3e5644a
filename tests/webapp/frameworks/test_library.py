"""The library in the browser."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person, an_affiliate
from workflows.frameworks.models import Indicator
from workflows.frameworks.operations import seed_framework
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


def test_affiliate_staff_browse_by_domain(session: Session, sign_in: SignIn, count_queries: Statements) -> None:
    seed_framework(session=session)
    client = sign_in(a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session)))
    count_queries.clear()
    page = client.get("/library/indicators?domain=Housing")
    assert page.status_code == 200
    assert "Markers and means" in page.text
    assert "EMP-01" not in page.text
    assert len(count_queries) <= 12


def test_only_what_an_extract_can_compute(session: Session, sign_in: SignIn) -> None:
    seed_framework(session=session)
    page = sign_in(a_person(session, Role.REVIEWER)).get("/library/indicators?source=extract")
    assert "21 indicators" in page.text


def test_nothing_found_offers_the_whole_library(session: Session, sign_in: SignIn) -> None:
    seed_framework(session=session)
    page = sign_in(a_person(session, Role.REVIEWER)).get("/library/indicators?q=zeppelin")
    assert "No indicator fits" in page.text


def test_empty_library_says_when_it_fills(session: Session, sign_in: SignIn) -> None:
    assert "The library is empty" in sign_in(a_person(session, Role.REVIEWER)).get("/library/indicators").text


def test_one_indicator_shows_how_it_is_figured(session: Session, sign_in: SignIn) -> None:
    seed_framework(session=session)
    first = session.scalars(select(Indicator).where(Indicator.code == "EMP-01")).one()
    client = sign_in(a_person(session, Role.REVIEWER))
    page = client.get(f"/library/indicators/{first.id}")
    assert page.status_code == 200
    assert "employable clients aged 18-64 with employed_day_180 = Y" in page.text
    assert "higher is better" in page.text
    assert client.get("/library/indicators/999999").status_code == 404
