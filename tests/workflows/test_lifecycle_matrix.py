"""The lifecycle as a matrix: every stage × transition × role, and what it answers."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from workflows.advance import advance
from workflows.enrollments.models import Enrollment
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Refused
from workflows.permissions import GRANTS, PROGRAM, Actor, Role
from workflows.stages import Stage


def _people(session: Session, enrollment: Enrollment) -> dict[Role, Actor]:
    return {
        role: a_person(session, role, affiliate=None if role.is_national else enrollment.affiliate).as_actor(NOW)
        for role in Role
    }


@pytest.mark.parametrize("stage", list(Stage))
def test_wrong_stage_and_wrong_role_are_refused_with_a_sentence_and_change_nothing(
    session: Session, stage: Stage
) -> None:
    enrollment = an_enrollment(session, stage)
    people = _people(session, enrollment)
    enrollment.coach_id = people[Role.COACH].id
    session.flush()
    for row in LIFECYCLE.rows:
        granted = {g.role for g in GRANTS if row.who in g.permissions}
        for role, actor in people.items():
            if stage in row.sources and role in granted:
                continue  # what the guards say then is tested where the slice is
            with pytest.raises(Refused) as refusal:
                advance(enrollment, row.name, session=session, actor=actor, now=NOW, note="Because.")
            assert all(sentence.endswith(".") for sentence in refusal.value.sentences)
            assert enrollment.stage == stage


@pytest.mark.parametrize("row", [row for row in LIFECYCLE.rows if row.needs_note], ids=lambda row: row.name)
def test_a_transition_that_needs_a_note_is_refused_without_one(session: Session, row: object) -> None:
    enrollment = an_enrollment(session, row.sources[0])  # type: ignore[attr-defined]
    reasons = LIFECYCLE.why_not(enrollment, row.name, actor=PROGRAM, now=NOW, note=" ")  # type: ignore[attr-defined]
    assert "Say why in a sentence; it stays with the record." in [r.sentence for r in reasons]


def test_a_stranger_of_the_same_role_may_not_move_another_affiliates_year(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.INVITED, committed_at=NOW)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW)
    reasons = LIFECYCLE.why_not(enrollment, "commit", actor=stranger, now=NOW)
    assert [r.sentence for r in reasons] == ["You may not sign the commitment. The affiliate director can."]


def test_what_the_program_does_by_itself_no_person_may_do(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING, sessions_required=12)
    for actor in _people(session, enrollment).values():
        with pytest.raises(Refused, match="This happens by itself"):
            advance(enrollment, "complete_training", session=session, actor=actor, now=NOW)
