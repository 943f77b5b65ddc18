"""Inputs made from the description, right and wrong ones: no failure of ours, and no answer that it does not name.

``python -m benchmarks.odd_inputs`` tries many more; each input is undone, and the same in every run.
"""

import functools
from typing import Any

import pytest

from benchmarks.odd_inputs import described, try_all
from people.actions import issue_token
from tests.cast import Company, Scene
from tests.core.places import places_of

PARTS = 12
EACH = 3  # right and as many wrong inputs for each operation: more than 2,000


@functools.cache
def _schema() -> Any:
    return described()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_gets_an_answer_that_is_not_described(scene: Scene, company: Company, part: int) -> None:
    _id, bearer = issue_token(company.ana, device="odd inputs")
    found = try_all(
        _schema(), places=places_of(company), bearer=bearer, each=EACH, only=lambda number: number % PARTS == part
    )
    assert found.inputs > 2_000 // PARTS
    assert not found.wrong, "\n\n".join(f"{at}\n{what}" for at, what in found.wrong.items())
