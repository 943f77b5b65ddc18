"""Whole requests in one process, as ratios. Run: ``python -m benchmarks.requests``.

The middleware, the view and the JSON are all in; the server's own share is not (see ``benchmarks.http``). What pages
cost stands in ``benchmarks.web_cost``.
"""

import contextlib
import io
import json
import os
from typing import Any

from benchmarks.site import fresh_site
from benchmarks.table import cpu_ms, head, row

ENTRIES = 500


def main() -> None:
    """Fill a small company, then ask for each endpoint."""
    with fresh_site():
        _measure()


def _measure() -> None:
    from django.conf import settings
    from django.test import Client

    from benchmarks import http_company

    settings.ALLOWED_HOSTS = ["*"]
    settings.ROOT_URLCONF = "benchmarks.request_urls"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        http_company.main()
    company = json.loads(said.getvalue().splitlines()[-1])
    ref = _long_case()
    device = Client()
    bearer = {"Authorization": f"Bearer {company['tokens'][0]}"}

    def cost(client: Client, path: str, **headers: Any) -> float:
        def ask() -> None:
            assert client.get(path, **headers).status_code == 200, path

        return cpu_ms(ask, times=60)

    empty = cost(device, "/empty/", headers=bearer)
    feed = cost(device, "/api/v1/feed/", headers=bearer)
    entries = cost(device, f"/api/v1/cases/{ref}/posts/", headers=bearer)
    head("Whole requests, CPU")
    _ratio("JSON feed, 20 posts / an empty view with the same authentication", feed, empty, 4)
    _ratio(f"case entries as JSON ({ENTRIES} in the case) / JSON feed", entries, feed, 2)


def _ratio(name: str, cost: float, base: float, most: float) -> None:
    row(name, f"{cost / base:.2f} ({cost:.1f} / {base:.1f} ms)", f"≤ {most:g}", cost / base <= most)


def _long_case() -> str:
    from django.db import transaction

    from cases import actions as cases
    from people.models import Person

    actor = Person.objects.filter(kind="member").order_by("handle")[0]
    customer = cases.create_customer(actor, kind="person", name="Mme Long")
    ref = cases.open_case(actor, customer_id=customer, title="A long matter", story=cases.StoryText(wanted="An end"))
    with transaction.atomic():
        for number in range(ENTRIES):
            cases.post_in_case(actor, ref=ref, body=f"Entry {number} about the matter")
    return ref


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
