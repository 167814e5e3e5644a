"""Who may be in a session and for how long: beginning one, its limits, and where a person goes next."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from webapp.access import Access
from webapp.actors import SignedIn, signed_in_user
from workflows.clock import utc_now
from workflows.people.models import User

SECOND_STEP_WITHIN = timedelta(minutes=10)
ENDS_AFTER = timedelta(days=7)  # however busy the session is; idle ones end by PERMANENT_SESSION_LIFETIME
TIME_TO_SAVE = timedelta(hours=12)  # what was typed on a page that is open by then can still be sent
RENEWED_EVERY = timedelta(minutes=15)  # a cookie in every answer would let a late one undo a sign-out
ALWAYS_OPEN = frozenset({"static", "bootstrap.static", "healthz", "people.sign_out"})
OPEN_WITHOUT_TWO_STEPS = ALWAYS_OPEN | {"people.account", "people.two_steps"}


def begin_session(user: User) -> None:
    """Sign the person in with nothing of what this browser's session held before."""
    session.clear()
    login_user(SignedIn(user))
    session.permanent = True
    session["began_at"] = session["renewed_at"] = utc_now().isoformat()
    g.pop("actor", None)


def end_session() -> None:
    logout_user()
    session.clear()
    g.pop("actor", None)


def expect_second_step(user: User, *, next_page: str) -> None:
    """Remember whose password was right, for the few minutes until the code; nobody is signed in yet."""
    session.clear()
    session["second_step"] = [user.id, user.session_epoch, utc_now().isoformat(), next_page]


def awaited_second_step() -> tuple[int, int, str] | None:
    """(user id, session epoch, next page) of the person whose code is awaited; None when there is none."""
    if "second_step" not in session:
        return None
    user_id, epoch, since, next_page = session["second_step"]
    is_over = utc_now() - datetime.fromisoformat(since) > SECOND_STEP_WITHIN
    return None if is_over else (user_id, epoch, next_page)


def safe_next(target: str | None) -> str:
    """A path of ours as it was asked for, else Home: no other host may be slipped into a sign-in link."""
    home = url_for("home.show")
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or "\\" in target:
        return home
    if any(ord(character) < 33 or ord(character) == 127 for character in target):  # browsers drop tabs and line ends
        return home
    parts = urlsplit(target)
    doors = (url_for("people.sign_in"), url_for("people.sign_out"))
    return home if parts.scheme or parts.netloc or parts.path in doors else target


def own(view: Callable[[User], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """A page of one's own account: everyone signed in has one, with or without a role. The view gets the person."""

    @wraps(view)
    def checked() -> ResponseReturnValue:
        user = signed_in_user()
        if user is None:
            return redirect(url_for("people.sign_in", next=_here() or url_for("people.account")))
        return view(user)

    checked.access = Access(None, public_because="it is one's own account; visitors are sent to sign in")  # type: ignore[attr-defined]
    return checked


def needs_two_steps(user: User) -> bool:
    """National roles reach every affiliate, so a password alone does not open them, except in the demo world."""
    return user.as_actor(utc_now()).is_national and not current_app.extensions["accompany"].demo


def hold_the_limits() -> ResponseReturnValue | None:
    """Before every request: end a session that is too old; lead to the set-up of two steps where a role needs it."""
    if request.endpoint in ALWAYS_OPEN:
        return None
    user = signed_in_user()
    if user is None:
        return None
    if _is_too_old():
        end_session()
        flash("You were signed in for a week, so please sign in again. Your work is where you left it.", "watch")
        return redirect(url_for("people.sign_in", next=_here()))
    if request.endpoint not in OPEN_WITHOUT_TWO_STEPS and not user.has_two_steps and needs_two_steps(user):
        return redirect(url_for("people.two_steps", next=_here()))
    return None


def _is_too_old() -> bool:
    """Whether a week has passed; until then the session is renewed now and then, so that only an idle one ends."""
    now = utc_now()
    began_at = datetime.fromisoformat(session.setdefault("began_at", now.isoformat()))
    renewed_at = datetime.fromisoformat(session.setdefault("renewed_at", now.isoformat()))
    if now - renewed_at > RENEWED_EVERY:
        session["renewed_at"] = now.isoformat()
    return now - began_at > (ENDS_AFTER if request.method == "GET" else ENDS_AFTER + TIME_TO_SAVE)


def _here() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
