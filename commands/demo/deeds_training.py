"""Deeds up to the end of the training: cohorts, invitations, commitments, sessions and attendance."""

import csv
import io
from datetime import date, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from commands.demo.cast import CAST, PILOT, list_people
from commands.demo.deeds_reports import GUESTS
from commands.demo.world import Deed, Scene
from workflows.agreements.operations import draft_data_agreement
from workflows.by_hand import get_by_hand
from workflows.cohorts.models import CohortKind, CompletionRule
from workflows.cohorts.operations import create_cohort
from workflows.cohorts.terms import CohortTerms
from workflows.enrollments import operations
from workflows.enrollments.answers import AffiliateProfile, WayOut
from workflows.enrollments.invitations import invite_affiliate
from workflows.enrollments.models import Participant
from workflows.enrollments.operations import (
    add_participant,
    assign_coach,
    confirm_enrollment,
    defer_enrollment,
    sign_commitment,
    start_training,
)
from workflows.frameworks.operations import seed_framework
from workflows.funding.ending import end_year
from workflows.people.models import Affiliate
from workflows.people.operations import invite_person
from workflows.permissions import PROGRAM, Role
from workflows.training.attendance.times import DateOrder
from workflows.training.evidence.recordings import confirm_watched, open_recording
from workflows.training.imports import count_import, preview_attendance
from workflows.training.models import TrainingSession
from workflows.training.series import list_series, plan_series

EVERYDAY = "America/New_York"
WEDNESDAY = 2
AUDITED_FOR = timedelta(days=60)


def open_network(scene: Scene) -> None:
    """The affiliates, and everybody with their role and password; the first administrator is there from nothing."""
    world, session = scene.world, scene.session
    affiliates = {m.key: Affiliate(code=m.code, name=m.name, town=m.town, state=m.state, time_zone=m.time_zone,
                                   is_rural=m.is_rural) for m in CAST}  # fmt: skip
    session.add_all(affiliates.values())
    session.flush()  # roles point at the affiliates
    for person in list_people():
        user = invite_person(
            email=person.email,
            name=person.name,
            role=person.role,
            affiliate_id=affiliates[person.affiliate].id if person.affiliate else None,
            expires_at=world.loaded_at + AUDITED_FOR if person.role is Role.AUDITOR else None,
            session=session,
            actor=scene.actor,
            now=scene.now,
        )
        user.password_hash = world.password_hash
        user.joined_at = scene.now
        user.time_zone = affiliates[person.affiliate].time_zone if person.affiliate else EVERYDAY
        world.people[person.email] = user
    seed_framework(session=session)


def open_cohort(
    scene: Scene,
    *,
    name: str,
    key: str,
    starts: int,
    ends: int,
    seats: int,
    budget: int,
    first_session: int,
    proposals_due: int,
    commitments_due: int,
    waiting: int = 0,
    pilot: str = "",
) -> None:
    """Days are days before the loading; negative ones lie ahead."""
    world = scene.world
    terms = CohortTerms(
        name=name,
        program="Outcomes in Practice",
        kind=CohortKind.PILOT if key == PILOT else CohortKind.EXPANSION,
        framework_id=seed_framework(session=scene.session).id,
        time_zone=EVERYDAY,
        starts_on=world.day(starts),
        ends_on=world.day(ends),
        seats=seats,
        award_budget=Decimal(budget),
        award_ceiling=Decimal(30_000),
        completion_rule=CompletionRule.ONE_PER_SESSION,
        attendance_percent=80,
        proposals_due_at=world.moment(0, 4) + timedelta(days=-proposals_due),
        minimum_reviews=2,
        waiting_places=waiting,
        commitments_due_at=world.moment(0, 4) + timedelta(days=-commitments_due),
        pilot_id=world.cohorts[pilot].id if pilot else None,
    )
    cohort = create_cohort(terms, session=scene.session)
    world.cohorts[key] = cohort
    for row in plan_series(
        cohort, first_on=_wednesday(world.day(first_session)), first_at=time(14), session=scene.session
    ):
        row.meeting_url = f"https://meet.example.org/{key}/{row.number}"


def _wednesday(day: date) -> date:
    """The last one until that day."""
    return day - timedelta(days=(day.weekday() - WEDNESDAY) % 7)


def invite(scene: Scene) -> None:
    member, session = scene.member, scene.session
    affiliate = session.scalars(select(Affiliate).where(Affiliate.code == member.code)).one()
    cohort = scene.world.cohorts[member.cohort]
    scene.world.enrollments[scene.key] = invite_affiliate(
        cohort, affiliate, session=session, actor=scene.actor, now=scene.now
    )


