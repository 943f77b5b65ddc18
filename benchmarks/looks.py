"""How the site looks at another commit and here, photographed in one run with the same data: what differs, as a page.

Run as ``python -m benchmarks.looks BASE`` with a commit, a branch or a tag. The demo company is made by the code of the
base and brought forward by the migrations of this checkout, so both show the same people and the same moments. What is
not committed here is photographed too. Exits with 1 when anything differs.
"""

import argparse
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pictures import Compared, compared, report
from tests.browser.running import PASSWORD, ROOT, RunningSite, run, serving

PAGES = (
    "/", "/inbox/", "/cases/", "/promises/?state=open", "/promises/calendar/", "/customers/", "/groups/", "/people/",
    "/search/?q=armoire", "/settings/",
)  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MODES: dict[str, dict[str, Any]] = {
    "wide-light-fr": {"viewport": WIDE, "color_scheme": "light"},
    "phone-dark-en": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True},
    "wide-contrast-en": {"viewport": WIDE, "color_scheme": "light", "contrast": "more"},
}
# What goes on while pictures are taken: clocks that tick, who is there, what moves. Nothing sticks over the rest.
STILL = """
.clock, .standing, .viewers { visibility: hidden !important } * { caret-color: transparent !important }
.top, .rail, .bar, .pill { position: static !important }
"""
Shots = dict[str, Image.Image]


def main() -> None:
    """Both sites beside each other, and one picture of each thing at each of them."""
    asked = _asked()
    os.environ.setdefault("ESN_SECRET_KEY", "a key for taking pictures alone, long enough")
    with tempfile.TemporaryDirectory(prefix="esn-looks-") as folder:
        place = Path(folder)
        with _checkout(asked.base, place / "base") as base:
            before, after = place / "before", place / "after"
            before.mkdir()
            run(before, "manage.py", "migrate", "--verbosity", "0", root=base)
            run(before, "-m", "tests.browser.seed", "demo", root=base)
            shutil.copytree(before, after)
            run(after, "manage.py", "migrate", "--verbosity", "0")
            with serving(before, {}, base) as there, serving(after, {}) as here:
                found = _compared(there, here)
    changed = report(found, asked.to, title=asked.base)
    print(f"{changed} of {len(found)} pictures differ: {asked.to / 'index.html'}")
    sys.exit(1 if changed else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.looks", description="Compare how the site looks.")
    parser.add_argument("base", help="the commit, branch or tag to compare with")
    parser.add_argument("--to", type=Path, default=Path("looks"), help="where the page and its pictures are written")
    return parser.parse_args()


@contextlib.contextmanager
def _checkout(commit: str, place: Path) -> Iterator[Path]:
    """The files of a commit in a folder, until the block ends."""
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", place, commit], cwd=ROOT, check=True)
    try:
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", place], cwd=ROOT, check=True)


def _compared(there: RunningSite, here: RunningSite) -> list[Compared]:
    executable = os.environ.get("ESN_CHROMIUM") or shutil.which("chromium")
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for mode in MODES:
            print(mode, flush=True)
            before, after = _shots(browser, there, mode), _shots(browser, here, mode)
            names = [*before, *(name for name in after if name not in before)]
            found += [compared(f"{name}-{mode}", before.get(name), after.get(name)) for name in names]
        browser.close()
    return found


def _shots(browser: Browser, site: RunningSite, mode: str) -> Shots:
    """The sections of the component page and the main pages of one site, by their name."""
    shots: Shots = {"sign-in": _whole(_open(browser, site, mode), "/sign-in/")}
    page = _signed_in(browser, site, mode, "admin")
    page.goto("/design/")
    for section in page.locator("section.specimens").all():
        section.scroll_into_view_if_needed()  # what is drawn late
        shots[f"design-{section.get_attribute('id')}"] = _picture(
            section.screenshot(style=STILL, animations="disabled")
        )
    page.context.close()
    page = _signed_in(browser, site, mode, "lea")
    page.goto("/cases/")
    case = page.locator("#main .rows a.title").first.get_attribute("href") or "/cases/"
    for name, address in [
        *((address, address) for address in PAGES),
        ("case", case),
        ("thread", f"{case}?pane=thread"),
    ]:
        shots[_named(name)] = _whole(page, address)
    page.context.close()
    return shots


def _named(address: str) -> str:
    return "-".join(part for part in address.replace("?", "/").split("/") if part) or "home"


def _open(browser: Browser, site: RunningSite, mode: str) -> Page:
    quiet: dict[str, Any] = {
        "reduced_motion": "reduce",
        "service_workers": "block",
        "locale": "en-GB",
        "bypass_csp": True,
    }
    page = browser.new_context(base_url=site.url, **quiet, **MODES[mode]).new_page()
    page.set_default_timeout(120_000)
    return page


def _signed_in(browser: Browser, site: RunningSite, mode: str, handle: str) -> Page:
    page = _open(browser, site, mode)
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(handle)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=password]").wait_for(state="detached")
    page.goto("/settings/")
    page.locator("select[name=language]").select_option(mode[-2:])
    page.locator("#main form.form button.main").click()
    page.locator(f"html[lang={mode[-2:]}]").wait_for()
    return page


def _whole(page: Page, address: str) -> Image.Image:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return _picture(page.screenshot(full_page=True, style=STILL, animations="disabled"))


def _picture(taken: bytes) -> Image.Image:
    return Image.open(io.BytesIO(taken))


if __name__ == "__main__":
    main()
