"""What is due for an affiliate, and what is not due any more."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW, a_data_role
from tests.scenes_agreements import in_force
from tests.scenes_year import LATER, a_check_in, a_year, acting
from workflows.coaching.models import ActionItem, ActionSide
from workflows.coaching.operations import hold_check_in
from workflows.home.due import list_due
from workflows.home.network import count_reports
from workflows.people.answers import DataRoleKind
from workflows.reporting.models import ReportState
from workflows.reporting.queries import list_cohort_reporting, list_reports
from workflows.stages import Stage


def test_an_action_is_due_once_its_check_in_was_held(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    check_in.shared_note = "We begin at seven."
    check_in.actions = [
        ActionItem(enrollment_id=scene.enrollment.id, text=text, side=side, due_on=date(2026, 7, 24))
        for text, side in (("Call the library", ActionSide.AFFILIATE), ("Send the guide", ActionSide.COACH))
    ]
    for kind in (DataRoleKind.DATA_LEAD, DataRoleKind.EXECUTIVE_SPONSOR):
        a_data_role(session, scene.enrollment.affiliate, kind)
    session.flush()
    assert [item.what for item in list_due(session, scene.enrollment, now=LATER)] == [
        "Progress report 1",
        "Progress report 2",
    ]
    hold_check_in(check_in, session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    first = list_due(session, scene.enrollment, now=LATER)[0]
    assert (first.what, first.due_at.isoformat()) == ("Call the library", "2026-07-25T03:59:00+00:00")


def test_a_report_that_came_back_is_due_however_far_its_day_is(session: Session) -> None:
    scene = a_year(session)
    scene.reports[3].state = ReportState.RETURNED
    session.flush()
    details = {item.what: item.detail for item in list_due(session, scene.enrollment, now=LATER)}
    assert details["Progress report 4"] == "returned with a question"
    assert "Progress report 3" not in details


def test_a_year_that_ended_owes_no_report(session: Session) -> None:
    scene = a_year(session)
    after = LATER + timedelta(days=60)
    manager, cohort = acting(scene.manager), scene.enrollment.cohort
    assert count_reports(session, cohort, now=after) == {"late": 1, "draft": 4}
    scene.enrollment.stage, scene.enrollment.stage_since = Stage.TERMINATED, NOW
    session.flush()
    late = list_reports(session, manager, show="late", order="due", descending=False, offset=0, at_most=25, now=after)
    assert (list(late), dict(count_reports(session, cohort, now=after))) == ([], {})
    assert list(list_cohort_reporting(session, manager, now=after)) == []


def test_an_agreement_on_data_is_due_thirty_days_before_its_last_day(session: Session) -> None:
    scene = a_year(session)
    last_day = LATER.date() + timedelta(days=31)
    agreement = in_force(session, scene.enrollment, ends_on=last_day)
    what = "Data-sharing agreement ends"
    assert what not in {item.what for item in list_due(session, scene.enrollment, now=LATER)}
    found = {item.what: item for item in list_due(session, scene.enrollment, now=LATER + timedelta(days=1))}
    assert (found[what].endpoint, found[what].due_at.date()) == (
        "agreements.of_enrollment",
        last_day + timedelta(days=1),
    )
    in_force(session, scene.enrollment, edition=2, number="DSA-2", starts_on=agreement.ends_on)
    assert what not in {item.what for item in list_due(session, scene.enrollment, now=LATER + timedelta(days=1))}
