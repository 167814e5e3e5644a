"""What both sides sign, as one table: who signs for which side, what has to be in order, and what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.advance import advance_if_ready
from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.agreements.operations import activate
from workflows.amendments.deciding import take_effect_if_ready
from workflows.amendments.effects import hold, tell
from workflows.amendments.lifecycle import year_goes_on
from workflows.amendments.models import Amendment, AmendmentState
from workflows.db import lock
from workflows.errors import Reason
from workflows.funding.models import Award
from workflows.funding.readiness import BEFORE_SIGNING, facts_changed_at
from workflows.machine import words_of
from workflows.permissions import PROGRAM, Permission
from workflows.signing.models import Side
from workflows.stages import Stage

Guard = Callable[[Any, datetime], Reason | None]
"""Of the record and now: the reason why nobody signs yet, or None."""


def _any_time(_record: Any) -> datetime | None:
    return None


def _by_its_noun(_record: Any) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class SignedKind:
    """One kind of document. The record behind it has `id`, `enrollment_id`, `enrollment` and `reach`.

    `hold` locks it in the order that everybody keeps; `made_since` says which files are of the record as it stands;
    `follow` is called inside the second signature's transaction; `named` fills what else the event's sentence asks for.
    """

    kind: str
    noun: str
    who: Mapping[Side, Permission]
    hold: Callable[[Session, Any], None]
    only_if: tuple[Guard, ...]
    announces: str
    follow: Callable[[Any, Session, datetime], None]
    made_since: Callable[[Any], datetime | None] = _any_time
    named: Callable[[Any], Mapping[str, str]] = _by_its_noun


def award_awaits_its_agreement(award: Award, now: datetime) -> Reason | None:
    if award.enrollment.stage is Stage.AWARDED:
        return None
    return Reason("The agreement is signed between the award and the first payment.")


# Everything that has to be in order before anybody signs a grant agreement.
GRANT_AGREEMENT_NEEDS: tuple[Guard, ...] = (award_awaits_its_agreement, *BEFORE_SIGNING)


def _hold_award(session: Session, award: Award) -> None:
    lock(session, award.enrollment)
    lock(session, award)


def _fund(award: Award, session: Session, now: datetime) -> None:
    """With both signatures under its agreement the award is funded."""
    award.enrollment.agreement_signed_at = now
    advance_if_ready(award.enrollment, "fund", session=session, actor=PROGRAM, now=now)


def data_agreement_is_offered(agreement: DataSharingAgreement, now: datetime) -> Reason | None:
    match agreement.state:
        case AgreementState.OFFERED:
            return None
        case AgreementState.DRAFTED:
            return Reason("The agreement is a draft. The national office offers it for signature first.")
    return Reason(f"The agreement is {words_of(agreement.state)}, so nobody signs it now.")


DATA_AGREEMENT_NEEDS: tuple[Guard, ...] = (data_agreement_is_offered,)


def _hold_data_agreement(session: Session, agreement: DataSharingAgreement) -> None:
    lock(session, agreement.enrollment)
    lock(session, agreement)


def change_is_approved(amendment: Amendment, now: datetime) -> Reason | None:
    match amendment.state:
        case AmendmentState.APPROVED:
            return None
        case AmendmentState.IN_EFFECT:
            return Reason("The change is in effect, so nobody signs its letter now.")
    return Reason("The letter is signed once the change is approved.")


def change_needs_signatures(amendment: Amendment, now: datetime) -> Reason | None:
    if amendment.needs_signatures:
        return None
    return Reason("Only the letter of a change on the full track is signed.")


AMENDMENT_NEEDS: tuple[Guard, ...] = (change_is_approved, change_needs_signatures, year_goes_on)


def _hold_amendment(session: Session, amendment: Amendment) -> None:
    hold(amendment, session=session)


def _bring_into_effect(amendment: Amendment, session: Session, now: datetime) -> None:
    """With both signatures under its letter the change is in effect, or on its day."""
    amendment.signed_at = now
    tell(amendment, "amendment_signed", session=session, actor=PROGRAM, now=now)
    take_effect_if_ready(amendment, session=session, now=now)


_ROWS = (
    SignedKind(
        kind="grant_agreement",
        noun="grant agreement",
        who={Side.AFFILIATE: Permission.SIGN_FOR_AFFILIATE, Side.NETWORK: Permission.SIGN_FOR_NETWORK},
        hold=_hold_award,
        only_if=GRANT_AGREEMENT_NEEDS,
        announces="agreement_signed_by_side",
        follow=_fund,
        made_since=facts_changed_at,
    ),
    SignedKind(
        kind="data_sharing_agreement",
        noun="data-sharing agreement",
        who={Side.AFFILIATE: Permission.SIGN_FOR_AFFILIATE, Side.NETWORK: Permission.SIGN_DATA_AGREEMENT},
        hold=_hold_data_agreement,
        only_if=DATA_AGREEMENT_NEEDS,
        announces="data_agreement_signed_by_side",
        follow=activate,
        made_since=lambda agreement: agreement.offered_at,
    ),
    SignedKind(
        kind="amendment",
        noun="amendment letter",
        who={Side.AFFILIATE: Permission.SIGN_FOR_AFFILIATE, Side.NETWORK: Permission.SIGN_FOR_NETWORK},
        hold=_hold_amendment,
        only_if=AMENDMENT_NEEDS,
        announces="amendment_signed_by_side",
        follow=_bring_into_effect,
        made_since=lambda amendment: amendment.decided_at,
        named=lambda amendment: {"title": amendment.title},
    ),
)

SIGNED_KINDS: dict[str, SignedKind] = {row.kind: row for row in _ROWS}
