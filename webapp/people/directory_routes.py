"""People and their roles, for administrators."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.people import InvitationForm, RoleForm
from webapp.access import guarded
from webapp.actors import actor, signed_in_user
from webapp.people.blueprint import bp
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.people import operations
from workflows.people.models import RoleAssignment, User
from workflows.people.queries import (
    INACTIVE,
    WITHOUT_ROLE,
    PeopleFilter,
    count_people,
    get_person,
    get_role_assignment,
    list_affiliates,
    list_people,
)
from workflows.permissions import Permission, Role

ROLE_FILTER = (
    ("", "Everybody"),
    *((role.value, role.label) for role in Role),
    (WITHOUT_ROLE, "Without a role"),
    (INACTIVE, "Deactivated"),
)


@bp.get("/people")
@guarded(Permission.MANAGE_USERS)
def index() -> ResponseReturnValue:
    wanted = PeopleFilter(text=request.args.get("text", ""), role=request.args.get("role", ""))
    now = utc_now()
    session = db.session()
    total = count_people(session, wanted, now=now)
    number = asked_page(total)
    page = TablePage(
        path=request.path,
        number=number,
        total=total,
        filters={"text": wanted.text, "role": wanted.role},
    )
    people = list_people(session, wanted, now=now, offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    return render_template(
        "people/index.html",
        rows=[(person, operations.list_held(person, now=now)) for person in people],
        page=page,
        filters=[
            TableFilter("text", "Name or e-mail", wanted.text),
            TableFilter("role", "Role", wanted.role, ROLE_FILTER),
        ],
        without_role=count_people(session, PeopleFilter(role=WITHOUT_ROLE), now=now),
    )


@bp.route("/people/add", methods=["GET", "POST"])
@guarded(Permission.MANAGE_USERS)
def add() -> ResponseReturnValue:
    form = InvitationForm.for_affiliates([(a.id, a.name) for a in list_affiliates(db.session())])
    if form.validate_on_submit():
        given = form.answers
        with refusals_into(form):
            with transaction() as session:
                person = operations.invite_person(
                    email=form.email.data,
                    name=form.name.data,
                    role=given.role,
                    affiliate_id=given.affiliate_id,
                    expires_at=_end_of(given.expires_on),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(_after_inviting(person), "good")
            return redirect(url_for(".show", person_id=person.id), 303)
    return render_template("people/add.html", form=form), status_of(form)


def _after_inviting(person: User) -> str:
    if person.joined_at is None:
        return f"{person.name} gets the invitation by mail in a moment. The link works for 14 days."
    return f"{person.name} had an account already and holds the role now."


@bp.get("/people/<int:person_id>")
@guarded(Permission.MANAGE_USERS, get_person)
def show(person: User) -> ResponseReturnValue:
    now = utc_now()
    session = db.session()
    held = operations.list_held(person, now=now)
    return render_template(
        "people/show.html",
        person=person,
        held=[(role, operations.why_not_end_role(role, session=session, now=now)) for role in held],
        ended=[role for role in person.roles if role not in held],
        why_not_deactivate=operations.why_not_deactivate(person, session=session, actor=actor(), now=now),
        button=Confirmation(),
    )


@bp.route("/people/<int:person_id>/roles", methods=["GET", "POST"])
@guarded(Permission.MANAGE_USERS, get_person)
def give_role(person: User) -> ResponseReturnValue:
    form = RoleForm.for_affiliates([(a.id, a.name) for a in list_affiliates(db.session())])
    if form.validate_on_submit():
        given = form.answers
        with refusals_into(form):
            with transaction() as session:
                operations.give_role(
                    person,
                    role=given.role,
                    affiliate_id=given.affiliate_id,
                    expires_at=_end_of(given.expires_on),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{person.name} now has the role {given.role.label.lower()}.", "good")
            return redirect(url_for(".show", person_id=person.id), 303)
    return render_template("people/give_role.html", form=form, person=person), status_of(form)


@bp.post("/people/roles/<int:assignment_id>/end")
@guarded(Permission.MANAGE_USERS, get_role_assignment)
def end_role(held: RoleAssignment) -> ResponseReturnValue:
    with transaction() as session:
        operations.end_role(held, session=session, actor=actor(), now=utc_now())
    return _back_to(held.user, f"{held.user.name} is no longer {held.role.label.lower()}.")


@bp.post("/people/<int:person_id>/deactivate")
@guarded(Permission.MANAGE_USERS, get_person)
def deactivate(person: User) -> ResponseReturnValue:
    with transaction() as session:
        operations.deactivate(person, session=session, actor=actor(), now=utc_now())
    return _back_to(person, f"{person.name} can no longer sign in.")


@bp.post("/people/<int:person_id>/reactivate")
@guarded(Permission.MANAGE_USERS, get_person)
def reactivate(person: User) -> ResponseReturnValue:
    with transaction():
        operations.reactivate(person)
    return _back_to(person, f"{person.name} can sign in again.")


@bp.post("/people/<int:person_id>/invite-again")
@guarded(Permission.MANAGE_USERS, get_person)
def invite_again(person: User) -> ResponseReturnValue:
    with transaction() as session:
        operations.invite_again(person, session=session, actor=actor(), now=utc_now())
    return _back_to(person, f"{person.name} gets the invitation again in a moment.")


@bp.post("/people/<int:person_id>/reset-two-step")
@guarded(Permission.MANAGE_USERS, get_person)
def reset_two_steps(person: User) -> ResponseReturnValue:
    with transaction() as session:
        operations.reset_two_steps(person, session=session)
    return _back_to(person, f"{person.name} is signed out everywhere and sets two-step sign-in up again.")


def _back_to(person: User, sentence: str) -> ResponseReturnValue:
    flash(sentence, "good")
    return redirect(url_for(".show", person_id=person.id), 303)


def _end_of(day: date | None) -> datetime | None:
    """The first moment after this day, where the administrator is."""
    user = signed_in_user()
    if day is None or user is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(user.time_zone))
