"""Signing a document that needs both sides: the first signature seals the file, and both sign the same digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.documents.models import Document
from workflows.errors import Reason
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.people.answers import NETWORK_NAME
from workflows.permissions import Actor, role_for, why_cannot
from workflows.signing.answers import STATEMENT
from workflows.signing.kinds import SIGNED_KINDS, SignedKind
from workflows.signing.models import Side, Signature
from workflows.signing.queries import find_document_to_sign, list_signatures

MADE_ANEW = "The {noun} was made again since you opened it. Read the new file, then sign it."


def statement_of(kind: str, side: Side) -> str:
    """The sentence that a signature stands under."""
    return STATEMENT.format(noun=SIGNED_KINDS[kind].noun, side=side.words)


def find_file_of(session: Session, kind: str, record: Any) -> Document | None:
    """The file of the record to sign, or the sealed one; None while it is made."""
    since = SIGNED_KINDS[kind].made_since(record)
    return find_document_to_sign(session, kind=kind, subject_id=record.id, made_since=since)


def why_not_sign(
    kind: str,
    record: Any,
    document: Document | None,
    signed: Sequence[Signature],
    *,
    side: Side,
    actor: Actor,
    now: datetime,
) -> tuple[Reason, ...]:
    """Every reason against this person's signature for this side; empty when it may be given."""
    row = SIGNED_KINDS[kind]
    found = [why_cannot(actor, row.who[side], record), *(guard(record, now) for guard in row.only_if)]
    if document is None:
        found.append(Reason(f"The {row.noun} is being made. It can be signed in a moment."))
    if any(s.side is side for s in signed):
        found.append(Reason(f"The {side.words} has signed already."))
    elif any(s.signer_id == actor.id for s in signed):
        found.append(Reason("You signed for the other side, so someone else signs for this one."))
    return tuple(reason for reason in found if reason is not None)


def sign_document(
    kind: str,
    record: Any,
    *,
    side: Side,
    seen_sha256: str,
    typed_name: str,
    address: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Signature:
    """One side's signature under the file that the person saw; with both, what the table says follows.

    `address` is the network address it came from. The same person's second signature for a side is the first one.
    Raises Refused with every reason, and then nothing is sealed.
    """
    row = SIGNED_KINDS[kind]
    row.hold(session, record)
    document = find_file_of(session, kind, record)
    if document is not None:
        lock(session, document)
    signed = list_signatures(session, document.id) if document is not None else []
    earlier = next((s for s in signed if (s.side, s.signer_id) == (side, actor.id)), None)
    if earlier is not None and earlier.document_sha256 == seen_sha256:
        return earlier
    reasons = why_not_sign(kind, record, document, signed, side=side, actor=actor, now=now)
    if not reasons and document is not None and document.file_sha256 != seen_sha256:
        reasons = (Reason(MADE_ANEW.format(noun=row.noun)),)
    if reasons:
        raise Refused(*reasons)
    assert document is not None
    signature = _signature(row, record, document, side=side, actor=actor, now=now)
    signature.typed_name, signature.address = typed_name, address
    session.add(signature)
    document.sealed_at = document.sealed_at or now
    session.flush()  # the database holds one signature a side before anything follows
    _tell(row, record, signature, session=session, actor=actor, now=now)
    if {side, *(s.side for s in signed)} == set(Side):
        row.follow(record, session, now)
    return signature


def _signature(
    row: SignedKind, record: Any, document: Document, *, side: Side, actor: Actor, now: datetime
) -> Signature:
    assert actor.id is not None
    role = role_for(actor, row.who[side], record)
    assert role is not None
    return Signature(
        document=document,
        document_sha256=document.file_sha256,
        side=side,
        signer_id=actor.id,
        role=role.label,
        office=record.enrollment.affiliate.name if side is Side.AFFILIATE else NETWORK_NAME,
        statement=statement_of(row.kind, side),
        signed_at=now,
    )


def _tell(row: SignedKind, record: Any, signature: Signature, *, session: Session, actor: Actor, now: datetime) -> None:
    announce(
        session,
        row.announces,
        now=now,
        actor_id=actor.id,
        enrollment_id=record.enrollment_id,
        subject_id=record.id,
        signer=signature.typed_name,
        side=signature.side.words,
        **row.named(record),
    )
