"""Who somebody in a report is: asked once, counted exactly, remembered for the next file, never with two meanings."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_participant, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_series, a_training
from workflows.enrollments.models import Participant
from workflows.errors import DomainError, NotFound
from workflows.stages import Stage
from workflows.training.aliases import forget, get_alias, list_aliases
from workflows.training.imports import count_import, preview_attendance
from workflows.training.models import Attendance, AttendanceAlias, AttendanceImport, TrainingSession
from workflows.training.reported import people_of
from workflows.training.roster import list_roster
from workflows.training.unknown_people import (
    Answer,
    ask_again,
    choose_people,
    count_open_questions,
    list_questions,
    questions_of,
)

HEADER = "Name (Original Name),User Email,Join Time,Leave Time"
ANA, DIYA = "ana@harbor.example.org", "diya@cascade.example.org"


def stay(name: str, joined: int, left: int, email: str = "") -> tuple[str, str, int, int]:
    """From one minute of the session to another."""
    return name, email, joined, left


def a_report(
    session: Session, scene: Scene, *stays: tuple[str, str, int, int], of: TrainingSession | None = None
) -> AttendanceImport:
    held = of or scene.sample_session
    local = held.starts_at - timedelta(hours=5)  # New York in winter
    lines = [
        f"{name},{email},{local + timedelta(minutes=joined):%m/%d/%Y %I:%M:%S %p},"
        f"{local + timedelta(minutes=left):%m/%d/%Y %I:%M:%S %p}"
        for name, email, joined, left in stays
    ]
    return preview_attendance(
        held,
        content="\r\n".join((HEADER, *lines, "")).encode(),
        file_name="report.csv",
        date_order=None,
        session=session,
        actor=scene.actor,
        now=NOW,
    )


def answer(
    session: Session, scene: Scene, report: AttendanceImport, name: str, who: Participant | None, *, remembers: bool
) -> None:
    place = next(person.place for person in people_of(report) if person.shown == name)
    chosen = {place: Answer(who.id if who else None, remembers)}
    choose_people(report, chosen, session=session, actor=scene.actor, now=NOW)
    session.flush()


def counted(session: Session, scene: Scene, report: AttendanceImport) -> None:
    count_import(report, session=session, actor=scene.actor, now=NOW)
    session.flush()


def minutes(session: Session, email: str) -> dict[int, Decimal | None]:
    """By session's number."""
    session.flush()
    rows = select(Attendance).join(Attendance.participant).where(Participant.email == email)
    return {mark.session.number: mark.minutes for mark in session.scalars(rows)}


def who_is(report: AttendanceImport) -> dict[str, tuple[int | None, str]]:
    return {person.shown: (person.participant_id, person.how) for person in people_of(report)}


def test_the_tablet_beside_a_laptop_is_merged_to_the_second_and_not_added(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 40, ANA), stay("iPad (2)", 30, 75))
    counted(session, scene, report)
    assert minutes(session, ANA) == {8: Decimal("40.0")}
    answer(session, scene, report, "iPad (2)", scene.people[ANA], remembers=False)
    assert minutes(session, ANA) == {8: Decimal("75.0")}
    ask_again(report, 1, session=session, actor=scene.actor, now=NOW)
    assert minutes(session, ANA) == {8: Decimal("40.0")}


def test_what_is_remembered_answers_the_next_file_and_the_next_cohort(session: Session) -> None:
    scene = a_training(session)
    first = a_report(session, scene, stay("iPad (2)", 0, 90))
    ana = scene.people[ANA]
    answer(session, scene, first, "iPad (2)", ana, remembers=True)
    second = a_report(session, scene, stay("IPAD  (2)", 0, 80), of=scene.sessions[6])
    assert who_is(second) == {"IPAD  (2)": (ana.id, "remembered")}

    enrollment = an_enrollment(session, Stage.TRAINING, affiliate=ana.enrollment.affiliate)
    again = a_participant(session, enrollment, "Ana Ruiz", "ANA@harbor.example.org")
    later = a_series(session, enrollment.cohort, count=1)[0]
    third = a_report(session, scene, stay("iPad (2)", 0, 90), of=later)
    assert who_is(third) == {"iPad (2)": (again.id, "remembered")}


def test_remembering_answers_the_same_question_in_the_cohorts_other_reports(session: Session) -> None:
    scene = a_training(session)
    reports = [a_report(session, scene, stay("iPad (2)", 0, 90), of=one) for one in scene.sessions[5:8]]
    counted(session, scene, a_report(session, scene, stay("Bo Lee", 0, 90), of=scene.sessions[4]))
    assert count_open_questions(session) == 3
    answer(session, scene, reports[2], "iPad (2)", scene.people[ANA], remembers=True)
    assert (count_open_questions(session), [r.open_questions for r in reports]) == (0, [0, 0, 0])
    for report in reports:
        counted(session, scene, report)
    assert set(minutes(session, ANA)) == {6, 7, 8}


def test_an_address_from_home_is_remembered_as_that_address(session: Session) -> None:
    scene = a_training(session)
    first = a_report(session, scene, stay("Diya", 0, 90, "Diya.N@home.example.org"))
    answer(session, scene, first, "Diya", scene.people[DIYA], remembers=True)
    rows = list_aliases(session, offset=0, limit=9)
    assert [(alias.alias, alias.email, name, by) for alias, name, by in rows] == [
        ("diya.n@home.example.org", DIYA, "Diya Nair", "Mara Quist")
    ]
    second = a_report(session, scene, stay("D", 0, 50, "diya.n@HOME.example.org"), of=scene.sessions[6])
    assert who_is(second) == {"D": (scene.people[DIYA].id, "remembered")}


