"""A person's calendar feed: the page where they make, renew and end its secret address, and the address itself."""

import hashlib
from email.utils import parseaddr

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from config import Settings
from forms.base import Confirmation
from webapp.access import public
from webapp.extensions import limiter
from webapp.people import sessions
from workflows.calendar_entries import Entry, Party, digest_of, write_calendar
from workflows.clock import utc_now
from workflows.coaching.calendar import check_in_entry, list_check_ins_in_feed
from workflows.coaching.models import CheckIn
from workflows.db import db, transaction
from workflows.people.models import User
from workflows.training.calendar import (
    end_feed,
    find_feed,
    get_feed_owner,
    list_sessions_in_feed,
    renew_feed,
    session_entry,
)
from workflows.training.models import TrainingSession

bp = Blueprint("calendar", __name__)

NAME = "Accompany"
PER_FEED = "60 per hour"  # calendars look every few hours; several devices share one address
UNKNOWN_PER_ADDRESS = "30 per 10 minutes"


def _address() -> str:
    return f"calendar:{get_remote_address()}"


def _feed() -> str:
    """The feed without its secret, which must not stand in the limiter's store."""
    token = str((request.view_args or {}).get("token", ""))
    return f"calendar:{hashlib.sha256(token.encode()).hexdigest()}"


def _found_nothing(response: Response) -> bool:
    return response.status_code == 404


@bp.get("/account/calendar")
@sessions.own
def settings(user: User) -> ResponseReturnValue:
    return render_template("training/feed.html", feed=find_feed(db.session(), user.id), confirm=Confirmation())


@bp.post("/account/calendar/renew")
@sessions.own
def renew(user: User) -> ResponseReturnValue:
    """The answer of the post itself shows the address: it is nowhere but on this page."""
    with transaction() as session:
        token = renew_feed(user, session=session, now=utc_now())
    url = url_for(".feed", token=token, _external=True)
    feed = find_feed(db.session(), user.id)
    return render_template("training/feed.html", feed=feed, confirm=Confirmation(), url=url)


@bp.post("/account/calendar/end")
@sessions.own
def end(user: User) -> ResponseReturnValue:
    with transaction() as session:
        end_feed(user, session=session)
    flash("Ended. Calendars that followed the old address find nothing there any more.", "good")
    return redirect(url_for(".settings"), 303)


@bp.get("/calendar/<token>.ics")
@public("a calendar cannot sign in: whoever has the secret address was given it by the person whose sessions it holds")
@limiter.limit(PER_FEED, key_func=_feed)
@limiter.limit(UNKNOWN_PER_ADDRESS, key_func=_address, deduct_when=_found_nothing)
def feed(token: str) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    actor = get_feed_owner(session, token).as_actor(now)
    entries = [
        *(_session(one) for one in list_sessions_in_feed(session, actor, now=now)),
        *(_check_in(one) for one in list_check_ins_in_feed(session, actor, now=now)),
    ]
    answer = Response(mimetype="text/calendar")
    answer.set_etag(digest_of(entries))
    answer.headers["Cache-Control"] = "private, max-age=300, must-revalidate"
    answer.headers["Referrer-Policy"] = "no-referrer"
    if answer.make_conditional(request).status_code != 304:
        answer.set_data(write_calendar(entries, method="PUBLISH", now=now, name=NAME))
    return answer


def organizer() -> Party:
    """From whom the sessions come: the address that messages are sent from."""
    configured: Settings = current_app.extensions["accompany"]
    name, email = parseaddr(configured.mail_from)
    return Party(name or NAME, email, "CHAIR")


def _session(one: TrainingSession) -> Entry:
    page_url = url_for("training.show", session_id=one.id, _external=True)
    return session_entry(one, page_url=page_url, organizer=organizer())


def _check_in(one: CheckIn) -> Entry:
    """Without its agenda: the file lies with whoever keeps the person's calendar."""
    return check_in_entry(one, url=url_for("coaching.show", check_in_id=one.id, _external=True))
