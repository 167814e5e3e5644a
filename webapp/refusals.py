"""How a «no» reaches a person: as errors of the form, or as a page with the sentence and a way onward."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from webapp.actors import forget_who_asks
from workflows.db import db
from workflows.errors import AlreadyDone, DomainError, Forbidden, NotFound, Stale

WORTH_COPYING = 30  # characters: shorter answers are typed again as quickly
log = logging.getLogger(__name__)
_PAGES = {404: "errors/not_found.html", 413: "errors/too_large.html", 429: "errors/slow_down.html"}


@contextmanager
def refusals_into(form: FlaskForm) -> Iterator[None]:
    """Turn a refusal inside into errors of the form: at its field where the reason names one, else at the top."""
    try:
        yield
    except (NotFound, Forbidden, Stale, AlreadyDone):
        raise
    except DomainError as refusal:
        for reason in refusal.reasons:
            field = form._fields.get(reason.where)
            (form.form_errors if field is None else _errors_of(field)).append(reason.sentence)


def _errors_of(field: object) -> list[str]:
    field.errors = list(field.errors)  # type: ignore[attr-defined]
    return field.errors  # type: ignore[attr-defined,no-any-return]


def status_of(form: FlaskForm) -> int:
    """200 for a form that is only shown, 422 for one that came back with errors."""
    return 422 if form.errors or form.form_errors else 200


def way_back() -> str:
    """The page this request came from, when it is one of ours; else Home."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host and came_from.path != request.path:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.path if came_from.netloc == request.host and request.method == "POST" else url_for("home.show")


def init_app(app: Flask) -> None:
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the page's own script is asking (autosave, polling) and not a person's browser."""
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def _already_done(refusal: AlreadyDone) -> ResponseReturnValue:
    flash(str(refusal), "info")
    return redirect(way_back(), 303)


def _stale(refusal: Stale) -> ResponseReturnValue:
    db.session.rollback()
    if wants_json():
        return {"sentence": str(refusal)}, 409
    back_url = way_back()
    if refusal.page is not None:
        endpoint, argument, key = refusal.page
        back_url = url_for(endpoint, **{argument: key})
    return render_template("errors/conflict.html", first=refusal, back_url=back_url, **_versions(refusal)), 409


def _versions(refusal: Stale) -> dict[str, dict[str, object]]:
    """What each side has under every label that one of them filled in."""
    labels = [one for one in (refusal.mine | refusal.theirs) if refusal.mine.get(one) or refusal.theirs.get(one)]
    return {
        side: {label: texts.get(label, "") for label in labels}
        for side, texts in (("mine", refusal.mine), ("theirs", refusal.theirs))
    }


def _not_found(refusal: NotFound) -> ResponseReturnValue:
    if wants_json():
        return {"sentence": str(refusal)}, 404
    return render_template("errors/not_found.html", reasons=refusal.reasons), 404


def _forbidden(refusal: Forbidden) -> ResponseReturnValue:
    if wants_json():
        return {"sentence": str(refusal)}, 403
    return render_template("errors/forbidden.html", reasons=refusal.reasons, back_url=way_back()), 403


def _refused(refusal: DomainError) -> ResponseReturnValue:
    if wants_json():
        return {"sentence": str(refusal), "reasons": list(refusal.sentences)}, 422
    return render_template("errors/refused.html", reasons=refusal.reasons, back_url=way_back()), 422


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/expired.html", back_url=way_back(), texts=_typed_texts()), 400


def _typed_texts() -> list[str]:
    """What a person wrote in the form that came too late, so that they can copy it; no passwords, no tokens."""
    secret = ("password", "current", "code", "token", "once", "sealed", "version")
    return [
        text
        for name, text in request.form.items(multi=True)
        if len(text) > WORTH_COPYING and not any(word in name for word in secret)
    ]


def _http_error(error: HTTPException) -> ResponseReturnValue:
    page = _PAGES.get(error.code or 500, "errors/unexpected.html")
    return render_template(page), error.code or 500


def _busy(error: OperationalError) -> ResponseReturnValue:
    """The database did not answer in time, or not at all: nothing was saved, and trying again is right."""
    db.session.rollback()
    forget_who_asks()  # asking the database again would only fail again
    log.warning("the database did not answer", extra={"route": str(request.url_rule), "error": str(error.orig)[:200]})
    if wants_json():
        return {"sentence": "Too much is going on right now. Your text is still here; it is saved in a moment."}, 503
    return render_template("errors/busy.html"), 503, {"Retry-After": "5"}


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("unexpected error", exc_info=error, extra={"route": str(request.url_rule), "method": request.method})
    return render_template("errors/unexpected.html"), 500
