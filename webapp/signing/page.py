"""The page on which a person signs for one side; each slice opens it for its own records."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forms.signing import SignatureForm
from webapp.actors import actor
from webapp.refusals import refusals_into, status_of
from webapp.signing.file_row import file_row
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.models import Document
from workflows.errors import Reason
from workflows.signing.kinds import SIGNED_KINDS
from workflows.signing.models import Side, Signature
from workflows.signing.operations import find_file_of, sign_document, statement_of, why_not_sign
from workflows.signing.queries import list_signatures


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side of a document: signed, or why this person cannot sign for it."""

    side: Side
    signature: Signature | None
    reasons: tuple[Reason, ...]


def list_sides(kind: str, record: Any, document: Document | None) -> list[SideRow]:
    """Both sides of the record's file as its page shows them."""
    signed = list_signatures(db.session(), document.id) if document is not None else []
    given = {s.side: s for s in signed}
    return [
        SideRow(
            side,
            given.get(side),
            why_not_sign(kind, record, document, signed, side=side, actor=actor(), now=utc_now()),
        )
        for side in Side
    ]


def sign_page(kind: str, record: Any, side: Side, *, title: str, back_url: str) -> ResponseReturnValue:
    """Show the file and take the signature. `title` names the document, `back_url` is where the record is shown."""
    form = SignatureForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                sign_document(
                    kind,
                    record,
                    side=side,
                    seen_sha256=form.seen_sha256,
                    typed_name=form.answer,
                    address=request.remote_addr or "",
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Signed for the {side.words}. Thank you.", "good")
            return redirect(back_url, 303)
    session, document = db.session(), find_file_of(db.session(), kind, record)
    signed = list_signatures(session, document.id) if document is not None else []
    form.document_sha256.data = document.file_sha256 if document is not None else ""
    page = render_template(
        "signing/sign.html",
        record=record,
        title=title,
        noun=SIGNED_KINDS[kind].noun,
        form=form,
        document=document,
        file=file_row(session, document, kind=kind, enrollment_id=record.enrollment_id, title=title),
        side=side.words,
        statement=statement_of(kind, side),
        back_url=back_url,
        reasons=why_not_sign(kind, record, document, signed, side=side, actor=actor(), now=utc_now()),
    )
    return page, status_of(form)
