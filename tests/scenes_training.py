"""A cohort in training: twelve sessions, three affiliates and the people of the sample report."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from workflows.cohorts.models import Cohort, CompletionRule
from workflows.enrollments.models import Enrollment, Participant
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage
from workflows.training.answers import MaterialKind
from workflows.training.completion import recompute_completion
from workflows.training.models import Attendance, AttendanceMode, SessionMaterial, TrainingSession

SAMPLES = Path(__file__).parent / "samples" / "attendance"
REPORT = (SAMPLES / "zoom_classic.csv").read_bytes()
# 14:00 to 15:30 in New York on 4 March 2026, as in expected.json.
SAMPLE_STARTS_AT = datetime(2026, 3, 4, 19, 0, tzinfo=UTC)
SAMPLE_NUMBER = 8
TITLES = (
    "From services to change",
    "Ten domains and your community",
    "Program logic on one page",
    "Choosing indicators",
    "SMART goals clinic",
    "Getting data out",
    "Clean and trust your data",
    "Privacy, consent and agreements",
    "Make sense of numbers",
    "Voices and feedback loops",
    "Tell it",
    "Plan the year",
)
PEOPLE = {
    "Harbor": (("Ana Ruiz", "ana@harbor.example.org"), ("Bo Lee", "bo@harbor.example.org")),
    "Prairie": (("Cy Otoo", "cy@prairie.example.org"),),
    "Cascade": (("Diya Nair", "diya@cascade.example.org"), ("Elif Kaya", "elif@cascade.example.org")),
}


@dataclass
class Scene:
    """The cohort with everything in it; `people` by address, `enrollments` by affiliate."""

    cohort: Cohort
    sessions: list[TrainingSession]
    enrollments: dict[str, Enrollment]
    people: dict[str, Participant]
    manager: User

    @property
    def sample_session(self) -> TrainingSession:
        return self.sessions[SAMPLE_NUMBER - 1]

    @property
    def actor(self) -> Actor:
        return self.manager.as_actor(NOW)


def a_series(session: Session, cohort: Cohort, *, count: int = len(TITLES), **values: Any) -> list[TrainingSession]:
    """Weekly sessions of 90 minutes; the eighth is the one of the sample report."""
    rows = [
        TrainingSession(
            cohort_id=cohort.id,
            number=number,
            title=TITLES[number - 1],
            kind="live+recording",
            objectives="Compute a rate; compare groups with care.",
            practice_product="One chart and three sentences",
            starts_at=SAMPLE_STARTS_AT + timedelta(weeks=number - SAMPLE_NUMBER),
            minutes=90,
            time_zone="America/New_York",
            **{"recording_url": f"https://video.example.org/{number}", **values},
        )
        for number in range(1, count + 1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def a_training(
    session: Session, *, rule: CompletionRule = CompletionRule.ONE_PER_SESSION, sessions: int = len(TITLES)
) -> Scene:
    """Three affiliates in training, with the roster of the sample report."""
    cohort = a_cohort(session, completion_rule=rule)
    series = a_series(session, cohort, count=sessions)
    enrollments, people = {}, {}
    for name, roster in PEOPLE.items():
        enrollment = an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session, name))
        enrollments[name] = enrollment
        for who, email in roster:
            people[email] = a_participant(session, enrollment, who, email)
    for enrollment in enrollments.values():
        recompute_completion(enrollment, session=session, now=NOW)
    session.flush()
    return Scene(cohort, series, enrollments, people, a_person(session, Role.PROGRAM_MANAGER, name="Mara Quist"))


def marked(
    session: Session,
    participant: Participant,
    training_session: TrainingSession,
    mode: AttendanceMode = AttendanceMode.LIVE,
) -> Attendance:
    row = Attendance(participant_id=participant.id, session_id=training_session.id, mode=mode, marked_at=NOW)
    session.add(row)
    session.flush()
    return row


def marked_but(session: Session, participant: Participant, scene: Scene, *numbers: int) -> None:
    """Live in every session except these."""
    for one in scene.sessions:
        if one.number not in numbers:
            marked(session, participant, one)
    recompute_completion(participant.enrollment, session=session, now=NOW)


def a_user_of(session: Session, participant: Participant, role: Role = Role.AFFILIATE_STAFF) -> User:
    """An account for the participant, linked to them."""
    user = a_person(
        session,
        role,
        affiliate=participant.enrollment.affiliate,
        email=participant.email,
        name=participant.name,
    )
    participant.user_id = user.id
    session.flush()
    return user


def a_material(session: Session, training_session: TrainingSession, by: User, **values: Any) -> SessionMaterial:
    """Slides as a file, unless `url` makes it a link."""
    file = {} if values.get("url") else {"file_sha256": "a" * 64, "file_name": "slides.pdf", "size": 1200}
    row = SessionMaterial(
        session=training_session,
        **{
            "position": 1,
            "title": "Slides",
            "kind": MaterialKind.SLIDES,
            "language": "English",
            "added_by_id": by.id,
            "added_at": NOW,
            **file,
            **values,
        },
    )
    session.add(row)
    session.flush()
    return row
