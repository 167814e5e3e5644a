"""The certificate of a signed document, and the page on which anybody can check a file against it."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from forms.signing import VerifyForm
from webapp.access import guarded, public
from webapp.documents.digest import sha256_of
from webapp.documents.kinds import may_see, require_kind
from webapp.extensions import limiter
from webapp.refusals import status_of
from workflows.db import db
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.models import Document
from workflows.permissions import Permission
from workflows.signing.models import Side, Signature
from workflows.signing.queries import find_sealed, get_sealed, list_signatures

bp = Blueprint("signing", __name__)

CHECKS_PER_ADDRESS = "20 per 10 minutes"


def _address() -> str:
    return f"verify:{get_remote_address()}"


@bp.get("/signatures/<int:document_id>")
@guarded(Permission.SEE_DOCUMENTS, get_sealed)
def certificate(document: Document) -> ResponseReturnValue:
    require_kind(document)
    signatures = list_signatures(db.session(), document.id)
    return render_template(
        "signing/certificate.html",
        document=document,
        kind=DOCUMENTS[document.kind].title,
        signatures=signatures,
        waits_for=[side.words for side in Side if side not in {s.side for s in signatures}],
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file by its digest; `document` is None where no signed document has it."""

    sha256: str
    document: Document | None
    kind: str
    signatures: tuple[Signature, ...]
    names_are_shown: bool


@bp.route("/verify", methods=["GET", "POST"])
@public("Whoever holds a signed file may check it without an account; names of people stay behind the sign-in.")
@limiter.limit(CHECKS_PER_ADDRESS, key_func=_address, methods=["POST"])
def verify() -> ResponseReturnValue:
    form, verdict = VerifyForm(), None
    if form.validate_on_submit():
        asked = form.answers
        verdict = _verdict(asked.sha256 if asked.file is None else sha256_of(asked.file))
    return render_template("signing/verify.html", form=form, verdict=verdict), status_of(form)


def _verdict(sha256: str | None) -> Verdict:
    assert sha256 is not None
    document = find_sealed(db.session(), sha256)
    if document is None:
        return Verdict(sha256, None, "", (), names_are_shown=False)
    signatures = tuple(list_signatures(db.session(), document.id))
    return Verdict(sha256, document, DOCUMENTS[document.kind].title, signatures, names_are_shown=may_see(document))
