"""Taking in an extract, and keeping what was computed from it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.measurement.agreed import (
    DataTerms,
    check_fields,
    find_source,
    get_data_terms,
    why_not_agreed,
    why_not_from,
)
from workflows.measurement.answers import AS_OF_EARLIEST, FILE_NAME_MAX
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.lifecycle import EXTRACT, extracts_are_open
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.measurement.queries import find_extract
from workflows.measurement.reduction import ReductionReport
from workflows.outbox import announce, owe
from workflows.people.models import Affiliate
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot

PROBLEMS_SAID = 5  # in a refusal; the data-quality report lists them all


@dataclass(frozen=True, slots=True)
class ReducedExtract:
    """An uploaded file after the reduction: nobody's name or number is in it any more.

    `content_sha256` is the digest of the file as it was uploaded, which knows it again.
    """

    file_name: str
    content_sha256: str
    content: bytes
    report: ReductionReport


def why_not_upload(enrollment: Enrollment, *, terms: DataTerms, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against an upload by this person at this moment."""
    today = local_date(now, enrollment.affiliate.time_zone)
    answers = (
        why_cannot(actor, Permission.IMPORT_EXTRACT, enrollment),
        extracts_are_open(enrollment, now),
        why_not_agreed(terms, today=today),
        why_not_from(terms, today=today),
    )
    return tuple(reason for reason in answers if reason is not None)


def check_as_of(enrollment: Enrollment, as_of: date, *, now: datetime) -> None:
    """Raises DomainError at field `as_of` for a day that has not come, or that is before any such data."""
    if as_of > local_date(now, enrollment.affiliate.time_zone):
        raise DomainError(Reason("This day has not come yet. Write the day on which the data was exported.", "as_of"))
    if as_of < AS_OF_EARLIEST:
        raise DomainError(Reason(f"Write a day from {AS_OF_EARLIEST.year} on.", "as_of"))


