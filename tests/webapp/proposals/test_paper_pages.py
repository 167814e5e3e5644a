"""Attachments in the browser: refused with a sentence and nothing lost, kept under a safe type, and given back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_partners import JointScene, a_joint_scene, a_paper, confirmed_by_prairie
from tests.scenes_proposals import submitted
from tests.workflows.training.material_samples import PDF, PNG, office
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.models import ProposalState
from workflows.proposals.papers.models import Paper
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def page_of(scene: JointScene) -> str:
    return f"/proposals/{scene.proposal.id}/sections/papers"


def sent(content: bytes = PDF, name: str = "w9.pdf", **values: Any) -> dict[str, Any]:
    return {"kind": "w9", "note": "Signed in January", "file": (BytesIO(content), name), **values}


def kept(session: Session) -> list[Paper]:
    session.expire_all()
    return list(session.scalars(select(Paper).order_by(Paper.id)))


def test_a_paper_is_added_read_replaced_and_removed(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    client = sign_in(scene.writing.data_lead)
    assert "never a file that names clients" in client.get(page_of(scene)).text
    added = client.post(page_of(scene), data=sent(once="a"), follow_redirects=True)
    assert ("Kept as “w9.pdf”." in added.text, len(kept(session))) == (True, 1)
    (paper,) = kept(session)
    got = client.get(f"/proposals/papers/{paper.id}")
    assert (got.data, got.mimetype, got.headers["X-Content-Type-Options"], got.headers["Cache-Control"]) == (
        PDF,
        "application/pdf",
        "nosniff",
        "private, no-store",
    )
    assert got.headers["Content-Disposition"] == "attachment; filename=w9.pdf"
    change = f"/proposals/papers/{paper.id}/replace"
    assert client.get(change).status_code == 200
    words = {"kind": "other", "note": "Only other words", "once": "b"}
    assert client.post(change, data=words).status_code == 303
    (paper,) = kept(session)
    assert (paper.kind.value, paper.note, paper.file_name) == ("other", "Only other words", "w9.pdf")
    change = f"/proposals/papers/{paper.id}/replace"
    assert client.post(change, data=sent(PNG, "scan.png", once="c")).status_code == 303
    (paper,) = kept(session)
    assert (paper.file_name, paper.file_type) == ("scan.png", "image/png")
    assert client.post(f"/proposals/papers/{paper.id}/remove", data={"once": "d"}).status_code == 303
    assert kept(session) == []


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ((b"%PDF-1.7" + b"\0" * 30_000_000 + b"%%EOF", "big.pdf"), "larger than 10 MB"),
        ((b"MZ\x90\0" + b"\0" * 60, "w9.pdf"), "This is a program, not a document"),
        ((b"\x89PNG\r\n\x1a\nno picture", "scan.png"), "The picture in it is broken or not whole"),
        ((office("docx", {"word/vbaProject.bin": b"x"}), "w9.docx"), "It carries macros"),
        ((b"", "w9.pdf"), "This file is empty"),
        ((PDF, "w9\u202efdp.pdf"), "hidden signs that turn letters around"),
        ((b"<svg/>", "w9.svg"), "cannot be kept here"),
    ],
    ids=["30 MB", "program", "no picture", "macros", "empty", "turned name", "svg"],
)
def test_a_bad_file_is_refused_and_what_was_typed_stays(
    session: Session, sign_in: SignIn, scene: JointScene, file: tuple[bytes, str], says: str
) -> None:
    upload = FileStorage(BytesIO(file[0]), filename=file[1])
    boundary, body = encode_multipart(sent(file=upload))  # in memory: the client would leave a large one on the disk
    answer = sign_in(scene.writing.data_lead).post(
        page_of(scene), data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert (answer.status_code, says in answer.text) == (422, True)
    assert 'value="Signed in January"' in answer.text
    assert '<option selected value="w9">' in answer.text
    assert kept(session) == []


def test_a_path_in_the_name_is_left_out(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    sign_in(scene.writing.data_lead).post(page_of(scene), data=sent(name="../../etc/board list.pdf", once="a"))
    assert [paper.file_name for paper in kept(session)] == ["board list.pdf"]


def test_no_file_an_unknown_kind_and_a_clients_number_are_refused(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    client = sign_in(scene.writing.data_lead)
    none = client.post(page_of(scene), data={"kind": "w9"})
    assert (none.status_code, "Choose a file first." in none.text) == (422, True)
    assert client.post(page_of(scene), data=sent(kind="partner_letter")).status_code == 422
    number = client.post(page_of(scene), data=sent(note="See A123456789"))
    assert (number.status_code, "looks like an A-number" in number.text) == (422, True)
    assert "nothing of this belongs to a client" in number.text
    assert kept(session) == []
    assert client.post(page_of(scene), data=sent(note="See A123456789", is_checked="y", once="a")).status_code == 303


def test_readers_get_what_was_submitted_and_strangers_nothing(
    app: Flask, session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    files = app.extensions["accompany_files"]
    confirmed_by_prairie(session, scene)
    paper = a_paper(session, scene.proposal, scene.lead, files)
    submitted(session, scene.writing, scene.proposal)
    scene.proposal.state, scene.proposal.enrollment.stage = ProposalState.CHANGES_REQUESTED, Stage.PROPOSING
    session.flush()
    fresh = a_paper(session, scene.proposal, scene.lead, files, content=PNG, name="scan.png")
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    manager = a_person(session, Role.PROGRAM_MANAGER)
    found = {
        person.name: [client.get(f"/proposals/papers/{one}").status_code for one in (paper.id, fresh.id)]
        for person in (scene.writing.data_lead, scene.prairie_director, manager, stranger)
        for client in [sign_in(person)]
    }
    assert found == {
        scene.writing.data_lead.name: [200, 200],
        scene.prairie_director.name: [200, 404],
        manager.name: [200, 404],
        stranger.name: [404, 404],
    }
    assert sign_in(scene.prairie_director).post(f"/proposals/papers/{paper.id}/remove").status_code == 403
    shown = sign_in(manager).get(f"/proposals/{scene.proposal.id}").text
    assert f"/proposals/papers/{paper.id}" in shown


def test_a_paper_that_was_removed_is_not_replaced(
    app: Flask, session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, app.extensions["accompany_files"])
    paper.removed_at = NOW
    assert sign_in(scene.writing.data_lead).get(f"/proposals/papers/{paper.id}/replace").status_code == 404


def test_twelve_papers_cost_as_many_queries_as_one(
    app: Flask, session: Session, sign_in: SignIn, scene: JointScene, count_queries: Statements
) -> None:
    files = app.extensions["accompany_files"]
    a_paper(session, scene.proposal, scene.lead, files)
    client = sign_in(scene.writing.data_lead)
    client.get(page_of(scene))
    count_queries.clear()
    client.get(page_of(scene))
    one = len(count_queries)
    for number in range(11):
        a_paper(session, scene.proposal, scene.lead, files, content=PDF + b"%%EOF\n" * (number + 1))
    session.commit()
    count_queries.clear()
    assert client.get(page_of(scene)).status_code == 200
    assert len(count_queries) == one
