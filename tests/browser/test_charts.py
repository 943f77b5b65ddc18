"""Charts are renewed while one looks at them, and what is unfolded below them stays so."""

import secrets

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite


def _say(page: Page, group: str, words: str) -> None:
    page.goto(f"/groups/{group}/")
    page.locator("#composer-body").fill(words)
    page.locator("#composer button.main").click()
    expect(page.get_by_text(words).first).to_be_visible()


def test_what_is_said_in_a_group_is_in_its_chart_at_once(site: RunningSite, sign_in: SignIn) -> None:
    group = site.cast["Shop floor"]
    ana, bo = sign_in("ana"), sign_in("bo")
    _say(bo, group, f"Before, {secrets.token_hex(3)}.")
    ana.goto(f"/groups/{group}/about/")
    ana.locator("#group-weeks .chart details summary").click()
    posts = ana.locator("#group-weeks .chart-numbers tbody tr").last.locator("td").first
    expect(posts).to_be_visible()
    before = int(posts.inner_text())
    _say(bo, group, f"While Ana looks, {secrets.token_hex(3)}.")
    expect(posts).to_have_text(str(before + 1))
    expect(posts).to_be_visible()
    expect(ana.locator("#group-activity")).to_contain_text(f"{before + 1} posts in the last 30 days")


def test_a_cause_that_is_written_down_and_lifted_comes_and_goes(site: RunningSite, sign_in: SignIn) -> None:
    case, cause = site.cast["case"], f"No van {secrets.token_hex(3)}"
    ana, bo = sign_in("ana"), sign_in("bo")
    ana.goto("/blockers/")
    bo.goto(f"/cases/{case}/blockers/new/")
    bo.locator("[name=cause]").fill(cause)
    bo.locator("[name=lifter]").fill("The garage")
    bo.locator("[name=meanwhile]").fill("A taxi.")
    bo.locator("main form button.main").first.click()
    expect(ana.locator("#causes table.table")).to_contain_text(cause)
    bo.goto("/blockers/")
    bo.locator("#causes tr", has_text=cause).get_by_role("link", name="Lift").click()
    bo.get_by_role("button", name="Lift").click()
    expect(ana.locator("#causes")).not_to_contain_text(cause)
