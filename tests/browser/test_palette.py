"""The palette by keys and by finger, and focus that stays where it was."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SLOW_LINE, SignIn
from tests.browser.running import RunningSite

Check = Callable[[Page], None]


def test_ana_goes_anywhere_by_keys_and_comes_back_to_where_she_was(
    site: RunningSite, sign_in: SignIn, accessible: Check
) -> None:
    ana = sign_in("ana")
    ana.goto(f"/cases/{site.cast['case']}/")
    ana.goto("/people/")
    link = ana.locator(".rail a[href='/cases/']")
    link.focus()
    ana.keyboard.press("Control+k")
    field = ana.locator("#palette [role=combobox]")
    expect(field).to_be_focused()
    first = ana.locator("#palette [aria-selected=true]")
    expect(first).to_have_attribute("href", f"/cases/{site.cast['case']}/")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    accessible(ana)
    ana.keyboard.press("Escape")
    expect(link).to_be_focused()
    ana.keyboard.press("Control+k")
    ana.keyboard.type("shop fl")
    ana.keyboard.press("Enter")  # at once: it means what was typed
    ana.wait_for_url(f"**/groups/{site.cast['Shop floor']}/")
    ana.keyboard.press("Control+k")
    ana.keyboard.type("dark")
    expect(ana.locator("#palette [role=option]").first).to_have_text("Dark")
    accessible(ana)
    ana.keyboard.press("Enter")
    expect(ana.locator("html[data-theme=dark]")).to_be_attached()
    ana.wait_for_load_state()  # keys do something once the scripts are there
    expect(ana).to_have_url(f"{site.url}/groups/{site.cast['Shop floor']}/")
    ana.keyboard.press("Control+k")
    expect(field).to_be_focused()
    ana.keyboard.type("as the sys")
    expect(ana.locator("#palette [role=option]").first).to_have_text("As the system")
    ana.keyboard.press("Enter")
    expect(ana.locator("html[data-theme]")).to_have_count(0)


def test_what_is_typed_before_it_is_there_is_not_lost(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    ana.goto("/people/")
    ana.context.new_cdp_session(ana).send("Network.emulateNetworkConditions", SLOW_LINE)
    ana.keyboard.press("Control+k")
    ana.keyboard.type("shop fl")
    ana.keyboard.press("Enter")
    ana.wait_for_url(f"**/groups/{site.cast['Shop floor']}/")


def test_on_a_phone_a_finger_opens_it_and_chooses(sign_in: SignIn) -> None:
    bo = sign_in("bo", viewport=PHONE, has_touch=True)
    bo.goto("/")
    bo.locator("[data-palette]").tap()
    bo.locator("#palette [role=combobox]").fill("bookm")
    bo.locator("#palette a[href='/bookmarks/']").tap()
    bo.wait_for_url("**/bookmarks/")


def test_who_switched_letters_off_is_left_alone_by_them(sign_in: SignIn) -> None:
    cy = sign_in("cy")
    cy.goto("/keyboard/")
    cy.locator("button[value=off]").click()
    expect(cy.locator("html[data-letters=off]")).to_be_attached()
    cy.keyboard.press("?")
    cy.keyboard.press("/")
    expect(cy.locator("#keys")).to_be_hidden()
    expect(cy.locator("#finder")).not_to_be_focused()
    cy.keyboard.press("Control+k")
    expect(cy.locator("#palette")).to_be_visible()
    cy.keyboard.press("Escape")
    cy.locator("button[value=on]").click()
    expect(cy.locator("html[data-letters]")).to_have_count(0)
    cy.keyboard.press("?")
    expect(cy.locator("#keys")).to_be_visible()
