"""The profile, its roles, tier and log in the browser: who sees and changes what, and what a conflict looks like."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_data_role, a_person, an_affiliate, an_enrollment
from tests.scenes_affiliates import harbor
from workflows.affiliates.answers import EntryKind
from workflows.affiliates.culture import EntryAnswers, write_entry
from workflows.affiliates.data_roles import end_data_role
from workflows.affiliates.models import DataRole, Handover, LogEntry
from workflows.affiliates.operations import edition_of
from workflows.clock import utc_now
from workflows.people.answers import DataRoleKind, Tier
from workflows.people.models import Affiliate, User
from workflows.permissions import PROGRAM, Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
JSON = {"Accept": "application/json"}


def test_people_of_an_affiliate_come_to_their_own_profile(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session)
    client = sign_in(scene.lucy)
    page = f"/affiliates/{scene.affiliate.id}"
    assert client.get("/affiliates/").location == page
    assert client.get(f"/affiliates/of/{scene.enrollment.id}").location == page
    answer = client.get(page)
    assert ("Samir Haddad" in answer.text, "No executive sponsor" in answer.text) == (True, True)
    assert (f"{page}/profile/size" in answer.text, f"{page}/roles/data_lead" in answer.text) == (False, False)
    assert client.post(f"{page}/profile/size", data={}).status_code == 403


def test_a_section_saves_by_itself_and_by_its_button(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session)
    page = f"/affiliates/{scene.affiliate.id}/profile/barriers"
    version = edition_of(scene.affiliate, "barriers")
    client = sign_in(scene.samir)
    typed = {"version": version, "access_barriers_childcare": "y", "access_note": "Two buses a day."}
    saved = client.post(page, data=typed, headers=JSON)
    assert (saved.status_code, saved.json["version"] != version) == (200, True)
    typed |= {"version": saved.json["version"], "participation_barriers_care": "y", "once": "one"}
    assert client.post(page, data=typed).location == f"/affiliates/{scene.affiliate.id}"
    session.expire_all()
    affiliate = session.get_one(Affiliate, scene.affiliate.id)
    assert (affiliate.access_barriers, affiliate.participation_barriers) == (["childcare"], ["care"])
    shown = client.get(f"/affiliates/{affiliate.id}").text
    assert ("Two buses a day." in shown, "Care duties at home" in shown) == (True, True)


def test_two_who_write_the_same_section_see_both_texts(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session, languages="Dari")
    page = f"/affiliates/{scene.affiliate.id}/profile/services"
    version = edition_of(scene.affiliate, "services")
    client = sign_in(scene.director)
    assert client.post(page, data={"version": version, "languages": "Dari, Pashto"}).status_code == 303
    answer = client.post(page, data={"version": version, "languages": "Dari, Karen", "programs": "Matching Grant"})
    assert (answer.status_code, "Dari, Pashto" in answer.text, "Dari, Karen" in answer.text) == (409, True, True)
    assert client.post(page, data={"version": version, "languages": "x" * 401}).status_code == 422
    session.expire_all()
    assert session.get_one(Affiliate, scene.affiliate.id).languages == "Dari, Pashto"


def test_a_profile_older_than_a_year_asks_gently_and_is_confirmed(session: Session, sign_in: SignIn) -> None:
    old = {"profile_confirmed_at": utc_now() - timedelta(days=366), "profile_confirmed_by": "Dana Ortiz"}
    scene = harbor(session, **old)
    client, page = sign_in(scene.director), f"/affiliates/{scene.affiliate.id}"
    assert "more than a year ago" in client.get(page).text
    answer = client.post(f"{page}/confirm", data={"once": "one"}, follow_redirects=True)
    assert ("confirmed as of today" in answer.text, "more than a year ago" in answer.text) == (True, False)


def test_naming_another_data_lead_begins_the_handover_which_is_ticked_off(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session)
    client, page = sign_in(scene.director), f"/affiliates/{scene.affiliate.id}"
    assert client.get(f"{page}/roles/data_lead").status_code == 200
    typed = {"seen": scene.lead.id, "version": scene.lead.version, "person": str(scene.lucy.id), "since": "2026-02-02"}
    typed |= {"backup_name": ""}  # it was Lucy until now
    assert client.post(f"{page}/roles/data_lead", data={**typed, "once": "one"}).status_code == 303
    assert client.post(f"{page}/roles/data_lead", data={**typed, "once": "one"}).status_code == 303
    late = client.post(f"{page}/roles/data_lead", data={**typed, "person": str(scene.director.id)})
    assert (late.status_code, "Lucy Brandt" in late.text) == (409, True)
    handover = session.scalars(select(Handover)).one()
    shown = client.get(page).text
    assert ("Samir Haddad hands over to Lucy Brandt" in shown, "0 of 9 done" in shown) == (True, True)
    step = handover.steps[0].id
    assert "1 of 9 done" in client.post(f"{page}/steps/{step}/done", data={}, follow_redirects=True).text
    assert "0 of 9 done" in client.post(f"{page}/steps/{step}/open", data={}, follow_redirects=True).text


def test_somebody_without_an_account_is_named_with_name_and_address(session: Session, sign_in: SignIn) -> None:
    affiliate = an_affiliate(session)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = f"/affiliates/{affiliate.id}/roles/analyst"
    typed = {"seen": 0, "version": 0, "person": "other", "since": "2026-02-02"}
    refused = client.post(page, data=typed)
    assert (refused.status_code, "Write the name and the e-mail" in refused.text) == (422, True)
    typed |= {"name": "Bo Lee", "email": "Bo@Harbor.example.org", "hours_a_week": "8", "funding_source": "the award"}
    assert client.post(page, data=typed).status_code == 303
    shown = client.get(f"/affiliates/{affiliate.id}").text
    assert "8 hours a week (0.20 FTE)" in shown
    role = session.scalars(select(DataRole)).one()
    assert (role.name, role.email, role.user_id) == ("Bo Lee", "bo@harbor.example.org", None)
    assert client.post(f"{page}/end", data={"version": role.version, "note": " "}).status_code == 422
    assert client.post(f"{page}/end", data={"version": role.version, "note": "Moved."}).status_code == 303
    assert client.get(f"{page}/end").status_code == 303  # nobody holds it any more


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.AFFILIATE_STAFF, "roles/data_lead", 403),
        (Role.AFFILIATE_DIRECTOR, "tier", 403),
        (Role.AFFILIATE_FINANCE, "log/add", 403),
        (Role.AUDITOR, "profile/size", 403),
        (Role.FINANCE_OFFICER, "tier", 403),
        (Role.COACH, "", 404),
        (Role.REVIEWER, "", 404),
        (Role.PROGRAM_MANAGER, "profile/nonsense", 404),
        (Role.PROGRAM_MANAGER, "roles/nonsense", 404),
    ],
)
def test_the_wrong_person_or_address_is_turned_away(
    session: Session, sign_in: SignIn, role: Role, path: str, status: int
) -> None:
    affiliate = an_affiliate(session)
    person = a_person(session, role, affiliate=None if role.is_national else affiliate)
    assert sign_in(person).get(f"/affiliates/{affiliate.id}/{path}".rstrip("/")).status_code == status


def test_the_coach_chooses_a_tier_with_a_note_and_takes_it_back(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session)
    client, page = sign_in(scene.coach), f"/affiliates/{scene.affiliate.id}"
    assert client.post(f"{page}/tier", data={"version": 0, "tier": "light", "note": ""}).status_code == 422
    typed = {"version": 0, "tier": "light", "note": "They have done this for years."}
    assert client.post(f"{page}/tier", data={**typed, "once": "one"}).status_code == 303
    assert client.post(f"{page}/tier", data={**typed, "note": "I did not see yours."}).status_code == 409
    shown = client.get(page).text
    assert ("They have done this for years." in shown, "Chosen by Amara Diallo" in shown) == (True, True)
    coaching = client.get(f"/coaching/of/{scene.enrollment.id}").text
    assert "6 a year for the tier light" in coaching
    assert client.post(f"{page}/tier/take-back", data={}).status_code == 303
    assert "As suggested from the profile" in client.get(page).text


def test_the_coach_sees_the_vacancy_in_the_caseload(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session)
    end_data_role(scene.lead, because="Moved away.", session=session, actor=PROGRAM, now=NOW)
    client = sign_in(scene.coach)
    assert ["No data lead" in client.get(page).text for page in ("/coaching/", "/")] == [True, True]


def test_a_win_goes_from_the_log_to_the_network(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session, name="Harbor")
    page = f"/affiliates/{scene.affiliate.id}/log"
    own, coach = sign_in(scene.director), sign_in(scene.coach)
    refused = own.post(f"{page}/add", data={"kind": "decision", "happened_on": "2026-02-02", "told": "We moved it."})
    assert (refused.status_code, "Which question did you ask" in refused.text) == (422, True)
    typed = {"kind": "win", "happened_on": "2026-02-02", "told": "Waiting went from nine weeks to four."}
    assert own.post(f"{page}/add", data=typed).status_code == 303
    entry = session.scalars(select(LogEntry)).one()
    assert own.post(f"{page}/{entry.id}/share", data={}).status_code == 422
    assert own.post(f"{page}/{entry.id}/recognize", data={}).status_code == 403
    assert coach.post(f"{page}/{entry.id}/share", data={}).status_code == 403
    assert coach.post(f"{page}/{entry.id}/recognize", data={}).status_code == 303
    session.refresh(entry)
    assert "Recognized" in own.get(page).text
    assert own.post(f"{page}/{entry.id}/share", data={}).status_code == 303
    stranger = sign_in(a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session)))
    shown = stranger.get("/affiliates/wins").text
    assert ("Waiting went from nine weeks to four." in shown, "Harbor" in shown) == (True, True)
    assert own.get(f"{page}/{entry.id}").status_code == 200
    assert own.post(f"{page}/{entry.id}/remove", data={}).status_code == 422
    assert own.post(f"{page}/{entry.id}/unshare", data={}).status_code == 303
    session.refresh(entry)
    assert own.post(f"{page}/{entry.id}", data={**typed, "told": "Mine.", "version": 1}).status_code == 409
    assert own.post(f"{page}/{entry.id}", data={**typed, "told": "So.", "version": entry.version}).status_code == 303
    assert own.post(f"{page}/{entry.id}/remove", data={}).status_code == 303
    assert "Nothing here yet" in own.get(page).text


def test_the_national_lists_show_and_narrow_tier_and_vacancy(session: Session, sign_in: SignIn) -> None:
    scene = harbor(session, name="Harbor", chosen_tier=Tier.LIGHT)
    other = an_affiliate(session, "Prairie", access_barriers=["transport"], suggested_tier=Tier.INTENSIVE)
    an_enrollment(session, Stage.TRAINING, affiliate=other)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    narrowed = client.get("/enrollments/?tier=intensive&vacant=data_lead").text
    assert ("Prairie</a>" in narrowed, "Harbor</a>" in narrowed, "No data lead" in narrowed) == (True, False, True)
    export = client.get("/enrollments/export.csv?tier=light").text.splitlines()
    assert export[1].endswith("Light,No executive sponsor")
    assert "1 running year without a data lead" in client.get("/").text
    capacity = client.get(f"/affiliates/?cohort={scene.enrollment.cohort_id}").text
    assert ("Harbor</a>" in capacity, "Prairie</a>" in capacity) == (True, False)


@pytest.mark.parametrize("page", ["/affiliates/", "/affiliates/wins", "profile", "log"])
def test_every_page_asks_the_same_few_questions(
    session: Session, sign_in: SignIn, count_queries: Statements, page: str
) -> None:
    cohort, manager = a_cohort(session, seats=60), a_person(session, Role.PROGRAM_MANAGER)
    first = an_affiliate(session)
    an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=first)
    path = {"profile": f"/affiliates/{first.id}", "log": f"/affiliates/{first.id}/log"}.get(page, page)
    win = EntryAnswers(EntryKind.WIN, NOW.date(), "", "It went well.", "")
    counts = []
    for batch in (1, 30):
        for _ in range(batch):
            other = an_affiliate(session)
            an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=other)
            a_data_role(session, other, user=a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=other))
            holder = a_person(session, Role.AFFILIATE_STAFF, affiliate=first)
            end_data_role(
                a_data_role(session, first, DataRoleKind.DATA_LEAD, user=holder), because="Moved.", session=session,
                actor=PROGRAM, now=NOW,
            )  # fmt: skip
            for whose in (other, first):
                entry = write_entry(whose, win, session=session, actor=holder.as_actor(NOW), now=NOW)
                entry.recognized_at, entry.recognized_by_id, entry.shared_at = NOW, manager.id, NOW
        client = sign_in(manager)
        session.expire_all()
        count_queries.clear()
        assert client.get(path).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 16
