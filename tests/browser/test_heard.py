"""What somebody hears who does not see the page: roles, names and states in their order, in both languages."""

import re
import secrets

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite
from tests.browser.test_look import _speaks

Heard = tuple[tuple[str, str], ...]


def _told(page: Page, expected: Heard) -> None:
    """Each role with its words (name, state) comes after the one before it; what is between them is free."""
    told = page.locator("body").aria_snapshot()
    at = 0
    for role, words in expected:
        found = re.compile(rf"^ *- '?{role}\b.*{re.escape(words)}.*$", re.MULTILINE).search(told, at)
        assert found, f"{role} “{words}” is not told after\n{told[:at][-800:]}\nbut there is\n{told[at:][:4000]}"
        at = found.end()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_case_is_told_in_the_order_of_who_takes_the_telephone(
    site: RunningSite, things: dict[str, str], sign_in: SignIn, language: str
) -> None:
    case, words = things["matter"], f"The lamp is on its way, {secrets.token_hex(4)}."
    ana = sign_in("ana")
    _speaks(ana, language)
    try:
        with site.api("bo") as device, override(language):
            device.post(f"cases/{case}/posts/", json={"body": words, "side": "internal"}).raise_for_status()
            ana.goto(f"/cases/{case}/?pane=thread")
            expect(ana.locator("#timeline")).to_contain_text(words)
            of_bo = ana.locator("#timeline article", has_text=words)
            expect(of_bo).to_have_accessible_name(re.compile(rf"^Bo\b.*{gettext('Internal')}$"))
            assert of_bo.locator(".prose").get_attribute("lang") == (None if language == "en" else "en")
            _told(
                ana,
                (
                    ("link", gettext("Go to the content")),
                    ("link", gettext("Go to the brief")),
                    ("combobox", gettext("Search")),
                    ("navigation", gettext("Places")),
                    ("main", ""),
                    ("region", gettext("Thread")),
                    ("heading", "A lamp"),
                    ("article", "Bo"),
                    ("link", gettext("Reply")),
                    ("group", gettext("Who reads it")),
                    ("radio", f'{gettext("Internal")}" [checked]'),
                    ("textbox", gettext("What you write in this case")),
                    ("complementary", gettext("Brief")),
                    ("heading", "Mme Lamp"),
                    ("heading", gettext("Story")),
                    ("heading", gettext("Promises")),
                    ("link", "A new lamp"),
                    ("heading", gettext("Holder")),
                ),
            )
            expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
            device.post(f"cases/{case}/posts/", json={"body": f"{words} Again."}).raise_for_status()
            polite = ana.locator("[role=status][aria-live=polite]", has_text=gettext("One new post."))
            expect(polite).to_have_count(1)
    finally:
        _speaks(ana, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_feed_is_told_as_articles_that_say_whose_they_are(
    site: RunningSite, sign_in: SignIn, language: str
) -> None:
    words = f"The shop closes at six, {secrets.token_hex(4)}."
    ana = sign_in("ana")
    _speaks(ana, language)
    try:
        with site.api("bo") as device, override(language):
            group = site.cast["Shop floor"]
            device.post(f"groups/{group}/posts/", json={"body": words}).raise_for_status()
            ana.goto("/")
            of_bo = ana.locator("#feed article", has_text=words)
            expect(of_bo).to_have_accessible_name(re.compile(r"^Bo\b.*Shop floor"))
            _told(
                ana,
                (
                    ("link", gettext("Go to the content")),
                    ("navigation", gettext("Places")),
                    ("main", ""),
                    ("heading", "[level=1]"),
                    ("textbox", ""),
                    ("heading", gettext("What is new")),
                    ("navigation", gettext("Filter")),
                    ("article", "Shop floor"),
                    ("paragraph", words),
                    ("link", gettext("Reply")),
                    ("button", gettext("React")),
                    ("button", gettext("More")),
                ),
            )
    finally:
        _speaks(ana, "en")
