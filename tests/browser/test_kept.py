"""Kept searches in two browsers: a match arrives while one looks, and the number in the rail changes by itself."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _say(site: RunningSite, handle: str, body: str) -> None:
    with site.api(handle) as device:
        answer = device.post(f"groups/{site.cast['Shop floor']}/posts/", json={"body": body})
        assert answer.status_code == 201, answer.text


def test_a_match_arrives_and_the_number_in_the_rail_changes(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    bo = sign_in("bo")
    bo.goto("/search/?q=zebrawood")
    bo.get_by_role("link", name="Keep this search").click()
    bo.fill("input[name=name]", "Zebrawood")
    bo.locator("select[name=alert]").select_option("at_once")
    accessible(bo)
    bo.locator("#main form.form button.main").click()
    pin = bo.locator("#rail-kept li", has_text="Zebrawood")
    expect(pin).to_be_visible()
    expect(pin.locator(".count")).to_have_count(0)
    bo.goto("/")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    _say(site, "ana", "A table of zebrawood has arrived.")
    _say(site, "ana", "A table of oak has arrived.")
    expect(pin.locator(".count")).to_have_text("1")
    expect(bo.locator("#rail-kept .is-new")).to_contain_text("Zebrawood")
    accessible(bo)

    bo.goto("/inbox/")
    line = bo.locator("[data-line]", has_text="Zebrawood")
    expect(line).to_contain_text("1 new match")
    line.locator("a.title").click()
    bo.wait_for_url(re.compile(r"/search/\?q=zebrawood.*kept="))
    expect(bo.locator(".kept-here")).to_contain_text("1 new since you looked")
    accessible(bo)
    expect(pin.locator(".count")).to_have_count(0)  # looked at
    bo.goto("/inbox/")
    expect(bo.locator("[data-line]", has_text="Zebrawood")).to_have_count(0)

    bo.goto("/search/kept/")
    accessible(bo)
    picture(bo, "kept-searches")
    bo.get_by_role("button", name="Delete Zebrawood").click()
    expect(bo.locator(".notes")).to_contain_text("“Zebrawood” is deleted.")
    expect(pin).to_have_count(0)
    bo.get_by_role("button", name="Undo").click()
    expect(pin).to_be_visible()
    bo.get_by_role("button", name="Delete Zebrawood").click()


def test_a_group_shares_a_search_on_the_telephone(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    ana, bo = sign_in("ana"), sign_in("bo", viewport=PHONE, has_touch=True)
    ana.goto("/search/kept/new/?q=ebony")
    ana.fill("input[name=name]", "Ebony for all")
    ana.locator("#main form.form button.main").click()
    ana.goto("/search/kept/")
    ana.get_by_role("link", name="Change or share Ebony for all").click()
    ana.locator("#share-group").select_option(label="Shop floor")
    ana.get_by_role("button", name="Share").click()
    expect(ana.locator("#main .rows")).to_contain_text("Shop floor")
    accessible(ana)
    bo.goto("/search/kept/")
    expect(bo.locator(".kept-rows")).to_contain_text("Ebony for all")
    expect(bo.locator(".kept-rows")).to_contain_text("kept by")
    accessible(bo)
    assert bo.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
