"""Windows of customers for tests of their pages: a link, a window that it opened, a promise that stands there."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from cases import actions
from cases.actions import Holder, Told
from cases.models import PortalLink
from cases.windows import Window, window
from people.models import Person
from tests.frontend.conftest import Cast

CANARIES = ("Heron", "Kestrel", "Osprey", "Bittern", "Plover", "Wagtail")


def january(day: int, first: int = 7, last: int = 14) -> Window:
    """A window of that day in Paris."""
    begins, ends = (dt.datetime.combine(dt.date(2027, 1, day), dt.time(hour)) for hour in (first, last))
    return window(begins, ends, "Europe/Paris")


@dataclass
class OpenedWindow:
    """A window that a customer's browser opened: where it is, and what its forms carry."""

    client: Client
    path: str
    link: str

    def page(self, rest: str = "") -> str:
        """What the customer sees."""
        answer = self.client.get(f"{self.path}{rest}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def send(self, rest: str, **said: Any) -> Any:
        """Send one of its forms, with the token that the page gave."""
        token = re.search(r'name="token" value="(\w+)"', self.page())
        assert token
        return self.client.post(f"{self.path}{rest}", {"token": token[1], **said})


def link_to(cast: Cast, ref: str = "") -> tuple[str, str]:
    """The id of a new link, and its path."""
    link, secret = actions.create_portal_link(cast.ana, ref=ref or cast.case)
    return link, f"/window/{link}/open/{secret}/"


def opened(cast: Cast, ref: str = "", client: Client | None = None) -> OpenedWindow:
    """The window of a new link, opened in a browser and read in English."""
    link, path = link_to(cast, ref)
    browser = client or Client()
    assert browser.post(path).status_code == 302
    Person.objects.filter(id=contact(link).id).update(language="en")
    return OpenedWindow(browser, f"/window/{link}/", link)


def contact(link: str) -> Person:
    """Whose window it is."""
    return PortalLink.objects.select_related("contact__person").get(id=link).contact.person


def promised(cast: Cast, day: int = 14, *, told: str | None = "phone", text: str = "The doors are delivered") -> str:
    """Ana promises it for that day in January; its id."""
    return actions.make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text=text,
        window=january(day),
        kept_by=Holder("person", cast.ana.id),
        told=Told(told) if told else None,
    )
