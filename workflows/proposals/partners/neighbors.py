"""Which states of the United States border on which, by their names and by their postal codes."""

from collections.abc import Mapping

_CODES: Mapping[str, str] = {
    code: name
    for code, _, name in (
        row.partition(" ")
        for row in (
            "AL Alabama", "AK Alaska", "AZ Arizona", "AR Arkansas", "CA California", "CO Colorado", "CT Connecticut",
            "DE Delaware", "DC District of Columbia", "FL Florida", "GA Georgia", "HI Hawaii", "ID Idaho",
            "IL Illinois", "IN Indiana", "IA Iowa", "KS Kansas", "KY Kentucky", "LA Louisiana", "ME Maine",
            "MD Maryland", "MA Massachusetts", "MI Michigan", "MN Minnesota", "MS Mississippi", "MO Missouri",
            "MT Montana", "NE Nebraska", "NV Nevada", "NH New Hampshire", "NJ New Jersey", "NM New Mexico",
            "NY New York", "NC North Carolina", "ND North Dakota", "OH Ohio", "OK Oklahoma", "OR Oregon",
            "PA Pennsylvania", "RI Rhode Island", "SC South Carolina", "SD South Dakota", "TN Tennessee", "TX Texas",
            "UT Utah", "VT Vermont", "VA Virginia", "WA Washington", "WV West Virginia", "WI Wisconsin", "WY Wyoming",
        )
    )
}  # fmt: skip  # one line a few states
_CODE_OF = {name.casefold(): code for code, name in _CODES.items()}

# Each pair once, under the state that comes first in the alphabet of the codes.
_BORDERS: Mapping[str, str] = {
    "AL": "FL GA MS TN", "AR": "LA MO MS OK TN TX", "AZ": "CA CO NM NV UT", "CA": "NV OR", "CO": "KS NE NM OK UT WY",
    "CT": "MA NY RI", "DC": "MD VA", "DE": "MD NJ PA", "FL": "GA", "GA": "NC SC TN", "IA": "IL MN MO NE SD WI",
    "ID": "MT NV OR UT WA WY", "IL": "IN KY MO WI", "IN": "KY MI OH", "KS": "MO NE OK", "KY": "MO OH TN VA WV",
    "LA": "MS TX", "MA": "NH NY RI VT", "MD": "PA VA WV", "ME": "NH", "MI": "OH WI", "MN": "ND SD WI",
    "MO": "NE OK TN", "MS": "TN", "MT": "ND SD WY", "NC": "SC TN VA", "ND": "SD", "NE": "SD WY", "NH": "VT",
    "NJ": "NY PA", "NM": "OK TX UT", "NV": "OR UT", "NY": "PA VT", "OH": "PA WV", "OK": "TX", "OR": "WA",
    "PA": "WV", "SD": "WY", "TN": "VA", "UT": "WY", "VA": "WV",
}  # fmt: skip  # one line a few states
_PAIRS = frozenset(frozenset({code, other}) for code, others in _BORDERS.items() for other in others.split())


def are_neighbors(one: str, other: str) -> bool:
    """Whether the two states, each by name or code, touch; never for the same one, nor for what is no state."""
    return frozenset({_code(one), _code(other)}) in _PAIRS


def _code(state: str) -> str:
    return _CODE_OF.get(state.strip().casefold(), state.strip().upper())
