"""The pages of kept searches: keep, find again, follow, share, take back; and the rail."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feeds.actions import mark_audiences_read, pin_post, publish
from search.kept import actions, matching, queries
from tests.frontend.conftest import Cast, SignedIn
from tests.search.keeping import turn

LIST = "/search/kept/"


@pytest.fixture(autouse=True)
def _at_once() -> None:
    matching.ROUND_SECONDS = 0.0


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_ana_keeps_what_she_has_just_searched_for(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    page = text(client.get("/search/?q=wardrobe&type=case"))
    (address,) = re.findall(r'href="(/search/kept/new/[^"]+)"', page)
    form = text(client.get(address.replace("&amp;", "&")))
    assert 'value="wardrobe"' in form
    made = client.post(
        address.replace("&amp;", "&"),
        {"name": "Wardrobes", "text": "wardrobe", "pin": "on", "alert": "at_once"},
    )
    assert made.status_code == 302
    page = text(client.get(made["Location"]))
    assert "The search is kept." in page
    assert re.search(r'id="rail-kept".*?Wardrobes', page, re.DOTALL)
    assert "Keep this search" not in page  # it is kept
    assert "2 results" in page
    (one,) = queries.kept_searches(cast.ana).results
    assert (one.pinned, one.alert, [(f.name, f.value) for f in one.filters]) == (True, "at_once", [("type", "case")])
    assert client.get(f"{LIST}{one.id}/")["Location"] == unquote(made["Location"])


def test_what_is_wrong_stands_beside_the_field_and_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    for given in ({"name": "", "text": "wardrobe"}, {"name": "My words", "text": ""}, {"name": "x" * 90, "text": "y"}):
        answer = client.post(f"{LIST}new/?q=x", {**given, "alert": "never"})
        assert answer.status_code == 400
        assert all(value in text(answer) for value in given.values())
    assert (
        client.post(f"{LIST}new/?q=x&type=spaceship", {"name": "a", "text": "b", "alert": "never"}).status_code == 400
    )
    assert not queries.kept_searches(cast.ana).results


def test_the_list_renames_follows_and_takes_a_deletion_back(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "No search is kept yet" in text(client.get(LIST))
    kept = actions.keep_search(cast.ana, name="Wardrobes", text="wardrobe", filters={"group": cast.shop})
    page = text(client.get(LIST))
    assert "Wardrobes" in page
    assert "Shop floor" in page
    client.post(f"{LIST}{kept}/edit/", {"name": "Doors", "text": "doors"})
    client.post(f"{LIST}{kept}/pin/")
    client.post(f"{LIST}{kept}/alert/", {"alert": "digest"})
    one = queries.kept_search(cast.ana, kept)
    assert (one.name, one.text, one.pinned, one.alert) == ("Doors", "doors", True, "digest")
    client.post(f"{LIST}{kept}/pin/", {"out": "yes"})
    assert not queries.kept_search(cast.ana, kept).pinned
    page = text(client.post(f"{LIST}{kept}/delete/", follow=True))
    assert "“Doors” is deleted." in page
    (undo,) = re.findall(r'action="(/search/kept/\w+/restore/)"', page)
    assert "Doors" in text(client.post(undo, follow=True))
    assert client.post(f"{LIST}{kept}/alert/", {"alert": "hourly"}, follow=True).status_code == 200
    assert queries.kept_search(cast.ana, kept).alert == "digest"


def test_a_page_that_was_overtaken_on_another_device_says_so_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("ana")
    kept = actions.keep_search(cast.ana, name="Wardrobes", text="wardrobe", filters={})
    seen = queries.kept_search(cast.ana, kept).revision
    actions.change_search(cast.ana, search_id=kept, name="Doors", text="doors")
    answer = client.post(f"{LIST}{kept}/edit/", {"name": "Shelves", "text": "shelf", "revision": seen})
    assert answer.status_code == 400
    assert "changed on another device" in text(answer)
    assert "Shelves" in text(answer)
    assert queries.kept_search(cast.ana, kept).name == "Doors"


def test_bo_sees_what_the_shop_shares_and_mo_takes_it_off(cast: Cast, signed_in: SignedIn) -> None:
    kept = actions.keep_search(cast.ana, name="Wardrobes", text="wardrobe")
    ana, bo, mo, cy = (signed_in(handle) for handle in ("ana", "bo", "mo", "cy"))
    assert "Share with a group of yours" in text(ana.get(f"{LIST}{kept}/edit/"))
    ana.post(f"{LIST}{kept}/share/", {"group": cast.shop})
    page = text(bo.get(LIST))
    assert "kept by Ana Martin" in page
    assert "Change or share" not in page
    assert "Delete" not in page
    assert text(bo.get(f"{LIST}{kept}/edit/")).count("<form") < text(ana.get(f"{LIST}{kept}/edit/")).count("<form")
    assert bo.post(f"{LIST}{kept}/edit/", {"name": "Mine", "text": "mine"}).status_code == 403
    assert bo.post(f"{LIST}{kept}/delete/").status_code == 403
    assert cy.get(f"{LIST}{kept}/").status_code == 404
    assert cy.post(f"{LIST}{kept}/pin/").status_code == 404
    mo.post(f"{LIST}{kept}/share/", {"group": cast.shop, "end": "yes"})
    assert "Wardrobes" not in text(bo.get(LIST))
    assert bo.get(f"{LIST}{kept}/edit/").status_code == 404


def test_the_rail_shows_what_is_new_until_the_page_was_looked_at(cast: Cast, signed_in: SignedIn) -> None:
    kept = actions.keep_search(cast.bo, name="Wardrobes", text="wardrobe", pin=True)
    publish(cast.ana, audience_id=cast.shop_audience, body="Two wardrobes have arrived.")
    turn()
    client = signed_in("bo")
    assert re.search(r'id="rail-kept".*?class="count">1<', text(client.get(f"{LIST}rail/")), re.DOTALL)
    page = text(client.get(f"/search/?q=wardrobe&kept={kept}"))
    assert "1 new since you looked" in page
    (address,) = re.findall(r'action="([^"]+)" data-looked', page)
    assert client.post(address).status_code == 302
    assert 'class="count"' not in text(client.get(f"{LIST}rail/"))
    assert "new since you looked" not in text(client.get(f"/search/?q=wardrobe&kept={kept}"))
    assert "Wardrobes" not in text(signed_in("cy").get(f"/search/?q=wardrobe&kept={kept}"))


def test_the_rail_of_a_group_with_pinned_posts_shows_kept_searches_alone(cast: Cast, signed_in: SignedIn) -> None:
    actions.keep_search(cast.ana, name="Wardrobes", text="wardrobe", pin=True)
    pin_post(cast.ana, post_id=publish(cast.ana, audience_id=cast.shop_audience, body="Keys hang behind the till."))
    rail = text(signed_in("ana").get(f"/groups/{cast.shop}/")).partition('id="rail-kept"')[2].partition("</ul>")[0]
    assert rail.count("<li>") == 1
    assert "Wardrobes" in rail


def test_gus_keeps_searches_of_his_own_and_shares_none(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    kept = actions.keep_search(cast.gus, name="Vans", text="van", pin=True)
    assert "Vans" in text(client.get("/"))
    page = text(client.get(f"{LIST}{kept}/edit/"))
    assert "Shared with" not in page
    assert client.post(f"{LIST}{kept}/share/", {"group": cast.shop}).status_code == 404


@pytest.mark.parametrize("number", [0, 1, 10])
def test_pins_cost_the_pages_no_statement(cast: Cast, signed_in: SignedIn, number: int) -> None:
    for count in range(number):
        actions.keep_search(cast.bo, name=f"Number {count}", text="number", pin=True)
    publish(cast.ana, audience_id=cast.shop_audience, body="A number.")
    turn()
    mark_audiences_read(cast.bo, audience_ids=[cast.shop_audience])
    client = signed_in("bo")
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get("/"))
    assert page.count('class="count">1<') >= number
    assert len(captured) <= 12, "\n".join(query["sql"][:160] for query in captured)
