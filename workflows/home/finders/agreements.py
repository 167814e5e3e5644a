"""Agreements on data that wait for an offer, a signature or the next edition."""

from typing import Any

from sqlalchemy import (
    Select,
    exists,
    select,
)
from sqlalchemy.orm import aliased

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.home.finders.columns import Finder, columns_of
from workflows.permissions import Actor
from workflows.signing.models import Side, Signature
from workflows.stages import TERMINAL


def drafted(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Enrollment.id, DataSharingAgreement.drafted_at))
        .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
        .where(DataSharingAgreement.state == AgreementState.DRAFTED, Enrollment.stage.not_in(TERMINAL))
    )


def unsigned_data(side: Side) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(
            Document.subject_id == DataSharingAgreement.id,
            Document.kind == "data_sharing_agreement",
            Document.made_at >= DataSharingAgreement.offered_at,
        )
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*columns_of(Enrollment.id, DataSharingAgreement.offered_at))
            .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
            .where(
                DataSharingAgreement.state == AgreementState.OFFERED, Enrollment.stage.not_in(TERMINAL), made, ~signed
            )
        )

    return find


def ending(_actor: Actor) -> Select[Any]:
    """Agreements that end within thirty days, with no next edition yet."""
    newer = aliased(DataSharingAgreement)
    follows = exists().where(
        newer.enrollment_id == Enrollment.id,
        newer.edition > DataSharingAgreement.edition,
        newer.state != AgreementState.TERMINATED,
    )
    return (
        select(*columns_of(Enrollment.id, DataSharingAgreement.warned_at))
        .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
        .where(
            DataSharingAgreement.state.in_((AgreementState.ACTIVE, AgreementState.EXPIRED)),
            DataSharingAgreement.warned_at.is_not(None),
            Enrollment.stage.not_in(TERMINAL),
            ~follows,
        )
    )
