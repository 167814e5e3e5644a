"""Materials in the browser: staff add them, whoever sees the session downloads them, nobody else knows of them."""

import io
from collections.abc import Callable

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import Statements
from tests.factories import a_person, an_affiliate
from tests.scenes_training import Scene, a_material, a_training, a_user_of
from tests.workflows.training.material_samples import GOOD, PDF, PNG
from workflows.people.models import User
from workflows.permissions import Role
from workflows.training.models import SessionMaterial

SignIn = Callable[[User], FlaskClient]
FORM = {"title": "Slides", "kind": "slides", "language": "English", "url": ""}


def send(
    client: FlaskClient, scene: Scene, content: bytes = PDF, *, name: str = "slides.pdf", once: str = "", **given: str
) -> TestResponse:
    answer = client.post(
        f"/training/sessions/{scene.sample_session.id}/materials",
        data={**FORM, "once": once, **({"file": (io.BytesIO(content), name)} if name else {}), **given},
        content_type="multipart/form-data",
    )
    answer.request.environ["wsgi.input"].close()  # the test client keeps a large upload in a file of its own
    return answer


def the_material(session: Session) -> SessionMaterial:
    session.expire_all()
    return session.scalars(select(SessionMaterial)).one()


@pytest.mark.parametrize("name", GOOD)
def test_a_file_comes_back_as_it_was_and_only_as_an_attachment(session: Session, sign_in: SignIn, name: str) -> None:
    scene = a_training(session)
    assert send(sign_in(scene.manager), scene, GOOD[name], name=name).status_code == 303
    material = the_material(session)
    client = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    path = f"/training/materials/{material.id}/file"
    assert path in client.get(f"/training/sessions/{scene.sample_session.id}").text
    answer = client.get(path)
    assert (answer.status_code, answer.data, answer.content_length) == (200, GOOD[name], len(GOOD[name]))
    assert answer.headers["Content-Disposition"] == f"attachment; filename={material.file_name}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype not in ("text/html", "image/svg+xml", "application/octet-stream")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_bad_file_is_refused_and_nothing_is_kept(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    answer = send(client, scene, PNG)
    assert answer.status_code == 422
    assert "“slides.pdf” is not the PDF file that its name says." in answer.text
    for given in ({"name": ""}, {"url": "https://example.org/x"}):
        answer = send(client, scene, **given)
        assert answer.status_code == 422
        assert "Choose a file, or write a link; one of the two." in answer.text
    assert send(client, scene, name="", url="http://example.org/x").status_code == 422
    session.expire_all()
    assert session.scalar(select(func.count(SessionMaterial.id))) == 0


def test_the_same_form_twice_adds_one_material(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    assert [send(client, scene, once="a").status_code for _ in range(2)] == [303, 303]
    assert the_material(session).size == len(PDF)


def test_people_of_another_cohort_do_not_learn_that_a_material_exists(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    send(sign_in(scene.manager), scene)
    path = f"/training/materials/{the_material(session).id}"
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session, "Mesa")))
    coach = sign_in(a_person(session, Role.COACH))
    for client in (stranger, coach):
        assert [client.get(path + rest).status_code for rest in ("", "/file")] == [404, 404]
        assert client.post(path + "/remove", data={"once": "x"}).status_code == 404
    participant = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    assert [participant.get(path + rest).status_code for rest in ("", "/file")] == [403, 200]


def test_manager_changes_orders_and_removes_materials(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    slides = a_material(session, scene.sample_session, scene.manager)
    link = a_material(
        session, scene.sample_session, scene.manager, title="Guide", url="https://example.org/g", position=2
    )
    client = sign_in(scene.manager)
    page = f"/training/sessions/{scene.sample_session.id}/materials"
    assert client.post(f"/training/materials/{link.id}/up", data={"once": "a"}).status_code == 303
    listed = client.get(page).text
    assert listed.index("Guide") < listed.index("Slides · ")
    form = {**FORM, "title": "Guide in two pages", "url": link.url}
    session.expire_all()
    version = str(session.get_one(SessionMaterial, link.id).version)
    changed = client.post(f"/training/materials/{link.id}", data={**form, "version": version, "once": "b"})
    assert changed.status_code == 303
    stale = client.post(f"/training/materials/{link.id}", data={**form, "title": "Mine", "version": "1", "once": "c"})
    assert stale.status_code == 409
    assert "Guide in two pages" in stale.text
    assert client.post(f"/training/materials/{slides.id}/remove", data={"once": "d"}).status_code == 303
    assert the_material(session).title == "Guide in two pages"
    assert client.get(f"/training/materials/{link.id}/file").status_code == 404


def test_a_file_that_the_store_lost_is_said_in_a_sentence(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    material = a_material(session, scene.sample_session, scene.manager)
    answer = sign_in(scene.manager).get(f"/training/materials/{material.id}/file")
    assert answer.status_code == 503
    assert "This file is not in the file store." in answer.text


def test_pages_take_as_many_queries_for_thirty_materials_as_for_one(
    session: Session, app: Flask, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_training(session)
    base, counts = f"/training/sessions/{scene.sample_session.id}", []
    for more in (1, 29):
        for number in range(more):
            a_material(session, scene.sample_session, scene.manager, position=number)
        client = sign_in(scene.manager)
        for path in (base, base + "/materials", f"/training/cohorts/{scene.cohort.id}"):
            session.expire_all()
            g.pop("actor", None)  # the test's application context outlives the request
            count_queries.clear()
            assert client.get(path).status_code == 200
            counts.append(len(count_queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12
