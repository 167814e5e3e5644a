"""Forms to invite affiliates: from a file, or one by one; and to give one of them more time."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, EmailField, HiddenField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from forms.base import Form, choices_of
from workflows.enrollments.answers import NOTE_MAX, NewAffiliate, NewPerson
from workflows.people.answers import AFFILIATE_CODE_MAX, EMAIL_MAX, NAME_MAX, TIME_ZONES, TOWN_MAX

NEW = 0  # the choice of the list that asks for a new affiliate
STATE_MAX = 40


class AffiliatesFileForm(Form):
    """The file of affiliates; nothing of it is stored."""

    file = FileField(
        "CSV file or Excel workbook", [FileRequired("Choose a CSV file or an Excel workbook.")],
        description="One line for each affiliate, up to 500 lines and 1 MB.",
    )  # fmt: skip


class ConfirmImportForm(Form):
    """The rows that were previewed, signed, so that exactly what was shown is what is imported."""

    rows = HiddenField()


class InviteOneForm(Form):
    """One affiliate of the network, or a new one. `affiliates` are (id, name)."""

    affiliate = SelectField("Affiliate", coerce=int, default=NEW)
    code = StringField("Code", [Length(max=AFFILIATE_CODE_MAX)], description="As the case database names it: AFF-12.")
    name = StringField("Name", [Length(max=NAME_MAX)])
    town = StringField("Town", [Length(max=TOWN_MAX)])
    state = StringField("State", [Length(max=STATE_MAX)])
    time_zone = SelectField("Time zone", choices=choices_of(TIME_ZONES), default=TIME_ZONES[0][0])
    director_name = StringField(
        "Director’s name", [Length(max=NAME_MAX)], description="Leave it empty where the director has an account."
    )
    director_email = EmailField(
        "Director’s e-mail", [Optional(), Length(max=EMAIL_MAX), Email("This is not an e-mail address yet.")]
    )
    selection_reason = TextAreaField(
        "Why this affiliate?", [Length(max=NOTE_MAX)], description="It stays with the record, for national staff."
    )

    @classmethod
    def among(cls, affiliates: Sequence[tuple[int, str]]) -> "InviteOneForm":
        form = cls()
        form.affiliate.choices = choices_of([(NEW, "A new affiliate, named below"), *affiliates])
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """A new affiliate needs its five answers, and a director is named whole or not at all."""
        is_well = super().validate(extra_validators)
        if self.affiliate.data == NEW:
            for field in (self.code, self.name, self.town, self.state):
                if not (field.data or "").strip():
                    field.errors = [*field.errors, f"Write the {field.label.text.lower()} of the new affiliate."]
                    is_well = False
        name, email = (self.director_name.data or "").strip(), (self.director_email.data or "").strip()
        if bool(name) != bool(email):
            field = self.director_email if name else self.director_name
            field.errors = [*field.errors, "Write the director’s name and e-mail, both."]
            is_well = False
        return is_well

    @property
    def chosen(self) -> int | NewAffiliate:
        """The id of the network's affiliate, or the new one; call after `validate_on_submit()`."""
        if self.affiliate.data != NEW:
            return int(self.affiliate.data)
        given = {name: (self[name].data or "").strip() for name in ("code", "name", "town", "state", "time_zone")}
        return NewAffiliate(**given)

    @property
    def director(self) -> NewPerson | None:
        email = (self.director_email.data or "").strip().lower()
        return NewPerson((self.director_name.data or "").strip(), email) if email else None


class ExtendForm(Form):
    """A later moment for one affiliate's commitment, with the reason."""

    until_on = DateField("New last day", [InputRequired("Choose a day, like 2026-03-20.")])
    until_time = TimeField("Time of day", [Optional()])
    reason = TextAreaField(
        "Why do they get more time?",
        [DataRequired("Say why in a sentence; it stays with the record."), Length(max=NOTE_MAX)],
    )
