"""Threads: who reads and writes, whose turn it is, when the other side hears of it, and how long it waits."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_conversation import Talk, a_message, a_talk, a_thread
from tests.scenes_year import a_year
from tests.workflows.notifications.owed import Postbox, context_of
from workflows.audit import AuditEntry
from workflows.conversation.answers import TELL_AGAIN_AFTER, About, Topic
from workflows.conversation.models import Thread, ThreadState
from workflows.conversation.operations import close_thread, next_notice_at, reopen_thread
from workflows.conversation.queries import (
    Span,
    ThreadFilter,
    count_visible,
    list_awaiting,
    list_spans,
    list_subjects,
    list_visible,
    words_about,
)
from workflows.conversation.response import Answered, by_month
from workflows.enrollments.queries import list_timeline
from workflows.errors import DomainError, Forbidden
from workflows.helpdesk.business_time import business_time_between
from workflows.machine import Refused
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, expand_events
from workflows.permissions import Permission, Role, can
from workflows.signing.models import Side

LATER = NOW + timedelta(days=1)
ZONE = "America/New_York"


@pytest.fixture
def talk(session: Session) -> Talk:
    return a_talk(session)


def runs(session: Session) -> list[JobRun]:
    expand_events(session, now=NOW)
    return list(session.scalars(select(JobRun).where(JobRun.job == "send_message").order_by(JobRun.id)))


def delivered(session: Session, run: JobRun) -> list[str]:
    session.commit()
    postbox = Postbox()
    send_message(context_of(run, postbox))
    return postbox.addresses


def test_the_other_side_has_the_next_word(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    assert (thread.begun_side, thread.awaits, thread.awaited_since) == (Side.AFFILIATE, Side.NETWORK, NOW)
    a_message(session, thread, talk.staff, "One more thing.", now=NOW + timedelta(hours=3))
    assert (thread.awaits, thread.awaited_since, thread.first_answered_at) == (Side.NETWORK, NOW, None)
    a_message(session, thread, talk.coach, now=LATER)
    assert (thread.awaits, thread.awaited_since, thread.first_answered_at) == (Side.AFFILIATE, LATER, LATER)
    assert [m.side for m in thread.messages] == [Side.AFFILIATE, Side.AFFILIATE, Side.NETWORK]


def test_both_sides_and_the_auditor_read_and_only_the_sides_write(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    people = {name: getattr(talk, name) for name in ("director", "staff", "coach", "manager", "stranger")}
    people |= {"other_coach": talk.other_coach}
    people |= {role.value: a_person(session, role) for role in Role if role.is_national and role is not Role.COACH}
    reads = {name for name, who in people.items() if can(who.as_actor(NOW), Permission.SEE_MESSAGES, thread)}
    writes = {name for name, who in people.items() if can(who.as_actor(NOW), Permission.WRITE_MESSAGES, thread)}
    sides = {"director", "staff", "coach", "manager", "program_manager", "finance_officer"}
    assert (reads, writes) == (sides | {"auditor"}, sides)
    for name, who in people.items():
        listed = list(list_visible(session, ThreadFilter(), actor=who.as_actor(NOW)))
        assert (listed, count_visible(session, ThreadFilter(), actor=who.as_actor(NOW))) == (
            ([thread], 1) if name in reads else ([], 0)
        )


def test_who_may_not_write_is_refused_and_nothing_is_kept(session: Session, talk: Talk) -> None:
    for person in (talk.stranger, talk.other_coach, a_person(session, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            a_thread(session, talk.year, person)
    assert session.scalars(select(Thread)).all() == []


def test_what_belongs_to_a_client_is_asked_about(session: Session, talk: Talk) -> None:
    with pytest.raises(DomainError, match="A-number"):
        a_thread(session, talk.year, talk.director, text="It is about A123456789.")
    thread = a_thread(session, talk.year, talk.director)
    with pytest.raises(DomainError, match="telephone"):
        a_message(session, thread, talk.coach, "Call 555-123-4567.")
    assert [m.text for m in thread.messages] == ["When can we expect it?"]


def test_a_closed_thread_waits_for_nobody_until_it_is_open_again(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    close_thread(thread, session=session, actor=talk.coach.as_actor(NOW), now=LATER)
    assert (thread.state, thread.awaits, thread.awaited_since, thread.closed_at) == (
        ThreadState.CLOSED, None, None, LATER,
    )  # fmt: skip
    with pytest.raises(Refused):
        a_message(session, thread, talk.director)
    reopen_thread(thread, session=session, actor=talk.director.as_actor(NOW), now=LATER)
    assert (thread.state, thread.closed_at, thread.awaits) == (ThreadState.OPEN, None, None)
    a_message(session, thread, talk.director, now=LATER)
    assert thread.awaits is Side.NETWORK


def test_a_thread_names_only_what_belongs_to_its_year(session: Session) -> None:
    mine = a_year(session, "Summit")
    other = a_year(session, "Delta")
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=mine.enrollment.affiliate)
    subjects = list_subjects(session, mine.enrollment, actor=director.as_actor(NOW))
    payment, report = mine.award.payments[0], mine.first
    assert {About(), About(Topic.PAYMENT, payment.id), About(Topic.REPORT, report.id)} <= {s.about for s in subjects}
    thread = a_thread(session, mine.enrollment, director, about=About(Topic.REPORT, report.id))
    assert words_about(thread) == report.title
    paid = a_thread(session, mine.enrollment, director, about=About(Topic.PAYMENT, payment.id))
    assert words_about(paid).startswith(payment.label)
    for foreign in (About(Topic.REPORT, other.first.id), About(Topic.PAYMENT, other.award.payments[0].id)):
        with pytest.raises(DomainError, match="belongs to this year"):
            a_thread(session, mine.enrollment, director, about=foreign)


def test_each_side_is_told_once_an_hour(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.director)
    for minutes in (5, 20, 59):
        a_message(session, thread, talk.staff, now=NOW + timedelta(minutes=minutes))
    first, second = runs(session)
    assert (first.due_at, second.due_at) == (NOW, NOW + TELL_AGAIN_AFTER)
    a_message(session, thread, talk.director, now=NOW + timedelta(hours=5))
    assert [run.due_at for run in runs(session)][2:] == [NOW + timedelta(hours=5)]


def test_the_message_goes_to_those_who_answer_and_says_nothing_of_the_thread(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.staff, subject="Secret subject")
    session.commit()
    (run,) = runs(session)
    session.commit()
    postbox = Postbox()
    send_message(context_of(run, postbox))
    assert postbox.addresses == [talk.coach.email]
    ((_, subject, text),) = postbox.sent
    assert "Secret" not in subject + text
    assert f"/messages/{thread.id}" in text


def test_the_answer_reaches_the_director_and_whoever_wrote(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.staff)
    a_message(session, thread, talk.coach)
    assert delivered(session, runs(session)[1]) == [talk.director.email, talk.staff.email]


def test_who_was_answered_meanwhile_or_may_not_read_is_not_told(session: Session, talk: Talk) -> None:
    thread = a_thread(session, talk.year, talk.staff)
    a_message(session, thread, talk.coach)
    to_network, to_affiliate = runs(session)
    talk.staff.roles[0].ended_at = NOW
    assert delivered(session, to_network) == []
    assert delivered(session, to_affiliate) == [talk.director.email]


def test_without_a_coach_the_managers_are_told_and_finance_about_money(session: Session) -> None:
    scene = a_year(session, "Summit")
    scene.enrollment.coach = None
    manager, finance = a_person(session, Role.PROGRAM_MANAGER), a_person(session, Role.FINANCE_OFFICER)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.enrollment.affiliate)
    about = About(Topic.PAYMENT, scene.award.payments[0].id)
    thread = a_thread(session, scene.enrollment, director, about=about)
    told = delivered(session, runs(session)[-1])
    assert {manager.email, finance.email} <= set(told)
    assert thread in list_awaiting(session, finance.as_actor(NOW))


@given(st.lists(st.integers(0, 400), max_size=30))
def test_notices_are_an_hour_apart_and_every_message_is_told(minutes: list[int]) -> None:
    last, notices = None, []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        due_at = next_notice_at(last, now=now)
        if due_at is not None:
            notices.append(due_at)
            last = due_at
        assert last is not None
        assert now <= last <= now + TELL_AGAIN_AFTER
    assert all(later - earlier >= TELL_AGAIN_AFTER for earlier, later in pairwise(notices))


def test_home_shows_what_waits_for_my_side(session: Session, talk: Talk) -> None:
    asked = a_thread(session, talk.year, talk.director)
    told = a_thread(session, talk.year, talk.coach, subject="A check-in note")
    shown = {
        name: list(list_awaiting(session, getattr(talk, name).as_actor(NOW)))
        for name in ("director", "staff", "coach", "manager", "stranger", "other_coach")
    }
    assert shown == {
        "director": [told], "staff": [told], "coach": [asked], "manager": [], "stranger": [], "other_coach": [],
    }  # fmt: skip
    a_message(session, asked, talk.manager)
    a_message(session, asked, talk.director)
    assert list(list_awaiting(session, talk.manager.as_actor(NOW))) == [asked]


def test_the_audit_trail_hides_the_subject_and_no_timeline_tells_it(session: Session, talk: Talk) -> None:
    a_thread(session, talk.year, talk.director, subject="Between us")
    entries = session.scalars(select(AuditEntry).where(AuditEntry.kind == "threads")).all()
    assert entries[0].after["subject"] == "(hidden)"
    timeline = list_timeline(session, talk.year, actor=talk.manager.as_actor(NOW))
    assert [row for row in timeline if "message" in str(row).lower()] == []


def test_response_times_count_business_hours_of_both_sides(session: Session, talk: Talk) -> None:
    friday = datetime(2026, 3, 6, 21, 0, tzinfo=UTC)  # four in the afternoon in New York
    monday = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)  # eleven, on summer time since Sunday
    a_message(session, a_thread(session, talk.year, talk.director, now=friday), talk.coach, now=monday)
    a_thread(session, talk.year, talk.coach, now=monday)
    (march,) = by_month(list_spans(session, since=NOW))
    assert march.by_network == Answered(begun=1, answered=1, median=timedelta(hours=3))
    assert march.by_affiliates == Answered(begun=1, answered=0, median=None)


@given(st.integers(0, 800 * 24 * 60), st.integers(0, 40 * 24 * 60), st.integers(0, 20 * 24 * 60))
def test_business_time_adds_up_and_is_never_more_than_the_clock(start: int, first: int, second: int) -> None:
    begin = NOW + timedelta(minutes=start)
    middle = begin + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = [business_time_between(*pair, zone="UTC") for pair in ((begin, middle), (middle, end), (begin, end))]
    assert parts[0] + parts[1] == parts[2]
    assert timedelta(0) <= parts[2] <= end - begin


def test_months_are_those_of_the_affiliates_clock() -> None:
    late = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)  # still March in New York
    assert [row.month.month for row in by_month([Span(Side.AFFILIATE, late, None, ZONE)])] == [3]
