"""Prospects and funders in the browser: from an idea to what was won, who may open what, the summary and its file."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_prospects import a_funder, a_prospect
from tests.scenes_year import LATER, a_figure, a_year
from tests.workflows.prospects.test_for_funders import measured
from workflows.people.models import User
from workflows.permissions import Role
from workflows.prospects.answers import ProspectState
from workflows.prospects.models import Funder, Prospect

SignIn = Callable[[User], FlaskClient]


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("prospects.routes", "prospects.log_routes", "prospects.funder_routes", "home.routes"):
        monkeypatch.setattr(f"webapp.{module}.utc_now", lambda: LATER)


def version_on(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def typed(**values: str) -> dict[str, str]:
    return {
        "kind": "funding",
        "title": "A second year of evening classes",
        "funder_id": "0",
        "funder_name": "",
        "funder_kind": "other",
        "amount_sought": "18000.50",
        "deadline_on": "2026-07-20",
        "basis": "",
        "evidence": "",
        "sustains": "The teacher.",
        **values,
    }


def test_an_idea_becomes_money_in_the_browser(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    funder = a_funder(session, scene.manager, "Lantern Fund")
    client, log = sign_in(scene.staff), f"/prospects/of/{scene.enrollment.id}"
    assert "Nothing is written down yet" in client.get(log).text
    sent = typed(funder_id=str(funder.id), owner_id=str(scene.staff.id), once="one")
    added = client.post(f"{log}/add", data=sent)
    assert added.status_code == 303
    again = client.post(f"{log}/add", data=sent)
    assert (again.status_code, len(session.scalars(select(Prospect)).all())) == (303, 1)
    page = added.location
    missing = client.get(page).text
    assert ("“We asked” is not open yet" in missing, "Say which data the ask rests on" in missing) == (True, True)
    form = client.get(f"{page}/edit").text
    [goal] = scene.enrollment.proposal.goals  # type: ignore[union-attr]
    sent |= {"basis": f"goal:{goal.id}", "version": version_on(form), "once": "two"}
    assert client.post(f"{page}/edit", data=sent).status_code == 303
    asked = {"on": "2026-05-04", "note": "", "version": version_on(client.get(f"{page}/step/ask").text)}
    assert client.post(f"{page}/step/ask", data=asked).status_code == 303
    won = {"on": "2026-06-15", "amount_won": "", "version": version_on(client.get(f"{page}/step/win").text)}
    refused = client.post(f"{page}/step/win", data=won)
    assert (refused.status_code, "Say how much you won" in refused.text) == (422, True)
    assert client.post(f"{page}/step/win", data={**won, "amount_won": "12000"}).status_code == 303
    shown, whole = client.get(page).text, client.get(log).text
    assert ("$12,000" in shown, "$18,000.50" in whole, "Lantern Fund" in whole) == (True, True, True)
    session.expire_all()
    assert session.scalars(select(Prospect)).one().state is ProspectState.WON


def test_the_slower_person_reads_both_versions(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    prospect = a_prospect(session, scene)
    client = sign_in(scene.staff)
    version = version_on(client.get(f"/prospects/{prospect.id}/edit").text)
    sent = typed(funder_name="Port Ansel Rotary", owner_id=str(scene.staff.id), version=version)
    assert client.post(f"/prospects/{prospect.id}/edit", data={**sent, "title": "First"}).status_code == 303
    slower = client.post(f"/prospects/{prospect.id}/edit", data={**sent, "title": "Second"})
    assert (slower.status_code, "First" in slower.text, "Second" in slower.text) == (409, True, True)


def test_home_names_a_near_deadline_to_its_owner_alone(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    a_prospect(session, scene, title="Ask the library", deadline_on=LATER.date() + timedelta(days=10))
    assert "Ask the library" in sign_in(scene.staff).get("/").text
    assert "Ask the library" not in sign_in(scene.director).get("/").text


def test_staff_see_totals_and_take_them_as_a_file(session: Session, sign_in: SignIn) -> None:
    scene, other = a_year(session, "Prairie"), a_year(session, "Alder")
    a_prospect(session, scene, "ask", "win")
    a_prospect(session, other, "ask")
    client = sign_in(scene.manager)
    page = client.get("/prospects/").text
    assert [word in page for word in ("By type", "By kind of source", "By cohort", "$36,000")] == [True] * 4
    assert page.index("Alder") < page.index("Prairie")  # by name, never by amount
    only = client.get("/prospects/?state=won").text
    assert ("Prairie" in only, "Alder" in only) == (True, False)
    lines = client.get("/prospects/summary.csv").text.splitlines()
    assert lines[0].endswith(
        "Cohort,Type,Kind of source,Where it stands,Prospects,Sought (US dollars),Won (US dollars)"
    )
    assert sorted(line.split(",", 1)[1] for line in lines[1:]) == [
        "Funding,City or county,Asked,1,18000.00,0.00",
        "Funding,City or county,Won,1,18000.00,18000.00",
    ]
    coach = sign_in(other.coach)
    seen = coach.get("/prospects/").text
    assert ("Alder" in seen, "Prairie" in seen) == (True, False)
    assert len(coach.get("/prospects/summary.csv").text.splitlines()) == 2


def test_an_affiliate_is_led_to_its_own_log(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    assert sign_in(scene.director).get("/prospects/").location == f"/prospects/of/{scene.enrollment.id}"


def test_staff_keep_the_list_of_funders_and_affiliates_read_it(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    client = sign_in(scene.manager)
    sent = {"name": "Lantern Fund", "kind": "private", "funds": "Newcomers", "link": "https://lantern.example.org"}
    added = client.post("/funders/add", data=sent)
    assert added.status_code == 303
    twice = client.post("/funders/add", data=sent)
    assert (twice.status_code, "in the list already" in twice.text) == (422, True)
    assert client.post("/funders/add", data={**sent, "name": "X", "link": "javascript:alert(1)"}).status_code == 422
    reader = sign_in(scene.staff)
    assert "Lantern Fund" in reader.get("/funders/?kind=private").text
    assert "Lantern Fund" not in reader.get("/funders/?kind=state").text
    assert "Write down a prospect" in reader.get(added.location).text
    assert (reader.get("/funders/add").status_code, reader.get(f"{added.location}/edit").status_code) == (403, 403)
    version = version_on(client.get(f"{added.location}/edit").text)
    client.post(f"{added.location}/edit", data={**sent, "is_retired": "y", "version": version})
    session.expire_all()
    assert session.scalars(select(Funder)).one().is_retired is True
    assert "Lantern Fund" in reader.get("/funders/?kind=retired").text
    offered = reader.get(f"/prospects/of/{scene.enrollment.id}/add").text
    assert "Lantern Fund" not in offered


def test_the_page_for_funders_is_the_same_for_every_reader(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    address = f"/prospects/of/{scene.enrollment.id}/for-funders"
    assert "No figure is ready yet" in sign_in(scene.staff).get(address).text
    measured(session, scene, 31, 57)
    a_figure(session, scene, as_of=LATER.date(), numerator=40, denominator=63, number=9)
    own, theirs = (sign_in(who).get(address).text for who in (scene.staff, scene.manager))
    assert [("54.4%" in page, "63.5%" in page) for page in (own, theirs)] == [(True, False)] * 2
    assert "fewer than 11 people" in own


def test_a_report_is_begun_with_the_log(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    a_prospect(session, scene, "ask", "win")
    page = sign_in(scene.staff).get(f"/reports/{scene.first.id}/write").text
    assert page.count("A second year of evening classes, Port Ansel Rotary. Won: $18,000.") == 2  # known, and filled in


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PRIVACY_STEWARD, Role.COACH])
def test_it_does_not_exist_for_those_who_may_not_see_it(session: Session, sign_in: SignIn, role: Role) -> None:
    scene = a_year(session)
    prospect = a_prospect(session, scene)
    client = sign_in(a_person(session, role))
    assert client.get(f"/prospects/{prospect.id}").status_code == 404
    assert sign_in(scene.coach).get(f"/prospects/{prospect.id}/edit").status_code == 403
    assert sign_in(scene.staff).get(f"/prospects/{prospect.id}/step/fly").status_code == 404
