"""Pages of practice products and labs: writing by two people, feedback, files, labs, and their queries."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_practice import a_practice, a_product, some_feedback, texts_of
from tests.scenes_training import a_user_of
from workflows.exercises.models import Feedback, LabAttempt, Product, ProductState
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
AUTOMATIC = {"Accept": "application/json"}


def test_a_product_goes_from_the_session_to_feedback_and_thanks(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    client = sign_in(scene.leads["Harbor"])
    page = client.get(f"/training/sessions/{scene.session(3).id}").text
    assert "Begin your logic model" in page
    begun = client.post(
        f"/practice/of/{scene.enrollment('Harbor').id}/sessions/{scene.session(3).id}", data={"once": "a"}
    )
    product = session.scalars(select(Product)).one()
    write, show = f"/practice/{product.id}/write", f"/practice/{product.id}"
    assert begun.location == write
    assert "“If … then … chain” is still empty" in client.get(show).text
    answer = client.post(write, data={**texts_of("logic_model"), "version": "1"}, headers=AUTOMATIC)
    assert (answer.status_code, answer.json["version"]) == (200, 2)
    stale = client.post(write, data={**texts_of("logic_model", "mine"), "version": "1"}, headers=AUTOMATIC)
    assert stale.status_code == 409
    both = client.post(write, data={**texts_of("logic_model", "mine"), "version": "1", "once": "b"})
    assert both.status_code == 409
    assert "Keep mine" in both.text
    assert client.post(show + "/hand-in", data={"version": "2", "once": "c"}).location == show
    assert client.get(write).location == show
    peer = sign_in(scene.leads["Prairie"])
    assert peer.get(show).status_code == 404
    assert client.post(show + "/share", data={"once": "d"}).status_code == 303
    assert "what we wrote" in peer.get(show).text
    warned = peer.post(show + "/feedback", data={"works": "Call 555-0123", "once": "e"})
    assert warned.status_code == 422
    assert "nothing of this belongs to a client" in warned.text
    told = {"works": "The chain", "is_checked": "y", "once": "f"}
    assert peer.post(show + "/feedback", data=told).status_code == 303
    said = session.scalars(select(Feedback)).one()
    assert "Lead of Prairie" in client.get(show).text
    assert client.post(f"/practice/feedback/{said.id}/thank", data={"reply": "We will", "once": "g"}).status_code == 303
    assert "“We will”" in peer.get(show).text


def test_a_file_is_kept_and_only_readers_get_it(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"))
    client = sign_in(scene.leads["Harbor"])
    assert client.post(f"/practice/{product.id}/revise", data={"once": "r"}).status_code == 303
    place = f"/practice/{product.id}/file"

    def sent(name: str, content: bytes, once: str) -> int:
        return client.post(place, data={"file": (io.BytesIO(content), name), "once": once}).status_code

    assert (sent("a.csv", b"x", "1"), sent("a.pdf", b"x", "2"), sent("sketch.pdf", b"%PDF-1.7 x %%EOF", "3")) == (
        422,
        422,
        303,
    )
    answer = client.get(place)
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 x %%EOF", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert sign_in(scene.leads["Prairie"]).get(place).status_code == 404
    assert client.post(place + "/remove", data={"once": "4"}).status_code == 303
    assert client.get(place).status_code == 404


def test_a_lab_says_what_is_right_and_hints_at_the_rest(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    client = sign_in(a_user_of(session, scene.training.people["ana@harbor.example.org"]))
    lab = f"/practice/labs/{scene.session(9).id}"
    assert client.get(lab + "/sample.csv").data.count(b"\n") == 61
    assert (
        client.post(lab, data={"denominator": "27", "numerator": "20", "small": ["Dari"], "once": "a"}).status_code
        == 303
    )
    page = client.get(lab).text
    assert "1 of 5 right" in page
    assert "Keep both filters of the denominator" in page
    assert session.scalar(select(func.count(LabAttempt.id))) == 3
    assert "Lab: 1 of 5" in client.get(f"/practice/of/{scene.enrollment('Harbor').id}").text
    assert client.get(f"/practice/labs/{scene.session(1).id}").status_code == 404


def test_lists_ask_as_many_queries_for_thirty_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    """The waiting list, the affiliate's page and a product with its feedback."""
    scene = a_practice(session)
    product = a_product(session, scene.enrollment("Harbor"), scene.session(3), scene.lead("Harbor"), shared=True)
    some_feedback(session, product, scene.lead("Prairie"))
    client = sign_in(scene.training.manager)
    pages = ("/practice/?state=all", f"/practice/of/{product.enrollment_id}", f"/practice/{product.id}")

    def counted() -> list[int]:
        counts = []
        for page in pages:
            count_queries.clear()
            assert client.get(page).status_code == 200
            counts.append(len(count_queries))
        return counts

    counted()
    before = counted()
    scene.training.cohort.seats = 60
    for _ in range(30):
        affiliate = an_affiliate(session)
        more = an_enrollment(session, Stage.TRAINING, cohort=scene.training.cohort, affiliate=affiliate)
        lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=affiliate).as_actor(NOW)
        a_product(session, more, scene.session(3), lead)
        some_feedback(session, product, scene.lead("Cascade"))
    session.commit()
    assert counted() == before


def test_what_waits_comes_first_and_is_named_on_home_after_five_days(session: Session, sign_in: SignIn) -> None:
    scene = a_practice(session)
    answered = a_product(session, scene.enrollment("Harbor"), scene.session(2), scene.lead("Harbor"))
    some_feedback(session, answered, scene.staff)
    a_product(session, scene.enrollment("Prairie"), scene.session(3), scene.lead("Prairie"))
    client = sign_in(scene.training.manager)
    page = client.get("/practice/").text
    assert ("Logic model" in page, "Domain map" in page) == (True, False)
    assert "Domain map" in client.get(f"/practice/?state={ProductState.ANSWERED}").text
    assert "Read a practice product" in client.get("/").text
