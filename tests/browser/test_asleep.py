"""A page that slept for a day: it catches up without a gap, says its days anew, and keeps what was begun on it."""

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import SignIn
from tests.browser.running import PASSWORD, RunningSite

DAY = dt.timedelta(days=1)


def _words() -> str:
    """Something that nobody has said before."""
    return f"Shelf {secrets.token_hex(6)} is on its way"


@dataclass
class Line:
    """The line of a page: once it is dead, nothing comes through what was open then, and nobody is told."""

    dead: WebSocketRoute | None = None
    open: WebSocketRoute | None = None
    calls: int = 0

    def dies(self) -> None:
        self.dead = self.open

    def connect(self, socket: WebSocketRoute) -> None:
        self.open = socket
        self.calls += 1
        server = socket.connect_to_server()
        socket.on_message(lambda text: None if socket is self.dead else server.send(text))
        server.on_message(lambda text: None if socket is self.dead else socket.send(text))
        server.on_close(lambda code, reason: socket.close(code=code, reason=reason))


def _open(page: Page, address: str) -> Line:
    """A connected page, with its line; it remembers that it is this very load of it."""
    line = Line()
    page.route_web_socket(re.compile("/ws/v1/live"), line.connect)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    page.evaluate("document.documentElement.dataset.loadedOnce = 'yes'")
    return line


@contextmanager
def _asleep(page: Page, line: Line) -> Iterator[None]:
    """The browser freezes the page, as it does with tabs that nobody looks at, and wakes it a day later."""
    browser = page.context.new_cdp_session(page)
    line.dies()
    page.clock.set_system_time(dt.datetime.now(dt.UTC) + DAY)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    yield
    browser.send("Page.setWebLifecycleState", {"state": "active"})


def _say(device: httpx.Client, place: str, words: str) -> None:
    assert device.post(f"{place}/posts/", json={"body": words}).status_code == 201


def test_ana_wakes_a_page_after_a_day_and_finds_each_word_once_and_her_own_as_well(
    site: RunningSite, sign_in: SignIn
) -> None:
    ana, place = sign_in("ana"), f"cases/{site.cast['case']}"
    before, missed, later = _words(), [_words() for _ in range(3)], _words()
    line = _open(ana, f"/{place}/?pane=thread")
    with site.api("bo") as bo:
        _say(bo, place, before)
        expect(ana.locator("#timeline").get_by_text(before)).to_have_count(1)
        heads = ana.locator("#timeline .day")
        expect(heads.last).to_have_text(re.compile("^Today, "))
        ana.locator("#composer-body").fill("Half a sentence that")
        expect(ana.locator(".draft-state")).to_have_text("Draft saved")
        with _asleep(ana, line):
            for words in missed:
                _say(bo, place, words)
        expect(heads.last).to_have_text(re.compile("^Yesterday, "))
        expect(ana.locator("#timeline").get_by_text(missed[-1])).to_have_count(1)
        _say(bo, place, later)
        expect(ana.locator("#timeline").get_by_text(later)).to_have_count(1)
    for words in (before, *missed):
        expect(ana.locator("#timeline").get_by_text(words)).to_have_count(1)
    expect(ana.locator("#composer-body")).to_have_value("Half a sentence that")
    expect(ana.locator("html")).to_have_attribute("data-loaded-once", "yes")
    assert line.calls == 2
    ana.locator("#composer-body").fill("")
    expect(ana.locator(".draft-state")).to_have_text("")


def test_an_hour_of_yesterday_is_not_taken_for_one_of_today(site: RunningSite, sign_in: SignIn) -> None:
    mo, place = sign_in("mo"), f"groups/{site.cast['Shop floor']}"
    words = _words()
    with site.api("bo") as bo:
        _say(bo, place, words)
    line = _open(mo, f"/{place}/")
    hour = mo.locator("article.post", has_text=words).locator("time[data-moment=short]").first
    expect(hour).to_have_text(re.compile(r"^\d\d:\d\d$"))
    was = hour.inner_text()
    with _asleep(mo, line):
        pass
    expect(hour).to_have_text(f"hier, {was}")


def _signs_in_again(page: Page, handle: str) -> None:
    expect(page.locator("input[name=password]")).to_be_visible()
    page.locator("input[name=login]").fill(handle)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def test_who_is_signed_out_while_their_page_slept_signs_in_and_goes_on_with_their_sentence(
    site: RunningSite, sign_in: SignIn
) -> None:
    bo, place, words = sign_in("bo"), f"/cases/{site.cast['case']}/?pane=thread", _words()
    line = _open(bo, place)
    bo.locator("#composer-body").fill(words)
    with _asleep(bo, line):
        bo.context.clear_cookies(name="sessionid")
    _signs_in_again(bo, "bo")
    expect(bo).to_have_url(f"{site.url}{place}")
    expect(bo.locator("#composer-body")).to_have_value(words)
    bo.locator("#composer button.main").click()
    expect(bo.locator("#timeline").get_by_text(words)).to_have_count(1)


def test_what_is_sent_after_the_session_is_over_is_neither_lost_nor_said_without_its_author(
    site: RunningSite, sign_in: SignIn
) -> None:
    bo, group, words = sign_in("bo"), site.cast["Shop floor"], _words()
    _open(bo, f"/groups/{group}/")
    bo.locator("#composer-body").fill(words)
    bo.context.clear_cookies(name="sessionid")
    bo.locator("#composer button.main").click()
    _signs_in_again(bo, "bo")
    expect(bo).to_have_url(f"{site.url}/groups/{group}/")
    expect(bo.locator("#composer-body")).to_have_value(words)
    with site.api("bo") as device:
        assert words not in device.get(f"groups/{group}/posts/").text
    bo.locator("#composer button.main").click()
    expect(bo.locator("#feed").get_by_text(words)).to_have_count(1)
