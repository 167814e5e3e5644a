"""Papers are checked by their content, kept for the versions that name them, and never more than the limit."""

from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_partners import JointScene, a_joint_scene, a_paper
from tests.scenes_proposals import submitted
from tests.workflows.training.material_samples import JPG, PDF, PNG, office
from workflows.attached import Attachment
from workflows.documents.kept_files import list_files_to_keep
from workflows.errors import DomainError
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.permissions import Permission, can
from workflows.proposals.completeness import list_gaps
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.papers.answers import PAPER_MAX_BYTES, PAPERS_MAX, PaperAnswers, PaperKind
from workflows.proposals.papers.content import papers_content, papers_of
from workflows.proposals.papers.models import Paper
from workflows.proposals.papers.operations import add_paper, keep_first, remove_paper, replace_paper
from workflows.stages import Stage


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


@pytest.fixture
def files() -> FileStore:
    return FileStore("memory://papers")


def submit(session: Session, scene: JointScene) -> Any:
    return submitted(session, scene.writing, scene.proposal)


def open_again(session: Session, proposal: Proposal) -> None:
    """As if changes had been asked for."""
    proposal.state = ProposalState.CHANGES_REQUESTED
    proposal.enrollment.stage = Stage.PROPOSING
    session.flush()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("big.pdf", b"%PDF-1.7" + b"\0" * 30_000_000 + b"%%EOF", "larger than 10 MB"),
        ("w9.pdf", b"MZ\x90\0" + b"\0" * 60, "This is a program, not a document"),
        ("w9.pdf", b"\x7fELF" + b"\0" * 60, "This is a program, not a document"),
        ("w9.exe", b"MZ\x90\0" + b"\0" * 60, "This is a program, not a document"),
        ("board.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "The picture in it is broken or not whole"),
        ("board.png", PDF, "Its content is something else"),
        ("photo.jpg", JPG[:40], "The picture in it is broken or not whole"),
        ("w9.docx", office("docx", {"word/vbaProject.bin": b"x"}), "It carries macros"),
        ("w9.docm", office("docx"), "cannot be kept here"),
        ("w9.pdf", b"", "This file is empty"),
        ("w9\u202efdp.pdf", PDF, "hidden signs that turn letters around"),
        ("list.csv", b"a,b\n", "These can: docx, jpg, pdf, png, xlsx."),
        ("page.svg", b"<svg onload='alert(1)'/>", "cannot be kept here"),
        ("page.pdf", b"<html>%PDF-", "Its content is no whole PDF"),
        ("noending", PDF, "cannot be kept here"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_with_a_sentence_and_never_stored(name: str, content: bytes, says: str) -> None:
    files = FileStore("memory://refused")
    with pytest.raises(DomainError) as refusal:
        keep_first(Attachment(name, content), files=files)
    (reason,) = refusal.value.reasons
    assert says in reason.sentence
    assert reason.where == "file"
    assert list(files._files()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("W9.PDF", PDF), ("b.docx", office("docx")), ("b.xlsx", office("xlsx")), ("b.png", PNG), ("b.jpeg", JPG)],
)
def test_every_kind_is_taken_under_a_safe_type(
    session: Session, scene: JointScene, files: FileStore, name: str, content: bytes
) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files, content=content, name=name)
    assert files.read(paper.file_sha256 or "") == content
    assert paper.file_type.partition("/")[0] in ("application", "image")


def test_a_path_in_the_name_is_left_out(session: Session, scene: JointScene, files: FileStore) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files, name="C:\\Users\\dana\\..\\w9 2026.pdf")
    assert paper.file_name == "w9 2026.pdf"


def test_the_same_file_twice_is_one_paper(session: Session, scene: JointScene, files: FileStore) -> None:
    first = a_paper(session, scene.proposal, scene.lead, files)
    assert a_paper(session, scene.proposal, scene.lead, files) is first
    assert len(papers_of(scene.proposal)) == 1


def test_twelve_is_the_most(session: Session, scene: JointScene, files: FileStore) -> None:
    for number in range(PAPERS_MAX):
        a_paper(session, scene.proposal, scene.lead, files, content=PDF + b"%%EOF\n" * number)
    with pytest.raises(DomainError, match="takes 12 files in all"):
        a_paper(session, scene.proposal, scene.lead, files, content=PDF + b"one more %%EOF\n")
    assert len(papers_of(scene.proposal)) == PAPERS_MAX


