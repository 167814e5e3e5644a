"""The decisions log of an affiliate, and the wins that the network shares."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.affiliates import LogEntryForm
from forms.base import Confirmation
from webapp.access import guarded
from webapp.actors import actor
from webapp.affiliates.blueprint import bp
from webapp.affiliates.loaders import load_with_entry
from webapp.proposals.saving import Draft, save_draft
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.affiliates.answers import EntryKind
from workflows.affiliates.culture import (
    EntryAnswers,
    edit_entry,
    recognize_win,
    remove_entry,
    share_win,
    stop_sharing,
    why_not_change,
    why_not_share,
    write_entry,
)
from workflows.affiliates.models import LogEntry
from workflows.affiliates.queries import (
    Profile,
    count_entries,
    count_shared_wins,
    get_entry,
    get_profile,
    list_entries,
    list_shared_wins,
)
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission


@bp.get("/<int:affiliate_id>/log")
@guarded(Permission.SEE_PROFILE, get_profile)
def entries(profile: Profile) -> ResponseReturnValue:
    session, affiliate = db.session(), profile.affiliate
    asked = request.args.get("kind", "")
    kind = EntryKind(asked) if asked in set(EntryKind) else None
    counts = count_entries(session, [affiliate.id]).get(affiliate.id, {})
    total = sum(counts.values()) if kind is None else counts.get(kind, 0)
    number = asked_page(total)
    return render_template(
        "affiliates/log.html",
        affiliate=affiliate,
        profile=profile,
        entries=list_entries(session, affiliate.id, kind=kind, offset=(number - 1) * PAGE_SIZE),
        counts=counts,
        kinds=list(EntryKind),
        kind=kind,
        page=TablePage(request.path, number, total, filters={"kind": asked if kind else ""}),
        why_not_share=why_not_share,
        button=Confirmation(),
    )


@bp.route("/<int:affiliate_id>/log/add", methods=["GET", "POST"])
@guarded(Permission.WRITE_LOG, get_profile)
def add_entry(profile: Profile) -> ResponseReturnValue:
    affiliate = profile.affiliate
    form = LogEntryForm(
        data={"kind": EntryKind.DECISION.value, "happened_on": local_date(utc_now(), affiliate.time_zone)}
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                write_entry(affiliate, _given(form), session=session, actor=actor(), now=utc_now())
            flash("Written down. It counts from now on.", "good")
            return redirect(_log_url(profile), 303)
    return _page(profile, form, title="Write in the decisions log"), status_of(form)


@bp.route("/<int:affiliate_id>/log/<int:entry_id>", methods=["GET", "POST"])
@guarded(Permission.WRITE_LOG, load_with_entry)
def entry(profile: Profile) -> ResponseReturnValue:
    kept = _entry(db.session(), profile)
    form = _form_of(kept)

    def page() -> str:
        return _page(profile, form, title="Change an entry", reasons=why_not_change(kept), kept=kept)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> LogEntry:
        return edit_entry(kept, _given(form), expected_version=form.expected_version, session=session, now=utc_now())

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _form_of(_entry(db.session(), profile), posted=False),
            onward_url=lambda: _log_url(profile),
        )
    )


@bp.post("/<int:affiliate_id>/log/<int:entry_id>/remove")
@guarded(Permission.WRITE_LOG, load_with_entry)
def remove(profile: Profile) -> ResponseReturnValue:
    return _change(profile, lambda kept, session: remove_entry(kept, session=session), "The entry is out of the log.")


@bp.post("/<int:affiliate_id>/log/<int:entry_id>/recognize")
@guarded(Permission.RECOGNISE_WIN, load_with_entry)
def recognize(profile: Profile) -> ResponseReturnValue:
    return _change(
        profile,
        lambda kept, session: recognize_win(kept, session=session, actor=actor(), now=utc_now()),
        "Recognized. The affiliate may share it with the network now.",
    )


@bp.post("/<int:affiliate_id>/log/<int:entry_id>/share")
@guarded(Permission.SHARE_WIN, load_with_entry)
def share(profile: Profile) -> ResponseReturnValue:
    return _change(
        profile,
        lambda kept, session: share_win(kept, session=session, actor=actor(), now=utc_now()),
        "The network can read it now, with your name.",
    )


@bp.post("/<int:affiliate_id>/log/<int:entry_id>/unshare")
@guarded(Permission.SHARE_WIN, load_with_entry)
def unshare(profile: Profile) -> ResponseReturnValue:
    return _change(
        profile, lambda kept, session: stop_sharing(kept, session=session), "The network no longer reads it."
    )


@bp.get("/wins")
@guarded(Permission.SEE_WINS)
def wins() -> ResponseReturnValue:
    session = db.session()
    total = count_shared_wins(session)
    number = asked_page(total)
    shared = list_shared_wins(session, offset=(number - 1) * PAGE_SIZE)
    return render_template("affiliates/wins.html", wins=shared, page=TablePage(request.path, number, total))


def _change(profile: Profile, change: Callable[[LogEntry, Session], None], done: str) -> ResponseReturnValue:
    with transaction() as session:
        change(_entry(session, profile), session)
    flash(done, "good")
    return redirect(_log_url(profile), 303)


def _entry(session: Session, profile: Profile) -> LogEntry:
    number = int((request.view_args or {})["entry_id"])
    return get_entry(session, number, affiliate_id=profile.affiliate.id)


def _form_of(kept: LogEntry, *, posted: bool = True) -> LogEntryForm:
    values: dict[str, Any] = {
        "version": str(kept.version),
        "kind": kept.kind.value,
        "happened_on": kept.happened_on,
        "question": kept.question,
        "told": kept.told,
        "changed": kept.changed,
    }
    return LogEntryForm(data=values) if posted else LogEntryForm(formdata=None, data=values)


def _given(form: LogEntryForm) -> EntryAnswers:
    given = form.answers
    return EntryAnswers(given.kind, given.happened_on, given.question, given.told, given.changed)


def _page(profile: Profile, form: LogEntryForm, *, title: str, reasons: Any = (), kept: LogEntry | None = None) -> str:
    return render_template(
        "affiliates/entry.html",
        affiliate=profile.affiliate,
        form=form,
        title=title,
        reasons=reasons,
        kept=kept,
        button=Confirmation(),
    )


def _log_url(profile: Profile) -> str:
    return url_for(".entries", affiliate_id=profile.affiliate.id)
