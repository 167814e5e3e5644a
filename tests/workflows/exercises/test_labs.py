"""Labs: their files are the engine's own, right is right, a wrong answer gets a hint, and attempts are kept."""

import csv
import io
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from commands.labs import FOLDER, lab_files
from tests.factories import NOW, a_person
from tests.scenes_practice import a_practice
from tests.scenes_training import a_user_of
from workflows.errors import DomainError, NotFound
from workflows.exercises.lab_operations import answer_lab
from workflows.exercises.lab_queries import get_lab_session, list_attempts, list_lines, list_standings
from workflows.exercises.labs import LABS, Ask, Lab, LabQuestion, _values, as_kept, is_right, right_answer, sample_of
from workflows.permissions import Role

EVERY_QUESTION = [(lab, question) for lab in LABS for question in lab.questions]


def test_the_files_are_what_the_engine_computes_today() -> None:
    """Stale? `./accompany labs` writes them anew."""
    assert {name: (FOLDER / name).read_bytes() for name in lab_files()} == lab_files()


def test_every_question_has_its_answer_and_only_those() -> None:
    asked = {lab.name: {q.name for q in lab.questions if not q.answer} for lab in LABS}
    assert {name: set(values) for name, values in _values().items()} == asked
    assert all(4 <= len(lab.questions) <= 6 for lab in LABS)


@pytest.mark.parametrize(("lab", "question"), EVERY_QUESTION, ids=lambda one: one.name)
def test_right_is_right_wrong_is_wrong_and_the_hint_does_not_tell(lab: Lab, question: LabQuestion) -> None:
    right = right_answer(lab, question)
    assert is_right(lab, question, right)
    assert not is_right(lab, question, "")
    if question.ask in (Ask.WHOLE, Ask.RATE):
        number = Decimal(right)
        assert is_right(lab, question, f" {number} % " if question.ask is Ask.RATE else f"{number:,}")
        wrong = (number + 1, number - 1, number + Decimal("0.2"), -number)
        assert not any(is_right(lab, question, str(one)) for one in wrong)
        assert not is_right(lab, question, "many")
        assert str(number.normalize()) not in question.hint.split()
    else:
        keys = [key for key, _ in question.choices]
        assert set(right.split(",")) < set(keys)
        others = [as_kept(question, [*right.split(","), key]) for key in keys if key not in right.split(",")]
        assert not any(is_right(lab, question, other) for other in others)
        assert right not in question.hint


def test_the_samples_are_small_and_plainly_invented() -> None:
    for lab in LABS:
        rows = list(csv.DictReader(io.StringIO(sample_of(lab).decode())))
        assert 60 <= len(rows) <= 65
        assert {row["affiliate_code"] for row in rows} == {"LAB-01"}
        for row in rows:
            assert row.get("alien_number", "A000")[:4] == "A000"
            assert row.get("phone", "555-01")[:6] == "555-01"
            assert row.get("first_name", "Synth")[:5] == "Synth"


def test_attempts_are_kept_once_and_what_is_right_stays(session: Session) -> None:
    scene = a_practice(session)
    ana = a_user_of(session, scene.training.people["ana@harbor.example.org"])
    lab_session = get_lab_session(session, scene.session(9).id)
    told = {"user": ana, "session": session, "now": NOW}
    first = answer_lab(lab_session, {"denominator": "60", "numerator": "14", "rate": ""}, **told)
    assert [(one.question, one.is_right) for one in first] == [("denominator", False), ("numerator", True)]
    session.flush()
    again = answer_lab(lab_session, {"denominator": "60", "numerator": "99"}, **told)
    assert again == []
    lab = next(lab for lab in LABS if lab.name == "numbers")
    answer_lab(lab_session, {q.name: right_answer(lab, q) for q in lab.questions}, **told)
    session.flush()
    participant = scene.training.people["ana@harbor.example.org"]
    attempts = list_attempts(session, participant.id, lab_session.id)
    lines = list_lines(lab, attempts)
    assert [(line.question.name, line.tries, line.is_right) for line in lines] == [
        ("denominator", 2, True),
        ("numerator", 1, True),
        ("rate", 1, True),
        ("small", 1, True),
        ("compare", 1, True),
    ]
    standings = list_standings(session, scene.enrollment("Harbor"), scene.training.sessions)
    assert {key: (s.right, s.questions, s.is_done) for key, s in standings.items()} == {
        scene.session(6).id: (0, 4, False),
        scene.session(7).id: (0, 6, False),
        lab_session.id: (5, 5, True),
    }
    assert scene.enrollment("Harbor").open_sessions  # a lab is no condition of completion


def test_who_is_no_participant_reads_and_does_not_answer(session: Session) -> None:
    scene = a_practice(session)
    colleague = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.enrollment("Harbor").affiliate)
    with pytest.raises(DomainError, match="has not named you as a participant"):
        answer_lab(scene.session(9), {"denominator": "27"}, user=colleague, session=session, now=NOW)
    with pytest.raises(NotFound):
        get_lab_session(session, scene.session(1).id)
