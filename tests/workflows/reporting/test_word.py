"""A submitted report in Word: its figures, its explanation and its chart."""

from datetime import date

from sqlalchemy.orm import Session

from tests.scenes_year import COMPLETE_ANSWERS, LATER, a_figure, a_year, acting, spent
from workflows.documents.builders.report import build
from workflows.documents.contexts.progress_report import ProgressReport
from workflows.documents.draft import Wanted
from workflows.reporting.operations import WrittenReport, save_report, submit_report


def test_a_submitted_report_has_its_chart_and_its_words_in_word(session: Session) -> None:
    scene = a_year(session)
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=36, denominator=63)
    report, actor = scene.first, acting(scene.director)
    written = WrittenReport(COMPLETE_ANSWERS, spending=spent("4872.50"), minutes_spent=95)
    save_report(report, written, expected_version=report.version, actor=actor, now=LATER)
    session.flush()
    submit_report(
        report, typed_name="Amina Diallo", expected_version=report.version, session=session, actor=actor, now=LATER
    )
    session.flush()
    made = build(session, Wanted(enrollment_id=report.enrollment_id, subject_id=report.id)).context
    assert isinstance(made, ProgressReport)
    [goal] = made.goals
    assert (goal.actual, goal.numerator, goal.denominator, goal.status) == ("57.1%", "36", "63", "On track")
    assert (goal.explanation, goal.amended_target) == ("Two employers paused hiring in June.", "Not amended")
    assert goal.chart is not None
    assert made.learning == "We adapt it. Evenings work, buses do not."
    assert [(d.saw, d.decided_on) for d in made.decisions] == [("Half the class came late", "May")]
    assert made.spending.to_date_total == "$4,872.50"
