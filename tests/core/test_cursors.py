"""Cursors into the event log: bound to a person and to the site, and they count nothing."""

import itertools

import pytest

from esn.core import cursors
from esn.core.errors import Invalid
from esn.core.events import START, Position

pytestmark = [pytest.mark.django_db, pytest.mark.shape]
PLACES = [START, Position(0, 1), Position(0, 2), Position(7, 1), Position(2**48 - 1, 2**48 - 1), Position(2**33, 2**33)]


@pytest.mark.parametrize("place", PLACES)
def test_a_cursor_names_its_place_to_its_own_person(place: Position) -> None:
    assert cursors.unseal("ana", cursors.seal("ana", place)) == place


def refused(person: str, cursor: str) -> None:
    with pytest.raises(Invalid) as told:
        cursors.unseal(person, cursor)
    assert told.value.fields["after"][0].code == "bad_cursor"


def test_a_cursor_cannot_be_lent() -> None:
    refused("bo", cursors.seal("ana", START))


@pytest.mark.parametrize(
    "cursor", ["", ".", "x", "x.y", "é.é", "\ud800", ".\ud800", "." * 100, "x" * 10_000, "AAAA.AAAA", "\x00"]
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    refused("ana", cursor)
    refused("ana", f"{cursors.tag('ana')}.{cursor}")
    refused("ana", f"{cursors.tag('ana')}.{cursors.seal_place(START)}{cursor or 'AA'}")


def test_a_changed_cursor_is_refused() -> None:
    cursor = cursors.seal("ana", Position(0, 17))
    for place in range(len(cursor)):
        letter = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + letter + cursor[place + 1 :]
        refused("ana", changed)


def test_cursors_of_another_epoch_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cursors.seal("ana", Position(0, 17))
    epoch = cursors.site_epoch()
    monkeypatch.setattr(cursors, "site_epoch", lambda: epoch ^ 1)
    refused("ana", before)
    with monkeypatch.context() as same_tag:
        same_tag.setattr(cursors, "tag", lambda person: before.split(".")[0])
        refused("ana", before)


def test_neighbouring_places_look_unrelated() -> None:
    """Nobody counts what happens where they may not look by comparing their cursors."""
    sealed = [cursors.seal_place(Position(0, number)) for number in range(100)]
    assert len(set(sealed)) == 100
    assert max(sum(a == b for a, b in zip(x, y, strict=True)) for x, y in itertools.pairwise(sealed)) < 8
    assert len({len(one) for one in sealed}) == 1
