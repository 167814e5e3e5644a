"""Text as it comes out of Word, mail and the web: what is invisible goes, what is meant stays."""

import re

_BREAKS = dict.fromkeys(map(ord, "\v\f\u0085\u2028\u2029"), "\n")  # Word's line break inside a paragraph, and its kin
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\x1f"), "")  # soft hyphens and spaces of no width
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
_SIGNS = {0x1E: "-", 0x2011: "-", 0xF0E0: "→", 0xF0FC: "✓"}  # a hyphen that does not break, and signs of Wingdings
_TABLE = {**_BREAKS, **_SPACES, **_INVISIBLE, **_DIRECTION, **_SIGNS}
_BULLET = re.compile(r"^([ \t]*)(?:[•‣▪●○■◦·\uf0b7\uf0a7\uf0d8\uf076][ \t]*|[o§–-]\t+[ \t]*)", re.MULTILINE)
"""A bullet at the beginning of a line; `o` and `§` are bullets only before a tab."""


def plain(text: str | None) -> str:
    """One kind of line end, list items as «- », nothing invisible, nothing idle at the ends.

    Quotation marks, accents, emoji and every script stay; so do the joiners that Persian and emoji are made with.
    Signs that force a direction are taken out: with them a sentence could read otherwise than it is written.
    """
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return _BULLET.sub(r"\1- ", lines).strip()


def plain_line(text: str | None) -> str:
    """The same, on one line."""
    return " ".join(plain(text).split())
