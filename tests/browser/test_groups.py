"""Groups in two browsers: an announcement is read and counted live, a post is pinned, a group opens."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite


def test_mo_sees_live_who_has_read_an_announcement(site: RunningSite, sign_in: SignIn) -> None:
    group = site.cast["Shop floor"]
    mo, bo = sign_in("mo"), sign_in("bo")
    bo.goto(f"/groups/{group}/")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    mo.goto(f"/groups/{group}/announce/")
    mo.fill("textarea[name=body]", "The shutters come down at seven.")
    mo.locator("#main form.form button").click()
    mo.wait_for_url(re.compile("/posts/"))
    expect(mo.locator("html")).to_have_attribute("data-connected", "yes")
    bo.locator("#waiting").click()
    said = bo.locator("article.post", has_text="The shutters come down at seven.")
    said.get_by_role("button", name="I have read it").click()
    expect(said.get_by_text("You have read it")).to_be_visible()
    expect(mo.locator(".asks a")).to_contain_text(re.compile("1 of 2 have read it|1 sur 2 l’ont lue"))
    mo.locator(".asks a").click()
    expect(mo.locator("#main .rows")).not_to_contain_text("Bo")


def test_a_pin_appears_above_the_feed_of_others(site: RunningSite, sign_in: SignIn) -> None:
    group, post = site.cast["Shop floor"], site.cast["post"]
    mo, bo = sign_in("mo"), sign_in("bo")
    bo.goto(f"/groups/{group}/")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    expect(bo.locator("#pinned")).not_to_contain_text("The new catalogue")
    mo.goto(f"/posts/{post}/pin/")
    mo.locator("#main form:has([name=pin][value=yes]) button").click()
    expect(bo.locator("#pinned")).to_contain_text("The new catalogue has arrived.")
    mo.goto(f"/posts/{post}/pin/")
    mo.locator("#main form:has([name=pin][value=no]) button").click()
    expect(bo.locator("#pinned")).not_to_contain_text("The new catalogue")


def test_a_group_closes_under_the_eyes_of_an_outsider(site: RunningSite, sign_in: SignIn) -> None:
    ana, cy = sign_in("ana"), sign_in("cy")
    ana.goto("/groups/new/")
    ana.fill("input[name=name]", "Window dressing")
    ana.locator("#main form.form button").click()
    ana.wait_for_url(re.compile("/groups/[0-9a-f]{32}/"))
    address = ana.url
    cy.goto(address)
    expect(cy.locator("html")).to_have_attribute("data-connected", "yes")
    ana.goto(f"{address}edit/")
    ana.get_by_role("button", name="Make the group secret").click()
    expect(ana.locator("#main")).to_contain_text("Only its members read it from now on")
    ana.locator("#main").get_by_role("button", name="Make the group secret").click()
    ana.goto(address)
    ana.fill("textarea[name=body]", "Between us now.")
    ana.locator("#composer button.main").click()
    expect(ana.locator(".feed")).to_contain_text("Between us now.")
    cy.wait_for_timeout(1500)
    expect(cy.locator("body")).not_to_contain_text("Between us now.")
    answer = cy.goto(address)
    assert answer is not None
    assert answer.status == 404
