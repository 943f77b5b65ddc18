"""The site as an app: without a network one reads kept pages and writes, and what was written is said once."""

from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.background import Background, until
from tests.browser.conftest import PHONE, SLOW, SignIn
from tests.browser.running import RunningSite
from tests.feeds.pictures import picture as made

KEPT = "async (path) => Boolean(await (await caches.open('pages')).match(path))"
# Every state of what waits, as its panel has shown it.
WATCH = """() => {
  const shown = [];
  const look = () => {
    shown.push(document.querySelector('#outbox .state')?.textContent);
    sessionStorage.shown = JSON.stringify(shown);
  };
  new MutationObserver(look).observe(document.querySelector('#outbox'), { subtree: true, childList: true });
}"""
# What this browser still holds of somebody: words that wait, words that were begun, pages.
HELD = """async (me) => {
  const memory = await new Promise((done) => {
    indexedDB.open('esn').onsuccess = (event) => done(event.target.result);
  });
  const asked = memory.transaction('waiting').objectStore('waiting').getAll();
  await new Promise((done) => { asked.onsuccess = done; });
  memory.close();
  const waiting = asked.result.filter((item) => item.me === me).length;
  const words = Object.keys(localStorage).filter((name) => name.includes(me)).length;
  const kept = await caches.open('pages');
  const pages = await Promise.all((await kept.keys()).map((asked) => kept.match(asked)));
  return [waiting, words, pages.filter((page) => page.headers.get('X-Reader') === me).length];
}"""

TAKEN_OVER = "async () => (await navigator.serviceWorker.ready).active.scriptURL.endsWith('another')"


def _ready(page: Page, *paths: str) -> None:
    """Once the app is there, and keeps these pages."""
    expect(page.locator("html")).to_have_attribute("data-app", "ready")
    for path in paths:
        page.goto(path)
        until(page, KEPT, path)


def _said(device: httpx.Client, group: str, words: str) -> list[dict[str, Any]]:
    return [one for one in device.get(f"groups/{group}/posts/").json()["results"] if one["body"] == words]


def test_ana_reads_and_writes_without_a_network_and_it_is_said_once_with_its_photos(
    site: RunningSite, sign_in: SignIn
) -> None:
    case, group = f"/cases/{site.cast['case']}/", site.cast["Shop floor"]
    wall, words = f"/groups/{group}/", "Written in the cellar."
    ana = sign_in("ana", viewport=PHONE, service_workers="allow")
    _ready(ana, case, wall)
    ana.context.set_offline(True)
    ana.goto(case)
    expect(ana.locator(".kept-copy")).to_be_visible()
    expect(ana.locator("#brief")).to_be_visible()
    ana.goto(wall)
    expect(ana.locator(".kept-copy")).to_contain_text("The connection is away.")
    ana.locator("#composer-body").fill(words)
    names = ["door.jpg", "hinge.jpg"]
    photos: list[FilePayload] = [{"name": name, "mimeType": "image/jpeg", "buffer": made()} for name in names]
    ana.locator("#composer input[type=file]").set_input_files(photos)
    expect(ana.locator("#composer .attached .trouble:visible")).to_have_count(2)
    ana.locator("#composer button.main").click()
    expect(ana.locator(".outbox-count")).to_contain_text("1")
    expect(ana.locator("#composer-body")).to_have_value("")
    expect(ana.locator("#outbox .files")).to_have_text("With: door.jpg, hinge.jpg")
    ana.evaluate(WATCH)
    with site.api("ana") as device:
        assert _said(device, group, words) == []
        ana.context.set_offline(False)
        expect(ana.locator(".kept-copy")).to_be_hidden()
        expect(ana.locator(".outbox-count")).to_be_hidden()
        (post,) = _said(device, group, words)
    assert [file["name"] for file in post["attachments"]] == names
    shown = [
        one for one in ana.evaluate("() => JSON.parse(sessionStorage.shown)") if one and one.startswith("Being sent: ")
    ]
    assert [f"Being sent: {n} of 2 files have arrived" for n in range(3)] == list(dict.fromkeys(shown))


