"""Mme Dupin opens her window on her phone, reads, answers and asks; Marc sees it live and takes the link back."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn, fits_a_zoom_of_four
from tests.browser.running import RunningSite

Picture = Callable[[Page, str], None]
Check = Callable[[Page], None]
NewPage = Callable[..., Page]


def _her_case(site: RunningSite) -> str:
    with site.api("marc") as marc:
        customer = marc.get("customers/", params={"q": "0639984127"}).json()["results"][0]
        ref: str = marc.get(f"customers/{customer['id']}/cases/").json()["results"][0]["ref"]
        return ref


def _opened_on_a_phone(new_page: NewPage, address: str, **options: Any) -> Page:
    page = new_page(viewport=PHONE, has_touch=True, locale="fr-FR", **options)
    page.goto(address)
    page.locator("main button").tap()
    page.wait_for_url(re.compile(r"/window/\w+/$"))
    return page


def test_she_opens_it_answers_and_marc_sees_it_live_until_he_takes_the_link_back(
    demo_site: RunningSite,
    sign_in_to: Callable[[RunningSite], SignIn],
    new_page: NewPage,
    picture: Picture,
    accessible: Check,
) -> None:
    ref = _her_case(demo_site)
    marc = sign_in_to(demo_site)("marc")
    marc.goto(f"/cases/{ref}/windows/")
    marc.locator("form:has([name=contact]) button").click()
    address = marc.locator("#address").input_value()
    picture(marc, "window-links")
    accessible(marc)
    marc.goto(f"/cases/{ref}/?pane=thread")
    expect(marc.locator("html")).to_have_attribute("data-connected", "yes")

    hers = _opened_on_a_phone(new_page, address)
    expect(hers.locator("h1")).to_contain_text("Mme Dupin")
    expect(hers.locator(".promised")).to_contain_text("Léa Martin")
    expect(hers.get_by_text("Marc Delorme").first).to_be_visible()
    assert hers.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    fits_a_zoom_of_four(hers)
    picture(hers, "window")
    accessible(hers)

    hers.locator("#body").fill("Je serai chez moi toute la matinée.")
    hers.locator(".writing .send").tap()
    expect(hers.locator("#said")).to_contain_text("toute la matinée")
    expect(marc.locator("#timeline")).to_contain_text("Je serai chez moi toute la matinée.")

    hers.locator(".doing form button").tap()
    expect(hers.locator(".doing form")).to_have_count(0)
    hers.locator("a.way").first.tap()
    hers.wait_for_url("**/ask/")
    accessible(hers)
    fits_a_zoom_of_four(hers)
    hers.go_back()

    with demo_site.api("marc") as door:
        door.post(f"cases/{ref}/posts/", json={"body": "Nous vous attendons.", "side": "customer"}).raise_for_status()
    hers.evaluate("dispatchEvent(new Event('focus'))")  # she comes back to the page
    expect(hers.locator("#said")).to_contain_text("Nous vous attendons.")

    marc.goto(f"/cases/{ref}/windows/")
    marc.locator("form[action$='/revoke/'] button").first.click()
    hers.evaluate("dispatchEvent(new Event('focus'))")
    expect(hers.locator(".window-door")).to_be_visible()
    accessible(hers)


def test_without_scripts_and_in_the_dark_it_is_the_same_window(
    demo_site: RunningSite, new_page: NewPage, picture: Picture, accessible: Check
) -> None:
    with demo_site.api("marc") as marc:
        address = marc.post(f"cases/{_her_case(demo_site)}/portal-links/", json={}).json()["url"]
    hers = _opened_on_a_phone(new_page, address, color_scheme="dark")
    picture(hers, "window-dark")
    accessible(hers)
    plain = _opened_on_a_phone(new_page, address, java_script_enabled=False)
    plain.locator("#body").fill("Sans script.")
    plain.locator(".writing .send").tap()
    expect(plain.locator("#said")).to_contain_text("Sans script.")
    plain.locator(".languages button").tap()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
