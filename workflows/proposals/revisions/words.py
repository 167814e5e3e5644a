"""Two texts word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

WORDS_MOST = 2_000  # beyond that, texts are compared line by line, so that a page never takes long


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with its mark. Without what is new it reads as the old text, without what is gone as the new."""

    mark: Mark
    text: str


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Old and new as one run of pieces; nothing of either is lost, not even a space."""
    if old == new:
        return (Piece(Mark.SAME, old),) if old else ()
    runs = groupby(_joined(_pieces(old, new)), key=lambda piece: piece.mark)
    return tuple(Piece(mark, "".join(piece.text for piece in run)) for mark, run in runs)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _split(old), _split(new)
    if max(len(before), len(after)) > WORDS_MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(before), len(after)) > WORDS_MOST:
        yield from (Piece(Mark.GONE, old), Piece(Mark.NEW, new))
        return
    yield from _matched(before, after)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Mark.SAME, "".join(before[a:b]))
        else:
            yield Piece(Mark.GONE, "".join(before[a:b]))
            yield Piece(Mark.NEW, "".join(after[c:d]))


def _split(text: str) -> list[str]:
    """Words and the spaces between them, each on its own, so that a word at a line's end is the same word."""
    return re.findall(r"\s+|\S+", text)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty pieces; a space that stayed between two changes goes with them, so that changes read as phrases."""
    gone = new = ""
    for piece in pieces:
        if piece.mark is Mark.GONE:
            gone += piece.text
        elif piece.mark is Mark.NEW:
            new += piece.text
        elif (gone or new) and piece.text.isspace() and "\n" not in piece.text:
            gone, new = gone + piece.text, new + piece.text
        elif piece.text:
            yield from _marked(gone, new)
            gone = new = ""
            yield piece
    yield from _marked(gone, new)


def _marked(gone: str, new: str) -> Iterator[Piece]:
    """What both end with was no change: the space before the next word."""
    kept = ""
    while gone and new and gone[-1] == new[-1] and gone[-1].isspace():
        kept, gone, new = gone[-1] + kept, gone[:-1], new[:-1]
    if gone:
        yield Piece(Mark.GONE, gone)
    if new:
        yield Piece(Mark.NEW, new)
    if kept:
        yield Piece(Mark.SAME, kept)
