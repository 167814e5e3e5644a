"""The states of one import: it waits for its figures, and they are computed or it is refused with a reason."""

from datetime import datetime

from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.machine import Machine, Transition, words_of
from workflows.measurement.models import ExtractState
from workflows.permissions import Permission as P
from workflows.stages import Stage

OPEN_STAGES = frozenset(
    {
        Stage.TRAINING,
        Stage.PROPOSING,
        Stage.IN_REVIEW,
        Stage.AWARDED,
        Stage.FUNDED,
        Stage.IMPLEMENTING,
        Stage.CLOSING,
    }
)


def extracts_are_open(enrollment: Enrollment, now: datetime) -> Reason | None:
    """From the training on, for a baseline, until the year is complete."""
    if enrollment.stage in OPEN_STAGES:
        return None
    return Reason(
        "Extracts are uploaded from the training on until the year is complete. "
        f"This enrollment is {words_of(enrollment.stage)}."
    )


S, T = ExtractState, Transition

EXTRACT: Machine[ExtractState] = Machine(
    name="extract",
    attribute="state",
    initial=S.WAITING,
    terminal=frozenset({S.COMPUTED}),
    rows=(
        T("compute", (S.WAITING,), S.COMPUTED, None, (), ("extract_computed",), "Figures computed"),
        T("refuse", (S.WAITING,), S.REFUSED, None, (), (), "Not readable"),
        T("upload_again", (S.REFUSED,), S.WAITING, P.IMPORT_EXTRACT, (), ("extract_uploaded",), "Upload again"),
    ),
)  # fmt: skip  # the columns of the table
