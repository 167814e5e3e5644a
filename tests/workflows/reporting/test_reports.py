"""A report from draft to acceptance, the closeout, and every refusal on the way."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.scenes_year import CLOSEOUT_ANSWERS, COMPLETE_ANSWERS, LATER, YearScene, a_figure, a_year, acting, spent
from workflows.errors import DomainError, Forbidden, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.reporting.lifecycle import list_warnings, period_is_over, why_not_submit
from workflows.reporting.models import Report, ReportState
from workflows.reporting.operations import (
    WrittenReport,
    accept_report,
    complete_year,
    return_report,
    save_report,
    submit_report,
)
from workflows.reporting.queries import list_cohort_reporting, list_report_needs
from workflows.reporting.spending import spending_of
from workflows.stages import Stage


def write(session: Session, report: Report, by: User, answers: dict[str, Any] | None = None, **values: Any) -> None:
    given = COMPLETE_ANSWERS if answers is None else answers
    written = WrittenReport(given, spent(values.get("spent", "4872.50")), values.get("minutes", 95))
    save_report(
        report,
        written,
        expected_version=values.get("version", report.version),
        actor=acting(by),
        now=values.get("now", LATER),
    )
    session.flush()


def submit(session: Session, report: Report, by: User, **values: Any) -> None:
    submit_report(
        report,
        typed_name="Amina Diallo",
        expected_version=values.get("version", report.version),
        session=session,
        actor=acting(by),
        now=values.get("now", LATER),
    )
    session.flush()


def accept(session: Session, report: Report, by: User) -> None:
    accept_report(report, session=session, actor=acting(by), now=LATER)
    session.flush()


def through(session: Session, scene: YearScene, report: Report, answers: dict[str, Any] | None = None) -> None:
    write(session, report, scene.staff, answers)
    submit(session, report, scene.director)
    accept(session, report, scene.coach)


def announced(session: Session) -> Sequence[str]:
    return session.scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)).all()


def test_a_report_is_submitted_returned_once_submitted_again_and_accepted(session: Session) -> None:
    scene = a_year(session)
    report = scene.first
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=36, denominator=63)
    write(session, report, scene.staff)
    submit(session, report, scene.director)
    assert (report.state, report.certified_name, report.times_submitted) == (ReportState.SUBMITTED, "Amina Diallo", 1)
    assert [figure["actual"] for figure in report.figures] == ["57.1%"]
    return_report(report, question="What happened in June?", session=session, actor=acting(scene.coach), now=LATER)
    assert (report.state, report.returned_because) == (ReportState.RETURNED, "What happened in June?")
    write(session, report, scene.staff, {**COMPLETE_ANSWERS, "learning": "June was quiet."})
    submit(session, report, scene.director, now=LATER + timedelta(days=2))
    accept(session, report, scene.manager)
    assert (report.state, report.times_submitted, report.returned_because) == (ReportState.ACCEPTED, 2, "")
    assert (report.first_submitted_at, report.submitted_at) == (LATER, LATER + timedelta(days=2))
    assert (scene.enrollment.reports_accepted, scene.enrollment.stage) == (1, Stage.IMPLEMENTING)
    assert announced(session) == ["report_submitted", "report_returned", "report_submitted", "report_accepted"]
    [first, *_] = session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))
    assert (first.subject_id, first.details) == (report.id, {"title": "Progress report 1"})


def test_sealed_figures_stay_when_new_ones_arrive(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=36, denominator=63)
    write(session, scene.first, scene.staff)
    submit(session, scene.first, scene.director)
    a_figure(session, scene, as_of=date(2026, 7, 5), numerator=50, denominator=63, number=2)
    assert [figure["actual"] for figure in scene.first.figures] == ["57.1%"]


def test_the_fourth_acceptance_begins_the_closeout_and_the_closeout_completes_the_year(session: Session) -> None:
    scene = a_year(session)
    *progress, closeout = scene.reports
    with pytest.raises(DomainError) as early:
        write(session, closeout, scene.staff, CLOSEOUT_ANSWERS)
    assert early.value.sentences == (
        "The closeout report opens when all progress reports are accepted; now the stage is implementing.",
    )
    for report in progress[:3]:
        through(session, scene, report)
    assert scene.enrollment.stage is Stage.IMPLEMENTING
    through(session, scene, progress[3])
    assert (scene.enrollment.stage, scene.enrollment.reports_accepted_at) == (Stage.CLOSING, LATER)
    with pytest.raises(Refused) as waiting:
        complete_year(scene.enrollment, session=session, actor=acting(scene.manager), now=LATER)
    assert waiting.value.sentences == ("The closeout report is not accepted yet.",)
    through(session, scene, closeout, CLOSEOUT_ANSWERS)
    assert scene.enrollment.closeout_accepted_at == LATER
    with pytest.raises(Refused):
        complete_year(scene.enrollment, session=session, actor=acting(scene.coach), now=LATER)
    complete_year(scene.enrollment, session=session, actor=acting(scene.manager), now=LATER)
    session.flush()
    assert scene.enrollment.stage is Stage.COMPLETED


def test_an_empty_report_is_refused_with_a_sentence_for_each_missing_answer(session: Session) -> None:
    scene = a_year(session)
    with pytest.raises(Refused) as refusal:
        submit(session, scene.first, scene.director)
    assert [reason.where for reason in refusal.value.reasons] == [
        *("headline", "decisions", "learning_choice", "learning", "next_steps", "money", "minutes_spent"),
    ]
    assert scene.first.state is ReportState.DRAFT


def test_an_empty_closeout_asks_for_what_did_not_work_as_much_as_for_what_did(session: Session) -> None:
    scene = a_year(session, stage=Stage.CLOSING)
    reasons = why_not_submit(
        scene.reports[-1], [], spending_of(session, scene.reports[-1]), actor=acting(scene.director), now=LATER
    )
    assert [reason.where for reason in reasons] == [
        *("headline", "worked", "did_not_work", "decisions", "capacity", "data", "sustaining_owner", "follow_ups"),
        "minutes_spent",
    ]


def test_a_goal_off_track_asks_for_an_explanation_and_nothing_else(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=20, denominator=63)
    write(session, scene.first, scene.staff, {**COMPLETE_ANSWERS, "goals": {}})
    with pytest.raises(Refused) as refusal:
        submit(session, scene.first, scene.director)
    assert refusal.value.sentences == (
        "Goal 1 is off track. Write what you think is behind it: that is where learning starts, and none of it counts "
        "against you.",
    )
    write(session, scene.first, scene.staff)
    submit(session, scene.first, scene.director)
    assert scene.first.figures[0]["status"] == "Off track"


def test_staff_write_but_only_director_or_data_lead_certify_and_only_coach_or_manager_accept(session: Session) -> None:
    scene, other = a_year(session), a_year(session)
    write(session, scene.first, scene.staff)
    with pytest.raises(Refused):
        submit(session, scene.first, scene.staff)
    for person in (scene.coach, scene.manager, other.director):
        with pytest.raises(Forbidden):
            write(session, scene.first, person)
    submit(session, scene.first, scene.director)
    for person in (scene.director, scene.staff, other.coach):
        with pytest.raises(Refused):
            accept(session, scene.first, person)
    assert scene.first.state is ReportState.SUBMITTED


def test_a_question_is_needed_to_return_and_a_submitted_report_is_closed(session: Session) -> None:
    scene = a_year(session)
    write(session, scene.first, scene.staff)
    submit(session, scene.first, scene.director)
    with pytest.raises(Refused) as silent:
        return_report(scene.first, question="", session=session, actor=acting(scene.coach), now=LATER)
    assert silent.value.sentences == ("Say why in a sentence; it stays with the record.",)
    with pytest.raises(DomainError) as closed:
        write(session, scene.first, scene.staff)
    assert closed.value.sentences == ("It is submitted. It opens again if it comes back with a question.",)
    with pytest.raises(Refused):
        submit(session, scene.first, scene.director)
    assert scene.first.times_submitted == 1


def test_a_draft_can_be_neither_accepted_nor_returned(session: Session) -> None:
    scene = a_year(session)
    with pytest.raises(Refused):
        accept(session, scene.first, scene.coach)
    with pytest.raises(Refused):
        return_report(scene.first, question="Why?", session=session, actor=acting(scene.coach), now=LATER)
    assert (scene.first.state, scene.first.accepted_at) == (ReportState.DRAFT, None)


def test_a_suspended_year_writes_no_report(session: Session) -> None:
    scene = a_year(session, stage=Stage.SUSPENDED)
    with pytest.raises(DomainError) as refusal:
        write(session, scene.first, scene.staff)
    assert refusal.value.sentences == ("Progress reports belong to the project year; now the stage is suspended.",)


def test_the_slower_of_two_writers_sees_both_texts_and_cannot_certify_what_they_did_not_see(session: Session) -> None:
    scene = a_year(session)
    seen = scene.first.version
    write(session, scene.first, scene.staff, {**COMPLETE_ANSWERS, "headline": "Theirs"})
    with pytest.raises(Stale) as stale:
        write(session, scene.first, scene.director, {**COMPLETE_ANSWERS, "headline": "Mine"}, version=seen)
    assert (stale.value.mine, stale.value.theirs) == ({"Headline": "Mine"}, {"Headline": "Theirs"})
    with pytest.raises(Stale):
        submit(session, scene.first, scene.director, version=seen)


def test_an_early_report_is_warned_about_and_allowed(session: Session) -> None:
    scene = a_year(session)
    second = scene.reports[1]
    write(session, second, scene.staff)
    assert [str(reason) for reason in list_warnings(second, spending_of(session, second), now=LATER)] == [
        "The period ends on Wednesday 30 September 2026. You may report earlier if your coach agrees.",
    ]
    submit(session, second, scene.director)
    assert second.state is ReportState.SUBMITTED
    assert period_is_over(scene.first, LATER) is None


def test_the_board_counts_late_returned_and_on_time(session: Session) -> None:
    scene = a_year(session)
    first, second, third, *_ = scene.reports
    write(session, first, scene.staff)
    submit(session, first, scene.director)
    write(session, second, scene.staff)
    submit(session, second, scene.director)
    return_report(second, question="Why?", session=session, actor=acting(scene.coach), now=LATER)
    session.flush()
    now = third.due_at + timedelta(hours=1)
    needs = list_report_needs(session, acting(scene.coach), now=now)[scene.enrollment.id]
    assert (needs.late, needs.returned, needs.to_read) == (2, 1, 1)
    [cohort] = list_cohort_reporting(session, acting(scene.manager), now=now)
    assert (cohort.due, cohort.on_time, cohort.late, cohort.returned, cohort.accepted) == (3, 2, 1, 1, 0)
    assert cohort.on_time_percent == 67
