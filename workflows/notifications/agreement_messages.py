"""The messages about agreements on data: to sign, in force, ending soon, ended."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.notifications import still
from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, affiliate, national
from workflows.people.models import User
from workflows.permissions import Role

_LEADERS = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_STEWARDS = national(Role.PRIVACY_STEWARD)
_PAGE = "/data-sharing/of/{enrollment.id}"


def signers(occasion: Occasion, session: Session) -> Sequence[User]:
    """The affiliate’s directors and the privacy stewards, without the one who offered it."""
    found = (*affiliate(Role.AFFILIATE_DIRECTOR)(occasion, session), *_STEWARDS(occasion, session))
    return [person for person in found if person.id != occasion.event.actor_id]


def leaders_and_stewards(occasion: Occasion, session: Session) -> Sequence[User]:
    """Both ends of the agreement, without the one who did it."""
    found = (*_LEADERS(occasion, session), *_STEWARDS(occasion, session))
    return [person for person in found if person.id != occasion.event.actor_id]


AGREEMENT_MESSAGES = (
    Message("data_agreement_to_sign", DataSharingAgreement, signers, still.in_state(AgreementState.OFFERED), _PAGE,
        subject="The data-sharing agreement with {affiliate} waits for a signature",
        text="The data-sharing agreement {about.number} between {affiliate} and the national office is ready to be "
        "signed by both sides. Read it here and sign it; extracts can be uploaded after that:\n\n{link}"),
    Message("data_agreement_active", DataSharingAgreement, _LEADERS, still.in_state(AgreementState.ACTIVE), _PAGE,
        subject="The data-sharing agreement is signed by both sides",
        text="The data-sharing agreement {about.number} carries both signatures, until {about.last_day}. You find it "
        "here, with what may be shared:\n\n{link}"),
    Message("data_agreement_ends_soon", DataSharingAgreement, leaders_and_stewards,
        still.in_state(AgreementState.ACTIVE), _PAGE,
        subject="The data-sharing agreement with {affiliate} ends on {about.last_day}",
        text="After {about.last_day} no extract of {affiliate} can be imported, unless a next edition of the agreement "
        "{about.number} is signed by both sides. The national office drafts it here:\n\n{link}"),
    Message("data_agreement_expired", DataSharingAgreement, leaders_and_stewards,
        still.in_state(AgreementState.EXPIRED), _PAGE,
        subject="The data-sharing agreement with {affiliate} has ended",
        text="{about.last_day} was the last day of the agreement {about.number}, so no extract of {affiliate} can be "
        "imported now. The national office can draft a next edition here:\n\n{link}"),
    Message("data_agreement_terminated", DataSharingAgreement, leaders_and_stewards,
        still.in_state(AgreementState.TERMINATED), _PAGE,
        subject="The data-sharing agreement with {affiliate} was ended early",
        text="The agreement {about.number} was ended before its last day, and no extract of {affiliate} is imported "
        "under it any more. The reason is here:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
