"""Suppression: what may be shown of a figure, the same on screen, in Word and in CSV."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.hiding import Hidden, Line, hide_counts, is_small


@dataclass(frozen=True, slots=True)
class Profile:
    """What is hidden from one kind of reader: counts below min_cell, rates of fewer than min_denominator."""

    name: str
    min_cell: int
    min_denominator: int


# Thresholds: CMS bars counts of 1 to 10 (resdac.org); fewer than 5 inside the network is common practice.
PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        #       name                  cell  denominator
        Profile("internal_affiliate",   1,   1),
        Profile("network_internal",     5,   5),
        Profile("external_default",    11,  11),
        Profile("sensitive_topics",    11,  20),
    )
}  # fmt: skip
SENSITIVE_TOPICS = frozenset({"health", "mental health", "GBV", "LGBTQ+", "status"})

COMPLEMENTARY_TEXT = "suppressed (complementary)"
SMALL_GROUP_TEXT = "suppressed (small group)"
NOBODY_TEXT = "no one counted"


@dataclass(frozen=True, slots=True)
class DisplayedFigure:
    """A figure as it may be shown: texts ready for any medium. A hidden figure shows none of its numbers."""

    code: str
    site: str
    value: str
    numerator: str
    denominator: str
    n: str
    hidden: Hidden | None


def profile_for(name: str, *, topics: Collection[str]) -> Profile:
    """The named profile, or the stricter one for sensitive topics when readers are outside the network."""
    is_sensitive = name == "external_default" and not SENSITIVE_TOPICS.isdisjoint(topics)
    return PROFILES["sensitive_topics" if is_sensitive else name]


def suppress(figures: Iterable[Figure], profile: Profile) -> list[DisplayedFigure]:
    """Figures as they may be shown together, in the order given; figures of one code stand side by side.

    ALL_SITES counts as the total of the sites beside it. Pass every figure of one publication in one
    call: what is hidden in a site depends on what the others show.
    """
    shown: list[DisplayedFigure] = []
    for _, group in groupby(figures, key=lambda figure: figure.code):
        by_site = {figure.site: figure for figure in group}
        hidden = _hidden_sites(by_site, profile)
        shown.extend(_display(figure, hidden.get(site), profile) for site, figure in by_site.items())
    return shown


def hidden_words(hidden: Hidden, profile: Profile) -> str:
    """What a page, a chart and a file say in place of a hidden figure."""
    return f"hidden, fewer than {profile.min_cell}" if hidden is Hidden.SMALL else "hidden to protect a small group"


def suppress_row(counts: Mapping[str, int], *, total: int | None, profile: Profile) -> dict[str, str]:
    """One row of counts as texts, under "total" the total if there is one.

    {"DRC": 34, "Syria": 17, "Burma": 12, "Eritrea": 4}, total 67, external: Eritrea "<11", and Burma
    suppressed as well, or 67 less 34, 17 and 12 would tell.
    """
    names = tuple(counts)
    cells = dict(counts) if total is None else {**counts, "total": total}
    lines = [] if total is None else [Line(names, "total")]
    hidden = hide_counts(cells, lines, min_cell=profile.min_cell)
    return {name: _count_text(count, hidden.get(name), profile) for name, count in cells.items()}


def suppress_table(counts: Mapping[tuple[str, str], int], profile: Profile) -> dict[tuple[str, str], str]:
    """Counts by (row, column) as texts, with the totals under "total", so that no row or column tells."""
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    columns = tuple(dict.fromkeys(column for _, column in counts))
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        cells[row, "total"] = sum(cells[row, column] for column in columns)
    for column in (*columns, "total"):
        cells["total", column] = sum(cells[row, column] for row in rows)
    lines = [Line(tuple((row, name) for name in columns), (row, "total")) for row in (*rows, "total")]
    lines += [Line(tuple((name, column) for name in rows), ("total", column)) for column in (*columns, "total")]
    hidden = hide_counts(cells, lines, min_cell=profile.min_cell)
    return {key: _count_text(count, hidden.get(key), profile) for key, count in cells.items()}


def moved_by_few(new: Iterable[Figure], published: Iterable[Figure], profile: Profile) -> list[Figure]:
    """New figures that differ from the last published ones by so few that the difference tells on them."""
    before = {(figure.code, figure.site): figure for figure in published}
    pairs = [(figure, before[figure.code, figure.site]) for figure in new if (figure.code, figure.site) in before]
    return [figure for figure, old in pairs if _differs_by_few(figure, old, profile)]


def _differs_by_few(new: Figure, old: Figure, profile: Profile) -> bool:
    changes = (new.n - old.n, (new.numerator or 0) - (old.numerator or 0))
    return any(is_small(abs(change), min_cell=profile.min_cell) for change in changes)


def _hidden_sites(by_site: Mapping[str, Figure], profile: Profile) -> dict[str, Hidden]:
    sites = tuple(site for site in by_site if site != ALL_SITES)
    if all(_is_count(figure) for figure in by_site.values()):
        lines = [Line(sites, ALL_SITES)] if ALL_SITES in by_site and sites else []
        counts = {site: figure.n for site, figure in by_site.items()}
        return hide_counts(counts, lines, min_cell=profile.min_cell)
    hidden = {site: Hidden.SMALL for site, figure in by_site.items() if _is_telling(figure, profile)}
    while ALL_SITES in by_site and ALL_SITES not in hidden and _tells(by_site, sites, hidden, profile):
        shown = [site for site in sites if site not in hidden and by_site[site].n > 0]
        smallest = min(shown, key=lambda site: (by_site[site].n, site), default=ALL_SITES)
        hidden[smallest] = Hidden.COMPLEMENTARY
    return hidden


def _tells(
    by_site: Mapping[str, Figure], sites: Collection[str], hidden: Mapping[str, Hidden], profile: Profile
) -> bool:
    """Whether ALL less the shown sites is one hidden site, or a group too small to show itself."""
    together = [by_site[site] for site in sites if site in hidden]
    if len(together) < 2:
        return bool(together)
    return _is_telling(_sum(together), profile)


def _sum(figures: Collection[Figure]) -> Figure:
    first = next(iter(figures))
    n = sum(figure.n for figure in figures)
    if first.denominator is None:
        return Figure(first.code, "", None, None, sum((f.total or Decimal(0) for f in figures), Decimal(0)), n)
    return Figure(first.code, "", sum(f.numerator or 0 for f in figures), n, None, n)


def _is_telling(figure: Figure, profile: Profile) -> bool:
    """A rate tells on the few who did, on the few who did not, and on a small group as a whole."""
    if figure.n == 0:
        return False
    if _is_count(figure):
        return is_small(figure.n, min_cell=profile.min_cell)
    if figure.n < profile.min_denominator:
        return True
    few = (figure.n,) if figure.numerator is None else (figure.numerator, figure.n - figure.numerator)
    return any(is_small(count, min_cell=profile.min_cell) for count in few)


def _is_count(figure: Figure) -> bool:
    return figure.total is None and figure.denominator is None


def _display(figure: Figure, hidden: Hidden | None, profile: Profile) -> DisplayedFigure:
    if hidden is not None:
        small = _count_text(figure.n, hidden, profile) if _is_count(figure) else SMALL_GROUP_TEXT
        text = COMPLEMENTARY_TEXT if hidden is Hidden.COMPLEMENTARY else small
        return DisplayedFigure(figure.code, figure.site, text, "", "", "", hidden)
    value = NOBODY_TEXT if figure.value is None else f"{figure.value:,}"
    numerator = "" if figure.numerator is None else f"{figure.numerator:,}"
    denominator = "" if figure.denominator is None else f"{figure.denominator:,}"
    return DisplayedFigure(figure.code, figure.site, value, numerator, denominator, f"{figure.n:,}", None)


def _count_text(count: int, hidden: Hidden | None, profile: Profile) -> str:
    match hidden:
        case None:
            return f"{count:,}"
        case Hidden.SMALL:
            return f"<{profile.min_cell}"
        case Hidden.COMPLEMENTARY:
            return COMPLEMENTARY_TEXT
