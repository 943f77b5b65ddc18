"""The administration looks after accounts: axe in four ways, and the way of a newcomer and of who is let go."""

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, SignIn, fits_a_zoom_of_four
from tests.browser.running import RunningSite

Accessible = Callable[[Page], None]
Picture = Callable[[Page, str], None]

PAGES = (
    "/administration/people/",
    "/administration/people/?q=nobody-of-this-name",
    "/administration/people/invite/",
    "/administration/people/invitations/?state=all",
    "/administration/proposals/",
    "/administration/people/{lea}/",
    "/administration/people/{lea}/deactivate/",
    "/administration/people/{lea}/do/end-sessions/",
    "/administration/people/{lea}/do/address/",
    "/administration/people/{lea}/role/",
    "/administration/left-behind/",
    "/people/{lea}/edit/",
)


@pytest.fixture
def thomas(demo_site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn]) -> SignIn:
    """Who runs the site of the demo company."""
    return sign_in_to(demo_site)


def id_of(site: RunningSite, handle: str) -> str:
    with site.api("admin") as api:
        return str(api.get(f"administration/people/?q={handle}").json()["results"][0]["id"])


def prove(page: Page) -> None:
    """Show once more that it is oneself, where it is asked for."""
    if "/sign-in/again/" in page.url:
        page.locator("input[type=password]").fill("esn-demo-2026")
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/sign-in/again/)"))


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": WIDE},
        {"viewport": PHONE, "has_touch": True},
    ],
    ids=["wide", "phone"],
)
def test_axe_has_nothing_to_say_and_nothing_overflows(
    demo_site: RunningSite, thomas: SignIn, accessible_in_both_lights: Accessible, options: dict[str, Any]
) -> None:
    page, lea = thomas("admin", **options), id_of(demo_site, "lea")
    for address in PAGES:
        page.goto(address.format(lea=lea))
        prove(page)
        accessible_in_both_lights(page)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{address} is {wider} pixels wider than the screen"
        fits_a_zoom_of_four(page)


def test_thomas_invites_takes_back_and_photographs_what_he_sees(
    demo_site: RunningSite, thomas: SignIn, picture: Picture
) -> None:
    page = thomas("admin", viewport=WIDE)
    page.goto("/administration/people/")
    picture(page, "accounts")
    page.goto("/administration/people/invite/")
    address = f"noa-{secrets.token_hex(4)}@example.org"
    page.locator("input[name=email]").fill(address)
    page.locator("#main form.form button.main").click()
    expect(page.locator(".invitations")).to_contain_text(address)
    picture(page, "invitations")
    row = page.locator(".invitations > li", has_text=address)
    row.locator("form").nth(1).locator("button").click()
    expect(page.get_by_text(address)).to_have_count(0)
    page.goto("/administration/proposals/")
    picture(page, "proposals")


def test_thomas_lets_somebody_go_and_their_open_page_is_shut_at_once(
    demo_site: RunningSite, thomas: SignIn, picture: Picture
) -> None:
    page, odette = thomas("admin", viewport=WIDE), thomas("odette", viewport=WIDE)
    odette.goto("/")
    expect(odette.locator("html")).to_have_attribute("data-connected", "yes")
    page.goto(f"/administration/people/{id_of(demo_site, 'marc')}/deactivate/")
    prove(page)
    expect(page.locator("select[name=rest]")).to_be_visible()  # who holds something is asked what becomes of it
    picture(page, "let-go")
    page.goto(f"/administration/people/{id_of(demo_site, 'odette')}/deactivate/")
    page.locator("textarea[name=reason]").fill("Départ à la retraite.")
    page.locator("#main form.form button.harm").click()
    expect(page.locator("#main")).to_contain_text(re.compile("Désactivé|Deactivated"))
    expect(odette.locator("html")).not_to_have_attribute("data-connected", "yes")
    odette.goto("/people/")
    expect(odette).to_have_url(re.compile("/sign-in/"))
