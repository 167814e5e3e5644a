"""Documents are made once for the same facts, with what people wrote and nothing that is private."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from word_files import words

from tests.factories import NOW
from tests.scenes_documents import PRIVATE, Year, a_document, a_year, an_owed_run, context_of
from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes
from workflows.coaching.models import CheckInState, PrivateNote
from workflows.documents.catalogue import DOCUMENTS, TEMPLATES
from workflows.documents.draft import Wanted
from workflows.documents.jobs import make_document, sweep_files
from workflows.documents.models import Document
from workflows.documents.operations import ask_for_document, why_not_ask
from workflows.documents.render import render
from workflows.errors import DomainError, NotFound
from workflows.events import EVENTS
from workflows.files import FileStore
from workflows.outbox import JobRun, OutboxEvent, RunState
from workflows.proposals.snapshot import Hand, sealed

GOLDEN = {
    "proposal": ("Work that lasts", "As submitted, version 2", "Half find work & we want to know why. Version 2.",
                 "Adults < 65", "eligible_n", "48% (n = 62), 31 December 2025", "Tablets (3 × $300.00)", "$25,000.00",
                 "Friday 6 March 2026, 4:12 pm EST", "The teacher moves away", "The room closes"),
    "award_letter": ("Dear Amina Diallo,", "$25,000.00", "1 April 2026 to 31 March 2027", "First payment",
                     "Name a second signer for payments", "Daniel Okafor, Coach", "Monday 16 March 2026"),
    "grant_agreement": ("1 April 2026 to 31 March 2027", "$12,500.00", "Ruth Adeyemi", "the State of EX",
                        "Board minutes with the name", "Wait until it is lifted", "No federal money is part of"),
    "data_sharing_agreement": ("Amina Diallo, Director", "hourly wage", "within 72 hours", "Ruth Adeyemi",
                               "Any use for immigration enforcement", "For signature", "the State of EX"),
    "amendment": ("1 April 2026 to 31 July 2027", "31 March 2027", "1 May 2026", "$25,000.00", "Amina Diallo, Director",
                  "Tell us in July how many people came."),
    "report": ("57.4%", "More people kept their jobs & we know why", "Import 7, data as of 30 June 2026", "95 minutes",
               "3 days after the due date", "Hidden: fewer than 5 people", "$4,872.50", "19%", "One more bus"),
    "check_in_summary": ("The evening class works. Childcare is next.", "Call the library", "50 minutes", "Video",
                         "Childcare in the evening", "What went well: 31 learners came."),
    "certificate": ("Samuel Haile", "1 live · 1 by recording", "2 of 2 sessions", "3 hours",
                    "C2\N{NO-BREAK SPACE}Program", "Wednesday 25 March 2026", "13 March 2026 to 20 March 2026",
                    "Ruth Adeyemi, Program manager"),
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files")


@pytest.fixture
def year(session: Session) -> Year:
    return a_year(session)


def made(session: Session, year: Year, kind: str, files: FileStore) -> list[Document]:
    """Every document of the kind after one more run for it."""
    make_document(context_of(an_owed_run(session, year, kind), files))(session)
    session.flush()
    return list(session.scalars(select(Document).where(Document.kind == kind).order_by(Document.id)))


@pytest.mark.parametrize("kind", GOLDEN)
def test_document_shows_what_the_record_says(session: Session, year: Year, files: FileStore, kind: str) -> None:
    [document] = made(session, year, kind, files)
    shown = words(files.read(document.file_sha256))
    assert [text for text in GOLDEN[kind] if text not in shown] == []
    assert (document.subject_id, document.made_at, document.sealed_at) == (year.subjects[kind], NOW, None)


def test_closeout_report_has_its_own_template(session: Session, year: Year, files: FileStore) -> None:
    run = an_owed_run(session, year, "report", subject_id=year.closeout.id)
    make_document(context_of(run, files))(session)
    session.flush()
    document = session.scalars(select(Document)).one()
    assert document.title == "Closeout report"
    assert "Q1 49.2% · Q2 57.4%" in words(files.read(document.file_sha256))


def test_the_event_says_which_version_of_the_proposal(session: Session, year: Year, files: FileStore) -> None:
    happened = OutboxEvent(name="proposal_submitted", at=NOW, details={"number": 1})
    session.add(happened)
    session.flush()
    run = an_owed_run(session, year, "proposal", event_id=happened.id)
    make_document(context_of(run, files))(session)
    session.flush()
    assert session.scalars(select(Document.title)).all() == ["Proposal, version 1"]


def test_freshly_sealed_proposal_can_be_written(session: Session, files: FileStore) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    proposal.handed_over_at = NOW
    snapshot = sealed(
        proposal,
        number=1,
        typed_name="Dana Ortiz",
        presser=Hand(scene.data_lead.id, scene.data_lead.name),
        certifier=Hand(scene.director.id, scene.director.name),
        now=NOW,
    )
    session.add(snapshot)
    session.flush()
    draft = DOCUMENTS["proposal"].build(session, Wanted(enrollment_id=proposal.enrollment_id, subject_id=proposal.id))
    shown = words(render((TEMPLATES / draft.template).read_bytes(), draft.context))
    told = [goal["sentence"] for goal in snapshot.content["goals"]]
    assert told != []
    assert [text for text in (*told, "Dana Ortiz", snapshot.digest) if text not in shown] == []


def test_asking_twice_makes_one_document(session: Session, year: Year, files: FileStore) -> None:
    first = made(session, year, "award_letter", files)
    assert made(session, year, "award_letter", files) == first


def test_two_runs_that_read_the_same_facts_keep_one_document(session: Session, year: Year, files: FileStore) -> None:
    effects = [make_document(context_of(an_owed_run(session, year, "proposal"), files)) for _ in range(2)]
    for effect in effects:
        effect(session)
        session.flush()
    assert len(session.scalars(select(Document)).all()) == 1


def test_changed_facts_make_a_new_document(session: Session, year: Year, files: FileStore) -> None:
    made(session, year, "grant_agreement", files)
    year.award.payments[0].label = "With both signatures"
    session.flush()
    assert len(made(session, year, "grant_agreement", files)) == 2


def test_signed_document_is_never_made_again(session: Session, year: Year, files: FileStore) -> None:
    [document] = made(session, year, "grant_agreement", files)
    document.sealed_at = NOW
    year.award.payments[0].label = "With both signatures"
    session.flush()
    assert made(session, year, "grant_agreement", files) == [document]


def test_document_signed_while_another_was_written_stays_alone(session: Session, year: Year, files: FileStore) -> None:
    [document] = made(session, year, "grant_agreement", files)
    year.award.payments[0].label = "With both signatures"
    session.flush()
    effect = make_document(context_of(an_owed_run(session, year, "grant_agreement"), files))
    document.sealed_at = NOW
    session.flush()
    effect(session)
    session.flush()
    assert session.scalars(select(Document)).all() == [document]


def test_progress_is_told_in_words(session: Session, year: Year, files: FileStore) -> None:
    told: list[tuple[int, str]] = []
    make_document(context_of(an_owed_run(session, year, "proposal"), files, told=told))
    assert told == [(10, "Collecting the figures"), (50, "Writing the Word file")]


def test_private_note_is_in_no_document(session: Session, year: Year, files: FileStore) -> None:
    for kind in DOCUMENTS:
        made(session, year, kind, files)
    assert session.scalars(select(PrivateNote.text)).all() == [PRIVATE]
    contents = [files.read(digest) for digest in session.scalars(select(Document.file_sha256))]
    assert len(contents) == len(DOCUMENTS)
    assert [1 for content in contents if "zanzibar" in words(content) or b"zanzibar" in content] == []


def test_record_that_is_gone_is_said_in_a_sentence(session: Session, year: Year, files: FileStore) -> None:
    run = an_owed_run(session, year, "report", subject_id=999_999)
    with pytest.raises(NotFound, match="There is no report to make a document of"):
        make_document(context_of(run, files))


def test_summary_waits_until_the_check_in_was_held(session: Session, year: Year, files: FileStore) -> None:
    moved = session.merge(year.check_in)
    setattr(moved, "state", CheckInState.SCHEDULED)  # noqa: B010  as an earlier day had it
    session.flush()
    with pytest.raises(DomainError, match="A summary is made of a check-in that was held"):
        make_document(context_of(an_owed_run(session, year, "check_in_summary"), files))


def test_coach_asks_for_the_summary_once_while_it_is_owed(session: Session, year: Year) -> None:
    coach = year.coach.as_actor(NOW)
    for minutes in range(3):
        now = NOW + timedelta(minutes=minutes)
        ask_for_document("check_in_summary", year.check_in, session=session, actor=coach, now=now)
        session.flush()
    [run] = session.scalars(select(JobRun)).all()
    assert (run.job, run.enrollment_id, run.subject_id) == ("make_document", year.enrollment.id, year.check_in.id)
    assert (run.arguments, run.state) == ({"kind": "check_in_summary"}, RunState.OWED)


def test_who_may_not_ask_reads_why(session: Session, year: Year) -> None:
    director = year.director.as_actor(NOW)
    with pytest.raises(DomainError, match="The coach can"):
        ask_for_document("check_in_summary", year.check_in, session=session, actor=director, now=NOW)
    reasons = why_not_ask("proposal", year.check_in, actor=director)
    assert [str(r) for r in reasons] == ["The proposal is made by itself; nobody needs to ask for it."]


def test_sweep_keeps_what_a_document_needs(session: Session, year: Year, files: FileStore) -> None:
    kept, orphan = files.put(b"kept"), files.put(b"orphan")
    a_document(session, year, file_sha256=kept.sha256)
    run = an_owed_run(session, year, "proposal", job="sweep_files")
    a_week_later = context_of(run, files, now=NOW + timedelta(days=3650))
    sweep_files(context_of(run, files, now=NOW))
    assert (files.exists(kept.sha256), files.exists(orphan.sha256)) == (True, True)
    sweep_files(a_week_later)
    assert (files.exists(kept.sha256), files.exists(orphan.sha256)) == (True, False)


def test_every_owed_kind_has_a_row_and_every_row_its_templates() -> None:
    owed = {s.kind for event in EVENTS.values() for s in event.subscribers if s.job == "make_document"}
    assert owed - set(DOCUMENTS) == set()
    assert [t for row in DOCUMENTS.values() for t in row.templates if not (TEMPLATES / t).is_file()] == []
