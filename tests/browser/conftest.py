"""What browser tests stand on: one site and one Chromium for each worker, people signed in, pictures, axe."""

import datetime as dt
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, expect

from tests.browser.running import PASSWORD, RunningSite, site_with_the_cast, site_with_the_demo
from tests.people import provider

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
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # a window of 1280 by 1024 at 400 %
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# Only what is wrong is told. No rule that is on reads the rules of style, which axe would else load with every page.
QUICK = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
AXE = {
    **QUICK,
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2 has it, axe asks for it by name
}
COLOURS = {**QUICK, "runOnly": ["color-contrast", "link-in-text-block"]}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

SignIn = Callable[..., Page]

SLOW = 60_000  # milliseconds: what is expected comes at once, unless the machine does much else
expect.set_options(timeout=SLOW)


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
def provider_socket() -> Iterator[socket.socket]:
    """Where the company's identity provider listens as soon as a test starts it: the port is nobody else's."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, provider_socket: socket.socket) -> Iterator[RunningSite]:
    """A running site with Ana, Bo, Cy, Mo and Gus; tests make their own names in it and never empty it.

    It knows an identity provider, whose button stands on the page of signing in.
    """
    sso = {
        "ESN_OIDC_ISSUER": f"http://127.0.0.1:{provider_socket.getsockname()[1]}",
        "ESN_OIDC_CLIENT_ID": provider.CLIENT_ID,
        "ESN_OIDC_CLIENT_SECRET": provider.CLIENT_SECRET,
        "ESN_OIDC_NAME": "Tilleul ID",
    }
    with site_with_the_cast(tmp_path_factory.mktemp("site"), **sso) as running:
        yield running


@pytest.fixture(scope="session")
def things(site: RunningSite) -> dict[str, str]:
    """Something of every kind that has a page of its own, in a case of its own; by its word, with the cast."""
    ana, bo = ({"kind": "person", "id": site.cast[handle]} for handle in ("ana", "bo"))
    window = {"start": "2031-01-14T07:00", "end": "2031-01-14T14:00", "timezone": "Europe/Paris"}

    def made(device: httpx.Client, path: str, **body: Any) -> str:
        answer = device.post(f"{path}/", json=body)
        assert answer.status_code == 201, f"{path}: {answer.text}"
        return str(answer.json().get("id") or answer.json()["ref"])

    with site.api("ana") as device, site.api("bo") as colleague, site.api("cy") as reporter:
        client = made(device, "customers", kind="person", name="Mme Lamp", language="en")
        hers = f"customers/{client}"
        case = made(device, "cases", customer=client, title="A lamp", story={"happened": "It flickers."})
        of_bo = made(colleague, "cases", customer=client, title="A shelf", story={"happened": "It fell."})
        rule = made(device, "rules", title="No refund in cash", text="By the way of the payment.", deciders=[ana])
        keeps = {"kind": "delivery", "text": "A new lamp", "window": window, "kept_by": ana}
        promise = made(device, f"cases/{case}/commitments", **keeps)
        said = made(colleague, f"groups/{site.cast['Shop floor']}/posts", body="The lamps are all broken.")
        soon = (dt.datetime.now(dt.UTC) + dt.timedelta(days=7)).isoformat()
        asked = {"question": "Repair or replace?", "deadline": soon, "invited": [bo]}
        kept = made(device, "search/kept", name="Wardrobes", text="wardrobe", filters={"type": "case"}, pin=True)
        sides = device.get(f"cases/{site.cast['case']}/").json()["sides"]
        return {
            **site.cast,
            "side": next(one["side"] for one in sides if one["kind"] == "partner"),
            "group": site.cast["Shop floor"],
            "kept": kept,
            "client": client,
            "matter": case,
            "rule": rule,
            "promise": promise,
            "proposal": made(
                colleague,
                f"commitments/{promise}/proposals",
                window=window | {"end": "2031-01-14T16:00"},
                reason="Snow.",
            ),
            "contact": made(device, f"{hers}/contacts", name="Paul Dupin", role="Her son", phones=["0639981112"]),
            "note": made(colleague, f"{hers}/notes", kind="stays", text="We call back when we said so."),
            "own_note": made(device, f"{hers}/notes", kind="stays", text="She likes the workshop."),
            "fact": made(colleague, f"{hers}/facts", kind="other", value="Has a cat", source="seen at the door"),
            "template": made(device, "checklist-templates", name="A broken lamp", steps=["Call", "Tell her"]),
            "blocker": made(device, f"cases/{case}/blockers", cause="No stock", lifter="Bo", meanwhile="A loan."),
            "waiver": made(colleague, f"cases/{case}/waivers", rule=rule, what="Cash today", why="The second time."),
            "huddle": made(device, f"cases/{case}/huddles", options=[{"text": "Repair"}, {"text": "Replace"}], **asked),
            "handoff": made(colleague, f"cases/{of_bo}/handoffs", to=ana, brief="Yours.", expectation="A call."),
            "report": made(reporter, f"posts/{said}/report", reason="untrue", text="They are not."),
        }


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
        usual = {"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce", "service_workers": "block"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(SLOW)
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
                page.wait_for_load_state()  # keys do something once the scripts are there
                known_sessions[(running.url, handle)] = page.context.storage_state()
            return page

        return sign_in

    return at


@pytest.fixture
def sign_in(site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn]) -> SignIn:
    """``sign_in("ana")``: a browser where Ana is signed in to the site of the cast."""
    return sign_in_to(site)


def fits_a_zoom_of_four(page: Page) -> None:
    """Nothing scrolls sideways at 400 %; the window has its own size again after it."""
    before = page.viewport_size
    page.set_viewport_size(ZOOMED)
    wider = page.evaluate(TOO_WIDE)
    assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen at 400 %"
    if before:
        page.set_viewport_size(before)


# What sticks covers a part of something wherever one has scrolled to; axe takes that for a target that is too small.
LAY_DOWN = """
() => {
  for (const one of document.querySelectorAll("body *")) {
    if (getComputedStyle(one).position !== "sticky") continue;
    one.style.position = "static";
    one.dataset.laidDown = "";
  }
}
"""
PUT_BACK = """
() => {
  for (const one of document.querySelectorAll("[data-laid-down]")) {
    one.style.position = "";
    delete one.dataset.laidDown;
  }
}
"""


def _axe(page: Page, options: dict[str, Any], part: str | None = None) -> None:
    page.evaluate(LAY_DOWN)
    found = Axe().run(page, context=part, options=options)
    page.evaluate(PUT_BACK)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.fixture(scope="session")
def accessible() -> Callable[..., None]:
    """``accessible(page)``: axe finds nothing to say about the page as it stands, or about one ``part`` of it."""
    return lambda page, part=None: _axe(page, AXE, part)


@pytest.fixture(scope="session")
def accessible_in_both_lights() -> Callable[[Page], None]:
    """``accessible_in_both_lights(page)``: the same, by day and by night; in the other light colours alone differ."""

    def check(page: Page) -> None:
        page.emulate_media(color_scheme="light")
        _axe(page, AXE)
        page.emulate_media(color_scheme="dark")
        _axe(page, COLOURS)

    return check


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """``picture(page, "home")``: writes docs/pictures/home.png, only where somebody asked with ESN_SCREENSHOTS=1."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("ESN_SCREENSHOTS") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")

    return take
