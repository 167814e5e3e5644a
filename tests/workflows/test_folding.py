"""Searching without capitals and accents, and finding the place in the text as it was written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.folding import folded, list_matches


def test_capitals_accents_and_spaces_do_not_matter() -> None:
    assert folded("  ÉQUIPE  d’Évaluation ") == folded("equipe d’evaluation")
    assert folded("Straße") == "strasse"


def test_matches_are_places_in_the_written_text() -> None:
    text = "Évaluer: l’ÉVALUATION, Straße"
    found = [text[start:end] for start, end in list_matches(text, ("evalu", "strass"))]
    assert found == ["Évalu", "ÉVALU", "Straß"]


@settings(max_examples=60)
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_matches_never_overlap_and_lie_within_the_text(text: str, words: list[str]) -> None:
    matches = list_matches(text, tuple(folded(word) for word in words))
    places = [place for match in matches for place in match]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in matches)
