"""Ratings of the support: once a quarter, without a trace to the person, shown from five on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_conversation import a_rating, a_talk
from tests.two_at_once import at_once
from workflows.audit import AuditEntry
from workflows.conversation.answers import LEAST_ANSWERS, Rating
from workflows.conversation.models import SupportMark, SupportRating
from workflows.conversation.quarters import in_words, next_quarter, quarter_of
from workflows.conversation.results import list_results, release
from workflows.conversation.support import is_asked, rate_support, set_aside
from workflows.db import Base, db
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.errors import DomainError, Forbidden
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage

NEXT = datetime(2026, 4, 2, 15, 0, tzinfo=UTC)  # in the quarter after that of NOW
FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)
RATINGS = st.builds(
    Rating, st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.sampled_from(["", "Calls are kind.", "Slow."])
)


def a_crowd(session: Session, count: int) -> list[tuple[Enrollment, User]]:
    """So many people of two affiliates in one cohort."""
    cohort = a_cohort(session)
    years = [an_enrollment(session, Stage.IMPLEMENTING, affiliate=an_affiliate(session), cohort=cohort) for _ in "ab"]
    return [
        (year, a_person(session, Role.AFFILIATE_STAFF, affiliate=year.affiliate))
        for year in (years[number % 2] for number in range(count))
    ]


def test_what_is_kept_has_neither_person_nor_affiliate_nor_day(session: Session) -> None:
    ((year, person),) = a_crowd(session, 1)
    a_rating(session, year, person, Rating(5, 4, 3, "Kind and quick."))
    columns = set(SupportRating.__table__.columns.keys())
    assert columns == {"id", "cohort_id", "quarter", "helpful", "timely", "respectful", "words"}
    assert set(SupportMark.__table__.columns.keys()) == {"id", "person_id", "cohort_id", "quarter", "has_answered"}
    row = session.scalars(select(SupportRating)).one()
    assert (row.cohort_id, row.quarter, row.helpful, row.timely, row.respectful, row.words) == (
        year.cohort_id, FIRST, 5, 4, 3, "Kind and quick.",
    )  # fmt: skip


def test_no_audit_entry_and_no_event_tells_of_it(session: Session) -> None:
    ((year, person),) = a_crowd(session, 1)
    before = [session.scalar(select(func.count(kind.id))) for kind in (AuditEntry, OutboxEvent)]
    set_aside(year, session=session, actor=person.as_actor(NOW), now=NOW)
    a_rating(session, year, person)
    assert [session.scalar(select(func.count(kind.id))) for kind in (AuditEntry, OutboxEvent)] == before


def everything_kept(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in the order of its key; the keys of the ratings count from their first one."""
    session.flush()
    kept = {}
    for table in Base.metadata.sorted_tables:
        rows = [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
        kept[table.name] = [row[:-1] for row in rows] if table.name.startswith("support_") else rows
    return kept


@pytest.fixture
def crowd(session: Session) -> list[tuple[Enrollment, User]]:
    return a_crowd(session, 5)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.lists(RATINGS, min_size=5, max_size=5))
def test_nothing_in_the_database_links_an_answer_to_a_person(
    session: Session, crowd: list[tuple[Enrollment, User]], data: st.DataObject, said: list[Rating]
) -> None:
    """Whoever gave which answer, every table holds the same: so no reading of it can tell."""
    exchanged = data.draw(st.permutations(said))
    kept = [_after(session, crowd, answers) for answers in (said, exchanged)]
    assert kept[0] == kept[1]
    assert len(kept[0]["support_ratings"]) == len(kept[0]["support_marks"]) == len(said)


def _after(session: Session, crowd: Sequence[tuple[Enrollment, User]], said: Sequence[Rating]) -> Any:
    """What the database holds once each of the crowd has said theirs."""
    session.execute(delete(SupportRating))
    session.execute(delete(SupportMark))
    session.expire_all()
    for (year, person), rating in zip(crowd, said, strict=True):
        a_rating(session, year, person, rating)
    return everything_kept(session)


def test_the_last_column_that_the_comparison_leaves_out_is_the_key() -> None:
    assert [list(kind.__table__.columns)[-1].name for kind in (SupportMark, SupportRating)] == ["id", "id"]


def test_once_a_quarter_and_again_in_the_next(session: Session) -> None:
    ((year, person),) = a_crowd(session, 1)
    a_rating(session, year, person)
    with pytest.raises(DomainError, match="You have answered for January to March 2026"):
        a_rating(session, year, person)
    a_rating(session, year, person, now=NEXT)
    assert list(session.scalars(select(SupportRating.quarter).order_by(SupportRating.quarter))) == [FIRST, SECOND]


def test_home_asks_until_it_is_answered_or_set_aside(session: Session) -> None:
    (year, one), _, (_, other) = a_crowd(session, 3)
    actors = [person.as_actor(NOW) for person in (one, other)]

    def asked(now: datetime = NOW) -> list[bool]:
        return [is_asked(year, session=session, actor=actor, now=now) for actor in actors]

    assert asked() == [True, True]
    set_aside(year, session=session, actor=actors[0], now=NOW)
    a_rating(session, year, other)
    assert asked() == [False, False]
    a_rating(session, year, one)  # set aside, and answered after all
    assert asked(NEXT) == [True, True]
    set_aside(year, session=session, actor=actors[0], now=NOW)  # an answer stays an answer
    assert [mark.has_answered for mark in session.scalars(select(SupportMark))] == [True, True]


