"""Words as people spell them: accents, elision, plurals, verbs, references and phone numbers."""

from esn.core.folding import WORD_LIMIT
from search import language
from tests.search.french_pairs import PAIRS


def found_by(text: str) -> set[str]:
    """Everything a text is found by."""
    found: set[str] = set(language.joined(text))
    for word in language.words(text):
        forms = language.forms(word)
        found |= {forms.exact, *forms.stems, *forms.parts}
    for _, _, written in language.digit_groups(text):
        found |= set(language.numbers(written))
    return found


def meets(query: str, text: str) -> bool:
    """Whether every word that Ana typed meets a word that Bo wrote, or the whole in one word does."""
    there = found_by(text)
    by_word = all({forms.exact, *forms.stems} & there for forms in map(language.forms, language.words(query)))
    return by_word or bool(set(language.joined(query)) & there)


def test_ana_finds_at_least_38_of_40_french_pairs() -> None:
    missed = [pair for pair in PAIRS if not meets(*pair)]
    assert len(PAIRS) == 40
    assert len(missed) <= 2, missed


def test_a_word_without_end_is_read_once() -> None:
    assert language.joined("x" * 200_000 + " week-end") == ["weekend"]
    assert language.joined("1" * 200_000 + "-2") == ["1" * WORD_LIMIT]
