"""Two texts word by word: nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.proposals.revisions.words import WORDS_MOST, Mark, Piece, compare_words

WORDS = st.lists(st.sampled_from(["a", "clear", "goal", "for", "all", " ", "\n", "\n\n", "é", "  ", ".", "\u2028"]))
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map("".join), st.text(max_size=60))


def without(mark: Mark, pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.mark is not mark)


@given(TEXTS, TEXTS)
def test_old_and_new_are_both_kept_to_the_last_space(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    assert (without(Mark.NEW, pieces), without(Mark.GONE, pieces)) == (old, new)
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_the_same_text_has_no_change(text: str) -> None:
    assert {piece.mark for piece in compare_words(text, text)} <= {Mark.SAME}


def test_a_word_that_changed_is_marked_alone() -> None:
    assert compare_words("Raise the rate to 60%.", "Raise the rate to 58%.") == (
        Piece(Mark.SAME, "Raise the rate to "),
        Piece(Mark.GONE, "60%."),
        Piece(Mark.NEW, "58%."),
    )


def test_words_that_changed_side_by_side_read_as_one_phrase() -> None:
    assert compare_words("We plan two visits a month", "We plan one long visit a month") == (
        Piece(Mark.SAME, "We plan "),
        Piece(Mark.GONE, "two visits"),
        Piece(Mark.NEW, "one long visit"),
        Piece(Mark.SAME, " a month"),
    )


def test_from_nothing_everything_is_new() -> None:
    assert compare_words("", "All of it") == (Piece(Mark.NEW, "All of it"),)
    assert compare_words("All of it", "") == (Piece(Mark.GONE, "All of it"),)
    assert compare_words("", "") == ()


def test_a_huge_text_is_compared_line_by_line_and_a_huge_line_as_a_whole() -> None:
    lines = [f"line {number} of it\n" for number in range(WORDS_MOST - 10)]
    changed = [*lines[:5], "another line\n", *lines[6:]]
    pieces = compare_words("".join(lines), "".join(changed))
    assert [piece.text for piece in pieces if piece.mark is not Mark.SAME] == ["line 5 of it", "another line"]
    one_line = "word " * (WORDS_MOST + 1)
    many_lines = "line\n" * (WORDS_MOST + 1)
    assert compare_words(many_lines, one_line) == (Piece(Mark.GONE, many_lines), Piece(Mark.NEW, one_line))
