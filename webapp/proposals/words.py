"""Two texts side by side, word by word."""

from dataclasses import dataclass

from workflows.proposals.revisions.words import Mark, Piece, compare_words


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text, and whether the other text has something else there."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Run], list[Run]]:
    """Both texts as runs; together the runs of each are the whole text."""
    pieces = compare_words(one, other)
    return _without(pieces, Mark.NEW), _without(pieces, Mark.GONE)


def _without(pieces: tuple[Piece, ...], mark: Mark) -> list[Run]:
    return [Run(piece.text, piece.mark is not Mark.SAME) for piece in pieces if piece.mark is not mark]
