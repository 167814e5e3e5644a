"""Deeds with meeting reports: guests whom nobody knows, who one of them is, and a report that waits to be counted."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

from commands.demo.cast import EXPANSION
from commands.demo.world import Deed, Scene
from workflows.training.imports import preview_attendance
from workflows.training.models import ImportState, TrainingSession
from workflows.training.roster import list_roster
from workflows.training.series import list_series
from workflows.training.unknown_people import Answer, choose_people, list_questions

HEADER = ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role")

# Who else was in a session, by cohort and number, as the meeting showed them.
GUESTS: dict[tuple[str, int], tuple[str, ...]] = {
    (EXPANSION, 8): ("Reception laptop",),
    (EXPANSION, 9): ("Reception laptop",),
    (EXPANSION, 11): ("Reception laptop",),
    (EXPANSION, 12): ("iPad (2)", "Ngozi O."),
}


def recognize(scene: Scene, *, shown: str, email: str) -> None:
    """Say who somebody in the reports is, and remember it for the ones to come."""
    for question in list_questions(scene.session):
        if question.person.shown != shown:
            continue
        people = list_roster(scene.session, question.report.session.cohort_id)
        who = next(line.participant_id for line in people if line.email == email)
        chosen = {question.person.place: Answer(who, remembers=True)}
        choose_people(question.report, chosen, session=scene.session, actor=scene.actor, now=scene.now)


def download_again(scene: Scene, *, key: str, number: int) -> None:
    """The part of the meeting after it was begun again, as Teams tells it; nobody has counted it yet."""
    training_session = list_series(scene.session, scene.world.cohorts[key].id)[number - 1]
    report = preview_attendance(
        training_session,
        content=_teams_report(training_session, scene),
        file_name="Session 12 - Attendance report (2).csv",
        date_order=None,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    assert report.state is ImportState.PREVIEWED


def _teams_report(training_session: TrainingSession, scene: Scene) -> bytes:
    zone = ZoneInfo(training_session.time_zone)
    joined, left = (
        f"{moment.astimezone(zone):%m/%d/%y, %I:%M:%S %p}"
        for moment in (training_session.ends_at - timedelta(minutes=25), training_session.ends_at)
    )
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter="\t")
    writer.writerows([("1. Summary",), ("Meeting title", training_session.title), (), ("3. In-Meeting Activities",)])
    writer.writerow(HEADER)
    for line in list_roster(scene.session, training_session.cohort_id)[::3]:
        last, first = line.name.rsplit(" ", 1)[1], line.name.rsplit(" ", 1)[0]
        writer.writerow((f"{last}, {first}", joined, left, "25m 0s", line.email, "Attendee"))
    writer.writerow(("Front desk (Guest)", joined, left, "25m 0s", "", "Attendee"))
    return target.getvalue().encode("utf-16")


REPORT_DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (recognize, download_again)}
