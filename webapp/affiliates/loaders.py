"""What an address below an affiliate names besides the affiliate itself."""

from sqlalchemy.orm import Session

from workflows.affiliates.answers import SECTION_BY_NAME
from workflows.affiliates.queries import Profile, get_entry, get_profile, get_step
from workflows.errors import NotFound
from workflows.people.answers import DataRoleKind


def load_with_section(session: Session, *, affiliate_id: int, section: str) -> Profile:
    """The affiliate, once the section is known to exist; raises NotFound."""
    if section not in SECTION_BY_NAME:
        raise NotFound()
    return get_profile(session, affiliate_id)


def load_with_role(session: Session, *, affiliate_id: int, data_role: str) -> Profile:
    """The affiliate, once the data role is known to exist; raises NotFound."""
    if data_role not in set(DataRoleKind):
        raise NotFound()
    return get_profile(session, affiliate_id)


def load_with_step(session: Session, *, affiliate_id: int, step_id: int) -> Profile:
    """The affiliate, once the handover step is known to be one of its own; raises NotFound."""
    get_step(session, step_id, affiliate_id=affiliate_id)
    return get_profile(session, affiliate_id)


def load_with_entry(session: Session, *, affiliate_id: int, entry_id: int) -> Profile:
    """The affiliate, once the entry is known to stand in its log; raises NotFound."""
    get_entry(session, entry_id, affiliate_id=affiliate_id)
    return get_profile(session, affiliate_id)
