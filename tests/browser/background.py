"""What a browser does by itself: it wakes the service worker of a site, also when none of its pages is open."""

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import SLOW


class Background:
    """The service worker of a site in one browser, woken as the browser wakes it; needs a page of any kind."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self._page = context.new_page()
        self._url = url
        self._devtools = context.new_cdp_session(self._page)
        self._known: list[dict[str, Any]] = []
        heard = "ServiceWorker.workerRegistrationUpdated"
        self._devtools.on(heard, lambda told: self._known.extend(told["registrations"]))
        self._devtools.send("ServiceWorker.enable")

    def sync(self, tag: str) -> None:
        """The network is back, says the browser."""
        self._wake("ServiceWorker.dispatchSyncEvent", tag=tag, lastChance=False)

    def push(self, **told: Any) -> None:
        """A push service has brought a message."""
        self._wake("ServiceWorker.deliverPushMessage", data=json.dumps(told))

    def pause(self) -> None:
        """A tenth of a second in which the browser goes on."""
        self._page.wait_for_timeout(100)

    def _wake(self, command: str, **more: Any) -> None:
        for _ in range(SLOW // 100):
            found = [one["registrationId"] for one in self._known if not one["isDeleted"]]
            if found:
                self._devtools.send(command, {"origin": self._url, "registrationId": found[-1], **more})
                return
            self.pause()
        raise AssertionError("this browser knows no service worker")


def until(page: Page, script: str, told: Any = "") -> None:
    """Once a script says so; the policy of our pages lets no browser wait for one by itself."""
    for _ in range(SLOW // 100):
        if page.evaluate(script, told):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)
