"""The director's certification."""

from wtforms import (
    BooleanField,
    StringField,
)
from wtforms.validators import DataRequired, Length

from forms.base import Form
from forms.proposals.fields import clean
from workflows.proposals.answers import TYPED_NAME_MAX


class CertifyForm(Form):
    """The director's certification."""

    typed_name = StringField(
        "Type your full name to certify",
        [DataRequired("Type your full name; it is your signature."), Length(max=TYPED_NAME_MAX)],
        filters=[clean],
    )
    certifies = BooleanField("I certify this for our organization", [DataRequired("Tick the box to certify.")])
