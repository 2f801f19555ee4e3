"""Whatever is looked for, the haystack finds the texts that Python finds."""

from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.viewmodels.fleet.haystack import Haystack

_ALPHABET = "ab1@.-é ž%"
_TEXTS = st.lists(st.text(_ALPHABET, max_size=6), max_size=8)
_WORDS = st.text(_ALPHABET, min_size=1, max_size=5)


@given(texts=_TEXTS, word=_WORDS, repeats=st.booleans())
def test_it_finds_the_texts_that_contain_a_word(texts: list[str], word: str, repeats: bool) -> None:
    """One letter, a few, many; texts that are empty, equal, or not English."""
    found = Haystack(texts, repeats=repeats).contains(word)
    assert found.tolist() == [word in text for text in texts]
