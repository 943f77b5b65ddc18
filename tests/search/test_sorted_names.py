"""Customers, rules and kept searches in lists: Éclair stands between Dupin and Fair, whatever the database does."""

import importlib
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from cases.actions import Holder, create_customer, create_rule, edit_customer, edit_rule
from cases.models import Customer, Rule
from esn.core.folding import sort_name
from esn.core.pages import seal
from groups.models import EVERYONE
from people.models import Person
from search.kept.actions import change_search, keep_search
from search.models import KeptSearch
from tests.cast import Door, browser, device

pytestmark = pytest.mark.shape

NAMES = ["10 rue Haute", "dupin", "Éclair", "Fair", "Œuvre", "Zoo"]
LISTS = {"customers/": "name", "rules/": "title", "search/kept/": "name"}


@pytest.fixture
def named(ana: Person) -> dict[str, list[str]]:
    """Ids of things of these names, made in no order, by their list."""
    made: dict[str, list[str]] = {path: [] for path in LISTS}
    for name in reversed(NAMES):
        made["customers/"].append(create_customer(ana, kind="organisation", name=name))
        made["rules/"].append(create_rule(ana, title=name, text="So it is.", deciders=[Holder("person", ana.id)]))
        made["search/kept/"].append(keep_search(ana, name=name, text="wardrobe"))
    return made


def _pages(door: Door, path: str, limit: int) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = door.read(f"{path}?limit={limit}{cursor}")
        found += [one[LISTS[path]] for one in page["results"]]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("path", LISTS)
def test_each_list_is_read_in_the_order_of_letters_page_by_page(
    ana: Person, named: dict[str, list[str]], path: str, limit: int
) -> None:
    assert _pages(device(ana), path, limit) == NAMES


@pytest.mark.parametrize("page", ["/customers/", "/rules/", "/search/kept/"])
def test_the_page_has_the_same_order(ana: Person, named: dict[str, list[str]], page: str) -> None:
    shown = browser(ana).get(page).content.decode()
    ids = re.findall(rf'href="{page}([0-9a-f]{{32}})/', shown)
    assert [id_ for id_ in dict.fromkeys(ids) if id_ in named[page[1:]]] == named[page[1:]][::-1]


def test_a_customer_is_offered_in_that_order_where_one_writes(ana: Person, named: dict[str, list[str]]) -> None:
    for name in ("Zoé Martin", "Élise Martin", "emma Martin"):
        create_customer(ana, kind="person", name=name)
    offered = device(ana).read(f"mentions/?q=martin&audience={EVERYONE}")["results"]
    assert [one["name"] for one in offered if one["kind"] == "customer"] == [
        "Élise Martin",
        "emma Martin",
        "Zoé Martin",
    ]


def test_what_gets_another_name_changes_its_place(ana: Person, named: dict[str, list[str]]) -> None:
    edit_customer(ana, customer_id=named["customers/"][0], name="Évian")
    edit_rule(ana, rule_id=named["rules/"][0], title="Évian")
    change_search(ana, search_id=named["search/kept/"][0], name="Évian")
    door = device(ana)
    for path in LISTS:
        assert _pages(door, path, 100)[2:4] == ["Éclair", "Évian"]


@pytest.mark.parametrize(("path", "listing"), [("customers/", "customers::name"), ("rules/", "rules::False:title")])
def test_a_cursor_of_the_former_order_is_refused_in_words(
    ana: Person, named: dict[str, list[str]], path: str, listing: str
) -> None:
    former = seal(listing, ana.id, ["Fair", named[path][0]])
    answer = device(ana).ask("GET", f"{path}?cursor={former}")
    assert (answer.status_code, json.loads(answer.text)["errors"]["cursor"][0]["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize(
    ("migration", "kinds"),
    [("cases.migrations.0013_sorted_names", (Customer, Rule)), ("search.migrations.0005_sorted_names", (KeptSearch,))],
)
def test_what_was_there_before_is_sorted_too(
    ana: Person, named: dict[str, list[str]], migration: str, kinds: tuple[type[Model], ...]
) -> None:
    for kind in kinds:
        kind._default_manager.update(sort_name="")
    importlib.import_module(migration).sort_names(apps, None)
    for kind in kinds:
        rows: Any = kind._default_manager.all()
        assert len(rows) == len(NAMES)
        assert all(row.sort_name == sort_name(row.title if kind is Rule else row.name) for row in rows)
