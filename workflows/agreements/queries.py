"""Agreements about data and the databases behind them, as pages and rules need them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from workflows.agreements.models import AgreementState, DataSharingAgreement, DataSource
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.measurement.columns import SHAREABLE
from workflows.signing.models import Signature
from workflows.stages import TERMINAL

KIND = "data_sharing_agreement"
OPEN = (AgreementState.DRAFTED, AgreementState.OFFERED)


def get_data_agreement(session: Session, agreement_id: int) -> DataSharingAgreement:
    """With its enrollment; raises NotFound."""
    wanted = select(DataSharingAgreement).where(DataSharingAgreement.id == agreement_id)
    found = session.scalar(wanted.options(joinedload(DataSharingAgreement.enrollment, innerjoin=True)))
    if found is None:
        raise NotFound()
    return found


def list_data_agreements(session: Session, enrollment_id: int) -> Sequence[DataSharingAgreement]:
    """Every edition of the enrollment's agreement, newest first."""
    editions = select(DataSharingAgreement).where(DataSharingAgreement.enrollment_id == enrollment_id)
    return session.scalars(editions.order_by(DataSharingAgreement.edition.desc())).all()


def find_open_agreement(session: Session, enrollment_id: int) -> DataSharingAgreement | None:
    """The edition that is drafted or offered; there is one at most."""
    return session.scalar(
        select(DataSharingAgreement).where(
            DataSharingAgreement.enrollment_id == enrollment_id, DataSharingAgreement.state.in_(OPEN)
        )
    )


def list_to_follow(session: Session, *, until: date) -> Sequence[DataSharingAgreement]:
    """Those in force whose last day comes until then, or whose enrollment is over; with their enrollments."""
    wanted = (
        select(DataSharingAgreement)
        .join(DataSharingAgreement.enrollment)
        .where(
            DataSharingAgreement.state == AgreementState.ACTIVE,
            (DataSharingAgreement.ends_on <= until) | Enrollment.stage.in_(TERMINAL),
        )
        .options(contains_eager(DataSharingAgreement.enrollment))
    )
    return session.scalars(wanted.order_by(DataSharingAgreement.id)).all()


def is_signed_by_somebody(session: Session, agreement: DataSharingAgreement) -> bool:
    signed = (
        select(Signature.id)
        .join(Document, Document.id == Signature.document_id)
        .where(Document.kind == KIND, Document.subject_id == agreement.id)
    )
    return session.scalar(signed.limit(1)) is not None


def has_newer(session: Session, agreement: DataSharingAgreement) -> bool:
    """Whether a later edition is on its way or in force."""
    newer = select(DataSharingAgreement.id).where(
        DataSharingAgreement.enrollment_id == agreement.enrollment_id,
        DataSharingAgreement.edition > agreement.edition,
        DataSharingAgreement.state.in_((*OPEN, AgreementState.ACTIVE)),
    )
    return session.scalar(newer.limit(1)) is not None


def get_source(session: Session, source_id: int) -> DataSource:
    """With its affiliate and who checked it; raises NotFound."""
    loading = (joinedload(DataSource.affiliate, innerjoin=True), joinedload(DataSource.checked_by, innerjoin=True))
    found = session.scalar(select(DataSource).where(DataSource.id == source_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def get_source_of(session: Session, enrollment_id: int, source_id: int) -> DataSource:
    """A database of the affiliate whose enrollment this is; raises NotFound for any other."""
    source = get_source(session, source_id)
    affiliate_id = session.scalar(select(Enrollment.affiliate_id).where(Enrollment.id == enrollment_id))
    if affiliate_id != source.affiliate_id:
        raise NotFound()
    return source


def list_sources(session: Session, affiliate_id: int) -> Sequence[DataSource]:
    """The affiliate's databases by name, with who checked each contract."""
    wanted = select(DataSource).where(DataSource.affiliate_id == affiliate_id)
    return session.scalars(
        wanted.options(joinedload(DataSource.checked_by, innerjoin=True)).order_by(DataSource.name, DataSource.id)
    ).all()


def list_element_choices() -> list[tuple[str, str]]:
    """Every column that may be agreed on, with its words: `hourly_wage`, `hourly wage`."""
    return [(name, name.replace("_", " ")) for name in SHAREABLE]
