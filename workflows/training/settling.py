"""What the counted reports of a session make of its marks, and what they leave alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from workflows.audit import note_created
from workflows.permissions import Actor
from workflows.training.attendance.minutes import Presence
from workflows.training.models import Attendance, AttendanceImport, AttendanceMode, TrainingSession
from workflows.training.queries import list_attendances
from workflows.training.reported import Measure, people_of, presence_by_participant


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reports show about one participant: together how, and which reports show them."""

    mode: AttendanceMode
    minutes: Decimal | None
    import_ids: tuple[int, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a mark that says this."""
        return {"mode": self.mode, "minutes": self.minutes, "import_id": self.import_ids[-1], "note": ""}


def shown_by(reports: Iterable[AttendanceImport], *, measure: Measure) -> dict[int, Shown]:
    """By participant, the stays of all these reports merged: a meeting that was begun again has two reports."""
    presences: dict[int, Presence] = {}
    sources: dict[int, list[int]] = {}
    for report in reports:
        for participant_id, presence in presence_by_participant(people_of(report)).items():
            known = presences.get(participant_id)
            presences[participant_id] = presence if known is None else known | presence
            sources.setdefault(participant_id, []).append(report.id)
    return {
        participant_id: Shown(measure.mode(presence), measure.minutes(presence), tuple(sources[participant_id]))
        for participant_id, presence in presences.items()
    }


def settle_marks(
    training_session: TrainingSession,
    reports: Sequence[AttendanceImport],
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> set[int]:
    """Write, change and remove marks until they are what the reports show; marks by hand stay.

    Returns the participants whose mark changed.
    """
    shown = shown_by(reports, measure=Measure.of(training_session))
    marks = list_attendances(session, training_session.id)
    gone = {who for who, mark in marks.items() if mark.import_id is not None and who not in shown}
    for who in gone:
        session.delete(marks[who])
    made_by = {"marked_by_id": actor.id, "marked_at": now}
    new = {who: what for who, what in shown.items() if who not in marks}
    _insert([what.values | made_by | {"participant_id": who} for who, what in new.items()], training_session, session)
    changed = gone | new.keys()
    for who, mark in marks.items():
        if mark.import_id is not None and who in shown and not _says_so(mark, shown[who]):
            for name, value in (shown[who].values | made_by).items():
                setattr(mark, name, value)
            changed.add(who)
    return changed


def _insert(rows: Sequence[dict[str, Any]], training_session: TrainingSession, session: Session) -> None:
    """All in one statement, as a large cohort has hundreds; with their entries in the audit trail."""
    if not rows:
        return
    session.flush()  # what is deleted must be gone before
    rows = [row | {"session_id": training_session.id} for row in rows]
    wanted = insert(Attendance).returning(Attendance.id, Attendance.participant_id)
    ids = {participant_id: row_id for row_id, participant_id in session.execute(wanted, rows)}
    note_created(session, Attendance, [{"id": ids[row["participant_id"]], **row} for row in rows])


def _says_so(mark: Attendance, what: Shown) -> bool:
    return (mark.mode, mark.minutes) == (what.mode, what.minutes) and mark.import_id in what.import_ids


def replace_marks(report: AttendanceImport, participants: Collection[int], *, session: Session) -> None:
    """Let the report stand above these people's marks by hand; the marks are kept for when it is taken back."""
    if not participants:
        return
    shown = presence_by_participant(people_of(report))
    marks = list_attendances(session, report.session_id)
    by_hand = {who: mark for who, mark in marks.items() if mark.import_id is None and who in participants}
    report.replaced = {str(who): _snapshot(mark) for who, mark in by_hand.items() if who in shown}
    for who, mark in by_hand.items():
        if who in shown:
            mark.import_id = report.id


def give_back_marks(report: AttendanceImport, *, session: Session) -> set[int]:
    """Put back the marks that the report replaced, except where somebody marked anew since; returns whose."""
    marks = list_attendances(session, report.session_id)
    given = {int(who): kept for who, kept in report.replaced.items()}
    back = {who for who in given if who in marks and marks[who].import_id is not None}
    for who in back:
        _restore(marks[who], given[who])
    report.replaced = {}
    return back


def _snapshot(mark: Attendance) -> dict[str, Any]:
    return {
        "mode": mark.mode.value,
        "note": mark.note,
        "minutes": None if mark.minutes is None else str(mark.minutes),
        "marked_by_id": mark.marked_by_id,
        "marked_at": mark.marked_at.isoformat(),
    }


def _restore(mark: Attendance, kept: dict[str, Any]) -> None:
    mark.mode, mark.note, mark.import_id = AttendanceMode(kept["mode"]), kept["note"], None
    mark.minutes = None if kept["minutes"] is None else Decimal(kept["minutes"])
    mark.marked_by_id, mark.marked_at = kept["marked_by_id"], datetime.fromisoformat(kept["marked_at"])
