"""How far each affiliate has come and when, as a table of days before the loading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Road:
    """Days before the loading on which an affiliate took its steps; None where it has not (yet).

    `starts` is the first day of the project year. `extracts` are pairs: exported on, uploaded on.
    """

    key: str
    invited: int
    committed: int | None = None
    confirmed: int | None = None
    watched: tuple[tuple[int, tuple[int, ...]], ...] = ()  # (day, sessions) met by recordings
    written: int | None = None
    submitted: int | None = None
    reviewed: int | None = None
    decided: int | None = None
    signed: int | None = None
    starts: int | None = None
    extracts: tuple[tuple[int, int], ...] = ()
    talks: tuple[tuple[int, str], ...] = ()  # (day, conversation)


_ALL_IN_THREE = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12))


def _watched(*days: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """All twelve recordings on three days."""
    return tuple(zip(days, _ALL_IN_THREE, strict=True))


PILOT_ROADS: tuple[Road, ...] = (
    Road("Juniper", 615, 608, 602, (), 505, 490, 479, 470, 461, 409,
         ((558, 553), (467, 462), (376, 371), (285, 280), (194, 189), (103, 98), (42, 38))),
    Road("Ridge", 615, 606, 602, (), 506, 491, 480, 470, 459, 409),
    Road("Valley", 614, 607, 601, (), 503, 489, 478, 469, 460, 409),
    Road("Cedar", 614, 604, 600, (), 504, 488, 479, 469, 458, 409),
    Road("Willow", 613, 603, 600, (), 502, 487, 477, 468, 457, 409),
    Road("Lakeside", 615, 609, 602, (), 507, 492, 481, 471, 462, 409,
         ((512, 508), (376, 373), (285, 282), (194, 191), (103, 100), (12, 9)),
         ((378, "lakeside-1"), (24, "lakeside-2"))),
)  # fmt: skip  # invited, committed, confirmed, watched, written, submitted, reviewed, decided, signed, starts

EXPANSION_ROADS: tuple[Road, ...] = (
    Road("Harbor", 318, 310, 302, (), 199, 186, 178, 168, 158, 113,
         ((285, 281), (194, 190), (103, 99), (12, 9)),
         ((101, "harbor-1"), (73, "harbor-2"), (45, "harbor-3"), (17, "harbor-4"))),
    Road("Ridgeview", 318, 309, 301, (), 201, 189, 181, 172, 163, 135,
         ((194, 191), (103, 101), (12, 10)),
         ((110, "ridgeview-1"), (48, "ridgeview-2"))),
    Road("Pinecrest", 317, 308, 300, (), 200, 188, 180, 171, 162, 128),
    Road("Dune", 317, 305, 299, (), 196, 184, 176, 166),
    Road("Stonebridge", 316, 306, 299, (), 84, 61, 44, 13),
    Road("Clearwater", 316, 307, 299, (), 98, 77, 60, 41, 27, -12),
    Road("Aspen", 316, 304, 298),
    Road("Prairie", 172, 164, 157, _watched(140, 121, 104), 92, 33, 12, talks=((70, "prairie-1"), (15, "prairie-2"))),
    Road("Mesa", 171, 160, 156, _watched(139, 118, 99), 85, 26, 7),
    Road("Cascade", 170, 161, 155, _watched(136, 110, 62), 48, extracts=((42, 40),), talks=((23, "cascade-1"),)),
    Road("Orchard", 171, 163, 156, _watched(138, 115, 96), 88, 47, 30, 16),
    Road("Summit", 118, 111, 104, ((80, (1, 2, 3)), (52, (4, 6, 7)), (21, (8, 10, 11, 12)))),
    Road("Bayou", 117, 109, 103, ((75, (1, 2, 3, 4)), (38, (5, 6, 8)), (6, (9, 10)))),
    Road("Northgate", 46, 33, 19),
    Road("Delta", 30, 9),
    Road("Fairview", 16),
    Road("Maple", 45),
    Road("Birch", 44),
)  # fmt: skip  # the same columns

ROADS: tuple[Road, ...] = (*PILOT_ROADS, *EXPANSION_ROADS)

# Quarters of a year that began 409 days ago: the day on which each report was certified, and accepted.
PILOT_REPORTS: tuple[tuple[int, int, int, int], ...] = (
    (1, 304, 297, 21),
    (2, 213, 206, 25),
    (3, 122, 116, 22),
    (4, 34, 29, 23),
)  # number, certified, accepted, percent of the award spent
