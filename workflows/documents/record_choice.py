"""Records a template can be tried with: those that have the facts of its kind, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.amendments.models import Amendment, AmendmentState
from workflows.coaching.models import CheckIn, CheckInState
from workflows.documents.words import day
from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import DomainError, Reason
from workflows.funding.models import Award
from workflows.people.models import Affiliate
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.reporting.models import Report, ReportKind

MOST = 50


@dataclass(frozen=True, slots=True)
class RecordChoice:
    """One record: where it belongs, its number, and what people call it."""

    enrollment_id: int
    subject_id: int
    label: str

    @property
    def key(self) -> str:
        return f"{self.enrollment_id}-{self.subject_id}"


Found = Any  # a SELECT of enrollment, record, affiliate, and what the record is called


def list_record_choices(session: Session, kind: str) -> Sequence[RecordChoice]:
    """At most 50 records with everything that this template shows: `Harbor · ACC-2026-0007`."""
    rows: Sequence[Any] = session.execute(_RECORDS[kind]().limit(MOST)).all()
    return [
        RecordChoice(enrollment_id, subject_id, f"{affiliate} · {_told(told)}")
        for enrollment_id, subject_id, affiliate, told in rows
    ]


def find_record_choice(session: Session, kind: str, key: str) -> RecordChoice:
    """The record of that key; raises DomainError at the field `record`."""
    found = next((each for each in list_record_choices(session, kind) if each.key == key), None)
    if found is None:
        raise DomainError(Reason("Choose a record from the list.", "record"))
    return found


def _told(value: str | int | datetime) -> str:
    """An award by its number, a report by its own, a person by their name, the rest by their day."""
    if isinstance(value, datetime):
        return day(value.date())
    return f"report {value}" if isinstance(value, int) else value


def _awards() -> Found:
    return (
        select(Award.enrollment_id, Award.id, Affiliate.name, Award.number)
        .join(Award.enrollment)
        .join(Enrollment.affiliate)
        .where(select(ProposalSnapshot.id).join(Proposal).where(Proposal.enrollment_id == Enrollment.id).exists())
        .order_by(Award.awarded_at.desc(), Award.id.desc())
    )


def _data_agreements() -> Found:
    return (
        select(DataSharingAgreement.enrollment_id, DataSharingAgreement.id, Affiliate.name, DataSharingAgreement.number)
        .join(DataSharingAgreement.enrollment)
        .join(Enrollment.affiliate)
        .where(DataSharingAgreement.offered_at.is_not(None), DataSharingAgreement.state != AgreementState.DRAFTED)
        .order_by(DataSharingAgreement.offered_at.desc(), DataSharingAgreement.id.desc())
    )


def _proposals() -> Found:
    return (
        select(Proposal.enrollment_id, Proposal.id, Affiliate.name, Proposal.submitted_at)
        .join(Proposal.enrollment)
        .join(Enrollment.affiliate)
        .where(select(ProposalSnapshot.id).where(ProposalSnapshot.proposal_id == Proposal.id).exists())
        .order_by(Proposal.submitted_at.desc(), Proposal.id.desc())
    )


def _reports(kind: ReportKind) -> Found:
    return (
        select(Report.enrollment_id, Report.id, Affiliate.name, Report.number)
        .join(Report.enrollment)
        .join(Enrollment.affiliate)
        .where(Report.kind == kind, Report.submitted_at.is_not(None))
        .order_by(Report.submitted_at.desc(), Report.id.desc())
    )


def _amendments() -> Found:
    return (
        select(Award.enrollment_id, Amendment.id, Affiliate.name, Award.number + "-A" + cast(Amendment.number, String))
        .join(Award, Award.id == Amendment.award_id)
        .join(Award.enrollment)
        .join(Enrollment.affiliate)
        .where(
            Amendment.state.in_((AmendmentState.APPROVED, AmendmentState.IN_EFFECT)), Amendment.decided_at.is_not(None)
        )
        .order_by(Amendment.decided_at.desc(), Amendment.id.desc())
    )


def _check_ins() -> Found:
    return (
        select(CheckIn.enrollment_id, CheckIn.id, Affiliate.name, CheckIn.starts_at)
        .join(CheckIn.enrollment)
        .join(Enrollment.affiliate)
        .where(CheckIn.state == CheckInState.HELD)
        .order_by(CheckIn.starts_at.desc(), CheckIn.id.desc())
    )


def _certificates() -> Found:
    return (
        select(Participant.enrollment_id, Participant.id, Affiliate.name, Participant.name)
        .join(Participant.enrollment)
        .join(Enrollment.affiliate)
        .where(Participant.certified_at.is_not(None))
        .order_by(Participant.certified_at.desc(), Participant.id.desc())
    )


_RECORDS: dict[str, Callable[[], Found]] = {
    "proposal": _proposals,
    "award_letter": _awards,
    "grant_agreement": _awards,
    "data_sharing_agreement": _data_agreements,
    "amendment": _amendments,
    "progress_report": lambda: _reports(ReportKind.PROGRESS),
    "closeout_report": lambda: _reports(ReportKind.CLOSEOUT),
    "check_in_summary": _check_ins,
    "certificate": _certificates,
}
