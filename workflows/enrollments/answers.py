"""Limits of what people type about an enrollment, and the commitment's text."""

TYPED_NAME_MAX = 120
NOTE_MAX = 2000
COMMITMENT_TEXT = (
    "We take part in the whole program year. Our director supports it, a named data lead has time for it, "
    "our people attend each training session or watch its recording, and we use our own data to improve our services. "
    "We protect the personal data of the people we serve. We may withdraw at any time and say why."
)
