"""No page fails, whatever stands in its query or in its form; PostgreSQL refuses a NUL that SQLite takes."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern

from frontend.urls import urlpatterns
from people.models import Person
from tests.cast import Scene, browser

PAGES = sorted({str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)})
NAMES = [
    "q", "which", "state", "holder", "team", "customer", "cursor", "with", "case", "option", "at", "month", "side",
    "fact", "rule", "person", "next", "size", "kind", "type", "group", "author", "before", "after", "sort", "view",
    "post", "subject", "to", "promise", "rest", "body", "text", "title", "name", "contact", "decider", "language",
    "attachment", "token", "emoji", "until", "question", "others", "what", "why", "reason", "purpose", "openness",
]  # fmt: skip
REFUSED = ("\x00", "person:\x00", "9" * 30)  # by PostgreSQL, where SQLite takes them
ODD = (*(pytest.param(odd, marks=pytest.mark.shape) for odd in REFUSED), "é" * 300, "'; --", "9999-99")


def addresses(scene: Scene, person: Person) -> Iterator[str]:
    known = {
        "group_id": scene.open.id, "post_id": scene.in_case, "ref": scene.case, "customer_id": scene.customer,
        "person_id": person.id, "side": "internal",
    }  # fmt: skip
    for route in PAGES:
        parts = [
            known.get(part.strip("<>").rpartition(":")[2], "0" * 32) if part.startswith("<") else part
            for part in route.split("/")
        ]
        yield "/" + "/".join(parts)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_page_fails_whatever_it_is_asked_or_sent(scene: Scene, ana: Person, odd: str) -> None:
    door = browser(ana)
    door.handler.enforce_csrf_checks = False
    door.raise_request_exception = False
    failed = []
    for address in addresses(scene, ana):
        for method, send in (("GET", door.get), ("POST", door.post)):
            door.force_login(ana)  # one of the pages is the way out
            status = send(address, dict.fromkeys(NAMES, odd)).status_code
            if status >= 500:
                failed.append(f"{method} {address} {status}")
    assert "\n".join(failed) == ""
