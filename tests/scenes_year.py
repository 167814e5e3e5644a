"""A project year of one invented affiliate: its people, coach, goal, figures and award, ready to coach and report."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_framework, a_person, an_affiliate, an_enrollment
from workflows.coaching.models import CheckIn, CheckInMode
from workflows.coaching.operations import Appointment, schedule_check_in
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.funding.models import Award, Payment, PaymentState
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal, ProposalState
from workflows.reporting.answers import SpentLine
from workflows.reporting.models import Report
from workflows.reporting.operations import ensure_reports
from workflows.stages import Stage

STARTS_ON = date(2026, 4, 1)
LATER = datetime(2026, 7, 10, 15, 0, tzinfo=UTC)  # after the first period, before its report is due


@dataclass(frozen=True)
class YearScene:
    enrollment: Enrollment
    director: User
    staff: User
    coach: User
    manager: User
    indicator: Indicator
    award: Award
    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        return self.reports[0]


def acting(user: User, now: datetime = LATER) -> Actor:
    return user.as_actor(now)


def a_year(
    session: Session,
    name: str | None = None,
    *,
    coach: User | None = None,
    manager: User | None = None,
    cohort: Cohort | None = None,
    stage: Stage = Stage.IMPLEMENTING,
) -> YearScene:
    harbor = an_affiliate(session, name)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Amina Diallo")
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor, name="Lena Brandt")
    coach = coach or a_person(session, Role.COACH, name="Daniel Okafor", time_zone="America/Chicago")
    manager = manager or a_person(session, Role.PROGRAM_MANAGER, name="Ruth Adeyemi")
    year = an_enrollment(session, stage, affiliate=harbor, cohort=cohort, coach=coach)
    indicator = a_framework(session).indicators[0]
    session.add(_proposal(year, indicator))
    award = Award(
        enrollment=year,
        number=f"ACC-2026-{year.id:04}",
        amount=Decimal(25_000),
        starts_on=STARTS_ON,
        ends_on=date(2027, 3, 31),
        awarded_at=NOW,
        awarded_by_id=manager.id,
    )
    award.payments = [
        Payment(number=1, label="First payment", amount=Decimal(12_500), due_on=STARTS_ON, state=PaymentState.PAID,
                requested_by_id=director.id, approved_by_id=manager.id, paid_on=STARTS_ON),
        Payment(number=2, label="Second payment", amount=Decimal(10_000), due_on=date(2026, 11, 1)),
    ]  # fmt: skip
    session.add(award)
    session.flush()
    reports = tuple(ensure_reports(year, session=session))
    session.flush()
    return YearScene(year, director, staff, coach, manager, indicator, award, reports)


def _proposal(year: Enrollment, indicator: Indicator) -> Proposal:
    proposal = Proposal(
        enrollment=year,
        framework_id=indicator.framework_id,
        state=ProposalState.APPROVED,
        started_at=NOW,
        submitted_at=NOW,
    )
    proposal.goals = [
        Goal(
            position=1,
            indicator=indicator,
            statement="Raise employment at day 180 of employable adults from 48% to 60% by 31 March 2027.",
            baseline_value=Decimal(48),
            baseline_n=62,
            target_value=Decimal(60),
            due_on=date(2027, 3, 31),
        )
    ]
    return proposal


def a_figure(
    session: Session, scene: YearScene, *, as_of: date, numerator: int, denominator: int, number: int = 1
) -> Measurement:
    """One computed import with the goal's figure for the affiliate's own site."""
    extract = ExtractImport(
        enrollment_id=scene.enrollment.id,
        number=number,
        file_name="extract.csv",
        content_sha256=f"{number:064}",
        as_of=as_of,
        state=ExtractState.COMPUTED,
        quality={},
        uploaded_by_id=scene.director.id,
        uploaded_at=NOW,
        computed_at=NOW,
    )
    row = Measurement(
        extract=extract,
        enrollment_id=scene.enrollment.id,
        indicator_id=scene.indicator.id,
        site=scene.enrollment.affiliate.code,
        as_of=as_of,
        numerator=numerator,
        denominator=denominator,
        n=denominator,
    )
    session.add(row)
    session.flush()
    return row


def an_appointment(at: datetime = datetime(2026, 7, 20, 14, 0), **values: Any) -> Appointment:  # noqa: DTZ001  a wall clock
    return Appointment(
        **{
            "at": at,
            "time_zone": "America/New_York",
            "minutes": 45,
            "mode": CheckInMode.VIDEO,
            "place": "https://meet.example.org/harbor",
            "agenda": "How did the class begin?",
            **values,
        }
    )


def a_check_in(session: Session, scene: YearScene, *, at: datetime | None = None) -> CheckIn:
    appointment = an_appointment() if at is None else an_appointment(at)
    now = LATER - timedelta(days=30)
    return schedule_check_in(scene.enrollment, appointment, session=session, actor=acting(scene.coach), now=now)


def spent(amount: Decimal | str | int, category: str = "PER") -> tuple[SpentLine, ...]:
    """All of it in one budget category."""
    return (SpentLine(category, Decimal(amount)),)


COMPLETE_ANSWERS: dict[str, Any] = {
    "headline": "Evening classes bring people into work.",
    "decisions": [
        {
            "saw": "Half the class came late",
            "decided": "Begin at seven",
            "changed": "18 of 20 came",
            "decided_on": "May",
        }
    ],
    "learning_choice": "adapt",
    "learning": "Evenings work, buses do not.",
    "next_steps": [{"what": "A second class", "who": "Lena", "by": "September"}],
    "goals": {"1": {"explanation": "Two employers paused hiring in June.", "outputs": "20 people in class"}},
}
CLOSEOUT_ANSWERS: dict[str, Any] = {
    "headline": "A year of evening classes.",
    "worked": "Evening classes, for parents above all.",
    "did_not_work": "The job fair. We learned to call employers first.",
    "decisions": COMPLETE_ANSWERS["decisions"],
    "capacity": [{"dimension": "Reading our own figures", "before": "2", "after": "4"}],
    "data": [{"data": "The extract files", "disposition": "Destroyed", "done_on": "March"}],
    "sustaining_owner": "The director",
    "follow_ups": [{"measure": "Work at day 180", "when": "In six months", "who": "The data lead"}],
}
