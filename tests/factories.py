"""Invented affiliates, people and years, made as plainly as a test can say them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from workflows.affiliates.models import DataRole
from workflows.cohorts.models import Cohort, CohortKind, CompletionRule
from workflows.enrollments.models import Enrollment, Participant
from workflows.frameworks.models import Framework, FrameworkState, Indicator
from workflows.people.answers import DataRoleKind
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import Role
from workflows.stages import Stage

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_numbers = count(1)

_FACTS: tuple[tuple[str, frozenset[Stage]], ...] = (
    ("committed_at", frozenset(Stage) - {Stage.INVITED, Stage.DECLINED_INVITATION, Stage.DEFERRED}),
    ("confirmed_at", frozenset(Stage) - {Stage.INVITED, Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.COMMITTED}),
)
_LATER_FACTS = (
    "training_completed_at",
    "proposal_submitted_at",
    "decided_at",
    "agreement_signed_at",
    "first_payment_approved_at",
    "reports_accepted_at",
    "closeout_accepted_at",
)
_LATER_FACTS_HELD = {
    Stage.PROPOSING: 1,
    Stage.IN_REVIEW: 2,
    Stage.AWARDED: 3,
    Stage.NOT_FUNDED: 3,
    Stage.FUNDED: 4,
    Stage.IMPLEMENTING: 5,
    Stage.SUSPENDED: 5,
    Stage.TERMINATED: 5,
    Stage.CLOSING: 6,
    Stage.COMPLETED: 7,
}


def an_affiliate(session: Session, name: str | None = None, **values: Any) -> Affiliate:
    number = next(_numbers)
    row = Affiliate(
        code=values.pop("code", f"AFF-{number:02}"),
        name=name or f"Harbor {number}",
        town="Port Ansel",
        state="EX",
        time_zone="America/New_York",
        **values,
    )
    session.add(row)
    session.flush()
    return row


def a_person(session: Session, role: Role, *, affiliate: Affiliate | None = None, **values: Any) -> User:
    number = next(_numbers)
    person = User(
        email=values.pop("email", f"person{number}@harbor.example.org"),
        name=values.pop("name", f"Person {number}"),
        joined_at=NOW,
        totp_confirmed_at=values.pop("totp_confirmed_at", NOW if role.is_national else None),
        **values,
    )
    session.add(person)
    session.flush()
    expires_at = NOW + timedelta(days=3650) if role is Role.AUDITOR else None
    session.add(
        RoleAssignment(
            user=person,
            role=role,
            affiliate_id=affiliate.id if affiliate else None,
            granted_at=NOW,
            expires_at=expires_at,
        )
    )
    session.flush()
    return person


def a_framework(session: Session) -> Framework:
    number = next(_numbers)
    row = Framework(
        code=f"framework-{number}",
        edition="1",
        name="Ten domains",
        source="Ager & Strang 2004",
        state=FrameworkState.PUBLISHED,
    )
    row.indicators = [
        Indicator(
            position=1,
            code="EMP-01",
            name="Employed at day 180",
            domain="Employment",
            domain_group="Markers and means",
            domain_2019="Work",
            definition="Employable clients with paid work 180 days after arrival",
            calculation="percent",
            numerator="employable clients with a job at day 180",
            denominator="employable clients who reached day 180",
            unit="%",
            data_source="case-management extract",
            fields="employable;employed_day_180",
            disaggregations="sex",
            frequency="quarterly",
            direction="higher",
            level="outcome",
            note="",
        )
    ]
    session.add(row)
    session.flush()
    return row


def a_cohort(session: Session, **values: Any) -> Cohort:
    number = next(_numbers)
    row = Cohort(
        **{
            "name": f"Pilot cohort {number}",
            "program": "Data for integration",
            "kind": CohortKind.PILOT,
            "framework_id": values.pop("framework_id", None) or a_framework(session).id,
            "time_zone": "America/New_York",
            "starts_on": date(2026, 1, 12),
            "ends_on": date(2027, 9, 30),
            "seats": 10,
            "award_budget": Decimal(300_000),
            "award_ceiling": Decimal(50_000),
            "completion_rule": CompletionRule.ONE_PER_SESSION,
            "proposals_due_at": NOW + timedelta(days=60),
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row


def an_enrollment(
    session: Session,
    stage: Stage = Stage.INVITED,
    *,
    cohort: Cohort | None = None,
    affiliate: Affiliate | None = None,
    **values: Any,
) -> Enrollment:
    """An enrollment set into a stage with the facts that the database asks for there."""
    facts: dict[str, Any] = {name: NOW for name, stages in _FACTS if stage in stages}
    facts |= dict.fromkeys(_LATER_FACTS[: _LATER_FACTS_HELD.get(stage, 0)], NOW)
    cohort, affiliate = cohort or a_cohort(session), affiliate or an_affiliate(session)
    row = Enrollment(
        cohort=cohort, affiliate=affiliate, stage=stage, stage_since=NOW, invited_at=NOW, **{**facts, **values}
    )
    if "confirmed_at" in facts:
        cohort.seats_taken += 1
    session.add(row)
    session.flush()
    return row


def a_participant(session: Session, enrollment: Enrollment, name: str, email: str) -> Participant:
    row = Participant(enrollment_id=enrollment.id, name=name, email=email)
    session.add(row)
    session.flush()
    return row


def a_data_role(
    session: Session, affiliate: Affiliate, kind: DataRoleKind = DataRoleKind.DATA_LEAD, **values: Any
) -> DataRole:
    """Somebody in a data role since January, with an account when `user` is given."""
    user = values.pop("user", None)
    row = DataRole(
        **{
            "affiliate": affiliate,
            "kind": kind,
            "user": user,
            "name": user.name if user else f"Holder {next(_numbers)}",
            "email": user.email if user else "holder@harbor.example.org",
            "since": date(2026, 1, 12),
            "backup_name": "Lucy Brandt",
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row
