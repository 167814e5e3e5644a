"""Signing in and out; the slice's other pages join the blueprint from their own modules."""

from collections.abc import Sequence
from itertools import groupby

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from config import Settings
from forms.people import CodeForm, SignInForm
from webapp.access import public
from webapp.actors import signed_in_user
from webapp.people import account_routes, directory_routes, limits, link_routes, sessions
from webapp.people.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.people.accounts import check_sign_in, take_second_step
from workflows.people.demo_sign_ins import DEMO_SIGN_INS, DemoSignIn
from workflows.people.models import User
from workflows.people.queries import count_recovery_codes, find_person
from workflows.people.two_step import cipher_from

__all__ = ["account_routes", "bp", "directory_routes", "link_routes"]


@bp.route("/sign-in", methods=["GET", "POST"])
@limits.tries_per_address
@limits.tries_per_typed_account
@public("it is the door")
def sign_in() -> ResponseReturnValue:
    next_page = sessions.safe_next(request.args.get("next"))
    if signed_in_user() is not None:
        return redirect(next_page, 303)
    form = SignInForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as db_session:
                user = check_sign_in(form.email.data, form.password.data, session=db_session)
            return _go_on(user, next_page=next_page)
    elif request.method == "GET" and demo_sign_ins():
        form.email.data = request.args.get("email", "")
        form.password.render_kw = {**form.password.render_kw, "autofocus": bool(form.email.data)}
    page = render_template("people/sign_in.html", form=form, next=request.args.get("next"), groups=demo_sign_ins())
    return page, status_of(form)


def _go_on(user: User, *, next_page: str) -> ResponseReturnValue:
    if user.has_two_steps:
        sessions.expect_second_step(user, next_page=next_page)
        return redirect(url_for(".second_step"), 303)
    sessions.begin_session(user)
    return redirect(next_page, 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limits.tries_per_address
@limits.tries_per_account
@public("the second step of signing in; it knows whose code it waits for from the session")
def second_step() -> ResponseReturnValue:
    awaited = sessions.awaited_second_step()
    user = find_person(db.session(), awaited[0]) if awaited else None
    if awaited is None or user is None or not user.is_active or user.session_epoch != awaited[1]:
        session.pop("second_step", None)
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        with refusals_into(form):
            cipher = cipher_from(_settings().secret_key)
            with transaction() as db_session:
                by_recovery = take_second_step(user, form.code.data, cipher=cipher, session=db_session, now=utc_now())
            sessions.begin_session(user)
            if by_recovery:
                left = count_recovery_codes(db.session(), user.id)
                flash(f"That recovery code is used up; {left} are left. Make new ones in your account.", "watch")
            return redirect(awaited[2], 303)
    return render_template("people/second_step.html", form=form), status_of(form)


@bp.post("/sign-out")
@public("signing out is always possible")
def sign_out() -> ResponseReturnValue:
    sessions.end_session()
    flash("You are signed out.", "good")
    return redirect(url_for(".sign_in"), 303)


def demo_sign_ins() -> Sequence[tuple[str, Sequence[DemoSignIn]]]:
    """The demo world's people by where they work; empty outside the demo world."""
    if not _settings().demo:
        return ()
    return [(place or "National office", list(rows)) for place, rows in groupby(DEMO_SIGN_INS, lambda r: r.affiliate)]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["accompany"]
    return settings
