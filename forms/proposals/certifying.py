"""The director's certification, and the words with which a proposal goes back."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forms.base import Form
from forms.proposals.fields import clean
from workflows.proposals.answers import SENT_BACK_MAX, TYPED_NAME_MAX


class CertifyForm(Form):
    """The director's certification; `seen` is the digest of what was read."""

    seen = HiddenField()
    typed_name = StringField(
        "Type your full name to certify",
        [DataRequired("Type your full name; it is your signature."), Length(max=TYPED_NAME_MAX)],
        filters=[clean],
    )
    certifies = BooleanField("I certify this for our organization", [DataRequired("Tick the box to certify.")])


class SendBackForm(Form):
    """What the director asks for before certifying."""

    note = TextAreaField(
        "What should be different?",
        [DataRequired("Say in a sentence what you ask for."), Length(max=SENT_BACK_MAX)],
        filters=[clean],
        description="Whoever pressed submit gets a message, and your words stand on the proposal’s last page.",
        render_kw={"rows": 5},
    )
