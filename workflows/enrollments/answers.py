"""Limits and choices of what people type about an enrollment, an interest and the affiliate's profile."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from workflows.cohorts.answers import COMMITMENT_TEXT

__all__ = ["COMMITMENT_TEXT"]

TYPED_NAME_MAX = 120
NOTE_MAX = 2000
PEOPLE_MAX = 1_000_000
PROFILE_LIST_MAX = 400
INTEREST_TEXT_MAX = 2000


def digest_of(text: str) -> str:
    """The SHA-256 of a text, by which the words that were shown are recognized when they are signed."""
    return hashlib.sha256(text.encode()).hexdigest()


class RiskTier(StrEnum):
    """How much monitoring the risk of an award asks for (2 CFR 200.332(c)), least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class WayOut(StrEnum):
    """Why an affiliate declines or defers."""

    TIMING = "timing"
    STAFF = "staff"
    MONEY = "money"
    LEADERSHIP = "leadership"
    SYSTEMS = "systems"
    OTHER = "other"

    @property
    def sentence(self) -> str:
        return {
            WayOut.TIMING: "The dates do not fit",
            WayOut.STAFF: "Nobody on staff has the time",
            WayOut.MONEY: "It costs more than we can carry now",
            WayOut.LEADERSHIP: "Our board or leadership decided otherwise",
            WayOut.SYSTEMS: "Our case data or systems are not ready",
            WayOut.OTHER: "Something else",
        }[self]


class Readiness(StrEnum):
    """How an affiliate sees itself before it joins; a conversation starter, never a score."""

    READY = "ready"
    SOON = "soon"
    NEEDS_HELP = "needs_help"

    @property
    def sentence(self) -> str:
        return {
            Readiness.READY: "We could start now",
            Readiness.SOON: "Nearly: one or two things are still to settle",
            Readiness.NEEDS_HELP: "We want to, and need help to get started",
        }[self]


@dataclass(frozen=True, slots=True)
class InterestAnswers:
    """What a director says about joining an open cohort."""

    why: str
    data_lead_name: str
    readiness: Readiness
    readiness_note: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is to be invited; the e-mail in lower case."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class NewAffiliate:
    """An affiliate that is not in the network yet."""

    code: str
    name: str
    town: str
    state: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class AffiliateProfile:
    """What the director confirms about the affiliate with the commitment; a number is None while unknown."""

    staff_count: int | None
    people_served: int | None
    is_rural: bool
    languages: str
    programs: str
