"""What a funder reads: figures of accepted reports, and nothing that would tell on a few people."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from tests.scenes_year import COMPLETE_ANSWERS, LATER, YearScene, a_figure, a_year, acting, spent
from workflows.measurement.figures import Figure
from workflows.measurement.suppression import PROFILES, is_small
from workflows.prospects.for_funders import HIDDEN, NOT_MEASURED, FunderPage, _newest, _Sealed, get_funder_page
from workflows.reporting.operations import WrittenReport, accept_report, save_report, submit_report

EXTERNAL = PROFILES["external_default"]


def accepted(session: Session, scene: YearScene, number: int = 0) -> None:
    report, actor, now = scene.reports[number], acting(scene.director), LATER + timedelta(days=90 * number)
    written = WrittenReport(COMPLETE_ANSWERS, spending=spent(0), minutes_spent=60)
    save_report(report, written, expected_version=report.version, actor=actor, now=now)
    session.flush()
    version = report.version
    submit_report(report, typed_name="Amina", expected_version=version, session=session, actor=actor, now=now)
    session.flush()
    accept_report(report, session=session, actor=acting(scene.coach), now=now)
    session.flush()


def measured(session: Session, scene: YearScene, numerator: int, denominator: int, number: int = 0) -> None:
    """The figure of a quarter, in a report that is accepted."""
    as_of = date(2026, 6, 30) + timedelta(days=90 * number)
    a_figure(session, scene, as_of=as_of, numerator=numerator, denominator=denominator, number=number + 1)
    accepted(session, scene, number)


def page_of(session: Session, scene: YearScene) -> FunderPage:
    return get_funder_page(session, scene.enrollment)


def test_the_sentence_of_a_goal_is_not_shown_as_it_names_where_it_began(session: Session) -> None:
    scene = a_year(session)
    [goal] = scene.enrollment.proposal.goals  # type: ignore[union-attr]
    goal.statement, goal.baseline_n = "Raise employment from 48% (n = 12) to 60%.", 12
    measured(session, scene, 44, 80)
    assert "48%" not in str(page_of(session, scene))


def test_before_a_report_is_accepted_there_is_no_figure(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=31, denominator=57)
    assert (page_of(session, scene).figures, page_of(session, scene).until) == ([], None)


def test_a_figure_stands_with_its_people_its_day_and_its_report(session: Session) -> None:
    scene = a_year(session)
    measured(session, scene, 44, 80)
    [figure] = page_of(session, scene).figures
    told = (figure.baseline, figure.actual, figure.target, figure.people, figure.as_of, figure.source)
    assert told == ("48%", "55%", "60%", "80", "30 Jun 2026", "Progress report 1")


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 4), (10, 57), (50, 57), (8, 10)])
def test_a_few_people_are_hidden_though_the_network_may_see_some(
    session: Session, numerator: int, denominator: int
) -> None:
    """Fewer than eleven of them, or who did, or who did not."""
    scene = a_year(session)
    measured(session, scene, numerator, denominator)
    [figure] = page_of(session, scene).figures
    assert (figure.actual, figure.people, figure.source, figure.target) == (HIDDEN, "", "", "60%")


def test_sensitive_topics_ask_for_twenty(session: Session) -> None:
    scene = a_year(session)
    scene.indicator.topics = "health;employment"
    measured(session, scene, 31, 57)
    assert [profile.min_denominator for profile in page_of(session, scene).profiles] == [20]


def test_a_figure_that_moved_by_a_few_stays_as_it_left_the_network(session: Session) -> None:
    scene = a_year(session)
    measured(session, scene, 31, 57)
    measured(session, scene, 34, 60, number=1)
    [figure] = page_of(session, scene).figures
    assert (figure.actual, figure.source) == ("54.4%", "Progress report 1")
    measured(session, scene, 60, 90, number=2)
    [figure] = page_of(session, scene).figures
    assert (figure.actual, figure.source) == ("66.7%", "Progress report 3")


@pytest.mark.parametrize(
    ("value", "people", "shown"), [(48, 62, "48%"), (48, 12, HIDDEN), (48, None, ""), (50, 75, HIDDEN)]
)
def test_where_it_began_is_shown_only_with_enough_people(
    session: Session, value: int, people: int | None, shown: str
) -> None:
    """Fifty percent of 75 is six people away from the figure of today."""
    scene = a_year(session)
    [goal] = scene.enrollment.proposal.goals  # type: ignore[union-attr]
    goal.baseline_value, goal.baseline_n = Decimal(value), people
    measured(session, scene, 44, 80)
    [figure] = page_of(session, scene).figures
    assert figure.baseline == shown


def test_a_goal_without_a_figure_says_so(session: Session) -> None:
    scene = a_year(session)
    scene.first.answers = {}
    accepted(session, scene)
    [figure] = page_of(session, scene).figures
    assert (figure.actual, figure.people) == (NOT_MEASURED, "")


COUNTS = some.integers(0, 200).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n)))


@settings(max_examples=200, deadline=None)
@given(some.lists(COUNTS, max_size=5))
def test_whatever_was_shown_before_no_step_tells_on_a_few(quarters: list[tuple[int, int]]) -> None:
    """Over all pages that a funder may have kept, one after each report."""
    sealed = [
        _Sealed({"actual": ""}, Figure("EMP-01", "own", did, n, None, n), f"Report {number}")
        for number, (did, n) in enumerate(quarters)
    ]
    pages = [_newest(sealed[:count], EXTERNAL) for count in range(len(sealed) + 1)]
    seen = [page.counts for page in pages if page is not None and page.counts is not None]
    for figure in seen:
        assert figure.n == 0 or figure.n >= EXTERNAL.min_denominator
        assert not is_small(figure.numerator or 0, min_cell=EXTERNAL.min_cell)
    for before, after in pairwise(seen):
        assert not is_small(abs(after.n - before.n), min_cell=EXTERNAL.min_cell)