@pytest.mark.parametrize(
    ("name", "note"), [("A123456789_intake.pdf", ""), ("w9.pdf", "Call 555-123-4567 and ask for the mother")]
)
def test_what_looks_like_a_clients_number_is_asked_about(
    session: Session, scene: JointScene, files: FileStore, name: str, note: str
) -> None:
    kept = keep_first(Attachment(name, PDF), files=files)

    def add(*, is_checked: bool) -> Paper:
        answers = PaperAnswers(PaperKind.OTHER, note, is_checked)
        return add_paper(scene.proposal, answers, kept, session=session, actor=scene.lead, now=NOW)

    with pytest.raises(DomainError) as refusal:
        add(is_checked=False)
    assert {reason.where for reason in refusal.value.reasons} == {"is_checked"}
    assert papers_of(scene.proposal) == ()
    assert add(is_checked=True).file_name == name


def test_a_paper_that_no_version_names_is_gone_with_its_row(
    session: Session, scene: JointScene, files: FileStore
) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files)
    digest = paper.file_sha256
    assert digest in list_files_to_keep(session)
    remove_paper(paper, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert (papers_of(scene.proposal), digest in list_files_to_keep(session)) == ((), False)
    assert session.scalars(select(Paper)).all() == []


def test_what_a_version_names_stays_after_it_was_replaced_and_removed(
    session: Session, scene: JointScene, files: FileStore
) -> None:
    first = a_paper(session, scene.proposal, scene.lead, files)
    snapshot = submit(session, scene)
    assert snapshot.content["papers"] == [
        {
            "kind": "w9",
            "label": "W-9",
            "id": first.id,
            "file_name": "w9.pdf",
            "sha256": first.file_sha256,
            "size": len(PDF),
            "note": "Of this year",
        }
    ]
    open_again(session, scene.proposal)
    kept = keep_first(Attachment("w9 new.pdf", PDF + b"new %%EOF\n"), files=files)
    answers = PaperAnswers(PaperKind.W9, "Signed")
    second = replace_paper(first, answers, kept, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert [row["file_name"] for row in papers_content(scene.proposal)] == ["w9 new.pdf"]
    assert first.removed_at == NOW
    remove_paper(second, session=session, actor=scene.lead, now=NOW)
    remove_paper(first, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert {first.file_sha256, second.file_sha256} & list_files_to_keep(session) == {first.file_sha256}


def test_a_paper_that_somebody_removed_is_not_replaced(session: Session, scene: JointScene, files: FileStore) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files)
    session.execute(delete(Paper).where(Paper.id == paper.id), execution_options={"synchronize_session": False})
    kept = keep_first(Attachment("w9 new.pdf", PDF + b"new %%EOF\n"), files=files)
    answers = PaperAnswers(PaperKind.W9)
    with pytest.raises(DomainError, match="Somebody removed this paper in the meantime"):
        replace_paper(paper, answers, kept, session=session, actor=scene.lead, now=NOW)
    remove_paper(paper, session=session, actor=scene.lead, now=NOW)
    assert papers_of(scene.proposal) == ()


def test_after_submission_no_paper_comes_or_goes(session: Session, scene: JointScene, files: FileStore) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files)
    submit(session, scene)
    with pytest.raises(Refused, match="was submitted"):
        a_paper(session, scene.proposal, scene.lead, files, content=PNG, name="map.png")
    with pytest.raises(Refused, match="was submitted"):
        remove_paper(paper, session=session, actor=scene.lead, now=NOW)
    assert papers_of(scene.proposal) == (paper,)


def test_a_cohort_that_asks_for_papers_names_what_is_missing(session: Session, files: FileStore) -> None:
    scene = a_joint_scene(session, requires_papers=True)
    assert [(gap.where, gap.sentence) for gap in list_gaps(scene.proposal)] == [
        ("papers.kind", "This cohort asks for your W-9. Add it under Attachments."),
        ("papers.kind", "This cohort asks for your list of the board. Add it under Attachments."),
    ]
    a_paper(session, scene.proposal, scene.lead, files)
    a_paper(session, scene.proposal, scene.lead, files, kind=PaperKind.BOARD, content=PNG, name="board.png")
    assert list_gaps(scene.proposal) == ()


def test_a_paper_is_read_by_whoever_reads_its_proposal(session: Session, scene: JointScene, files: FileStore) -> None:
    paper = a_paper(session, scene.proposal, scene.lead, files)
    stranger = scene.prairie_director.as_actor(NOW)
    see = Permission.SEE_PROPOSAL
    assert (can(scene.lead, see, paper), can(stranger, see, paper)) == (True, False)


def test_papers_bigger_than_allowed_by_a_byte_are_too_big() -> None:
    with pytest.raises(DomainError, match="larger than 10 MB"):
        keep_first(Attachment("a.pdf", b"%PDF-" + b"x" * (PAPER_MAX_BYTES - 4)), files=FileStore("memory://edge"))
