"""Every word that people see is in the French catalogue, complete, and compiled."""

import ast
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog

from esn.management import catalogue
from tests.house.tree import files, text

# French sets a no-break space before these; a plain one would leave them alone at the start of a line.
LOOSE_MARK = re.compile(r" [;:!?»]|« |\d %(?!\()")
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")


GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


@cache
def _found() -> Catalog:
    return catalogue.gather()


@cache
def _kept() -> Catalog:
    return catalogue.read("fr")


def _keys(words: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in words if message.id}


def test_every_word_of_the_code_is_in_the_french_catalogue() -> None:
    lacking = _keys(_found()) - _keys(_kept())
    assert not lacking, f"run `manage.py words` and translate: {sorted(map(str, lacking))}"


def test_no_word_hides_inside_an_f_string_where_it_is_not_found() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path in files(".py")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in GETTEXT
    ]
    assert not hidden, f"the catalogue misses what these say: {hidden}"


def test_no_word_of_the_catalogue_has_left_the_code() -> None:
    left = _keys(_kept()) - _keys(_found())
    assert not left, f"run `manage.py words`: {sorted(map(str, left))}"


def test_nobody_who_reads_french_meets_english_or_a_guess() -> None:
    missing = [str(message.id) for message in catalogue.untranslated(_kept())]
    assert not missing, f"{len(missing)} without a French form: {missing}"


def test_french_forms_hold_the_same_values_as_the_english_ones() -> None:
    wrong = {str(message.id): [str(error) for error in message.check(_kept())] for message in _kept() if message.id}
    assert not {words: errors for words, errors in wrong.items() if errors}


@pytest.mark.parametrize("fault", [LOOSE_MARK, STRAIGHT_APOSTROPHE], ids=["loose mark", "straight apostrophe"])
def test_french_is_set_as_french(fault: re.Pattern[str]) -> None:
    at_fault = [form for message in _kept() if message.id for form in catalogue.forms(message) if fault.search(form)]
    assert not at_fault


def test_the_compiled_catalogue_is_the_written_one() -> None:
    path = catalogue.catalogue_file("fr").with_suffix(".mo")
    assert path.read_bytes() == catalogue.compiled(_kept()), "run `manage.py words`"


def test_the_catalogue_is_written_in_one_order() -> None:
    assert catalogue.catalogue_file("fr").read_bytes() == catalogue.as_text(catalogue.read("fr")), (
        "run `manage.py words`"
    )


def test_words_are_marked_by_names_that_the_catalogue_knows() -> None:
    renamed = {
        f"{path}:{node.lineno} {alias.asname}"
        for path in files(".py")
        for node in ast.walk(ast.parse(text(path), str(path)))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in catalogue.KEYWORDS and alias.asname not in {None, "_"}
    }
    assert not renamed
