"""Reports in the browser: written with autosave, certified, returned, accepted, and who may open what."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_cohort, a_person
from tests.scenes_year import CLOSEOUT_ANSWERS, COMPLETE_ANSWERS, LATER, YearScene, a_figure, a_year, acting, spent
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reporting.models import Report, ReportState
from workflows.reporting.operations import WrittenReport, save_report, submit_report
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.reporting.routes.utc_now", lambda: datetime(2026, 7, 24, 15, 0, tzinfo=UTC))


def typed(answers: dict[str, Any], **values: str) -> dict[str, str]:
    """The answers as a browser sends them."""
    sent = {"spent_PER": "4872.50", "minutes_spent": "95"}
    for name, answer in answers.items():
        if name == "goals":
            for number, goal in answer.items():
                sent |= {f"goals-{int(number) - 1}-{cell}": text for cell, text in goal.items()}
        elif isinstance(answer, list):
            for index, row in enumerate(answer):
                sent |= {f"{name}-{index}-{cell}": text for cell, text in row.items()}
        else:
            sent[name] = answer
    return {**sent, **values}


def version_on(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def submitted(session: Session, scene: YearScene, number: int = 0) -> Report:
    report = scene.reports[number]
    written = WrittenReport(COMPLETE_ANSWERS, spending=spent(report.spent_amount), minutes_spent=60)
    actor = acting(scene.director)
    save_report(report, written, expected_version=report.version, actor=actor, now=LATER)
    session.flush()
    submit_report(
        report,
        typed_name="Amina Diallo",
        expected_version=report.version,
        session=session,
        actor=actor,
        now=LATER,
    )
    session.flush()
    return report


def test_a_report_is_written_looked_over_and_certified_in_the_browser(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=36, denominator=63)
    client, page = sign_in(scene.director), f"/reports/{scene.first.id}"
    blank = client.get(f"{page}/write")
    assert ("57.1%" in blank.text, "36 of 63" in blank.text, "$12,500" in blank.text) == (True, True, True)
    sent = typed(COMPLETE_ANSWERS, version=version_on(blank.text))
    assert client.post(f"{page}/write", data={**sent, "once": "one"}).status_code == 303
    certify = client.get(f"{page}/certify")
    assert "is not open yet" not in certify.text
    form = {"version": version_on(certify.text), "typed_name": "Amina Diallo", "agrees": "y", "once": "two"}
    assert client.post(f"{page}/certify", data=form).status_code == 303
    assert client.post(f"{page}/certify", data=form).status_code == 303  # the same form again: once
    session.expire_all()
    assert (scene.first.state, scene.first.times_submitted) == (ReportState.SUBMITTED, 1)
    assert {name: scene.first.answers[name] for name in COMPLETE_ANSWERS} == COMPLETE_ANSWERS
    assert session.scalar(select(func.count(OutboxEvent.id)).where(OutboxEvent.name == "report_submitted")) == 1


def test_a_report_saves_itself_and_a_stale_copy_changes_nothing(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    client, page = sign_in(scene.staff), f"/reports/{scene.first.id}/write"
    version = version_on(client.get(page).text)
    saved = client.post(f"{page}/save", data=typed({"headline": "First"}, version=version), headers=JSON)
    assert (saved.status_code, saved.json["saved_at"]) == (200, "11:00 am EDT")
    stale = client.post(f"{page}/save", data=typed({"headline": "Second"}, version=version), headers=JSON)
    assert stale.status_code == 409
    both = client.post(page, data=typed({"headline": "Second"}, version=version, once="one"))
    assert both.status_code == 409
    assert ("First" in both.text, "Second" in both.text) == (True, True)
    session.expire_all()
    assert scene.first.answers["headline"] == "First"


def test_an_impossible_amount_is_said_at_its_field(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    client, page = sign_in(scene.staff), f"/reports/{scene.first.id}/write"
    sent = typed({"headline": "Kept"}, version=version_on(client.get(page).text), spent_PER="-3")
    answer = client.post(page, data=sent)
    assert answer.status_code == 422
    assert "Personnel: an amount below zero corrects an earlier report. Say why." in answer.text
    assert "Kept" in answer.text
    assert client.post(f"{page}/save", data=sent, headers=JSON).status_code == 422
    pennies = client.post(page, data={**sent, "spent_PER": "3.005"})
    assert "At most 2 digits after the point." in pennies.text


def test_what_is_missing_stands_beside_the_button_and_leads_to_its_field(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    page = sign_in(scene.director).get(f"/reports/{scene.first.id}/certify").text
    assert "“Certify and submit” is not open yet:" in page
    assert f'href="/reports/{scene.first.id}/write#decisions"' in page


def test_staff_may_not_certify(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    written = WrittenReport(COMPLETE_ANSWERS, spending=spent(scene.first.spent_amount), minutes_spent=60)
    save_report(scene.first, written, expected_version=scene.first.version, actor=acting(scene.staff), now=LATER)
    session.flush()
    client, page = sign_in(scene.staff), f"/reports/{scene.first.id}/certify"
    shown = client.get(page)
    assert "You may not certify and submit reports." in shown.text
    form = {"version": str(scene.first.version), "typed_name": "Lena Brandt", "agrees": "y"}
    assert client.post(page, data=form).status_code == 422
    session.expire_all()
    assert scene.first.state is ReportState.DRAFT


def test_a_question_goes_back_and_the_text_is_open_again(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    report = submitted(session, scene)
    coach, page = sign_in(scene.coach), f"/reports/{report.id}"
    assert coach.post(f"{page}/return", data={"note": ""}).status_code == 422
    assert coach.post(f"{page}/return", data={"note": "What happened in June?", "once": "one"}).status_code == 303
    director = sign_in(scene.director)
    assert "What happened in June?" in director.get(page).text
    assert "What happened in June?" in director.get(f"{page}/write").text
    assert coach.post(f"{page}/accept", data={"once": "two"}).status_code == 422


def test_four_acceptances_lead_to_the_closeout_and_the_manager_completes_the_year(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_year(session)
    for number in range(4):
        report = submitted(session, scene, number)
        answer = sign_in(scene.coach).post(f"/reports/{report.id}/accept", data={"once": f"accept-{number}"})
        assert answer.status_code == 303
        session.expire_all()
    assert scene.enrollment.stage is Stage.CLOSING
    closeout = scene.reports[-1]
    director, page = sign_in(scene.director), f"/reports/{closeout.id}"
    sent = typed(CLOSEOUT_ANSWERS, version=version_on(director.get(f"{page}/write").text), once="write")
    assert director.post(f"{page}/write", data=sent).status_code == 303
    opened = director.get(f"{page}/write")  # what was saved is there to go on with
    assert (opened.status_code, CLOSEOUT_ANSWERS["data"][0]["disposition"] in opened.text) == (200, True)
    version = version_on(director.get(f"{page}/certify").text)
    form = {"version": version, "typed_name": "Amina Diallo", "agrees": "y", "once": "certify"}
    assert director.post(f"{page}/certify", data=form).status_code == 303
    manager, year = sign_in(scene.manager), f"/reports/of/{scene.enrollment.id}"
    assert "The closeout report is not accepted yet." in manager.get(year).text
    assert manager.post(f"{page}/accept", data={"once": "closeout"}).status_code == 303
    assert manager.post(f"{year}/complete", data={"once": "complete"}).status_code == 303
    session.expire_all()
    assert scene.enrollment.stage is Stage.COMPLETED


def test_who_may_open_what(session: Session, sign_in: SignIn) -> None:
    scene, other = a_year(session), a_year(session)
    page, year = f"/reports/{scene.first.id}", f"/reports/of/{scene.enrollment.id}"
    pages = (page, f"{page}/write", f"{page}/certify", year)
    finance, reviewer = a_person(session, Role.FINANCE_OFFICER), a_person(session, Role.REVIEWER)
    seen = [
        [sign_in(person).get(one).status_code for one in pages]
        for person in (scene.director, scene.staff, scene.coach, scene.manager, finance, other.director, reviewer)
    ]
    assert seen == [
        [200, 200, 200, 200],
        [200, 200, 200, 200],
        [200, 403, 403, 200],
        [200, 403, 403, 200],
        [200, 403, 403, 200],
        [404, 404, 404, 404],
        [404, 404, 404, 404],
    ]
    for rest in ("accept", "return"):
        assert sign_in(scene.director).post(f"{page}/{rest}").status_code == 403
        assert sign_in(other.coach).post(f"{page}/{rest}").status_code == 404
    assert sign_in(scene.coach).post(f"{year}/complete").status_code == 403


@pytest.mark.parametrize("show", ["open", "late", "to_read", "returned", "accepted", "all"])
def test_every_choice_of_the_board_opens(session: Session, sign_in: SignIn, show: str) -> None:
    scene = a_year(session)
    submitted(session, scene)
    page = sign_in(scene.manager).get(f"/reports/?show={show}&sort=affiliate&direction=desc")
    assert page.status_code == 200
    assert (f'href="/reports/{scene.first.id}"' in page.text) == (show in {"open", "to_read", "all"})
    assert "Progress reports by cohort" in page.text


@pytest.mark.parametrize("many", [1, 30])
def test_the_board_takes_the_same_few_queries(
    session: Session, sign_in: SignIn, count_queries: Statements, many: int
) -> None:
    cohort = a_cohort(session, seats=50)
    first = a_year(session, cohort=cohort)
    for _ in range(many - 1):
        a_year(session, cohort=cohort, coach=first.coach, manager=first.manager)
    client = sign_in(first.manager)
    session.expunge_all()
    count_queries.clear()
    assert client.get("/reports/").status_code == 200
    assert len(count_queries) == 5


def test_a_year_s_reports_and_one_report_take_few_queries(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_year(session)
    year, report, write = f"/reports/of/{scene.enrollment.id}", f"/reports/{scene.first.id}", "/write"
    client = sign_in(scene.director)
    for page, most in ((year, 12), (report, 15), (report + write, 15)):  # and amendments, the log, the ledger
        session.expunge_all()
        count_queries.clear()
        assert client.get(page).status_code == 200
        assert (page, len(count_queries)) <= (page, most), count_queries
