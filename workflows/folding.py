"""Text as a search compares it: without capitals and accents, the same on every database."""

import unicodedata


def folded(text: str) -> str:
    """`Équipe` and `equipe` are one; spaces are single."""
    return " ".join(_fold(text).split())


def _fold(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def list_matches(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where folded `words` stand in `text`: (start, end) in the text as it is, in order, never overlapping."""
    letters = [(letter, place) for place, sign in enumerate(text) for letter in _fold(sign)]
    plain = "".join(letter for letter, _ in letters)
    found = sorted(span for word in words if word for span in _spans(plain, word))
    matches: list[tuple[int, int]] = []
    for start, end in found:
        first, last = letters[start][1], letters[end - 1][1] + 1
        if not matches or first >= matches[-1][1]:
            matches.append((first, last))
    return matches


def _spans(plain: str, word: str) -> list[tuple[int, int]]:
    spans, start = [], plain.find(word)
    while start >= 0:
        spans.append((start, start + len(word)))
        start = plain.find(word, start + len(word))
    return spans
