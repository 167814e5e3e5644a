"""Questions that staff add to a cohort's form, and files that answer them."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    a_draft,
    an_affiliate_that_writes,
    filled,
    submitted,
)
from workflows.attached import Attachment
from workflows.cohorts.models import Cohort
from workflows.documents.kept_files import list_files_to_keep
from workflows.errors import DomainError, NotFound, Stale
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.proposals.completeness import list_gaps
from workflows.proposals.extra.answers import QUESTIONS_MAX, ExtraKind, QuestionAnswers
from workflows.proposals.extra.files import answer_with_file, keep_first, take_file_away
from workflows.proposals.extra.models import ExtraFile, ExtraQuestion
from workflows.proposals.extra.operations import (
    add_question,
    answers_of,
    copy_questions,
    edit_question,
    move_question,
    retire_question,
)
from workflows.proposals.extra.queries import get_file, get_question, list_questions
from workflows.proposals.models import Proposal
from workflows.proposals.snapshot import content_of
from workflows.proposals.writing import save_section

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LETTER = Attachment("A letter.pdf", PDF)


def asked(**values: Any) -> QuestionAnswers:
    usual = {"section": "story", "kind": ExtraKind.TEXT, "label": "Who helps you?", "hint": "", "is_required": True}
    return QuestionAnswers(**{**usual, "most": 0, "choices": (), **values})


def a_question(session: Session, cohort: Cohort, **values: Any) -> ExtraQuestion:
    return add_question(cohort, asked(**values), session=session, now=NOW)


def save_story(session: Session, scene: WritingScene, proposal: Proposal, **answers: Any) -> None:
    row = proposal.section("story")
    assert row is not None
    save_section(
        proposal,
        name="story",
        answers=filled(proposal, "story", **answers),
        expected_version=row.version,
        session=session,
        actor=scene.data_lead.as_actor(NOW),
        now=NOW,
    )


def refresh(session: Session, proposal: Proposal) -> Proposal:
    session.flush()
    session.refresh(proposal, ["extra_questions"])
    return proposal


def test_a_question_is_asked_missed_answered_and_sealed_with_its_words(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    question = a_question(session, scene.enrollment.cohort)
    refresh(session, proposal)
    assert [(gap.sentence, gap.where) for gap in list_gaps(proposal)] == [
        ("Your project: «Who helps you?» is empty.", f"story.{question.key}")
    ]
    save_story(session, scene, proposal, **{question.key: "The library"})
    assert list_gaps(proposal) == ()
    sealed = next(section for section in content_of(proposal)["sections"] if section["name"] == "story")
    assert sealed["answers"][-1] == {
        "name": question.key,
        "label": "Who helps you?",
        "value": "The library",
        "shown": "The library",
    }


@pytest.mark.parametrize(
    ("values", "answer", "sentence"),
    [
        ({"most": 5}, "x" * 6, "Who helps you?: at most 5 characters. Shorten it a little."),
        ({"kind": ExtraKind.LINE}, "x" * 301, "Who helps you?: at most 300 characters. Shorten it a little."),
        ({"kind": ExtraKind.NUMBER, "most": 9}, 10, "Who helps you?: at most 9."),
        ({"kind": ExtraKind.CHOICE, "choices": ("Yes", "No")}, "Maybe", "Who helps you?: choose one of the answers."),
        ({"kind": ExtraKind.DATE}, "soon", "Who helps you?: choose a day, like 2026-10-31."),
    ],
)
def test_its_limit_is_held_here(session: Session, values: dict[str, Any], answer: Any, sentence: str) -> None:
    scene = an_affiliate_that_writes(session)
    question = a_question(session, scene.enrollment.cohort, **values)
    proposal = a_draft(session, scene)
    refresh(session, proposal)
    with pytest.raises(DomainError) as refused:
        save_story(session, scene, proposal, **{question.key: answer})
    assert refused.value.sentences == (sentence,)


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"section": "goals"}, "section"),
        ({"section": "unknown"}, "section"),
        ({"label": ""}, "label"),
        ({"kind": ExtraKind.CHOICE, "choices": ("Yes", "Yes")}, "choices"),
        ({"kind": ExtraKind.CHOICE, "choices": tuple(str(n) for n in range(13))}, "choices"),
        ({"kind": ExtraKind.CHOICE, "choices": ("Yes", "x" * 121)}, "choices"),
        ({"most": 2501}, "most"),
    ],
)
def test_a_question_without_sense_is_refused(session: Session, values: dict[str, Any], where: str) -> None:
    with pytest.raises(DomainError) as refused:
        a_question(session, a_cohort(session), **values)
    assert [reason.where for reason in refused.value.reasons] == [where]
    assert session.scalar(select(func.count(ExtraQuestion.id))) == 0


def test_a_cohort_has_a_most_of_questions(session: Session) -> None:
    cohort = a_cohort(session)
    for _ in range(QUESTIONS_MAX):
        a_question(session, cohort)
    with pytest.raises(DomainError, match="at most 20 questions"):
        a_question(session, cohort)


def test_a_question_is_changed_until_somebody_submits_with_it_and_then_only_retired(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    question = a_question(session, scene.enrollment.cohort, is_required=False)
    edit_question(question, asked(label="Who else?", is_required=False), expected_version=1, session=session)
    session.flush()
    with pytest.raises(Stale):
        edit_question(question, asked(), expected_version=1, session=session)
    proposal = refresh(session, a_complete_proposal(session, scene))
    submitted(session, scene, proposal)
    session.flush()
    with pytest.raises(DomainError, match="so it stays as it is"):
        edit_question(question, asked(), expected_version=question.version, session=session)
    retire_question(question, session=session, now=NOW)
    assert question.retired_at == NOW
    assert question.label == "Who else?"
    session.flush()
    with pytest.raises(DomainError, match="is retired"):
        edit_question(question, asked(), expected_version=question.version, session=session)


def test_a_retired_question_is_no_longer_missed_and_its_answer_stays(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    question = a_question(session, scene.enrollment.cohort)
    proposal = refresh(session, a_complete_proposal(session, scene))
    retire_question(question, session=session, now=NOW)
    refresh(session, proposal)
    assert list_gaps(proposal) == ()
    save_story(session, scene, proposal, title="Another title")
    assert proposal.answer("story", question.key) == "Who helps you?: what we wrote"


def test_a_file_stays_a_file(session: Session) -> None:
    question = a_question(session, a_cohort(session), kind=ExtraKind.FILE)
    with pytest.raises(DomainError, match="A file stays a file"):
        edit_question(question, asked(), expected_version=1, session=session)


def test_questions_move_one_place_and_stay_at_the_ends(session: Session) -> None:
    cohort = a_cohort(session)
    first, second, third = (a_question(session, cohort, label=label) for label in ("One", "Two", "Three"))
    move_question(third, by=-1, session=session)
    move_question(first, by=-1, session=session)
    session.flush()
    assert [q.label for q in list_questions(session, cohort.id)] == ["One", "Three", "Two"]
    retire_question(second, session=session, now=NOW)
    move_question(second, by=-1, session=session)
    session.flush()
    assert [q.label for q in list_questions(session, cohort.id)] == ["One", "Three"]
    assert [q.label for q in list_questions(session, cohort.id, retired=True)] == ["Two"]


def test_a_copy_of_a_cohort_asks_the_same(session: Session) -> None:
    cohort, made = a_cohort(session), a_cohort(session)
    kept = a_question(session, cohort, kind=ExtraKind.CHOICE, choices=("Yes", "No"))
    retire_question(a_question(session, cohort, label="Old"), session=session, now=NOW)
    copy_questions(cohort, made, session=session, now=NOW)
    assert [answers_of(question) for question in list_questions(session, made.id)] == [answers_of(kept)]


def test_an_unknown_question_or_file_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        get_question(session, 1)
    with pytest.raises(NotFound):
        get_file(session, 1)


class FileScene:
    """A draft whose cohort asks for a letter."""

    def __init__(self, session: Session) -> None:
        self.scene, self.session, self.files = an_affiliate_that_writes(session), session, FileStore("memory://extra")
        cohort = self.scene.enrollment.cohort
        self.question = a_question(session, cohort, kind=ExtraKind.FILE, label="The letter")
        self.proposal = refresh(session, a_complete_proposal(session, self.scene))
        self.told = {"session": session, "actor": self.scene.data_lead.as_actor(NOW), "now": NOW}

    def keep(self, given: Attachment | None = LETTER) -> None:
        kept = keep_first(given, files=self.files)
        answer_with_file(self.proposal, self.question.id, kept, **self.told)  # type: ignore[arg-type]
        self.session.flush()

    @property
    def kept(self) -> list[ExtraFile]:
        return list(self.session.scalars(select(ExtraFile).order_by(ExtraFile.id)))


def test_a_file_answers_its_question_and_survives_the_next_save(session: Session) -> None:
    here = FileScene(session)
    assert [gap.sentence for gap in list_gaps(here.proposal)] == ["Your project: «The letter» needs its file."]
    here.keep()
    (file,) = here.kept
    answer = here.proposal.answer("story", here.question.key)
    assert answer == {"file_id": file.id, "name": "A letter.pdf", "size": len(PDF), "sha256": file.file_sha256}
    assert list_gaps(here.proposal) == ()
    save_story(session, here.scene, here.proposal, title="Another", **{here.question.key: "forged"})
    assert here.proposal.answer("story", here.question.key) == answer
    assert file.file_sha256 in list_files_to_keep(session)


def test_another_file_takes_its_place_and_one_taken_away_is_gone(session: Session) -> None:
    here = FileScene(session)
    here.keep()
    here.keep(Attachment("Second.pdf", PDF + b" "))
    assert [file.file_name for file in here.kept] == ["Second.pdf"]
    take_file_away(here.proposal, here.question.id, **here.told)  # type: ignore[arg-type]
    session.flush()
    assert here.kept == []
    assert here.proposal.answer("story", here.question.key) is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (None, "Choose a file first."),
        (Attachment("letter.pdf", b"MZ a program"), "This is a program, not a document. Programs cannot be kept here."),
        (Attachment("picture.png", b"<html>"), "“picture.png” is not the PNG file that its name says."),
        (Attachment("clients.csv", b"name,born"), "Files like this cannot be kept here."),
        (Attachment("letter.pdf", PDF + b" " * 30_000_000), "This file is larger than 5 MB."),
        (Attachment("letter.pdf", b""), "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_and_nothing_changes(
    session: Session, given: Attachment | None, sentence: str
) -> None:
    here = FileScene(session)
    with pytest.raises(DomainError) as refused:
        here.keep(given)
    assert refused.value.sentences[0].startswith(sentence)
    assert here.kept == []


def test_a_submitted_file_stays_when_another_one_takes_its_place(session: Session) -> None:
    here = FileScene(session)
    here.keep()
    submitted(session, here.scene, here.proposal)
    session.flush()
    with pytest.raises(Refused):
        here.keep(Attachment("Second.pdf", PDF))
    assert [file.file_name for file in here.kept] == ["A letter.pdf"]


def test_only_a_question_for_a_file_takes_one(session: Session) -> None:
    here = FileScene(session)
    other = a_question(session, here.scene.enrollment.cohort)
    refresh(session, here.proposal)
    with pytest.raises(NotFound):
        kept = keep_first(LETTER, files=here.files)
        answer_with_file(here.proposal, other.id, kept, **here.told)  # type: ignore[arg-type]
