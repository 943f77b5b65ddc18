"""Questions, polls and pointers in browsers: what one does, another sees at once."""

import secrets
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


def at(page: Page, path: str) -> Page:
    """A page that is open and hears what happens."""
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def begin(page: Page, kind: str, words: str) -> None:
    """Write in the composer of a group, as something."""
    page.locator("#composer-body").fill(words)
    page.locator("#composer [name=kind]").select_option(kind)


def said(page: Page, words: str) -> Locator:
    """The post with these words."""
    return page.locator("#feed > article.post", has_text=words)


def test_a_poll_is_voted_in_two_browsers_and_both_count_live(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    ana, bo = (at(sign_in(who), f"/groups/{site.cast['Shop floor']}/") for who in ("ana", "bo"))
    words = f"Which day, {secrets.token_hex(6)}"
    begin(ana, "poll", words)
    rows = ana.locator("#composer [name=option]:visible")
    for number, day in enumerate(("Monday", "Tuesday", "Friday")):
        rows.nth(number).fill(day)
    expect(rows).to_have_count(4)  # the next empty one comes by itself
    accessible(ana)
    ana.locator("#composer button.main").click()
    theirs, mine = said(bo, words), said(ana, words)
    bo.locator("#waiting").click()
    expect(theirs.locator(".choice")).to_have_count(3)
    theirs.get_by_label("Tuesday").check()
    theirs.get_by_role("button", name="Vote").click()
    tuesday = mine.locator(".choice", has_text="Tuesday")
    expect(tuesday.locator(".votes")).to_have_text("1")
    expect(theirs.get_by_role("button", name="Change my vote")).to_be_visible()
    mine.get_by_label("Friday").check()
    mine.get_by_role("button", name="Vote").click()
    expect(theirs.locator(".choice", has_text="Friday").locator(".votes")).to_have_text("1")
    expect(theirs.locator("[data-voters]")).to_have_text("2 people have voted")
    picture(bo, "poll")
    mine.get_by_role("button", name="Close the poll").click()
    expect(theirs.get_by_text("Closed")).to_be_visible()
    expect(theirs.get_by_role("radio")).to_have_count(0)
    accessible(bo)


def test_ana_accepts_bos_answer_and_he_sees_it_first(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    ana = at(sign_in("ana"), f"/groups/{site.cast['Shop floor']}/")
    words, answer = f"Who has the key, {secrets.token_hex(6)}", f"Nadia, {secrets.token_hex(6)}"
    begin(ana, "question", words)
    ana.locator("#composer button.main").click()
    path = said(ana, words).locator("a.moment").get_attribute("href") or ""
    at(ana, path)
    bo = at(sign_in("bo"), path)
    bo.locator("#reply textarea").fill(answer)
    bo.locator("#reply button.main").click()
    reply = ana.locator("#replies article.post", has_text=answer)
    reply.get_by_role("button", name="Accept this answer").click()
    expect(bo.locator(".settled .accepted-answer")).to_contain_text(answer)
    expect(bo.locator("#replies .accepting")).to_contain_text("Accepted answer")
    accessible(bo)
    picture(bo, "question")
    reply.hover()
    reply.get_by_role("button", name="More").click()
    reply.get_by_role("link", name="Quote").click()
    quoted = ana.locator("#reply .quoting")
    expect(quoted).to_contain_text(answer)
    ana.locator("#reply textarea").fill("Thank you.")
    ana.locator("#reply button.main").click()
    expect(bo.locator("#replies article.post", has_text="Thank you.").locator(".pointed")).to_contain_text(answer)


def test_bo_reads_that_there_is_a_post_which_he_does_not_read(site: RunningSite, sign_in: SignIn) -> None:
    with site.api("ana") as door:
        secret = door.post(
            f"groups/{site.cast['Price talks']}/posts/", json={"body": f"A {secrets.token_hex(6)}"}
        ).json()
    ana = at(sign_in("ana"), f"/posts/{secret['id']}/share/?group={site.cast['Shop floor']}")
    words = f"Look, {secrets.token_hex(6)}"
    ana.get_by_label("Your words").fill(words)
    ana.locator("main button.main").click()
    expect(ana.locator(".pointed")).to_contain_text(secret["body"])
    cy = at(sign_in("cy"), f"/groups/{site.cast['Shop floor']}/")
    expect(said(cy, words).locator(".pointed")).to_have_text("A post that you do not read.")
