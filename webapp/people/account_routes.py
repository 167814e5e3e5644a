"""One's own account: name, password, two-step sign-in, open sessions."""

from datetime import datetime

import segno
from cryptography.fernet import Fernet
from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.people import ChangePasswordForm, PasswordAgainForm, ProfileForm, SetUpTwoStepsForm
from webapp.people import limits, sessions
from webapp.people.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import DomainError, Reason
from workflows.people import accounts
from workflows.people.models import User
from workflows.people.operations import list_held
from workflows.people.queries import count_recovery_codes, get_person
from workflows.people.two_step import address_for_app, cipher_from, new_sealed_secret, open_offered_secret


@bp.route("/account", methods=["GET", "POST"])
@sessions.own
def account(user: User) -> ResponseReturnValue:
    form = ProfileForm(obj=user)
    form.keep_zone(user.time_zone)
    if form.validate_on_submit():
        with transaction():
            accounts.change_profile(user, name=form.answers.name, time_zone=form.answers.time_zone)
        flash("Saved.", "good")
        return redirect(url_for(".account"), 303)
    page = render_template(
        "people/account.html",
        form=form,
        user=user,
        roles=list_held(get_person(db.session(), user.id), now=utc_now()),
        began_at=datetime.fromisoformat(session["began_at"]),
        codes_left=count_recovery_codes(db.session(), user.id),
        needs_two_steps=sessions.needs_two_steps(user),
        button=Confirmation(),
    )
    return page, status_of(form)


@bp.route("/account/password", methods=["GET", "POST"])
@limits.tries_per_account
@sessions.own
def change_password(user: User) -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as db_session:
                accounts.change_password(user, current=form.current.data, new=form.password.data, session=db_session)
            sessions.begin_session(user)
            flash("Your password is changed, and your other sessions have ended.", "good")
            return redirect(url_for(".account"), 303)
    return render_template("people/change_password.html", form=form, user=user), status_of(form)


@bp.route("/account/two-step", methods=["GET", "POST"])
@limits.tries_per_account
@sessions.own
def two_steps(user: User) -> ResponseReturnValue:
    next_page = sessions.safe_next(request.args.get("next"))
    if user.has_two_steps:
        return redirect(url_for(".account"), 303)
    form, cipher = SetUpTwoStepsForm(), _cipher()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as db_session:
                codes = accounts.turn_on_two_steps(
                    user,
                    sealed=form.sealed.data,
                    code=form.code.data,
                    cipher=cipher,
                    session=db_session,
                    now=utc_now(),
                )
            sessions.begin_session(user)
            return _show_codes(codes, next_page=next_page)
    secret = _offer_secret(form, user, cipher=cipher)
    address = address_for_app(secret, email=user.email)
    page = render_template(
        "people/two_steps.html",
        form=form,
        is_needed=sessions.needs_two_steps(user),
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1c2a2e", light="#ffffff"),
        key=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )
    return page, status_of(form)


def _offer_secret(form: SetUpTwoStepsForm, user: User, *, cipher: Fernet) -> str:
    """The secret that the form carries already, else a fresh one: a wrong code must not mean scanning again."""
    now = utc_now()
    if form.sealed.data:
        try:
            return open_offered_secret(cipher, form.sealed.data, user_id=user.id, now=now)
        except DomainError:
            form.code.data = ""
    form.sealed.data = new_sealed_secret(cipher, user_id=user.id, now=now)
    return open_offered_secret(cipher, form.sealed.data, user_id=user.id, now=now)


@bp.route("/account/two-step/off", methods=["GET", "POST"])
@limits.tries_per_account
@sessions.own
def turn_off_two_steps(user: User) -> ResponseReturnValue:
    if sessions.needs_two_steps(user):
        raise DomainError(Reason("Your role reaches every affiliate, so it asks for two-step sign-in."))
    form = PasswordAgainForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as db_session:
                accounts.require_password(user, form.password.data)
                accounts.turn_off_two_steps(user, session=db_session)
            sessions.begin_session(user)
            flash("Two-step sign-in is off. Your password alone opens your account now.", "watch")
            return redirect(url_for(".account"), 303)
    return render_template("people/turn_off_two_steps.html", form=form), status_of(form)


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@limits.tries_per_account
@sessions.own
def new_recovery_codes(user: User) -> ResponseReturnValue:
    if not user.has_two_steps:
        return redirect(url_for(".two_steps"), 303)
    form = PasswordAgainForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as db_session:
                accounts.require_password(user, form.password.data)
                codes = accounts.renew_recovery_codes(user, session=db_session, now=utc_now())
            return _show_codes(codes, next_page=url_for(".account"))
    return render_template("people/new_recovery_codes.html", form=form), status_of(form)


@bp.post("/account/sign-out-everywhere")
@sessions.own
def sign_out_everywhere(user: User) -> ResponseReturnValue:
    with transaction():
        accounts.end_all_sessions(user)
    sessions.begin_session(user)
    flash("You are signed out everywhere else.", "good")
    return redirect(url_for(".account"), 303)


def _show_codes(codes: tuple[str, ...], *, next_page: str) -> ResponseReturnValue:
    """The answer of the post itself: the codes are nowhere but on this page."""
    return render_template("people/recovery_codes.html", codes=codes, next_page=next_page)


def _cipher() -> Fernet:
    return cipher_from(current_app.extensions["accompany"].secret_key)
