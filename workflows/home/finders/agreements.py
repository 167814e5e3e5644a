"""Agreements on data and amendment letters that wait for an offer, a signature or the next edition."""

from typing import Any

from sqlalchemy import (
    Select,
    exists,
    select,
)
from sqlalchemy.orm import aliased

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.amendments.answers import Track
from workflows.amendments.lifecycle import AMENDABLE
from workflows.amendments.models import Amendment, AmendmentState
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award
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


def unsigned_amendment(side: Side) -> Finder:
    """Approved on the full track, its letter made since, and not signed for that side."""

    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(
            Document.subject_id == Amendment.id,
            Document.kind == "amendment",
            Document.made_at >= Amendment.decided_at,
        )
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*columns_of(Amendment.id, Amendment.decided_at))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .join(Amendment, Amendment.award_id == Award.id)
            .where(
                Amendment.state == AmendmentState.APPROVED,
                Amendment.track == Track.FULL,
                Enrollment.stage.in_(AMENDABLE),
                made,
                ~signed,
            )
        )

    return find
