"""Parts of a page that come later: their place is held by a skeleton, says that it is busy, and nothing moves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite

WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) shifted += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@contextmanager
def held_back(page: Page, address: str) -> Iterator[None]:
    """What is asked for at an address arrives after the block."""
    waiting: list[Route] = []
    over = False

    def keep(route: Route) -> None:
        if over:
            route.continue_()
        else:
            waiting.append(route)

    page.route(address, keep)
    yield
    over = True
    for route in waiting:
        route.continue_()


@pytest.mark.parametrize(
    ("path", "asked", "place"),
    [
        ("/", "**/held/**", ".context .neighbours"),
        ("/cases/{case}/", "**/held/**", "#desk-cases"),
        ("/inbox/", "**/about/", "#inbox-context"),
    ],
)
def test_a_part_that_comes_later_has_its_place_and_moves_nothing(
    site: RunningSite, sign_in: SignIn, path: str, asked: str, place: str
) -> None:
    with site.api("ana") as device, site.api("bo") as colleague:
        said = {
            "customer": site.cast["customer"],
            "title": "A chair",
            "story": {"happened": "It wobbles.", "wanted": "Another one."},
        }
        ref = device.post("cases/", json=said).raise_for_status().json()["ref"]
        mine = device.post(f"cases/{ref}/posts/", json={"body": "Who calls?", "side": "internal"}).json()["id"]
        colleague.post(f"posts/{mine}/replies/", json={"body": "I do."})
    page = sign_in("ana", viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    with held_back(page, asked):
        page.goto(path.format(case=ref))
        busy = page.locator(place)
        expect(busy).to_have_attribute("aria-busy", "true")
        expect(busy.locator(".skeleton").first).to_be_visible()
        before = page.locator("main").bounding_box()
    expect(page.locator(f"{place} .skeleton")).to_have_count(0)
    expect(page.locator(place)).not_to_have_attribute("aria-busy", "true")
    assert page.locator("main").bounding_box() == before
    page.wait_for_load_state("networkidle")
    assert page.evaluate("shifted") < 0.005


def test_what_does_not_come_promises_nothing_any_more(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("ana", viewport={"width": 1440, "height": 900})
    page.route("**/held/**", lambda route: route.abort())
    page.goto(f"/cases/{site.cast['case']}/")
    expect(page.locator("#desk-cases .skeleton")).to_have_count(0)
    expect(page.locator("#desk-cases")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#desk-cases .tab")).to_have_count(3)
