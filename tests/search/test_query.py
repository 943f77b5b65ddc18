"""What people type, in any shape: read with limits, never an error, and said in words what was left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esn.core.errors import Invalid
from search.query import TERM_LIMIT, All, Either, Not, Phrase, Word, leaves, parse, read


def test_words_are_all_wanted_and_the_last_may_go_on() -> None:
    assert read("Armoires grises").node == All(
        (Word(("armoires",), ("armoir",)), Word(("grises",), ("gris", "grise"), "grises"))
    )
    assert read("armoires grises ").node == All(
        (Word(("armoires",), ("armoir",)), Word(("grises",), ("gris", "grise")))
    )


def test_words_that_say_nothing_are_left_out_unless_alone() -> None:
    assert read("le canapé ").node == read("canapé ").node
    assert read("le ").node == Word(("le",))


def test_phrases_refusals_and_alternatives() -> None:
    assert read('"service client"').node == Phrase(("service", "client"))
    assert read("« service client »").node == Phrase(("service", "client"))
    assert read('-"service client" ').node == Not(Phrase(("service", "client")))
    assert read("rouge OR vert ").node == Either((Word(("rouge",), ("roug",)), Word(("vert",), ("vert",))))
    assert read("rouge OU vert ").node == read("rouge OR vert ").node


def test_a_refused_word_is_never_a_beginning() -> None:
    node = read("canapé -cui").node
    assert isinstance(node, All)
    assert node.parts[1] == Not(Word(("cui",), ("cui",)))


@pytest.mark.parametrize(("short", "begins"), [("ca", ""), ("can", "can"), ("123", ""), ("1234", "1234"), ("ca*", "")])
def test_a_beginning_needs_three_letters_or_four_digits(short: str, begins: str) -> None:
    node = read(short).node
    assert isinstance(node, Word)
    assert node.prefix == begins


def test_operators_are_known_in_both_languages() -> None:
    parsed = read('client:dupin -groupe:"Service client" avant:2026 http://example.com note:urgent')
    assert [(one.name, one.value, one.negated) for one in parsed.operators] == [
        ("customer", "dupin", False),
        ("group", "Service client", True),
        ("before", "2026", False),
    ]


def test_a_phone_number_is_one_word_in_every_spelling() -> None:
    spelled = {"0639981234", "33639981234", "639981234"}
    for text in ("06 39 98 12 34 ", "+33 6 39 98 12 34 ", "06.39.98.12.34 ", "(0)6 39 98 12 34 "):
        exact = {word for leaf in leaves(read(text).node) if isinstance(leaf, Word) for word in leaf.exact}
        assert exact & spelled, text


def test_what_is_too_long_is_cut_and_said() -> None:
    assert [note.code for note in read("canapé " * 100).notes] == ["too_long", "too_many"]
    assert len(list(leaves(read("mot " * 60).node))) <= TERM_LIMIT
    assert [note.code for note in read('"canapé').notes] == ["open_quote"]


BOMBS = [
    "*", "?*", "[a TO zzzz]", "*x*" * 26, "(" * 3_000, "NOT " * 2_000, " ".join(map(str, range(10_000))), "x" * 10**6,
    '"' * 300, "-" * 300, "a:" * 200, "type:" * 60, "OR " * 100, "\0" * 10, "\ud800", "é" * 300, "~" * 256, "a-" * 128,
    "1 " * 128, "+" * 256, "group:" + '"' * 200, "before:9999999", "after:-1", "on:0000-00-00",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_no_bomb_goes_off(bomb: str) -> None:
    assert len(list(leaves(read(bomb).node))) <= TERM_LIMIT


@given(st.text(max_size=300))
def test_anything_typed_is_read(text: str) -> None:
    assert len(list(leaves(read(text).node))) <= TERM_LIMIT


def test_filters_that_do_not_exist_are_named() -> None:
    for filters in ({"colour": "red"}, {"type": "thing"}, {"sort": "price"}, {"status": "lost"}):
        with pytest.raises(Invalid) as told:
            parse("x", **filters)  # type: ignore[arg-type]  # a dictionary may hold any name
        assert list(told.value.fields) == list(filters)
