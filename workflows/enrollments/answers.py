"""Limits of what people type about an enrollment, the affiliate's profile, and the commitment's text."""

from dataclasses import dataclass

TYPED_NAME_MAX = 120
NOTE_MAX = 2000
PEOPLE_MAX = 1_000_000
PROFILE_LIST_MAX = 400
COMMITMENT_TEXT = (
    "We take part in the whole program year. Our director supports it, a named data lead has time for it, "
    "our people attend each training session or watch its recording, and we use our own data to improve our services. "
    "We protect the personal data of the people we serve. We may withdraw at any time and say why."
)


@dataclass(frozen=True, slots=True)
class AffiliateProfile:
    """What the director confirms about the affiliate with the commitment; a number is None while unknown."""

    staff_count: int | None
    people_served: int | None
    is_rural: bool
    languages: str
    programs: str
