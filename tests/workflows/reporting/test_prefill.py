"""What a report knows before a person writes a word, and the plan of a year's reports."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.scenes_year import LATER, YearScene, a_figure, a_year, spent
from workflows.measurement.network import NETWORK
from workflows.measurement.series import OWN
from workflows.measurement.suppression import Profile
from workflows.reporting.models import Report, ReportKind
from workflows.reporting.operations import ensure_reports, plan_reports
from workflows.reporting.prefill import Prefill, prefill
from workflows.reporting.spending import keep_spending


def known(session: Session, scene: YearScene, profile: Profile = OWN) -> Prefill:
    return prefill(session, scene.first, profile=profile, today=date(2026, 7, 10))


def test_the_year_owes_four_reports_and_the_closeout_at_the_affiliate_s_midnight(session: Session) -> None:
    scene = a_year(session)
    plan = [(r.kind, r.number, r.period_starts_on, r.period_ends_on, r.due_at) for r in scene.reports]
    progress, closeout = ReportKind.PROGRESS, ReportKind.CLOSEOUT
    year = date(2026, 4, 1), date(2027, 3, 31)
    assert plan == [
        (progress, 1, year[0], date(2026, 6, 30), datetime(2026, 7, 31, 3, 59, tzinfo=UTC)),
        (progress, 2, date(2026, 7, 1), date(2026, 9, 30), datetime(2026, 10, 31, 3, 59, tzinfo=UTC)),
        (progress, 3, date(2026, 10, 1), date(2026, 12, 31), datetime(2027, 1, 31, 4, 59, tzinfo=UTC)),
        (progress, 4, date(2027, 1, 1), year[1], datetime(2027, 5, 1, 3, 59, tzinfo=UTC)),
        (closeout, 1, *year, datetime(2027, 6, 30, 3, 59, tzinfo=UTC)),
    ]


def test_planning_again_adds_nothing(session: Session) -> None:
    scene = a_year(session)
    assert list(plan_reports(scene.award, session=session)) == []
    assert list(ensure_reports(scene.enrollment, session=session)) == []
    session.flush()
    assert len(session.scalars(select(Report.id)).all()) == 5


def test_the_figures_are_those_of_the_affiliate_s_own_site_with_their_source(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 4, 30), numerator=31, denominator=62, number=1)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=36, denominator=63, number=2)
    a_figure(session, scene, as_of=date(2026, 8, 31), numerator=60, denominator=63, number=3)  # not known yet
    assert list(known(session, scene).figures) == [
        {
            "goal": "Raise employment at day 180 of employable adults from 48% to 60% by 31 March 2027.",
            "indicator": "EMP-01",
            "name": "Employed at day 180",
            "unit": "%",
            "baseline": "48%",
            "target": "60%",
            "original_target": "",
            "amended_since": "",
            "actual": "57.1%",
            "numerator": "36",
            "denominator": "63",
            "n": "63",
            "as_of": "30 Jun 2026",
            "import_number": "2",
            "status": "On track",
            "result": "Partly met",
            "history": [{"label": "30 Apr 2026", "value": "50"}, {"label": "30 Jun 2026", "value": "57.1"}],
        }
    ]


def test_a_goal_without_a_figure_says_so(session: Session) -> None:
    [figure] = known(session, a_year(session)).figures
    assert (figure["actual"], figure["n"], figure["as_of"], figure["history"]) == ("Not measured yet", "", "", [])
    assert (figure["status"], figure["result"]) == ("Too early", "Not measured yet")


def test_a_group_of_fewer_than_five_is_hidden_in_every_number(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=3, denominator=63)
    [figure] = known(session, scene, NETWORK).figures
    hidden = "Hidden, fewer than 5"
    assert [figure[name] for name in ("actual", "numerator", "denominator", "n")] == [hidden] * 4
    assert (figure["status"], figure["result"]) == ("Too few people to show", "Too few people to show")
    assert figure["history"] == [{"label": "30 Jun 2026", "value": "Hidden"}]


def test_the_affiliate_itself_sees_its_small_figures(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=3, denominator=4)
    [figure] = known(session, scene).figures
    assert [figure[name] for name in ("actual", "numerator", "denominator", "n")] == ["75%", "3", "4", "4"]
    assert (figure["status"], figure["result"]) == ("On track", "Met")


def test_money_and_coaching_are_filled_in(session: Session) -> None:
    scene = a_year(session)
    keep_spending(scene.reports[1], spent("100"))
    keep_spending(scene.first, spent("4872.50"))
    session.flush()
    first = known(session, scene)
    assert (first.awarded, first.paid, first.spent_before) == (Decimal(25_000), Decimal(12_500), Decimal(0))
    third = prefill(session, scene.reports[2], profile=OWN, today=LATER.date())
    assert third.spent_before == Decimal("4972.50")
    assert (first.coaching.sessions, first.coaching.minutes) == (0, 0)
