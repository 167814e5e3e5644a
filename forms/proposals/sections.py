"""The sections of a proposal as forms, made from the table of what is asked."""

from typing import Any

from wtforms import (
    BooleanField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, NumberRange, Optional

from forms.proposals.fields import Whole, as_text, choices_among, clean
from forms.proposals.shared import SharedForm
from workflows.proposals.answers import SECTION_BY_NAME, Field, Kind, Section


class SectionForm(SharedForm):
    """What the sections of text have in common. A draft may be empty anywhere; only limits are checked."""

    section: Section

    @property
    def answers(self) -> dict[str, Any]:
        """By field name, ready to keep: text, a whole number, a tick, or None."""
        return {field.name: self[field.name].data for field in self.section.fields}


def section_form(name: str) -> type[SectionForm]:
    """The form class of one section of `answers.SECTIONS`."""
    return _SECTION_FORMS[name]


def _field(field: Field) -> UnboundField:
    common: dict[str, Any] = {"description": field.hint}
    if field.kind is Kind.TICK:
        return BooleanField(field.label, **common)
    if field.kind is Kind.NUMBER:
        bounds = NumberRange(0, field.most, f"Write a number from 0 to {field.most:,}.")
        return Whole(field.label, [Optional(), bounds], **common)
    if field.kind is Kind.CHOICE:
        return SelectField(field.label, choices=choices_among(field.choices), coerce=as_text, **common)
    limit = Length(max=field.most, message=f"At most {field.most:,} characters. Shorten it a little.")
    if field.kind is Kind.LINE:
        return StringField(field.label, [limit], filters=[clean], **common)
    rows = 4 if field.most <= 800 else 9
    return TextAreaField(field.label, [limit], filters=[clean], render_kw={"rows": rows}, **common)


_SECTION_FORMS: dict[str, type[SectionForm]] = {
    section.name: type(
        f"{section.name.title()}Form",
        (SectionForm,),
        {"section": section} | {field.name: _field(field) for field in section.fields},
    )
    for section in SECTION_BY_NAME.values()
}
