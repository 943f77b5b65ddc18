"""The search box offers how a text may go on: for keys, for a pointer, and never in the way of Enter."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

Check = Callable[[Page], None]


def test_ana_completes_an_operator_with_the_keys(sign_in: SignIn, accessible: Check) -> None:
    ana = sign_in("ana")
    ana.goto("/search/")
    box = ana.locator("#finder")
    box.click()
    box.press_sequentially("wardrobe ha")
    offers = ana.locator(".finder .offers [role=option]")
    expect(offers).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("wardrobe has:")
    expect(offers).to_have_count(5)
    accessible(ana)
    offers.nth(1).click()
    expect(box).to_have_value("wardrobe has:image ")
    box.press("Enter")
    ana.wait_for_url("**/search/?q=wardrobe+has*")


def test_enter_searches_for_what_was_typed_and_escape_closes(sign_in: SignIn) -> None:
    ana = sign_in("ana")
    ana.goto("/search/")
    box = ana.locator("#finder")
    box.click()
    box.press_sequentially("has")
    expect(ana.locator(".finder .offers")).to_be_visible()
    box.press("Escape")
    expect(ana.locator(".finder .offers")).to_be_hidden()
    box.press_sequentially(":")
    expect(ana.locator(".finder .offers")).to_be_visible()
    box.press("Enter")
    ana.wait_for_url("**/search/?q=has*")