def commit(scene: Scene) -> None:
    member = scene.member
    sign_commitment(
        scene.enrollment,
        typed_name=member.director,
        data_lead_id=scene.world.people[member.data_email].id,
        profile=AffiliateProfile(
            staff_count=member.staff_count,
            people_served=member.people_served,
            is_rural=member.is_rural,
            languages=member.languages,
            programs=member.programs,
        ),
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def confirm(scene: Scene) -> None:
    confirm_enrollment(scene.enrollment, session=scene.session, actor=scene.actor, now=scene.now)
    draft_data_agreement(scene.enrollment, session=scene.session, actor=PROGRAM, now=scene.now)
    coach = scene.world.people.get(f"{scene.member.coach}@national.example.org")
    if coach is not None:
        assign_coach(scene.enrollment, coach, session=scene.session, actor=scene.actor, now=scene.now)


def name_participant(scene: Scene, *, name: str, email: str) -> None:
    add_participant(scene.enrollment, name=name, email=email, session=scene.session)


def begin_training(scene: Scene, *, key: str) -> None:
    start_training(scene.world.cohorts[key], session=scene.session, actor=scene.actor, now=scene.now)


def count_session(scene: Scene, *, key: str, number: int, missed_by: tuple[str, ...]) -> None:
    """Read the session's meeting report, with everyone who trains and did not miss it, and add its recording."""
    training_session = _session(scene, key, number)
    present = _present(scene, key, number, missed_by)
    content = _meeting_report(training_session, present, guests=GUESTS.get((key, number), ()))
    report = preview_attendance(
        training_session,
        content=content,
        file_name=f"participants_{training_session.starts_at:%Y-%m-%d}.csv",
        date_order=DateOrder.MONTH_FIRST,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    count_import(report, session=scene.session, actor=scene.actor, now=scene.now)
    training_session.recording_url = f"https://recordings.example.org/{key}/{number}"


def _session(scene: Scene, key: str, number: int) -> TrainingSession:
    return next(one for one in list_series(scene.session, scene.world.cohorts[key].id) if one.number == number)


def _present(scene: Scene, key: str, number: int, missed_by: tuple[str, ...]) -> list[Participant]:
    """Data leads come always, directors to every third session."""
    there: list[Participant] = []
    for member in CAST:
        enrollment = scene.world.enrollments.get(member.key)
        if member.cohort != key or enrollment is None or member.key in missed_by or not enrollment.sessions_required:
            continue
        people = scene.session.scalars(select(Participant).where(Participant.enrollment_id == enrollment.id))
        there += [p for p in people if number % 3 == 1 or not p.email.startswith("director@")]
    return there


def _meeting_report(training_session: TrainingSession, present: list[Participant], *, guests: tuple[str, ...]) -> bytes:
    """In the shape of Zoom's classic report; guests have no address and see the whole session."""
    zone = ZoneInfo(training_session.time_zone)
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"))
    people = [*((person.name, person.email) for person in present), *((guest, "") for guest in guests)]
    for place, (name, email) in enumerate(people):
        joined = training_session.starts_at + timedelta(minutes=place % 6)
        left = training_session.ends_at - timedelta(minutes=place % 4)
        stay = (left - joined).seconds // 60
        times = (f"{moment.astimezone(zone):%m/%d/%Y %I:%M:%S %p}" for moment in (joined, left))
        writer.writerow((name, email, *times, stay, "Yes"))
    return target.getvalue().encode()


def watch(scene: Scene, *, key: str, numbers: tuple[int, ...]) -> None:
    """The acting person opens recordings and says so."""
    assert scene.actor.id is not None
    user = next(u for u in scene.world.people.values() if u.id == scene.actor.id)
    for number in numbers:
        training_session = _session(scene, key, number)
        open_recording(training_session, user=user, session=scene.session, now=scene.now)
        scene.session.flush()  # the confirmation asks for the opening
        confirm_watched(training_session, user=user, session=scene.session, actor=scene.actor, now=scene.now)


def decline_invitation(scene: Scene, *, note: str) -> None:
    operations.decline_invitation(
        scene.enrollment,
        note=note,
        reason=WayOut.STAFF,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def defer(scene: Scene, *, note: str) -> None:
    defer_enrollment(
        scene.enrollment,
        note=note,
        reason=WayOut.TIMING,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def leave(scene: Scene, *, how: str, note: str) -> None:
    end_year(scene.enrollment, how, note=note, session=scene.session, actor=scene.actor, now=scene.now)


def move_by_hand(scene: Scene, *, how: str, note: str) -> None:
    change = get_by_hand(how).change
    change(scene.enrollment, note=note, session=scene.session, actor=scene.actor, now=scene.now)


TRAINING_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        open_network,
        open_cohort,
        invite,
        commit,
        confirm,
        name_participant,
        begin_training,
        count_session,
        watch,
        decline_invitation,
        defer,
        leave,
        move_by_hand,
    )
}
