"""A series for another cohort: the curriculum goes along, what a real meeting left behind does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.cohorts.cloning import shifted
from workflows.cohorts.models import Cohort
from workflows.training.answers import MaterialKind
from workflows.training.evidence.models import CheckSheet
from workflows.training.models import SessionMaterial, TrainingSession
from workflows.training.series import list_series

SESSION_COLUMNS = (
    *("number", "title", "kind", "objectives", "practice_product", "competency", "feeds"),
    *("minutes", "time_zone", "language", "accessibility"),
)
MATERIAL_COLUMNS = (
    *("position", "title", "kind", "language", "url", "file_sha256", "file_name", "size"),
    *("added_by_id", "added_at"),
)
OF_THE_MEETING = frozenset({MaterialKind.TRANSCRIPT, MaterialKind.RECORDING_CAPTIONS})


def copy_series(source: Cohort, target: Cohort, *, by: timedelta, session: Session) -> Sequence[TrainingSession]:
    """The sessions of `source` for `target`, each `by` whole days later at the same time on its own clock.

    Their materials and check questions go along; links to the meeting, recordings, transcripts and attendance stay
    behind. A required session that was cancelled is planned again, an extra one is not. Everything is added to the
    caller's transaction.
    """
    wanted = [one for one in list_series(session, source.id) if one.was_required or not one.is_cancelled]
    copies = {one.id: _copy(one, target, by=by) for one in wanted}
    session.add_all(copies.values())
    session.flush()  # materials and questions point at their keys
    session.add_all([*_materials(copies, session=session), *_sheets(copies, session=session)])
    return list(copies.values())


def _copy(one: TrainingSession, target: Cohort, *, by: timedelta) -> TrainingSession:
    return TrainingSession(
        cohort_id=target.id,
        starts_at=shifted(one.starts_at, by, one.time_zone),
        is_required=one.is_required or (one.is_cancelled and one.was_required),
        **{name: getattr(one, name) for name in SESSION_COLUMNS},
    )


def _materials(copies: Mapping[int, TrainingSession], *, session: Session) -> Iterable[SessionMaterial]:
    kept = select(SessionMaterial).where(
        SessionMaterial.session_id.in_(copies), SessionMaterial.kind.not_in(OF_THE_MEETING)
    )
    for row in session.scalars(kept):
        yield SessionMaterial(
            session_id=copies[row.session_id].id, **{name: getattr(row, name) for name in MATERIAL_COLUMNS}
        )


def _sheets(copies: Mapping[int, TrainingSession], *, session: Session) -> Iterable[CheckSheet]:
    for row in session.scalars(select(CheckSheet).where(CheckSheet.session_id.in_(copies))):
        yield CheckSheet(session_id=copies[row.session_id].id, questions=row.questions)
