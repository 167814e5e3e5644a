"""The pages behind a link from a message: joining, a new password, the first administrator."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.people import AskForResetForm, FirstAdministratorForm, JoinForm, NewPasswordForm
from webapp.access import public
from webapp.people import limits, sessions
from webapp.people.blueprint import bp
from webapp.people.links import Link, LinkIsOver, person_behind, read_token
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.people.accounts import ask_for_password_reset, join, join_as_first_administrator
from workflows.people.passwords import choose_password
from workflows.people.queries import count_administrators


@bp.errorhandler(LinkIsOver)
def link_is_over(_refusal: LinkIsOver) -> ResponseReturnValue:
    return render_template("people/link_is_over.html"), 410


@bp.route("/join/<token>", methods=["GET", "POST"])
@public("whoever has the invitation's link was invited")
@limits.tries_per_address
def join_by_link(token: str) -> ResponseReturnValue:
    user = person_behind(Link.JOIN, token)
    if user.joined_at is not None:
        raise LinkIsOver
    form = JoinForm(obj=user)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                join(user, name=form.name.data, password=form.password.data, session=session, now=utc_now())
            sessions.begin_session(user)
            flash("Welcome. Your account is ready.", "good")
            return redirect(url_for("home.show"), 303)
    return render_template("people/join.html", form=form, user=user), status_of(form)


@bp.route("/forgot-password", methods=["GET", "POST"])
@public("people who cannot sign in ask here")
@limits.links_per_address
@limits.links_per_account
def ask_for_reset() -> ResponseReturnValue:
    form = AskForResetForm()
    if form.validate_on_submit():
        with transaction() as session:
            ask_for_password_reset(form.email.data, session=session, now=utc_now())
        return render_template("people/reset_asked.html", email=form.email.data)
    return render_template("people/ask_for_reset.html", form=form), status_of(form)


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@public("whoever has the link reads the account's mail")
@limits.tries_per_address
def reset_password(token: str) -> ResponseReturnValue:
    user = person_behind(Link.RESET_PASSWORD, token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                choose_password(user, form.password.data, session=session)
            flash("Your new password is set, and every open session has ended. Sign in with it.", "good")
            return redirect(url_for(".sign_in"), 303)
    return render_template("people/reset_password.html", form=form, user=user), status_of(form)


@bp.route("/first-administrator/<token>", methods=["GET", "POST"])
@public("whoever started the installation has the link, and it works only while nobody administers")
@limits.tries_per_address
def first_administrator(token: str) -> ResponseReturnValue:
    read_token(Link.FIRST_ADMINISTRATOR, token)
    if count_administrators(db.session(), now=utc_now()):
        raise LinkIsOver
    form = FirstAdministratorForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                user = join_as_first_administrator(
                    email=form.email.data,
                    name=form.name.data,
                    password=form.password.data,
                    session=session,
                    now=utc_now(),
                )
            sessions.begin_session(user)
            flash("Welcome. You are the first administrator of this installation.", "good")
            return redirect(url_for("home.show"), 303)
    return render_template("people/first_administrator.html", form=form), status_of(form)
