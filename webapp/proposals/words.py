"""Two texts side by side, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text, and whether the other text has something else there."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Run], list[Run]]:
    """Both texts as runs; together the runs of each are the whole text."""
    words, others = _WORDS.findall(one), _WORDS.findall(other)
    left: list[Run] = []
    right: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        _put(left, "".join(words[a:b]), differs=kind != "equal")
        _put(right, "".join(others[c:d]), differs=kind != "equal")
    return left, right


def _put(runs: list[Run], text: str, *, differs: bool) -> None:
    if text:
        runs.append(Run(text, differs))
