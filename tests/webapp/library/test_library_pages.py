"""The library in the browser: searching, reading, writing, following a guide."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person, an_affiliate
from tests.scenes_library import a_guide, a_resource, a_term
from workflows.library.models import ExtractionGuide, GlossaryTerm, Publication, ReadBy, Resource, Shelf
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


def a_reader(session: Session) -> User:
    return a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))


def typed(title: str = "A small sheet", **values: object) -> dict[str, object]:
    usual = {
        "title": title,
        "summary": "Whom it helps.",
        "kind": "template",
        "language": "en",
        "written_by": "Harbor",
        "audience": "network",
        "body": "Write it down.",
        "tags": "One, two",
    }
    return usual | values


def test_a_search_marks_what_it_found_and_keeps_the_view_in_the_address(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    for number in range(30):
        a_resource(session, f"Sheet {number:02} <b>", body=f"Row {number} of the évaluation", tags=("rows",))
    client = sign_in(a_reader(session))
    session.expire_all()
    count_queries.clear()
    page = client.get("/library/?q=EVALUATION&tag=rows")
    assert page.status_code == 200
    assert "30 resources" in page.text
    assert "<mark>évaluation</mark>" in page.text
    assert "Sheet 00 &lt;b&gt;" in page.text
    assert "q=EVALUATION&amp;tag=rows&amp;page=2" in page.text
    many = len(count_queries)
    session.expire_all()
    count_queries.clear()
    assert "1 resource " in client.get("/library/?q=sheet+07").text
    assert len(count_queries) == many <= 12


def test_a_search_without_a_result_offers_to_ask_with_its_words(session: Session, sign_in: SignIn) -> None:
    a_resource(session)
    client = sign_in(a_reader(session))
    page = client.get("/library/?q=zeppelin <b>")
    assert "Nothing fits “zeppelin &lt;b&gt;”" in page.text
    assert 'href="/help/ask?words=zeppelin+%3Cb%3E"' in page.text
    assert 'value="zeppelin &lt;b&gt;"' in client.get("/help/ask?words=zeppelin+%3Cb%3E").text


def test_readers_do_not_meet_drafts_and_national_ones(session: Session, sign_in: SignIn) -> None:
    draft, national = a_resource(session, is_draft=True), a_resource(session, audience=ReadBy.NATIONAL)
    guide = a_guide(session, audience=ReadBy.NATIONAL)
    client = sign_in(a_reader(session))
    paths = (f"/library/resources/{draft.id}", f"/library/resources/{national.id}", f"/library/guides/{guide.id}")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert "Reading small numbers" not in client.get("/library/").text
    assert guide.title not in client.get("/library/guides").text
    assert client.get("/library/resources/new").status_code == 403


def test_a_resource_is_written_published_rated_and_retired(session: Session, sign_in: SignIn) -> None:
    manager, reader = a_person(session, Role.PROGRAM_MANAGER), a_reader(session)
    client = sign_in(manager)
    answer = client.post("/library/resources/new", data=typed(competencies=["C6"], sessions=["7"]))
    assert answer.status_code == 303, answer.text
    resource = session.scalars(select(Resource)).one()
    assert (resource.state, resource.words_on(Shelf.TAG)) == (Publication.DRAFT, ["one", "two"])
    path = f"/library/resources/{resource.id}"
    client.post(f"{path}/publish", data={"once": "a"})
    reading = sign_in(reader)
    page = reading.get(path)
    assert "Write it down." in page.text
    assert "Session 7" in page.text
    reading.post(f"{path}/helpful", data={"helped": "yes"})
    reading.post(f"{path}/helpful", data={"helped": "sideways"})
    assert "1 of 1 person found it helpful" in reading.get(path).text
    client.post(f"{path}/retire", data={"once": "b"})
    assert "This is retired" in reading.get(path).text
    assert "A small sheet" not in reading.get("/library/").text
    assert client.post(f"{path}/explode", data={}).status_code == 404


def test_a_draft_saves_itself_and_what_is_published_waits_for_the_button(session: Session, sign_in: SignIn) -> None:
    draft, published = a_resource(session, "Draft", is_draft=True), a_resource(session, "Published")
    client = sign_in(a_person(session, Role.COACH))
    answers = {
        row.title: client.post(f"/library/resources/{row.id}/save", data=typed(f"{row.title} 2", version=row.version))
        for row in (draft, published)
    }
    assert [answer.status_code for answer in answers.values()] == [200, 200]
    titles = session.scalars(select(Resource.title).order_by(Resource.id)).all()
    assert titles == ["Draft 2", "Published"]
    stale = client.post(f"/library/resources/{draft.id}/edit", data=typed("Mine", version=1))
    assert stale.status_code == 409
    assert "Mine" in stale.text
    assert "Draft 2" in stale.text
    bad = client.post(f"/library/resources/{published.id}/edit", data=typed("", version=published.version))
    assert bad.status_code == 422
    assert "Give it a title." in bad.text


def test_a_file_is_looked_into_and_comes_as_a_download(session: Session, sign_in: SignIn) -> None:
    resource = a_resource(session)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    path = f"/library/resources/{resource.id}/file"
    refused = client.post(f"{path}/new", data={"file": (BytesIO(b"<script>"), "page.pdf")})
    assert refused.status_code == 422
    assert "file that its name says" in refused.text
    assert client.get(path).status_code == 404
    client.post(f"{path}/new", data={"file": (BytesIO(b"%PDF-1.7 x %%EOF"), "../Sheet of <Harbor>.pdf")})
    answer = client.get(path)
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 x %%EOF", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Sheet of Harbor.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_guide_is_written_in_rows_and_followed_step_by_step(session: Session, sign_in: SignIn) -> None:
    client = sign_in(a_person(session, Role.COACH))
    sent = {
        "title": "Class starts",
        "report": "Registrations",
        "summary": "A first day for everyone.",
        "written_by": "Harbor",
        "audience": "network",
        "steps-0-text": "Print the list.",
        "steps-0-expect": "Five lines.",
        "steps-1-text": "",
        "steps-2-text": "Call the school.",
        "faults-0-error": "Two first days",
        "faults-0-fix": "Keep the earlier one.",
    }
    assert client.post("/library/guides/new", data=sent).status_code == 303
    guide = session.scalars(select(ExtractionGuide)).one()
    assert [(s.position, s.text) for s in guide.steps] == [(1, "Print the list."), (2, "Call the school.")]
    path = f"/library/guides/{guide.id}"
    client.post(f"{path}/publish", data={"once": "x"})
    page = sign_in(a_reader(session)).get(path)
    assert "You should see:" in page.text
    assert "Keep the earlier one." in page.text
    again = client.post(f"{path}/edit", data=sent | {"steps-2-text": "", "version": guide.version})
    assert again.status_code == 303
    session.expire_all()
    assert [s.text for s in guide.steps] == ["Print the list."]


def test_the_glossary_shows_edition_and_day_and_keeps_earlier_meanings(session: Session, sign_in: SignIn) -> None:
    term = a_term(session, "Innovation", "Something new.")
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    sent = {
        "word": "Innovation",
        "meaning": "New to the affiliate.",
        "adopted_on": "2026-06-01",
        "version": term.version,
    }
    assert client.post(f"/library/glossary/{term.id}/edit", data=sent).status_code == 303
    assert "Edition 2, adopted 1 Jun 2026" in client.get("/library/glossary?q=INNOV").text
    page = sign_in(a_reader(session)).get(f"/library/glossary/{term.id}")
    assert "Something new." in page.text
    twin = client.post("/library/glossary/new", data=sent | {"word": "innovation"})
    assert twin.status_code == 422
    assert "in the glossary already" in twin.text
    assert len(session.scalars(select(GlossaryTerm)).all()) == 1


def test_the_starting_shelf_comes_with_one_button(session: Session, sign_in: SignIn) -> None:
    client = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    assert "Bring in the starting shelf" in client.get("/library/").text
    assert client.post("/library/starting-shelf", data={"once": "s"}).status_code == 303
    page = client.get("/library/").text
    assert "Your change story in one paragraph" in page
    assert "Bring in the starting shelf" not in page
    assert "innovation" in client.get("/library/glossary").text
