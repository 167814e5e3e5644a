"""Forms of signing: a typed name under a document, and a file or fingerprint to check."""

from dataclasses import dataclass

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from forms.base import Form
from workflows.signing import answers


class SignatureForm(Form):
    """A typed name under the file that was on the page."""

    document_sha256 = HiddenField()
    typed_name = StringField(
        "Type your full name to sign",
        [DataRequired("Type your full name; it is your signature."), Length(max=answers.TYPED_NAME_MAX)],
    )
    agrees = BooleanField("I sign this agreement", [DataRequired("Tick the box to sign.")])

    @property
    def answer(self) -> str:
        return (self.typed_name.data or "").strip()

    @property
    def seen_sha256(self) -> str:
        return self.document_sha256.data or ""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know about: a file that is still open, or the digest of one."""

    file: FileStorage | None
    sha256: str | None


class VerifyForm(Form):
    """A file, or its fingerprint."""

    file = FileField("The file", description="The Word file as you got it. It is compared in memory and not kept.")
    fingerprint = StringField(
        "Or its fingerprint (SHA-256)",
        description="64 signs from 0 to 9 and a to f, as the certificate shows them.",
    )

    def validate(self, extra_validators: object = None) -> bool:
        """One of the two, and a fingerprint that can be one."""
        if not super().validate(extra_validators):
            return False
        typed = (self.fingerprint.data or "").strip()
        if self.file.data:
            return True
        sentence = "" if answers.digest_of(typed) else "A fingerprint has 64 signs, from 0 to 9 and from a to f."
        if not typed:
            sentence = "Choose the file, or paste its fingerprint."
        if sentence:
            self.fingerprint.errors = [sentence]
        return not sentence

    @property
    def answers(self) -> Question:
        """The checked question; the file counts where both were given."""
        return Question(self.file.data or None, answers.digest_of(self.fingerprint.data or ""))
