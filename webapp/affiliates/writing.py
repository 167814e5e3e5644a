"""Writing the profile, section by section; each saves on its own and by itself."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.affiliates import ProfileSectionForm, profile_section_form, profile_values, tick_of
from webapp.access import guarded
from webapp.affiliates.blueprint import bp
from webapp.affiliates.loaders import load_with_section
from webapp.proposals.saving import Draft, save_draft
from workflows.affiliates.answers import SECTION_BY_NAME, SECTIONS, Kind
from workflows.affiliates.operations import SavedSection, edition_of, save_profile_section
from workflows.affiliates.queries import Profile, find_affiliate_again
from workflows.db import db
from workflows.people.models import Affiliate
from workflows.permissions import Permission


@bp.route("/<int:affiliate_id>/profile/<section>", methods=["GET", "POST"])
@guarded(Permission.EDIT_PROFILE, load_with_section)
def section(profile: Profile) -> ResponseReturnValue:
    affiliate, name = profile.affiliate, str((request.view_args or {})["section"])
    form = _section_form(affiliate, name)
    onward = _onward_from(affiliate, name)

    def page() -> str:
        return render_template(
            "affiliates/section.html",
            affiliate=affiliate,
            section=SECTION_BY_NAME[name],
            parts=SECTIONS,
            form=form,
            tick_of=tick_of,
            Kind=Kind,
            onward=onward,
        )

    if request.method == "GET":
        return page()

    def keep(session: Session) -> SavedSection:
        return save_profile_section(
            affiliate, name=name, answers=form.answers, expected_version=form.expected_version, session=session
        )

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _section_form(find_affiliate_again(db.session(), affiliate.id), name, posted=False),
            onward_url=lambda: request.path if "stay" in request.form else onward[1],
        )
    )


def _section_form(affiliate: Affiliate, name: str, *, posted: bool = True) -> ProfileSectionForm:
    kept = {question.name: getattr(affiliate, question.name) for question in SECTION_BY_NAME[name].questions}
    values = {**profile_values(SECTION_BY_NAME[name], kept), "version": edition_of(affiliate, name)}
    form = profile_section_form(name)
    return form(data=values) if posted else form(formdata=None, data=values)


def _onward_from(affiliate: Affiliate, name: str) -> tuple[str, str]:
    """(the button's words, where it leads)."""
    names = [section.name for section in SECTIONS]
    later = names[names.index(name) + 1 :]
    if later:
        where = url_for(".section", affiliate_id=affiliate.id, section=later[0])
        return f"Save and go on to {SECTION_BY_NAME[later[0]].title.lower()}", where
    return "Save and return to the profile", url_for(".show", affiliate_id=affiliate.id)
