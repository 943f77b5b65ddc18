"""Writing: the tools around the words, and the words as their readers will see them."""

import secrets

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite


def _choose(page: Page, words: str) -> None:
    """Choose these words of the composer, as by the mouse."""
    page.locator("#composer-body").evaluate(
        "(field, words) => { field.focus(); const at = field.value.indexOf(words);"
        " field.setSelectionRange(at, at + words.length); }",
        words,
    )


def test_ana_makes_words_bold_and_sees_them_so_before_she_posts(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    ana.goto(f"/groups/{site.cast['Shop floor']}/")
    word = f"w{secrets.token_hex(5)}"
    field = ana.locator("#composer-body")
    field.fill(f"Never {word} again")
    _choose(ana, word)
    ana.locator("[data-write=bold]").first.click()
    expect(field).to_have_value(f"Never **{word}** again")
    field.press("Control+i")
    expect(field).to_have_value(f"Never **_{word}_** again")
    field.press("Control+i")
    expect(field).to_have_value(f"Never **{word}** again")
    preview = ana.locator("#composer [data-write=preview]")
    preview.click()
    expect(ana.locator("#composer .previewed strong")).to_have_text(word)
    preview.click()
    expect(field).to_be_focused()
    ana.locator("#composer button.main").click()
    expect(ana.locator(".post .prose strong", has_text=word)).to_be_visible()


def test_ana_chooses_bo_with_the_arrows_and_bo_sees_the_link_at_once(site: RunningSite, sign_in: SignIn) -> None:
    address = f"/groups/{site.cast['Shop floor']}/"
    bo, ana = sign_in("bo"), sign_in("ana")
    for page in (bo, ana):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    word = f"w{secrets.token_hex(5)}"
    field = ana.locator("#composer-body")
    field.click()
    expect(ana.locator("#composer .tools[data-ready]")).to_be_visible()
    field.fill("")
    field.press_sequentially(f"{word} @")
    chosen = ana.locator("#composer [role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    first = chosen.inner_text()
    field.press("ArrowDown")
    expect(chosen).not_to_have_text(first)
    field.press("ArrowUp")
    field.press_sequentially("bo")
    expect(chosen).to_contain_text("Bo Delorme")
    field.press("Enter")
    expect(field).to_have_value(f"{word} @bo ")
    field.press_sequentially(":thumbs")
    expect(chosen).to_contain_text("👍")
    field.press("Tab")
    expect(field).to_have_value(f"{word} @bo 👍 ")
    field.press("Control+Enter")
    bo.locator("#waiting").click()
    link = bo.locator(".post", has_text=word).locator("a.mention")
    expect(link).to_have_text("@Bo Delorme")
    expect(link).to_have_attribute("href", f"/people/{site.cast['bo']}/")
