"""A year of one invented affiliate with a record for every kind of document, and a coach's private note beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests import scenes_agreements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_letters import an_approved_extension
from workflows.agreements.models import DataSharingAgreement
from workflows.amendments.models import Amendment
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInMode, CheckInState, PrivateNote
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment, Participant
from workflows.files import FileStore
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.models import Award, Payment, PaymentState
from workflows.outbox import JobContext, JobRun, RunState
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.budget.answers import IndirectBase, IndirectMode
from workflows.proposals.budget.models import BudgetIndirect, BudgetLine
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.reporting.models import Report, ReportedSpending, ReportKind, ReportState
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode, TrainingSession

PRIVATE = "PRIVATE-zanzibar: the director is tired and may leave"
CERTIFIED_AT = datetime(2026, 3, 25, 18, 0, tzinfo=UTC)
SUBMITTED_AT = datetime(2026, 3, 6, 21, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Year:
    """One enrollment in its project year, with everyone around it."""

    enrollment: Enrollment
    director: User
    coach: User
    manager: User
    proposal: Proposal
    award: Award
    agreement: DataSharingAgreement
    report: Report
    closeout: Report
    check_in: CheckIn
    participant: Participant
    amendment: Amendment

    @property
    def subjects(self) -> dict[str, int]:
        """The record of each kind of document."""
        return {
            "proposal": self.proposal.id,
            "award_letter": self.award.id,
            "grant_agreement": self.award.id,
            "data_sharing_agreement": self.agreement.id,
            "amendment": self.amendment.id,
            "report": self.report.id,
            "check_in_summary": self.check_in.id,
            "certificate": self.participant.id,
        }


def a_year(session: Session, name: str | None = None) -> Year:
    harbor = an_affiliate(session, name)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Amina Diallo")
    coach = a_person(session, Role.COACH, name="Daniel Okafor")
    manager = a_person(session, Role.PROGRAM_MANAGER, name="Ruth Adeyemi")
    year = an_enrollment(session, Stage.IMPLEMENTING, affiliate=harbor, coach=coach)
    proposal = _proposal(session, year, director)
    award = _award(session, year, manager)
    return Year(
        enrollment=year,
        director=director,
        coach=coach,
        manager=manager,
        proposal=proposal,
        award=award,
        agreement=scenes_agreements.in_force(session, year, steward=manager, offered_by_id=manager.id),
        report=_report(session, award, director, ReportKind.PROGRESS),
        closeout=_report(session, award, director, ReportKind.CLOSEOUT),
        check_in=_check_in(session, year, coach),
        participant=_certified(session, year, manager),
        amendment=an_approved_extension(session, award, director, manager),
    )


def _proposal(session: Session, year: Enrollment, director: User) -> Proposal:
    proposal = Proposal(
        enrollment=year,
        framework_id=year.cohort.framework_id,
        state=ProposalState.APPROVED,
        started_at=NOW,
        submitted_at=SUBMITTED_AT,
    )
    for position, (category, amount) in enumerate((("PER", 15_000), ("TRA", 4000), ("SUP", 3500)), 1):
        line = BudgetLine(position=position, category=category, description="As planned", quantity=Decimal(1))
        line.unit_cost = line.amount = Decimal(amount)
        proposal.budget_lines.append(line)
    proposal.budget_indirect = BudgetIndirect(
        mode=IndirectMode.DE_MINIMIS, rate=Decimal(10), base=IndirectBase.MTDC, base_text="", typed_amount=Decimal(0),
        typed_note="", amount=Decimal(2500),
    )  # fmt: skip  # 25,000 in all
    session.add(proposal)
    session.flush()
    for number in (1, 2):
        session.add(
            ProposalSnapshot(
                proposal=proposal,
                number=number,
                content=sealed_content(number),
                digest=f"{number}f1c9a70be21".ljust(64, "0"),
                certified_name="Amina Diallo",
                submitted_by_id=director.id,
                submitted_at=SUBMITTED_AT,
            )
        )
    session.flush()
    return proposal


def sealed_content(number: int) -> dict[str, Any]:
    """What `workflows.proposals.snapshot` seals, with one goal and one line."""
    told = {
        "story": {
            "title": "Work that lasts",
            "summary": f"Half find work & we want to know why. Version {number}.",
            "need_with_data": "30 of 62 held a job.",
            "population": "Adults < 65",
            "eligible_n": "62",
        },
        "staffing": {"risks": "The teacher moves away\n\nBuses stop early", "staffing": "A data lead"},
    }
    return {
        "schema": 1,
        "number": number,
        "title": "Work that lasts",
        "affiliate": {"name": "Harbor", "code": "AFF-01"},
        "cohort": "Pilot cohort",
        "sections": [
            {"name": name, "title": name, "answers": [{"name": n, "shown": shown} for n, shown in answers.items()]}
            for name, answers in told.items()
        ],
        "goals": [
            {
                "number": 1,
                "sentence": "By 30 June 2026, raise “Employed at day 180” from 48% (n = 62) to 60%.",
                "indicator": {
                    "code": "EMP-01", "name": "Employed at day 180", "domain": "Employment",
                    "numerator": "employed at day 180", "denominator": "reached day 180",
                },
                "baseline": {"shown": "48% (n = 62), 31 December 2025"},
                "target": {"shown": "60%"},
                "due_shown": "30 June 2026",
                "milestones": [{"on_shown": "31 March 2026", "shown": "54%"}],
                "data_source": "Case database",
                "owner": "Samuel Haile",
                "review_frequency": "quarterly",
                "activities": ["Evening class"],
                "risk": "The room closes",
                "rationale": "Parents asked for it.",
                "activity_rationale": "",
            }
        ],
        "budget": {
            "lines": [
                {"label": "Personnel", "description": "Data lead",
                 "quantity": "1", "unit_cost": "24100", "amount": "24100"},
                {"label": "Supplies", "description": "Tablets",
                 "quantity": "3", "unit_cost": "300.00", "amount": "900.00"},
            ],
            "total": "25000.00",
        },
        "certification": {
            "statement": "I certify that this is true.",
            "typed_name": "Amina Diallo",
            "submitted_by": "Amina Diallo",
            "submitted_at": SUBMITTED_AT.isoformat(),
        },
    }  # fmt: skip  # as the proposal seals it


def _award(session: Session, year: Enrollment, manager: User) -> Award:
    award = Award(
        enrollment=year,
        number=f"ACC-2026-{year.id:04}",
        amount=Decimal(25_000),
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 3, 31),
        awarded_at=NOW,
        awarded_by_id=manager.id,
    )
    award.payments = [
        Payment(number=1, label="First payment", amount=Decimal(12_500), due_on=date(2026, 4, 1),
                state=PaymentState.SCHEDULED),
    ]  # fmt: skip
    award.conditions = [
        AwardCondition(number=1, text="Name a second signer for payments", remedy="Board minutes with the name",
                       holds_payment=True, added_at=NOW, added_by_id=manager.id, changed_at=NOW),
    ]  # fmt: skip
    session.add(award)
    session.flush()
    return award


def _report(session: Session, award: Award, director: User, kind: ReportKind) -> Report:
    row = Report(
        award=award,
        enrollment=award.enrollment,
        kind=kind,
        number=1,
        period_starts_on=date(2026, 4, 1),
        period_ends_on=date(2026, 6, 30),
        due_at=datetime(2026, 7, 31, 3, 59, tzinfo=UTC),
        state=ReportState.SUBMITTED,
        answers={
            "headline": "More people kept their jobs & we know why",
            "goals": {"1": {"explanation": "Two employers began to hire early.", "outputs": "31 learners"}},
            "decisions": [
                {
                    "saw": "Late buses",
                    "decided": "Ask the office",
                    "changed": "One more bus",
                    "decided_on": "9 May 2026",
                }
            ],
            "next_steps": [{"what": "Second class", "who": "Director", "by": "1 September 2026"}],
        },
        figures=[A_FIGURE, HIDDEN_FIGURE],
        spending=[
            ReportedSpending(category="PER", amount=Decimal("3625.00")),
            ReportedSpending(category="TRA", amount=Decimal("1247.50")),
        ],
        spent_amount=Decimal("4872.50"),
        minutes_spent=95,
        certified_name="Amina Diallo",
        submitted_by_id=director.id,
        submitted_at=datetime(2026, 8, 2, 15, 0, tzinfo=UTC),
    )
    session.add(row)
    session.flush()
    return row


A_FIGURE: dict[str, Any] = {
    "goal": "Raise “Employed at day 180” to 60%.", "indicator": "EMP-01", "name": "Employed at day 180", "unit": "%",
    "baseline": "48%", "target": "60%", "original_target": "", "actual": "57.4%", "numerator": "39",
    "denominator": "68", "n": "68", "as_of": "30 June 2026", "import_number": "7", "status": "On track",
    "history": [{"label": "Q1", "value": "49.2"}, {"label": "Q2", "value": "57.4"}],
}  # fmt: skip
HIDDEN_FIGURE: dict[str, Any] = {
    **A_FIGURE, "goal": "Raise belonging.", "indicator": "BEL-06", "actual": "Hidden",
    "numerator": "Hidden: fewer than 5 people", "denominator": "Hidden: fewer than 5 people",
    "n": "fewer than 5", "original_target": "65%", "history": [{"label": "Q1", "value": "Hidden"}],
}  # fmt: skip


def _check_in(session: Session, year: Enrollment, coach: User) -> CheckIn:
    row = CheckIn(
        enrollment=year,
        coach=coach,
        starts_at=NOW,
        minutes=50,
        time_zone="America/New_York",
        mode=CheckInMode.VIDEO,
        state=CheckInState.HELD,
        calendar_uid=f"check-in-{year.id}@example.org",
        held_at=NOW + timedelta(hours=1),
        focus="Childcare in the evening",
        wins="31 learners came.",
        shared_note="The evening class works. Childcare is next.",
        early_signal="Attendance rises.",
    )
    row.actions = [
        ActionItem(enrollment=year, text="Call the library", side=ActionSide.AFFILIATE, due_on=date(2026, 3, 9))
    ]
    session.add(row)
    session.flush()
    session.add(PrivateNote(check_in_id=row.id, author_id=coach.id, text=PRIVATE, written_at=NOW))
    session.flush()
    return row


def _certified(session: Session, year: Enrollment, manager: User) -> Participant:
    """Somebody who met two sessions of the cohort, one live and one by its recording."""
    person = Participant(
        enrollment=year, name="Samuel Haile", email=f"samuel{year.id}@harbor.example.org", certified_at=CERTIFIED_AT
    )
    session.add(person)
    for number, mode in ((1, AttendanceMode.LIVE), (2, AttendanceMode.RECORDING)):
        held = TrainingSession(
            cohort_id=year.cohort_id, number=number, title=f"Session {number}", kind="live", minutes=90,
            competency=("C1 outcome thinking", "C2 program design")[number - 1],
            starts_at=SUBMITTED_AT + timedelta(weeks=number), time_zone="America/New_York",
        )  # fmt: skip  # one session reads best as one
        session.add(held)
        session.flush()
        session.add(Attendance(participant_id=person.id, session_id=held.id, mode=mode, marked_at=NOW,
                               marked_by_id=manager.id))  # fmt: skip
    session.flush()
    return person


def a_document(session: Session, year: Year, kind: str = "proposal", **values: Any) -> Document:
    """A made document, as the job keeps it; its file need not be in the store."""
    number = session.query(Document).count() + 1
    row = Document(
        **{
            "kind": kind,
            "enrollment_id": year.enrollment.id,
            "subject_id": year.subjects[kind],
            "title": f"{kind.replace('_', ' ').capitalize()} {number}",
            "file_name": f"Harbor - Document {number}.docx",
            "digest": f"{number:064}",
            "file_sha256": f"{number:064x}",
            "size": 48_200,
            "made_at": NOW + timedelta(minutes=number),
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row


def an_owed_run(session: Session, year: Year, kind: str, **values: Any) -> JobRun:
    """A run that owes one document of the year."""
    row = JobRun(
        **{
            "job": "make_document",
            "key": f"test-{kind}-{year.enrollment.id}-{session.query(JobRun).count()}",
            "enrollment_id": year.enrollment.id,
            "subject_id": year.subjects[kind],
            "arguments": {"kind": kind},
            "state": RunState.OWED,
            "created_at": NOW,
            "due_at": NOW,
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row


class NoMail:
    """A mailer that nobody hears."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        raise AssertionError(f"no mail is meant to leave: {to}, {subject}, {text}")


def context_of(
    run: JobRun, files: FileStore, *, now: datetime = NOW, told: list[tuple[int, str]] | None = None
) -> JobContext:
    """What the worker's door hands to a job."""
    heard = [] if told is None else told
    return JobContext(
        run=run,
        now=now,
        files=files,
        mailer=NoMail(),
        base_url="http://localhost",
        sign=lambda purpose, content: f"{purpose}-{len(content)}",
        report=lambda percent, text: heard.append((percent, text)),
    )
