"""The invitation's link, the commitment that it leads to, and what staff do about it: read, extend, remind."""

from collections.abc import Sequence
from datetime import time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.enrollments import CommitmentForm
from forms.invitations import ExtendForm
from forms.people import JoinForm
from webapp.access import guarded, public
from webapp.actors import actor, signed_in_user
from webapp.enrollments.blueprint import bp
from webapp.people import limits, sessions
from webapp.people.links import Invited, Link, LinkIsOver, invited_by
from webapp.refusals import refusals_into, status_of, way_back
from workflows.clock import moment_at, moment_in_words, utc_now
from workflows.db import db, transaction
from workflows.enrollments.answers import digest_of
from workflows.enrollments.commitment import (
    TextChanged,
    extend_commitment,
    remind,
    sign_what_was_shown,
    why_not_extend,
)
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.lifecycle import why_not
from workflows.people.accounts import join
from workflows.people.models import User
from workflows.people.queries import list_people_of
from workflows.permissions import Permission, Role

LAST_MINUTE = time(23, 59)


@bp.errorhandler(LinkIsOver)
def invitation_is_over(_refusal: LinkIsOver) -> ResponseReturnValue:
    return render_template("enrollments/invitation_is_over.html"), 410


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public("whoever has the invitation's link reads the director's mail")
@limits.tries_per_address
def answer_invitation(token: str) -> ResponseReturnValue:
    """One link for everyone: new directors choose a password, others sign in, and all land on the commitment."""
    invited = invited_by(Link.INVITATION, token)
    onward = url_for(".commit", enrollment_id=invited.enrollment_id)
    if signed_in_user() is not None:
        is_theirs = signed_in_user() == invited.user
        return redirect(onward, 303) if is_theirs else _somebody_else(invited)
    if not invited.can_join:
        flash("You have an account already. Sign in, and you are at your invitation.", "info")
        return redirect(url_for("people.sign_in", next=onward), 303)
    form = JoinForm(obj=invited.user)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                join(invited.user, name=form.name.data, password=form.password.data, session=session, now=utc_now())
            sessions.begin_session(invited.user)
            flash("Welcome. Your account is ready; the commitment is next.", "good")
            return redirect(onward, 303)
    enrollment = get_enrollment(db.session(), invited.enrollment_id)
    page = render_template("enrollments/join.html", form=form, user=invited.user, enrollment=enrollment)
    return page, status_of(form)


def _somebody_else(invited: Invited) -> ResponseReturnValue:
    return render_template("enrollments/invitation_of_another.html", user=invited.user), 403


@bp.route("/<int:enrollment_id>/commitment", methods=["GET", "POST"])
@guarded(Permission.COMMIT, get_enrollment)
def commit(enrollment: Enrollment) -> ResponseReturnValue:
    people = list_people_of(db.session(), enrollment.affiliate_id)
    form = CommitmentForm.for_people(
        [(person.id, person.name) for person in people],
        affiliate=enrollment.affiliate,
        data_lead_id=_likely_data_lead(people, enrollment),
        text_sha256=digest_of(enrollment.cohort.commitment_text),
    )
    has_changed = False
    if form.validate_on_submit():
        try:
            with refusals_into(form):
                _sign(enrollment, form)
                flash("Thank you. The national office confirms your place next.", "good")
                return redirect(url_for(".show", enrollment_id=enrollment.id), 303)
        except TextChanged as changed:
            has_changed = True
            form.show_text(digest_of(enrollment.cohort.commitment_text))
            form.form_errors.append(str(changed))
    reasons = [r for r in why_not(enrollment, "commit", actor=actor(), now=utc_now()) if r.where != "commitment"]
    page = render_template("enrollments/commit.html", enrollment=enrollment, form=form, reasons=reasons)
    return page, 409 if has_changed else status_of(form)


def _sign(enrollment: Enrollment, form: CommitmentForm) -> None:
    given = form.answers
    with transaction() as session:
        sign_what_was_shown(
            enrollment,
            shown_sha256=given.shown_sha256,
            typed_name=given.typed_name,
            data_lead=given.data_lead,
            profile=given.profile,
            session=session,
            actor=actor(),
            now=utc_now(),
        )


@bp.get("/<int:enrollment_id>/commitment/signed")
@guarded(Permission.SEE_ENROLLMENT, get_enrollment)
def signed(enrollment: Enrollment) -> ResponseReturnValue:
    """What was signed, word for word, to read and to print."""
    commitment = enrollment.commitment
    signer = db.session.get(User, commitment.signed_by_id) if commitment is not None else None
    return render_template("enrollments/signed.html", enrollment=enrollment, commitment=commitment, signer=signer)


@bp.route("/<int:enrollment_id>/commitment/extend", methods=["GET", "POST"])
@guarded(Permission.INVITE_AFFILIATE, get_enrollment)
def extend(enrollment: Enrollment) -> ResponseReturnValue:
    form = ExtendForm()
    if form.validate_on_submit():
        with refusals_into(form):
            zone = enrollment.cohort.time_zone
            until = moment_at(form.until_on.data, form.until_time.data or LAST_MINUTE, zone)
            reason = (form.reason.data or "").strip()
            with transaction() as session:
                extend_commitment(enrollment, until=until, reason=reason, session=session, actor=actor(), now=utc_now())
            flash(f"{enrollment.affiliate.name} can sign until {moment_in_words(until, zone)}, and is told so.", "good")
            return redirect(url_for(".show", enrollment_id=enrollment.id), 303)
    page = render_template(
        "enrollments/extend.html", enrollment=enrollment, form=form, reasons=why_not_extend(enrollment)
    )
    return page, status_of(form)


@bp.post("/<int:enrollment_id>/remind")
@guarded(Permission.INVITE_AFFILIATE, get_enrollment)
def remind_director(enrollment: Enrollment) -> ResponseReturnValue:
    with transaction() as session:
        remind(enrollment, session=session, actor=actor(), now=utc_now())
    flash(f"A reminder is on its way to the director of {enrollment.affiliate.name}.", "good")
    return redirect(way_back(), 303)


def _likely_data_lead(people: Sequence[User], enrollment: Enrollment) -> int | None:
    leads = (p for p in people if any(r.role is Role.AFFILIATE_DATA_LEAD and r.ended_at is None for r in p.roles))
    return enrollment.data_lead_id or next((person.id for person in leads), None)
