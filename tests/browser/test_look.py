"""How the pages look, feel and weigh: axe in both languages and both lights, keys, phone, first visit."""

import gzip
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, resolve
from playwright.sync_api import ConsoleMessage, Page, Response, expect

from frontend import urls
from tests.browser import test_accounts
from tests.browser.conftest import PHONE, TOO_WIDE, WIDE, SignIn, fits_a_zoom_of_four
from tests.browser.pages import BY_HAND, EVERY_PAGE, FOUR_WAYS, NO_PAGE, ON_ITS_WAY, of_mode
from tests.browser.running import RunningSite

Accessible = Callable[..., None]

FIRST_VISIT = 100 * 1024  # bytes over the wire, without pictures
REQUESTS = 10
SCRIPT = 40 * 1024  # bytes, compressed
PARTS = 10  # that open, at the least: fewer would mean that none is found any more


def _speaks(page: Page, language: str) -> None:
    """Ana chooses the language of her pages."""
    page.goto("/settings/")
    page.locator("select[name=language]").select_option(language)
    page.locator("#main form.form button.main").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


MODES: dict[str, tuple[str, dict[str, Any]]] = {
    "wide-light-en": ("en", {"viewport": WIDE, "color_scheme": "light"}),
    "wide-dark-fr": ("fr", {"viewport": WIDE, "color_scheme": "dark"}),
    "phone-dark-en": ("en", {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}),
    "phone-light-fr": ("fr", {"viewport": PHONE, "color_scheme": "light", "has_touch": True}),
}


def _is_fault(message: ConsoleMessage) -> bool:
    """A page that Ana may not open answers so, and the console repeats it: that is no fault of a page."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


# What stands behind a button until somebody opens it, and what is open where the focus is.
OPENERS = "summary, [popovertarget], button.react"
OPENED = ":is(details[open]:has(> summary:focus), :popover-open)"
CLOSED = """
(openers) => [...document.querySelectorAll(openers)].map((opener) => ({
  name: [opener.className, opener.innerText, opener.parentElement.className].join(" "),
  closes: !opener.matches("details:not(.menu) > summary"),
  closed: opener.checkVisibility() && !opener.matches("[open] > summary"),
}))
"""


@pytest.fixture(scope="session")
def looked_into() -> set[str]:
    """What has been opened already: the menus of the frame stand on each page."""
    return set()


def _look_into_what_opens(page: Page, accessible: Accessible, looked_into: set[str]) -> None:
    """Each part that was not seen before is opened by a key; Escape closes it and gives the focus back."""
    for number, part in enumerate(page.evaluate(CLOSED, OPENERS)):
        if not part["closed"] or part["name"] in looked_into:
            continue
        looked_into.add(part["name"])
        opener = page.locator(OPENERS).nth(number)
        opener.press("Enter")
        expect(page.locator(OPENED)).to_be_visible()
        accessible(page, OPENED)
        opener.press("Escape" if part["closes"] else "Enter")
        expect(page.locator(OPENED)).to_have_count(0)
        expect(opener).to_be_focused()


@pytest.mark.parametrize("mode", MODES)
def test_axe_has_nothing_to_say_about_any_page_all_fit_a_zoom_of_four_and_no_script_fails(
    things: dict[str, str], sign_in: SignIn, accessible: Accessible, looked_into: set[str], mode: str
) -> None:
    """Pages of every day in all modes, each other page in one, as they open and with each of their parts opened once.

    A page that breaks the policy says so in the console.
    """
    language, options = MODES[mode]
    ana = sign_in("ana", **options)
    told: list[str] = []
    ana.on("console", lambda message: told.append(message.text) if _is_fault(message) else None)
    ana.on("pageerror", lambda error: told.append(str(error)))
    _speaks(ana, language)
    try:
        for address in of_mode(list(MODES).index(mode), len(MODES)):
            ana.goto(address.format(**things))
            accessible(ana)
            wider = ana.evaluate(TOO_WIDE)
            assert wider <= 0, f"{address} is {wider} pixels wider than the screen"
            fits_a_zoom_of_four(ana)
            _look_into_what_opens(ana, accessible, looked_into)
            assert not told, f"{address}: {told}"
        assert len(looked_into) >= PARTS
    finally:
        _speaks(ana, "en")


# What another language may need: each word of the page two fifths longer, its letters with signs above and below.
LONGER = """
() => {
  const letters = { a: "ââ", e: "êê", i: "îî", o: "ôô", u: "ûû", y: "ŷŷ", c: "ç", n: "ñ", s: "ş" };
  const longer = (text) => text.replace(/[aeiouycns]/gi, (letter) => letters[letter.toLowerCase()]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let before = 0, after = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style, template, time, kbd, .face, .prose")) continue;
    before += node.data.trim().length;
    node.data = longer(node.data);
    after += node.data.trim().length;
  }
  for (const field of document.querySelectorAll("[placeholder]")) field.placeholder = longer(field.placeholder);
  return after / before;
}
"""


def test_words_may_grow_by_two_fifths_on_a_phone(things: dict[str, str], sign_in: SignIn) -> None:
    ana = sign_in("ana", viewport=PHONE, has_touch=True)
    _speaks(ana, "fr")  # the longer of the two already
    try:
        for address in sorted(FOUR_WAYS):
            ana.goto(address.format(**things))
            assert ana.evaluate(LONGER) > 1.3, "the words did not grow"
            assert ana.evaluate(TOO_WIDE) <= 0, f"{address} with longer words"
    finally:
        _speaks(ana, "en")


def test_every_address_that_answers_a_reader_is_looked_at_or_said_to_be_no_page() -> None:
    known = NO_PAGE | ON_ITS_WAY | BY_HAND
    pages = {
        str(pattern.name)
        for pattern in _patterns(urls.urlpatterns)
        if "GET" in getattr(pattern.callback, "methods", ())
    }
    looked_at = {_named(address) for address in (*EVERY_PAGE, *test_accounts.PAGES)}
    assert not sorted(pages - looked_at - known), "give it an address in tests/browser/pages.py"
    assert not sorted(known - pages), "these are no addresses any more"


def _patterns(among: Iterable[Any]) -> Iterator[URLPattern]:
    for one in among:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from _patterns(one.url_patterns)


def _named(address: str) -> str:
    """The name of the address in the URL conf; empty for one that leads nowhere."""
    try:
        return resolve(re.sub(r"{\w+}", "1" * 32, address.partition("?")[0])).url_name or ""
    except Resolver404:
        return ""


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


def test_ana_works_with_the_keyboard_alone(site: RunningSite, sign_in: SignIn, accessible: Accessible) -> None:
    ana = sign_in("ana")
    ana.goto(f"/groups/{site.cast['Shop floor']}/")
    ana.keyboard.press("Tab")
    expect(ana.get_by_role("link", name="Go to the content")).to_be_focused()
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog")).to_be_visible()
    accessible(ana, "dialog[open]")
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_be_hidden()
    ana.keyboard.press("Control+k")
    expect(ana.get_by_role("dialog")).to_be_visible()
    accessible(ana, "dialog[open]")
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
    ana.locator("#composer button.main").click()
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
    page.locator("#composer button.main").click()
    expect(page.locator("#timeline article.post", has_text=words)).to_have_attribute("data-side", "customer")
    page.goto("/")
    page.locator("#composer-body").fill(f"{words} again")
    page.locator("#composer button.main").click()
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