def test_one_name_never_means_two_people_of_a_cohort(session: Session) -> None:
    scene = a_training(session)
    first = a_report(session, scene, stay("iPad (2)", 0, 90))
    answer(session, scene, first, "iPad (2)", scene.people[ANA], remembers=True)
    answer(session, scene, first, "iPad (2)", scene.people[DIYA], remembers=True)
    assert [row.email for row in session.scalars(select(AttendanceAlias))] == [DIYA]
    answer(session, scene, first, "iPad (2)", None, remembers=True)
    assert [row.email for row in session.scalars(select(AttendanceAlias))] == [""]
    answer(session, scene, first, "iPad (2)", None, remembers=True)
    assert len(session.scalars(select(AttendanceAlias)).all()) == 1


def test_what_means_two_people_who_meet_in_one_cohort_is_asked(session: Session) -> None:
    scene = a_training(session)
    for email in (ANA, DIYA):  # each from another cohort
        who = {"remembered_by_id": scene.manager.id, "remembered_at": NOW}
        session.add(AttendanceAlias(alias="ipad (2)", shown="iPad (2)", email=email, **who))
    session.flush()
    report = a_report(session, scene, stay("iPad (2)", 0, 90))
    assert who_is(report) == {"iPad (2)": (None, "")}
    answer(session, scene, report, "iPad (2)", scene.people[DIYA], remembers=True)
    assert [row.email for row in session.scalars(select(AttendanceAlias))] == [DIYA]


def test_nobody_of_ours_can_be_remembered_and_is_not_asked_again(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Notetaker", 0, 90))
    answer(session, scene, report, "Notetaker", None, remembers=True)
    second = a_report(session, scene, stay("Notetaker", 0, 85), of=scene.sessions[6])
    assert (who_is(second), second.open_questions) == ({"Notetaker": (None, "remembered")}, 0)


def test_forgetting_asks_again_in_the_next_report_and_changes_nothing_that_counts(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("iPad (2)", 0, 90))
    answer(session, scene, report, "iPad (2)", scene.people[ANA], remembers=True)
    counted(session, scene, report)
    alias = session.scalars(select(AttendanceAlias)).one()
    forget(get_alias(session, alias.id), session=session)
    session.flush()
    assert minutes(session, ANA) == {8: Decimal("90.0")}
    assert a_report(session, scene, stay("iPad (2)", 0, 85), of=scene.sessions[6]).open_questions == 1
    with pytest.raises(NotFound):
        get_alias(session, alias.id)


def test_asking_again_forgets_the_wrong_memory(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("iPad (2)", 0, 90))
    answer(session, scene, report, "iPad (2)", scene.people[ANA], remembers=True)
    second = a_report(session, scene, stay("iPad (2)", 0, 85), of=scene.sessions[6])
    ask_again(second, 0, session=session, actor=scene.actor, now=NOW)
    session.flush()
    assert (second.open_questions, session.scalars(select(AttendanceAlias)).all()) == (1, [])


def test_who_is_known_by_e_mail_is_not_asked_about(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA))
    for place in (0, 5, -1):
        with pytest.raises(DomainError, match="Nobody said who that is"):
            ask_again(report, place, session=session, actor=scene.actor, now=NOW)


def test_suggestions_are_similar_names_then_those_not_seen(session: Session) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay("Ana Ruiz", 0, 90, ANA), stay("Diya N.", 0, 90), stay("Elif", 0, 80))
    roster = list_roster(session, scene.cohort.id)
    asked = {question.person.shown: question for question in questions_of(report, roster, at_most=9)}
    assert [line.name for line in asked["Elif"].similar] == ["Elif Kaya"]
    assert [line.name for line in asked["Diya N."].similar] == ["Diya Nair"]
    assert [line.name for line in asked["Elif"].unseen] == ["Diya Nair", "Bo Lee", "Cy Otoo"]
    assert [line.name for line in asked["Elif"].others] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("name", "email", "worth"),
    [("iPad (2)", "", False), ("Ana’s iPhone", "", False), ("Annie R", "", True), ("iPad", "a@b.example.org", True),
     ("+12025550123", "", True)],
)  # fmt: skip
def test_a_name_that_many_share_is_not_remembered_by_default(
    session: Session, name: str, email: str, worth: bool
) -> None:
    scene = a_training(session)
    report = a_report(session, scene, stay(name, 0, 90, email))
    question = questions_of(report, list_roster(session, scene.cohort.id), at_most=1)[0]
    assert question.is_worth_remembering is worth


def test_the_queue_lists_every_cohort_and_pages(session: Session) -> None:
    scene = a_training(session)
    other = an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Mesa"))
    elsewhere = a_series(session, other.cohort, count=1)[0]
    a_report(session, scene, *(stay(f"Guest {number}", 0, 90 - number) for number in range(5)))
    a_report(session, scene, stay("Visitor", 0, 90), of=elsewhere)
    asked = [(q.report.session.cohort_id, q.person.shown) for q in list_questions(session)]
    assert asked == [(other.cohort_id, "Visitor"), *((scene.cohort.id, f"Guest {number}") for number in range(5))]
    assert [q.person.shown for q in list_questions(session, offset=2, limit=2)] == ["Guest 1", "Guest 2"]
    assert len(list_questions(session, cohort_id=other.cohort_id)) == count_open_questions(session) - 5


def test_the_hosts_side_is_listed_and_not_asked_about(session: Session) -> None:
    scene = a_training(session)
    content = HEADER + ",Guest\r\nTech desk,,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,No\r\n"
    report = preview_attendance(
        scene.sample_session, content=content.encode(), file_name="a.csv", date_order=None, session=session,
        actor=scene.actor, now=NOW,
    )  # fmt: skip
    assert (who_is(report), report.open_questions) == ({"Tech desk": (None, "")}, 0)
