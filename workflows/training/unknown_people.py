"""Who somebody in a meeting report is: what is asked, whom it could be, and what follows from the answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import DomainError, Reason
from workflows.permissions import Actor
from workflows.training.aliases import forget_in_cohort, remember
from workflows.training.attendance.matching import How
from workflows.training.attendance.names import names_of, normal_name
from workflows.training.imports import recount_reports
from workflows.training.models import AttendanceImport, ImportState, TrainingSession
from workflows.training.reported import (
    ASK,
    NOBODY,
    SAID,
    Measure,
    ReportedPerson,
    count_questions,
    people_of,
)
from workflows.training.roster import RosterLine, list_roster

SUGGESTIONS_MAX = 3
ALIKE_FROM = 0.7
# What many tablets, telephones and guests are called, so that the next one may be somebody else's.
SHARED_NAMES = frozenset(
    {"ipad", "iphone", "galaxy", "samsung", "android", "tablet", "laptop", "user", "zoom", "guest", "phone"}
    | {"pixel", "surface", "room", "pc", "mac", "macbook", "desk", "reception", "office"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who somebody is: a participant of the cohort, or None for nobody of ours; `remembers` it for other reports."""

    participant_id: int | None
    remembers: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One person of one report whom nobody knows yet. Suggestions are the likeliest first; nobody is left out."""

    report: AttendanceImport
    person: ReportedPerson
    minutes: str
    similar: tuple[RosterLine, ...]
    unseen: tuple[RosterLine, ...]
    others: tuple[RosterLine, ...]

    @property
    def token(self) -> str:
        return f"{self.report.id}_{self.person.place}"

    @property
    def is_worth_remembering(self) -> bool:
        """An address or a name of one's own; an “iPad (2)” may be another one next time."""
        if self.person.email:
            return True
        words = normal_name(self.person.name).replace("’", " ").replace("'", " ").split()
        return SHARED_NAMES.isdisjoint(words)


def count_open_questions(session: Session) -> int:
    """Over all cohorts."""
    return session.scalar(select(func.coalesce(func.sum(AttendanceImport.open_questions), 0))) or 0


def list_questions(
    session: Session, *, offset: int = 0, limit: int | None = None, cohort_id: int | None = None
) -> list[Question]:
    """What is open, by cohort and session, in the same number of queries however much it is."""
    loading = joinedload(AttendanceImport.session).joinedload(TrainingSession.cohort)
    rows = (
        select(AttendanceImport)
        .join(AttendanceImport.session)
        .where(AttendanceImport.open_questions > 0)
        .order_by(TrainingSession.cohort_id.desc(), TrainingSession.number, AttendanceImport.id)
        .options(loading)
    )
    if cohort_id is not None:
        rows = rows.where(TrainingSession.cohort_id == cohort_id)
    open_ones = [(report, person) for report in session.scalars(rows) for person in people_of(report) if person.is_open]
    shown = open_ones[offset : None if limit is None else offset + limit]
    cohorts = {report.session.cohort_id for report, _person in shown}
    rosters = {cohort_id: list_roster(session, cohort_id) for cohort_id in sorted(cohorts)}
    return [question_of(report, person, rosters[report.session.cohort_id]) for report, person in shown]


def questions_of(report: AttendanceImport, roster: Sequence[RosterLine], *, at_most: int) -> list[Question]:
    """The open questions of one report."""
    open_ones = [person for person in people_of(report) if person.is_open]
    return [question_of(report, person, roster) for person in open_ones[:at_most]]


def question_of(report: AttendanceImport, person: ReportedPerson, roster: Sequence[RosterLine]) -> Question:
    """With everyone it could be: similar names first, then who was not seen in this session, then the others."""
    seen = {other.participant_id for other in people_of(report)}
    similar = tuple(_most_alike(person, roster))
    others = [line for line in roster if line not in similar]
    minutes = Measure.of(report.session).minutes(person.presence)
    return Question(
        report=report,
        person=person,
        minutes="" if minutes is None else f"{minutes.normalize():f}",
        similar=similar,
        unseen=tuple(line for line in others if line.participant_id not in seen),
        others=tuple(line for line in others if line.participant_id in seen),
    )


def _most_alike(person: ReportedPerson, roster: Sequence[RosterLine]) -> Iterable[RosterLine]:
    names = [*names_of(person.name), normal_name((person.email or "").partition("@")[0].replace(".", " "))]
    alike = [(max(_likeness(name, normal_name(line.name)) for name in names if name), line) for line in roster]
    likely = sorted((pair for pair in alike if pair[0] >= ALIKE_FROM), key=lambda pair: -pair[0])
    return (line for _likeness_, line in likely[:SUGGESTIONS_MAX])


