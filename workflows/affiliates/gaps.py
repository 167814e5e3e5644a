"""What is missing in an affiliate's data roles, in sentences: flags for pages, heaviest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.affiliates.answers import FUNDING_ENDS_WITHIN, ROLE_PROFILES
from workflows.affiliates.models import DataRole
from workflows.people.answers import DataRoleKind


@dataclass(frozen=True, slots=True)
class RoleGap:
    """One flag: about which role, in how many words, and whether somebody must act (`is_vacancy`) or look soon."""

    kind: DataRoleKind
    words: str
    sentence: str
    is_vacancy: bool

    @property
    def tone(self) -> str:
        return "late" if self.is_vacancy else "watch"


def list_gaps(held: Sequence[DataRole], *, today: date) -> tuple[RoleGap, ...]:
    """The flags of one affiliate; `held` are its data roles that have not ended, with their accounts."""
    filled = {role.kind: role for role in held if role.is_filled}
    vacant = [_vacancy(row.kind) for row in ROLE_PROFILES if row.is_needed and row.kind not in filled]
    lead = filled.get(DataRoleKind.DATA_LEAD)
    softer = [_funding_ends(role, today=today) for role in filled.values() if ends_soon(role, today=today)]
    if lead is not None and not lead.backup_name.strip():
        softer.append(RoleGap(lead.kind, "No backup", f"Nobody stands in for {lead.name}. Name a backup.", False))
    return (*vacant, *softer)


def ends_soon(role: DataRole, *, today: date) -> bool:
    """Whether the role's money ends within 90 days, or has ended."""
    return role.funded_until is not None and role.funded_until <= today + FUNDING_ENDS_WITHIN


def _vacancy(kind: DataRoleKind) -> RoleGap:
    word = kind.label.lower()
    return RoleGap(kind, f"No {word}", f"Nobody is {word}. Name who takes it, even if only for a while.", True)


def _funding_ends(role: DataRole, *, today: date) -> RoleGap:
    assert role.funded_until is not None
    word, days = role.kind.label, (role.funded_until - today).days
    when = f"ends in {days} {'day' if days == 1 else 'days'}" if days > 0 else "has ended"
    sentence = f"The funding of the {word.lower()} {when}. Plan early how the role goes on."
    return RoleGap(role.kind, "Funding ends soon" if days > 0 else "Funding has ended", sentence, False)
