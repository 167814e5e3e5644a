"""A year that rests: what stops, what moves, what the affiliate is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.scenes_amendments import a_plan, approved, drafted, sent
from tests.scenes_year import LATER, acting
from workflows.amendments.answers import AmendmentType, SuspensionAnswers
from workflows.amendments.models import Suspension
from workflows.amendments.queries import find_suspension
from workflows.amendments.suspending import resume_by_hand, resume_year, suspend_by_hand, suspend_year
from workflows.funding.payments import request_payment
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.reporting.operations import follow_calendar
from workflows.reporting.schedule import Pause, owed_reports
from workflows.stages import Stage

WHY = SuspensionAnswers(date(2026, 7, 10), "The data lead left.", "A new data lead is named.")
AFTER = datetime(2026, 8, 9, 15, 0, tzinfo=UTC)  # thirty days later


def test_a_suspended_year_moves_no_money_and_says_what_lifts_it(session: Session) -> None:
    scene = a_plan(session)
    manager = acting(scene.year.manager)
    suspension = suspend_year(scene.year.award, WHY, session=session, actor=manager, now=LATER)
    assert scene.year.enrollment.stage is Stage.SUSPENDED
    told = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "award_suspended")).one()
    assert (told.subject_id, told.note) == (
        suspension.id,
        "The data lead left.\n\nWhat lifts it: A new data lead is named.",
    )
    with pytest.raises(Refused, match="The year is suspended, so no payment moves"):
        request_payment(scene.year.award.payments[1], session=session, actor=acting(scene.finance), now=LATER)


def test_the_calendar_moves_by_the_days_it_rested(session: Session) -> None:
    scene = a_plan(session)
    manager, before = acting(scene.year.manager), [report.due_at for report in scene.year.reports]
    suspend_year(scene.year.award, WHY, session=session, actor=manager, now=LATER)
    assert follow_calendar(scene.year.enrollment, session=session) == []
    resume_year(scene.year.award, because="Samuel Haile is the data lead.", session=session, actor=manager, now=AFTER)
    session.flush()
    moved = follow_calendar(scene.year.enrollment, session=session)
    assert len(moved) == 5
    days = [(report.due_at.date() - due.date()).days for report, due in zip(scene.year.reports, before, strict=True)]
    assert days == [30, 30, 30, 30, 30]
    assert follow_calendar(scene.year.enrollment, session=session) == []
    assert scene.year.award.ends_on == date(2027, 3, 31)


def test_only_what_falls_due_from_then_on_moves() -> None:
    pause = [Pause(date(2026, 10, 1), 10)]
    year = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31), "time_zone": "UTC"}
    before, after = [list(owed_reports(**year, pauses=given)) for given in ((), pause)]
    moved = [(new.due_at - old.due_at) for old, new in zip(before, after, strict=True)]
    assert moved == [timedelta(0), *(timedelta(days=10),) * 4]


def test_a_longer_year_moves_the_last_report_and_the_closeout(session: Session) -> None:
    scene = a_plan(session)
    amendment = sent(session, drafted(session, scene, AmendmentType.PERIOD, ends_on="2027-06-30"), scene.lead)
    approved(session, amendment, scene.year.manager)
    moved = follow_calendar(scene.year.enrollment, session=session)
    assert [(report.title, report.period_ends_on, report.due_at.date()) for report in moved] == [
        ("Progress report 4", date(2027, 6, 30), date(2027, 7, 31)),
        ("Closeout report", date(2027, 6, 30), date(2027, 9, 29)),
    ]


@pytest.mark.parametrize(
    ("answers", "sentences"),
    [
        (SuspensionAnswers(date(2026, 7, 10), "", "X."), ("Say why in a sentence; it stays with the record.",)),
        (
            SuspensionAnswers(date(2026, 7, 11), "X.", " "),
            (
                "Say what lifts the suspension, so that the affiliate knows what to do.",
                "A year is suspended from today on, or from a day before.",
            ),
        ),
        (SuspensionAnswers(date(2026, 3, 31), "X.", "X."), ("The project year had not begun then.",)),
    ],
)
def test_a_suspension_says_everything(session: Session, answers: SuspensionAnswers, sentences: tuple[str, ...]) -> None:
    scene = a_plan(session)
    with pytest.raises(Refused) as refusal:
        suspend_year(scene.year.award, answers, session=session, actor=acting(scene.year.manager), now=LATER)
    assert refusal.value.sentences == sentences


def test_only_a_manager_suspends(session: Session) -> None:
    scene = a_plan(session)
    with pytest.raises(Refused, match="You may not close the award"):
        suspend_year(scene.year.award, WHY, session=session, actor=acting(scene.year.director), now=LATER)


def test_a_change_by_hand_keeps_the_same_record(session: Session) -> None:
    scene = a_plan(session)
    manager = acting(scene.year.manager)
    suspend_by_hand(scene.year.enrollment, note="The data lead left.", session=session, actor=manager, now=LATER)
    session.flush()
    going = find_suspension(session, scene.year.award.id)
    assert going is not None
    resume_by_hand(scene.year.enrollment, note="A new one came.", session=session, actor=manager, now=AFTER)
    session.flush()
    [kept] = session.scalars(select(Suspension)).all()
    assert (kept.begins_on, kept.resumed_on, kept.days, kept.resumed_because) == (
        date(2026, 7, 10), date(2026, 8, 9), 30, "A new one came.",
    )  # fmt: skip  # what is kept
    assert scene.year.enrollment.stage is Stage.IMPLEMENTING
