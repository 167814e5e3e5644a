"""Each edition of an agreement as its page shows it: how it stands, its file, both sides, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.actors import actor
from webapp.filters import short_date
from webapp.signing.file_row import FileRow, file_row
from webapp.signing.page import SideRow, list_sides
from workflows.agreements.answers import WARN_BEFORE
from workflows.agreements.lifecycle import AGREEMENT
from workflows.agreements.models import AgreementState as S
from workflows.agreements.models import DataSharingAgreement
from workflows.agreements.queries import KIND
from workflows.documents.models import Document
from workflows.signing.operations import find_file_of

_STANDINGS: dict[S, tuple[str, str]] = {
    S.DRAFTED: ("Draft", "open"),
    S.OFFERED: ("Waits for signatures", "wait"),
    S.ACTIVE: ("In force", "good"),
    S.ENDED: ("Ended", "open"),
    S.EXPIRED: ("Ended with its last day", "late"),
    S.TERMINATED: ("Ended early", "late"),
}


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition; `file` is None while it is a draft. `may` names the steps that are open to this person now."""

    agreement: DataSharingAgreement
    standing: str
    tone: str
    note: str
    document: Document | None
    file: FileRow | None
    sides: list[SideRow]
    may: frozenset[str]


def edition_rows(
    session: Session, editions: Sequence[DataSharingAgreement], *, today: date, now: datetime
) -> list[EditionRow]:
    """Newest first, as they came."""
    return [_row(session, agreement, today=today, now=now) for agreement in editions]


def _row(session: Session, agreement: DataSharingAgreement, *, today: date, now: datetime) -> EditionRow:
    standing, tone = _STANDINGS[agreement.state]
    if agreement.state is S.ACTIVE and not agreement.is_in_force_on(today):
        standing, tone = ("Signed, not begun", "wait") if agreement.starts_on > today else _STANDINGS[S.EXPIRED]
    document = None if agreement.offered_at is None else find_file_of(session, KIND, agreement)
    title = f"Data-sharing agreement {agreement.number}"
    was_offered = agreement.state is not S.DRAFTED and agreement.offered_at is not None
    return EditionRow(
        agreement=agreement,
        standing=standing,
        tone=tone,
        note=_note(agreement, today),
        document=document,
        file=file_row(session, document, kind=KIND, enrollment_id=agreement.enrollment_id, title=title)
        if was_offered
        else None,
        sides=list_sides(KIND, agreement, document) if was_offered else [],
        may=frozenset(
            row.name
            for row in AGREEMENT.open_to(agreement.state)
            if row.who is not None and not AGREEMENT.why_not(agreement, row.name, actor=actor(), now=now, note=None)
        ),
    )


def _note(agreement: DataSharingAgreement, today: date) -> str:
    if agreement.state is S.ACTIVE and today <= agreement.ends_on <= today + WARN_BEFORE:
        return (
            f"It ends on {short_date(agreement.ends_on)}. Without a newer edition nothing can be imported after that."
        )
    return f"Why it ended: {agreement.end_reason}" if agreement.end_reason else ""
