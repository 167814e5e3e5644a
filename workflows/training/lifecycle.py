"""What sessions and meeting reports go through, as tables: planned, cancelled; read, counted, taken back."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.training.models import AttendanceImport, ImportState, SessionState
from workflows.training.reported import people_of


def somebody_is_recognized(report: AttendanceImport, now: datetime) -> Reason | None:
    if any(person.participant_id is not None for person in people_of(report)):
        return None
    return Reason("Nobody in this report is a participant yet. Choose who they are, then count it.", "people")


S, T = ImportState, Transition

ATTENDANCE_IMPORT: Machine[ImportState] = Machine(
    name="meeting report",
    attribute="state",
    initial=S.PREVIEWED,
    terminal=frozenset(),
    rows=(
        T("count", (S.PREVIEWED,), S.APPLIED, P.MANAGE_TRAINING, (somebody_is_recognized,),
          ("attendance_imported",), "Count this"),
        T("take_back", (S.APPLIED,), S.PREVIEWED, P.MANAGE_TRAINING, (), (), "Take it back"),
    ),
)  # fmt: skip  # the columns of the table

TRAINING_SESSION: Machine[SessionState] = Machine(
    name="session",
    attribute="state",
    initial=SessionState.PLANNED,
    terminal=frozenset(),
    rows=(
        T("cancel", (SessionState.PLANNED,), SessionState.CANCELLED, P.MANAGE_TRAINING, (),
          ("session_cancelled",), "Cancel it", needs_note=True),
        T("restore", (SessionState.CANCELLED,), SessionState.PLANNED, P.MANAGE_TRAINING, (),
          ("session_restored",), "Let it take place"),
    ),
)  # fmt: skip  # the columns of the table
