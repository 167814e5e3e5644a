"""When the training is complete, and that the gate to the proposal opens exactly then."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_participant, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_training, marked, marked_but
from workflows.advance import advance
from workflows.cohorts.models import CompletionRule
from workflows.enrollments.models import Enrollment, StageChange
from workflows.enrollments.operations import bring_back, end_participation
from workflows.errors import DomainError
from workflows.lifecycle import why_not
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import PROGRAM
from workflows.stages import Stage
from workflows.training.completion import open_sessions, recompute_cohort, recompute_completion, recompute_completions
from workflows.training.models import Attendance, AttendanceMode

EVERY, ONE = CompletionRule.EVERY_PARTICIPANT, CompletionRule.ONE_PER_SESSION


@dataclass(frozen=True)
class OneSession:
    id: int
    number: int
    is_required: bool = True


@dataclass(frozen=True)
class OneMark:
    participant_id: int
    session_id: int
    mode: AttendanceMode = AttendanceMode.LIVE


SESSIONS = [OneSession(id=10 + n, number=n) for n in range(1, 5)]
PEOPLE = [1, 2, 3]

series = st.lists(st.booleans(), min_size=0, max_size=5).map(
    lambda flags: [OneSession(10 + n, n, required) for n, required in enumerate(flags, 1)]
)
marks = st.lists(
    st.builds(OneMark, st.integers(1, 5), st.integers(11, 15), st.sampled_from(AttendanceMode)), max_size=25
)
people = st.lists(st.integers(1, 4), unique=True, max_size=4)
rules = st.sampled_from(CompletionRule)


@pytest.mark.parametrize(
    ("rule", "given_marks", "expected"),
    [
        (ONE, [], [1, 2, 3, 4]),
        (ONE, [OneMark(1, 11), OneMark(2, 12), OneMark(3, 13)], [4]),
        (ONE, [OneMark(1, 11 + n) for n in range(4)], []),
        (EVERY, [OneMark(1, 11 + n) for n in range(4)], [1, 2, 3, 4]),
        (EVERY, [OneMark(p, 11) for p in PEOPLE], [2, 3, 4]),
        (EVERY, [OneMark(p, 11 + n) for p in PEOPLE for n in range(4)], []),
        (ONE, [OneMark(9, 11 + n) for n in range(4)], [1, 2, 3, 4]),
        (ONE, [OneMark(1, 11, AttendanceMode.MISSED)], [1, 2, 3, 4]),
    ],
)
def test_a_session_is_open_until_the_rule_is_met(
    rule: CompletionRule, given_marks: list[OneMark], expected: list[int]
) -> None:
    assert open_sessions(SESSIONS, given_marks, PEOPLE, rule) == expected


@pytest.mark.parametrize("mode", AttendanceMode)
def test_every_way_of_taking_part_counts_except_missing(mode: AttendanceMode) -> None:
    found = open_sessions(SESSIONS[:1], [OneMark(1, 11, mode)], [1], EVERY)
    assert found == ([1] if mode is AttendanceMode.MISSED else [])


def test_a_session_that_is_not_required_is_never_open() -> None:
    assert open_sessions([OneSession(11, 1, is_required=False)], [], PEOPLE, EVERY) == []


@pytest.mark.parametrize("rule", CompletionRule)
def test_without_participants_every_required_session_is_open(rule: CompletionRule) -> None:
    assert open_sessions(SESSIONS, [], [], rule) == [1, 2, 3, 4]


@given(series, marks, people, rules, st.randoms())
def test_the_order_of_what_is_given_does_not_matter(sessions, given_marks, who, rule, random) -> None:  # type: ignore[no-untyped-def]
    expected = open_sessions(sessions, given_marks, who, rule)
    for rows in (shuffled := [list(sessions), list(given_marks), list(who)]):
        random.shuffle(rows)
    assert open_sessions(*shuffled, rule) == expected


@given(series, marks, st.builds(OneMark, st.integers(1, 5), st.integers(11, 15)), people, rules)
def test_one_more_attendance_never_opens_a_session(sessions, given_marks, more, who, rule) -> None:  # type: ignore[no-untyped-def]
    before = set(open_sessions(sessions, given_marks, who, rule))
    assert set(open_sessions(sessions, [*given_marks, more], who, rule)) <= before


def slowly(sessions, given_marks, who, rule, ended) -> list[int]:  # type: ignore[no-untyped-def]
    """The same answer, obviously: session by session, person by person, mark by mark."""
    unmet = []
    for one in sessions:
        met_by_staying = [p for p in who if any(_counts(m, p, one) for m in given_marks)]
        met_by_leaving = [p for p in ended if any(_counts(m, p, one) for m in given_marks)]
        everyone_met = len(met_by_staying) == len(who)
        enough = everyone_met if rule is EVERY else bool(met_by_staying or met_by_leaving)
        if one.is_required and not (who and enough):
            unmet.append(one.number)
    return unmet


def _counts(mark: OneMark, person: int, one: OneSession) -> bool:
    return (mark.participant_id, mark.session_id) == (person, one.id) and mark.mode is not AttendanceMode.MISSED


@given(series, marks, people, rules, st.sets(st.integers(5, 6)))
def test_the_rule_is_what_a_slow_obvious_computation_says(sessions, given_marks, who, rule, ended) -> None:  # type: ignore[no-untyped-def]
    assert open_sessions(sessions, given_marks, who, rule, ended=ended) == slowly(
        sessions, given_marks, who, rule, ended
    )


@given(series, marks, st.lists(st.integers(1, 4), unique=True, min_size=2, max_size=4), rules)
def test_a_person_who_leaves_opens_no_session_for_those_who_stay(sessions, given_marks, who, rule) -> None:  # type: ignore[no-untyped-def]
    before = set(open_sessions(sessions, given_marks, who, rule))
    assert set(open_sessions(sessions, given_marks, who[1:], rule, ended=who[:1])) <= before


@given(series, marks, people.filter(bool))
def test_whoever_meets_the_stricter_rule_meets_the_other(sessions, given_marks, who) -> None:  # type: ignore[no-untyped-def]
    assert set(open_sessions(sessions, given_marks, who, ONE)) <= set(open_sessions(sessions, given_marks, who, EVERY))


def fresh(session: Session, enrollment: Enrollment) -> Enrollment:
    session.flush()
    session.expire_all()
    return session.get_one(Enrollment, enrollment.id)


def last_mark(session: Session) -> Attendance:
    return session.scalars(select(Attendance).order_by(Attendance.id.desc()).limit(1)).one()


def test_gate_opens_with_the_last_session_when_one_person_is_enough(session: Session) -> None:
    scene = a_training(session)
    harbor, ana = scene.enrollments["Harbor"], scene.people["ana@harbor.example.org"]
    bo = scene.people["bo@harbor.example.org"]
    marked_but(session, ana, scene, 5, 9)
    assert [str(r) for r in why_not(harbor, "complete_training", actor=PROGRAM, now=NOW)] == [
        "2 of 12 sessions are open: 5 and 9. Watch the recordings to finish."
    ]
    marked(session, bo, scene.sessions[4])
    recompute_completion(harbor, session=session, now=NOW)
    assert (harbor.stage, harbor.open_sessions, harbor.training_completed_at) == (Stage.TRAINING, [9], None)
    marked(session, ana, scene.sessions[8], AttendanceMode.RECORDING)
    recompute_completion(harbor, session=session, now=NOW)

    found = fresh(session, harbor)
    assert (found.stage, found.open_sessions, found.training_completed_at) == (Stage.PROPOSING, [], NOW)
    assert [e.name for e in session.scalars(select(OutboxEvent))] == ["training_completed"]  # nobody met all alone


def test_gate_waits_for_every_participant_when_the_cohort_says_so(session: Session) -> None:
    scene = a_training(session, rule=EVERY, sessions=2)
    harbor = scene.enrollments["Harbor"]
    marked_but(session, scene.people["ana@harbor.example.org"], scene)
    assert (harbor.stage, harbor.open_sessions) == (Stage.TRAINING, [1, 2])
    marked_but(session, scene.people["bo@harbor.example.org"], scene)
    assert (harbor.stage, harbor.open_sessions) == (Stage.PROPOSING, [])


def complete(session: Session, scene: Scene) -> Enrollment:
    marked_but(session, scene.people["cy@prairie.example.org"], scene)
    return scene.enrollments["Prairie"]


def test_taking_an_attendance_back_reopens_the_training_with_a_note(session: Session) -> None:
    scene = a_training(session, sessions=2)
    prairie = complete(session, scene)
    session.delete(last_mark(session))
    recompute_completion(prairie, session=session, now=NOW, reopens=True)

    found = fresh(session, prairie)
    assert (found.stage, found.open_sessions, found.training_completed_at) == (Stage.TRAINING, [2], None)
    change = session.scalars(select(StageChange).order_by(StageChange.id.desc())).first()
    assert change is not None
    assert change.note == "An attendance was taken back, so session 2 is open again."


def test_completion_with_one_open_session_is_refused_with_the_session_named(session: Session) -> None:
    scene = a_training(session)
    marked_but(session, scene.people["cy@prairie.example.org"], scene, 5)
    prairie = scene.enrollments["Prairie"]
    with pytest.raises(Refused) as refusal:
        advance(prairie, "complete_training", session=session, actor=PROGRAM, now=NOW)
    assert refusal.value.sentences == ("1 of 12 sessions is open: 5. Watch the recordings to finish.",)
    assert prairie.stage is Stage.TRAINING


def test_a_person_who_left_is_waited_for_no_longer_and_comes_back(session: Session) -> None:
    scene = a_training(session, rule=EVERY, sessions=2)
    harbor, bo = scene.enrollments["Harbor"], scene.people["bo@harbor.example.org"]
    marked_but(session, scene.people["ana@harbor.example.org"], scene)
    told = {"session": session, "actor": scene.actor, "now": NOW}
    with pytest.raises(DomainError, match="Say why in a sentence"):
        end_participation(bo, because=" ", **told)
    end_participation(bo, because="Bo moved to another state", **told)
    recompute_completion(harbor, session=session, now=NOW)
    assert (harbor.stage, harbor.open_sessions) == (Stage.PROPOSING, [])
    with pytest.raises(DomainError, match="no longer takes part already"):
        end_participation(bo, because="Again", **told)
    bring_back(bo, **told)
    recompute_completion(harbor, session=session, now=NOW)
    assert (harbor.stage, harbor.open_sessions) == (Stage.PROPOSING, [1, 2])  # nobody loses an open proposal by it
    names = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name.startswith("participant_"))).all()
    assert names == ["participant_ended", "participant_back"]


def test_training_stays_complete_once_a_proposal_was_submitted(session: Session) -> None:
    scene = a_training(session, sessions=2)
    prairie = complete(session, scene)
    prairie.proposal_submitted_at = NOW
    session.delete(last_mark(session))
    recompute_completion(prairie, session=session, now=NOW, reopens=True)
    assert (prairie.stage, prairie.training_completed_at) == (Stage.PROPOSING, NOW)


def test_a_waived_training_is_not_reopened_by_attendance(session: Session) -> None:
    scene = a_training(session, sessions=2)
    waived = an_enrollment(session, Stage.PROPOSING, cohort=scene.cohort, affiliate=an_affiliate(session))
    session.add(
        StageChange(
            enrollment_id=waived.id,
            transition="waive_training",
            source=Stage.TRAINING,
            target=Stage.PROPOSING,
            at=NOW,
        )
    )
    recompute_completion(waived, session=session, now=NOW, reopens=True)
    assert (waived.stage, waived.open_sessions) == (Stage.PROPOSING, [1, 2])


def test_one_more_participant_does_not_close_an_open_proposal(session: Session) -> None:
    scene = a_training(session, rule=EVERY, sessions=2)
    prairie = complete(session, scene)
    a_participant(session, prairie, "Zoe Park", "zoe@prairie.example.org")
    recompute_completion(prairie, session=session, now=NOW)
    assert (prairie.stage, prairie.open_sessions, prairie.training_completed_at) == (Stage.PROPOSING, [1, 2], NOW)


def test_another_rule_of_the_cohort_opens_the_gate(session: Session) -> None:
    scene = a_training(session, rule=EVERY, sessions=2)
    marked_but(session, scene.people["ana@harbor.example.org"], scene)
    scene.cohort.completion_rule = ONE
    recompute_cohort(scene.cohort.id, session=session, now=NOW)
    assert [e.stage for e in scene.enrollments.values()] == [Stage.PROPOSING, Stage.TRAINING, Stage.TRAINING]


def test_a_cohort_of_thirty_is_recomputed_in_as_many_queries_as_one(
    session: Session, count_queries: Statements
) -> None:
    counts = []
    scene = a_training(session)
    scene.cohort.seats = 40
    for more in (0, 27):
        for _ in range(more):
            an_enrollment(session, Stage.TRAINING, cohort=scene.cohort, sessions_required=12, open_sessions=[1])
        ids = list(session.scalars(select(Enrollment.id)))
        session.commit()
        recompute_completions(ids, session=session, now=NOW)
        session.commit()
        count_queries.clear()
        recompute_completions(ids, session=session, now=NOW)
        counts.append(len(count_queries))
    assert counts == [4, 4]
