"""Keeping frameworks in the browser: copy, publish, add, change, retire, and what others may not."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_framework, a_person, an_affiliate, an_enrollment
from tests.scenes_frameworks import a_copy, a_full_framework, an_indicator, vars_of
from tests.scenes_proposals import a_draft, a_good_goal, an_affiliate_that_writes
from workflows.frameworks.answers import items_of
from workflows.frameworks.indicators import retire_indicator
from workflows.frameworks.models import Framework, FrameworkState, Indicator
from workflows.frameworks.operations import seed_framework
from workflows.people.models import User
from workflows.permissions import PROGRAM, Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, save_goal

SignIn = Callable[[User], FlaskClient]
NEXT = {
    "code": "integration-domains",
    "edition": "2",
    "name": "Domains of integration",
    "source": "After the pilot",
    "purpose": "Jobs first",
    "begins_with": "all",
}


def typed(**values: Any) -> dict[str, Any]:
    """The form of an indicator as a browser sends it."""
    given = vars_of(an_indicator())
    lists = {name: "\n".join(items_of(given[name])) for name in ("fields", "disaggregations")}
    return {**given, **lists, "domain_2019": ["Work"], "topics": [], **values}


@pytest.fixture
def admin(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))


def a_used_indicator(session: Session, framework: Framework) -> Goal:
    scene = an_affiliate_that_writes(session, framework_id=framework.id)
    writer = scene.data_lead.as_actor(NOW)
    goal = add_goal(a_draft(session, scene), session=session, actor=writer, now=NOW)
    answers = a_good_goal(framework.indicators[0].id)
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=writer, now=NOW)
    session.commit()
    return goal


def test_an_administrator_copies_adds_and_publishes_a_new_edition(session: Session, admin: FlaskClient) -> None:
    library = seed_framework(session=session)
    session.commit()
    form = admin.get(f"/library/frameworks/{library.id}/copy").text
    assert 'value="2"' in form
    answer = admin.post(f"/library/frameworks/{library.id}/copy", data={**NEXT, "once": "a"})
    copy = session.scalars(select(Framework).where(Framework.edition == "2")).one()
    assert (answer.status_code, answer.location) == (303, f"/library/frameworks/{copy.id}")
    page = admin.get(answer.location)
    assert "Copied from" in page.text
    assert "Draft" in page.text
    added = admin.post(f"/library/frameworks/{copy.id}/indicators/new", data=typed(once="b"), follow_redirects=True)
    assert "Promoted within a year" in added.text
    published = admin.post(f"/library/frameworks/{copy.id}/publish", data={"once": "c"}, follow_redirects=True)
    assert "It is published: cohorts can choose it." in published.text
    session.expire_all()
    assert (copy.state, len(copy.indicators)) == (FrameworkState.PUBLISHED, 78)
    compared = admin.get(f"/library/frameworks/compare?old={library.id}&new={copy.id}")
    assert "1 added, 0 removed, 0 changed, 77 the same" in compared.text


def test_the_same_copy_sent_twice_is_made_once(session: Session, admin: FlaskClient) -> None:
    library = seed_framework(session=session)
    session.commit()
    for _ in range(2):
        admin.post(f"/library/frameworks/{library.id}/copy", data={**NEXT, "once": "same"})
    assert session.scalar(select(func.count(Framework.id))) == 2


def test_a_framework_can_begin_without_indicators_and_is_not_open_to_publish_yet(
    session: Session, admin: FlaskClient
) -> None:
    framework = a_framework(session)
    session.commit()
    answers = {**NEXT, "code": "own", "begins_with": "none"}
    page = admin.post(f"/library/frameworks/{framework.id}/copy", data=answers, follow_redirects=True)
    assert "Goals need something to choose from: add an indicator first." in page.text
    made = session.scalars(select(Framework).where(Framework.code == "own")).one()
    assert admin.post(f"/library/frameworks/{made.id}/publish").status_code == 422
    assert "No indicator yet" in admin.get(f"/library/indicators?framework={made.id}").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"edition": "1"}, "has an edition 1 already. Give this one another."),
        ({"code": "Two Words"}, "Write the code in small letters and digits"),
        ({"code": "x" * 41}, "Field cannot be longer than 40 characters."),
        ({"name": ""}, "Give it a name."),
        ({"name": "A\0B"}, "There is a hidden control character in this text."),
        ({"source": "x" * 1001}, "Field cannot be longer than 1000 characters."),
        ({"begins_with": "some"}, "Not a valid choice."),
    ],
)
def test_a_copy_that_cannot_be_made_says_why_and_makes_nothing(
    session: Session, admin: FlaskClient, values: dict[str, str], sentence: str
) -> None:
    library = seed_framework(session=session)
    session.commit()
    page = admin.post(f"/library/frameworks/{library.id}/copy", data={**NEXT, **values})
    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalar(select(func.count(Framework.id))) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "EMP-01"}, "“EMP-01” is “Employed at day 180” in this framework."),
        ({"denominator": " "}, "A share and an average need a denominator"),
        ({"name": "x" * 161}, "Field cannot be longer than 160 characters."),
        ({"definition": "It\0says"}, "There is a hidden control character in this text."),
        ({"note": "x" * 1001}, "Field cannot be longer than 1000 characters."),
        ({"fields": "=SUM(A1)"}, "is not the name of a column"),
        ({"calculation": "median"}, "Not a valid choice."),
        ({"domain_2019": ["Moonlight"]}, "is not a valid choice"),
        ({"domain_2019": ["Work", "Housing", "Links", "Bonds"]}, "Up to 3: those that it belongs to most."),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused_and_the_words_stay(
    session: Session, admin: FlaskClient, values: dict[str, Any], sentence: str
) -> None:
    framework = a_framework(session)
    session.commit()
    page = admin.post(f"/library/frameworks/{framework.id}/indicators/new", data=typed(**values))
    assert page.status_code == 422
    assert sentence in page.text
    assert "people who have worked for twelve months" in page.text or "denominator" in values
    assert session.scalar(select(func.count(Indicator.id))) == 1


def test_paste_with_quotes_emoji_and_right_to_left_words_is_kept_as_typed(session: Session, admin: FlaskClient) -> None:
    framework = a_framework(session)
    session.commit()
    name = "A & B <x> “so” 🙂 عمل"
    page = admin.post(
        f"/library/frameworks/{framework.id}/indicators/new", data=typed(name=name), follow_redirects=True
    )
    assert "A &amp; B &lt;x&gt; “so” 🙂 عمل" in page.text
    assert session.scalars(select(Indicator.name).where(Indicator.code == "EMP-08")).one() == name


def test_an_unused_indicator_is_changed_and_a_dropped_formula_is_said(session: Session, admin: FlaskClient) -> None:
    first = seed_framework(session=session).indicators[0]
    session.commit()
    form = admin.get(f"/library/indicators/{first.id}/edit").text
    assert "Only the words change: what an extract computes is the same" in form
    given = typed(code=first.code, fields="employable", version="1", calculation="percent")
    page = admin.post(f"/library/indicators/{first.id}/edit", data=given, follow_redirects=True)
    assert "An extract can no longer compute it, because what is computed changed" in page.text
    session.expire_all()
    assert (first.fields, first.formula, first.version) == ("employable", None, 2)


def test_words_alone_keep_the_formula_with_the_tick(session: Session, admin: FlaskClient) -> None:
    first = seed_framework(session=session).indicators[0]
    session.commit()
    given = typed(code=first.code, fields=first.fields.replace(";", ", "), version="1", keeps_formula="y")
    admin.post(f"/library/indicators/{first.id}/edit", data=given)
    session.expire_all()
    assert first.numerator == "people who were promoted within twelve months"
    assert first.formula is not None


def test_a_used_indicator_says_why_its_words_stay(session: Session, admin: FlaskClient) -> None:
    library = seed_framework(session=session)
    goal = a_used_indicator(session, library)
    path = f"/library/indicators/{goal.indicator_id}"
    assert "It is used in 1 goal, which would say something else." in admin.get(path).text
    answer = admin.post(f"{path}/edit", data=typed(code="EMP-01", version="1"))
    assert answer.status_code == 422
    assert "Change it in a new edition, or retire it and add another one." in answer.text
    session.expire_all()
    assert library.indicators[0].name == "Employed at day 180"


def test_the_slower_of_two_editors_sees_both_versions(session: Session, admin: FlaskClient) -> None:
    first = a_framework(session).indicators[0]
    session.commit()
    answer = admin.post(f"/library/indicators/{first.id}/edit", data=typed(version="9"))
    assert answer.status_code == 409
    assert "Promoted within a year" in answer.text
    assert "Employed at day 180" in answer.text


def test_a_retired_indicator_says_so_and_new_goals_do_not_offer_it(
    session: Session, admin: FlaskClient, sign_in: SignIn
) -> None:
    library = seed_framework(session=session)
    goal = a_used_indicator(session, library)
    first, second = library.indicators[:2]
    for indicator in (first, second):
        answer = admin.post(f"/library/indicators/{indicator.id}/retire", data={"why": "Day 240 says more."})
        assert (answer.status_code, answer.location) == (303, f"/library/indicators/{indicator.id}")
    page = admin.get(f"/library/indicators/{first.id}").text
    assert "Day 240 says more. New goals do not offer it; where it is used it stays." in page
    assert "Offer it again" in page
    editor = sign_in(session.get_one(User, goal.proposal.sections[0].saved_by_id))
    form = editor.get(f"/proposals/goals/{goal.id}").text
    assert f"{first.name} ({first.code}, retired)" in form  # the one that it has
    assert f"({second.code}" not in form
    shelf = editor.get("/library/indicators").text
    assert first.name not in shelf
    assert first.name in editor.get("/library/indicators?retired=all").text


def test_a_goal_cannot_choose_a_retired_indicator(session: Session, sign_in: SignIn) -> None:
    library = seed_framework(session=session)
    goal = a_used_indicator(session, library)
    second = library.indicators[1]
    retire_indicator(second, why="Nobody knows it", actor=PROGRAM, now=NOW)
    editor = sign_in(session.get_one(User, goal.proposal.sections[0].saved_by_id))
    answer = editor.post(
        f"/proposals/goals/{goal.id}", data={"indicator": str(second.id), "version": str(goal.version)}
    )
    session.expire_all()
    assert answer.status_code == 422
    assert goal.indicator_id == library.indicators[0].id


def test_offering_again_tells_the_whole_story(session: Session, admin: FlaskClient) -> None:
    first = a_framework(session).indicators[0]
    session.commit()
    admin.post(f"/library/indicators/{first.id}/retire", data={"why": "Too rare", "once": "1"})
    page = admin.post(
        f"/library/indicators/{first.id}/restore", data={"why": "Asked for", "once": "2"}, follow_redirects=True
    ).text
    assert page.index("Too rare") < page.index("Asked for")
    assert "New goals offer it again." in page


def test_retiring_without_a_reason_is_refused(session: Session, admin: FlaskClient) -> None:
    first = a_framework(session).indicators[0]
    session.commit()
    answer = admin.post(f"/library/indicators/{first.id}/retire", data={"why": " "})
    session.expire_all()
    assert (answer.status_code, first.is_retired) == (422, False)
    assert "Say why in a sentence; it stays with the indicator." in answer.text


def test_a_draft_is_thrown_away_and_an_indicator_taken_out(session: Session, admin: FlaskClient) -> None:
    original = a_framework(session)
    draft = a_copy(session, original)
    session.commit()
    gone = admin.post(f"/library/indicators/{draft.indicators[0].id}/remove", data={"once": "1"}, follow_redirects=True)
    assert "is out of this draft." in gone.text
    session.expire_all()
    assert admin.post(f"/library/frameworks/{draft.id}/remove", data={"once": "2"}).status_code == 303
    assert session.scalars(select(Framework.id)).all() == [original.id]
    assert admin.post(f"/library/frameworks/{original.id}/remove").status_code == 422
    assert admin.post(f"/library/indicators/{original.indicators[0].id}/remove").status_code == 422


def test_the_description_of_a_draft_is_changed(session: Session, admin: FlaskClient) -> None:
    draft = a_copy(session, a_framework(session))
    session.commit()
    assert "Our own" not in admin.get(f"/library/frameworks/{draft.id}").text
    given = {**NEXT, "code": "own", "name": "Our own", "version": "1"}
    page = admin.post(f"/library/frameworks/{draft.id}/edit", data=given, follow_redirects=True)
    assert "Our own, edition 2" in page.text


def test_a_published_edition_keeps_its_name(session: Session, admin: FlaskClient) -> None:
    framework = a_framework(session)
    session.commit()
    answer = admin.post(f"/library/frameworks/{framework.id}/edit", data={**NEXT, "version": "1"})
    session.expire_all()
    assert (answer.status_code, framework.name) == (422, "Ten domains")
    assert "This edition is published, and proposals name it." in answer.text


def test_drafts_do_not_exist_for_those_who_only_browse(session: Session, sign_in: SignIn) -> None:
    draft = a_copy(session, a_framework(session), name="Secret plans")
    session.flush()
    reviewer, manager = (sign_in(a_person(session, role)) for role in (Role.REVIEWER, Role.PROGRAM_MANAGER))
    paths = (f"/library/frameworks/{draft.id}", f"/library/indicators/{draft.indicators[0].id}")
    assert [reviewer.get(path).status_code for path in paths] == [404, 404]
    assert [manager.get(path).status_code for path in paths] == [200, 200]
    for path in ("/library/frameworks", f"/library/indicators?framework={draft.id}", "/library/frameworks/compare"):
        assert "Secret plans" not in reviewer.get(path, follow_redirects=True).text
    assert "Secret plans" in manager.get("/library/frameworks").text


def test_the_program_manager_reads_but_does_not_keep(session: Session, sign_in: SignIn) -> None:
    framework = a_framework(session)
    first = framework.indicators[0]
    manager = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    assert "Keeping it" not in manager.get(f"/library/indicators/{first.id}").text
    assert "Keeping it" not in manager.get(f"/library/frameworks/{framework.id}").text
    posts = (
        f"/library/frameworks/{framework.id}/copy",
        f"/library/frameworks/{framework.id}/edit",
        f"/library/frameworks/{framework.id}/publish",
        f"/library/frameworks/{framework.id}/remove",
        f"/library/frameworks/{framework.id}/indicators/new",
        f"/library/indicators/{first.id}/edit",
        f"/library/indicators/{first.id}/retire",
        f"/library/indicators/{first.id}/restore",
        f"/library/indicators/{first.id}/remove",
    )
    assert {manager.post(path, data={}).status_code for path in posts} == {403}


def test_an_affiliate_browses_the_edition_that_its_year_is_written_under(session: Session, sign_in: SignIn) -> None:
    library = seed_framework(session=session)
    scene = an_affiliate_that_writes(session, framework_id=library.id)
    a_draft(session, scene)
    newer = a_copy(session, library, is_published=True)
    scene.enrollment.cohort.framework_id = newer.id
    page = sign_in(scene.data_lead).get("/library/indicators").text
    assert "Domains of integration, edition 1, the one of your year" in page
    other = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    assert "Domains of integration, edition 2" in sign_in(other).get("/library/indicators").text


def test_a_group_a_domain_of_2019_and_words_narrow_what_is_shown(session: Session, sign_in: SignIn) -> None:
    library = seed_framework(session=session)
    client = sign_in(a_person(session, Role.REVIEWER))

    def counted(query: str) -> str:
        page = client.get(f"/library/indicators?{query}").text
        return page.split('class="soft" role="status">')[1].split("<")[0]

    assert counted("") == "77 indicators"
    assert counted("domain=Social+connections") == "18 indicators in Social connections"
    assert counted("domain=Housing") == "6 indicators in Housing"
    assert counted("in_2019=Culture") == "7 indicators"
    assert counted("domain=Housing&source=extract&q=rent") == "1 indicator in Housing for “rent”"
    assert counted(f"framework={library.id}&q=bank+account") == "1 indicator for “bank account”"
    assert counted("framework=999&domain=Nowhere") == "0 indicators in Nowhere"
    assert counted("framework=9999999999999999999999") == "77 indicators"
    assert client.get("/library/indicators?q=%00bank").status_code == 404


@pytest.mark.parametrize("path", ["/library/indicators", "/library/frameworks", "/library/frameworks/{0}"])
def test_pages_of_a_framework_ask_as_much_with_thirty_indicators_as_with_one(
    session: Session, sign_in: SignIn, count_queries: Statements, path: str
) -> None:
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    cohort = a_cohort(session, framework_id=a_full_framework(session, 1).id)
    an_enrollment(session, affiliate=session.get_one(User, staff.id).roles[0].affiliate, cohort=cohort)
    counts = []
    for count in (1, 30):
        if count == 30:
            cohort.framework_id = a_full_framework(session, 30, edition="30").id
        client = sign_in(staff)
        session.expire_all()
        framework_id = cohort.framework_id
        count_queries.clear()
        page = client.get(path.format(framework_id))
        assert page.status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("path", ["/library/indicators/{0}", "/library/frameworks/compare?old={1}&new={2}"])
def test_one_indicator_and_a_comparison_ask_as_much_among_thirty(
    session: Session, sign_in: SignIn, count_queries: Statements, path: str
) -> None:
    counts = []
    for count in (1, 30):
        framework = a_full_framework(session, count, code=f"full-{count}")
        copy = a_copy(session, framework, is_published=True)
        client = sign_in(a_person(session, Role.REVIEWER))
        values = (framework.indicators[0].id, framework.id, copy.id)
        session.expire_all()
        count_queries.clear()
        assert client.get(path.format(*values)).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1] <= 14
