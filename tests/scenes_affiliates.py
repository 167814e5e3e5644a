"""Scenes of affiliates in depth: Harbor with its people, its year and a data lead."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_data_role, a_person, an_affiliate, an_enrollment
from workflows.affiliates.data_roles import DataRoleAnswers
from workflows.affiliates.models import DataRole, Handover
from workflows.enrollments.models import Enrollment
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Role
from workflows.stages import Stage

TODAY = date(2026, 3, 2)


@dataclass
class Harbor:
    """An affiliate in its training, its director, and Samir, who leads the data."""

    affiliate: Affiliate
    enrollment: Enrollment
    coach: User
    director: User
    samir: User
    lucy: User
    lead: DataRole

    @property
    def actor(self) -> Actor:
        return self.director.as_actor(NOW)


def harbor(session: Session, **values: object) -> Harbor:
    affiliate = an_affiliate(session, **values)
    coach = a_person(session, Role.COACH, name="Amara Diallo")
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=affiliate, name="Dana Ortiz")
    samir = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=affiliate, name="Samir Haddad")
    lucy = a_person(session, Role.AFFILIATE_STAFF, affiliate=affiliate, name="Lucy Brandt")
    enrollment = an_enrollment(
        session, Stage.TRAINING, affiliate=affiliate, coach_id=coach.id, data_lead_id=samir.id, sessions_required=2
    )
    lead = a_data_role(session, affiliate, user=samir)
    return Harbor(affiliate, enrollment, coach, director, samir, lucy, lead)


def being(person: User, **details: object) -> DataRoleAnswers:
    return DataRoleAnswers(person.id, person.name, person.email, **{"since": TODAY, **details})  # type: ignore[arg-type]


def handovers(session: Session) -> list[Handover]:
    session.flush()
    return list(session.scalars(select(Handover).order_by(Handover.id)))
