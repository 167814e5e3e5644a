"""Outside reviewers reach only what is assigned, and nobody reaches what they stepped aside from."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_documents import sealed_content
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, score, seats_of
from workflows.documents.models import Document
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.reviews.models import Review
from workflows.reviews.operations import declare_no_conflict, step_aside

SignIn = Callable[[User], FlaskClient]
SECRET = "Evening English"  # the title of every proposal in these scenes


def _a_proposal(session: Session) -> tuple[Scene, Document]:
    """With its Word file, as it is made at the submission."""
    scene = a_scene(session, content=sealed_content(1))
    paper = Document(
        kind="proposal",
        enrollment_id=scene.enrollment.id,
        subject_id=scene.proposal.id,
        title=f"Proposal of {scene.enrollment.affiliate.name}",
        file_name="proposal.docx",
        digest="b" * 64,
        file_sha256="b" * 64,
        size=48_000,
        made_at=NOW,
    )
    session.add(paper)
    session.flush()
    return scene, paper


def _everywhere(scene: Scene, paper: Document, seat: Review) -> dict[str, str]:
    """Every way to a proposal, its papers, its year and its indicators."""
    indicator = scene.enrollment.cohort.framework.indicators[0].id
    return {
        "proposals": "/proposals/",
        "proposals in review": "/proposals/?state=submitted&sort=affiliate",
        "proposal": f"/proposals/{scene.proposal.id}",
        "proposal of the year": f"/proposals/of/{scene.enrollment.id}",
        "receipt": f"/proposals/{scene.proposal.id}/receipt",
        "section": f"/proposals/{scene.proposal.id}/sections/story",
        "year": f"/enrollments/{scene.enrollment.id}",
        "years": "/enrollments/",
        "affiliate": f"/affiliates/{scene.enrollment.affiliate_id}",
        "cohort": f"/cohorts/{scene.enrollment.cohort_id}",
        "documents": "/documents/",
        "documents of the year": f"/documents/of/{scene.enrollment.id}",
        "document": f"/documents/{paper.id}",
        "reviews of the year": f"/reviews/of/{scene.enrollment.id}",
        "decisions": "/reviews/decisions",
        "every seat": "/reviews/seats",
        "another's seat": f"/reviews/{seat.id}",
        "library": "/library/",
        "indicator": f"/library/indicators/{indicator}",
        "home": "/",
        "own reviews": "/reviews/",
    }


def _shown(client: FlaskClient, doors: dict[str, str], *words: str) -> list[str]:
    """The doors behind which one of the words stands, of the pages that open."""
    pages = {name: client.get(path, follow_redirects=True) for name, path in doors.items()}
    return [n for n, page in pages.items() if page.status_code == 200 and any(word in page.text for word in words)]


def _open(client: FlaskClient, doors: dict[str, str]) -> list[str]:
    return [name for name, path in doors.items() if client.get(path, follow_redirects=True).status_code == 200]


LISTS = ["proposals", "proposals in review", "library", "indicator", "home", "own reviews"]


def test_an_outside_reviewer_finds_nothing_of_a_proposal_that_is_not_assigned(
    session: Session, sign_in: SignIn
) -> None:
    scene, paper = _a_proposal(session)
    seat, _ = seats_of(session, scene)
    client = sign_in(a_person(session, Role.REVIEWER))
    doors = _everywhere(scene, paper, seat)
    assert _open(client, doors) == LISTS
    assert _shown(client, doors, SECRET, scene.enrollment.affiliate.name) == []


def test_before_the_declaration_only_the_name_is_known(session: Session, sign_in: SignIn) -> None:
    scene, paper = _a_proposal(session)
    mine, other = seats_of(session, scene)
    client = sign_in(mine.reviewer)
    doors = _everywhere(scene, paper, other)
    assert _open(client, doors) == LISTS
    assert _shown(client, doors, SECRET, "Version") == []
    assert _shown(client, doors, scene.enrollment.affiliate.name) == ["home", "own reviews"]


def test_after_it_the_proposal_opens_and_everything_else_stays_closed(session: Session, sign_in: SignIn) -> None:
    scene, paper = _a_proposal(session)
    other_scene, other_paper = _a_proposal(session)
    mine, other = seats_of(session, scene)
    foreign, _ = seats_of(session, other_scene)
    score(session, other, every_score(75, "A thought of somebody else."))
    declare_no_conflict(mine, session=session, actor=as_actor(mine.reviewer), now=NOW)
    client = sign_in(mine.reviewer)
    doors = _everywhere(scene, paper, other)
    assert _open(client, doors) == ["proposals", "proposals in review", "proposal", "receipt", *LISTS[2:]]
    assert _shown(client, doors, "A thought of somebody else.", "75 of 100") == []
    doors = _everywhere(other_scene, other_paper, foreign)
    assert _open(client, doors) == LISTS
    assert _shown(client, doors, other_scene.enrollment.affiliate.name) == []


@pytest.mark.parametrize("also", [None, Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR])
def test_who_stepped_aside_finds_only_their_own_note(session: Session, sign_in: SignIn, also: Role | None) -> None:
    scene, paper = _a_proposal(session)
    mine, other = seats_of(session, scene)
    score(session, mine, every_score(50, "A thought of my own."))
    step_aside(mine, reason="My sister works there.", session=session, actor=as_actor(mine.reviewer), now=NOW)
    if also is not None:
        session.add(RoleAssignment(user=mine.reviewer, role=also, granted_at=NOW))
    client = sign_in(mine.reviewer)
    doors = _everywhere(scene, paper, other)
    hidden = {"proposal", "proposal of the year", "receipt", "section", "document", "reviews of the year"}
    assert hidden & set(_open(client, doors)) == set()
    assert _shown(client, doors, SECRET, "A thought of my own.", paper.title) == []
    assert {client.get(doors[name]).status_code for name in hidden - {"section"}} == {404}
    note = client.get(f"/reviews/{mine.id}")
    assert (note.status_code, "My sister works there." in note.text, SECRET in note.text) == (200, True, False)


def test_a_manager_who_still_scores_reads_no_total_mean_or_state_of_the_others(
    session: Session, sign_in: SignIn
) -> None:
    scene, paper = _a_proposal(session)
    mine, other = seats_of(session, scene)
    score(session, other, every_score(75, "A thought of somebody else."))
    declare_no_conflict(mine, session=session, actor=as_actor(mine.reviewer), now=NOW)
    session.add(RoleAssignment(user=mine.reviewer, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    client = sign_in(mine.reviewer)
    doors = _everywhere(scene, paper, mine)
    reviews = {name: doors[name] for name in ("reviews of the year", "decisions", "every seat", "own reviews")}
    assert _shown(client, reviews, "A thought of somebody else.", ">75<", "75 of 100", "1 of 2", ">Final<") == []
    assert _shown(sign_in(scene.managers[0]), reviews, "1 of 2") == ["reviews of the year", "decisions"]