def test_only_people_of_an_affiliate_in_a_running_year_are_asked(session: Session) -> None:
    talk = a_talk(session)
    for person in (talk.coach, talk.manager, talk.stranger):
        with pytest.raises(Forbidden):
            a_rating(session, talk.year, person)
    ended = an_enrollment(session, Stage.WITHDRAWN, affiliate=talk.year.affiliate)
    with pytest.raises(DomainError, match="while a program year is running"):
        a_rating(session, ended, talk.staff)
    assert not is_asked(talk.year, session=session, actor=talk.coach.as_actor(NOW), now=NOW)


def test_words_are_looked_through_for_clients_and_a_refusal_keeps_nothing(session: Session) -> None:
    ((year, person),) = a_crowd(session, 1)
    with pytest.raises(DomainError, match="A-number"):
        a_rating(session, year, person, Rating(3, 3, 3, "As with A123456789."))
    session.flush()
    assert session.scalars(select(SupportMark)).all() == []


def test_scores_stay_between_one_and_five(session: Session) -> None:
    ((year, person),) = a_crowd(session, 1)
    with pytest.raises(IntegrityError):
        a_rating(session, year, person, Rating(6, 3, 3))
    session.rollback()


def test_staff_read_a_quarter_that_is_over_from_five_answers_on(session: Session) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    people = a_crowd(session, LEAST_ANSWERS)
    for number, (year, person) in enumerate(people):
        a_rating(session, year, person, Rating(5, 4, 1 + number, "Zest" if number == 1 else "Advice" * (number == 3)))
    assert list_results(session, actor=manager, now=NOW) == []
    (results,) = list_results(session, actor=manager, now=NEXT)
    (period,) = results.periods
    assert (period.first, period.last, period.answers, results.held_since) == (FIRST, FIRST, 5, None)
    assert (period.helpful, period.timely, period.respectful) == (Decimal("5.0"), Decimal("4.0"), Decimal("3.0"))
    assert period.words == ("Advice", "Zest")


def test_nobody_of_an_affiliate_reads_them(session: Session) -> None:
    talk = a_talk(session)
    for person in (talk.director, talk.staff, a_person(session, Role.REVIEWER)):
        with pytest.raises(Forbidden):
            list_results(session, actor=person.as_actor(NOW), now=NEXT)


def _pile(count: int) -> list[Rating]:
    return [Rating(4, 4, 4)] * count


def test_few_answers_wait_for_the_next_quarter() -> None:
    periods, held_since = release({FIRST: _pile(4), SECOND: _pile(3), THIRD: _pile(1)})
    assert [(p.first, p.last, p.answers, p.name) for p in periods] == [(FIRST, SECOND, 7, "January to June 2026")]
    assert held_since == THIRD


@given(st.lists(st.integers(0, 9), max_size=12))
def test_every_period_has_enough_and_together_they_leave_out_only_what_is_held(counts: list[int]) -> None:
    quarters = [FIRST]
    for _ in counts:
        quarters.append(next_quarter(quarters[-1]))
    piles = {quarter: _pile(count) for quarter, count in zip(quarters, counts, strict=False) if count}
    periods, held_since = release(piles)
    shown = sum(period.answers for period in periods)
    assert all(period.answers >= LEAST_ANSWERS for period in periods)
    assert 0 <= sum(counts) - shown < LEAST_ANSWERS
    assert (held_since is None) == (shown == sum(counts))
    assert [p.first for p in periods] == sorted((p.first for p in periods), reverse=True)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(1, 9))
def test_a_period_that_was_shown_never_changes(counts: list[int], later: int) -> None:
    quarters = [FIRST]
    for _ in counts:
        quarters.append(next_quarter(quarters[-1]))
    piles = {quarter: _pile(count) for quarter, count in zip(quarters, counts, strict=False)}
    before, _ = release(piles)
    after, _ = release(piles | {quarters[-1]: _pile(later)})
    assert after[len(after) - len(before) :] == before


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter <= day < next_quarter(quarter)
    assert quarter_of(next_quarter(quarter) - timedelta(days=1)) == quarter


def test_quarters_have_names() -> None:
    assert (in_words(FIRST), in_words(date(2025, 10, 1), SECOND)) == (
        "January to March 2026",
        "October 2025 to June 2026",
    )


@pytest.mark.postgres
def test_two_who_answer_at_once_are_both_kept(postgres_app: Flask) -> None:
    session = db.session()
    people = a_crowd(session, 2)
    session.commit()

    def work(inside: Session, year_id: int, actor: Actor) -> None:
        year = get_enrollment(inside, year_id)
        rate_support(year, Rating(5, 5, 5), is_checked=False, session=inside, actor=actor, now=NOW)

    who = [(year.id, person.id) for year, person in people]
    assert at_once(postgres_app, get_enrollment, work, who) == ["done", "done"]
    assert db.session().scalar(select(func.count(SupportRating.id))) == 2


@pytest.mark.postgres
def test_a_second_press_in_the_same_moment_counts_once(postgres_app: Flask) -> None:
    session = db.session()
    ((year, person),) = a_crowd(session, 1)
    session.commit()

    def work(inside: Session, year_id: int, actor: Actor) -> None:
        loaded = get_enrollment(inside, year_id)
        rate_support(loaded, Rating(5, 5, 5), is_checked=False, session=inside, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_enrollment, work, [(year.id, person.id)] * 2)
    assert [words.split()[0] for words in heard] == ["You", "done"]
    assert db.session().scalar(select(func.count(SupportRating.id))) == 1
