"""What browser tests stand on: one site and one Chromium for each worker, people signed in, pictures, axe."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.running import PASSWORD, RunningSite, site_with_the_cast, site_with_the_demo

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

SignIn = Callable[..., Page]


def _installed_browser() -> str | None:
    """The Chromium of this machine."""
    return os.environ.get("ESN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet; pytest-playwright launches it once for the worker."""
    executable = _installed_browser()
    if executable is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium; or name it in ESN_CHROMIUM)")
    # Playwright keeps an event loop in this thread; Django would refuse its own database work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": executable, "args": FLAGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A running site with Ana, Bo, Cy, Mo and Gus; tests make their own names in it and never empty it."""
    with site_with_the_cast(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A running site with the demo company."""
    with site_with_the_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def known_sessions() -> dict[tuple[str, str], StorageState]:
    """Who has signed in already, so that each person does it once for the worker."""
    return {}


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own, as another person at another desk; closed after the test."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce", **options})
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def sign_in_to(
    new_page: Callable[..., Page], known_sessions: dict[tuple[str, str], StorageState]
) -> Callable[[RunningSite], SignIn]:
    """For a site: ``sign_in("bo", viewport=PHONE)`` opens a browser where Bo is signed in, at the home page."""

    def at(running: RunningSite) -> SignIn:
        def sign_in(handle: str, **options: Any) -> Page:
            known = known_sessions.get((running.url, handle))
            page = new_page(base_url=running.url, **({"storage_state": known} if known else {}), **options)
            page.goto("/")
            if known is None:
                page.locator("input[name=login]").fill(handle)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("input[name=password]").press("Enter")
                expect(page.locator("input[name=password]")).to_have_count(0)
                known_sessions[(running.url, handle)] = page.context.storage_state()
            return page

        return sign_in

    return at


@pytest.fixture
def sign_in(site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn]) -> SignIn:
    """``sign_in("ana")``: a browser where Ana is signed in to the site of the cast."""
    return sign_in_to(site)


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """``accessible(page)``: axe finds nothing to say about the page as it stands."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """``picture(page, "home")``: writes docs/pictures/home.png, only where somebody asked with ESN_SCREENSHOTS=1."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("ESN_SCREENSHOTS") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")

    return take
