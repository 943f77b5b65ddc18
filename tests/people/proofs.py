"""What tests about signing in share: apps for codes, browsers that go through the door, mails that have left."""

import re
import time
from typing import Any
from urllib.parse import quote

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from esn.core import jobs
from people import actions
from people.models import Person
from tests.cast import PASSWORD, admit

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(*, later: int = 0, secret: str = SECRET) -> str:
    """What the app shows, now or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def with_password(handle: str = "ana", **more: Any) -> Person:
    """Somebody with a password and an address."""
    return admit(handle, **{"password": PASSWORD, "email": f"{handle}@example.org", **more})


def with_app(person: Person) -> tuple[str, ...]:
    """Give somebody an app for codes; their recovery codes. The code of the step before this one is used up by it."""
    return actions.add_app(person, secret=SECRET, code=code(later=-1))


def at_the_door(handle: str = "ana", password: str = PASSWORD, *, to: str = "/", **client: Any) -> tuple[Client, Any]:
    """A browser that sends name and password, and what it was answered."""
    browser = Client(**client)
    answer = browser.post(f"/sign-in/?next={quote(to)}", {"login": handle, "password": password, "next": to})
    return browser, answer


def inside(browser: Client) -> bool:
    """Whether a browser is signed in, on the page and over REST alike."""
    page, rest = browser.get("/").status_code == 200, browser.get("/api/v1/me/").status_code == 200
    assert page == rest
    return page


def posted() -> list[Any]:
    """The mails that leave now; the outbox is empty afterwards."""
    jobs.run_ready()
    sent = list(mail.outbox)
    mail.outbox.clear()
    return sent


def link_in(message: Any) -> str:
    """The path of the first link of ours in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found, message.body
    return found[1]
