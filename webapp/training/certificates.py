"""An affiliate's certificates as lines: earned by whom, and where the file is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.documents.lines import DocumentLine, made_line, run_line
from workflows.documents.queries import list_documents_of, list_open_runs
from workflows.enrollments.models import Enrollment, Participant

KIND = "certificate"


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One person; without a certificate yet, `certified_at` is None."""

    person: Participant
    certified_at: datetime | None
    document: DocumentLine | None


def certificate_lines(session: Session, enrollment: Enrollment) -> list[CertificateLine]:
    """A line for everyone who takes part or has earned one; two queries once somebody has earned one."""
    if all(person.certified_at is None for person in enrollment.participants):
        return [CertificateLine(person, None, None) for person in enrollment.participants if person.ended_at is None]
    runs = {run.subject_id: run_line(run) for run in list_open_runs(session, enrollment.id, kinds=[KIND])}
    made = list_documents_of(session, enrollment.id, kinds=[KIND])
    newest = {document.subject_id: made_line(document) for document in reversed(made)}
    return [
        CertificateLine(person, person.certified_at, newest.get(person.id) or runs.get(person.id))
        for person in enrollment.participants
        if person.certified_at is not None or person.ended_at is None
    ]
