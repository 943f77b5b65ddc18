"""``manage.py search_index``: how the index is, a new one beside it, and whether it holds what the database does."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from feeds.models import Post
from groups.actions import open_audience
from people.models import Person
from search import index
from search.find import search
from search.query import parse
from search.store import Store
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log


def told(deed: str, *, code: int = 0) -> dict[str, Any]:
    """What the command says as JSON, when it ends with this code."""
    out = io.StringIO()
    try:
        call_command("search_index", deed, "--json", stdout=out)
        ended = 0
    except SystemExit as end:
        ended = int(str(end.code))
    assert ended == code, out.getvalue()
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.fixture
def shop(ana: Person, indexed: Callable[[], int]) -> Any:
    """A group with two posts, a customer and a case, in the index."""
    group = cast.found(ana, "open")
    cast.say(ana, group, "The wardrobe has arrived.")
    cast.say(ana, group, "The bed has not.")
    cast.matter(ana, cast.customer(ana), title="A wardrobe")
    indexed()
    return group


def test_status_says_how_the_index_is_and_how_far_behind(ana: Person, shop: Any, store: Store) -> None:
    found = told("status")
    assert (found["state"], found["behind"], found["rebuilding"]) == ("ok", 0, False)
    assert found["schema"] == index.signature()
    assert found["documents"] > 4
    assert found["bytes"] > 0
    assert found["segments"] >= 1
    cast.say(ana, shop, "One more.")
    assert told("status")["behind"] > 0
    plain = io.StringIO()
    call_command("search_index", stdout=plain)
    assert "state" in plain.getvalue()


@pytest.mark.embedded
def test_status_of_a_missing_or_damaged_index_ends_with_one(ana: Person, shop: Any, store: Store) -> None:
    folder = store.current()
    assert folder is not None
    largest = max((file for file in folder.iterdir() if file.suffix != ".json"), key=lambda file: file.stat().st_size)
    held = bytearray(largest.read_bytes())
    held[len(held) // 2] ^= 0xFF
    largest.write_bytes(held)
    assert told("status", code=1)["state"] == "broken"
    (store.base / "current").unlink()
    assert told("status", code=1)["state"] == "missing"
    assert told("verify", code=1)["same"] is False


@pytest.mark.embedded
def test_rebuild_puts_another_index_in_the_place_of_the_present_one(ana: Person, shop: Any, store: Store) -> None:
    before, number = store.current(), told("status")["documents"]
    assert told("rebuild") == {"documents": number}
    assert store.current() != before
    assert before is not None
    assert not before.exists()
    assert search(ana, parse("wardrobe")).total == 2
    assert told("verify")["same"]


def test_verify_finds_what_the_index_lacks_holds_otherwise_and_has_too_much(
    ana: Person, shop: Any, store: Store, indexed: Callable[[], int]
) -> None:
    whole = told("verify")
    assert (whole["same"], whole["missing"], whole["stale"], whole["surplus"]) == (True, 0, 0, 0)
    # Behind the back of the log: a word changed, a row gone, a row come.
    first, second = Post.objects.filter(audience=shop.audience_id, body__startswith="The").order_by("id")[:2]
    Post.objects.filter(id=first.id).update(body="Other words.")
    Post.objects.filter(id=second.id).update(hidden_at=second.created_at)
    found = told("verify", code=1)
    assert (found["missing"], found["stale"], found["surplus"]) == (0, 1, 1)
    assert found["stale_keys"] == [f"post:{first.id}"]
    told("rebuild")
    assert told("verify")["same"]
    Post.objects.filter(id=second.id).update(hidden_at=None)
    found = told("verify", code=1)
    assert (found["missing"], found["missing_keys"]) == (1, [f"post:{second.id}"])


def test_what_the_index_is_on_its_way_to_is_no_difference(ana: Person, shop: Any, indexed: Callable[[], int]) -> None:
    cast.say(ana, shop, "Not indexed yet.")
    found = told("verify")
    assert (found["same"], found["following"] > 0) == (True, True)
    indexed()
    assert told("verify")["following"] == 0


def test_a_group_that_opens_or_closes_as_a_whole_is_no_difference(
    ana: Person, shop: Any, indexed: Callable[[], int]
) -> None:
    with transaction.atomic():
        open_audience(shop.audience_id, ana.id, open_to_members=False)
    indexed()
    assert told("verify")["same"]
