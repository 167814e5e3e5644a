"""Who holds a data role, and the handover from one data lead to the next."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.affiliates import WITHOUT_ACCOUNT, DataRoleForm, EndRoleForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.affiliates.blueprint import bp
from webapp.affiliates.loaders import load_with_role, load_with_step
from webapp.proposals.saving import Draft, save_draft
from webapp.refusals import refusals_into, status_of
from workflows.affiliates.answers import ROLE_PROFILE
from workflows.affiliates.data_roles import DataRoleAnswers, end_data_role, name_data_role
from workflows.affiliates.handovers import finish_step, reopen_step
from workflows.affiliates.models import DataRole
from workflows.affiliates.queries import Profile, find_current_role, get_step
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound, Stale
from workflows.people.answers import DataRoleKind
from workflows.people.models import Affiliate
from workflows.people.queries import list_people_of
from workflows.permissions import Permission, Role


@bp.route("/<int:affiliate_id>/roles/<data_role>", methods=["GET", "POST"])
@guarded(Permission.NAME_DATA_ROLES, load_with_role)
def role(profile: Profile) -> ResponseReturnValue:
    affiliate, kind = profile.affiliate, _kind()
    held = find_current_role(db.session(), affiliate.id, kind)
    form = _form(affiliate, kind, held)

    def page() -> str:
        return render_template(
            "affiliates/role.html", affiliate=affiliate, held=held, form=form, profile=ROLE_PROFILE[kind]
        )

    if request.method == "GET":
        return page()

    def keep(session: Session) -> DataRole:
        given = form.answers
        return name_data_role(
            affiliate,
            kind,
            DataRoleAnswers(
                user_id=given.user_id,
                name=given.name,
                email=given.email,
                since=given.since,
                hours_a_week=given.hours_a_week,
                backup_name=given.backup_name,
                funding_source=given.funding_source,
                funded_until=given.funded_until,
            ),
            seen=form.seen_holding,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _form(affiliate, kind, find_current_role(db.session(), affiliate.id, kind), posted=False),
            onward_url=lambda: _roles_url(affiliate),
        )
    )


@bp.route("/<int:affiliate_id>/roles/<data_role>/end", methods=["GET", "POST"])
@guarded(Permission.NAME_DATA_ROLES, load_with_role)
def end_role(profile: Profile) -> ResponseReturnValue:
    affiliate, kind = profile.affiliate, _kind()
    held = find_current_role(db.session(), affiliate.id, kind)
    if held is None:
        flash(f"Nobody holds the role {kind.label.lower()} now.", "info")
        return redirect(_roles_url(affiliate), 303)
    form = EndRoleForm(data={"version": str(held.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            if form.expected_version != held.version:
                raise Stale()
            with transaction() as session:
                end_data_role(held, because=str(form.note.data), session=session, actor=actor(), now=utc_now())
            flash(f"{held.name} is no longer {kind.label.lower()}.", "good")
            return redirect(_roles_url(affiliate), 303)
    page = render_template("affiliates/end_role.html", affiliate=affiliate, held=held, form=form, kind=kind)
    return page, status_of(form)


@bp.post("/<int:affiliate_id>/steps/<int:step_id>/done")
@guarded(Permission.FOLLOW_HANDOVER, load_with_step)
def step_done(profile: Profile) -> ResponseReturnValue:
    with transaction() as session:
        step = get_step(session, _step_id(), affiliate_id=profile.affiliate.id)
        finish_step(step, session=session, actor=actor(), now=utc_now())
    flash("Ticked off.", "good")
    return redirect(url_for(".show", affiliate_id=profile.affiliate.id, _anchor="handover"), 303)


@bp.post("/<int:affiliate_id>/steps/<int:step_id>/open")
@guarded(Permission.FOLLOW_HANDOVER, load_with_step)
def step_open(profile: Profile) -> ResponseReturnValue:
    with transaction() as session:
        reopen_step(get_step(session, _step_id(), affiliate_id=profile.affiliate.id), session=session)
    flash("The step is open again.", "good")
    return redirect(url_for(".show", affiliate_id=profile.affiliate.id, _anchor="handover"), 303)


def _form(affiliate: Affiliate, kind: DataRoleKind, held: DataRole | None, *, posted: bool = True) -> DataRoleForm:
    people = list_people_of(db.session(), affiliate.id)
    likely = next((p.id for p in people if _fits(p.roles, kind, affiliate.id)), "")
    values: dict[str, Any] = {
        "seen": held.id if held else 0,
        "version": held.version if held else 0,
        "person": str((held.user_id or WITHOUT_ACCOUNT) if held else likely),
        "since": held.since if held else local_date(utc_now(), affiliate.time_zone),
    }
    if held is not None:
        names = ("hours_a_week", "backup_name", "funding_source", "funded_until")
        values |= {name: getattr(held, name) for name in names}
        values |= {"name": held.name, "email": held.email} if held.user_id is None else {}
    choices = [(person.id, person.name) for person in people]
    if held is not None and held.user_id is not None and held.user_id not in dict(choices):
        choices.append((held.user_id, f"{held.name} (no longer has access)"))
    return (
        DataRoleForm.among(choices, data=values) if posted else DataRoleForm.among(choices, formdata=None, data=values)
    )


_USUAL = {
    DataRoleKind.DATA_LEAD: Role.AFFILIATE_DATA_LEAD,
    DataRoleKind.EXECUTIVE_SPONSOR: Role.AFFILIATE_DIRECTOR,
}


def _fits(roles: Any, kind: DataRoleKind, affiliate_id: int) -> bool:
    return any(r.role is _USUAL.get(kind) and r.affiliate_id == affiliate_id and r.ended_at is None for r in roles)


def _kind() -> DataRoleKind:
    name = str((request.view_args or {})["data_role"])
    if name not in set(DataRoleKind):
        raise NotFound()
    return DataRoleKind(name)


def _step_id() -> int:
    return int((request.view_args or {})["step_id"])


def _roles_url(affiliate: Affiliate) -> str:
    return url_for(".show", affiliate_id=affiliate.id, _anchor="data-roles")
