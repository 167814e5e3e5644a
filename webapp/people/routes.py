"""Signing in and out, and one's own account."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from webapp.access import guarded, public
from workflows.permissions import Permission

bp = Blueprint("people", __name__)


@bp.get("/sign-in")
@public("it is the door")
def sign_in() -> ResponseReturnValue:
    return render_template("people/sign_in.html")


@bp.post("/sign-out")
@public("signing out is always possible")
def sign_out() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for(".sign_in"), 303)


@bp.get("/account")
@guarded(Permission.SEE_HOME)
def account() -> ResponseReturnValue:
    return render_template("people/account.html")
