"""Small sites are suggested to each other: a pure score, with the reasons in words that both sides would read alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflows.folding import folded
from workflows.peers.answers import SMALL_STAFF
from workflows.proposals.partners.answers import SUGGESTED_MOST
from workflows.proposals.partners.neighbors import are_neighbors

SAME_SIZE, BOTH_RURAL, ONE_LANGUAGE, ONE_DOMAIN, SAME_STATE, NEXT_STATE = 3, 2, 2, 2, 2, 1
LANGUAGES_COUNTED = DOMAINS_COUNTED = 3
_EVERYWHERE = frozenset({"english"})


@dataclass(frozen=True, slots=True)
class Site:
    """What two affiliates are compared by: what the network knows of each other, and the domains of their goals."""

    affiliate_id: int
    name: str
    town: str
    state: str
    is_rural: bool
    staff_count: int | None
    languages: tuple[str, ...]
    domains: frozenset[str]

    @property
    def is_small(self) -> bool:
        return self.staff_count is not None and self.staff_count <= SMALL_STAFF


@dataclass(frozen=True, slots=True)
class Match:
    """A site that could fit, with how well and why."""

    site: Site
    score: int
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`Small like you, also works with Dari speakers`."""
        first, *rest = self.reasons
        return ", ".join([first, *(reason[0].lower() + reason[1:] for reason in rest)])


def suggest_sites(own: Site, others: Iterable[Site], *, at_most: int = SUGGESTED_MOST) -> tuple[Match, ...]:
    """The best matches, best first and then by name; never the site itself, nor one without anything in common."""
    found = [compare(own, other) for other in others if other.affiliate_id != own.affiliate_id]
    fitting = [match for match in found if match.score]
    return tuple(sorted(fitting, key=lambda match: (-match.score, match.site.name, match.site.affiliate_id)))[:at_most]


def compare(own: Site, other: Site) -> Match:
    """What the two have in common, seen from `own`; the other way round the score and the reasons are the same."""
    points = list(_points(own, other))
    return Match(other, sum(score for score, _ in points), tuple(reason for _, reason in points))


def list_words(text: str) -> tuple[str, ...]:
    """`Dari, Spanish; dari` as its words, each once, in their order."""
    once: dict[str, str] = {}
    for word in text.replace(";", ",").split(","):
        if word.strip():
            once.setdefault(folded(word), word.strip())
    return tuple(once.values())


def _points(own: Site, other: Site) -> Iterator[tuple[int, str]]:
    if own.is_small and other.is_small:
        yield SAME_SIZE, "Small like you"
    if own.is_rural and other.is_rural:
        yield BOTH_RURAL, "Rural like you"
    languages = _shared_languages(own, other)
    if languages:
        yield ONE_LANGUAGE * min(len(languages), LANGUAGES_COUNTED), f"Also works with {_and(languages)} speakers"
    domains = sorted(own.domains & other.domains)
    if domains:
        yield ONE_DOMAIN * min(len(domains), DOMAINS_COUNTED), f"Also has a goal in {_and(domains)}"
    if own.state == other.state:
        yield SAME_STATE, "In the same state"
    elif are_neighbors(own.state, other.state):
        yield NEXT_STATE, "In a neighboring state"


def _shared_languages(own: Site, other: Site) -> list[str]:
    """In the order of the alphabet, spelled as the first of the two by number spells them."""
    theirs = {folded(word) for word in other.languages}
    shared = {folded(word) for word in own.languages} & theirs - _EVERYWHERE
    first = min(own, other, key=lambda site: site.affiliate_id)
    return sorted(word for word in first.languages if folded(word) in shared)


def _and(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
