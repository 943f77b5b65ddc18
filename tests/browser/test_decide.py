"""An exception decided on a telephone, and a huddle decided while a colleague watches."""

import datetime as dt
import json
import secrets
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

TAPS = 2


def _post(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a REST request of the signed-in person made."""
    token = next(one["value"] for one in page.context.cookies() if "csrf" in one["name"].lower())
    headers = {"X-CSRFToken": token, "Referer": page.url, "Content-Type": "application/json"}
    answer = page.request.post(f"/api/v1/{path}", headers=headers, data=json.dumps(body))
    assert answer.status == 201, answer.text()
    made: dict[str, Any] = answer.json()
    return made


def test_mo_decides_on_a_phone_with_two_taps_and_a_reason_and_bo_sees_it_live(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    case, what = site.cast["case"], f"Cash today {secrets.token_hex(3)}"
    mo, bo = sign_in("mo", viewport=PHONE, has_touch=True), sign_in("bo")
    decider = {"kind": "person", "id": site.cast["mo"]}
    rule = _post(mo, "rules/", {"title": f"No cash {secrets.token_hex(3)}", "text": "By card.", "deciders": [decider]})
    bo.goto(f"/cases/{case}/exceptions/new/?rule={rule['id']}")
    bo.get_by_label("What exactly").fill(what)
    bo.get_by_label("Why").fill("The doors failed twice.")
    accessible(bo)
    bo.get_by_role("button", name="Ask for it").click()
    expect(bo.locator("#brief")).to_contain_text("waiting for")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    taps = 0

    def tap(one: Locator) -> None:
        nonlocal taps
        one.tap()
        taps += 1

    mo.goto("/exceptions/")
    accessible(mo)
    tap(mo.get_by_role("link", name=what))
    expect(mo.locator("textarea[name=reason]")).to_be_visible()
    accessible(mo)
    mo.locator("textarea[name=reason]").fill("She was patient.")
    tap(mo.locator("button[value=grant]"))
    expect(mo.locator("#brief")).to_be_visible()
    assert taps == TAPS
    expect(bo.locator("#timeline")).to_contain_text("She was patient.")
    expect(bo.locator("#brief")).not_to_contain_text(what)


def test_a_huddle_shows_an_opinion_to_whoever_has_it_open(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    case, words = site.cast["case"], f"It is free {secrets.token_hex(3)}"
    ana, bo = sign_in("ana"), sign_in("bo")
    deadline = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)).isoformat()
    invited = [{"kind": "person", "id": site.cast["bo"]}]
    options = [{"text": "Our own van"}]
    body = {"question": "Which day?", "deadline": deadline, "invited": invited, "options": options}
    made = _post(ana, f"cases/{case}/huddles/", body)
    ana.goto(f"/huddles/{made['id']}/")
    expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
    bo.goto(f"/huddles/{made['id']}/")
    accessible(bo)
    bo.get_by_label("Why, in a few words").fill(words)
    bo.get_by_role("button", name="For").click()
    expect(ana.locator("#huddle")).to_contain_text(words)
    ana.get_by_role("link", name="Decide for this").click()
    expect(ana.get_by_role("button", name="Decide it")).to_be_visible()
    ana.get_by_label("Why").fill("Nothing else is.")
    accessible(ana)
    ana.get_by_role("button", name="Decide it").click()
    expect(bo.locator("#huddle")).to_contain_text("Nothing else is.")
