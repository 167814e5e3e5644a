"""What other chapters ask of the self-assessment, and what the network's page reads."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_assessments import TOPIC, a_trained_enrollment, acting, answered_alone, drafted, scores_of, submitted
from workflows.assessments.answers import Moment, Position
from workflows.assessments.learning import write_topic
from workflows.assessments.queries import (
    find_latest_mean,
    latest_dimension_means,
    list_affiliate_scores,
    list_agreed,
    list_personal_scores,
    list_topics,
)
from workflows.permissions import Role
from workflows.stages import Stage


def test_the_latest_mean_is_of_the_newest_moment_that_was_submitted(session: Session) -> None:
    year = a_trained_enrollment(session)
    assert find_latest_mean(session, year.affiliate_id) is None
    assert latest_dimension_means(session, year.id) == {}
    submitted(session, year, Moment.AFTER, scores_of(3, D1=4) | {"D2.1": 4})
    submitted(session, year, Moment.BEFORE, scores_of(1))  # handed in late: no news about today
    submitted(session, year, Moment.LOOKING_BACK, scores_of(2))  # a view of the start
    drafted(session, an_enrollment(session, Stage.TRAINING, affiliate=year.affiliate), Moment.BEFORE, scores_of(5))
    assert find_latest_mean(session, year.affiliate_id) == Decimal("3.15625")  # (4 + 3.25 + 6 × 3) / 8
    means = latest_dimension_means(session, year.id)
    assert (means["D1"], means["D2"], means["D8"]) == (Decimal(4), Decimal("3.25"), Decimal(3))


def test_a_new_year_counts_before_an_old_one(session: Session) -> None:
    year = a_trained_enrollment(session)
    submitted(session, year, Moment.AFTER, scores_of(3))
    later = an_enrollment(session, Stage.TRAINING, affiliate=year.affiliate)
    submitted(session, later, Moment.BEFORE, scores_of(2))
    assert find_latest_mean(session, year.affiliate_id) == Decimal(2)
    assert latest_dimension_means(session, year.id)["D1"] == Decimal(3)
    assert [(row.latest["D1.1"], row.before) for row in list_affiliate_scores(session)] == [(2, None)]


def test_the_network_reads_each_affiliate_once_with_its_before(session: Session) -> None:
    year = a_trained_enrollment(session)
    submitted(session, year, Moment.BEFORE, scores_of(2))
    submitted(session, year, Moment.LOOKING_BACK, scores_of(1))
    submitted(session, year, Moment.AFTER, scores_of(3))
    only_before = an_enrollment(session, Stage.TRAINING)
    submitted(session, only_before, Moment.BEFORE, scores_of(4))
    drafted(session, an_enrollment(session, Stage.TRAINING), Moment.BEFORE, scores_of(5))
    found = list_affiliate_scores(session)
    assert [(row.latest["D1.1"], (row.before or {}).get("D1.1")) for row in found] == [(3, 2), (4, None)]


def test_what_people_said_alone_comes_in_the_order_in_which_they_said_it(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.PROPOSING)
    answered_alone(session, enrollment, Position.LEADER, scores_of(4), now=NOW + timedelta(days=1))
    answered_alone(session, enrollment, Position.FRONTLINE, scores_of(2))
    answered_alone(session, enrollment, Position.FRONTLINE, scores_of(5), moment=Moment.AFTER)
    found = [(row.position, row.scores["D1.1"]) for row in list_personal_scores(session, Moment.BEFORE)]
    assert found == [(Position.FRONTLINE, 2), (Position.LEADER, 4)]


def test_pages_ask_the_same_number_of_questions_for_one_affiliate_and_for_thirty(
    session: Session, count_queries: Statements
) -> None:
    year = a_trained_enrollment(session)
    submitted(session, year, Moment.AFTER, scores_of(3))
    asked = []
    for many in (0, 29):
        cohort = year.cohort
        cohort.seats = 60
        for _ in range(many):
            other = an_enrollment(session, Stage.PROPOSING, cohort=cohort)
            submitted(session, other, Moment.BEFORE, scores_of(2))
        session.flush()
        session.expunge_all()
        count_queries.clear()
        rows = list_affiliate_scores(session)
        list_personal_scores(session, Moment.BEFORE)
        assert [one.answer("D1.1").score for one in list_agreed(session, year.id)] == [3]
        asked.append((len(rows), len(count_queries)))
    assert asked == [(1, 4), (30, 4)]


def test_the_agenda_begins_with_what_comes_next(session: Session) -> None:
    today = NOW.date()
    planner = acting(a_person(session, Role.PROGRAM_MANAGER))
    for title, days in (("over", -40), ("later", 30), ("just over", -1), ("today", 0), ("no day", None)):
        day = None if days is None else today + timedelta(days=days)
        write_topic(replace(TOPIC, title=title, happens_on=day), session=session, actor=planner, now=NOW)
    session.flush()
    titles = [topic.title for topic in list_topics(session, today=today)]
    assert titles == ["today", "later", "no day", "just over", "over"]
    assert [topic.title for topic in list_topics(session, today=today, first=2, at_most=2)] == ["no day", "just over"]
