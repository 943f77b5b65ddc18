"""The mutants are still of this code: each breaks a line that stands there once, into something that Python reads."""

import ast
from pathlib import Path

import pytest

from tests.oracle.mutants import MUTANTS, ROOT, Mutant


def test_there_are_forty() -> None:
    assert len(MUTANTS) == len(set(MUTANTS)) == 40


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: Path(mutant.path).name)
def test_each_breaks_one_line_that_is_there(mutant: Mutant) -> None:
    text = (ROOT / mutant.path).read_text()
    assert text.count(mutant.was) == 1
    ast.parse(text.replace(mutant.was, mutant.becomes))
