"""How the pages look, feel and weigh: axe in both languages and both lights, keys, phone, first visit."""

import gzip
import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import PHONE, WIDE, SignIn
from tests.browser.running import RunningSite

Accessible = Callable[[Page], None]

FIRST_VISIT = 100 * 1024  # bytes over the wire, without pictures
REQUESTS = 10
SCRIPT = 40 * 1024  # bytes, compressed

EVERY_PAGE = (
    "/",
    "/?only=unread",
    "/cases/",
    "/cases/{case}/",
    "/cases/{case}/?pane=thread",
    "/cases/{case}/?pane=people",
    "/cases/{case}/story/",
    "/cases/{case}/edit/",
    "/cases/{case}/people/?q=a",
    "/cases/{case}/contacts/new/",
    "/cases/{case}/promises/new/",
    "/cases/{case}/tell/?about=status",
    "/cases/{case}/handoffs/new/",
    "/cases/{case}/handoffs/new/?to=person:{bo}",
    "/cases/{case}/blockers/new/",
    "/cases/{case}/exceptions/new/",
    "/cases/{case}/huddles/new/",
    "/cases/{case}/windows/",
    "/cases/{case}/window/",
    "/cases/{case}/knew/",
    "/cases/{case}/links/",
    "/cases/{case}/checklists/",
    "/cases/{case}/sheet/",
    "/promises/?state=open",
    "/promises/calendar/",
    "/drifts/",
    "/blockers/",
    "/rules/",
    "/rules/new/",
    "/exceptions/",
    "/huddles/",
    "/checklists/",
    "/people/{bo}/handover/",
    "/customers/{customer}/facts/new/",
    "/customers/{customer}/facts/new/?kind=address_form",
    "/cases/new/",
    "/cases/new/?customer={customer}",
    "/customers/",
    "/customers/{customer}/",
    "/customers/{customer}/edit/",
    "/customers/{customer}/cases/",
    "/customers/{customer}/contacts/new/",
    "/customers/{customer}/notes/",
    "/customers/{customer}/notes/new/?kind=loss",
    "/customers/{customer}/merge/",
    "/customers/?q=nobody",
    "/settings/references/",
    "/customers/new/",
    "/groups/",
    "/groups/{group}/",
    "/groups/{group}/members/",
    "/groups/{group}/members/add/?q=cy",
    "/groups/{group}/edit/",
    "/groups/new/",
    "/people/",
    "/people/{ana}/",
    "/posts/{post}/",
    "/posts/{post}/edit/",
    "/posts/{post}/delete/",
    "/posts/{post}/history/",
    "/search/",
    "/search/?q=wardrobe",
    "/search/?q=nothing-of-the-kind",
    "/settings/",
    "/settings/password/",
    "/settings/devices/",
    "/offline/",
    "/nowhere/",
)


def _addresses(site: RunningSite) -> list[str]:
    names = {**site.cast, "group": site.cast["Shop floor"]}
    return [address.format(**names) for address in EVERY_PAGE]


def _speaks(page: Page, language: str) -> None:
    """Ana chooses the language of her pages."""
    page.goto("/settings/")
    page.locator("select[name=language]").select_option(language)
    page.locator("#main form.form button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("en", {"viewport": WIDE, "color_scheme": "light"}),
        ("fr", {"viewport": WIDE, "color_scheme": "dark"}),
        ("en", {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}),
        ("fr", {"viewport": PHONE, "color_scheme": "light", "has_touch": True}),
    ],
    ids=["wide-light-en", "wide-dark-fr", "phone-dark-en", "phone-light-fr"],
)
def test_axe_has_nothing_to_say_about_any_page_and_none_overflows(
    site: RunningSite, sign_in: SignIn, accessible: Accessible, language: str, options: dict[str, Any]
) -> None:
    ana = sign_in("ana", **options)
    _speaks(ana, language)
    try:
        for address in _addresses(site):
            ana.goto(address)
            accessible(ana)
            wider = ana.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{address} is {wider} pixels wider than the screen"
    finally:
        _speaks(ana, "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_about_the_door(
    site: RunningSite, new_page: Callable[..., Page], accessible: Accessible, scheme: str
) -> None:
    page = new_page(base_url=site.url, color_scheme=scheme)
    page.goto("/sign-in/")
    accessible(page)
    page.locator("input[name=login]").fill("ana")
    page.locator("input[name=password]").fill("not this one")
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page)


def test_no_page_breaks_the_policy_or_fails_in_its_scripts(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    told: list[str] = []
    ana.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    ana.on("pageerror", lambda error: told.append(str(error)))
    for address in _addresses(site):
        if address not in ("/nowhere/",):
            ana.goto(address)
    assert not told


def test_the_first_visit_of_the_feed_is_small(site: RunningSite, sign_in: SignIn, new_page: Any) -> None:
    known = sign_in("ana").context.storage_state()
    page = new_page(base_url=site.url, storage_state=known)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in answers}
    assert len(sizes) <= REQUESTS, sizes
    assert sum(sizes.values()) <= FIRST_VISIT, sizes
    assert sum(size for url, size in sizes.items() if ".js" in url) <= SCRIPT, sizes
    assert all(answer.status == 200 for answer in answers)


