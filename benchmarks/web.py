"""The pages in a real browser: layout shift and interaction to next paint on a slow processor, and Lighthouse.

Run: ``python -m benchmarks.web``; with ``--lighthouse`` Node fetches Lighthouse (mobile preset) into a temporary folder
and looks at the same pages. Interactions are measured with the processor slowed down four times, as the browser itself
measures them: from the key or the tap to the picture after it, in steps of 8 ms.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.served import DEMO_PASSWORD, demo_site
from benchmarks.table import head, row

LIGHTHOUSE = "lighthouse@12.8.2"
SLOWER = 4
ROUNDS = 3
PHONE: ViewportSize = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WATCH = """
window.shifted = 0; window.taken = {};
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) shifted += one.value })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => {
  for (const one of list.getEntries())
    if (one.interactionId) taken[one.interactionId] = Math.max(taken[one.interactionId] || 0, one.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100}


def main() -> None:
    """Make a demo company, serve it, look at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lighthouse", action="store_true", help="with Node: Lighthouse on the same pages")
    wanted = parser.parse_args()
    with demo_site() as here, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_chromium(), args=FLAGS)
        cookie, case = _signed_in(browser, here.address)
        _interactions(browser, here.address, cookie, case)
        browser.close()
        if wanted.lighthouse:
            _lighthouse(here.address, cookie, case)


def _chromium() -> str:
    found = os.environ.get("ESN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("No Chromium on this machine: name it in ESN_CHROMIUM.")
    return found


def _signed_in(browser: Browser, address: str) -> tuple[Any, str]:
    """The cookies of Léa, and the path of a case of hers."""
    page = browser.new_page(base_url=address)
    page.goto("/")
    page.locator("input[name=login]").fill("lea")
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("#composer-body").wait_for()
    page.goto("/cases/")
    case = page.locator("#main a[href^='/cases/C-']").first.get_attribute("href")
    assert case
    cookies = page.context.cookies()
    page.context.close()
    return cookies, case


def _interactions(browser: Browser, address: str, cookies: Any, case: str) -> None:
    """Each thing that one does on a page, a few times, on a phone that is four times slower than this machine."""
    head(f"Interaction to next paint and layout shift, {SLOWER} x slower processor, {ROUNDS} rounds")
    doings: dict[str, tuple[str, Callable[[Page], None]]] = {
        "feed: write, choose a post, answer": ("/", _in_the_feed),
        "case: write to the customer, open the brief": (f"{case}?pane=thread", _in_a_case),
        "search: type and choose": ("/search/?q=delivery", _in_search),
        "sign-in page: type": ("/sign-in/", _at_the_door),
    }
    for name, (path, deed) in doings.items():
        taken: list[float] = []
        shifts: list[float] = []
        for _round in range(ROUNDS):
            context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True, service_workers="block")
            if path != "/sign-in/":
                context.add_cookies(cookies)
            context.add_init_script(WATCH)
            page = context.new_page()
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(path)
            page.wait_for_load_state("networkidle")
            deed(page)
            page.wait_for_timeout(500)  # the browser hands over what it measured when it has nothing else to do
            taken += page.evaluate("Object.values(taken)")
            shifts.append(page.evaluate("shifted"))
            context.close()
        worst, shift = max(taken, default=0.0), max(shifts)
        usual = statistics.median(taken) if taken else 0.0
        said = f"{worst:.0f} ms at worst, {usual:.0f} usually, of {len(taken)}; shift {shift:.3f}"
        row(name, said, "≤ 100 ms; 0.00", worst <= 100 and shift < 0.005)


def _in_the_feed(page: Page) -> None:
    page.locator("#composer-body").tap()
    page.keyboard.type("A few words", delay=60)
    page.keyboard.press("Escape")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    page.keyboard.press("r")
    page.keyboard.type("Yes.", delay=60)


def _in_a_case(page: Page) -> None:
    page.locator("#composer-body").tap()
    page.locator("#composer label.customer").tap()
    page.locator("#composer-body").tap()
    page.keyboard.type("Good morning", delay=60)


def _in_search(page: Page) -> None:
    page.locator("#finder").tap()
    page.keyboard.type(" before friday", delay=60)


def _at_the_door(page: Page) -> None:
    page.locator("input[name=login]").tap()
    page.keyboard.type("lea", delay=60)


def _lighthouse(address: str, cookies: Any, case: str) -> None:
    """Lighthouse, three times each page; the median of each figure."""
    head("Lighthouse, mobile preset")
    header = {"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies)}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "headers.json").write_text(json.dumps(header))
        for name, path in {"feed": "/", "case": case, "search": "/search/?q=delivery", "sign-in": "/sign-in/"}.items():
            looks = [_look(Path(folder), address + path, known=name != "sign-in") for _ in range(ROUNDS)]
            for category, target in CATEGORIES.items():
                score = statistics.median(look[category] for look in looks)
                row(f"{name}: {category}", f"{score:.0f}", f"≥ {target}", score >= target)


def _look(folder: Path, url: str, *, known: bool) -> dict[str, float]:
    said = folder / "said.json"
    subprocess.run(
        [
            *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={said}"),
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            *([f"--extra-headers={folder / 'headers.json'}"] if known else []),
        ],
        cwd=folder,
        env=os.environ | {"CHROME_PATH": _chromium()},
        check=True,
    )
    report = json.loads(said.read_text())
    for name, audit in report["audits"].items():
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary":
            print(f"<!-- {url} {name}: {audit['title']} -->")
    return {category: 100 * report["categories"][category]["score"] for category in CATEGORIES}


if __name__ == "__main__":
    main()
