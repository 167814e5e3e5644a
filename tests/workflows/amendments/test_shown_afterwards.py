"""Where an amended target is read: beside the first one, from its day, in figures, reports and Word."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import a_plan, approved, drafted, sent, target_asked
from tests.scenes_year import a_figure
from workflows.amendments.answers import AmendmentType
from workflows.amendments.in_force import approved_first
from workflows.documents.builders.report import _amended
from workflows.measurement.goals import list_seen_goals
from workflows.measurement.progress import GoalStatus
from workflows.measurement.series import OWN, list_series
from workflows.permissions import Role
from workflows.reporting.prefill import list_figures

TODAY = date(2026, 7, 10)


def test_figures_tell_both_targets_and_since_when(session: Session) -> None:
    scene = a_plan(session)
    a_figure(session, scene.year, as_of=date(2026, 6, 30), numerator=29, denominator=57)
    approved(session, target_asked(session, scene, "50"), scene.year.manager)
    [figure] = list_figures(session, scene.year.enrollment, profile=OWN, today=TODAY)
    assert (figure["target"], figure["original_target"], figure["amended_since"]) == ("50%", "60%", "10 Jul 2026")
    assert figure["result"] == "Met"
    assert "to 50%" in figure["goal"]
    assert _amended(figure) == "50%, since 10 Jul 2026"


def test_the_day_before_the_first_target_counts(session: Session) -> None:
    scene = a_plan(session)
    a_figure(session, scene.year, as_of=date(2026, 6, 30), numerator=28, denominator=57)
    approved(session, target_asked(session, scene, "49"), scene.year.manager)
    series = list_series(session, scene.year.enrollment, profile=OWN)
    words = {}
    for day in (date(2026, 7, 9), TODAY):
        [goal] = list_seen_goals(session, scene.year.enrollment, series=series, today=day)
        words[day] = goal.status
    assert words == {date(2026, 7, 9): GoalStatus.OFF_TRACK, TODAY: GoalStatus.ON_TRACK}


def test_the_award_letter_keeps_what_was_decided(session: Session) -> None:
    scene = a_plan(session)
    approved(session, sent(session, drafted(session, scene, AmendmentType.PERIOD, ends_on="2027-09-30"), scene.lead),
             scene.year.manager)  # fmt: skip  # one step
    manager, other = scene.year.manager, a_person(session, Role.PROGRAM_MANAGER)
    more = drafted(session, scene, AmendmentType.BUDGET, by=manager, amount="26000.00")
    approved(session, sent(session, more, manager), other)
    award = scene.year.award
    assert (award.amount, award.ends_on) == (Decimal(26_000), date(2027, 9, 30))
    assert approved_first(session, award) == (Decimal(25_000), date(2027, 3, 31))


def test_another_indicator_is_read_from_its_day(session: Session) -> None:
    scene = a_plan(session)
    framework = scene.year.indicator.framework
    values = {c.name: getattr(scene.year.indicator, c.name) for c in scene.year.indicator.__table__.columns}
    other = type(scene.year.indicator)(**{**values, "id": None, "position": 2, "code": "EMP-02", "name": "Kept a job"})
    framework.indicators.append(other)
    session.flush()
    asked = drafted(session, scene, AmendmentType.INDICATOR, about=scene.about_goal, indicator_id=other.id,
                    baseline_value="40", target_value="55")  # fmt: skip  # one request
    approved(session, sent(session, asked, scene.lead), scene.year.manager)
    [figure] = list_figures(session, scene.year.enrollment, profile=OWN, today=TODAY)
    assert (figure["indicator"], figure["baseline"], figure["target"], figure["original_target"]) == (
        "EMP-02", "40%", "55%", "60%",
    )  # fmt: skip  # as a report shows it
