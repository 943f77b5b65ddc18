"""Pages fetched before somebody goes to them: a hover asks, the click asks nothing, and only the click is reading."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SLOW, SignIn
from tests.browser.running import RunningSite

WAS_FETCHED = "performance.getEntriesByType('navigation')[0].deliveryType"
WORKERS = ["block", "allow"]


def fetched(page: Page, address: str, turn_to: Callable[[], None]) -> None:
    """Turn to a link, until the browser has fetched what it leads to: DevTools tell of it."""
    devtools = page.context.new_cdp_session(page)
    states: list[str] = []
    devtools.on(
        "Preload.prefetchStatusUpdated",
        lambda told: states.append(told["status"]) if told["prefetchUrl"].endswith(address) else None,
    )
    devtools.send("Preload.enable")
    turn_to()
    once(page, lambda: "Ready" in states)


def once(page: Page, it_is_so: Callable[[], bool]) -> None:
    """As soon as something is so that no page tells of."""
    for _look in range(SLOW // 100):
        if it_is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.url)


def waits(device: httpx.Client, ref: str) -> bool:
    """Whether the inbox has a line about a case."""
    return ref in [line["subject"]["id"] for line in device.get("inbox/").json()["results"]]


@pytest.mark.parametrize("service_workers", WORKERS)
def test_a_hover_fetches_the_page_and_the_click_asks_for_nothing_but_to_be_counted(
    site: RunningSite, sign_in: SignIn, service_workers: str
) -> None:
    with site.api("ana") as device, site.api("bo") as colleague:
        said = {"customer": site.cast["customer"], "title": "The lift", "story": {"happened": "It stands."}}
        ref = device.post("cases/", json=said).json()["ref"]
        mine = device.post(f"cases/{ref}/posts/", json={"body": "Where is it?", "side": "internal"}).json()["id"]
        colleague.post(f"posts/{mine}/replies/", json={"body": "In the yard."})
        page = sign_in("ana", service_workers=service_workers)
        if service_workers == "allow":
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto("/cases/?which=mine")
        once(page, lambda: waits(device, ref))
        link, address = page.locator(f"#main a.title[href='/cases/{ref}/']"), f"/cases/{ref}/"
        fetched(page, address, link.hover)
        assert waits(device, ref)
        with page.expect_response("**/arrived/") as counted:
            link.click()
        assert counted.value.status == 204
        expect(page.locator("h1")).to_have_text("The lift")
        assert page.evaluate(WAS_FETCHED) == "navigational-prefetch"
        assert not waits(device, ref)


def test_nobody_finds_what_was_fetched_for_the_one_before(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("tia")
    page.add_init_script("WebSocket = class extends EventTarget {}")  # a line so bad that nobody says that it is over
    page.goto("/customers/")
    link = page.locator(f"#main a[href='/customers/{site.cast['customer']}/']")
    fetched(page, f"/customers/{site.cast['customer']}/", link.hover)
    another = page.context.new_page()
    another.goto("/settings/")
    another.locator("form[action='/sign-out/'] button").first.evaluate("button => button.form.submit()")
    expect(another).to_have_url(f"{site.url}/sign-in/")
    page.bring_to_front()
    link.click()
    expect(page.locator("input[name=password]")).to_be_visible()