def test_a_note_of_a_contact_leaves_without_a_page_and_nothing_is_left_for_who_is_signed_out(
    site: RunningSite, sign_in: SignIn
) -> None:
    case = f"/cases/{site.cast['case']}/"
    form, words = f"{case}contacts/new/", "She rang while I was in the cellar."
    bo = sign_in("bo", service_workers="allow")
    context, background = bo.context, Background(bo.context, site.url)
    _ready(bo, case, form)
    context.set_offline(True)
    bo.goto(form)
    bo.locator("#id_note").fill(words)
    bo.locator("input[name=retold][value=no]").check(force=True)
    bo.locator("#main form.form button.main").click()
    expect(bo.get_by_role("heading", name="Kept on this device")).to_be_visible()
    bo.close()
    context.set_offline(False)
    background.sync("outbox")
    with site.api("bo") as device:
        path = f"cases/{site.cast['case']}/contacts/"
        for _ in range(SLOW // 100):
            notes = [one["note"] for one in device.get(path).json()["results"]]
            if words in notes:
                break
            background.pause()
    assert notes.count(words) == 1
    bo = context.new_page()
    bo.goto(case)
    expect(bo.locator("#timeline").get_by_text(words)).to_have_count(1)
    context.clear_cookies()
    bo.goto("/")
    expect(bo.locator("input[name=password]")).to_be_visible()
    until(bo, "async () => !(await caches.has('pages'))")


def test_what_ana_left_on_a_shared_browser_is_neither_read_by_bo_nor_sent_as_his(
    site: RunningSite, sign_in: SignIn
) -> None:
    ana_id, group = site.cast["ana"], site.cast["Shop floor"]
    wall, words = f"/groups/{group}/", "Only Ana may say this."
    page = sign_in("ana", service_workers="allow")
    _ready(page, wall)
    page.context.set_offline(True)
    page.goto(wall)
    page.locator("#composer-body").fill(words)
    page.locator("#composer button.main").click()
    expect(page.locator(".outbox-count")).to_contain_text("1")
    page.locator("#composer-body").fill("And this was begun.")
    waiting, begun, _kept = page.evaluate(HELD, ana_id)
    assert waiting == 1
    assert begun
    page.context.clear_cookies()
    his = sign_in("bo").context.cookies()
    page.context.add_cookies([{"name": one["name"], "value": one["value"], "url": site.url} for one in his])
    page.context.set_offline(False)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-me", site.cast["bo"])
    expect(page.locator("html")).to_have_attribute("data-app", "ready")
    assert page.evaluate(HELD, ana_id) == [0, 0, 0]
    expect(page.locator(".outbox-count")).to_be_hidden()
    with site.api("ana") as device:
        assert _said(device, group, words) == []
    with site.api("bo") as device:
        assert "And this was begun." not in device.get("drafts/").text
    page.context.set_offline(True)
    page.goto(wall)
    expect(page.get_by_text(words)).to_have_count(0)
    expect(page.locator("#composer")).to_have_count(0)


def _offered(page: Page) -> None:
    """Another version of the app has come, and its reader is told."""
    until(page, "() => navigator.serviceWorker.controller !== null")  # a version waits only for who uses another
    page.evaluate("() => navigator.serviceWorker.register('/sw.js?another', { scope: '/', updateViaCache: 'none' })")
    expect(page.locator("#renewed")).to_be_visible()


def test_a_new_version_waits_for_its_reader_and_takes_no_word_away(site: RunningSite, sign_in: SignIn) -> None:
    words = "Half a sentence that"
    ana = sign_in("ana", service_workers="allow")
    ana.goto(f"/groups/{site.cast['Shop floor']}/")
    expect(ana.locator("html")).to_have_attribute("data-app", "ready")
    loads: list[str] = []
    ana.on("load", lambda page: loads.append(page.url))
    _offered(ana)
    ana.locator("#composer-body").fill(words)
    with ana.expect_event("load"):
        ana.locator("#renewed button").click()
    expect(ana.locator("#renewed")).to_be_hidden()
    expect(ana.locator("html")).to_have_attribute("data-app", "ready")
    expect(ana.locator("#composer-body")).to_have_value(words)
    until(ana, TAKEN_OVER)
    assert len(loads) == 1
    ana.locator("#composer-body").fill("")


def test_a_new_version_does_not_wait_until_pages_have_been_read_ahead(
    site: RunningSite, sign_in: SignIn, new_page: Callable[..., Page]
) -> None:
    known = sign_in("ana").context.storage_state()
    ana = new_page(base_url=site.url, storage_state=known, service_workers="allow")
    held: list[Route] = []

    def hold(route: Route) -> None:
        """The line is slow for what the app reads by itself."""
        if route.request.service_worker:
            held.append(route)
        else:
            route.continue_()

    ana.context.route("**/cases/*/", hold)
    ana.goto("/")
    for _ in range(SLOW // 100):
        if held:
            break
        ana.wait_for_timeout(100)
    assert held, "nothing was read ahead"
    ana.goto(f"/groups/{site.cast['Shop floor']}/")
    expect(ana.locator("html")).to_have_attribute("data-app", "ready")
    _offered(ana)
    with ana.expect_event("load"):
        ana.locator("#renewed button").click()
    until(ana, TAKEN_OVER)
