"""Agreements about data: drafted, offered with its file, or in force; and a database whose contract allows to share."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from workflows.agreements.answers import PERMITTED_USES, PURPOSE, RETENTION
from workflows.agreements.models import AgreementState, DataSharingAgreement, DataSource
from workflows.agreements.operations import draft_data_agreement, offer_data_agreement
from workflows.agreements.queries import KIND
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.measurement.columns import SHAREABLE
from workflows.people.models import User
from workflows.permissions import PROGRAM, Role
from workflows.signing.models import Side
from workflows.signing.operations import sign_document


def in_force(
    session: Session, enrollment: Enrollment, *, steward: User | None = None, **values: Any
) -> DataSharingAgreement:
    """An agreement that both sides signed, over every day of the tests, and a database that may be shared."""
    agreement = DataSharingAgreement(
        **{
            "enrollment": enrollment,
            "edition": 1,
            "number": f"DSA-{enrollment.id:04}-1",
            "state": AgreementState.ACTIVE,
            "network_party": "National Network Office",
            "affiliate_party": enrollment.affiliate.name,
            "purpose": PURPOSE,
            "elements": list(SHAREABLE),
            "permitted_uses": list(PERMITTED_USES),
            "retention": RETENTION,
            "starts_on": date(2024, 1, 1),
            "ends_on": date(2098, 12, 31),
            "drafted_at": NOW,
            "offered_at": NOW,
            "active_at": NOW,
            **values,
        }
    )
    session.add(agreement)
    if session.scalar(select(DataSource.id).where(DataSource.affiliate_id == enrollment.affiliate_id)) is None:
        a_source(session, enrollment, by=steward)
    session.flush()
    return agreement


def a_source(session: Session, enrollment: Enrollment, *, by: User | None = None, **values: Any) -> DataSource:
    """The case database, whose contract allows to share."""
    source = DataSource(
        **{
            "affiliate": enrollment.affiliate,
            "name": "Case database",
            "holder": "The national office",
            "allows": "Export without names for reports.",
            "restrictions": "",
            "allows_sharing": True,
            "ends_on": None,
            "checked_by": by or a_person(session, Role.PRIVACY_STEWARD),
            "checked_at": NOW,
            **values,
        }
    )
    session.add(source)
    session.flush()
    return source


def drafted(session: Session, enrollment: Enrollment, *, now: datetime = NOW) -> DataSharingAgreement:
    agreement = draft_data_agreement(enrollment, session=session, actor=PROGRAM, now=now)
    session.flush()
    return agreement


def offered(
    session: Session, enrollment: Enrollment, steward: User, *, now: datetime = NOW, sha256: str = "d" * 64
) -> DataSharingAgreement:
    """Drafted and offered by the steward, with its file as the worker would have made it."""
    agreement = drafted(session, enrollment, now=now)
    offer_data_agreement(agreement, session=session, actor=steward.as_actor(now), now=now)
    a_file(session, agreement, sha256=sha256, now=now)
    return agreement


def a_file(session: Session, agreement: DataSharingAgreement, *, sha256: str, now: datetime = NOW) -> Document:
    document = Document(
        kind=KIND,
        enrollment_id=agreement.enrollment_id,
        subject_id=agreement.id,
        title=f"Data-sharing agreement {agreement.number}",
        file_name="agreement.docx",
        digest=sha256,
        file_sha256=sha256,
        size=40_000,
        made_at=now,
    )
    session.add(document)
    session.flush()
    return document


def sign_data(
    session: Session,
    agreement: DataSharingAgreement,
    side: Side,
    signer: User,
    *,
    sha256: str = "d" * 64,
    now: datetime = NOW,
) -> None:
    sign_document(
        KIND,
        agreement,
        side=side,
        seen_sha256=sha256,
        typed_name=signer.name,
        address="192.0.2.7",
        session=session,
        actor=signer.as_actor(now),
        now=now,
    )
    session.flush()
