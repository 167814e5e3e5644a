"""Who proposes: the affiliate's own profile as facts, so that nobody types it twice."""

from collections.abc import Iterator

from workflows.affiliates.answers import ACCESS_BARRIERS
from workflows.people.models import Affiliate


def profile_facts(affiliate: Affiliate) -> tuple[tuple[str, str], ...]:
    """(label, what the profile says), in the order to read them; what the profile does not say yet is left out."""
    return tuple((label, said) for label, said in _facts(affiliate) if said)


def _facts(affiliate: Affiliate) -> Iterator[tuple[str, str]]:
    yield "Affiliate", affiliate.name
    yield "Legal name", affiliate.legal_name
    yield "Where", f"{affiliate.town}, {affiliate.state}" + (", mostly rural" if affiliate.is_rural else "")
    yield "People who work there", _number(affiliate.staff_count)
    yield "People served in the last year", _number(affiliate.people_served)
    yield "Programs", affiliate.programs
    yield "Populations", affiliate.populations
    yield "Languages", affiliate.languages
    yield "How it meets people", affiliate.service_mode.words if affiliate.service_mode else ""
    labels = {barrier.key: barrier.label.partition(":")[0] for barrier in ACCESS_BARRIERS}
    yield "What keeps people away", ", ".join(labels[key] for key in affiliate.access_barriers or () if key in labels)


def _number(count: int | None) -> str:
    return "" if count is None else f"{count:,}"
