"""One takes a post of one's own back without a question, and says it again, while a colleague looks on."""

import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _delete(page: Page, words: str) -> None:
    post = page.locator("article.post", has_text=words)
    post.get_by_role("button", name="More").click()
    post.get_by_role("link", name="Delete").click()


def test_a_post_goes_at_once_and_comes_back_where_one_stands(
    site: RunningSite, sign_in: SignIn, picture: Callable[[Page, str], None]
) -> None:
    words = f"Said too early {secrets.token_hex(4)}"
    with site.api("ana") as device:
        path = f"groups/{site.cast['Shop floor']}/posts/"
        post = device.post(path, json={"body": words}).raise_for_status().json()["id"]
    ana, bo = sign_in("ana", viewport=PHONE), sign_in("bo")
    for page in (ana, bo):
        page.goto(f"/groups/{site.cast['Shop floor']}/")
        expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    here = ana.url
    _delete(ana, words)
    for page in (ana, bo):
        expect(page.locator(f"#post-{post}")).not_to_contain_text(words)
    toast = ana.locator("#toast")
    expect(toast).to_contain_text("The post is deleted.")
    picture(ana, "undo")
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("The post is there again.")
    for page in (ana, bo):
        expect(page.locator(f"#post-{post}")).to_contain_text(words)
    assert ana.url == here
    expect(bo.locator(f"#post-{post} a[data-at-once]")).to_have_count(0)
