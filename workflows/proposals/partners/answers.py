"""What is asked about a partner, with its limits, and the words that a partner confirms."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PARTNERS_MAX = 8
ROLE_WORDS_MAX = 80
CONTRIBUTION_MAX = 800
COMMITMENT_MAX = 160
TYPED_NAME_MAX = 120
ANSWER_NOTE_MAX = 500
LINK_WORKS = timedelta(days=30)
ASKED_AGAIN_AFTER = timedelta(days=1)  # nobody's mailbox is filled by somebody else
SIGNED_PARTNERSHIP = "proposal-partner"  # the purpose of the signature, as the page that reads it says it
SUGGESTED_MOST = 5


class PartnerRole(StrEnum):
    """What a partner is to the project."""

    SERVICE_PROVIDER = "service_provider"
    DATA_PARTNER = "data_partner"
    REFERRAL_PARTNER = "referral_partner"
    FUNDER = "funder"
    TRAINING = "training"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PartnerRole.SERVICE_PROVIDER: "Provides services",
    PartnerRole.DATA_PARTNER: "Data partner",
    PartnerRole.REFERRAL_PARTNER: "Refers people",
    PartnerRole.FUNDER: "Gives money",
    PartnerRole.TRAINING: "Trains",
    PartnerRole.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class PartnerAnswers:
    """One partner as typed: an affiliate by its id, or an organization with whom to write to."""

    affiliate_id: int | None
    organization: str
    contact_name: str
    contact_email: str
    role: PartnerRole
    role_words: str
    contribution: str
    commitment: str

    @property
    def promise(self) -> tuple[str, ...]:
        """What the partner would confirm: who and in which capacity. Another contact is not another promise."""
        named = str(self.affiliate_id or self.organization)
        return (named, self.role.value, self.role_words, self.contribution, self.commitment)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A partner's answer: a typed name for a yes or a no; `shown_sha256` is the digest of the words it was given to."""

    confirms: bool
    typed_name: str
    note: str = ""
    shown_sha256: str = ""


def promise_text(*, partner: str, lead: str, title: str, role: str, contribution: str, commitment: str) -> str:
    """The words that a partner confirms, as they are kept with the answer."""
    brings = f"What we bring: {contribution or 'not said yet'}"
    gives = f"\nHours or dollars: {commitment}" if commitment else ""
    return f"{partner} is a partner of {lead} in the project “{title}”.\nRole: {role}\n{brings}{gives}"
