"""The certificate of one person, from the marks that count for them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.documents.builders.parts import paper
from workflows.documents.contexts.certificate import Certificate, Competency
from workflows.documents.draft import Draft, NoLongerWanted, Wanted
from workflows.documents.words import counted, fingerprint, local_day, period
from workflows.enrollments.models import Participant
from workflows.errors import NotFound
from workflows.people.answers import NETWORK_NAME
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.training.models import Attendance, AttendanceMode, TrainingSession

WAYS = {
    AttendanceMode.LIVE: "live",
    AttendanceMode.RECORDING: "by recording",
    AttendanceMode.MAKE_UP: "made up for",
    AttendanceMode.EXCUSED: "excused",
    AttendanceMode.WAIVED: "waived",
}
TAKEN_PART = frozenset({AttendanceMode.LIVE, AttendanceMode.RECORDING, AttendanceMode.MAKE_UP})
COMPETENCY = re.compile(r"(?P<code>C\d+)\s*(?P<name>.*)")


def build(session: Session, wanted: Wanted) -> Draft:
    """Raises NotFound for nobody, NoLongerWanted when the certificate was taken back before it was made."""
    person = session.get(Participant, wanted.subject_id) if wanted.subject_id is not None else None
    if person is None:
        raise NotFound("There is nobody to make a certificate for.")
    if person.certified_at is None:
        raise NoLongerWanted()
    enrollment, zone = person.enrollment, person.enrollment.cohort.time_zone
    met = _met_sessions(session, person)
    modes = Counter(mode for _session, mode in met)
    first, last = met[0][0], met[-1][0]
    context = Certificate(
        paper=paper(
            enrollment,
            title="Certificate of completion",
            number=f"{enrollment.affiliate.code}-{person.id}",
            standing="Issued",
            prepared_on=local_day(person.certified_at, zone),
            fingerprint=fingerprint([person.id, person.name, person.certified_at, [(s.id, mode) for s, mode in met]]),
        ),
        name=person.name,
        program=enrollment.cohort.program,
        dates=period(local_date(first.starts_at, zone), local_date(last.starts_at, zone)),
        sessions=f"{len(met)} of {counted(len(met), 'session', 'sessions')}",
        ways=" · ".join(f"{modes[mode]} {words}" for mode, words in WAYS.items() if modes[mode]),
        hours=hours_of(sum(row.minutes for row, mode in met if mode in TAKEN_PART)),
        competencies=competencies_of([row for row, _mode in met]),
        **_signer(session, person.certified_at),
    )
    return Draft(
        subject_id=person.id,
        title=f"Certificate of {person.name}"[:200],
        affiliate=enrollment.affiliate.name,
        template="certificate.docx",
        context=context,
        is_wanted=lambda session: _is_certified(session, person.id),
    )


def _is_certified(session: Session, participant_id: int) -> bool:
    certified = select(Participant.certified_at).where(Participant.id == participant_id)
    return session.scalar(certified) is not None


def hours_of(minutes: int) -> str:
    """`18.5 hours`."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.1"))
    return f"{hours.normalize():f} {'hour' if hours == 1 else 'hours'}"


def competencies_of(sessions: Sequence[TrainingSession]) -> tuple[Competency, ...]:
    """Each once, in the order of the sessions; a session may name one by its code alone."""
    names: dict[str, str] = {}
    for one in sessions:
        found = COMPETENCY.fullmatch(one.competency.strip())
        if found:
            names[found["code"]] = names.get(found["code"]) or found["name"]
    return tuple(Competency(code, name.capitalize()) for code, name in names.items())


def _met_sessions(session: Session, person: Participant) -> list[tuple[TrainingSession, AttendanceMode]]:
    """The required sessions with this person's mark that counts, in their order."""
    rows = (
        select(TrainingSession, Attendance.mode)
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(Attendance.participant_id == person.id, TrainingSession.is_required)
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    return [(row, mode) for row, mode in session.execute(rows) if mode.counts]


def _signer(session: Session, at: datetime) -> dict[str, str]:
    """The program manager of longest standing on that day, so that a later certificate is the same one."""
    held = (
        select(User.name)
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(
            RoleAssignment.role == Role.PROGRAM_MANAGER,
            RoleAssignment.granted_at <= at,
            or_(RoleAssignment.ended_at.is_(None), RoleAssignment.ended_at > at),
        )
    )
    name = session.scalar(held.order_by(RoleAssignment.granted_at, User.id).limit(1))
    return {"signer_name": name or NETWORK_NAME, "signer_role": "Program manager"}
