"""Forms of signing in, of one's own account, and of people and their roles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Email, Length, Optional, StopValidation

from forms.base import Form
from workflows.people.answers import CODE_MAX, EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, TIME_ZONES
from workflows.permissions import Role

PASSWORD_HINT = f"{PASSWORD_MIN} characters or more. A few words in a row are easy to remember."
ROLE_CHOICES = [SelectChoice("", "Choose a role"), *(SelectChoice(role.value, role.label) for role in Role)]
ZONE_CHOICES = [SelectChoice(zone, name) for zone, name in TIME_ZONES]


def stripped(text: str | None) -> str | None:
    return text.strip() if text else text


def _field(kind: Callable[..., Any], label: str, *checks: Any, autocomplete: str = "off", **options: Any) -> Any:
    """A field with the word by which browsers and password managers know it."""
    render = {"autocomplete": autocomplete, **options.pop("render_kw", {})}
    return kind(label, list(checks), render_kw=render, **options)


def _email(label: str = "E-mail address", autocomplete: str = "username") -> Any:
    return _field(
        EmailField,
        label,
        DataRequired("Type the e-mail address."),
        Length(max=EMAIL_MAX),
        Email("This is no complete e-mail address, such as dana@harbor.example.org."),
        autocomplete=autocomplete,
        filters=[stripped],
    )


def _name(label: str = "Your name", autocomplete: str = "name") -> Any:
    return _field(
        StringField,
        label,
        DataRequired("Type the name."),
        Length(max=NAME_MAX, message=f"Use {NAME_MAX} characters or fewer."),
        autocomplete=autocomplete,
        filters=[stripped],
    )


def _password(label: str = "Password", *, is_new: bool = False) -> Any:
    return _field(
        PasswordField,
        label,
        DataRequired("Type the password."),
        Length(max=PASSWORD_MAX, message=f"Use {PASSWORD_MAX} characters or fewer."),
        autocomplete="new-password" if is_new else "current-password",
        description=PASSWORD_HINT if is_new else "",
    )


def _code(label: str, description: str) -> Any:
    return _field(
        StringField,
        label,
        DataRequired("Type the code."),
        Length(max=CODE_MAX, message="This is longer than any code."),
        autocomplete="one-time-code",
        description=description,
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


def _typed(sentence: str) -> Callable[[Any, Any], None]:
    """Something was typed; unlike `DataRequired` it does not mark as required what every door asks for."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(sentence)

    return check


class SignInForm(Form):
    """The door. The address is not checked for its shape: whatever is wrong, the answer is the same."""

    email = _field(
        EmailField, "E-mail address", _typed("Type your e-mail address."), autocomplete="username", filters=[stripped]
    )
    password = _field(PasswordField, "Password", _typed("Type your password."), autocomplete="current-password")


class CodeForm(Form):
    """The second step of signing in."""

    code = _code("Code", "The six figures that your app shows now, or one of your recovery codes.")


class JoinForm(Form):
    """An invited person names themselves and chooses a password."""

    name = _name()
    password = _password("Choose a password", is_new=True)


class FirstAdministratorForm(Form):
    """The account that a new installation begins with."""

    email = _email("Your e-mail address")
    name = _name()
    password = _password("Choose a password", is_new=True)


class AskForResetForm(Form):
    """A link to choose a new password."""

    email = _email()


class NewPasswordForm(Form):
    """The new password behind a reset link."""

    password = _password("Choose a new password", is_new=True)


class ChangePasswordForm(Form):
    """A new password from somebody who is signed in."""

    current = _password("The password you have")
    password = _password("Choose a new password", is_new=True)


class PasswordAgainForm(Form):
    """The password once more, before something that weakens the account."""

    password = _password("Your password")


class SetUpTwoStepsForm(Form):
    """The first code of a freshly scanned app; `sealed` carries its encrypted secret until then."""

    sealed = HiddenField()
    code = _code("Code", "The six figures that your app shows now.")


@dataclass(frozen=True, slots=True)
class ProfileAnswers:
    name: str
    time_zone: str


class ProfileForm(Form):
    """How a person is named and in which zone hours are shown to them."""

    name = _name()
    time_zone = SelectField("Show times in", choices=ZONE_CHOICES)

    def keep_zone(self, zone: str) -> None:
        """Offer the zone that the person has, when it is not in the list."""
        if zone not in dict(TIME_ZONES):
            self.time_zone.choices = [*ZONE_CHOICES, SelectChoice(zone, zone.replace("_", " "))]

    @property
    def answers(self) -> ProfileAnswers:
        return ProfileAnswers(name=self.name.data or "", time_zone=self.time_zone.data)


@dataclass(frozen=True, slots=True)
class RoleAnswers:
    """`expires_on` is the last day on which the role holds, in the administrator's zone."""

    role: Role
    affiliate_id: int | None
    expires_on: date | None


class RoleForm(Form):
    """One more role for a person. `affiliates` come in as (id, name)."""

    role = SelectField("Role", [DataRequired("Choose what the person does.")], choices=ROLE_CHOICES)
    affiliate = SelectField(
        "Affiliate", coerce=int, description="For the roles inside an affiliate. Leave it empty for national roles."
    )
    expires_on = DateField(
        "Last day", [Optional()], description="An auditor reads for a limited time. Optional for everybody else."
    )

    @classmethod
    def for_affiliates(cls, affiliates: Sequence[tuple[int, str]]) -> "RoleForm":
        form = cls()
        form.affiliate.choices = [
            SelectChoice(0, "None: national office"),
            *(SelectChoice(key, name) for key, name in affiliates),
        ]
        return form

    @property
    def answers(self) -> RoleAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return RoleAnswers(
            role=Role(self.role.data), affiliate_id=self.affiliate.data or None, expires_on=self.expires_on.data
        )


class InvitationForm(RoleForm):
    """A new person with their first role."""

    email = _email(autocomplete="off")
    name = _name("Name", autocomplete="off")
