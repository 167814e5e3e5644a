"""Names and addresses as meeting programs show them, and what they have in common with the roster's."""

import unicodedata

from workflows.training.attendance.vocabulary import STANDINGS, plain

NAME_MAX = 200  # characters that are looked at


def normal_email(email: str) -> str:
    return email.strip().casefold()


def normal_name(name: str) -> str:
    """A name without differences that are no other person: case, accents, width and spacing."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def shown_name(cell: str) -> str:
    """The name without `(Guest)`, `(External)` and the like, which say where somebody comes from."""
    name = cell[:NAME_MAX].strip()
    while True:
        before, inside = _split_parentheses(name)
        if not before or plain(inside) not in STANDINGS:
            return name
        name = before


def names_of(shown: str) -> tuple[str, ...]:
    """The names a shown name may stand for, normalised: all of it, and both parts of `Shown (Original)`."""
    parts = (shown, *_split_parentheses(shown.strip()))
    return tuple(dict.fromkeys(name for part in parts for name in both_ways(part)))


def both_ways(name: str) -> tuple[str, ...]:
    """A name, normalised, and the same turned round where it is written `Last, First`."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and "," not in first else ""
    return tuple(filter(None, (normal_name(name), normal_name(turned))))


def _split_parentheses(name: str) -> tuple[str, str]:
    """What stands before the last parentheses and inside them; nothing where the name does not end with some."""
    before, opening, inside = name.rpartition("(")
    if not opening or not before.strip() or not inside.endswith(")"):
        return "", ""
    return before.strip(), inside.removesuffix(")")