def test_ana_works_with_the_keyboard_alone(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    ana.goto(f"/groups/{site.cast['Shop floor']}/")
    ana.keyboard.press("Tab")
    expect(ana.get_by_role("link", name="Go to the content")).to_be_focused()
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog")).to_be_visible()
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_be_hidden()
    ana.keyboard.press("/")
    expect(ana.locator("#finder")).to_be_focused()
    ana.keyboard.press("Escape")
    words = f"Said by keys {secrets.token_hex(4)}"
    ana.keyboard.press("c")
    ana.keyboard.type(words)
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#feed article.post").first).to_contain_text(words)
    ana.locator("body").press("Escape")
    ana.keyboard.press("j")
    expect(ana.locator("article.post.chosen")).to_contain_text(words)
    ana.keyboard.press("r")
    ana.locator("article.post.chosen textarea").press_sequentially("And answered.")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("article.post.chosen .replies")).to_contain_text("And answered.")
    ana.keyboard.press("Escape")
    ana.keyboard.press("g")
    ana.keyboard.press("c")
    expect(ana).to_have_url(re.compile(r"/cases/$"))


def test_an_empty_post_is_refused_in_place_and_a_draft_survives_a_reload(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    ana.goto(f"/cases/{site.cast['case']}/")
    ana.locator("#composer-body").fill("Half a sentence")
    ana.reload()
    expect(ana.locator("#composer-body")).to_have_value("Half a sentence")
    ana.locator("#composer-body").fill("   ")
    ana.locator("#composer button").click()
    expect(ana.locator("#composer .error")).to_have_text("Write something first.")


def test_everything_can_be_read_and_said_without_a_script(
    site: RunningSite, sign_in: SignIn, new_page: Callable[..., Page]
) -> None:
    known = sign_in("ana").context.storage_state()
    page = new_page(base_url=site.url, storage_state=known, java_script_enabled=False)
    words = f"Without a script {secrets.token_hex(4)}"
    page.goto(f"/cases/{site.cast['case']}/")
    page.locator("#composer-body").fill(words)
    page.locator("#composer label.customer").click()
    page.locator("#composer button").click()
    expect(page.locator("#timeline article.post", has_text=words)).to_have_attribute("data-side", "customer")
    page.goto("/")
    page.locator("#composer-body").fill(f"{words} again")
    page.locator("#composer button").click()
    expect(page.locator("#feed")).to_contain_text(f"{words} again")


def test_an_edit_and_a_deletion_reach_the_open_page_and_the_words_go(site: RunningSite, sign_in: SignIn) -> None:
    group = site.cast["Shop floor"]
    bo = sign_in("bo")
    with site.api("ana") as device:
        said = device.post(f"groups/{group}/posts/", json={"body": "First words"}).json()["id"]
        bo.goto(f"/groups/{group}/")
        expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
        post = bo.locator(f"#post-{said}")
        expect(post).to_contain_text("First words")
        tag = device.get(f"posts/{said}/").headers["ETag"]
        device.patch(f"posts/{said}/", json={"body": "Better words"}, headers={"If-Match": tag}).raise_for_status()
        expect(post).to_contain_text("Better words")
        device.delete(f"posts/{said}/").raise_for_status()
        expect(post).to_contain_text("This post was deleted.")
        expect(post).not_to_contain_text("Better words")


def test_a_reader_in_the_middle_of_the_feed_gets_a_pill_and_is_not_moved(site: RunningSite, sign_in: SignIn) -> None:
    group = site.cast["Shop floor"]
    bo = sign_in("bo", viewport=PHONE)
    with site.api("ana") as device:
        for count in range(12):
            device.post(f"groups/{group}/posts/", json={"body": f"Number {count} of a long day. " * 6})
        bo.goto(f"/groups/{group}/")
        expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
        bo.evaluate("scrollTo(0, 900)")
        device.post(f"groups/{group}/posts/", json={"body": "While you were reading"})
        expect(bo.locator("#waiting")).to_have_text("One new post.")
        assert bo.evaluate("scrollY") == 900
        bo.locator("#waiting").click()
        expect(bo.locator("#feed article.post").first).to_contain_text("While you were reading")


def test_a_case_changed_by_bo_shows_its_new_state_in_anas_open_brief(site: RunningSite, sign_in: SignIn) -> None:
    case = site.cast["case"]
    ana = sign_in("ana")
    ana.goto(f"/cases/{case}/")
    expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
    told = f"It also squeaks, {secrets.token_hex(4)}."
    with site.api("bo") as device:
        tag = device.get(f"cases/{case}/story/").headers["ETag"]
        answer = device.patch(f"cases/{case}/story/", json={"happened": told}, headers={"If-Match": tag})
        answer.raise_for_status()
    expect(ana.locator("#brief")).to_contain_text(told)
    expect(ana.locator("#timeline")).to_contain_text("Story changed")


def test_a_page_weighs_little_more_than_its_words(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    answer = ana.request.get("/")
    assert len(gzip.compress(answer.body())) < 20 * 1024