def upload_extract(
    enrollment: Enrollment,
    *,
    extract: ReducedExtract,
    as_of: date,
    files: FileStore,
    session: Session,
    actor: Actor,
    now: datetime,
    source_id: int | None = None,
    only_agreed: bool = False,
) -> ExtractImport:
    """The import that waits for its figures; the one that is there when the same file came for the same day before.

    Keeps the reduced file, and that file alone, until its figures are computed. One that was refused is tried again.
    `source_id` names its database, None the only one there is; `only_agreed` leaves out what was not agreed on.
    Raises Refused or DomainError, and then keeps nothing.
    """
    today = local_date(now, enrollment.affiliate.time_zone)
    terms = get_data_terms(session, enrollment, hold=True)
    reasons = why_not_upload(enrollment, terms=terms, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    source, agreement = find_source(terms, source_id, today=today), terms.in_force_on(today)
    assert agreement is not None
    check_as_of(enrollment, as_of, now=now)
    check_fields(extract.report, agreement, only_agreed=only_agreed)
    _check_rows(enrollment, extract.report)
    _hold_files_of(session, enrollment.affiliate_id)
    row = find_extract(session, enrollment.id, content_sha256=extract.content_sha256, as_of=as_of)
    if row is not None and row.state is not ExtractState.REFUSED:
        return row
    if row is None:
        row = _new_import(enrollment, extract, as_of=as_of, session=session, actor=actor, now=now)
    else:
        EXTRACT.move(row, "upload_again", actor=actor, now=now)
        row.problem, row.uploaded_at, row.uploaded_by_id = "", now, _id_of(actor)
    row.quality = {**extract.report.quality}
    row.source_id, row.agreement_id = source.id, agreement.id
    row.reduced_sha256 = files.put(extract.content).sha256
    session.add(row)
    session.flush()  # the event names its key
    announce(
        session,
        "extract_uploaded",
        now=now,
        actor_id=actor.id,
        enrollment_id=enrollment.id,
        subject_id=row.id,
        number=row.number,
    )
    return row


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep_figures(
    extract: ExtractImport,
    *,
    figures: Sequence[Figure],
    indicator_ids: Mapping[str, int],
    session: Session,
    now: datetime,
) -> None:
    """Write the figures and let the reduced file go. `indicator_ids` gives the row of each code."""
    row = EXTRACT.move(extract, "compute", actor=PROGRAM, now=now)
    extract.computed_at = now
    session.add_all(
        Measurement(
            extract_id=extract.id,
            enrollment_id=extract.enrollment_id,
            indicator_id=indicator_ids[figure.code],
            site=figure.site,
            as_of=extract.as_of,
            numerator=figure.numerator,
            denominator=figure.denominator,
            total=figure.total,
            n=figure.n,
        )
        for figure in figures
    )
    for event in row.announces:
        announce(
            session,
            event,
            now=now,
            enrollment_id=extract.enrollment_id,
            subject_id=extract.id,
            number=extract.number,
            figures=sum(figure.site != ALL_SITES for figure in figures),
            as_of=f"{extract.as_of.day} {extract.as_of:%B %Y}",
        )
    _let_go(extract, session=session, now=now)


def refuse_extract(extract: ExtractImport, *, sentence: str, session: Session, now: datetime) -> None:
    """Say why no figures come of it; the affiliate can upload the file again."""
    EXTRACT.move(extract, "refuse", actor=PROGRAM, now=now)
    extract.problem = sentence
    _let_go(extract, session=session, now=now)


def remove_reduced_file(affiliate_id: int, *, sha256: str, files: FileStore, session: Session) -> None:
    """Remove a reduced file, unless another import still waits for the same one."""
    _hold_files_of(session, affiliate_id)
    waiting = select(ExtractImport.id).where(ExtractImport.reduced_sha256 == sha256).limit(1)
    if session.scalar(waiting) is None:
        files.remove(sha256)


def _let_go(extract: ExtractImport, *, session: Session, now: datetime) -> None:
    """Owe the removal of the file: were it removed here, a failing commit would leave an import without its file."""
    if extract.reduced_sha256 is not None:
        owe(
            session,
            "forget_reduced_file",
            key=f"forget-extract-{extract.id}-{extract.version}",
            now=now,
            affiliate_id=extract.enrollment.affiliate_id,
            sha256=extract.reduced_sha256,
        )
    extract.reduced_sha256 = None


def _hold_files_of(session: Session, affiliate_id: int) -> None:
    """Nobody else takes in or removes a file of this affiliate until the caller's transaction ends."""
    session.execute(select(Affiliate.id).where(Affiliate.id == affiliate_id).with_for_update())


def _check_rows(enrollment: Enrollment, report: ReductionReport) -> None:
    if report.rows_kept:
        return
    affiliate = enrollment.affiliate
    if report.rows_of_others == report.rows_read:
        raise DomainError(
            Reason(
                f"No row of this file is of {affiliate.name}: the column affiliate_code nowhere says {affiliate.code}.",
                "file",
            )
        )
    said = [f"Row {p.row}: {p.what} {p.fix}" for p in report.problems[:PROBLEMS_SAID]]
    raise DomainError(
        Reason("None of your rows in this file can be counted. These are the first things to put right:", "file"),
        *said,
    )


def _new_import(
    enrollment: Enrollment, extract: ReducedExtract, *, as_of: date, session: Session, actor: Actor, now: datetime
) -> ExtractImport:
    last = session.scalar(select(func.max(ExtractImport.number)).where(ExtractImport.enrollment_id == enrollment.id))
    return ExtractImport(
        enrollment=enrollment,
        number=(last or 0) + 1,
        file_name=PurePath(extract.file_name.replace("\\", "/")).name[-FILE_NAME_MAX:] or "extract.csv",
        content_sha256=extract.content_sha256,
        as_of=as_of,
        uploaded_by_id=_id_of(actor),
        uploaded_at=now,
    )


def _id_of(actor: Actor) -> int:
    assert actor.id is not None
    return actor.id
