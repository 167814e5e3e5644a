"""Inviting affiliates, one by one and from a file."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate
from tests.scenes_cohorts import HARBOR, HEADER, PRAIRIE, a_file, a_planned_cohort
from workflows.cohorts.models import Cohort
from workflows.enrollments.affiliates_file import read_affiliates
from workflows.enrollments.invitations import ImportCounts, apply_import, invite_affiliate, plan_import
from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import DomainError
from workflows.outbox import OutboxEvent
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import Actor, Role
from workflows.stages import Stage


def import_file(session: Session, cohort: Cohort, content: bytes, actor: Actor) -> ImportCounts:
    reading = read_affiliates(content)
    planned, problems = plan_import(reading.rows, cohort, session=session)
    assert (reading.problems, problems) == ((), ())
    counts = apply_import(planned, cohort, session=session, actor=actor, now=NOW)
    session.flush()
    return counts


@pytest.fixture
def administrator(session: Session) -> Actor:
    return a_person(session, Role.NETWORK_ADMINISTRATOR).as_actor(NOW)


def test_file_adds_affiliates_invites_their_people_and_enrolls_them(session: Session, administrator: Actor) -> None:
    cohort = a_planned_cohort(session)
    counts = import_file(session, cohort, a_file(HARBOR, PRAIRIE), administrator)

    assert counts == ImportCounts(added=2, changed=0, invited=2)
    harbor = session.scalars(select(Affiliate).where(Affiliate.code == "HRB")).one()
    enrollment = session.scalars(select(Enrollment).where(Enrollment.affiliate_id == harbor.id)).one()
    assert (enrollment.stage, enrollment.sessions_required, len(enrollment.open_sessions)) == (Stage.INVITED, 12, 12)
    roles = session.execute(
        select(User.email, RoleAssignment.role).join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(RoleAssignment.affiliate_id == harbor.id).order_by(User.email)
    )  # fmt: skip
    assert roles.all() == [
        ("data@harbor.example.org", Role.AFFILIATE_DATA_LEAD),
        ("director@harbor.example.org", Role.AFFILIATE_DIRECTOR),
    ]
    participants = session.scalars(select(Participant).where(Participant.enrollment_id == enrollment.id))
    assert sorted(p.email for p in participants) == ["data@harbor.example.org", "director@harbor.example.org"]


def test_each_enrollment_is_announced_once(session: Session, administrator: Actor) -> None:
    cohort = a_planned_cohort(session)
    import_file(session, cohort, a_file(HARBOR), administrator)
    events = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "affiliate_invited")).all()
    assert [event.details for event in events] == [{"cohort": cohort.name}]


def test_importing_twice_changes_nothing_and_says_so(session: Session, administrator: Actor) -> None:
    cohort = a_planned_cohort(session)
    import_file(session, cohort, a_file(HARBOR, PRAIRIE), administrator)
    before = session.scalar(select(func.count()).select_from(OutboxEvent))
    counts = import_file(session, cohort, a_file(HARBOR, PRAIRIE), administrator)
    assert counts.sentence == "Nothing changed: everyone in this file is invited already."
    assert session.scalar(select(func.count()).select_from(OutboxEvent)) == before


def test_changed_town_and_new_director_are_taken_over(session: Session, administrator: Actor) -> None:
    cohort = a_planned_cohort(session)
    import_file(session, cohort, a_file(HARBOR), administrator)
    changed = HARBOR.replace("Port Ansel", "Old Quay").replace("director@", "new.director@").replace("Dana", "Lena")
    rows = read_affiliates(a_file(changed)).rows
    planned, _ = plan_import(rows, cohort, session=session)
    assert planned[0].sentence == "New value for town; Lena Ortiz will be invited to sign in"
    assert import_file(session, cohort, a_file(changed), administrator) == ImportCounts(added=0, changed=1, invited=0)
    assert session.scalars(select(Affiliate.town)).one() == "Old Quay"
    assert session.scalar(select(func.count()).select_from(Participant)) == 3


def test_columns_that_the_file_does_not_have_are_left_as_they_are(session: Session, administrator: Actor) -> None:
    an_affiliate(session, "Harbor Resettlement", code="HRB", staff_count=14)
    cohort = a_planned_cohort(session)
    import_file(session, cohort, a_file(HARBOR), administrator)
    assert session.scalars(select(Affiliate.staff_count)).one() == 14
    import_file(session, cohort, a_file(f"{HARBOR},15", header=f"{HEADER},staff_count"), administrator)
    assert session.scalars(select(Affiliate.staff_count)).one() == 15


def test_name_of_another_affiliate_is_a_problem_of_its_row(session: Session) -> None:
    an_affiliate(session, "Harbor Resettlement", code="OLD")
    rows = read_affiliates(a_file(HARBOR)).rows
    _, problems = plan_import(rows, a_cohort(session), session=session)
    assert [(p.line, p.column, p.sentence) for p in problems] == [
        (2, "name", "The affiliate OLD has this name already.")
    ]


def test_director_who_is_the_data_lead_too_takes_part_once(session: Session, administrator: Actor) -> None:
    cohort = a_planned_cohort(session)
    one = HARBOR.replace("Sam Bell", "Dana Ortiz").replace("data@", "director@")
    import_file(session, cohort, a_file(one), administrator)
    assert session.scalar(select(func.count()).select_from(Participant)) == 1


def test_affiliate_is_not_invited_into_the_same_cohort_twice(session: Session, administrator: Actor) -> None:
    cohort, harbor = a_planned_cohort(session), an_affiliate(session, "Harbor")
    invite_affiliate(cohort, harbor, session=session, actor=administrator, now=NOW)
    with pytest.raises(DomainError) as refusal:
        invite_affiliate(cohort, harbor, session=session, actor=administrator, now=NOW)
    assert refusal.value.sentences == (f"Harbor is in {cohort.name} already.",)