def _likeness(one: str, other: str) -> float:
    """1 for the same; a name that is a part of the other, as a first name alone, is very like it."""
    words = set(one.split())
    if words and (words <= set(other.split()) or set(other.split()) <= words):
        return 0.9
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE_FROM else 0.0


def choose_people(
    report: AttendanceImport, chosen: Mapping[int, Answer], *, session: Session, actor: Actor, now: datetime
) -> None:
    """Say who the unknown are: place in the reading → answer. Where the report is counted, it counts at once.

    What is remembered also answers the same question in the cohort's other reports. Raises DomainError for a
    participant of another cohort and for somebody whom the report itself showed by e-mail.
    """
    people = people_of(report)
    cohort_id = report.session.cohort_id
    participants = _participants(session, cohort_id)
    for place, answer in chosen.items():
        person = people[place] if 0 <= place < len(people) else None
        _refuse_impossible(person, answer, participants, where=f"who_{report.id}_{place}")
        assert person is not None
        if answer.remembers:
            participant = participants[answer.participant_id] if answer.participant_id else None
            remember(person, participant, cohort_id=cohort_id, session=session, actor=actor, now=now)
    _write_answers(report, {place: answer.participant_id or NOBODY for place, answer in chosen.items()})
    remembered = {people[place].alias: answer for place, answer in chosen.items() if answer.remembers}
    for other in _answer_elsewhere(report, remembered, session=session):
        _recount(other, session=session, actor=actor, now=now)
    _recount(report, session=session, actor=actor, now=now)


def ask_again(report: AttendanceImport, place: int, *, session: Session, actor: Actor, now: datetime) -> ReportedPerson:
    """Open the question again and forget what was remembered about that name; counted attendance follows.

    Raises DomainError for somebody whom the report showed by e-mail, or whose question is open.
    """
    people = people_of(report)
    person = people[place] if 0 <= place < len(people) else None
    if person is None or person.how in ("", How.EMAIL.value):
        raise DomainError("Nobody said who that is. Reload the page and look again.")
    forget_in_cohort([person], cohort_id=report.session.cohort_id, session=session)
    _write_answers(report, {place: ASK})
    _recount(report, session=session, actor=actor, now=now)
    return person


def _refuse_impossible(
    person: ReportedPerson | None, answer: Answer, participants: Mapping[int, Participant], *, where: str
) -> None:
    if person is None or person.how not in ("", SAID):
        raise DomainError("That person was recognized by the report itself. Reload the page and choose again.")
    if answer.participant_id is not None and answer.participant_id not in participants:
        raise DomainError(Reason("Choose a participant of this cohort.", where))


def _write_answers(report: AttendanceImport, answers: Mapping[int, int]) -> None:
    # a new object, so that the change is seen
    report.answers = {**report.answers, **{str(place): who for place, who in answers.items()}}
    report.open_questions = count_questions(report)


def _answer_elsewhere(
    report: AttendanceImport, remembered: Mapping[str, Answer], *, session: Session
) -> Collection[AttendanceImport]:
    """The other reports of the cohort in which the same question was open, with the answer written."""
    if not remembered:
        return ()
    cohort_id = report.session.cohort_id
    same_cohort = (
        select(AttendanceImport)
        .join(AttendanceImport.session)
        .where(
            TrainingSession.cohort_id == cohort_id,
            AttendanceImport.open_questions > 0,
            AttendanceImport.id != report.id,
        )
        .options(joinedload(AttendanceImport.session).joinedload(TrainingSession.cohort))
    )
    answered = []
    for other in session.scalars(same_cohort):
        places = {p.place: remembered[p.alias] for p in people_of(other) if p.is_open and p.alias in remembered}
        if places:
            _write_answers(other, {place: answer.participant_id or NOBODY for place, answer in places.items()})
            answered.append(other)
    return answered


def _recount(report: AttendanceImport, *, session: Session, actor: Actor, now: datetime) -> None:
    if report.state is ImportState.APPLIED:
        recount_reports(report.session, session=session, actor=actor, now=now)


def _participants(session: Session, cohort_id: int) -> dict[int, Participant]:
    rows = select(Participant).join(Participant.enrollment).where(Enrollment.cohort_id == cohort_id)
    return {row.id: row for row in session.scalars(rows)}
