"""Limits and choices of what people type about themselves and their affiliate."""

from enum import StrEnum

NETWORK_NAME = "National Network Office"
NAME_MAX = 120
EMAIL_MAX = 254
TOWN_MAX = 80
AFFILIATE_CODE_MAX = 20
PASSWORD_MIN = 12
PASSWORD_MAX = 200
CODE_MAX = 30  # a recovery code with its hyphens, and some air

LIST_MAX = 400  # languages, programs, populations: a line of words with commas
BARRIER_NOTE_MAX = 1000


class ServiceMode(StrEnum):
    """How an affiliate meets the people it serves."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    REMOTE = "remote"

    @property
    def words(self) -> str:
        return {"in_person": "In person", "hybrid": "Hybrid: in person and remote", "remote": "Remote"}[self.value]


class Tier(StrEnum):
    """How much accompaniment an affiliate's capacity asks for, least first."""

    LIGHT = "light"
    STANDARD = "standard"
    INTENSIVE = "intensive"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def intensity(self) -> int:
        return list(Tier).index(self)


class DataRoleKind(StrEnum):
    """What somebody in an affiliate does for its data; see `workflows.affiliates.answers.ROLE_PROFILES`."""

    DATA_LEAD = "data_lead"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    DATA_STEWARD = "data_steward"
    ANALYST = "analyst"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


TIME_ZONES: tuple[tuple[str, str], ...] = (
    ("America/New_York", "Eastern Time"),
    ("America/Chicago", "Central Time"),
    ("America/Denver", "Mountain Time"),
    ("America/Phoenix", "Arizona Time"),
    ("America/Los_Angeles", "Pacific Time"),
    ("America/Anchorage", "Alaska Time"),
    ("Pacific/Honolulu", "Hawaii Time"),
    ("America/Puerto_Rico", "Atlantic Time"),
    ("Pacific/Guam", "Chamorro Time"),
)
