"""Inviting affiliates into a cohort: from a file, one by one, and what became of the invitations."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.invitations import AffiliatesFileForm, ConfirmImportForm, InviteOneForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.cohorts.blueprint import bp
from webapp.cohorts.glance import quiet_row
from webapp.cohorts.signed_rows import Previewed, read_signed, sign_preview
from webapp.csv_export import stream_csv
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.cohorts.answers import AFFILIATES_FILE_MAX_BYTES
from workflows.cohorts.learning import why_closed
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import db, transaction
from workflows.enrollments.affiliates_file import TEMPLATE, read_affiliates
from workflows.enrollments.invitation_queries import (
    Standing,
    count_standings,
    list_affiliates_outside,
    list_invitations,
    standing_of,
)
from workflows.enrollments.invitations import apply_import, fingerprint_of, plan_import
from workflows.enrollments.one_by_one import OneInvitation, invite_one
from workflows.errors import DomainError
from workflows.people.queries import list_affiliates
from workflows.permissions import Permission
from workflows.training.completion import recompute_cohort


@bp.route("/<int:cohort_id>/affiliates", methods=["GET", "POST"])
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def invite(cohort: Cohort) -> ResponseReturnValue:
    """Choose a file and see what it would do; nothing is written."""
    form = AffiliatesFileForm()
    closed = why_closed(cohort, session=db.session())
    if closed or not form.validate_on_submit():
        return render_template("cohorts/invite.html", cohort=cohort, form=form, closed=closed), status_of(form)
    content = form.file.data.stream.read(AFFILIATES_FILE_MAX_BYTES + 1)
    return _preview(cohort, content, again=form)


@bp.post("/<int:cohort_id>/affiliates/confirm")
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def confirm_invite(cohort: Cohort) -> ResponseReturnValue:
    """Do what the preview said, all of it or nothing; when it would do something else by now, show that first."""
    form = ConfirmImportForm()
    if not form.validate_on_submit():
        return redirect(url_for(".invite", cohort_id=cohort.id), 303)
    previewed = read_signed(form.rows.data or "", **_seal(cohort))
    reading = read_affiliates(previewed.content)
    with transaction() as session:
        planned, clashes = plan_import(reading.rows, cohort, session=session)
        problems = (*reading.problems, *clashes)
        if problems:
            raise DomainError(*(f"Line {p.line}: {p.sentence} {p.fix}" for p in problems))
        is_as_shown = fingerprint_of(planned) == previewed.plan
        if is_as_shown:
            counts = apply_import(planned, cohort, session=session, actor=actor(), now=utc_now())
            recompute_cohort(cohort.id, session=session, now=utc_now())  # new people take part
    if not is_as_shown:
        return _preview(cohort, previewed.content, again=AffiliatesFileForm(formdata=None), is_other=True)
    flash(counts.sentence, "good")
    return redirect(url_for(".show", cohort_id=cohort.id), 303)


def _preview(
    cohort: Cohort, content: bytes, *, again: AffiliatesFileForm, is_other: bool = False
) -> ResponseReturnValue:
    """200 with the button, 422 with the problems, 409 when the file would by now do something else."""
    reading = read_affiliates(content)
    planned, clashes = plan_import(reading.rows, cohort, session=db.session())
    problems = (*reading.problems, *clashes)
    carried = sign_preview(Previewed(content, fingerprint_of(planned)), **_seal(cohort))
    page = render_template(
        "cohorts/preview.html",
        cohort=cohort,
        planned=planned,
        problems=problems,
        form=ConfirmImportForm(formdata=None, rows=carried),
        again=again,
        is_other=is_other,
    )
    return page, 422 if problems else 409 if is_other else 200


@bp.get("/<int:cohort_id>/affiliates/template.csv")
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def template(_cohort: Cohort) -> ResponseReturnValue:
    """The headings alone: a line of example would be invited with the others."""
    return stream_csv("affiliates.csv", TEMPLATE, ())


@bp.route("/<int:cohort_id>/affiliates/one", methods=["GET", "POST"])
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def invite_one_affiliate(cohort: Cohort) -> ResponseReturnValue:
    is_asked = request.method == "GET"  # what was sent may name an affiliate that is in by now: the rule says so then
    affiliates = list_affiliates_outside(db.session(), cohort.id) if is_asked else list_affiliates(db.session())
    form = InviteOneForm.among([(row.id, row.name) for row in affiliates])
    if form.validate_on_submit():
        with refusals_into(form):
            given = OneInvitation(form.chosen, form.director, (form.selection_reason.data or "").strip())
            with transaction() as session:
                enrollment = invite_one(cohort, given, session=session, actor=actor(), now=utc_now())
            flash(f"{enrollment.affiliate.name} is invited. Its director gets the link by mail.", "good")
            return redirect(url_for("enrollments.show", enrollment_id=enrollment.id), 303)
    closed = why_closed(cohort, session=db.session())
    return render_template("cohorts/invite_one.html", cohort=cohort, form=form, closed=closed), status_of(form)


@bp.get("/<int:cohort_id>/invitations")
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def invitations(cohort: Cohort) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    word = request.args.get("state", "")
    standing = Standing(word) if word in set(Standing) else None
    counts = count_standings(session, cohort.id)
    total = counts[standing] if standing is not None else sum(counts.values())
    number = asked_page(total)
    first = (number - 1) * PAGE_SIZE
    rows = list_invitations(session, cohort.id, standing=standing, actor=actor(), first=first, at_most=PAGE_SIZE)
    choices = [("", "Every invitation"), *((s.value, f"{s.label} ({counts[s]})") for s in Standing)]
    return render_template(
        "cohorts/invitations.html",
        cohort=cohort,
        rows=[(quiet_row(row, now=now), standing_of(row), first + place) for place, row in enumerate(rows, start=1)],
        is_line=standing is Standing.WAITING,
        page=TablePage(path=request.path, number=number, total=total, filters={"state": standing or ""}),
        filters=[TableFilter("state", "Show", standing or "", choices)],
        button=Confirmation(),
    )


def _seal(cohort: Cohort) -> dict[str, str]:
    """What the preview is signed for: this cohort and this person."""
    return {"secret": current_app.config["SECRET_KEY"], "purpose": f"affiliates-{cohort.id}-{actor().id}"}
