"""A group of fewer than five is hidden from the network in reports, in Word and on Home, and never from its own."""

from collections import Counter
from dataclasses import replace
from datetime import date

from sqlalchemy import true
from sqlalchemy.orm import Session

from tests.scenes_year import COMPLETE_ANSWERS, LATER, YearScene, a_figure, a_year, acting, spent
from workflows.documents.builders.report import build
from workflows.documents.contexts.progress_report import ProgressReport
from workflows.documents.draft import Wanted
from workflows.measurement.goals import count_goals_by_domain, list_seen_goals
from workflows.measurement.network import NETWORK
from workflows.measurement.progress import GoalStatus
from workflows.measurement.series import OWN, list_series, profile_of
from workflows.reporting.models import Report
from workflows.reporting.operations import WrittenReport, save_report, submit_report

TODAY = LATER.date()


def with_share(session: Session, numerator: int, denominator: int) -> YearScene:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=numerator, denominator=denominator)
    return scene


def sealed(session: Session, scene: YearScene) -> Report:
    report, actor = scene.first, acting(scene.director)
    written = WrittenReport(COMPLETE_ANSWERS, spending=spent(report.spent_amount), minutes_spent=60)
    save_report(report, written, expected_version=report.version, actor=actor, now=LATER)
    session.flush()
    submit_report(
        report, typed_name="Amina Diallo", expected_version=report.version, session=session, actor=actor, now=LATER
    )
    session.flush()
    return report


def test_a_sealed_report_tells_nothing_of_fewer_than_five(session: Session) -> None:
    report = sealed(session, with_share(session, 3, 4))
    [figure] = report.figures
    told = {name: figure[name] for name in ("actual", "numerator", "denominator", "n", "status", "result")}
    assert set(told.values()) == {"Hidden, fewer than 5", "Too few people to show"}
    assert figure["history"] == [{"label": "30 Jun 2026", "value": "Hidden"}]


def test_the_word_file_of_a_sealed_report_tells_nothing_of_fewer_than_five(session: Session) -> None:
    report = sealed(session, with_share(session, 3, 4))
    made = build(session, Wanted(enrollment_id=report.enrollment_id, subject_id=report.id)).context
    assert isinstance(made, ProgressReport)
    [goal] = made.goals
    assert (goal.actual, goal.numerator, goal.n) == ("Hidden, fewer than 5",) * 3
    assert (goal.status, goal.chart) == ("Too few people to show", None)


def test_a_sealed_report_hides_what_protects_another_affiliate(session: Session) -> None:
    """The network's total less this figure would tell on the other affiliate's three people."""
    mine = with_share(session, 20, 40)
    other = replace(a_year(session), indicator=mine.indicator)
    a_figure(session, other, as_of=date(2026, 6, 30), numerator=3, denominator=4)
    [figure] = sealed(session, mine).figures
    assert (figure["actual"], figure["status"]) == ("Hidden to protect a small group", "Too few people to show")


def test_the_coach_and_the_affiliate_read_the_same_goal_each_by_their_own_rule(session: Session) -> None:
    scene = with_share(session, 3, 4)
    seen = {}
    for person in (scene.director, scene.coach, scene.manager):
        profile = profile_of(acting(person), scene.enrollment)
        series = list_series(session, scene.enrollment, profile=profile)
        [goal] = list_seen_goals(session, scene.enrollment, series=series, today=TODAY)
        assert goal.latest is not None
        seen[person.id] = (profile, goal.word, goal.latest.value is None)
    assert list(seen.values()) == [
        (OWN, "On track", False),
        (NETWORK, "Too few people to show", True),
        (NETWORK, "Too few people to show", True),
    ]


def test_the_network_counts_a_hidden_goal_without_its_status(session: Session) -> None:
    with_share(session, 3, 4)
    with_share(session, 36, 63)
    [counted] = count_goals_by_domain(session, true(), today=TODAY).values()
    assert counted == Counter({None: 1, GoalStatus.ON_TRACK: 1})
