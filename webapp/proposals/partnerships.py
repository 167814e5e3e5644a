"""What a partner sees and answers: an affiliate's people in the application, an organization through its link."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.proposals.partners import PartnershipForm
from webapp.access import allows, guarded, public
from webapp.actors import actor
from webapp.people import limits
from webapp.people.links import Link, LinkIsOver, read_token
from webapp.proposals.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.partners.answering import (
    PromiseChanged,
    answer_as_affiliate,
    answer_by_link,
    is_over,
    why_not_answer,
)
from workflows.proposals.partners.models import Partner
from workflows.proposals.partners.queries import Partnership, get_partner, get_partnership

THANKS = {True: "Thank you: you confirmed the partnership.", False: "Thank you for your answer."}


@bp.errorhandler(LinkIsOver)
def partner_link_is_over(_refusal: LinkIsOver) -> ResponseReturnValue:
    return render_template("proposals/partner_link_is_over.html"), 410


@bp.get("/partnerships/<int:partner_id>")
@guarded(Permission.SEE_PARTNERSHIP, get_partnership)
def partnership(partnership: Partnership) -> ResponseReturnValue:
    return _page(partnership, _fresh_form(partnership.partner))


@bp.post("/partnerships/<int:partner_id>")
@guarded(Permission.ANSWER_PARTNERSHIP, get_partnership)
def answer_partnership(partnership: Partnership) -> ResponseReturnValue:
    form, partner, has_changed = PartnershipForm(), partnership.partner, False
    if form.validate():
        try:
            with refusals_into(form):
                with transaction() as session:
                    answer_as_affiliate(partnership, form.given, session=session, actor=actor(), now=utc_now())
                flash(THANKS[form.given.confirms], "good")
                return redirect(url_for(".partnership", partner_id=partner.id), 303)
        except PromiseChanged as changed:
            has_changed = _show_again(form, partner, changed)
    return _page(partnership, form), 409 if has_changed else status_of(form)


@bp.route("/partner/<token>", methods=["GET", "POST"])
@public("whoever has the link reads the mail of the organization that is asked")
@limits.links_per_address
def answer_by_mail(token: str) -> ResponseReturnValue:
    """The page of an organization without an account: who asks, for which project, and what it would bring."""
    partner, asked_round = _partner_behind(token)
    form, has_changed = PartnershipForm(), False
    if form.validate_on_submit():
        try:
            with refusals_into(form):
                with transaction() as session:
                    answer_by_link(partner, form.given, asked_round=asked_round, session=session, now=utc_now())
                flash(THANKS[form.given.confirms], "good")
                return redirect(url_for(".answer_by_mail", token=token), 303)
        except PromiseChanged as changed:
            has_changed = _show_again(form, partner, changed)
    elif not form.is_submitted():
        form = _fresh_form(partner)
    page = render_template("proposals/partner_answer.html", form=form, reasons=why_not_answer(partner), partner=partner)
    return page, 409 if has_changed else status_of(form)


def _partner_behind(token: str) -> tuple[Partner, int]:
    """The partner and the number of the asking; raises LinkIsOver for a foreign, old or ended link."""
    content = read_token(Link.PARTNER, token)
    try:
        partner = get_partner(db.session(), int(content["partner"]))
    except NotFound as gone:
        raise LinkIsOver from gone
    if is_over(partner, int(content["round"])):
        raise LinkIsOver
    return partner, int(content["round"])


def _fresh_form(partner: Partner) -> PartnershipForm:
    return PartnershipForm(formdata=None, data={"shown_sha256": partner.text_sha256})


def _show_again(form: PartnershipForm, partner: Partner, changed: PromiseChanged) -> bool:
    """The words as they are now, with everything that was typed."""
    form.show_text(partner.text_sha256)
    form.form_errors.append(str(changed))
    return True


def _page(partnership: Partnership, form: PartnershipForm) -> str:
    partner = partnership.partner
    return render_template(
        "proposals/partnership.html",
        partner=partner,
        form=form,
        reasons=why_not_answer(partner),
        answers_here=allows(Permission.ANSWER_PARTNERSHIP, partnership),
        reads_here=allows(Permission.SEE_PROPOSAL, partner.proposal),
    )
