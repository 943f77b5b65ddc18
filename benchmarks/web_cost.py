"""What pages cost: server CPU against the same feed as JSON, and what a first visit loads.

Run: ``python -m benchmarks.web_cost``. Pages are asked for in turns, so that a noisy machine is noisy for all of them.
"""

import contextlib
import gzip
import io
import json
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.site import fresh_site
from benchmarks.table import head, row

ENTRIES = 500
ROUNDS = 60
LINKED = r'<(?:link rel="(?:icon|stylesheet|manifest)"|script)[^>]* (?:href|src)="([^"]+)"'
LOADED = re.compile(rf'{LINKED}|hx-trigger="load"')


def main() -> None:
    """Fill a company, then ask for everything."""
    with fresh_site():
        _measure()


def _measure() -> None:
    from django.conf import settings
    from django.test import Client

    from benchmarks import http_company
    from frontend import static_files

    settings.ALLOWED_HOSTS = ["*"]
    static_files.collect()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        http_company.main()
    company = json.loads(said.getvalue().splitlines()[-1])
    customer, ref = _long_case()
    device, browser = Client(), Client()
    browser.cookies["sessionid"] = company["session"]
    bearer = {"Authorization": f"Bearer {company['tokens'][0]}"}
    pages = {
        "home": "/",
        f"case, {ENTRIES} entries": f"/cases/{ref}/",
        "group": f"/groups/{company['groups'][0]}/",
        "post, 50 replies": f"/posts/{company['thread']}/",
        "customer": f"/customers/{customer}/",
        "cases": "/cases/?which=all",
        "groups": "/groups/",
        "people": "/people/",
    }
    works = {name: _asking(browser, path) for name, path in pages.items()}
    works["feed"] = _asking(device, "/api/v1/feed/", headers=bearer)
    works["small"] = _asking(browser, "/", headers={"Accept-Encoding": "gzip"})
    taken = _in_turns(works)
    head("Pages, CPU")
    _ratio("home page / the same feed as JSON", taken["home"], taken["feed"], 2)
    row("home page, 20 posts with 40 replies", f"{taken['home']:.1f} ms", "≤ 14 ms", taken["home"] <= 14)
    _ratio("the same, compressed", taken["small"], taken["home"], 1.2)
    for name in list(pages)[1:]:
        _ratio(f"{name} / home page", taken[name], taken["home"], 2)
    _first_visit(browser)


def _asking(client: Any, path: str, **more: Any) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(path, **more).status_code == 200, path

    return ask


def _in_turns(works: dict[str, Callable[[], None]]) -> dict[str, float]:
    """The median CPU time of each, in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 3):
        for name, work in works.items():
            begun = time.process_time_ns()
            work()
            if turn >= 3:
                taken[name].append((time.process_time_ns() - begun) / 1e6)
    return {name: statistics.median(times) for name, times in taken.items()}


def _ratio(name: str, cost: float, base: float, most: float) -> None:
    row(name, f"{cost / base:.2f} ({cost:.1f} / {base:.1f} ms)", f"≤ {most:g}", cost / base <= most)


def _first_visit(browser: Any) -> None:
    """Everything that a browser loads for the home page, as it goes over the wire."""
    page = browser.get("/").content
    found = list(LOADED.finditer(page.decode()))
    files = [match[1] for match in found if match[1]]
    beside = browser.get("/held/").content
    sizes = {path: len(_compressed(path)) for path in files}
    whole = len(gzip.compress(page)) + len(gzip.compress(beside)) + sum(sizes.values())
    script = sum(size for path, size in sizes.items() if path.endswith(".js"))
    head("Home page, first visit")
    row("compressed, all requests", f"{whole / 1024:.0f} KB", "≤ 100 KB", whole <= 100 * 1024)
    row("requests", f"{len(found) + 1}", "≤ 10", len(found) + 1 <= 10)
    row("script", f"{script / 1024:.0f} KB", "≤ 40 KB", script <= 40 * 1024)


def _compressed(path: str) -> bytes:
    """A static file as a browser that knows gzip gets it."""
    from django.conf import settings

    file = Path(settings.STATIC_ROOT) / path.removeprefix("/static/")
    small = file.with_name(f"{file.name}.gz")
    return (small if small.is_file() else file).read_bytes()


def _long_case() -> tuple[str, str]:
    """A customer and a case that the reader does not follow."""
    from django.db import transaction

    from cases import actions as cases
    from people.models import Person

    actor = Person.objects.filter(kind="member").order_by("handle")[1]
    customer = cases.create_customer(actor, kind="person", name="Mme Long", phones=["06 39 98 12 34"])
    story = cases.StoryText(happened="It came without doors.", wanted="The doors.")
    ref = cases.open_case(actor, customer_id=customer, title="A long matter", story=story)
    with transaction.atomic():
        for number in range(ENTRIES):
            cases.post_in_case(actor, ref=ref, body=f"Entry {number} about the matter")
    return customer, ref


if __name__ == "__main__":
    main()
