"""A list with nothing in it says what belongs there, and leads to the one act that fills it, for who may do that."""

import re

import pytest
from django.test import Client

from people.models import Person
from tests.cast import admit, browser

STAFF = {
    "/promises/?state=due": ("Nothing is due within a day", "/cases/"),
    "/promises/?state=at_risk": ("No promise is at risk", "/cases/"),
    "/promises/?state=untold": ("Every promise was told", "/cases/"),
    "/promises/?state=broken": ("No promise was broken", "/cases/"),
    "/promises/?state=open": ("No promise is open", "/cases/"),
    "/promises/?state=open&whose=mine": ("No promise fits what you chose", "/cases/"),
    "/rules/": ("No rule yet", "/rules/new/"),
    "/rules/?which=retired": ("No rule was retired", ""),
    "/rules/?q=refund": ("No rule has these words", ""),
    "/checklists/": ("No template yet", "/checklists/new/"),
    "/huddles/": ("No huddle here", "/cases/"),
    "/customers/": ("No customer yet", "/customers/new/"),
    "/cases/": ("You hold no case", "/cases/new/"),
    "/groups/": ("No group yet", "/groups/new/"),
    "/search/kept/": ("No search is kept yet", "/search/"),
    "/bookmarks/": ("No bookmarks", "/"),
    "/drafts/": ("No drafts", "/#composer"),
    "/scheduled/": ("Nothing is scheduled", "/#composer"),
}
RUNS = {
    "/administration/groups/": ("No group yet", "/groups/new/"),
    "/administration/groups/?which=ownerless": ("Every group has an owner", ""),
    "/administration/groups/?which=archived": ("No group is archived", ""),
    "/administration/groups/?q=shop": ("No group has this name", ""),
    "/administration/proposals/": ("Nothing was proposed", "/administration/people/"),
    "/administration/people/invitations/": ("No invitation waits", "/administration/people/invite/"),
}


def _told(client: Client, path: str) -> tuple[str, str]:
    """The heading of what stands in the place of the rows, and where its button leads."""
    page = client.get(path).content.decode()
    found = re.search(r'<div class="empty">.*?<h2>(.*?)</h2><p>.+?</p>(?:<a class="button" href="(.*?)">)?', page, re.S)
    assert found, path
    return found[1], found[2] or ""


@pytest.mark.parametrize("path", STAFF)
def test_a_new_site_teaches_whoever_works_there(ana: Person, path: str) -> None:
    assert _told(browser(ana), path) == STAFF[path]


@pytest.mark.parametrize("path", RUNS)
def test_a_new_site_teaches_whoever_runs_it(db: None, path: str) -> None:
    assert _told(browser(admit("sam", site_role="site_admin")), path) == RUNS[path]
