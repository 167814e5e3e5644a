"""Changes to an award in the browser: from the choice of the kind to the decision, and years that rest."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate
from tests.scenes_amendments import WHY, a_plan, approved, drafted, letter_of, sent, target_asked
from tests.scenes_year import a_check_in
from workflows.amendments.answers import AmendmentType
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.queries import find_open, find_suspension
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def test_a_target_is_asked_for_and_decided(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    award = scene.year.award
    director = sign_in(scene.year.director)
    choosing = director.get(f"/amendments/award/{award.id}/new").text
    assert ("2 CFR 200.308" in choosing, "within five working days" in choosing) == (True, True)
    begin = f"/amendments/award/{award.id}/new/target"
    assert "Choose one." in director.post(begin, data={"once": "a"}).text
    made = director.post(begin, data={"about": scene.about_goal, "once": "b"})
    found = find_open(session, award.id, AmendmentType.TARGET)
    assert found is not None
    assert (made.status_code, made.location) == (303, f"/amendments/{found.id}/edit")
    given = {"target_value": "58", "version": "1", "once": "c", **WHY}
    assert 'value="60"' in director.get(f"/amendments/{found.id}/edit").text
    assert director.post(f"/amendments/{found.id}/edit", data=given).status_code == 303
    page = director.get(f"/amendments/{found.id}").text
    assert ("Fast track" in page, "58%" in page, "60%" in page, "at most 20 percent" in page) == (True,) * 4
    session.expire_all()
    version = str(session.get_one(Amendment, found.id).version)
    assert director.post(f"/amendments/{found.id}/send", data={"version": version, "once": "d"}).status_code == 303
    assert director.get(f"/amendments/{found.id}/decide").status_code == 403
    coach = sign_in(scene.year.coach)
    advice = {"advice": "approve", "words": "It fits.", "once": "e"}
    assert coach.post(f"/amendments/{found.id}/recommend", data=advice).status_code == 303
    manager = sign_in(scene.year.manager)
    decide = f"/amendments/{found.id}/decide"
    assert "Daniel Okafor recommends: Approve it." in manager.get(decide).text
    session.expire_all()
    now = str(session.get_one(Amendment, found.id).version)
    short = manager.post(decide, data={"choice": "decline", "version": now, "once": "f"})
    assert (short.status_code, "Say why in a sentence" in short.text) == (422, True)
    assert manager.post(decide, data={"choice": "approve", "version": now, "once": "g"}).status_code == 303
    session.expire_all()
    assert session.get_one(Amendment, found.id).state is AmendmentState.IN_EFFECT
    overview = director.get(f"/amendments/of/{scene.year.enrollment.id}").text
    assert ("Goal 1: target" in overview, "Amendment 1" in overview, "is in effect" in overview) == (True,) * 3
    assert "Approved first: 60%" in director.get(f"/funding/of/{scene.year.enrollment.id}").text
    assert "amended from 60%" in director.get(f"/outcomes/of/{scene.year.enrollment.id}").text


def test_the_slower_decider_gets_both_decisions(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    first, second = sign_in(scene.year.manager), sign_in(a_person(session, Role.PROGRAM_MANAGER))
    decide, seen = f"/amendments/{amendment.id}/decide", str(amendment.version)
    asked = {"choice": "return", "note": "Why 58?", "version": seen, "once": "a"}
    assert first.post(decide, data=asked).status_code == 303
    late = second.post(decide, data={"choice": "approve", "version": seen, "once": "b"})
    assert (late.status_code, "Why 58?" in late.text, "Approve" in late.text, "Returned" in late.text) == (
        409, True, True, True,
    )  # fmt: skip  # both versions
    home = sign_in(scene.year.director).get("/").text
    assert "came back with a question" in home


def test_a_budget_moves_line_by_line(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    director = sign_in(scene.year.director)
    director.post(f"/amendments/award/{scene.year.award.id}/new/budget", data={"once": "a"})
    found = find_open(session, scene.year.award.id, AmendmentType.BUDGET)
    assert found is not None
    page = f"/amendments/{found.id}/edit"
    shown = director.get(page).text
    assert ("Personnel · Evening teacher" in shown, "Amount of the award" in shown) == (True, False)
    given = {
        "line_1": "14000", "line_2": "4000", "line_3": "6000", "new_category_1": "SUP",
        "new_description_1": "Paper", "new_amount_1": "1000", "version": "1", "once": "b", **WHY,
    }  # fmt: skip  # one form
    assert director.post(page, data=given).status_code == 303
    read = director.get(f"/amendments/{found.id}").text
    assert ("Paper: $1,000.00" in read, "It takes effect when it is sent" in read) == (True, True)


def test_staff_change_the_amount(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    manager = sign_in(scene.year.manager)
    manager.post(f"/amendments/award/{scene.year.award.id}/new/budget", data={"once": "a"})
    found = find_open(session, scene.year.award.id, AmendmentType.BUDGET)
    assert found is not None
    given = {"amount": "26000", "version": "1", "once": "b", **WHY}
    assert "Amount of the award" in manager.get(f"/amendments/{found.id}/edit").text
    assert manager.post(f"/amendments/{found.id}/edit", data=given).status_code == 303
    assert "The amount of the award changes." in manager.get(f"/amendments/{found.id}").text


def test_every_kind_has_its_form(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    director = sign_in(scene.year.director)
    for number, type in enumerate(AmendmentType):
        about = {"key_person": "director"}.get(type.value, scene.about_goal)
        posted = director.post(
            f"/amendments/award/{scene.year.award.id}/new/{type.value}", data={"about": about, "once": f"n{number}"}
        )
        assert (type, posted.status_code) == (type, 303)
        assert director.get(posted.location).status_code == 200
        assert director.get(posted.location.removesuffix("/edit")).status_code == 200
    assert director.get(f"/amendments/award/{scene.year.award.id}/new/nonsense").status_code == 404


def test_a_request_is_withdrawn_with_a_reason(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    amendment, lead = target_asked(session, scene), sign_in(scene.lead)
    assert lead.post(f"/amendments/{amendment.id}/withdraw", data={"once": "a"}).status_code == 422
    page = lead.post(f"/amendments/{amendment.id}/withdraw", data={"note": "We wait.", "once": "b"})
    session.expire_all()
    assert (page.status_code, amendment.state, amendment.decision_note) == (303, AmendmentState.WITHDRAWN, "We wait.")


def test_a_year_rests_and_goes_on(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    award, enrollment, manager = scene.year.award, scene.year.enrollment, sign_in(scene.year.manager)
    given = {"begins_on": "2026-07-01", "reason": "The data lead left.", "once": "a"}
    asked = manager.post(f"/amendments/award/{award.id}/suspend", data=given)
    assert (asked.status_code, "Say what lifts the suspension." in asked.text) == (422, True)
    given |= {"lifts_when": "A new data lead is named.", "once": "b"}
    assert manager.post(f"/amendments/award/{award.id}/suspend", data=given).status_code == 303
    read = sign_in(scene.year.director).get(f"/amendments/of/{enrollment.id}").text
    assert ("A new data lead is named." in read, "Resume the year" in read) == (True, False)
    resume = f"/amendments/award/{award.id}/resume"
    assert "It rests because: The data lead left." in manager.get(resume).text
    assert manager.post(resume, data={"note": "Samuel came.", "once": "c"}).status_code == 303
    session.expire_all()
    assert (enrollment.stage, find_suspension(session, award.id)) == (Stage.IMPLEMENTING, None)


def test_a_check_in_shows_what_was_amended(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    check_in = a_check_in(session, scene.year)
    approved(session, target_asked(session, scene), scene.year.manager)
    page = sign_in(scene.year.coach).get(f"/coaching/check-ins/{check_in.id}").text
    assert "approved first: 60%" in page


def test_another_affiliate_does_not_know_of_it(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    paths = (f"{amendment.id}", f"{amendment.id}/edit", f"of/{scene.year.enrollment.id}")
    assert [stranger.get(f"/amendments/{path}").status_code for path in paths] == [404, 404, 404]


def test_both_sides_sign_the_letter(session: Session, sign_in: SignIn) -> None:
    scene = a_plan(session)
    asked = sent(session, drafted(session, scene, AmendmentType.PERIOD, ends_on="2027-09-30"), scene.lead)
    manager, director = sign_in(scene.year.manager), sign_in(scene.year.director)
    page = f"/amendments/{asked.id}"
    given = {"choice": "approve", "version": str(asked.version), "once": "a"}
    decided = manager.post(f"{page}/decide", data=given, follow_redirects=True).text
    assert ("Both sides sign it next." in decided, "Both sides sign the amendment letter first." in decided) == (
        True,
    ) * 2
    assert "The amendment letter is being made." in director.get(page).text
    session.expire_all()
    amendment = session.get_one(Amendment, asked.id)
    letter = letter_of(session, amendment)
    letter.made_at = amendment.decided_at
    session.commit()
    assert "Read and sign" in director.get(page).text
    assert "Sign the amendment letter" in director.get(f"{page}/sign-for-affiliate").text
    assert director.get(f"{page}/sign-for-network").status_code == 403
    signature = {"document_sha256": letter.file_sha256, "typed_name": "Amina Diallo", "agrees": "y", "once": "b"}
    assert director.post(f"{page}/sign-for-affiliate", data=signature).status_code == 303
    signature |= {"typed_name": "Ruth Adeyemi", "once": "c"}
    done = manager.post(f"{page}/sign-for-network", data=signature, follow_redirects=True).text
    assert ("Certificate of signatures" in done, "In effect" in done, "Read and sign" in done) == (True, True, False)
    session.expire_all()
    assert (amendment.state, amendment.award.ends_on.isoformat()) == (AmendmentState.IN_EFFECT, "2027-09-30")
