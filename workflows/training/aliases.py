"""What people once said about names that no roster has, remembered for the next report and the next cohort."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.training.answers import ALIAS_MAX
from workflows.training.attendance.matching import Remembered, RosterEntry
from workflows.training.attendance.names import normal_email
from workflows.training.models import AttendanceAlias
from workflows.training.reported import ReportedPerson


def remembered_for(session: Session, *, cohort_id: int, roster: Sequence[RosterEntry]) -> Remembered:
    """Each remembered name or address that means one person of this roster, or nobody of ours.

    What means two of them is left out, so that a person is asked again.
    """
    entries = {normal_email(entry.email): entry for entry in roster}
    meanings: defaultdict[str, set[RosterEntry | None]] = defaultdict(set)
    for row in session.scalars(select(AttendanceAlias).where(_concerns(cohort_id))):
        meanings[row.alias].add(entries.get(row.email))
    return {alias: meant.pop() for alias, meant in meanings.items() if len(meant) == 1}


def remember(
    person: ReportedPerson, participant: Participant | None, *, cohort_id: int, session: Session, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """From now on a report that shows this name or address means that person; None: nobody of ours.

    What it meant before for somebody of this cohort is forgotten: never two meanings in one cohort.
    """
    assert actor.id is not None
    email = normal_email(participant.email) if participant else ""
    kept = [row for row in _rows(session, person.alias, cohort_id) if row.email == email]
    forget_in_cohort([person], cohort_id=cohort_id, session=session, but=kept)
    if not kept and person.alias:
        session.add(
            AttendanceAlias(
                alias=person.alias[:ALIAS_MAX],
                shown=(person.email or person.name)[:ALIAS_MAX],
                email=email,
                remembered_by_id=actor.id,
                remembered_at=now,
            )
        )


def forget_in_cohort(
    people: Iterable[ReportedPerson], *, cohort_id: int, session: Session, but: Sequence[AttendanceAlias] = ()
) -> None:
    """Nothing is remembered any more about these names for this cohort."""
    for person in people:
        for row in _rows(session, person.alias, cohort_id):
            if row not in but:
                session.delete(row)
    session.flush()  # a new meaning may take the place of an old one


def forget(alias: AttendanceAlias, *, session: Session) -> None:
    """The next report that shows this name asks again; attendance that was counted stays."""
    session.delete(alias)


def get_alias(session: Session, alias_id: int) -> AttendanceAlias:
    """Raises NotFound."""
    found = session.get(AttendanceAlias, alias_id)
    if found is None:
        raise NotFound()
    return found


def count_aliases(session: Session) -> int:
    return session.scalar(select(func.count(AttendanceAlias.id))) or 0


def list_aliases(session: Session, *, offset: int, limit: int) -> Sequence[tuple[AttendanceAlias, str | None, str]]:
    """By the name that is shown: each with the name of whom it means, if known, and of who said so."""
    named = select(func.max(Participant.name)).where(func.lower(Participant.email) == AttendanceAlias.email)
    rows = (
        select(AttendanceAlias, named.correlate(AttendanceAlias).scalar_subquery(), User.name)
        .join(User, User.id == AttendanceAlias.remembered_by_id)
        .order_by(AttendanceAlias.shown, AttendanceAlias.id)
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(rows)]


def _rows(session: Session, alias: str, cohort_id: int) -> Sequence[AttendanceAlias]:
    return session.scalars(
        select(AttendanceAlias).where(AttendanceAlias.alias == alias[:ALIAS_MAX], _concerns(cohort_id))
    ).all()


def _concerns(cohort_id: int) -> ColumnElement[bool]:
    addresses = (
        select(func.lower(Participant.email)).join(Participant.enrollment).where(Enrollment.cohort_id == cohort_id)
    )
    return or_(AttendanceAlias.email == "", AttendanceAlias.email.in_(addresses))
